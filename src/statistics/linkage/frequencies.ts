import { comparePairs, LEVELS, type Pairs } from './compare.ts'
import type { Field } from './fields.ts'
import type { Layout } from './groups.ts'
import { sharedInts } from './text.ts'

/** No chance is taken to be smaller than one in a million. */
export const FLOOR = 1e-6

/**
 * How often two different people agree on a field by chance. `byValue[value]`: chance that somebody else has that value, log2.
 * `byLevel[level]`: chance of each level from 2 up, log2 (level 1 is `byValue`; here it holds the mean chance of the same value).
 */
export type Chance = { byValue: Float32Array; byLevel: Float64Array }

/** Pairs drawn at random, and the level of each: `levels[field][pair]`. */
export type Drawn = { pairs: Pairs; levels: readonly Uint8Array[] }

const SAMPLE = 150_000

/** Draws pairs with a fixed seed, across files when files are linked. */
export function drawPairs(fields: readonly Field[], { starts, records, within }: Layout): Drawn {
  const wanted = Math.min(SAMPLE, Math.max(2000, records * 50))
  const pairs: Pairs = { a: sharedInts(wanted), b: sharedInts(wanted), count: 0 }
  const draw = randomBelow(20_241_122)
  const second = starts[1] ?? 0
  for (let tries = 0; tries < wanted; tries++) {
    const one = within ? draw(records) : draw(second)
    const other = within ? draw(records) : second + draw(records - second)
    if (one === other) continue
    pairs.a[pairs.count] = one
    pairs.b[pairs.count++] = other
  }
  const levels = fields.map(() => new Uint8Array(pairs.count))
  comparePairs(fields, pairs, 0, pairs.count, levels)
  return { pairs, levels }
}

/**
 * Chances for every field. The same value: exact, from how many people hold each value, the rarest by Good and Turing's estimate; the other levels: from pairs
 * drawn at random. `persons[record]`: who the record is thought to be so far, so that copies of one person are not taken for chance.
 */
export function chances(fields: readonly Field[], { pairs, levels }: Drawn, persons: Int32Array): Chance[] {
  const strangers = new Uint8Array(pairs.count)
  for (let pair = 0; pair < pairs.count; pair++) strangers[pair] = persons[pairs.a[pair]!] === persons[pairs.b[pair]!] ? 0 : 1
  const heads = headsOf(persons)
  return fields.map((field, place) => chanceOf(field, levels[place]!, strangers, heads))
}

function chanceOf(field: Field, levels: Uint8Array, strangers: Uint8Array, heads: Persons): Chance {
  const holders = holdersOf(field, heads)
  let people = 0
  let once = 0
  let twice = 0
  for (const count of holders) {
    people += count
    if (count === 1) once++
    if (count === 2) twice++
  }
  const rarest = Math.min(1, Math.max(0.05, once === 0 ? 1 : (2 * twice) / once))
  const byValue = new Float32Array(field.size)
  let same = 0
  for (let value = 0; value < holders.length; value++) {
    const share = Math.max(rarest, holders[value]! - 1) / Math.max(1, people)
    byValue[value] = Math.log2(Math.max(FLOOR, share))
    same += (holders[value]! / Math.max(1, people)) * share
  }
  const counts = new Float64Array(LEVELS[field.kind].length)
  for (let pair = 0; pair < levels.length; pair++) if (strangers[pair] === 1) counts[levels[pair]!]!++
  let known = 0
  for (let level = 2; level < counts.length; level++) known += counts[level]!
  const share = (count: number, level: number) => (level === 1 ? same : (1 - same) * ((count + 0.1) / (known + 0.1 * counts.length)))
  return { byValue, byLevel: counts.map((count, level) => (level === 0 ? 0 : Math.log2(Math.max(FLOOR, share(count, level))))) }
}

/** Records of each person end to end; person i's lie from starts[i] up to starts[i + 1]. */
type Persons = { starts: Int32Array; records: Int32Array }

function headsOf(persons: Int32Array): Persons {
  const starts = new Int32Array(persons.length + 1)
  for (const person of persons) starts[person + 1]!++
  for (let person = 0; person < persons.length; person++) starts[person + 1]! += starts[person]!
  const next = starts.slice()
  const records = new Int32Array(persons.length)
  for (let record = 0; record < persons.length; record++) records[next[persons[record]!]!++] = record
  return { starts, records }
}

/** How many people hold each value of a field: a person with three records that agree is one. */
function holdersOf({ codes, size }: Field, { starts, records }: Persons): Int32Array {
  const holders = new Int32Array(size)
  const last = new Int32Array(size).fill(-1)
  for (let person = 0; person + 1 < starts.length; person++) {
    for (let at = starts[person]!; at < starts[person + 1]!; at++) {
      const value = codes[records[at]!]!
      if (value < 0 || last[value] === person) continue
      last[value] = person
      holders[value]!++
    }
  }
  return holders
}

/** Whole numbers from 0 up to below `limit`, the same sequence for the same seed (mulberry32). */
export function randomBelow(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit)
  }
}
