import { DIVISIONS, listEnding } from '../../calendar/bank-holidays.ts'
import { weekdayOf, writeDate } from '../../calendar/dates.ts'
import { type Recurrence, sayRecurrence } from '../../calendar/recurrence.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { groupPage } from '../groups/group-page.ts'
import type { Group } from '../groups/store.ts'
import { hoursInWords } from '../meeting.ts'
import type { Changes, Planned } from './change.ts'
import { sayDivision } from './division.ts'
import { missingDates, ON_HOLIDAY, ON_HOLIDAY_IN_WORDS, type Sitting } from './sitting.ts'
import type { Series, SeriesFields } from './store.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
export const inFull = (text: string) => `${weekdayOf(day(text))} ${writeDate(day(text))}`
const inShort = (text: string) => writeDate(day(text))
/** A day as forms show it: "1/5/2018". */
export const formDay = (text: string | null) => (text ? text.split('-').reverse().map(Number).join('/') : '')

const about = (series: Pick<Series, 'recurrence' | 'beginsAt' | 'minutes' | 'place' | 'online' | 'onHoliday' | 'division' | 'starts' | 'ends'>) => ({
  words: sayRecurrence(series.recurrence),
  facts: [
    ...(series.recurrence.kind === 'daily' ? [{ key: 'Each lasts', text: `${series.minutes} minutes` }] : [{ key: 'Hours', text: hoursInWords(series) }]),
    { key: 'Place', text: series.place ?? 'No place is set' },
    ...(series.online ? [{ key: 'Online', text: series.online }] : []),
    { key: 'On a bank holiday', text: `${ON_HOLIDAY_IN_WORDS[series.onHoliday]} (${sayDivision(series.division)})` },
    { key: 'From', text: series.ends ? `${inShort(series.starts)} to ${inShort(series.ends)}` : inShort(series.starts) },
  ],
})

function missing(series: Series, today: string): string[] {
  const year = Number(today.slice(0, 4))
  if (series.ends && series.ends < today) return []
  return [year, year + 1].flatMap((each) => {
    const lacking = missingDates(series, each)
    return lacking > 0 && (each === year || today.slice(5) >= '11-01') ? [`${lacking} of the ${series.recurrence.kind === 'dates' ? series.recurrence.perYear : ''} dates of ${each} are not published yet.`] : []
  })
}

/** When a group meets: each series with its rule, what is in the calendar, and what to do about it. */
export function seriesPage(group: Group, all: readonly Series[], today: string) {
  const shown = (series: Series) => {
    const at = `/groups/${group.groupId}/series/${series.seriesId}`
    const over = series.ends !== null && series.ends < today
    return {
      ...about(series), over,
      ahead: series.ahead > 0 && series.next ? `${series.ahead} planned, the next on ${inFull(series.next)}` : 'None is planned',
      writtenTo: series.writtenTo ? `The calendar has them up to ${inShort(series.writtenTo)}.` : series.recurrence.kind === 'as needed' ? 'Each meeting is planned when it is needed.' : null,
      missing: missing(series, today),
      links: group.keeps && !over ? [
        ...(series.recurrence.kind === 'as needed' ? [{ text: 'Plan a meeting', href: `/meetings/new?group=${group.groupId}` }] : [{ text: series.recurrence.kind === 'dates' ? 'Add dates' : 'Plan later meetings', href: `${at}/later` }]),
        { text: 'Change from a date', href: `${at}/change` }, { text: 'End', href: `${at}/end` },
      ] : [],
    }
  }
  return {
    ...groupPage(group, 'series'), title: `When it meets: ${group.name}`,
    actions: group.keeps ? [{ text: 'Add a series', href: `/groups/${group.groupId}/series/new`, primary: all.length === 0 }] : [],
    series: all.map(shown), calendar: `/calendar?group=${group.groupId}`, listEnding: listEnding(day(today)),
  }
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const NTHS = [['1', 'First'], ['2', 'Second'], ['3', 'Third'], ['4', 'Fourth'], ['5', 'Fifth, in months that have one'], ['last', 'Last']] as const
const chosen = (value: unknown) => [value ?? []].flat().map(String)

function formFields(entered: Record<string, unknown>) {
  const [nths, weekdays] = [chosen(entered.nths), chosen(entered.weekdays)]
  return {
    how: String(entered.how ?? 'words'),
    nths: NTHS.map(([value, text]) => ({ value, text, checked: nths.includes(value) })),
    weekdayChoices: [{ value: '', text: 'Choose a day' }, ...WEEKDAYS.map((text, at) => ({ value: String(at + 1), text, selected: String(entered.weekday ?? '') === String(at + 1) }))],
    weekdays: WEEKDAYS.map((text, at) => ({ value: String(at + 1), text, checked: weekdays.includes(String(at + 1)) })),
    holidays: ON_HOLIDAY.map((value) => ({ value, text: ON_HOLIDAY_IN_WORDS[value], checked: entered.onHoliday === value })),
    divisions: DIVISIONS.map((value) => ({ value, text: value, selected: entered.division === value })),
  }
}

export const enteredOf = (series: Series) => ({
  how: 'words', words: sayRecurrence(series.recurrence), beginsAt: series.beginsAt, minutes: String(series.minutes), place: series.place ?? '', online: series.online ?? '', onHoliday: series.onHoliday, division: series.division,
  ends: formDay(series.ends), version: String(series.version),
})

/** The form of a new series, or of one that changes from a day on. */
export function seriesFormPage(group: Group, changing: Series | null, entered: Record<string, unknown>, errors: readonly FieldError[] = []) {
  const at = `/groups/${group.groupId}/series`
  return {
    ...groupPage(group, 'series'), title: changing ? `Change when it meets: ${group.name}` : `Add a series: ${group.name}`, formTitle: changing ? 'Change from a date' : 'Add a series',
    action: changing ? `${at}/${changing.seriesId}/change` : `${at}/new`, changing: changing && about(changing), entered, fields: formFields(entered), ...errorsForPage(errors), cancel: at,
  }
}

const row = ({ meantFor, heldOn, beginsAt, state, reason, remark }: Sitting) => ({
  day: inFull(meantFor), time: beginsAt,
  what: state === 'cancelled' ? { word: 'Cancelled', colour: 'red' } : heldOn === meantFor ? null : { word: 'Moved', colour: 'amber' },
  becomes: state === 'planned' && heldOn !== meantFor ? inFull(heldOn) : null,
  why: reason, remark,
})
const touched = (sittings: readonly Sitting[]) => {
  const [moved, cancelled, remarked] = [sittings.filter(({ state, heldOn, meantFor }) => state === 'planned' && heldOn !== meantFor).length, sittings.filter(({ state }) => state === 'cancelled').length, sittings.filter(({ remark }) => remark !== null).length]
  return [
    ...(moved > 0 ? [`${moved} would fall on a bank holiday and ${moved === 1 ? 'moves' : 'move'}`] : []),
    ...(cancelled > 0 ? [`${cancelled} would fall on a bank holiday and ${cancelled === 1 ? 'is' : 'are'} cancelled`] : []),
    ...(remarked > 0 ? [`${remarked} to look at`] : []),
  ]
}

/** Every field as it was sent, so that what was looked at is what is written. */
const hidden = (entered: Record<string, unknown>, leave: readonly string[]) =>
  Object.entries(entered).filter(([name]) => !['_csrf', 'act', ...leave].includes(name)).flatMap(([name, value]) => [value].flat().map((each) => ({ name, value: String(each) })))

const fallen = (planned: readonly Planned[], keep: readonly string[] | null) => planned.map(({ meetingId, heldOn, beginsAt, work }) => ({
  meetingId, day: inFull(heldOn), time: beginsAt, work: work.join(', '), href: `/meetings/${meetingId}`, checked: keep === null ? work.length > 0 : keep.includes(meetingId),
}))
const stays = (stay: Changes['stay'], fields: Pick<SeriesFields, 'place' | 'minutes' | 'online'>) => stay
  .filter(({ was, becomes }) => was.state === 'planned' && (was.heldOn !== becomes.heldOn || was.beginsAt !== becomes.beginsAt || was.place !== fields.place || was.minutes !== fields.minutes || was.online !== fields.online || becomes.state !== 'planned'))
  .map(({ was, becomes }) => ({ was: `${inFull(was.heldOn)}, ${was.beginsAt}`, becomes: becomes.state === 'cancelled' ? 'Cancelled' : `${inFull(becomes.heldOn)}, ${becomes.beginsAt}`, work: was.work.join(', ') }))

type Looked = { group: Group; fields: SeriesFields; sittings: readonly Sitting[]; to: string; entered: Record<string, unknown>; today: string }

/** What a series would put into the calendar, before it does: every date, and what its own rule does with those on a bank holiday. */
export function previewPage({ group, fields, sittings, to, entered, today }: Looked, on: { action: string; title: string; back: string; changes?: Changes; keep?: readonly string[] | null; clashes: readonly string[] }) {
  return {
    ...groupPage(group, 'series'), title: `${on.title}: ${group.name}`, formTitle: on.title, ...about(fields), to: inShort(to),
    asNeeded: fields.recurrence.kind === 'as needed', rows: sittings.map(row), summary: touched(sittings), count: sittings.filter(({ state }) => state === 'planned').length,
    unpublished: unpublished(fields.recurrence, today), clashes: on.clashes, listEnding: listEnding(day(today)),
    fall: on.changes ? fallen(on.changes.fall, on.keep ?? null) : [], moves: on.changes ? stays(on.changes.stay, fields) : [], comes: on.changes ? on.changes.come.length : null,
    hidden: hidden(entered, ['keep']), action: on.action, cancel: on.back,
  }
}
const unpublished = (recurrence: Recurrence, today: string) => {
  const lacking = missingDates({ recurrence }, Number(today.slice(0, 4)))
  return lacking > 0 ? `${lacking} of its dates of ${today.slice(0, 4)} are not published yet. Add them when they are.` : null
}

/** More of a series: up to which day, or which further dates. */
export const laterPage = (group: Group, series: Series, entered: Record<string, unknown>, errors: readonly FieldError[] = []) => ({
  ...groupPage(group, 'series'), title: `Plan later meetings: ${group.name}`, ...about(series), listed: series.recurrence.kind === 'dates',
  writtenTo: series.writtenTo ? inFull(series.writtenTo) : null, entered, action: `/groups/${group.groupId}/series/${series.seriesId}/later`, cancel: `/groups/${group.groupId}/series`, ...errorsForPage(errors),
})

/** Ending a series: its last day, and what becomes of sittings after it. `fall` is null before they have been looked at. */
export const endPage = (group: Group, series: Series, entered: Record<string, unknown>, fall: readonly Planned[] | null, errors: readonly FieldError[] = []) => ({
  ...groupPage(group, 'series'), title: `End a series: ${group.name}`, ...about(series), entered, looked: fall !== null, fall: fall ? fallen(fall, null) : [], hidden: hidden(entered, ['keep']),
  lastDay: fall !== null && typeof entered.endsDay === 'string' ? inFull(entered.endsDay) : null, action: `/groups/${group.groupId}/series/${series.seriesId}/end`, cancel: `/groups/${group.groupId}/series`, ...errorsForPage(errors),
})
