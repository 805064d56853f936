import { parseDate, writeDate } from '../../calendar/dates.ts'
import { errorsForPage } from '../../web/forms.ts'
import type { WholeMeasure } from '../figures.ts'
import type { Measure } from '../measure.ts'
import type { Failed } from '../measure-form.ts'
import { PERIOD_EXAMPLES } from '../reading-period.ts'
import { coverYear, type PlanYear } from './coverage.ts'
import type { PastRebase } from './store.ts'
import { CLOSED_AS, type ClosedAs, SHAPE_WORDS, type Target, TARGET_SHAPES, targetWords } from './target.ts'
import { monthsIn, nameWindow } from './window.ts'

const backTo = ({ measureId, title }: Measure) => ({ back: { href: `/measures/${measureId}`, text: title }, measureTitle: title })

export function targetFormPage(measure: Measure, failed: Failed = null) {
  const entered: Record<string, unknown> = failed?.entered ?? {}
  return {
    title: 'Add a target',
    ...backTo(measure),
    entered,
    shapes: TARGET_SHAPES.map((value) => ({ value, text: SHAPE_WORDS[value], selected: entered.shape === value })),
    window: typedWindow(entered),
    unit: measure.unit,
    ...errorsForPage(failed?.errors),
  }
}

/** The baseline's window as typed, said so that calendar and financial quarters cannot be confused; null while it is not two dates. */
function typedWindow({ baselineFrom, baselineTo }: Record<string, unknown>): string | null {
  const [from, to] = [parseDate(String(baselineFrom ?? '')), parseDate(String(baselineTo ?? ''))]
  if (!from || !to || Temporal.PlainDate.compare(from, to) > 0) return null
  const months = monthsIn({ from, to })
  return `${nameWindow({ from, to })}${months === undefined ? '' : `: ${months} ${months === 1 ? 'month' : 'months'}`}`
}

const CLOSED_WORDS: Record<ClosedAs, string> = {
  met: 'Met',
  'not met': 'Not met',
  overtaken: 'Overtaken: something else took its place',
  'cannot be told': 'It cannot be told',
}

export function closePage(measure: Measure, target: Target, sentence: string, today: Temporal.PlainDate, failed: Failed = null) {
  const entered: Record<string, unknown> = failed?.entered ?? { on: writeDate(today) }
  return {
    title: 'Say how the target came out',
    ...backTo(measure),
    words: targetWords(measure, target),
    sentence,
    entered,
    outcomes: CLOSED_AS.map((value) => ({ value, text: CLOSED_WORDS[value], checked: entered.as === value })),
    ...errorsForPage(failed?.errors),
  }
}

export function rebasePage(measure: Measure, failed: Failed = null) {
  return {
    title: 'Begin new limits',
    ...backTo(measure),
    entered: failed?.entered ?? {},
    example: `For example, ${PERIOD_EXAMPLES[measure.frequency]}`,
    ...errorsForPage(failed?.errors),
  }
}

export function removalPage(measure: Measure, { starts, reason }: PastRebase, failed: Failed = null) {
  return {
    title: 'Take new limits away',
    ...backTo(measure),
    from: writeDate(Temporal.PlainDate.from(starts)),
    why: reason,
    entered: failed?.entered ?? {},
    ...errorsForPage(failed?.errors),
  }
}

/** Which years of a plan have a target, measure by measure. */
export function coveragePage(
  measures: readonly WholeMeasure[],
  years: readonly PlanYear[],
  entered: Record<string, unknown>,
  today: Temporal.PlainDate,
  failed: Failed = null,
) {
  const rows = measures
    .filter(({ measure }) => measure.state === 'live')
    .map(({ measure, targets }) => ({
      title: measure.title,
      href: `/measures/${measure.measureId}#targets`,
      cells: years.map((year) => ({ year: year.label, ...coverYear(targets, year, today) })),
    }))
  const without = years.map((year, index) => ({
    year: year.label,
    number: rows.filter(({ cells }) => cells[index]!.covered === 'none').length,
  }))
  const never = rows.filter(({ cells }) => cells.length > 0 && cells.every(({ covered }) => covered === 'none')).length
  return {
    title: 'Target coverage',
    back: { href: '/measures', text: 'Measures' },
    context: years.length > 0 ? `${writeDate(years[0]!.from)} to ${writeDate(years.at(-1)!.to)}` : null,
    sentence: rows.length === 0 ? 'Nothing is measured yet.' : years.length === 0 ? '' : sentenceOf(rows.length, never, without),
    years: years.map(({ label }) => label),
    rows,
    entered,
    ...errorsForPage(failed?.errors),
  }
}

function sentenceOf(measures: number, never: number, without: readonly { year: string; number: number }[]): string {
  const bare = without.filter(({ number }) => number === measures)
  const worst = bare.length > 0 ? ` No measure at all has one for ${bare.map(({ year }) => year).join(', or for ')}.` : ''
  return `${never === 0 ? 'Every measure has a target for some part of this span.' : `${never} of ${measures} measures ${never === 1 ? 'has' : 'have'} no target for any part of this span.`}${worst}`
}
