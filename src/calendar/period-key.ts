import { plainDate } from './dates.ts'
import { customPeriod, periodContaining, type CalendarKind, type Period } from './period.ts'

/**
 * A short text for addresses and keys: "2018-09-12", "2018-W36", "2018-09", "2018-Q3", "2018", "FY2018-Q2", "FY2018"
 * (the financial year from April 2018), "2018-06-28/2018-09-27". Keys of one kind sort in time order.
 */
export function periodKey({ kind, starts, ends }: Period): string {
  const keys: Record<Period['kind'], () => string> = {
    day: () => starts.toString(),
    week: () => `${starts.yearOfWeek}-W${String(starts.weekOfYear).padStart(2, '0')}`,
    month: () => starts.toPlainYearMonth().toString(),
    quarter: () => `${starts.year}-Q${Math.ceil(starts.month / 3)}`,
    'financial quarter': () => `FY${financialStart(starts)}-Q${((starts.month + 8) % 12) / 3 + 1}`,
    year: () => `${starts.year}`,
    'financial year': () => `FY${starts.year}`,
    custom: () => `${starts}/${ends}`,
  }
  return keys[kind]()
}

const financialStart = (date: Temporal.PlainDate): number => (date.month < 4 ? date.year - 1 : date.year)

const KEY =
  /^(?<fy>FY)?(?<year>\d{4})(?:-(?:Q(?<quarter>[1-4])|W(?<week>\d{2})|(?<month>\d{2})(?:-(?<day>\d{2}))?))?$/

/** The period a key stands for, or undefined when it is no key. */
export function parsePeriodKey(key: string): Period | undefined {
  const parts = KEY.exec(key)?.groups
  if (!parts) return parseCustomKey(key)
  const { fy, quarter, week, month, day } = parts
  const year = Number(parts['year'])
  if (fy && (week || month)) return undefined
  if (fy) return fromStart(quarter ? 'financial quarter' : 'financial year', year, 4, quarter)
  if (quarter) return fromStart('quarter', year, 1, quarter)
  if (week) return isoWeek(year, Number(week))
  const date = plainDate(year, Number(month ?? 1), Number(day ?? 1))
  return date && periodContaining(day ? 'day' : month ? 'month' : 'year', date)
}

function fromStart(kind: CalendarKind, year: number, month: number, quarter = '1'): Period | undefined {
  const first = plainDate(year, month, 1)
  return first && periodContaining(kind, first.add({ months: (Number(quarter) - 1) * 3 }))
}

function isoWeek(year: number, week: number): Period | undefined {
  const fourth = plainDate(year, 1, 4) // always in the first week
  const found = fourth && periodContaining('week', fourth.add({ weeks: week - 1 }))
  return found && found.starts.yearOfWeek === year && week > 0 ? found : undefined
}

function parseCustomKey(key: string): Period | undefined {
  const days = key.split('/')
  if (days.length !== 2) return undefined
  const [starts, ends] = days.map((day) => parsePeriodKey(day))
  if (starts?.kind !== 'day' || ends?.kind !== 'day') return undefined
  const isBackwards = Temporal.PlainDate.compare(starts.starts, ends.starts) > 0
  return isBackwards ? undefined : customPeriod(starts.starts, ends.starts)
}
