import { writeDate } from '../../calendar/dates.ts'
import { assure } from '../../statistics/signal-words.ts'
import { type Measure, sayValue } from '../measure.ts'
import { MONTHS_IN } from '../reading-period.ts'
import { entriesWithin, type MeasureSeries, wholeValue } from '../series.ts'
import { isUnclosed, type Target } from './target.ts'
import { monthsIn } from './window.ts'

/**
 * What it would take to meet an open target, as a sentence, or null when that cannot be said: how much may still happen or must
 * still be done by the due date, or whether the usual ups and downs reach it.
 */
export function whatItTakes(measure: Measure, target: Target, series: MeasureSeries, today: Temporal.PlainDate): string | null {
  if (target.closed || isUnclosed(target, today)) return null
  const months = target.baseline?.window ? monthsIn(target.baseline.window) : undefined
  if (target.shape === 'minimum count')
    return target.starts ? stillToDo(measure, target, series, target.starts, target.value ?? 0, 'more') : null
  const line = lineOf(target, measure.polarity === 'higher')
  if (line === null) return null
  if (months !== undefined && months > MONTHS_IN[measure.frequency] && measure.kind === 'count')
    return stillToDo(measure, target, series, target.due.add({ days: 1 }).subtract({ months }), line.value, line.bound)
  if (months !== undefined && months > MONTHS_IN[measure.frequency]) return null
  const found = assure(series.chart, line.value, line.bound === 'more' ? 'higher' : 'lower')
  if (found === 'consistently meets') return 'The usual ups and downs stay on the right side of it.'
  if (found === 'consistently misses')
    return 'The usual ups and downs lie wholly on the wrong side of it: without a change in what is done, it will not be met.'
  if (found === 'hit and miss')
    return 'The usual ups and downs cross it: chance alone will meet it in some periods and miss it in others.'
  return null
}

/** The figure, and whether it is a floor to reach or a ceiling to stay under. */
function lineOf({ shape, value, baseline }: Target, higherIsBetter: boolean): { value: number; bound: 'more' | 'most' } | null {
  if (shape === 'at least' || shape === 'growth to') return { value: value!, bound: 'more' }
  if (shape === 'at most') return { value: value!, bound: 'most' }
  if (shape === 'zero by a date') return { value: 0, bound: 'most' }
  if (!baseline) return null
  if (shape === 'more reporting') return { value: baseline.value + 1, bound: 'more' }
  if (shape === 'at or below baseline') return { value: baseline.value, bound: 'most' }
  const isRise = value === 0 ? higherIsBetter : (value ?? 0) > 0
  return { value: baseline.value * (1 + (value ?? 0) / 100), bound: isRise ? 'more' : 'most' }
}

function stillToDo(
  measure: Measure,
  target: Target,
  { entries }: MeasureSeries,
  from: Temporal.PlainDate,
  line: number,
  bound: 'more' | 'most',
): string | null {
  const within = entriesWithin(measure, entries, from, target.due).filter((entry) => wholeValue(entry) !== null)
  const last = within.at(-1)?.period.ends
  const monthsLeft = (last ?? from.subtract({ days: 1 }))
    .add({ days: 1 })
    .until(target.due.add({ days: 1 }), { largestUnit: 'month' }).months
  const periodsLeft = Math.ceil(monthsLeft / MONTHS_IN[measure.frequency])
  const left = line - within.reduce((sum, entry) => sum + wholeValue(entry)!, 0)
  if (periodsLeft <= 0 || within.length === 0) return null
  const until = `in the ${periodsLeft === 1 ? 'period' : `${periodsLeft} periods`} to ${writeDate(target.due)}`
  if (bound === 'more') return left <= 0 ? null : `It would take ${sayValue(measure, Math.ceil(left))} more ${until}.`
  if (left < 0) return `It can no longer be met: ${sayValue(measure, Math.ceil(-left))} too many already.`
  return `It would take no more than ${sayValue(measure, Math.floor(left))} ${until}.`
}
