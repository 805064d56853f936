import { comparePairs, type Pairs } from './compare.ts'
import type { Field } from './fields.ts'
import type { Chance } from './frequencies.ts'
import { type Model, weighPairs } from './model.ts'

/** Pairs that a first look did not find hopeless, with their levels, `levels[field][pair]`, and their first weights. */
export type Sieved = { pairs: Pairs; levels: Uint8Array[]; weights: Float32Array }

/** Below this a first look drops a pair: no second will bring it back. */
const HOPELESS = -24
/** Pairs taken at a time: few enough for their levels to stay near the processor. */
const STRETCH = 16_384

/** Compares and weighs pairs from `from` up to `to` and keeps those worth a second look, in their order. */
export function sieve(fields: readonly Field[], chances: readonly Chance[], model: Model, { a, b }: Pairs, from: number, to: number): Sieved {
  const kept: Sieved[] = []
  const levels = fields.map(() => new Uint8Array(Math.min(STRETCH, to - from)))
  for (let start = from; start < to; start += STRETCH) {
    const end = Math.min(to, start + STRETCH)
    const stretch: Pairs = { a: a.subarray(start, end), b: b.subarray(start, end), count: end - start }
    comparePairs(fields, stretch, 0, stretch.count, levels)
    kept.push(withoutHopeless(stretch, levels, weighPairs(fields, chances, stretch, levels, model)))
  }
  return joined(fields.length, kept)
}

function withoutHopeless({ a, b, count }: Pairs, levels: readonly Uint8Array[], weights: Float32Array): Sieved {
  const taken = new Int32Array(count)
  let left = 0
  for (let pair = 0; pair < count; pair++) if (weights[pair]! > HOPELESS) taken[left++] = pair
  const gather = <Numbers extends Int32Array | Uint8Array | Float32Array>(from: Numbers, to: Numbers): Numbers => {
    for (let at = 0; at < left; at++) to[at] = from[taken[at]!]!
    return to
  }
  return {
    pairs: { a: gather(a, new Int32Array(left)), b: gather(b, new Int32Array(left)), count: left },
    levels: levels.map((column) => gather(column, new Uint8Array(left))), weights: gather(weights, new Float32Array(left)),
  }
}

/** Parts of one sieving end to end. */
export function joined(fields: number, parts: readonly Sieved[]): Sieved {
  if (parts.length === 1) return parts[0]!
  const count = parts.reduce((sum, { pairs }) => sum + pairs.count, 0)
  const all: Sieved = {
    pairs: { a: new Int32Array(count), b: new Int32Array(count), count }, levels: Array.from({ length: fields }, () => new Uint8Array(count)), weights: new Float32Array(count),
  }
  let at = 0
  for (const { pairs, levels, weights } of parts) {
    all.pairs.a.set(pairs.a, at)
    all.pairs.b.set(pairs.b, at)
    all.weights.set(weights, at)
    levels.forEach((column, place) => all.levels[place]!.set(column, at))
    at += pairs.count
  }
  return all
}
