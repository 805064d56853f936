import { latestLimits, latestReading, type ControlChart } from './control-chart.ts'
import type { Signal } from './signals.ts'

/** Which way a measure ought to go. Reports of hidden harm are better higher; some counts are neither. */
export type BetterWhen = 'higher' | 'lower' | 'neutral'

export type SignalSummary =
  | 'special cause: improvement'
  | 'special cause: concern'
  | 'special cause: neutral'
  | 'common cause'
  | 'not enough data'

/** `periods`: what a reader calls the period of each reading, in order. */
export type Wording = { betterWhen: BetterWhen; periods: readonly string[] }

/** `signal` is there for a special cause only; its `began` is the index since which it has held. */
export type Spoken = { summary: SignalSummary; sentence: string; signal?: Signal }

/**
 * What a chart says now, of the last reading of its latest phase only: the summary, and a sentence without full stop,
 * such as "Higher than usual since March 2018".
 * Throws RangeError when `periods` are not as many as the readings.
 */
export function summarise(chart: ControlChart, { betterWhen, periods }: Wording): Spoken {
  if (periods.length !== chart.points.length) throw new RangeError('One period label is needed for each reading')
  const phase = chart.phases.at(-1)
  const at = latestReading(chart)
  if (!phase || phase.standing === 'not enough data' || at === undefined) {
    const why = phase?.why || `0 of the ${chart.readingsNeeded} readings that limits need`
    return { summary: 'not enough data', sentence: `Not enough data: ${why}` }
  }
  const provisos = [
    phase.standing === 'trial limits' ? `on trial limits, from ${phase.why}` : '',
    at < chart.points.length - 1 ? `no reading since ${periods[at]}` : '',
  ].filter(Boolean)
  const proviso = provisos.length ? ` (${provisos.join('; ')})` : ''
  const signal = chart.points[at]!.signals[0]
  if (!signal) return { summary: 'common cause', sentence: `No change: usual ups and downs${proviso}` }
  return {
    summary: summaryOf(signal, betterWhen),
    sentence: `${happening(signal, at, periods)}${proviso}`,
    signal,
  }
}

/** Whether a signal is good or bad news. A rise is never bad in itself. */
export function summaryOf({ direction }: Signal, betterWhen: BetterWhen): SignalSummary {
  if (betterWhen === 'neutral') return 'special cause: neutral'
  return direction === betterWhen ? 'special cause: improvement' : 'special cause: concern'
}

function happening({ pattern, direction, began }: Signal, at: number, periods: readonly string[]): string {
  const when = began === at ? `in ${periods[at]}` : `since ${periods[began]}`
  if (pattern === 'trend') return `${direction === 'higher' ? 'Rising' : 'Falling'} ${when}`
  return `${direction === 'higher' ? 'Higher' : 'Lower'} than usual ${when}`
}

export type Assurance =
  | 'consistently meets'
  | 'consistently misses'
  | 'hit and miss'
  | 'not enough data'
  | 'not applicable'

/**
 * Whether a measure can be relied on to meet a target, from the limits now in force: the usual ups and downs stay on
 * the right side of it, stay on the wrong side, or cross it. Not applicable where neither way is better.
 * Source: NHS England, Making Data Count.
 */
export function assure(chart: ControlChart, target: number, betterWhen: BetterWhen): Assurance {
  if (betterWhen === 'neutral') return 'not applicable'
  const limits = latestLimits(chart)
  if (!limits) return 'not enough data'
  if (target >= limits.lower && target <= limits.upper) return 'hit and miss'
  const isBelowUsual = target < limits.lower
  return isBelowUsual === (betterWhen === 'higher') ? 'consistently meets' : 'consistently misses'
}
