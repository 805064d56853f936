import type { Series } from './moving-range.ts'
import { completesRun, completesTrend, inTwoOfThree, startOfRun, stepsOf } from './patterns.ts'

export type Pattern = 'outside limits' | 'trend' | 'two of three near a limit' | 'run on one side'

export type Signal = {
  pattern: Pattern
  direction: 'higher' | 'lower' // for a trend: rising, falling
  began: number // index of the pattern's first reading
  noticed: number // index of the reading that first made the pattern complete
}

/** A reading beside its limits; `distance` is from the centre line to either limit. Null where there is no reading. */
export type Placed = { value: number; centre: number; distance: number } | null

/** Readings in a row that make a run or a trend. NHS tools use seven, some spreadsheets six, Western Electric eight. */
export type RunLength = 6 | 7 | 8

/**
 * The patterns each reading belongs to, strongest first, in the order of `placed`. Every reading of a pattern has it,
 * from the first, though it could only be noticed at a later one. `placed` is one phase: no pattern runs from one
 * phase into the next. "Near a limit" is beyond two thirds of the way to it without being outside.
 * Source: NHS England, Making Data Count; precedence and membership as in NHSRplotthedots, except that the last
 * reading of a trend keeps that trend's direction when another trend begins at the reading after it.
 */
export function signalsOf(placed: readonly Placed[], runLength: RunLength): Signal[][] {
  const outside = placed.map((reading) => reading && sideBeyond(reading, 1))
  const sides = placed.map((reading) => reading && sideBeyond(reading, 0))
  const near = placed.map((reading, index) => Boolean(reading && !outside[index] && sideBeyond(reading, 2 / 3)))
  const values: Series = placed.map((reading) => reading && reading.value)
  const steps = stepsOf(values)
  const trends = completesTrend(values, runLength)
  const runs = completesRun(sides, runLength)
  const threes = inTwoOfThree(near, sides)

  const outsideAt = (index: number): Signal | undefined => {
    if (!outside[index]) return undefined
    const began = startOfRun(outside, index)
    return { pattern: 'outside limits', direction: towards(outside[index]), began, noticed: began }
  }
  const trendAt = (index: number): Signal | undefined => {
    // A reading at the turn belongs to two trends: the later is what is happening now.
    const last = lastWithin(trends, index, runLength)
    if (last === undefined) return undefined
    const began = startOfRun(steps, last) - 1
    return { pattern: 'trend', direction: towards(trends[last]!), began, noticed: began + runLength - 1 }
  }
  const twoOfThreeAt = (index: number): Signal | undefined => {
    if (!near[index] || !threes[index]) return undefined
    let first = index
    while (first > 0 && threes[first - 1] && sides[first - 1] === sides[index]) first -= 1
    const direction = towards(sides[index]!)
    return { pattern: 'two of three near a limit', direction, began: near.indexOf(true, first), noticed: first + 2 }
  }
  const runAt = (index: number): Signal | undefined => {
    if (lastWithin(runs, index, runLength) === undefined) return undefined
    const began = startOfRun(sides, index)
    return { pattern: 'run on one side', direction: towards(sides[index]!), began, noticed: began + runLength - 1 }
  }

  return placed.map((_, index) =>
    [outsideAt(index), trendAt(index), twoOfThreeAt(index), runAt(index)].filter((signal) => signal !== undefined),
  )
}

/** Which way a reading lies beyond `share` of the distance to its limits, 0 within. Rounding error never counts. */
function sideBeyond({ value, centre, distance }: NonNullable<Placed>, share: number): 1 | -1 | 0 {
  const beyond = Math.abs(value - centre) - distance * share
  const roundingError = 1e-9 * Math.max(Math.abs(value), Math.abs(centre))
  return beyond <= roundingError ? 0 : value > centre ? 1 : -1
}

/** The last index at which a pattern `length` readings long, with `index` among them, is complete. */
function lastWithin(complete: readonly (boolean | number)[], index: number, length: number): number | undefined {
  for (let last = index + length - 1; last >= index; last -= 1) if (complete[last]) return last
  return undefined
}

const towards = (side: number): Signal['direction'] => (side > 0 ? 'higher' : 'lower')
