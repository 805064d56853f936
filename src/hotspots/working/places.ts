import { type Lattice, latticeOf, listedNeighbours, squareFinder } from '../../statistics/space/lattice.ts'
import { type Ground, groundOf, type MonthCounts } from '../../statistics/space/past.ts'
import type { CountColumns } from '../holdings/squares-held.ts'

/** What is ranked: squares of a side in metres, by column and row, or areas with the pairs of them that touch. */
export type Places =
  | { kind: 'squares'; side: number; x: Int32Array; y: Int32Array }
  | { kind: 'areas'; count: number; pairs: readonly (readonly [number, number])[] }

export const countOf = (places: Places): number => (places.kind === 'squares' ? places.x.length : places.count)

/** Areas lie in no lattice: each is its own square of a row, next to those it touches, and nothing is smoothed from one into another. */
export function groundOfPlaces(places: Places): Ground {
  if (places.kind === 'squares') return groundOf(latticeOf(places.x, places.y), places.side)
  const lattice = rowOf(places.count)
  const neighbours = listedNeighbours(places.count, places.pairs)
  return { lattice, side: 1, neighbours: () => neighbours, smoother: () => (values, into) => into.set(values) }
}

const rowOf = (count: number): Lattice => latticeOf(Int32Array.from({ length: count }, (_, index) => index), new Int32Array(count))

/** Side of the squares that counts are held by. */
const HELD_SIDE = 50

/** The place of each row of the columns, or −1: squares of 50 m fit whole into those of 100, 150 and 250. */
export function placeFinder(places: Places): (x: number, y: number) => number {
  if (places.kind === 'areas') return (x) => x
  const find = squareFinder(latticeOf(places.x, places.y))
  const fold = places.side / HELD_SIDE
  return (x, y) => find(Math.floor(x / fold), Math.floor(y / fold))
}

/** Counts per place, month by month, of the category asked about and of all the others; null for months that are not held. */
export function countsByMonth(places: Places, columns: CountColumns, isHeld: readonly boolean[], category: number | null): { asked: MonthCounts[]; others: MonthCounts[] } {
  const size = countOf(places)
  const months = () => isHeld.map((held): MonthCounts => (held ? new Float64Array(size) : null))
  const [asked, others] = [months(), months()]
  const find = placeFinder(places)
  for (let row = 0; row < columns.n.length; row++) {
    const place = find(columns.x[row]!, columns.y[row]!)
    const month = (category === null || columns.category[row] === category ? asked : others)[columns.month[row]!]
    if (place !== -1 && month) month[place]! += columns.n[row]!
  }
  return { asked, others }
}

/** Sum over the months `from` up to, not including, `to`. */
export function sumOfMonths(months: readonly MonthCounts[], from: number, to: number, size: number): Float64Array {
  const sum = new Float64Array(size)
  for (const month of months.slice(Math.max(0, from), to)) if (month) for (let place = 0; place < size; place++) sum[place]! += month[place]!
  return sum
}
