/** The places a source named in one month; `month` counts months from any start, so that a missing one leaves a gap. */
export type MonthOfPoints = { month: number; points: ReadonlySet<string> }

/**
 * A run of months over which the source kept its points. `seenBefore`: share of its first month's points that the
 * year before had; null at the start.
 */
export type MapEra = { from: number; to: number; seenBefore: number | null }

const MEMORY_MONTHS = 12
const LEAST_SEEN = 0.5
const SETTLED_MONTHS = 12
// With less than a year to look back on, many points are new for want of history; under a tenth is a break even so.
const LEAST_SEEN_EARLY = 0.1

/**
 * Where a source moved its anonymised points: a new era begins with a month of whose distinct points fewer than half
 * were seen in the twelve months before. In the first year of an era, when little has been seen, fewer than a tenth.
 * Months in order; those without a point are passed over. police.uk did this in July 2022: 2% of that month's City of
 * London points had been seen before, against some 70% in other months.
 */
export function mapEras(months: readonly MonthOfPoints[]): MapEra[] {
  const eras: MapEra[] = []
  const held = months.filter(({ points }) => points.size > 0)
  held.forEach(({ month, points }, index) => {
    const era = eras.at(-1)
    const recent = held.slice(0, index).filter((earlier) => earlier.month >= month - MEMORY_MONTHS)
    const seen = shareSeen(points, recent.map((earlier) => earlier.points))
    const least = era && month - era.from >= SETTLED_MONTHS ? LEAST_SEEN : LEAST_SEEN_EARLY
    if (!era || (recent.length > 0 && seen < least)) eras.push({ from: month, to: month, seenBefore: era ? seen : null })
    else era.to = month
  })
  return eras
}

function shareSeen(points: ReadonlySet<string>, earlier: readonly ReadonlySet<string>[]): number {
  let seen = 0
  for (const point of points) if (earlier.some((month) => month.has(point))) seen++
  return seen / points.size
}
