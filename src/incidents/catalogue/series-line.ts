import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import { monthIndex } from './month-line.ts'

/** Rows of `area_month`: month (ISO first day) × category × area. Only everywhere, outside and unplaced are looked at. */
export type MonthCount = { month: string; categoryId: number; areaId: number; n: number }

/** One category along the months of its source: `counts[0]` is the source's first month. */
export type Line = { categoryId: number; counts: number[]; outside: number[]; unplaced: number[] }

/** A source's counts, month by month without a hole: what is not held is 0. `first` and `last` are places on the line of months. */
export type Held = { first: number; last: number; totals: number[]; lines: Line[] }

/** Lays counts out along the months held; null when there is nothing. */
export function layOut(counts: readonly MonthCount[]): Held | null {
  if (counts.length === 0) return null
  let [first, last] = [Infinity, -Infinity]
  for (const { month } of counts) {
    const at = monthIndex(month)
    if (at < first) first = at
    if (at > last) last = at
  }
  const length = last - first + 1
  const empty = () => new Array<number>(length).fill(0)
  const totals = empty()
  const lines = new Map<number, Line>()
  for (const { month, categoryId, areaId, n } of counts) {
    const at = monthIndex(month) - first
    const line = lines.get(categoryId) ?? { categoryId, counts: empty(), outside: empty(), unplaced: empty() }
    lines.set(categoryId, line)
    if (areaId === EVERYWHERE) {
      line.counts[at]! += n
      totals[at]! += n
    } else if (areaId === OUTSIDE) line.outside[at]! += n
    else if (areaId === UNPLACED) line.unplaced[at]! += n
  }
  return { first, last, totals, lines: [...lines.values()] }
}

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

/** The middle value; 0 of nothing. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return 0
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
