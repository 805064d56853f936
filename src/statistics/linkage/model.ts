import type { Pairs } from './compare.ts'
import type { Field } from './fields.ts'
import type { Chance } from './frequencies.ts'

/**
 * What was learned. `same`, `household`: shares of all pairs that are one person, and two people of one household. `agreement[field][level]`: chance of the level
 * among pairs of one person, log2; `inCommon`: among two people of one household, for what households share. `learnedFrom`: how many pairs of one person it was
 * learned from, as estimated. `caution`: bits held back from every weight, so that pairs of .95 and more can be taken without review.
 */
export type Model = { same: number; household: number; agreement: readonly Float64Array[]; inCommon: readonly Float64Array[]; learnedFrom: number; caution: number }

/** Share of couples in a household who have one forename (father and son), and one date of birth (twins). */
const NAMESAKES = 0.02
const TWINS = 0.01

/** Room for a field's levels in a flat table. */
export const WIDTH = 8

/**
 * log2 chances, `[field * WIDTH + level]`: among pairs of one person; by chance; among two people of one household. By chance and for what a household does
 * not share, level 1 is 0 here, for it hangs on the value: `valueChance` and `valueHousehold`.
 */
export type Tables = { same: Float64Array; chance: Float64Array; household: Float64Array; householdLeast: Float64Array }

export function tablesOf(fields: readonly Field[], chances: readonly Chance[], { agreement, inCommon }: Model): Tables {
  const tables: Tables = {
    same: new Float64Array(fields.length * WIDTH), chance: new Float64Array(fields.length * WIDTH), household: new Float64Array(fields.length * WIDTH),
    householdLeast: Float64Array.from(fields, ({ kind, shared }) => (shared ? -Infinity : kind === 'forename' ? Math.log2(NAMESAKES) : kind === 'birth' ? Math.log2(TWINS) : -Infinity)),
  }
  fields.forEach(({ shared }, place) => {
    const { byLevel } = chances[place]!
    for (let level = 1; level < byLevel.length; level++) {
      const at = place * WIDTH + level
      const same = agreement[place]![level]!
      tables.same[at] = same
      tables.chance[at] = level === 1 ? 0 : byLevel[level]!
      tables.household[at] = shared ? inCommon[place]![level]! : tables.chance[at]!
    }
  })
  return tables
}

/** log2 odds that a pair is one person rather than strangers or a household, from the log2 likelihood of each times its share. */
function weightOf(same: number, strangers: number, household: number): number {
  const most = Math.max(strangers, household)
  if (same < most - 40) return same - most
  const least = Math.min(strangers, household)
  const other = most - least > 30 ? most : most + Math.log2(1 + 2 ** (least - most))
  return same - other
}

/** Pairs weighed at a time: few enough for their sums to stay near the processor. */
const STRETCH = 4096

/** Weight of every pair. */
export function weighPairs(fields: readonly Field[], chances: readonly Chance[], { a, count }: Pick<Pairs, 'a' | 'count'>, levels: readonly Uint8Array[], model: Model): Float32Array {
  const tables = tablesOf(fields, chances, model)
  const weights = new Float32Array(count)
  const length = Math.min(STRETCH, count)
  const sums: Sums = { same: new Float64Array(length), chance: new Float64Array(length), kin: new Float64Array(length) }
  for (let from = 0; from < count; from += STRETCH) {
    const to = Math.min(count, from + STRETCH)
    sums.same.fill(Math.log2(model.same) - model.caution)
    sums.chance.fill(Math.log2(1 - model.same - model.household))
    sums.kin.fill(model.household === 0 ? -1e9 : Math.log2(model.household))
    for (let place = 0; place < fields.length; place++) addField(fields[place]!, place, tables, chances[place]!.byValue, levels[place]!, a, from, to, sums)
    for (let pair = from; pair < to; pair++) weights[pair] = weightOf(sums.same[pair - from]!, sums.chance[pair - from]!, sums.kin[pair - from]!)
  }
  return weights
}

/** log2 likelihoods of a stretch of pairs, each times its share: one person, strangers, a household. */
type Sums = { same: Float64Array; chance: Float64Array; kin: Float64Array }

function addField({ codes, shared }: Field, place: number, tables: Tables, byValue: Float32Array, levels: Uint8Array, a: Int32Array, from: number, to: number, sums: Sums) {
  const { same, chance, kin } = sums
  const ifSame = tables.same.subarray(place * WIDTH, (place + 1) * WIDTH)
  const ifChance = tables.chance.subarray(place * WIDTH, (place + 1) * WIDTH)
  const ifKin = tables.household.subarray(place * WIDTH, (place + 1) * WIDTH)
  const least = tables.householdLeast[place]!
  for (let pair = from, at = 0; pair < to; pair++, at++) {
    const level = levels[pair]!
    if (level === 0) continue
    same[at]! += ifSame[level]!
    if (level > 1) {
      chance[at]! += ifChance[level]!
      kin[at]! += ifKin[level]!
      continue
    }
    const common = byValue[codes[a[pair]!]!]!
    chance[at]! += common
    kin[at]! += shared ? ifKin[1]! : common > least ? common : least
  }
}
