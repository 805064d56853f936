import { mapEras, type MapEra } from '../../statistics/space/map-eras.ts'
import type { DataFinding } from './finding.ts'
import { monthAt, monthIndex, writeMonth } from './month-line.ts'

/** The distinct points a source used in a month, as texts. */
export type MonthPoints = { month: string; points: ReadonlySet<string> }

/** Points in a month, or its share of new ones means nothing. */
const POINTS = 30

/** The eras of a source's map, in order; months of few points are passed over. */
export const erasFrom = (months: readonly MonthPoints[]): MapEra[] =>
  mapEras(
    months
      .filter(({ points }) => points.size >= POINTS)
      .map(({ month, points }) => ({ month: monthIndex(month), points }))
      .toSorted((a, b) => a.month - b.month),
  )

/** Each new map, after the first, as a finding. */
export const eraFindings = (eras: readonly MapEra[]): DataFinding[] =>
  eras.flatMap(({ from, seenBefore }) =>
    seenBefore === null
      ? []
      : [
          {
            kind: 'map era' as const,
            severity: 'misleads' as const,
            sentence: `From ${writeMonth(from)} the source puts what happened at other points: only ${Math.round(seenBefore * 100)}% of the points it used then had been used in the year before. Do not compare places across that month.`,
            from: monthAt(from),
            to: monthAt(from),
            months: [monthAt(from)],
            categoryIds: null,
            placesOnly: true,
          },
        ],
  )
