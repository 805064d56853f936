import { type MapEra, mapEras } from '../../statistics/space/map-eras.ts'
import { type Overlap, themeOverlap } from '../../statistics/space/theme-overlap.ts'
import type { Budget, Tested } from '../../statistics/space/back-test.ts'
import type { PointColumns } from '../holdings/points-held.ts'
import type { CountColumns } from '../holdings/squares-held.ts'
import { type Clustered, cluster } from './clustering.ts'
import { type Concentrated, concentratePlaces, concentratePoints } from './concentrating.ts'
import { countOf, countsByMonth, type Places, sumOfMonths } from './places.ts'
import { type Asked, type Judged, judge, judgePlaces, type Ranked, rank } from './predicting.ts'

/** One theme of an overlap: a category of a source over its months `from` up to, not including, `to`. */
export type Theme = { columns: CountColumns; isHeld: readonly boolean[]; category: number | null; from: number; to: number }
export type Overlapping = Overlap & { one: Float64Array; other: Float64Array }
type Concentrating = { isHeld: readonly boolean[]; category: number | null; eras: readonly number[]; target: number }

/** Everything that takes long enough to be done off the server's own thread. */
export const TASKS = {
  judge: (asked: Asked): Judged => judge(asked),
  judgePlaces: ({ asked, method, budget }: { asked: Asked; method: string; budget: Budget }): Tested[] => judgePlaces(asked, method, budget),
  rank: ({ asked, method }: { asked: Asked; method: string }): Ranked => rank(asked, method),
  cluster: (asked: Asked): Clustered => cluster(asked),
  eras: (points: PointColumns): MapEra[] => mapEras(pointsByMonth(points)),
  concentratePlaces: ({ places, columns, months }: { places: Places; columns: CountColumns; months: Concentrating }): Concentrated => concentratePlaces(places, columns, months),
  concentratePoints: ({ columns, months }: { columns: PointColumns; months: Concentrating }): Concentrated => concentratePoints(columns, months),
  overlap: ({ places, one, other, share }: { places: Places; one: Theme; other: Theme; share: number }): Overlapping => {
    const [first, second] = [countsOf(places, one), countsOf(places, other)]
    return { ...themeOverlap(first, second, share), one: first, other: second }
  },
}
export type Tasks = typeof TASKS

function pointsByMonth({ month, x, y, n }: PointColumns) {
  const months = new Map<number, Set<string>>()
  for (let row = 0; row < n.length; row++) {
    if (!months.has(month[row]!)) months.set(month[row]!, new Set())
    months.get(month[row]!)!.add(`${x[row]} ${y[row]}`)
  }
  return [...months].map(([number, points]) => ({ month: number, points })).sort((a, b) => a.month - b.month)
}

const countsOf = (places: Places, { columns, isHeld, category, from, to }: Theme) =>
  sumOfMonths(countsByMonth(places, columns, isHeld, category).asked, from, to, countOf(places))
