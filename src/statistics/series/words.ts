import { writeFigure } from '../figures.ts'
import type { ChangePoint } from './change-points.ts'
import type { ExpectedPeriod } from './expected.ts'
import type { Slope } from './trend.ts'
import type { SeriesSignal, Watch } from './watch.ts'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A period's label as a reader says it: 2026-03 and 2026-03-01 are March 2026; anything else stays as it is. */
export function writePeriod(label: string): string {
  const month = /^(\d{4})-?(0[1-9]|1[0-2])(-01)?$/.exec(label)
  return month ? `${MONTHS[Number(month[2]) - 1]} ${month[1]}` : label
}

const range = (lower: number, upper: number): string => (lower === upper ? writeFigure(lower) : `${writeFigure(lower)} to ${writeFigure(upper)}`)

/**
 * A signal in plain words, such as "Burglary in March 2026 was higher than usual: 41, where 18 to 36 is usual. Chance
 * alone gives a figure this high about once in 10 years."
 */
export function signalSentence(signal: SeriesSignal): string {
  const { name, period, direction, count, lower, upper, since, change, isProvisional } = signal
  const provisional = isProvisional ? ' The figure is provisional and may still rise.' : ''
  const began = since === period ? '' : ` It has been so since ${writePeriod(since)}.`
  const level = change === null ? '' : ` Its level changed about ${writePeriod(change.from)}: from ${writeFigure(change.before)} to ${writeFigure(change.next)} on average.`
  return `${name} in ${writePeriod(period)} was ${direction} than usual: ${writeFigure(count)}, where ${range(lower, upper)} is usual. ${rarity(signal)}${began}${level}${provisional}`
}

function rarity({ direction, onceInYears, p }: Pick<SeriesSignal, 'direction' | 'onceInYears' | 'p'>): string {
  const way = direction === 'higher' ? 'high' : 'low'
  if (onceInYears === null) return `Chance alone gives a figure this ${way} about once in ${writeFigure(roundly(2 / p), 0)} periods.`
  if (onceInYears >= 100) return `Chance alone gives a figure this ${way} less than once in 100 years.`
  return `Chance alone gives a figure this ${way} about once in ${writeFigure(roundly(onceInYears), 0)} years.`
}

// A chance this small is known to about one figure, so no more are written.
function roundly(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - (value < 20 ? 1 : 0))
  return Math.max(1, Math.round(value / unit) * unit)
}

/** One period against what was expected, when nothing need be done as well as when something might. */
export function periodSentence({ count, unusual, expected, lower95, upper95, lower99, upper99 }: ExpectedPeriod): string {
  if (expected === null) return 'Too few earlier periods to say what is usual.'
  const usual = range(lower95!, upper95!)
  if (count === null) return `No figure yet. ${usual} would be usual.`
  if (unusual !== 'no') return `${unusual === 'higher' ? 'Higher' : 'Lower'} than usual: ${writeFigure(count)}, where ${usual} is usual.`
  if (count >= lower95! && count <= upper95!) return `No real change: ${writeFigure(count)} is within the usual ${usual}.`
  return `No clear change: ${writeFigure(count)} is near the edge of the usual ${usual}, and within ${range(lower99!, upper99!)}.`
}

/** How much of a short list chance alone would put there. */
export function falseAlarmSentence({ watched, falseAlarms, signals }: Pick<Watch, 'watched' | 'falseAlarms' | 'signals'>): string {
  const sure = signals.filter(({ isSure }) => isSure).length
  const kept = signals.length === 0 ? '' : ` Allowing for so many, ${sure === 0 ? 'none stands' : sure === 1 ? '1 stands' : `${writeFigure(sure)} stand`} out for sure.`
  return `${writeFigure(watched, 0)} series were looked at and ${writeFigure(signals.length, 0)} ${signals.length === 1 ? 'is' : 'are'} unusual; chance alone would give about ${writeFigure(falseAlarms)}.${kept}`
}

const FEWEST_FOR_TREND = 24

/** A trend in words, only when there are readings enough and the interval leaves out no change. `unit`: such as "month". */
export function trendSentence({ slope, low, high }: Slope, readings: number, unit = 'month'): string {
  if (readings < FEWEST_FOR_TREND) return `Too short for a trend: ${readings} of the ${FEWEST_FOR_TREND} readings that one needs.`
  if (low === null || high === null || (low <= 0 && high >= 0)) return 'No steady rise or fall.'
  const [least, most] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))]
  return `${slope > 0 ? 'Rising' : 'Falling'} by about ${writeFigure(Math.abs(slope), 2)} a ${unit}, each ${unit} (${writeFigure(least, 2)} to ${writeFigure(most, 2)}).`
}

/** A proposed change of level. It is for a person to confirm. */
export function changeSentence(change: ChangePoint, labels: readonly string[]): string {
  const first = (after: number) => writePeriod(labels[Math.min(after + 1, labels.length - 1)]!)
  const [when, from, to] = [first(change.after), first(change.from), first(change.to)]
  const between = from === to ? '' : ` (some time from ${from} to ${to})`
  return `The level changed in ${when}${between}: from ${writeFigure(change.before)} to ${writeFigure(change.next)} on average.`
}
