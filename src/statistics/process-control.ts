import { controlChart, type ChartSettings, type ControlChart, type LimitLines } from './control-chart.ts'
import { mean, meanMovingRange, movingRanges, type Screening, type Series } from './moving-range.ts'

// Three standard deviations in mean moving ranges, 3 / 1.128, to the two decimals the NHS tools use.
const NHS_DISTANCE = 2.66

export type XmrSettings = ChartSettings &
  Screening & {
    floor?: number // readings cannot be below this, so the lower limit is not drawn there: 0 for counts
    ceiling?: number
    distance?: number // mean moving ranges from the centre to either limit: 2.66
  }

/**
 * An XmR chart: mean ± 2.66 mean moving ranges. `values` are in time order, null where there was no reading.
 * Each gap costs two moving ranges, and limits need as many of them, less one, as they need readings.
 * For counts with a mean under about 10 these limits are too wide below and too narrow above.
 * Source: NHS England, Making Data Count; values checked against NHSRplotthedots and qcc.
 */
export function xmrChart(values: Series, settings: XmrSettings = {}): ControlChart {
  const { floor = -Infinity, ceiling = Infinity, distance = NHS_DISTANCE, screened = true, fewest = 5 } = settings
  const linesFor = (baseline: Series): LimitLines => {
    const neighbours = movingRanges(baseline).filter((range) => range !== null).length
    const centre = mean(baseline.filter((value) => value !== null))
    const range = meanMovingRange(baseline, { screened })
    if (centre === undefined || range === undefined || neighbours < fewest - 1) {
      return { why: `gaps leave ${neighbours} pairs of readings side by side, and limits need ${fewest - 1}` }
    }
    return { at: () => ({ centre, distance: distance * range }) }
  }
  return controlChart(values, { kind: 'XmR', floor, ceiling, linesFor }, settings)
}
