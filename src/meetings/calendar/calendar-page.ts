import { bankHolidayOn, bankHolidaysBetween, DIVISIONS, type Division, listEnding } from '../../calendar/bank-holidays.ts'
import { weekdayOf, writeDate, writeDateRange } from '../../calendar/dates.ts'
import { MONTHS } from '../../calendar/months.ts'
import { observedIn } from '../../engagement/observances.ts'
import type { Campaign } from '../../engagement/store.ts'
import type { Group } from '../groups/store.ts'
import { hoursInWords, type Meeting } from '../meeting.ts'
import { dayInWords, stateTag } from '../meeting-page.ts'
import type { Divisions } from '../series/division.ts'
import type { Attended, Clash } from './clashes.ts'

export type CalendarView = 'year' | 'clashes' | 'addresses'
const TABS: readonly { view: CalendarView | null; text: string; href: string }[] = [
  { view: 'year', text: 'Year', href: '/calendar' }, { view: 'clashes', text: 'Clashes', href: '/calendar/clashes' }, { view: null, text: 'Campaigns', href: '/campaigns' }, { view: 'addresses', text: 'Calendar addresses', href: '/calendar/addresses' },
]
/** The views of the calendar. */
export const calendarTabs = (current: CalendarView) => TABS.map(({ view, text, href }) => ({ text, href, current: view === current }))

/** What is asked of the calendar: a year, and in it one month or all (null), and one group or all. */
export type CalendarChoice = { year: number; month: number | null; groupId: string | null }

const day = (text: string) => Temporal.PlainDate.from(text)
const monthOf = (text: string) => Number(text.slice(5, 7))
const address = ({ year, month, groupId }: CalendarChoice) => `/calendar?${new URLSearchParams([['year', String(year)], ...(month ? [['month', String(month)]] : []), ...(groupId ? [['group', groupId]] : [])])}`
/** A month with more meetings of one group than this is shown by their number. */
const MOST_DAYS = 6

const cell = (meetings: readonly Meeting[], choice: CalendarChoice, month: number) => {
  const held = meetings.filter(({ state }) => state !== 'cancelled')
  const many = held.length > MOST_DAYS
  const days = many ? [] : meetings.map(({ meetingId, heldOn, meantFor, state, beginsAt }) => ({
    text: String(day(heldOn).day), href: `/meetings/${meetingId}`, label: `${dayInWords(heldOn)}, ${beginsAt}`,
    cancelled: state === 'cancelled', moved: state !== 'cancelled' && meantFor !== null && meantFor !== heldOn,
  }))
  return { month: MONTHS[month - 1]!, days, many: many ? { text: `${held.length} meetings`, href: address({ ...choice, month }) } : null }
}

type Shown = { groups: readonly Group[]; meetings: readonly Meeting[]; campaigns: readonly Campaign[]; choice: CalendarChoice; divisions: Divisions; today: Temporal.PlainDate }

/** The year of all groups: a row to each, a column to each month, with bank holidays above and campaigns below. */
function yearRows({ groups, meetings, choice }: Shown) {
  const byGroup = Map.groupBy(meetings, ({ groupId }) => groupId)
  return groups.filter(({ groupId }) => byGroup.has(groupId)).map(({ groupId, name, confidential }) => {
    const byMonth = Map.groupBy(byGroup.get(groupId)!, ({ heldOn }) => monthOf(heldOn))
    return { name, href: `/groups/${groupId}`, confidential, cells: MONTHS.map((_, at) => cell(byMonth.get(at + 1) ?? [], choice, at + 1)) }
  })
}

const holidaysOf = (year: number, month: number, division: Division) =>
  bankHolidaysBetween(`${year}-${String(month).padStart(2, '0')}-01`, `${year}-${String(month).padStart(2, '0')}-31`, division).map(({ date, name }) => ({ date, day: String(day(date).day), name }))

/** Whose bank holidays the groups that are shown keep. */
const divisionsShown = ({ groups, choice, divisions }: Shown): Division[] => {
  const kept = new Set(groups.filter(({ groupId, ends }) => (choice.groupId === null ? ends === null : groupId === choice.groupId)).map(({ groupId }) => divisions.of(groupId)))
  return kept.size === 0 ? [divisions.usual] : DIVISIONS.filter((division) => kept.has(division))
}
const holidayWords = (division: Division, shown: readonly Division[]) => (shown.length > 1 || division !== 'England and Wales' ? `Bank holidays, ${division}` : 'Bank holidays')
/** The bank holidays of a month, each with whose it is where not all that are shown keep it. */
function monthHolidays(year: number, month: number, shown: readonly Division[]) {
  const all = shown.flatMap((division) => holidaysOf(year, month, division).map((each) => ({ ...each, division })))
  return [...Map.groupBy(all, ({ date, name }) => `${date} ${name}`)].toSorted(([one], [other]) => one.localeCompare(other)).map(([, days]) => ({
    inFull: dayInWords(days[0]!.date), name: days[0]!.name, whose: days.length < shown.length || (shown.length === 1 && shown[0] !== 'England and Wales') ? days.map(({ division }) => division).join(', ') : null,
  }))
}

const touches = ({ begins, ends }: { begins: string; ends: string }, { year, month }: CalendarChoice) =>
  month === null ? begins <= `${year}-12-31` && ends >= `${year}-01-01` : begins <= `${year}-${String(month).padStart(2, '0')}-31` && ends >= `${year}-${String(month).padStart(2, '0')}-01`

const changedRow = (meeting: Meeting) => ({
  group: meeting.group.name, href: `/meetings/${meeting.meetingId}`,
  what: meeting.state === 'cancelled' ? { word: 'Cancelled', colour: 'red' } : { word: 'Moved', colour: 'amber' },
  day: dayInWords(meeting.meantFor ?? meeting.heldOn), becomes: meeting.state === 'cancelled' ? null : dayInWords(meeting.heldOn), why: meeting.changedReason,
})
/** Of sittings of one group that a day moved or cancelled together, the first. */
const onceADay = (meetings: readonly Meeting[]) => [...Map.groupBy(meetings, ({ groupId, meantFor, heldOn, state }) => `${groupId} ${meantFor} ${heldOn} ${state}`).values()].map(([first]) => first!)
const listRow = (meeting: Meeting) => ({
  group: meeting.group.name, href: `/meetings/${meeting.meetingId}`, day: dayInWords(meeting.heldOn), hours: hoursInWords(meeting), place: meeting.place ?? 'No place is set', tag: stateTag(meeting), confidential: meeting.group.confidential,
  moved: meeting.state !== 'cancelled' && meeting.meantFor !== null && meeting.meantFor !== meeting.heldOn ? `Moved from ${dayInWords(meeting.meantFor)}` : null,
})

export function calendarPage(shown: Shown) {
  const { groups, meetings, campaigns, choice, today } = shown
  const group = groups.find(({ groupId }) => groupId === choice.groupId)
  const kept = divisionsShown(shown)
  const touched = meetings.filter(({ state, meantFor, heldOn }) => state === 'cancelled' || (meantFor !== null && meantFor !== heldOn))
  return {
    title: `${choice.month ? `${MONTHS[choice.month - 1]} ` : 'Calendar '}${choice.year}${group ? `: ${group.name}` : ''}`, tabs: calendarTabs('year'), actions: [{ text: 'Print', print: true }],
    years: [-1, 0, 1].map((on) => ({ text: String(choice.year + on), href: address({ ...choice, year: choice.year + on }), current: on === 0 })),
    months: [{ text: 'Whole year', href: address({ ...choice, month: null }), current: choice.month === null }, ...MONTHS.map((text, at) => ({ text, href: address({ ...choice, month: at + 1 }), current: choice.month === at + 1 }))],
    groups: [{ value: '', text: 'All groups' }, ...groups.map(({ groupId, name }) => ({ value: groupId, text: name, selected: groupId === choice.groupId }))],
    year: choice.year, month: choice.month, whole: choice.month === null, listEnding: listEnding(today),
    monthNames: MONTHS.map((text) => ({ text, short: text.slice(0, 3) })),
    holidays: kept.map((division) => ({ words: holidayWords(division, kept), months: MONTHS.map((month, at) => ({ month, days: holidaysOf(choice.year, at + 1, division) })) })),
    rows: choice.month === null ? yearRows(shown) : [],
    list: choice.month === null ? [] : meetings.map(listRow), monthHolidays: choice.month === null ? [] : monthHolidays(choice.year, choice.month, kept),
    changed: choice.month === null ? onceADay(touched).map(changedRow) : [],
    campaigns: campaigns.filter((each) => touches(each, choice)).map(({ campaignId, title, begins, ends, lead }) => ({ href: `/campaigns/${campaignId}`, title, span: writeDateRange(day(begins), day(ends)), lead })),
    observed: observedIn(choice.year).filter((each) => touches(each, choice)).map((each) => ({ name: each.name, span: writeDateRange(day(each.begins), day(each.ends)), certain: each.certain })),
    empty: meetings.length === 0, maySubscribe: '/calendar/addresses',
  }
}

/** Sittings that stand on a bank holiday of their own group's division. */
const onHolidays = (sittings: readonly Attended[], divisions: Divisions, keeps: ReadonlySet<string>) =>
  sittings.flatMap(({ meetingId, groupId, groupName, heldOn }) => {
    const holiday = bankHolidayOn(heldOn, divisions.of(groupId))
    return holiday ? [{ href: `/meetings/${meetingId}${keeps.has(groupId) ? '/change' : ''}`, keeps: keeps.has(groupId), group: groupName, day: dayInWords(heldOn), holiday: `${holiday}, ${divisions.of(groupId)}` }] : []
  })

/** Clashes of the same two groups with the same remedy, as one finding with its days; and what stands on a bank holiday. */
export function clashesPage(sittings: readonly Attended[], clashes: readonly Clash[], divisions: Divisions, keeps: ReadonlySet<string>, from: Temporal.PlainDate, to: Temporal.PlainDate) {
  const remedyWords = ({ one, other, remedy }: Clash) => {
    if (!remedy) return 'The day has no hour left that is free for both before six: move one of them to another day.'
    const [moves, stays] = remedy.movedId === one.meetingId ? [one, other] : [other, one]
    return remedy.kind === 'back to back' ? `Hold them back to back: ${moves.groupName} from ${remedy.beginsAt} to ${remedy.endsAt}, after ${stays.groupName}.` : `Move ${moves.groupName} to the next hour free for both: ${remedy.beginsAt} to ${remedy.endsAt}.`
  }
  const found = clashes.map((clash) => ({ clash, words: remedyWords(clash), key: JSON.stringify([clash.one.groupId, clash.other.groupId, clash.one.beginsAt, clash.other.beginsAt, clash.room, clash.sharedPeople, remedyWords(clash)]) }))
  return {
    title: 'Clashes', tabs: calendarTabs('clashes'), span: writeDateRange(from, to), holidays: onHolidays(sittings, divisions, keeps),
    clashes: [...Map.groupBy(found, ({ key }) => key).values()].map((all) => {
      const { one, other, room, sharedPeople } = all[0]!.clash
      return {
        heading: `${one.groupName} and ${other.groupName}`, hours: `${one.groupName} ${hoursInWords(one)}; ${other.groupName} ${hoursInWords(other)}`,
        kinds: [...(room ? [{ word: 'Room', colour: 'amber' }] : []), ...(sharedPeople.length > 0 ? [{ word: 'People', colour: 'red' }] : [])], room, people: sharedPeople, remedy: all[0]!.words,
        days: all.map(({ clash }) => {
          const moves = [clash.one, clash.other].find(({ meetingId }) => meetingId === (clash.remedy?.movedId ?? clash.other.meetingId))!
          return { text: `${weekdayOf(day(clash.one.heldOn))} ${writeDate(day(clash.one.heldOn))}`, href: `/meetings/${moves.meetingId}${keeps.has(moves.groupId) ? '/change' : ''}`, keeps: keeps.has(moves.groupId), moves: moves.groupName }
        }),
      }
    }),
  }
}
