import { writeDate } from '../../calendar/dates.ts'
import type { DateFormat, Field } from '../mapping.ts'
import { DAY, midnightOf, type Clocks } from './london.ts'
import { instantAt, isFault, readClock, readMoment, type Moment } from './moment.ts'
import { remember } from './remember.ts'
import type { Reject } from './row-reader.ts'
import type { Tally } from './tally.ts'

/**
 * When a row happened. `month` and `date` are local; `starts` and `ends` ISO instants. A moment known to the minute has no `ends`;
 * a day without a time runs from its midnight to the next, so that it may be spread over its hours. All null where no date is told.
 */
export type When = { month: string | null; date: string | null; starts: string | null; ends: string | null }

type Setting = {
  at(field: Field): number
  header: readonly string[]
  format: DateFormat
  today: string
  tally: Tally
  sample: readonly (readonly string[])[]
}

const MISSING = 'the time is in the hour that the clocks skip when summer time begins; it was taken as an hour later.'
const DOUBLED =
  'the time is in the hour that the clocks show twice when summer time ends; it was taken as the first of the two.'
const NOT_KNOWN = /^(unknown|not known|not recorded|n\/?k|n\/?a|tbc|-+|\?+)$/i
const EARLIEST = '1970-01-02' // the day computers count from is what some of them write for no date at all

/** Why a month's first day, or a day, cannot be when something happened; null when it can. */
export function monthFault(day: string, today: string): string | null {
  const written = writeDate(Temporal.PlainDate.from(day))
  if (day < EARLIEST)
    return `${written} is too long ago to be right: systems write such a date when none is known. Correct it.`
  return day > today
    ? `${written} has not come yet: today is ${writeDate(Temporal.PlainDate.from(today))}. Correct the date.`
    : null
}

/** Makes the reader of a row's dates and times. */
export function makeWhen({
  at,
  header,
  format,
  today,
  tally,
  sample,
}: Setting): (fields: readonly string[], line: number) => When | Reject {
  const [date, time, endsDate, endsTime] = [at('date'), at('time'), at('ends date'), at('ends time')]
  const saysMidnight =
    isAlwaysMidnight(
      sample.map((fields) => fields[date]?.trim() ?? ''),
      format,
    ) && time === -1

  const momentOf = remember((text: string): Moment | { fault: string } => {
    const moment = readMoment(text, format)
    if (isFault(moment)) return moment
    const fault = monthFault(moment.date, today)
    return fault === null ? moment : { fault }
  })
  const readClockOnce = remember(readClock)

  const note = (clocks: Clocks, line: number) => {
    if (clocks !== 'plain') tally.add(clocks === 'missing' ? MISSING : DOUBLED, line)
  }

  /** Seconds since midnight by a column of its own; null where it is blank or says that nobody knows. */
  function clockOf(fields: readonly string[], column: number, line: number): number | null | Reject {
    const text = fields[column]?.trim() ?? ''
    if (column === -1 || text === '') return null
    if (NOT_KNOWN.test(text)) {
      tally.add(`the time reads “${text}” and was taken as not known.`, line)
      return null
    }
    const seconds = readClockOnce(text)
    return typeof seconds === 'number' ? seconds : { column: header[column]!, value: text, reason: seconds.fault }
  }

  return (fields, line) => {
    const text = fields[date]?.trim() ?? ''
    if (date === -1 || text === '') return { month: null, date: null, starts: null, ends: null }
    const began = momentOf(text)
    if (isFault(began)) return { column: header[date]!, value: text, reason: began.fault }
    const clock = clockOf(fields, time, line)
    if (clock !== null && typeof clock !== 'number') return clock
    const isUntold = saysMidnight && began.seconds === 0
    if (isUntold) tally.add('the time is midnight, as in every row looked at first, and was taken as not known.', line)
    const seconds = clock ?? (isUntold ? null : began.seconds)
    const start =
      seconds === null
        ? { instant: midnight(began.date), clocks: 'plain' as const }
        : began.instant !== null && clock === null
          ? { instant: began.instant, clocks: 'plain' as const }
          : instantAt(began.date, seconds)
    note(start.clocks, line)
    const end = endOf(fields, line, began.date, seconds)
    if (end !== null && typeof end !== 'number') return end
    if (end !== null && end < start.instant) {
      const column = endsDate !== -1 && fields[endsDate]?.trim() ? endsDate : endsTime
      return {
        column: header[column]!,
        value: fields[column]!,
        reason: 'The row ends before it starts. Correct the one or the other.',
      }
    }
    const ends = end ?? (seconds === null ? midnightAfter(began.date) : null)
    return {
      month: `${began.date.slice(0, 7)}-01`,
      date: began.date,
      starts: iso(start.instant),
      ends: ends === null ? null : iso(ends),
    }
  }

  function endOf(fields: readonly string[], line: number, began: string, from: number | null): number | null | Reject {
    const text = (endsDate === -1 ? '' : fields[endsDate]?.trim()) ?? ''
    const clock = clockOf(fields, endsTime, line)
    if (clock !== null && typeof clock !== 'number') return clock
    if (text === '') {
      if (clock === null) return null
      // "23:30 to 01:00" with one date means the night after it.
      const date =
        from !== null && clock < from
          ? new Date(Date.parse(`${began}T00:00:00Z`) + DAY).toISOString().slice(0, 10)
          : began
      return instantAt(date, clock).instant
    }
    const ended = momentOf(text)
    if (isFault(ended)) return { column: header[endsDate]!, value: text, reason: ended.fault }
    const seconds = clock ?? ended.seconds
    if (seconds === null) return midnightAfter(ended.date)
    return ended.instant !== null && clock === null ? ended.instant : instantAt(ended.date, seconds).instant
  }
}

const iso = remember((instant: number) => new Date(instant).toISOString())
const midnight = remember(midnightOf)

const midnightAfter = remember((date: string): number =>
  midnightOf(new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10)),
)

/** A column that always says midnight knows no times: some systems export every date so. */
function isAlwaysMidnight(texts: readonly string[], format: DateFormat): boolean {
  const moments = texts.filter((text) => text !== '').map((text) => readMoment(text, format))
  const timed = moments.filter((moment) => !isFault(moment) && moment.seconds !== null)
  return timed.length >= 5 && timed.every((moment) => !isFault(moment) && moment.seconds === 0)
}
