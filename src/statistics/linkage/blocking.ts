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
/** Pairs looked at to judge the groups of one size. */
const looks = (records: number) => Math.max(150, Math.min(750, 1.5 / worthwhile(records)))

/** Every pair of records where that is few, else the union of what the rules propose: for each rule, groups of the sizes that promise enough, judged by `estimate`. */
export function proposePairs(fields: readonly Field[], layout: Layout, estimate: Estimate): Candidates {
  const every = pairsInAll(layout)
  if (every <= EVERY) return everyPair(layout, every)
  const settled: Key[] = []
  const pairs = new GrowingPairs()
  const report: RuleReport[] = []
  for (const rule of rulesFor(fields, layout.records)) {
    const { key, groups, tooCommon, leftOut } = settle(rule, layout, settled, estimate)
    const { proposed, added } = propose(groups, settled, layout, pairs)
    report.push({ rule: rule.rule, pairs: proposed, newPairs: added, tooCommon, leftOut })
    if (added > 0) settled.push(key)
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

/** The key of each record under one rule once groups that promise too little are looked up by the narrower keys, or not at all. */
function settle({ keys }: Rule, layout: Layout, earlier: readonly Key[], estimate: Estimate): { key: Key; groups: Groups; tooCommon: number; leftOut: number } {
  const key = keys[0]!().slice()
  let groups = groupsOf(key)
  let tooCommon = 0
  let leftOut = 0
  for (let step = 0; step < keys.length; step++) {
    const promising = promisingSizes(groups, layout, earlier, estimate)
    const narrower = keys[step + 1]?.()
    let narrowed = 0
    eachGroup(groups, (from, to) => {
      if (promising[sizeClass(to - from)] && to - from <= LARGEST) return
      narrowed++
      for (let at = from; at < to; at++) key[groups.order[at]!] = narrower === undefined ? 0 : narrower[groups.order[at]!]!
    })
    if (step === 0) tooCommon = narrowed
    leftOut = narrower === undefined ? narrowed : 0
    if (narrowed === 0) break
    groups = groupsOf(key)
  }
  return { key, groups, tooCommon, leftOut }
}

/** Sizes by doubling: 2, 3 and 4, 5 to 8 and so on. */
const sizeClass = (size: number) => 32 - Math.clz32(size - 1)

/** For each class of sizes whether a look at a few pairs not proposed before says that its groups are worth looking through. */
function promisingSizes(groups: Groups, layout: Layout, earlier: readonly Key[], estimate: Estimate): boolean[] {
  const classes: { groups: number[] }[] = Array.from({ length: 32 }, () => ({ groups: [] }))
  for (let group = 0; group < groups.count; group++) classes[sizeClass(groups.bounds[group * 2 + 1]! - groups.bounds[group * 2]!)]!.groups.push(group)
  const draw = randomBelow(1969)
  const most = Math.floor(looks(layout.records))
  return classes.map(({ groups: own }) => {
    if (own.length === 0) return true
    const pairs: Pairs = { a: sharedInts(most), b: sharedInts(most), count: 0 }
    for (let tries = 0; tries < most * 3 && pairs.count < most; tries++) {
      const group = own[draw(own.length)]!
      const from = groups.bounds[group * 2]!
      const size = groups.bounds[group * 2 + 1]! - from
      const one = groups.order[from + draw(size)]!
      const other = groups.order[from + draw(size)]!
      if (one === other || (!layout.within && endOfFile(Math.min(one, other), layout) > Math.max(one, other)) || agreeOnAny(earlier, one, other)) continue
      pairs.a[pairs.count] = one
      pairs.b[pairs.count++] = other
    }
    return pairs.count === 0 || estimate(pairs) >= worthwhile(layout.records)
  })
}

/** Proposes the pairs of every group that no earlier rule has proposed. */
function propose(groups: Groups, earlier: readonly Key[], layout: Layout, pairs: GrowingPairs): { proposed: number; added: number } {
  const before = pairs.count
  const { order } = groups
  let proposed = 0
  eachGroup(groups, (from, to) => {
    proposed += pairsIn(groups, from, to, layout)
    for (let at = from; at < to; at++) {
      const one = order[at]!
      const end = layout.within ? 0 : endOfFile(one, layout)
      for (let next = at + 1; next < to; next++) {
        const other = order[next]!
        if (other >= end && !agreeOnAny(earlier, one, other)) pairs.add(one, other)
      }
    }
  })
  return { proposed, added: pairs.count - before }
}

function agreeOnAny(keys: readonly Key[], one: number, other: number): boolean {
  for (let rule = 0; rule < keys.length; rule++) {
    const key = keys[rule]!
    const own = key[one]
    if (own === key[other] && own !== 0) return true
  }
  return false
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
