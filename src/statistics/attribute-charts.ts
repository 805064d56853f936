import { controlChart, type ChartSettings, type ControlChart, type LimitLines } from './control-chart.ts'
import type { Series } from './moving-range.ts'

/** `count` out of `of`: cases with the attribute among the cases looked at, or events over an exposure. */
export type Tally = { count: number; of: number }

// A period with nothing to count from has no share: not applicable, and so no reading.
const canCount = (tally: Tally | null | undefined): tally is Tally => Boolean(tally && tally.of > 0)

/**
 * A p chart: the share of cases with an attribute, 0 to 1, by period; periods may differ in size.
 * Limits are the pooled share ± 3 binomial standard errors at each period's size.
 * Source: Montgomery, Introduction to Statistical Quality Control; values checked against qcc.
 */
export function pChart(tallies: readonly (Tally | null)[], settings: ChartSettings = {}): ControlChart {
  const shares = tallies.map((tally) => (canCount(tally) ? tally.count / tally.of : null))
  const linesFor = (baseline: Series): LimitLines => {
    const centre = pooled(tallies, baseline)
    return { at: (index) => ({ centre, distance: 3 * Math.sqrt((centre * (1 - centre)) / sizeAt(tallies, index)) }) }
  }
  return controlChart(shares, { kind: 'p', floor: 0, ceiling: 1, linesFor }, settings)
}

/** An np chart: the number of cases with an attribute. As a p chart, each period's lines times its size. */
export function npChart(tallies: readonly (Tally | null)[], settings: ChartSettings = {}): ControlChart {
  const counts = tallies.map((tally) => (canCount(tally) ? tally.count : null))
  const linesFor = (baseline: Series): LimitLines => {
    const share = pooled(tallies, baseline)
    return {
      at: (index) => {
        const size = sizeAt(tallies, index)
        return { centre: size * share, distance: 3 * Math.sqrt(size * share * (1 - share)) }
      },
    }
  }
  return controlChart(counts, { kind: 'np', floor: 0, linesFor }, settings)
}

/** A c chart: events in periods of equal opportunity. Mean ± 3 times its square root; a Poisson count is assumed. */
export function cChart(counts: Series, settings: ChartSettings = {}): ControlChart {
  const tallies = counts.map((count) => (count === null ? null : { count, of: 1 }))
  return { ...uChart(tallies, settings), kind: 'c' }
}

/** A u chart: events per unit of exposure, where the exposure may vary. Pooled rate ± 3 √(rate / exposure). */
export function uChart(tallies: readonly (Tally | null)[], settings: ChartSettings = {}): ControlChart {
  const rates = tallies.map((tally) => (canCount(tally) ? tally.count / tally.of : null))
  const linesFor = (baseline: Series): LimitLines => {
    const centre = pooled(tallies, baseline)
    return { at: (index) => ({ centre, distance: 3 * Math.sqrt(centre / sizeAt(tallies, index)) }) }
  }
  return controlChart(rates, { kind: 'u', floor: 0, linesFor }, settings)
}

/** All the counts over all the sizes of the periods that have a reading in `baseline`. */
function pooled(tallies: readonly (Tally | null)[], baseline: Series): number {
  const counted = tallies.filter((tally, index) => canCount(tally) && baseline[index] !== null).filter(canCount)
  const sum = (part: keyof Tally) => counted.reduce((total, tally) => total + tally[part], 0)
  return sum('count') / sum('of')
}

/** A gap's lines are drawn at the size of the nearest earlier period, or else the first. */
const sizeAt = (tallies: readonly (Tally | null)[], index: number): number =>
  (tallies.slice(0, index + 1).findLast(canCount) ?? tallies.find(canCount))!.of
