import type { Pairs } from './compare.ts'
import type { Field } from './fields.ts'
import { type Chance, FLOOR } from './frequencies.ts'
import { type Model, tablesOf, WIDTH } from './model.ts'
import { STRENGTH, UK_PERSONS } from './uk-persons.ts'

const ROUNDS = 25
const SAMPLE = 150_000
/** A pair this many times (log2) likelier to be strangers adds nothing. */
const HOPELESS = 20

/**
 * Learns by expectation and maximisation over the pairs that all rules proposed together, or every n-th of them where they are many (`standsFor`: how many
 * proposed pairs each one given stands for). Pairs never proposed count
 * as different people, so `same` is a share of all `pairsInAll` pairs, and a rule's own key is no evidence twice. Chances among strangers are given and stay.
 * Small files lean on the weights for UK persons, which stand beside the file's own pairs as `STRENGTH` imagined ones.
 * Source: Fellegi and Sunter 1969; Winkler 2000 for the maximisation.
 */
export function train(fields: readonly Field[], chances: readonly Chance[], pairs: Pairs, levels: readonly Uint8Array[], standsFor: number, pairsInAll: number): Model {
  const step = Math.max(1, Math.ceil(pairs.count / SAMPLE))
  const every = step * standsFor
  let sample = gather(fields, chances, pairs, levels, step)
  const households = fields.some(({ kind }) => kind === 'forename') && fields.filter(({ shared }) => shared).length > 1
  let model = untrained(fields, Math.min(0.01, (pairs.count * standsFor * 0.05) / pairsInAll), households ? Math.min(0.01, (pairs.count * standsFor * 0.02) / pairsInAll) : 0)
  for (let round = 0; round < ROUNDS; round++) {
    if (round === 2) sample = withoutHopeless(sample, fields, chances, model)
    const { counts, kinCounts, same, household } = expect(sample, fields, chances, model)
    const next = {
      same: Math.max((same * every + 1) / pairsInAll, 1e-12), household: households ? Math.max((household * every + 1) / pairsInAll, 1e-12) : 0,
      agreement: fields.map(({ kind }, place) => maximise(counts.subarray(place * WIDTH, (place + 1) * WIDTH), kind, PERSONAL.has(kind))),
      inCommon: fields.map(({ kind }, place) => maximise(kinCounts.subarray(place * WIDTH, (place + 1) * WIDTH), kind, false)), learnedFrom: same * every, caution: 0,
    }
    const change = Math.abs(Math.log2(next.same / model.same))
    model = next
    if (round > 5 && change < 0.005) break
  }
  return model
}

/** The weights for UK persons as they are, with shares of pairs that are one person, and one household. */
export function untrained(fields: readonly Field[], same: number, household: number): Model {
  const agreement = fields.map(({ kind }) => Float64Array.of(0, ...UK_PERSONS[kind].map(Math.log2)))
  return { same, household, agreement, inCommon: agreement, learnedFrom: 0, caution: 0 }
}

/** Pairs row by row, with what does not change from round to round: log2 chance among strangers, and the household's share of it for level 1 of personal fields. */
type Sample = { count: number; levels: Uint8Array; chance: Float32Array; kin: Float32Array }

function gather(fields: readonly Field[], chances: readonly Chance[], { a, count }: Pairs, levels: readonly Uint8Array[], every: number): Sample {
  const size = Math.ceil(count / every)
  const sample: Sample = { count: size, levels: new Uint8Array(size * fields.length), chance: new Float32Array(size), kin: new Float32Array(size) }
  const agreement = chances.map(({ byLevel }) => byLevel)
  const { householdLeast } = tablesOf(fields, chances, { same: 0, household: 0, learnedFrom: 0, caution: 0, agreement, inCommon: agreement })
  fields.forEach(({ codes, shared }, place) => {
    const { byValue, byLevel } = chances[place]!
    for (let at = 0, pair = 0; at < size; at++, pair += every) {
      const level = levels[place]![pair]!
      sample.levels[at * fields.length + place] = level
      if (level === 0) continue
      const chance = level === 1 ? byValue[codes[a[pair]!]!]! : byLevel[level]!
      sample.chance[at]! += chance
      if (level === 1 && !shared) sample.kin[at]! += Math.max(chance, householdLeast[place]!)
    }
  })
  return sample
}

/** Leaves out pairs so much likelier to be strangers that no later round will count them. */
function withoutHopeless(sample: Sample, fields: readonly Field[], chances: readonly Chance[], model: Model): Sample {
  const width = fields.length
  const keep = new Int32Array(sample.count)
  let count = 0
  expect(sample, fields, chances, model, (pair) => { keep[count++] = pair })
  const left: Sample = { count, levels: new Uint8Array(count * width), chance: new Float32Array(count), kin: new Float32Array(count) }
  for (let at = 0; at < count; at++) {
    left.levels.set(sample.levels.subarray(keep[at]! * width, (keep[at]! + 1) * width), at * width)
    left.chance[at] = sample.chance[keep[at]!]!
    left.kin[at] = sample.kin[keep[at]!]!
  }
  return left
}

function expect({ count, levels, chance, kin }: Sample, fields: readonly Field[], chances: readonly Chance[], model: Model, visit?: (pair: number) => void) {
  const tables = tablesOf(fields, chances, model)
  fields.forEach(({ shared }, place) => { if (!shared) tables.household[place * WIDTH + 1] = 0 })
  const counts = new Float64Array(fields.length * WIDTH)
  const kinCounts = new Float64Array(fields.length * WIDTH)
  const logSame = Math.log2(model.same)
  const logOther = Math.log2(1 - model.same - model.household)
  const logHousehold = Math.log2(model.household)
  const width = fields.length
  let sameSum = 0
  let householdSum = 0
  for (let pair = 0; pair < count; pair++) {
    let same = logSame
    let household = logHousehold + kin[pair]!
    for (let place = 0, at = pair * width, cell = 0; place < width; place++, at++, cell += WIDTH) {
      const level = levels[at]!
      same += tables.same[cell + level]!
      household += tables.household[cell + level]!
    }
    const other = logOther + chance[pair]!
    if (same < other - HOPELESS && household < other - HOPELESS) continue
    visit?.(pair)
    const most = Math.max(same, other, household)
    const one = power(same - most)
    const kinShare = power(household - most)
    const all = one + kinShare + power(other - most)
    const share = one / all
    sameSum += share
    householdSum += kinShare / all
    for (let place = 0, at = pair * width, cell = 0; place < width; place++, at++, cell += WIDTH) {
      counts[cell + levels[at]!]! += share
      kinCounts[cell + levels[at]!]! += kinShare / all
    }
  }
  return { counts, kinCounts, same: sameSum, household: householdSum }
}

/** Two to a power of 0 or less; none to speak of far below 0. */
const power = (exponent: number) => (exponent < -40 ? 0 : Math.exp(exponent * Math.LN2))

/** One person's records seldom differ altogether in these: what keeps the learning from taking households for persons. */
const PERSONAL = new Set<Field['kind']>(['forename', 'birth', 'identifier'])
const MOST_DIFFERENT = 0.2

function maximise(counts: Float64Array, kind: Field['kind'], personal: boolean): Float64Array {
  const imagined = UK_PERSONS[kind]
  let known = STRENGTH
  for (let level = 1; level <= imagined.length; level++) known += counts[level]!
  const shares = imagined.map((share, at) => (counts[at + 1]! + STRENGTH * share) / known)
  const different = shares.at(-1)!
  const scale = personal && different > MOST_DIFFERENT ? (1 - MOST_DIFFERENT) / (1 - different) : 1
  return Float64Array.of(0, ...shares.map((share, at) => Math.log2(Math.max(FLOOR, scale === 1 ? share : at === shares.length - 1 ? MOST_DIFFERENT : share * scale))))
}
