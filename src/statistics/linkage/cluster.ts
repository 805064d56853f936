/** Weighed pairs: `weights[i]` is the log2 odds that records a[i] and b[i] are one person. Each pair stands once, whatever the order. */
export type Weighed = { a: Int32Array; b: Int32Array; weights: Float32Array; count: number }

export type ClusterRules = {
  /** Clusters join while the mean weight between their records, each held within ±`BOUND`, is above this. */
  threshold: number
  /** Weight of a pair that was never proposed. */
  weigh: (a: number, b: number) => number
  /** Source of each record, when a person stands at most once in each. */
  onePerSource: Int32Array | null
  /** Pairs that a person has confirmed, and refused. */
  confirmed: readonly (readonly [number, number])[]
  refused: readonly (readonly [number, number])[]
}

/** No one pair, however sure, counts for more than this against the others. */
const BOUND = 10

/**
 * Groups records into people by average linkage: of all clusters the two with the highest mean weight join first, as long as the mean over every pair between
 * them, those never proposed included, stays above the threshold. One good pair between two groups that otherwise conflict does not join them.
 * What a person has confirmed is joined first and what a person has refused is never joined.
 * Gives the number of each record's cluster: the lowest record number in it. Does not depend on the order of the pairs.
 */
export function cluster(records: number, pairs: Weighed, rules: ClusterRules): Int32Array {
  const clusters = new Int32Array(records)
  for (let record = 0; record < records; record++) clusters[record] = record
  for (const part of partsOf(records, pairs, rules)) {
    if (part.members.length === 2 && rules.refused.length === 0 && rules.confirmed.length === 0 && rules.onePerSource === null) clusters[part.members[1]!] = part.members[0]!
    else new Part(part, pairs, rules).join(clusters)
  }
  return clusters
}

/** Records that chains of pairs above the threshold, or confirmed, connect: `pairs` are the numbers of all pairs among them. */
type Connected = { members: readonly number[]; pairs: readonly number[] }

function partsOf(records: number, { a, b, weights, count }: Weighed, { threshold, confirmed }: ClusterRules): Connected[] {
  const above = new Int32Array(records)
  for (let record = 0; record < records; record++) above[record] = record
  const top = (record: number) => {
    while (above[record] !== record) record = above[record] = above[above[record]!]!
    return record
  }
  const connect = (one: number, other: number) => {
    const [left, right] = [top(one), top(other)]
    if (left !== right) above[Math.max(left, right)] = Math.min(left, right)
  }
  for (let pair = 0; pair < count; pair++) if (weights[pair]! > threshold) connect(a[pair]!, b[pair]!)
  for (const [one, other] of confirmed) connect(one, other)
  const parts = new Map<number, { members: number[]; pairs: number[] }>()
  for (let record = 0; record < records; record++) {
    const first = top(record)
    if (first === record) continue
    const part = parts.get(first)
    if (part === undefined) parts.set(first, { members: [first, record], pairs: [] })
    else part.members.push(record)
  }
  for (let pair = 0; pair < count; pair++) {
    const first = top(a[pair]!)
    if (first === top(b[pair]!)) parts.get(first)?.pairs.push(pair)
  }
  return [...parts.values()]
}

/** Sum of the weights known between two clusters, how many pairs are known, and how many there are. */
type Link = { sum: number; known: number; size: number }

/** One connected part, its records numbered from 0 in their own order. */
class Part {
  readonly #records: readonly number[]
  readonly #rules: ClusterRules
  readonly #members: (number[] | null)[]
  readonly #links: Map<number, Link>[]
  readonly #known = new Map<number, number>()
  readonly #barred = new Set<number>()
  readonly #heap = new Heap()

  constructor({ members, pairs }: Connected, { a, b, weights }: Weighed, rules: ClusterRules) {
    this.#records = members
    this.#rules = rules
    this.#members = members.map((_, place) => [place])
    this.#links = members.map(() => new Map())
    const places = new Map(members.map((record, place) => [record, place]))
    const inPart = (decided: readonly (readonly [number, number])[]) => decided.flatMap(([one, other]) => {
      const [left, right] = [places.get(one), places.get(other)]
      return left === undefined || right === undefined ? [] : [[left, right] as const]
    })
    if (rules.refused.length > 0) for (const [one, other] of inPart(rules.refused)) this.#barred.add(this.#key(one, other))
    for (const pair of pairs) {
      const one = places.get(a[pair]!)!
      const other = places.get(b[pair]!)!
      const weight = held(weights[pair]!)
      this.#known.set(this.#key(one, other), weight)
      this.#link(one, other, { sum: weight, known: 1, size: 1 })
    }
    if (rules.confirmed.length === 0) return
    for (const [one, other] of inPart(rules.confirmed)) {
      const left = this.#members.findIndex((own) => own?.includes(one))
      const right = this.#members.findIndex((own) => own?.includes(other))
      if (left !== right) this.#merge(Math.min(left, right), Math.max(left, right))
    }
  }

  join(clusters: Int32Array) {
    for (let best = this.#heap.pop(); best !== null; best = this.#heap.pop()) {
      const { mean, one, other } = best
      const link = this.#links[one]!.get(other)
      if (link === undefined || link.sum / link.known !== mean || this.#isBarred(one, other)) continue
      if (link.known === link.size) {
        this.#merge(one, other)
        continue
      }
      this.#weighRest(one, other, link)
      if (link.sum / link.known > this.#rules.threshold) this.#heap.push(link.sum / link.known, one, other)
    }
    for (const members of this.#members) {
      if (members === null) continue
      const lowest = this.#records[members.reduce((least, place) => Math.min(least, place))]!
      for (const place of members) clusters[this.#records[place]!] = lowest
    }
  }

  #key(one: number, other: number): number {
    return one < other ? one * this.#records.length + other : other * this.#records.length + one
  }

  #isBarred(one: number, other: number): boolean {
    const { onePerSource } = this.#rules
    if (this.#barred.size === 0 && onePerSource === null) return false
    const source = (place: number) => onePerSource?.[this.#records[place]!] ?? -1 - place
    return this.#members[one]!.some((left) => this.#members[other]!.some((right) => source(left) === source(right) || this.#barred.has(this.#key(left, right))))
  }

  #link(one: number, other: number, link: Link) {
    this.#links[one]!.set(other, link)
    this.#links[other]!.set(one, link)
    const mean = link.sum / link.known
    if (mean > this.#rules.threshold) this.#heap.push(mean, one, other)
  }

  #weighRest(one: number, other: number, link: Link) {
    let sum = 0
    for (const left of this.#members[one]!) {
      for (const right of this.#members[other]!) {
        const key = this.#key(left, right)
        let weight = this.#known.get(key)
        if (weight === undefined) {
          weight = held(this.#rules.weigh(this.#records[left]!, this.#records[right]!))
          this.#known.set(key, weight)
        }
        sum += weight
      }
    }
    link.sum = sum
    link.known = link.size
  }

  #merge(one: number, other: number) {
    const members = this.#members[one]!
    const ours = this.#links[one]!
    const theirs = this.#links[other]!
    members.push(...this.#members[other]!)
    this.#members[other] = null
    this.#links[other] = new Map()
    ours.delete(other)
    theirs.delete(one)
    for (const next of new Set([...ours.keys(), ...theirs.keys()])) {
      const left = ours.get(next)
      const right = theirs.get(next)
      this.#links[next]!.delete(other)
      this.#link(one, next, { sum: (left?.sum ?? 0) + (right?.sum ?? 0), known: (left?.known ?? 0) + (right?.known ?? 0), size: members.length * this.#members[next]!.length })
    }
  }
}

const held = (weight: number) => Math.max(-BOUND, Math.min(BOUND, weight))

type Entry = { mean: number; one: number; other: number }

/** Highest mean first; of equal means the pair with the lowest numbers. */
class Heap {
  readonly #entries: Entry[] = []

  push(mean: number, a: number, b: number) {
    const entry = { mean, one: Math.min(a, b), other: Math.max(a, b) }
    const entries = this.#entries
    let at = entries.push(entry) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(entry, entries[above]!)) break
      entries[at] = entries[above]!
      at = above
    }
    entries[at] = entry
  }

  pop(): Entry | null {
    const entries = this.#entries
    const top = entries[0]
    const last = entries.pop()
    if (top === undefined || last === undefined) return null
    if (entries.length === 0) return top
    let at = 0
    for (;;) {
      let below = at * 2 + 1
      if (below >= entries.length) break
      if (below + 1 < entries.length && isBefore(entries[below + 1]!, entries[below]!)) below++
      if (!isBefore(entries[below]!, last)) break
      entries[at] = entries[below]!
      at = below
    }
    entries[at] = last
    return top
  }
}

const isBefore = (one: Entry, other: Entry) =>
  one.mean > other.mean || (one.mean === other.mean && (one.one < other.one || (one.one === other.one && one.other < other.other)))
