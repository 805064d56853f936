/** What the labels of a series are: months, quarters, weeks or days apart, or just numbers. */
export type PeriodKind = 'months' | 'quarters' | 'weeks' | 'days' | 'numbers' | 'labels'

/** `places[i]`: how many periods label i is after a fixed start, so that a gap in the labels is a gap in the places. */
export type Periods = { kind: PeriodKind; places: number[]; perYear: number | null }

const MONTH = /^(\d{4})-?(0[1-9]|1[0-2])$/
const PLAIN_MONTH = /^\d{6}$/
const QUARTER = /^(\d{4})[- ]?Q([1-4])$/i
const DAY = /^\d{4}-\d{2}-\d{2}$/
const NUMBER = /^-?\d+$/

/**
 * Places the labels of one series in time: YYYY-MM (or YYYYMM), YYYY-Qn, YYYY-MM-DD or whole numbers. Days are taken as
 * months when each is the first or the last of its month, and as weeks when they are whole weeks apart. `perYear` is
 * how many periods make a year: 12, 4 or 52; whole numbers are taken as months; null where no season can be told, and
 * then days and weeks apart keep their gaps and other labels follow on one another.
 */
export function placePeriods(labels: readonly string[]): Periods {
  const plain = labels.filter((label) => PLAIN_MONTH.test(label)).length
  const isOneForm = plain === 0 || plain === labels.length // together they would not sort by time
  if (isOneForm && labels.every((label) => MONTH.test(label))) return periods('months', labels.map(monthOf), 12)
  if (labels.every((label) => QUARTER.test(label))) return periods('quarters', labels.map(quarterOf), 4)
  if (labels.every((label) => NUMBER.test(label)) && areClose(labels)) return periods('numbers', labels.map(Number), 12)
  if (!labels.every((label) => DAY.test(label) && !Number.isNaN(Date.parse(label)))) {
    return periods('labels', labels.map((_, index) => index), null)
  }
  const days = labels.map((label) => Date.parse(label) / 86_400_000)
  if (labels.every((label) => label.endsWith('-01')) || days.every(endsMonth)) {
    return periods('months', labels.map((label) => monthOf(label.slice(0, 7))), 12)
  }
  if (days.length > 1 && days.every((day) => (day - days[0]!) % 7 === 0)) {
    return periods('weeks', days.map((day) => Math.floor(day / 7)), 52)
  }
  return periods('days', days, null)
}

const periods = (kind: PeriodKind, places: number[], perYear: number | null): Periods => ({ kind, places, perYear })

function monthOf(label: string): number {
  const [, year, month] = MONTH.exec(label)!
  return Number(year) * 12 + Number(month) - 1
}

function quarterOf(label: string): number {
  const [, year, quarter] = QUARTER.exec(label)!
  return Number(year) * 4 + Number(quarter) - 1
}

/** Numbers far apart, such as 20260301 and 20260401, only name the periods. */
const areClose = (labels: readonly string[]): boolean =>
  labels.length === 0 || Math.abs(Number(labels.at(-1)) - Number(labels[0])) < 20 * labels.length

const endsMonth = (day: number): boolean => new Date((day + 1) * 86_400_000).getUTCDate() === 1

/** Labels in time order: whole numbers by size, anything else as text, which dates written year first sort by. */
export function inTimeOrder(one: string, other: string): number {
  if (NUMBER.test(one) && NUMBER.test(other)) return Number(one) - Number(other)
  return one < other ? -1 : one > other ? 1 : 0
}

/**
 * Fills a monthly series so that each month from the first to the last has a count: nought where nothing was recorded.
 * `counts`: by month, YYYY-MM. `missing`: months for which there is no data at all, which stay null.
 */
export function everyMonth(counts: ReadonlyMap<string, number>, from: string, to: string, missing: ReadonlySet<string> = new Set()) {
  const months: string[] = []
  for (let month = monthOf(from); month <= monthOf(to); month += 1) months.push(writeMonth(month))
  return { months, counts: months.map((month) => (missing.has(month) ? null : (counts.get(month) ?? 0))) }
}

const writeMonth = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`

/** A stretch of labels, both ends included, each written YYYY-MM. */
export type LabelRange = { from: string; to: string }

/** The lockdowns of the Covid-19 pandemic, in which recorded crime followed rules of its own. */
export const COVID: LabelRange = { from: '2020-03', to: '2021-07' }

/** Whether a period lies in one of the stretches. Labels that name no month never do. */
export function isExceptional(label: string, ranges: readonly LabelRange[]): boolean {
  const month = monthNamed(label)
  return month !== null && ranges.some(({ from, to }) => month >= from && month <= to)
}

/** The month, YYYY-MM, that a label names or begins in; the middle one of a quarter; null when it names none. */
function monthNamed(label: string): string | null {
  if (MONTH.test(label)) return writeMonth(monthOf(label))
  if (DAY.test(label)) return label.slice(0, 7)
  const quarter = QUARTER.exec(label)
  return quarter ? `${quarter[1]}-${String(Number(quarter[2]) * 3 - 1).padStart(2, '0')}` : null
}
