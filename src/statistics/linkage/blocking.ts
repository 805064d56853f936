import type { Pairs } from './compare.ts'
import type { Field } from './fields.ts'
import { randomBelow } from './frequencies.ts'
import { endOfFile, type Groups, groupsOf, type Layout, pairsIn, pairsInAll } from './groups.ts'
import { type Key, type Rule, rulesFor } from './lookup-keys.ts'
import { sharedInts } from './text.ts'

/**
 * One rule of the search and what it proposed. `tooCommon`: groups of records that share a key but hardly ever a person, by a look at a few of their pairs:
 * narrowed by a second key or, `leftOut`, not looked through.
 */
export type RuleReport = { rule: string; pairs: number; newPairs: number; tooCommon: number; leftOut: number }

export type Candidates = { pairs: Pairs; report: RuleReport[] }

/** Mean probability that pairs are one person, roughly. */
export type Estimate = (pairs: Pairs) => number

/** Files with no more pairs than this are compared whole. */
const EVERY = 600_000
/** No group larger than this is looked through, whatever it promises. */
const LARGEST = 2000
/** A rule's groups are worth looking through where at least this share of their new pairs is likely one person: the more records, the more it must be. */
const worthwhile = (records: number) => Math.max(0.00002, Math.min(0.01, records * 2e-8 * Math.min(1, records / 50_000)))
/** Pairs looked at to judge the groups of one size, by how many pairs these make: the more work, the closer the look. */
const looks = (pairs: number) => Math.floor(Math.max(150, Math.min(3000, pairs / 100)))

/** Every pair of records where that is few, else the union of what the rules propose: for each rule, groups of the sizes that promise enough, judged by `estimate`. */
export function proposePairs(fields: readonly Field[], layout: Layout, estimate: Estimate): Candidates {
  const every = pairsInAll(layout)
  if (every <= EVERY) return everyPair(layout, every)
  const rules = rulesFor(fields, layout.records)
  const settled = new SettledKeys(layout.records, rules.length)
  const pairs = new GrowingPairs()
  const report: RuleReport[] = []
  for (const rule of rules) {
    const { key, taken, tooCommon, leftOut } = settle(rule, layout, settled, estimate)
    const before = pairs.count
    const proposed = taken.reduce((sum, groups) => sum + propose(groups, settled, layout, pairs), 0)
    report.push({ rule: rule.rule, pairs: proposed, newPairs: pairs.count - before, tooCommon, leftOut })
    if (pairs.count > before) settled.add(key)
  }
  return { pairs: pairs.done(), report }
}

function everyPair(layout: Layout, count: number): Candidates {
  const a = sharedInts(count)
  const b = sharedInts(count)
  let at = 0
  for (let i = 0; i < layout.records; i++) {
    for (let j = layout.within ? i + 1 : endOfFile(i, layout); j < layout.records; j++, at++) {
      a[at] = i
      b[at] = j
    }
  }
  return { pairs: { a, b, count }, report: [{ rule: 'every pair of records', pairs: count, newPairs: count, tooCommon: 0, leftOut: 0 }] }
}

/**
 * Groups worth looking through under one rule, by its first key and, for groups that promise too little, by its narrower keys; and the key by which each record
 * was looked up in the end, 0 where it was not.
 */
function settle({ keys }: Rule, layout: Layout, settled: SettledKeys, estimate: Estimate): { key: Key; taken: Groups[]; tooCommon: number; leftOut: number } {
  const key = keys[0]!().slice()
  const taken: Groups[] = []
  let groups = groupsOf(key)
  let tooCommon = 0
  let leftOut = 0
  for (let step = 0; step < keys.length; step++) {
    const { promising, others } = split(groups, promisingSizes(groups, layout, settled, estimate))
    taken.push(promising)
    if (step === 0) tooCommon = others.count
    leftOut = others.count
    if (others.count === 0) break
    const narrower = keys[step + 1]?.()
    const left = narrower === undefined ? null : new Int32Array(key.length)
    eachGroup(others, (from, to) => {
      for (let at = from; at < to; at++) {
        const record = others.order[at]!
        key[record] = narrower === undefined ? 0 : narrower[record]!
        if (left !== null) left[record] = key[record]!
      }
    })
    if (left === null) break
    groups = groupsOf(left)
  }
  return { key, taken, tooCommon, leftOut }
}

/** Groups of the sizes that promise enough, and the others. */
function split(groups: Groups, sizes: readonly boolean[]): { promising: Groups; others: Groups } {
  const promising = new Int32Array(groups.count * 2)
  const others = new Int32Array(groups.count * 2)
  let good = 0
  let bad = 0
  eachGroup(groups, (from, to) => {
    const is = sizes[sizeClass(to - from)]! && to - from <= LARGEST
    const into = is ? promising : others
    const at = is ? good++ : bad++
    into[at * 2] = from
    into[at * 2 + 1] = to
  })
  return { promising: { order: groups.order, bounds: promising, count: good }, others: { order: groups.order, bounds: others, count: bad } }
}

/** Sizes by doubling: 2, 3 and 4, 5 to 8 and so on. */
const sizeClass = (size: number) => 32 - Math.clz32(size - 1)

/** For each class of sizes whether a look at a few pairs not proposed before says that its groups are worth looking through. */
function promisingSizes(groups: Groups, layout: Layout, settled: SettledKeys, estimate: Estimate): boolean[] {
  const classes: { groups: number[] }[] = Array.from({ length: 32 }, () => ({ groups: [] }))
  for (let group = 0; group < groups.count; group++) classes[sizeClass(groups.bounds[group * 2 + 1]! - groups.bounds[group * 2]!)]!.groups.push(group)
  const draw = randomBelow(1969)
  const cheap = layout.records <= 20_000 ? 20_000 : 2000
  return classes.map(({ groups: own }, size) => {
    const makes = own.length * 2 ** (2 * size - 1)
    if (makes <= cheap) return true
    const most = looks(makes)
    const pairs: Pairs = { a: sharedInts(most), b: sharedInts(most), count: 0 }
    for (let tries = 0; tries < most * 3 && pairs.count < most; tries++) {
      const group = own[draw(own.length)]!
      const from = groups.bounds[group * 2]!
      const size = groups.bounds[group * 2 + 1]! - from
      const one = groups.order[from + draw(size)]!
      const other = groups.order[from + draw(size)]!
      if (one === other || (!layout.within && endOfFile(Math.min(one, other), layout) > Math.max(one, other)) || settled.agree(one, other)) continue
      pairs.a[pairs.count] = one
      pairs.b[pairs.count++] = other
    }
    return pairs.count === 0 || estimate(pairs) >= worthwhile(layout.records)
  })
}

/** Adds the pairs of every group that no earlier rule has proposed; gives how many there are with those that one has. */
function propose(groups: Groups, settled: SettledKeys, layout: Layout, pairs: GrowingPairs): number {
  const { order } = groups
  let proposed = 0
  eachGroup(groups, (from, to) => {
    proposed += pairsIn(groups, from, to, layout)
    for (let at = from; at < to; at++) {
      const one = order[at]!
      const end = layout.within ? 0 : endOfFile(one, layout)
      for (let next = at + 1; next < to; next++) {
        const other = order[next]!
        if (other >= end && !settled.agree(one, other)) pairs.add(one, other)
      }
    }
  })
  return proposed
}

/** The keys of the rules gone through, those of one record side by side. */
class SettledKeys {
  readonly #keys: Int32Array
  readonly #width: number
  #used = 0

  constructor(records: number, rules: number) {
    this.#keys = new Int32Array(records * rules)
    this.#width = rules
  }

  add(key: Key) {
    for (let record = 0, at = this.#used; record < key.length; record++, at += this.#width) this.#keys[at] = key[record]!
    this.#used++
  }

  /** Whether a rule gone through has proposed these two records. */
  agree(one: number, other: number): boolean {
    const keys = this.#keys
    let left = one * this.#width
    let right = other * this.#width
    for (const end = left + this.#used; left < end; left++, right++) if (keys[left] === keys[right] && keys[left] !== 0) return true
    return false
  }
}

function eachGroup({ bounds, count }: Groups, visit: (from: number, to: number) => void) {
  for (let group = 0; group < count; group++) visit(bounds[group * 2]!, bounds[group * 2 + 1]!)
}

class GrowingPairs {
  count = 0
  #a = sharedInts(1 << 16)
  #b = sharedInts(1 << 16)

  add(a: number, b: number) {
    if (this.count === this.#a.length) this.#grow()
    this.#a[this.count] = a
    this.#b[this.count++] = b
  }

  #grow() {
    const a = sharedInts(this.#a.length * 2)
    const b = sharedInts(this.#b.length * 2)
    a.set(this.#a)
    b.set(this.#b)
    this.#a = a
    this.#b = b
  }

  done(): Pairs {
    return { a: this.#a, b: this.#b, count: this.count }
  }
}
