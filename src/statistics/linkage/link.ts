import { type Estimate, proposePairs, type RuleReport } from './blocking.ts'
import { cluster, type Weighed } from './cluster.ts'
import { comparePairs, type Pairs } from './compare.ts'
import { type Explanation, explainer } from './explain.ts'
import type { Field, LinkFile } from './fields.ts'
import { type Chance, chances, drawPairs } from './frequencies.ts'
import { type Layout, pairsInAll } from './groups.ts'
import { type Model, weighPairs } from './model.ts'
import type { Sieved } from './sieve.ts'
import { sharedInts } from './text.ts'
import { prepareAll, sieveAll } from './threads.ts'
import { train, untrained } from './train.ts'
import { STRENGTH } from './uk-persons.ts'

export type LinkOptions = {
  /** With two files or more: whether two records of one file may be the same person. One file: always. */
  within?: boolean
  /** Pairs that a person has confirmed and refused, by record number. */
  confirmed?: readonly (readonly [number, number])[]
  refused?: readonly (readonly [number, number])[]
  /** How many threads may compare records; the result does not depend on it. */
  threads?: number
}

export type TrainedOn = 'these records' | 'these records and the weights for UK persons' | 'the weights for UK persons'

/** What linking came to. Records are numbered from 0, all files' records one after the other. */
export type Linkage = {
  records: number
  /** What was compared. */
  fields: readonly string[]
  /** Pairs down to a weight of `LEAST`: log2 odds that they are one person, the prior included. In no particular order. */
  pairs: Weighed
  /** Each record's cluster: the lowest record number in it. */
  clusters: Int32Array
  /** A person stands at most once in each file, as found from the pairs. */
  onePerSource: boolean
  trainedOn: TrainedOn
  rules: readonly RuleReport[]
  explain: (a: number, b: number) => Explanation
}

/** Weights below this (1 in 1,000) are not kept. */
export const LEAST = -10
/** From here (even odds) pairs are worth a person's look. */
export const REVIEW_FROM = 0
/** Mean weight above which clusters join: twice as likely one person as not. */
const JOIN_ABOVE = 1
/** From here (19 to 1) pairs can be taken without review: weights are held back until at least 99 in 100 of them are right, as estimated from all weights. */
export const ACCEPT_FROM = Math.log2(0.95 / 0.05)
/** Aimed at in the estimate, so that 99 in 100 holds when the estimate is a little kind. */
const PRECISION = 0.997

/** Links the records of one file among themselves, or of several files with each other. Throws RangeError when the files have nothing in common to compare. */
export async function linkFiles(files: readonly LinkFile[], { within = files.length === 1, confirmed = [], refused = [], threads = 1 }: LinkOptions = {}): Promise<Linkage> {
  const fields = await prepareAll(files, threads)
  if (fields.length === 0) throw new RangeError('Nothing to compare: no column of names, dates of birth, addresses, telephones or e-mail was recognised in every file.')
  const layout = layoutOf(files, within)
  const all = pairsInAll(layout)
  const drawn = drawPairs(fields, layout)
  const records = numbered(layout.records)
  const strangers = chances(fields, drawn, records)
  const { pairs, report } = proposePairs(fields, layout, estimator(fields, strangers, untrained(fields, layout.records / 2 / all, layout.records / all)))
  const left = await sieveAll(fields, strangers, roughModel(fields, strangers, pairs, all), pairs, threads)
  const known = chances(fields, drawn, roughPersons(layout.records, left))
  const learned = train(fields, known, left.pairs, left.levels, 1, all)
  const weights = weighPairs(fields, known, left.pairs, left.levels, learned)
  const model = { ...learned, caution: Math.max(0, acceptable(weights) - ACCEPT_FROM) }
  const weighed = keep(left.pairs, weights, model.caution)
  const onePerSource = !within && isOneToOne(weighed, layout.records)
  return {
    records: layout.records, fields: fields.map(({ name }) => name), pairs: weighed, onePerSource, rules: report,
    trainedOn: model.learnedFrom > 10 * STRENGTH ? 'these records' : model.learnedFrom > STRENGTH / 2 ? 'these records and the weights for UK persons' : 'the weights for UK persons',
    clusters: cluster(layout.records, weighed, { threshold: JOIN_ABOVE - model.caution, weigh: weigher(fields, known, model), onePerSource: onePerSource ? sourcesOf(layout) : null, confirmed, refused }),
    explain: explainer(fields, known, model),
  }
}

function layoutOf(files: readonly LinkFile[], within: boolean): Layout {
  const starts: number[] = []
  let records = 0
  for (const { table } of files) {
    starts.push(records)
    records += table.records
  }
  return { starts, records, within }
}

const sourcesOf = ({ starts, records }: Layout) => Int32Array.from({ length: records }, (_, record) => starts.findLastIndex((start) => start <= record))

function numbered(length: number): Int32Array {
  const numbers = new Int32Array(length)
  for (let at = 0; at < length; at++) numbers[at] = at
  return numbers
}

/** Who is who so far, by chains of pairs ten times likelier one person than not: good enough to count people instead of records. */
function roughPersons(records: number, { pairs: { a, b, count }, weights }: Sieved): Int32Array {
  const above = numbered(records)
  const top = (record: number) => {
    while (above[record] !== record) record = above[record] = above[above[record]!]!
    return record
  }
  for (let pair = 0; pair < count; pair++) {
    if (weights[pair]! < 3.3) continue
    const [one, other] = [top(a[pair]!), top(b[pair]!)]
    if (one !== other) above[Math.max(one, other)] = Math.min(one, other)
  }
  const persons = new Int32Array(records)
  for (let record = 0; record < records; record++) persons[record] = top(record)
  return persons
}

/** Pairs that the first training looks at, evenly taken from all. */
const SAMPLE = 200_000

/** What a sample of the pairs teaches, to sieve them by. */
function roughModel(fields: readonly Field[], strangers: readonly Chance[], { a, b, count }: Pairs, all: number): Model {
  const every = Math.max(1, Math.ceil(count / SAMPLE))
  const sample: Pairs = { a: sharedInts(Math.ceil(count / every)), b: sharedInts(Math.ceil(count / every)), count: Math.ceil(count / every) }
  for (let at = 0, pair = 0; at < sample.count; at++, pair += every) {
    sample.a[at] = a[pair]!
    sample.b[at] = b[pair]!
  }
  const levels = fields.map(() => new Uint8Array(sample.count))
  comparePairs(fields, sample, 0, sample.count, levels)
  return train(fields, strangers, sample, levels, every, all)
}

function keep({ a, b, count }: Pairs, weights: Float32Array, caution: number): Weighed {
  let kept = 0
  for (let pair = 0; pair < count; pair++) if (weights[pair]! - caution >= LEAST) kept++
  const weighed: Weighed = { a: new Int32Array(kept), b: new Int32Array(kept), weights: new Float32Array(kept), count: kept }
  for (let pair = 0, at = 0; pair < count; pair++) {
    if (weights[pair]! - caution < LEAST) continue
    weighed.a[at] = Math.min(a[pair]!, b[pair]!)
    weighed.b[at] = Math.max(a[pair]!, b[pair]!)
    weighed.weights[at++] = weights[pair]! - caution
  }
  return weighed
}

/** The lowest weight, not below 95 in 100, from which the mean probability of all pairs of that weight or more reaches `PRECISION`. */
function acceptable(weights: Float32Array): number {
  const steps = 1200
  const sums = new Float64Array(steps)
  const counts = new Float64Array(steps)
  for (const weight of weights) {
    const step = Math.max(0, Math.min(steps - 1, Math.floor((weight - ACCEPT_FROM) * 20)))
    if (weight < ACCEPT_FROM) continue
    sums[step]! += probabilityOf(weight)
    counts[step]!++
  }
  let sum = 0
  let count = 0
  let lowest = ACCEPT_FROM + (steps - 1) / 20
  for (let step = steps - 1; step >= 0; step--) {
    sum += sums[step]!
    count += counts[step]!
    if (count === 0 || sum / count >= PRECISION) lowest = ACCEPT_FROM + step / 20
  }
  return lowest
}

/** Probability of a weight. */
export const probabilityOf = (weight: number) => 1 / (1 + 2 ** -weight)

function isOneToOne({ a, b, weights, count }: Weighed, records: number): boolean {
  const partners = new Int32Array(records)
  for (let pair = 0; pair < count; pair++) {
    if (weights[pair]! < ACCEPT_FROM) continue
    partners[a[pair]!]!++
    partners[b[pair]!]!++
  }
  let linked = 0
  let several = 0
  for (const own of partners) {
    if (own > 0) linked++
    if (own > 1) several++
  }
  return several <= linked * 0.02
}

/** Mean probability of pairs under a model not yet trained. */
function estimator(fields: readonly Field[], known: readonly Chance[], model: Model): Estimate {
  return (pairs) => {
    const levels = fields.map(() => new Uint8Array(pairs.count))
    comparePairs(fields, pairs, 0, pairs.count, levels)
    let sum = 0
    for (const weight of weighPairs(fields, known, pairs, levels, model)) sum += probabilityOf(weight)
    return sum / pairs.count
  }
}

/** Weight of any pair of records, proposed or not. */
function weigher(fields: readonly Field[], known: readonly Chance[], model: Model): (a: number, b: number) => number {
  const pair: Pairs = { a: sharedInts(1), b: sharedInts(1), count: 1 }
  const levels = fields.map(() => new Uint8Array(1))
  return (a, b) => {
    pair.a[0] = Math.min(a, b)
    pair.b[0] = Math.max(a, b)
    comparePairs(fields, pair, 0, 1, levels)
    return weighPairs(fields, known, pair, levels, model)[0]!
  }
}
