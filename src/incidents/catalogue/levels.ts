import type { DataFinding } from './finding.ts'
import { monthAt, monthIndex, writeMonth } from './month-line.ts'
import { type Held, type Line, medianOf } from './series-line.ts'

/** Of the pandemic's restrictions: no month to judge a level by. */
const EXCEPTIONAL = { from: monthIndex('2020-03-01'), to: monthIndex('2021-07-01') }
const SIDE = 12 // months on either side
const LEAST = 8 // of them that must be held
const SMALLEST = 15 // a month, on the higher side: below that a level is not known well
const BIG = Math.log(2.5)
const STEADY = Math.log(1.6) // the other kinds together may move as much

/** `miss`: how far, on average, the months on either side lie from their level. */
type Move = { at: number; change: number; before: number; after: number; miss: number }

/**
 * Categories whose level changes at once while the others stay: more often a change of recording than of what happened.
 * The level before and after is the median of a year of ordinary months on either side.
 */
export function levelChanges(held: Held, name: (categoryId: number) => string): DataFinding[] {
  return held.lines.flatMap((line) => movesOf(held, line).map((move) => findingOf(held, line, move, name(line.categoryId))))
}

function movesOf(held: Held, line: Line): Move[] {
  const months = held.totals.flatMap((total, at) => {
    const index = held.first + at
    const isOrdinary = index < EXCEPTIONAL.from || index > EXCEPTIONAL.to
    return total > 0 && line.counts[at]! > 0 && isOrdinary ? [at] : []
  })
  const moves: Move[] = []
  for (let cut = LEAST; cut <= months.length - LEAST; cut++) {
    const [left, right] = [months.slice(Math.max(0, cut - SIDE), cut), months.slice(cut, cut + SIDE)]
    const level = (side: readonly number[]) => medianOf(side.map((at) => line.counts[at]!))
    const others = (side: readonly number[]) => medianOf(side.map((at) => held.totals[at]! - line.counts[at]!))
    const [before, after, othersBefore, othersAfter] = [level(left), level(right), others(left), others(right)]
    if (Math.max(before, after) < SMALLEST || othersBefore < SMALLEST || othersAfter < SMALLEST) continue
    const moved = Math.log(othersAfter / othersBefore)
    const change = Math.log(after / before)
    if (Math.abs(moved) > STEADY || Math.abs(change) < BIG || Math.abs(change - moved) < BIG) continue
    const missOf = (side: readonly number[], middle: number) => side.reduce((sum, at) => sum + Math.abs(line.counts[at]! - middle), 0)
    const miss = (missOf(left, before) + missOf(right, after)) / (left.length + right.length)
    moves.push({ at: months[cut]!, change, before, after, miss })
  }
  return strongest(moves)
}

/** Of moves the same way within a year of each other, the one that parts the months best. */
function strongest(moves: readonly Move[]): Move[] {
  const kept: Move[] = []
  for (const move of moves) {
    const last = kept.at(-1)
    if (!last || move.at - last.at > SIDE || Math.sign(move.change) !== Math.sign(last.change)) kept.push(move)
    else if (move.miss < last.miss) kept[kept.length - 1] = move
  }
  return kept
}

const findingOf = ({ first, last }: Held, line: Line, { at, before, after }: Move, name: string): DataFinding => ({
  kind: 'level changed',
  severity: 'question',
  sentence: `${name} ${after < before ? 'falls' : 'rises'} about ${writeMonth(first + at)} from some ${round(before)} a month to ${round(after)}, and the other kinds do not move with it. Ask whether it is recorded in another way before reading it as a change in what happened.`,
  from: monthAt(first + at),
  to: monthAt(last),
  months: [],
  categoryIds: [line.categoryId],
  placesOnly: false,
})

const round = (level: number): string => Math.round(level).toLocaleString('en-GB')
