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
  const least = Math.min(strangers, household)
  const other = most - least > 30 ? most : most + Math.log2(1 + 2 ** (least - most))
  return same - other
}

/** Weight of every pair, column by column. */
export function weighPairs(fields: readonly Field[], chances: readonly Chance[], { a, count }: Pick<Pairs, 'a' | 'count'>, levels: readonly Uint8Array[], model: Model): Float32Array {
  const tables = tablesOf(fields, chances, model)
  const same = new Float32Array(count).fill(Math.log2(model.same) - model.caution)
  const chance = new Float32Array(count).fill(Math.log2(1 - model.same - model.household))
  const kin = new Float32Array(count).fill(model.household === 0 ? -1e9 : Math.log2(model.household))
  fields.forEach(({ codes, shared }, place) => {
    const column = levels[place]!
    const { byValue } = chances[place]!
    const least = tables.householdLeast[place]!
    const at = place * WIDTH
    for (let pair = 0; pair < count; pair++) {
      const level = column[pair]!
      if (level === 0) continue
      same[pair]! += tables.same[at + level]!
      if (level > 1) {
        chance[pair]! += tables.chance[at + level]!
        kin[pair]! += tables.household[at + level]!
        continue
      }
      const common = byValue[codes[a[pair]!]!]!
      chance[pair]! += common
      kin[pair]! += shared ? tables.household[at + 1]! : Math.max(common, least)
    }
  })
  for (let pair = 0; pair < count; pair++) same[pair] = weightOf(same[pair]!, chance[pair]!, kin[pair]!)
  return same
}
