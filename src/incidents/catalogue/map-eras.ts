import type { DataFinding } from './finding.ts'
import { monthAt, monthIndex, writeMonth } from './month-line.ts'

/** The distinct points a source used in a month, each as one number: easting × 1,048,576 + northing. */
export type MonthPoints = { month: string; points: ReadonlySet<number> }

/** The first month of a new map, and the share of its points (0 to 1) that had been used in the year before. */
export type MapEra = { month: string; seenBefore: number }

const YEAR = 12
const HISTORY = 6 // months that must be known before a month can be judged
const POINTS = 30 // points in a month, or its share means nothing
const NEW_BELOW = 0.5

/**
 * Months in which a source that moves places to points of its own began to use other points: fewer than half of the
 * month's points were used in the twelve months before. `months` in any order; each era is judged by its own months only.
 */
export function mapEras(months: readonly MonthPoints[]): MapEra[] {
  const ordered = months.map(({ month, points }) => ({ at: monthIndex(month), points })).toSorted((a, b) => a.at - b.at)
  const eras: MapEra[] = []
  let begins = 0
  for (const [index, { at, points }] of ordered.entries()) {
    const history = ordered.slice(begins, index).filter((each) => each.at >= at - YEAR)
    if (history.length < HISTORY || points.size < POINTS) continue
    let seen = 0
    for (const point of points) if (history.some((each) => each.points.has(point))) seen++
    const seenBefore = seen / points.size
    if (seenBefore >= NEW_BELOW) continue
    eras.push({ month: monthAt(at), seenBefore })
    begins = index
  }
  return eras
}

/** Each new map as a finding. */
export const eraFindings = (eras: readonly MapEra[]): DataFinding[] =>
  eras.map(({ month, seenBefore }) => ({
    kind: 'map era',
    severity: 'misleads',
    sentence: `From ${writeMonth(monthIndex(month))} the source puts what happened at other points: only ${Math.round(seenBefore * 100)}% of the points it used then had been used in the year before. Do not compare places across that month.`,
    from: month,
    to: month,
    months: [month],
    categoryIds: null,
    placesOnly: true,
  }))
