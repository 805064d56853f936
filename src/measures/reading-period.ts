import { periodKey } from '../calendar/period-key.ts'
import { parsePeriod } from '../calendar/period-text.ts'
import { financialYear, periodContaining, periodLabel, type Period } from '../calendar/period.ts'
import { shortMonthName } from '../calendar/months.ts'

export const FREQUENCIES = ['month', 'quarter', 'financial quarter', 'year', 'financial year'] as const
export type Frequency = (typeof FREQUENCIES)[number]

/** A period a reading may be for. `ordinal` counts periods of one frequency, so that neighbours differ by one. */
export type ReadingPeriod = Period & { ordinal: number; key: string; label: string; tick: string }

/** Months in a period of each frequency. */
export const MONTHS_IN: Record<Frequency, number> = {
  month: 1,
  quarter: 3,
  'financial quarter': 3,
  year: 12,
  'financial year': 12,
}

export const FREQUENCY_WORDS: Record<Frequency, string> = {
  month: 'Every month',
  quarter: 'Every calendar quarter',
  'financial quarter': 'Every quarter of the financial year',
  year: 'Every calendar year',
  'financial year': 'Every financial year',
}

/** How each frequency's periods may be typed. */
export const PERIOD_EXAMPLES: Record<Frequency, string> = {
  month: 'September 2018 or 2018-09',
  quarter: 'July to September 2018 or Q3 2018',
  'financial quarter': 'Q2 2018/19 or July to September 2018',
  year: '2018',
  'financial year': '2018/19',
}

const known = new Map<string, ReadingPeriod>()

/** The period with this number; each is worked out once. */
export function periodAt(frequency: Frequency, ordinal: number): ReadingPeriod {
  const name = `${frequency} ${ordinal}`
  const found = known.get(name) ?? workOut(frequency, ordinal)
  known.set(name, found)
  return found
}

/** The number of the period that a date is in. */
export const ordinalOf = (frequency: Frequency, { year, month }: { year: number; month: number }): number =>
  Math.floor((year * 12 + month - 1 - firstMonth(frequency)) / MONTHS_IN[frequency])

const firstMonth = (frequency: Frequency): number => (frequency === 'financial year' ? 3 : 0)

function workOut(frequency: Frequency, ordinal: number): ReadingPeriod {
  const month = ordinal * MONTHS_IN[frequency] + firstMonth(frequency)
  const period = periodContaining(
    frequency,
    Temporal.PlainDate.from({ year: Math.floor(month / 12), month: (month % 12) + 1, day: 1 }),
  )
  return { ...period, ordinal, key: periodKey(period), label: periodLabel(period), tick: tickOf(frequency, period) }
}

/** The shortest name that an axis can carry. */
function tickOf(frequency: Frequency, { starts }: Period): string {
  const quarter = Math.ceil(starts.month / 3)
  const ticks: Record<Frequency, () => string> = {
    month: () => `${shortMonthName(starts.month)} ${starts.year}`,
    quarter: () => `Q${quarter} ${starts.year}`,
    'financial quarter': () =>
      `Q${quarter === 1 ? 4 : quarter - 1} ${financialYear(quarter === 1 ? starts.year - 1 : starts.year)}`,
    year: () => `${starts.year}`,
    'financial year': () => financialYear(starts.year),
  }
  return ticks[frequency]()
}

/** Whether a period begins its calendar or financial year: where an axis is best marked. */
export const beginsYear = (frequency: Frequency, { starts }: Period): boolean =>
  starts.month === (frequency.startsWith('financial') ? 4 : 1)

export type NotAPeriod = { reason: string; remedy: string }

/**
 * The period that a person typed for a measure of this frequency, or why there is none and what to write. Where the words may
 * mean two periods, the measure's frequency decides; where it cannot, nobody guesses. A single date stands for the
 * period that it is the first or the last day of, as spreadsheets write months.
 */
export function readPeriod(text: string, frequency: Frequency, today: Temporal.PlainDate): ReadingPeriod | NotAPeriod {
  const remedy = `Write ${PERIOD_EXAMPLES[frequency]}.`
  const typed = text.trim()
  if (typed === '') return { reason: 'The period is blank', remedy }
  const parsed = parsePeriod(typed)
  if (!parsed) return { reason: `“${shown(typed)}” is no period there is`, remedy }
  const meant = 'ambiguous' in parsed ? parsed.ambiguous : [parsed]
  const sameKind = meant.filter(({ kind }) => kind === frequency)
  const fitting = (sameKind.length ? sameKind : meant).flatMap((period) => fit(period, frequency) ?? [])
  if (fitting.length > 1)
    return { reason: `“${shown(typed)}” may mean ${fitting.map(({ label }) => label).join(' or ')}`, remedy }
  const [period] = fitting
  if (!period)
    return {
      reason: `“${shown(typed)}” is ${KIND_WORDS[meant[0]!.kind]}, and this measure is read ${FREQUENCY_WORDS[frequency].toLowerCase()}`,
      remedy,
    }
  if (Temporal.PlainDate.compare(period.starts, today) > 0)
    return { reason: `${period.label} has not begun`, remedy: 'Check the year.' }
  return period
}

const KIND_WORDS: Record<Period['kind'], string> = {
  day: 'a day',
  week: 'a week',
  month: 'a month',
  quarter: 'a quarter',
  'financial quarter': 'a quarter',
  year: 'a calendar year',
  'financial year': 'a financial year',
  custom: 'a stretch of days of its own',
}

function fit(period: Period, frequency: Frequency): ReadingPeriod | undefined {
  const found = periodAt(frequency, ordinalOf(frequency, period.starts))
  const same = found.starts.equals(period.starts) && found.ends.equals(period.ends)
  const edge = period.kind === 'day' && (found.starts.equals(period.starts) || found.ends.equals(period.ends))
  return same || edge ? found : undefined
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
