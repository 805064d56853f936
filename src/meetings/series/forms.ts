import { z } from 'zod'
import { DIVISIONS } from '../../calendar/bank-holidays.ts'
import { Nth, type Recurrence, readRecurrence } from '../../calendar/recurrence.ts'
import { manyTexts, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { USUAL_DIVISION } from './division.ts'
import { ON_HOLIDAY } from './sitting.ts'

const hour = requiredText('Enter when it begins, like 10:00', 8).transform((text, context) => {
  const found = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text)
  if (found) return `${found[1]!.padStart(2, '0')}:${found[2]}`
  context.addIssue({ code: 'custom', message: 'Enter when it begins as hours and minutes, like 10:00' })
  return z.NEVER
})

const Timing = z.object({
  beginsAt: hour,
  minutes: z.coerce.number('Enter how many minutes it lasts').int('Enter whole minutes').min(5, 'Enter 5 minutes or more').max(1440, 'Enter 1,440 minutes or fewer'),
  place: optionalText(200),
  online: optionalText(500),
  onHoliday: z.enum(ON_HOLIDAY, 'Choose what happens on a bank holiday'),
  division: z.enum(DIVISIONS, 'Choose whose bank holidays it keeps').default(USUAL_DIVISION),
})
const HOW = ['words', 'month', 'week'] as const

const Choice = z.object({
  how: z.enum(HOW, 'Choose how to say when it meets'),
  words: z.string().trim().max(2000, 'Use 2,000 characters or fewer').optional().transform((text) => text ?? ''),
  nths: manyTexts,
  weekday: z.coerce.number().int().min(1).max(7).optional().catch(undefined),
  everyMonths: z.string().trim().optional(),
  weekdays: manyTexts,
  everyWeeks: z.string().trim().optional(),
  countedFrom: optionalDate('6 1 2026'),
})

type Choice = z.infer<typeof Choice>
type Read = { recurrence: Recurrence } | { field: string; text: string }

const countOf = (text: string | undefined): number | null => (text ? (/^(?:[1-9]|1[0-2])$/.test(text) ? Number(text) : null) : 1)

function fromMonth({ nths, weekday, everyMonths, countedFrom }: Choice): Read {
  const chosen = nths.map((nth) => Nth.safeParse(nth === 'last' ? nth : Number(nth)).data).filter((nth) => nth !== undefined)
  if (chosen.length === 0) return { field: 'nths', text: 'Choose which of the month’s weekdays' }
  if (!weekday) return { field: 'weekday', text: 'Choose the day of the week' }
  const every = countOf(everyMonths)
  if (every === null) return { field: 'everyMonths', text: 'Enter a number of months from 1 to 12' }
  if (every > 1 && !countedFrom) return { field: 'countedFrom', text: 'Enter a day of the month to count from' }
  return { recurrence: { kind: 'in the month', nths: [...new Set(chosen)], weekday, everyMonths: every, from: every > 1 ? countedFrom!.slice(0, 7) : null } }
}

function fromWeek({ weekdays, everyWeeks, countedFrom }: Choice): Read {
  const chosen = [...new Set(weekdays.map(Number).filter((day) => Number.isInteger(day) && day >= 1 && day <= 7))].sort()
  if (chosen.length === 0) return { field: 'weekdays', text: 'Choose at least one day of the week' }
  const every = countOf(everyWeeks)
  if (every === null) return { field: 'everyWeeks', text: 'Enter a number of weeks from 1 to 12' }
  if (every > 1 && !countedFrom) return { field: 'countedFrom', text: 'Enter the day of the first meeting to count from' }
  return { recurrence: { kind: 'weekly', weekdays: chosen, everyWeeks: every, anchor: every > 1 ? countedFrom : null } }
}

function fromWords(words: string): Read {
  if (!words) return { field: 'words', text: 'Enter when it meets, like “first Monday of every month”' }
  const read = readRecurrence(words)
  return 'question' in read ? { field: 'words', text: read.question } : read
}

const withRecurrence = <T extends Choice>(form: T, context: z.RefinementCtx): Omit<T, keyof Choice> & { recurrence: Recurrence } => {
  const read = form.how === 'words' ? fromWords(form.words) : form.how === 'month' ? fromMonth(form) : fromWeek(form)
  if ('recurrence' in read) {
    const { how: _1, words: _2, nths: _3, weekday: _4, everyMonths: _5, weekdays: _6, everyWeeks: _7, countedFrom: _8, ...rest } = form
    return { ...rest, recurrence: read.recurrence }
  }
  context.addIssue({ code: 'custom', path: [read.field], message: read.text })
  return z.NEVER
}
const act = z.enum(['look', 'write']).catch('look')

/** A new series, in words or by choosing. `act`: whether to show the dates or to put them into the calendar. */
export const SeriesForm = z.object({ ...Choice.shape, ...Timing.shape, starts: requiredDate('Enter the first day it may meet'), ends: optionalDate('31 3 2027'), act })
  .transform(withRecurrence)
  .refine(({ starts, ends }) => ends === null || ends >= starts, { path: ['ends'], message: 'The last day must not be before the first' })

/** How a series goes on from a day. `keep`: ids of sittings that would fall away and are to stay. */
export const ChangeForm = z.object({ ...Choice.shape, ...Timing.shape, starts: requiredDate('Enter the day from which it changes'), ends: optionalDate('31 3 2027'), keep: manyTexts, version: z.coerce.number().int(), act })
  .transform(withRecurrence)
  .refine(({ starts, ends }) => ends === null || ends >= starts, { path: ['ends'], message: 'The last day must not be before the first' })

export const LaterForm = z.object({ to: requiredDate('Enter the day up to which to plan'), dates: z.string().trim().max(2000, 'Use 2,000 characters or fewer').optional().transform((text) => text ?? ''), act, version: z.coerce.number().int() })

export const EndForm = z.object({ ends: requiredDate('Enter the last day on which it may meet'), reason: requiredText('Enter why it ends', 300), keep: manyTexts, version: z.coerce.number().int(), act })
