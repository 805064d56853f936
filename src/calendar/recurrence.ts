import { z } from 'zod'
import { parseDate, writeDate } from './dates.ts'

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
const IsoDay = z.string().refine(isDay, 'Not a day')
const IsoMonth = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
/** ISO: 1 is Monday, 7 is Sunday. */
const Weekday = z.number().int().min(1).max(7)
/** Which of its weekdays in a month: 1 to 5, or the last. */
export const Nth = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal('last')])
export type Nth = z.infer<typeof Nth>

const InTheMonth = z.object({ kind: z.literal('in the month'), nths: z.array(Nth).min(1), weekday: Weekday, everyMonths: z.number().int().min(1).max(12), from: IsoMonth.nullable() })
const Weekly = z.object({ kind: z.literal('weekly'), weekdays: z.array(Weekday).min(1), everyWeeks: z.number().int().min(1).max(12), anchor: IsoDay.nullable() })
const Daily = z.object({ kind: z.literal('daily'), weekdays: z.array(Weekday).min(1), times: z.array(Clock).min(1) })
const Dates = z.object({ kind: z.literal('dates'), dates: z.array(IsoDay), perYear: z.number().int().min(1).max(366).nullable() })
const AsNeeded = z.object({ kind: z.literal('as needed') })

/**
 * When a group meets. `in the month`: nth weekdays of every month, or of each `everyMonths`-th counted from the month `from`. `weekly`: weekdays of every
 * week, or of each `everyWeeks`-th counted from the week of `anchor`. `daily`: at several times of the day. `dates`: a list; `perYear` says how many a year
 * are published, so that a missing one is seen. A rhythm of two or more without its beginning is no recurrence.
 */
export const Recurrence = z.discriminatedUnion('kind', [InTheMonth, Weekly, Daily, Dates, AsNeeded])
  .refine((each) => each.kind !== 'in the month' || each.everyMonths === 1 || each.from !== null, 'Say from which month it is counted')
  .refine((each) => each.kind !== 'weekly' || each.everyWeeks === 1 || each.anchor !== null, 'Say from which day it is counted')
export type Recurrence = z.infer<typeof Recurrence>

const day = (text: string) => Temporal.PlainDate.from(text)
const mondayOf = (date: Temporal.PlainDate) => date.subtract({ days: date.dayOfWeek - 1 })
const inOrder = (days: Iterable<Temporal.PlainDate>) => [...days].sort(Temporal.PlainDate.compare)

/** The nth weekday of a month; null in a month that has no fifth. */
export function nthWeekday(month: Temporal.PlainYearMonth, nth: Nth, weekday: number): Temporal.PlainDate | null {
  const first = month.toPlainDate({ day: 1 })
  const dayOfFirst = 1 + ((weekday - first.dayOfWeek + 7) % 7)
  const dayOfMonth = nth === 'last' ? dayOfFirst + 7 * Math.floor((month.daysInMonth - dayOfFirst) / 7) : dayOfFirst + 7 * (nth - 1)
  return dayOfMonth > month.daysInMonth ? null : month.toPlainDate({ day: dayOfMonth })
}

function* inMonths({ nths, weekday, everyMonths, from: begins }: z.infer<typeof InTheMonth>, from: Temporal.PlainDate, to: Temporal.PlainDate) {
  const start = begins && Temporal.PlainYearMonth.from(begins)
  for (let month = from.toPlainYearMonth(); Temporal.PlainYearMonth.compare(month, to.toPlainYearMonth()) <= 0; month = month.add({ months: 1 })) {
    const gone = start ? start.until(month, { largestUnit: 'months' }).months : 0
    if (gone < 0 || gone % everyMonths !== 0) continue
    for (const nth of nths) {
      const found = nthWeekday(month, nth, weekday)
      if (found) yield found
    }
  }
}

function* inWeeks({ weekdays, everyWeeks, anchor }: z.infer<typeof Weekly>, from: Temporal.PlainDate, to: Temporal.PlainDate) {
  const start = anchor ? day(anchor) : null
  for (let date = from; Temporal.PlainDate.compare(date, to) <= 0; date = date.add({ days: 1 })) {
    if (!weekdays.includes(date.dayOfWeek) || (start && Temporal.PlainDate.compare(date, start) < 0)) continue
    if (!start || (mondayOf(start).until(mondayOf(date)).days / 7) % everyWeeks === 0) yield date
  }
}

function days(recurrence: Recurrence, from: Temporal.PlainDate, to: Temporal.PlainDate): Iterable<Temporal.PlainDate> {
  if (recurrence.kind === 'in the month') return inMonths(recurrence, from, to)
  if (recurrence.kind === 'weekly') return inWeeks(recurrence, from, to)
  if (recurrence.kind === 'daily') return inWeeks({ kind: 'weekly', weekdays: recurrence.weekdays, everyWeeks: 1, anchor: null }, from, to)
  return recurrence.kind === 'dates' ? recurrence.dates.map(day) : []
}

/** The days a recurrence gives from one day to another, both included, each once and in order. Bank holidays are not looked at: src/meetings/series/. */
export function occurrences(recurrence: Recurrence, from: Temporal.PlainDate, to: Temporal.PlainDate): Temporal.PlainDate[] {
  const within = [...days(recurrence, from, to)].filter((date) => Temporal.PlainDate.compare(date, from) >= 0 && Temporal.PlainDate.compare(date, to) <= 0)
  return inOrder(new Map(within.map((date) => [date.toString(), date])).values())
}

/** The times of day at which it meets: its own where it meets several times a day, and otherwise the one time the series has. */
export const timesOf = (recurrence: Recurrence, beginsAt: string): readonly string[] => (recurrence.kind === 'daily' ? recurrence.times : [beginsAt])

const ORDINALS: readonly { nth: Nth; word: string; written: RegExp }[] = [
  { nth: 1, word: 'first', written: /^(?:first|1st)$/ }, { nth: 2, word: 'second', written: /^(?:second|2nd)$/ }, { nth: 3, word: 'third', written: /^(?:third|3rd)$/ },
  { nth: 4, word: 'fourth', written: /^(?:fourth|4th)$/ }, { nth: 5, word: 'fifth', written: /^(?:fifth|5th)$/ }, { nth: 'last', word: 'last', written: /^(?:last|final)$/ },
]
const COUNTS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const OFFICE_DAYS = [1, 2, 3, 4, 5]
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7]

const listed = (words: readonly string[]) => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)
const sameDays = (one: readonly number[], other: readonly number[]) => one.length === other.length && other.every((each) => one.includes(each))
const monthInWords = (month: string) => writeDate(day(`${month}-01`)).slice(2)
const daysInWords = (weekdays: readonly number[]) => listed([...weekdays].sort().map((weekday) => WEEKDAYS[weekday - 1]!))

/** A recurrence in plain English, as it stands on pages: "The first Monday of every month". readRecurrence reads it back to the same. */
export function sayRecurrence(recurrence: Recurrence): string {
  switch (recurrence.kind) {
    case 'in the month': {
      const which = listed(recurrence.nths.map((nth) => ORDINALS.find((each) => each.nth === nth)!.word))
      const every = recurrence.everyMonths === 1 ? 'of every month' : `every ${COUNTS[recurrence.everyMonths]} months`
      return `The ${which} ${WEEKDAYS[recurrence.weekday - 1]} ${every}${recurrence.from ? `, from ${monthInWords(recurrence.from)}` : ''}`
    }
    case 'weekly': {
      const from = recurrence.anchor ? `, from ${writeDate(day(recurrence.anchor))}` : ''
      return recurrence.everyWeeks === 1 ? `Every ${daysInWords(recurrence.weekdays)}${from}` : `Every ${COUNTS[recurrence.everyWeeks]} weeks on ${daysInWords(recurrence.weekdays)}${from}`
    }
    case 'daily': {
      const on = sameDays(recurrence.weekdays, ALL_DAYS) ? '' : sameDays(recurrence.weekdays, OFFICE_DAYS) ? ', Monday to Friday' : `, on ${daysInWords(recurrence.weekdays)}`
      return `Every day at ${listed(recurrence.times)}${on}`
    }
    case 'dates': {
      const dates = recurrence.dates.length > 0 ? listed([...recurrence.dates].sort().map((date) => writeDate(day(date)))) : 'none published yet'
      return recurrence.perYear ? `${recurrence.perYear} published dates a year: ${dates}` : `On ${dates}`
    }
    case 'as needed':
      return 'As needed'
  }
}

/** Words that people read in two ways, or that give no day, and what to ask instead of guessing. */
const AMBIGUOUS: readonly [RegExp, string][] = [
  [/\bbi[- ]?week(?:ly)?\b/, '“Bi-weekly” is used for twice a week and for every two weeks. Which is it? Write “every Monday and Thursday”, or “every two weeks on Monday from 5 January 2026”.'],
  [/\bbi[- ]?month(?:ly)?\b/, '“Bi-monthly” is used for twice a month and for every two months. Which is it? Write “second and fourth Wednesday of every month”, or “first Monday every two months from January 2026”.'],
  [/\bbi[- ]?annual(?:ly)?\b|\bbiennial(?:ly)?\b/, '“Bi-annual” is used for twice a year and for every two years. Write the dates: “12 March 2026 and 10 September 2026”.'],
  [/\bsemi[- ]?\w+ly\b/, 'Words that begin with “semi” are read in two ways. Write which days: “second and fourth Wednesday of every month”.'],
  [/\b(?:regular|periodic|frequent|occasional|routine)(?:ly|ally)?\b|\bfrom time to time\b|\bnow and then\b/, 'That does not say on which days. How often does it meet? Write “first Monday of every month”, or “as needed” if no dates are planned.'],
  [/\bnext (?:mon|tues|wednes|thurs|fri|satur|sun)day\b/, '“Next” is read in two ways. Which date do you mean? Write it in full, like “12 January 2026”.'],
  [/\bmid[- ](?:month|week|january|february|march|april|may|june|july|august|september|october|november|december)\b|\b(?:early|late|beginning of|start of|end of|middle of) (?:the |each |every )?(?:month|week|quarter|year)\b/, 'That does not say on which day. Write “last Wednesday of every month”, or the dates.'],
  [/\b(?:approximately|roughly|about|around|usually|normally|where possible|or so)\b/, 'That leaves the day open. Which days are they? Write them without “about” or “usually”.'],
]
const NO_WEEKDAY: readonly [RegExp, string][] = [
  [/^(?:quarterly|(?:every|each|once a) quarter|(?:every )?(?:three|3) months)$/, 'On which days of the quarter? If the dates are published each year, write “4 published dates a year:” and the dates; or write “second Tuesday every three months from January 2026”.'],
  [/^(?:monthly|(?:every|each|once a) month)$/, 'On which day of the month? Write “first Monday of every month”, or “last Wednesday of every month”.'],
  [/^(?:weekly|(?:every|each|once a) week)$/, 'On which day of the week? Write “every Monday”.'],
  [/^(?:fortnightly|(?:every|each|once a) fortnight|every (?:two|2|other|second) weeks?)$/, 'On which day, and counted from which date? Write “every two weeks on Tuesday from 6 January 2026”.'],
  [/^(?:every (?:two|2|other|second) months?)$/, 'On which day, and counted from which month? Write “first Monday every two months from January 2026”.'],
  [/^(?:(?:once|twice|three times|four times|\w+ times) (?:a|per|each|every) (?:day|week|month|year|quarter)|daily|every day|every working day)$/, 'On which days, or at which times? Write “every day at 09:00, 13:00 and 17:00, Monday to Friday”, or “second and fourth Wednesday of every month”.'],
]
const UNREAD = 'It could not be read without guessing. Write it like “first Monday of every month”, “every Tuesday”, “every two weeks on Tuesday from 6 January 2026”, “every day at 09:00 and 17:00”, a list of dates, or “as needed”.'

const DAY_WORD = '(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?'
const ORDINAL_WORD = '(?:first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last|final)'
const COUNT_WORD = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9]|other|second|third|fourth)'
const list = (word: string) => `${word}(?:(?:, | and | & |, and )${word})*`
const weekdayNumbers = (text: string) => [...text.matchAll(new RegExp(`\\b${DAY_WORD}\\b`, 'g'))].map(([word]) => WEEKDAYS.findIndex((name) => name.toLowerCase().startsWith(word.slice(0, 3))) + 1)
const nthsIn = (text: string): Nth[] => text.split(/, and |, | and | & /).flatMap((word) => ORDINALS.filter(({ written }) => written.test(word)).map(({ nth }) => nth))
const countIn = (word: string) => ({ other: 2, second: 2, third: 3, fourth: 4 })[word] ?? (COUNTS.includes(word) ? COUNTS.indexOf(word) : Number(word))
const clockIn = (text: string): string | null => {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/.exec(text.trim())
  if (!found || (!found[2] && !found[3])) return /^(?:noon|midday)$/.test(text.trim()) ? '12:00' : null
  const hour = (Number(found[1]) % (found[3] ? 12 : 24)) + (found[3] === 'pm' ? 12 : 0)
  const written = `${String(hour).padStart(2, '0')}:${found[2] ?? '00'}`
  return Clock.safeParse(written).success ? written : null
}

type Read = { recurrence: Recurrence } | { question: string }
type Form = { form: RegExp; read: (parts: Record<string, string | undefined>) => Read | null }
const whole = (form: string) => new RegExp(`^${form}$`)
const MONTHS_WORDS = `(?:of (?:every|each|the) month|(?:in|of) (?:every|each|the) months?|every month|each month|monthly|a month)`
const CALL = '(?:every|each|on|on every|on each)'

const inMonthForm = (parts: Record<string, string | undefined>): Read | null => {
  const weekdays = weekdayNumbers(parts.day!)
  const nths = nthsIn(parts.nths!)
  const everyMonths = parts.count ? countIn(parts.count) : parts.quarterly ? 3 : 1
  const from = parts.from ? monthIn(parts.from) : null
  if (weekdays.length !== 1 || nths.length === 0 || (parts.from && !from)) return null
  if (everyMonths > 1 && !from) return { question: `Counted from which month? Write “${ORDINALS.find(({ nth }) => nth === nths[0])!.word} ${WEEKDAYS[weekdays[0]! - 1]} every ${COUNTS[everyMonths]} months from January 2026”.` }
  return { recurrence: { kind: 'in the month', nths: [...new Set(nths)], weekday: weekdays[0]!, everyMonths, from } }
}

const weeklyForm = (parts: Record<string, string | undefined>): Read | null => {
  const weekdays = [...new Set(weekdayNumbers(parts.days!))].sort()
  const everyWeeks = parts.count ? countIn(parts.count) : parts.fortnight ? 2 : 1
  const anchor = parts.from ? (parseDate(parts.from) ?? null) : null
  if (parts.from && !anchor) return { question: `“${parts.from}” is not a date that can be counted from. Write one in full, like “6 January 2026”.` }
  if (everyWeeks > 1 && !anchor) return { question: `Counted from which date? Write “every ${COUNTS[everyWeeks]} weeks on ${daysInWords(weekdays)} from 6 January 2026”.` }
  if (anchor && everyWeeks > 1 && weekdays.length === 1 && anchor.dayOfWeek !== weekdays[0]) return { question: `${writeDate(anchor)} is a ${WEEKDAYS[anchor.dayOfWeek - 1]}, and the group is to meet on ${daysInWords(weekdays)}. Which of the two is right?` }
  return { recurrence: { kind: 'weekly', weekdays, everyWeeks, anchor: anchor?.toString() ?? null } }
}

const monthIn = (text: string): string | null => {
  const date = parseDate(text) ?? parseDate(`1 ${text}`)
  return date ? date.toString().slice(0, 7) : null
}

const datesIn = (text: string): string[] | null => {
  const dates = text.split(/\s*(?:;|,(?! \d{4}\b)|\n|\band\b)\s*/).filter(Boolean).map((each) => parseDate(each))
  return dates.length > 0 && dates.every((date) => date !== undefined) ? [...new Set(dates.map(String))].sort() : null
}

const dailyForm = (parts: Record<string, string | undefined>): Read | null => {
  const times = parts.times!.split(/, and |, | and | & /).map(clockIn)
  if (times.some((time) => time === null)) return null
  const said = parts.said ? countIn(parts.said.replace('twice', 'two').replace(' times', '')) : null
  const different = [...new Set(times as string[])].sort()
  if (said !== null && said !== different.length) return { question: `It says ${parts.said} a day and gives ${different.length} ${different.length === 1 ? 'time' : 'times'}. At which times does it meet?` }
  const weekdays = parts.days ? [...new Set(weekdayNumbers(parts.days))].sort() : parts.office ? OFFICE_DAYS : ALL_DAYS
  return { recurrence: { kind: 'daily', weekdays, times: different } }
}

const FROM_MONTH = '(?:,? (?:counted )?(?:from|starting|beginning|starting in|beginning in) (?<from>[\\w ]+))?'
const FROM_DAY = '(?:,? (?:counted )?(?:from|starting|beginning|starting on|beginning on) (?<from>[\\w ,/.-]+))?'
const TIMES = list('(?:\\d{1,2}(?:[:.]\\d{2})?(?: ?[ap]m)?|noon|midday)')
const FORMS: readonly Form[] = [
  { form: /^(?:as (?:and when )?(?:needed|required)|(?:when|where|if) (?:needed|required|necessary)|ad[- ]hoc|by exception|in an emergency|emergency only)$/, read: () => ({ recurrence: { kind: 'as needed' } }) },
  { form: whole(`(?:monthly,? )?(?:${CALL} )?(?:the )?(?<nths>${list(ORDINAL_WORD)}) (?<day>${DAY_WORD})(?:,? ${MONTHS_WORDS})?${FROM_MONTH}`), read: inMonthForm },
  { form: whole(`(?:${CALL} )?(?:the )?(?<nths>${list(ORDINAL_WORD)}) (?<day>${DAY_WORD}),? (?:of )?(?:every|each) (?<count>${COUNT_WORD}) months?${FROM_MONTH}`), read: inMonthForm },
  { form: whole(`(?:every|each) (?<count>${COUNT_WORD}) months?,? (?:on )?(?:the )?(?<nths>${list(ORDINAL_WORD)}) (?<day>${DAY_WORD})${FROM_MONTH}`), read: inMonthForm },
  { form: whole(`(?<quarterly>quarterly|every quarter),? (?:on )?(?:the )?(?<nths>${list(ORDINAL_WORD)}) (?<day>${DAY_WORD})${FROM_MONTH}`), read: inMonthForm },
  { form: whole(`(?:(?:weekly,? )?${CALL} |weekly,? )(?<days>${list(DAY_WORD)})${FROM_DAY}`), read: weeklyForm },
  { form: whole(`(?<days>${list('(?:mon|tues|wednes|thurs|fri|satur|sun)days')})${FROM_DAY}`), read: weeklyForm },
  { form: whole(`(?:every|each) (?<count>${COUNT_WORD}) weeks?,? (?:on )?(?<days>${list(DAY_WORD)})${FROM_DAY}`), read: weeklyForm },
  { form: whole(`(?<fortnight>fortnightly|every fortnight),? (?:on )?(?<days>${list(DAY_WORD)})${FROM_DAY}`), read: weeklyForm },
  { form: whole(`(?:every|each) (?<count>other) (?<days>${DAY_WORD})${FROM_DAY}`), read: weeklyForm },
  { form: whole(`(?:every day|daily|each day|(?<said>twice|\\w+ times) (?:a|each|every|per) day)(?: at|:|,)? (?<times>${TIMES})(?:,? (?:(?<office>monday to friday|on weekdays|on working days)|on (?<days>${list(DAY_WORD)})))?`), read: dailyForm },
]

/**
 * A recurrence from the words people write: "first Monday of the month", "2nd and 4th Wednesday", "every two weeks on Tuesday from 6 January 2026",
 * "9 August 2026 and 3 November 2026", "as needed". What can be read in two ways, or leaves words over, is asked about and never guessed.
 */
export function readRecurrence(text: string): Read {
  const words = text.toLowerCase().replace(/[\s\u00a0]+/g, ' ').replace(/[.;,]+$/, '').trim()
  const question = AMBIGUOUS.find(([form]) => form.test(words)) ?? NO_WEEKDAY.find(([form]) => form.test(words))
  if (question) return { question: question[1] }
  if (words.length === 0 || words.length > 2000) return { question: UNREAD }
  const published = /^(?:(?<count>\d+|\w+) published dates (?:a|each|every|per) year|(?<quarterly>quarterly),? (?:(?:on|with) )?(?:published dates|dates published(?: (?:at|each|every|in) [\w ]+?)?))(?:: ?(?<dates>.+))?$/.exec(words)?.groups
  if (published) {
    const perYear = published.quarterly ? 4 : countIn(published.count!)
    const dates = !published.dates || published.dates === 'none published yet' ? [] : datesIn(published.dates)
    return dates && perYear >= 1 && perYear <= 366 ? { recurrence: { kind: 'dates', dates, perYear } } : { question: 'Which of these is no date? Write each in full, like “12 February 2026”, with commas between them.' }
  }
  const dates = datesIn(words.replace(/^on /, ''))
  if (dates) return { recurrence: { kind: 'dates', dates, perYear: null } }
  for (const { form, read } of FORMS) {
    const parts = form.exec(words)?.groups
    const found = parts || form.test(words) ? read(parts ?? {}) : null
    if (found) return found
  }
  return { question: UNREAD }
}
