import type { Series } from '../moving-range.ts'
import { countQuantile, countShareFrom, countShareUpTo, type CountDistribution } from './distributions.ts'
import { expectFrom, type Expectation } from './farrington.ts'

/** A series to judge: counts in time order, null where there was no reading, each at its place in time (see placePeriods). */
export type CountSeries = { counts: Series; places: readonly number[]; perYear: number | null }

export type ExpectedSettings = {
  years?: number | undefined // back in time that the seasonal range looks: 3
  window?: number | undefined // periods either side of the same season of each year: 2 for months, 3 for weeks, 1 for quarters
  exceptional?: ((index: number) => boolean) | undefined // periods to leave out of every baseline, such as lockdowns
}

/** What the expectation of a period rests on. */
export type Basis = 'same season of earlier years' | 'latest periods' | 'too little history'

/**
 * One period against the periods before it. Limits are counts: the period is usual from `lower` to `upper`, both
 * included. `unusual`: outside the 99% limits. `p`: two-sided chance of a count so far out. All null without history.
 */
export type ExpectedPeriod = {
  count: number | null
  basis: Basis
  restsOn: number
  expected: number | null
  lower95: number | null
  upper95: number | null
  lower99: number | null
  upper99: number | null
  unusual: 'higher' | 'lower' | 'no' | null
  p: number | null
  falseAlarm: number // the chance, nothing having changed, of a count outside the 99% limits: at most 0.01
}

const FEWEST = 12 // periods below which nothing is expected
const LATEST = 24 // periods that the plain range looks back
const CAP = 9 // times the usual, beyond which a step is an outbreak and counts as no more
const STEPS = 60 // steps from one period to the next that the dispersion looks back

/**
 * The expected count and range of each period, in order, from earlier periods only.
 *
 * With history enough it is the seasonal method of Farrington (see expectFrom): the counts of the same season, ± the
 * window, in each of the last 3 years, and so none of the latest months, and no factor for the other seasons: surveillance::farringtonFlexible with b = 3, w = 2, noPeriods = 1, reweighting at 2.58 and trend test at
 * 0.05. Exceptional periods are missing from the baseline, as if NA there. With less than 3 years, or fewer than two
 * windows of usable counts, it is the mean of the latest 12 to 24 usable periods, past outbreaks down-weighted.
 *
 * Ranges are negative binomial quantiles (Poisson without over-dispersion) of a distribution that holds the ups and
 * downs of the count, from baseline and from one period to the next, and the doubt about the expected count.
 * Stable series of mean 1 to 100 leave the 99% limits in 1% to 2% of periods (measured in bench/series.ts).
 */
export function expectedCounts(series: CountSeries, settings: ExpectedSettings = {}): ExpectedPeriod[] {
  const { counts, places } = series
  const history = new History(series, settings)
  return counts.map((count, index) => {
    const found = history.expect(places[index]!)
    return found ? judge(count, found.expectation, found.basis) : unjudged(count)
  })
}

/** What earlier periods expect of the period at `place`, whether it has happened or not; undefined without history. */
export function expectedAt(series: CountSeries, place: number, settings: ExpectedSettings = {}): ExpectedPeriod {
  const found = new History(series, settings).expect(place)
  const index = series.places.lastIndexOf(place)
  const count = index === -1 ? null : series.counts[index]!
  return found ? judge(count, found.expectation, found.basis) : unjudged(count)
}

const DEFAULT_WINDOW: Record<number, number> = { 4: 1, 12: 2, 52: 3 }

class History {
  first: number
  usable: Float64Array // by place from the first; NaN where there is nothing to use
  perYear: number | null
  years: number
  window: number

  constructor({ counts, places, perYear }: CountSeries, { years = 3, window, exceptional }: ExpectedSettings) {
    this.first = places[0] ?? 0
    this.perYear = perYear
    this.years = years
    const asked = window ?? DEFAULT_WINDOW[perYear ?? 12] ?? 2
    this.window = Math.min(asked, Math.floor(((perYear ?? 12) - 1) / 2)) // windows of two years never overlap
    this.usable = new Float64Array((places.at(-1) ?? -1) - this.first + 1).fill(NaN)
    for (let index = 0; index < counts.length; index += 1) {
      if (!exceptional?.(index)) this.usable[places[index]! - this.first] = counts[index] ?? NaN
    }
  }

  expect(place: number): { expectation: Expectation; basis: Basis } | undefined {
    const at = place - this.first
    const seasonal = this.sameSeason(at)
    const expectation = seasonal ?? this.latest(at)
    if (!expectation) return undefined
    const basis = seasonal ? 'same season of earlier years' : 'latest periods'
    return { expectation: this.steadied(expectation, at), basis }
  }

  /** With two thirds of the dispersion from one period to the next: the baseline's few counts leave it much in doubt. */
  steadied(expectation: Expectation, at: number): Expectation {
    const { dispersion, logVariance } = expectation
    let squares = 0
    let both = 0
    let steps = 0
    for (let time = Math.min(at, this.usable.length) - 1; time > 0 && steps < STEPS; time -= 1) {
      const [before, after] = [this.usable[time - 1]!, this.usable[time]!]
      if (Number.isNaN(before) || Number.isNaN(after)) continue
      squares += Math.min((after - before) ** 2, CAP * dispersion * (after + before))
      both += after + before
      steps += 1
    }
    if (steps < FEWEST || both === 0) return expectation
    const averaged = Math.max(1, (dispersion + (2 * squares) / both) / 3)
    return { ...expectation, dispersion: averaged, logVariance: (logVariance * averaged) / dispersion }
  }

  sameSeason(at: number): Expectation | undefined {
    const { perYear, years, window, usable } = this
    if (perYear === null || at - years * perYear - window < 0) return undefined
    const counts: number[] = []
    const times: number[] = []
    for (let year = years; year >= 1; year -= 1) {
      const season = at - year * perYear
      for (let time = season - window; time <= season + window; time += 1) {
        const count = usable[time]!
        if (Number.isNaN(count)) continue
        counts.push(count)
        times.push(time)
      }
    }
    if (counts.length < 2 * (2 * window + 1)) return undefined
    return expectFrom(Float64Array.from(counts), Float64Array.from(times), at, years >= 3)
  }

  latest(at: number): Expectation | undefined {
    const counts: number[] = []
    for (let time = Math.min(at, this.usable.length) - 1; time >= 0 && counts.length < LATEST; time -= 1) {
      if (!Number.isNaN(this.usable[time]!)) counts.push(this.usable[time]!)
    }
    if (counts.length < FEWEST) return undefined
    return expectFrom(Float64Array.from(counts), new Float64Array(counts.length), 0, false)
  }
}

// Of the variance of the expected count, as much as gives the 99% limits their 1% in bench/series.ts: a trend is only
// kept where it leads no further than counts have been, so the expected count is less in doubt than its formula says.
const DOUBT = 0.8

/**
 * The distribution of a count before it happens: its own ups and downs, and the doubt about the expected count.
 * A baseline of noughts expects half an event over its length.
 */
export function predictive({ expected, dispersion, logVariance, restsOn }: Expectation): CountDistribution {
  const mean = Math.max(expected, 0.5 / restsOn)
  const doubt = expected > 0 ? mean * mean * logVariance : mean / restsOn
  return { mean, variance: dispersion * mean + DOUBT * doubt }
}

function judge(count: number | null, expectation: Expectation, basis: Basis): ExpectedPeriod {
  const distribution = predictive(expectation)
  const [lower99, lower95, upper95, upper99] = [0.005, 0.025, 0.975, 0.995].map((share) => countQuantile(distribution, share))
  const range = { lower95: lower95!, upper95: upper95!, lower99: lower99!, upper99: upper99! }
  const falseAlarm = countShareUpTo(distribution, lower99! - 1) + countShareFrom(distribution, upper99! + 1)
  const shared = { count, basis, restsOn: expectation.restsOn, expected: expectation.expected, falseAlarm, ...range }
  if (count === null) return { ...shared, unusual: null, p: null }
  return { ...shared, unusual: count > upper99! ? 'higher' : count < lower99! ? 'lower' : 'no', p: twoSided(distribution, count) }
}

/** Twice the smaller of the chances of a count so high and of a count so low, never above 1. */
const twoSided = (distribution: CountDistribution, count: number): number =>
  Math.min(1, 2 * Math.min(countShareFrom(distribution, count), countShareUpTo(distribution, count)))

/** A period of which too little history says nothing. */
export const unjudged = (count: number | null): ExpectedPeriod => ({
  count, basis: 'too little history', restsOn: 0, expected: null,
  lower95: null, upper95: null, lower99: null, upper99: null, unusual: null, p: null, falseAlarm: 0,
})
