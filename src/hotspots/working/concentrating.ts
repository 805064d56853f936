import { type Concentration, concentration, concentrationInterval } from '../../statistics/space/concentration.ts'
import { nameOfPlace } from '../holdings/place-words.ts'
import type { PointColumns } from '../holdings/points-held.ts'
import { type CountColumns } from '../holdings/squares-held.ts'
import { countOf, countsByMonth, type Places, sumOfMonths } from './places.ts'

/** `counts`: incidents of each place that holds any, highest first; `points`: where those are, in the same order. */
export type Concentrated = {
  whole: Concentration
  interval: { from: number; to: number } // of the percentage of places that hold half
  counts: Float64Array
  points: { x: Int32Array; y: Int32Array; place: Int32Array } | null
  /** Of the places among the highest twentieth each month, the share that were so the month before: by month, null where either month is missing. */
  stayed: readonly (number | null)[]
  /** Those places, as the places or points are numbered, fullest first. */
  order: Int32Array
  /** For each of them, 1 where it was among those that held half of the year before. */
  wasFull: Uint8Array
  /** Of the places that hold half of the year, how many held half of the year before; null where that year is not held in the same era. */
  lasting: { now: number; both: number; before: number } | null
}

type Months = { isHeld: readonly boolean[]; category: number | null; eras: readonly number[]; target: number }
const TOP = 0.05

/** By squares or areas: every place of the area is possible. */
export function concentratePlaces(places: Places, columns: CountColumns, { isHeld, category, eras, target }: Months): Concentrated {
  const begun = eras.findLast((era) => era < target) ?? 0
  const { asked } = countsByMonth(places, columns, isHeld, category)
  return { ...summed(asked.slice(begun, target), countOf(places)), points: null }
}

/**
 * By the anonymous points that a source moves its incidents to: every point of the era, of any category, is possible, since the list of points in
 * full is not published. A point goes by the last name it had.
 */
export function concentratePoints(columns: PointColumns, { isHeld, category, eras, target }: Months): Concentrated {
  const begun = eras.findLast((era) => era < target) ?? 0
  const index = new Map<string, number>()
  const [xs, ys, names]: [number[], number[], number[]] = [[], [], []]
  const held = isHeld.slice(begun, target)
  const isNamed = columns.places.map((text) => nameOfPlace(text) !== null)
  const rows: { point: number; month: number; n: number }[] = []
  for (let row = 0; row < columns.n.length; row++) {
    const month = columns.month[row]! - begun
    if (month < 0 || month >= held.length) continue
    const key = `${columns.x[row]} ${columns.y[row]}`
    if (!index.has(key)) {
      index.set(key, xs.length)
      xs.push(columns.x[row]!)
      ys.push(columns.y[row]!)
      names.push(-1)
    }
    if (isNamed[columns.place[row]!]) names[index.get(key)!] = columns.place[row]!
    if (category === null || columns.category[row] === category) rows.push({ point: index.get(key)!, month, n: columns.n[row]! })
  }
  const months = held.map((is) => (is ? new Float64Array(xs.length) : null))
  for (const { point, month, n } of rows) if (months[month]) months[month][point]! += n
  const found = summed(months, xs.length)
  const pick = (values: readonly number[]) => Int32Array.from(found.order, (point) => values[point]!)
  return { ...found, points: { x: pick(xs), y: pick(ys), place: pick(names) } }
}

/** Places by count, highest first, those of nothing last. */
const orderOf = (counts: Float64Array): Int32Array => Int32Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b)

function summed(months: readonly (Float64Array | null)[], size: number): Omit<Concentrated, 'points'> {
  const year = sumOfMonths(months, months.length - 12, months.length, size)
  const whole = concentration(year)
  const order = orderOf(year)
  return {
    whole, interval: whole.incidents > 0 ? concentrationInterval(year) : { from: NaN, to: NaN }, counts: Float64Array.from(order.subarray(0, whole.used), (place) => year[place]!),
    order: order.subarray(0, whole.used), ...lastingOf(months, size, whole, order),
    stayed: months.map((month, index) => shareStayed(months[index - 1] ?? null, month, size)),
  }
}

function shareStayed(before: Float64Array | null, month: Float64Array | null, size: number): number | null {
  if (!before || !month) return null
  const top = Math.max(1, Math.round(TOP * size))
  const named = (counts: Float64Array) => [...orderOf(counts).subarray(0, top)].filter((place) => counts[place]! > 0)
  const earlier = new Set(named(before))
  const now = named(month)
  return now.length === 0 || earlier.size === 0 ? null : now.filter((place) => earlier.has(place)).length / now.length
}

function lastingOf(months: readonly (Float64Array | null)[], size: number, whole: Concentration, order: Int32Array): Pick<Concentrated, 'lasting' | 'wasFull'> {
  const earlier = months.slice(-24, -12)
  if (earlier.length < 12 || earlier.some((month) => month === null)) return { lasting: null, wasFull: new Uint8Array(whole.used) }
  const counts = sumOfMonths(earlier, 0, 12, size)
  const half = (of: Concentration) => of.holdings.find(({ share }) => share === 0.5)!.places
  const before = new Set(orderOf(counts).subarray(0, half(concentration(counts))))
  const now = [...order.subarray(0, half(whole))]
  return {
    lasting: { now: now.length, before: before.size, both: now.filter((place) => before.has(place)).length },
    wasFull: Uint8Array.from(order.subarray(0, whole.used), (place) => Number(before.has(place))),
  }
}
