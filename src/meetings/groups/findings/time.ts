import { occurrences, Recurrence, readRecurrence, sayRecurrence, timesOf } from '../../../calendar/recurrence.ts'
import { writeDay } from '../group-page.ts'
import { holdsOn, overlap } from '../group.ts'
import type { RegisteredGroup, SeriesRow } from '../register-store.ts'
import { type Governance, type Rule } from './finding.ts'

type Slot = { day: string; begins: number; ends: number }

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const slot = (day: string, beginsAt: string, minutes: number): Slot => ({ day, begins: minuteOf(beginsAt), ends: minuteOf(beginsAt) + minutes })

/** What a series gives in the year from a day on; nothing for one whose recurrence cannot be read. */
function slotsOfSeries({ recurrence, beginsAt, minutes, starts, ends }: SeriesRow, today: string): Slot[] {
  const read = Recurrence.safeParse(recurrence)
  if (!read.success) return []
  const from = starts > today ? starts : today
  const year = Temporal.PlainDate.from(today).add({ years: 1 }).toString()
  const to = ends !== null && ends < year ? ends : year
  if (from > to) return []
  const days = occurrences(read.data, Temporal.PlainDate.from(from), Temporal.PlainDate.from(to))
  return days.flatMap((day) => timesOf(read.data, beginsAt).map((time) => slot(day.toString(), time, minutes)))
}

/** When a group meets from today on: its meetings, or what its series give where none is written yet. */
function slotsOf(group: RegisteredGroup, { sittings, today }: Governance): Slot[] {
  const own = sittings.filter(({ groupId, heldOn }) => groupId === group.groupId && heldOn >= today)
  return own.length > 0 ? own.map(({ heldOn, beginsAt, minutes }) => slot(heldOn, beginsAt, minutes)) : group.series.flatMap((series) => slotsOfSeries(series, today))
}

/** Who sits in a group today, each by account, by name, or by the seat's partner where nobody is named. */
const peopleOf = (group: RegisteredGroup, today: string) =>
  new Set(group.seats.filter((seat) => holdsOn(seat, today)).map(({ accountId, person, organisationId, post }) => accountId ?? person?.toLowerCase() ?? `${organisationId} ${post?.toLowerCase() ?? ''}`))

/** E-22. */
function sameSlot(governance: Governance) {
  const { groups, today } = governance
  const shut = groups.filter((group) => group.confidential && holdsOn({ since: null, until: group.ends }, today))
    .map((group) => ({ group, people: peopleOf(group, today), slots: slotsOf(group, governance) }))
  return shut.flatMap((one, at) => shut.slice(at + 1).flatMap((other) => {
    const shared = [...one.people].filter((person) => other.people.has(person))
    if (shared.length < 2 || shared.length < Math.min(one.people.size, other.people.size) / 2) return []
    const clashes = one.slots.filter((mine) => other.slots.some((theirs) => theirs.day === mine.day && theirs.begins < mine.ends && mine.begins < theirs.ends))
    if (clashes.length === 0) return []
    const times = clashes.length === 1 ? `on ${writeDay(clashes[0]!.day)}` : `${clashes.length} times in the year ahead, first on ${writeDay(clashes[0]!.day)}`
    return [{
      place: `${one.group.name} and ${other.group.name}`, groupIds: [one.group.groupId, other.group.groupId],
      sentence: `${one.group.name} and ${other.group.name} are both confidential, meet at the same hour ${times}, and share ${shared.length} people.`,
      facts: [...shared.toSorted(), ...new Set(clashes.map(({ day, begins }) => `${Temporal.PlainDate.from(day).dayOfWeek} ${begins}`).toSorted())].join('\n'),
      suggestion: 'Set one after the other, and keep their papers and minutes apart: who hears of people in one may not hear of them in the other.',
    }]
  }))
}

const taskGroups = ({ groups, today }: Governance) =>
  groups.filter(({ kind, endedReason }) => kind === 'task and finish' && !endedReason).flatMap((group) => {
    const about = { place: group.name, groupIds: [group.groupId] }
    if (group.ends === null) return [{ ...about, sentence: `${group.name} is a task and finish group without an end.`, suggestion: 'Set the day of its final report.' }]
    if (group.ends >= today) return []
    return [{ ...about, sentence: `${group.name} was to end on ${writeDay(group.ends)}, and nothing says that it did.`, suggestion: 'End it with what it achieved and who takes on what is left; or set a new last day.' }]
  })

type Rhythm = 'daily' | 'weekly' | 'fortnightly' | 'monthly' | 'every two months' | 'quarterly'
const RHYTHMS: readonly [RegExp, Rhythm][] = [
  [/\b(?:every|each) (?:two|2|other|second) months?\b/i, 'every two months'], [/\bfortnight(?:ly)?\b|\b(?:every|each) (?:two|2|other|second) weeks?\b/i, 'fortnightly'],
  [/\bquarterly\b|\b(?:every|each) quarter\b/i, 'quarterly'], [/\bmonthly\b|\b(?:every|each|of the) month\b/i, 'monthly'],
  [/\bweekly\b|\b(?:every|each) (?:week|monday|tuesday|wednesday|thursday|friday)\b/i, 'weekly'], [/\bdaily\b|\bevery day\b/i, 'daily'],
]
const AMBIGUOUS = /\bbi-?\s?(?:weekly|monthly|annual(?:ly)?)\b/i

function rhythmOf(recurrence: Recurrence): Rhythm | null {
  if (recurrence.kind === 'in the month') return recurrence.nths.length > 1 ? null : (({ 1: 'monthly', 2: 'every two months', 3: 'quarterly' }) as Record<number, Rhythm>)[recurrence.everyMonths] ?? null
  if (recurrence.kind === 'weekly') return recurrence.weekdays.length > 1 ? null : recurrence.everyWeeks === 1 ? 'weekly' : recurrence.everyWeeks === 2 ? 'fortnightly' : null
  if (recurrence.kind === 'dates') return recurrence.perYear === 4 ? 'quarterly' : recurrence.perYear === 12 ? 'monthly' : null
  return recurrence.kind === 'daily' ? 'daily' : null
}

const rhythmIn = (text: string): Rhythm | null => {
  const found = [...new Set(RHYTHMS.filter(([pattern]) => pattern.test(text)).map(([, rhythm]) => rhythm))]
  return found.length === 1 ? found[0]! : null
}

type Said = { where: string; words: string; rhythm: Rhythm | null; since: string | null; until: string | null; recurrence: Recurrence | null }

/** Every place that says how often a group meets. */
function saidOf(group: RegisteredGroup, today: string): Said[] {
  const series = group.series.flatMap((row): Said[] => {
    const read = Recurrence.safeParse(row.recurrence)
    return read.success ? [{ where: 'a series', words: sayRecurrence(read.data), rhythm: rhythmOf(read.data), since: row.starts, until: row.ends, recurrence: read.data }] : []
  })
  const written = (where: string, text: string | null | undefined): Said[] => {
    if (!text) return []
    const read = readRecurrence(text)
    const recurrence = 'recurrence' in read ? read.recurrence : null
    const rhythm = recurrence ? rhythmOf(recurrence) : rhythmIn(text)
    return rhythm ? [{ where, words: text, rhythm, since: today, until: null, recurrence }] : []
  }
  return [...series, ...written('its terms', group.terms.find(({ adoptedOn }) => adoptedOn !== null)?.dates), ...written('its remit', group.remit)]
}

const differ = (one: Said, other: Said) => overlap(one, other) &&
  (one.rhythm !== null && other.rhythm !== null && one.rhythm !== other.rhythm
    || (one.recurrence !== null && other.recurrence !== null && one.rhythm === other.rhythm && sayRecurrence(one.recurrence).split(',')[0] !== sayRecurrence(other.recurrence).split(',')[0]))

/** E-21. */
const twoRecurrences = ({ groups, today }: Governance) =>
  groups.filter(({ ends }) => ends === null || ends >= today).flatMap((group) => {
    const about = { place: group.name, groupIds: [group.groupId] }
    const vague = [group.terms.find(({ adoptedOn }) => adoptedOn !== null)?.dates ?? '', group.remit ?? ''].map((text) => AMBIGUOUS.exec(text)?.[0]).find(Boolean)
    if (vague) return [{ ...about, sentence: `${group.name} is said to meet “${vague}”, which some read as twice in that time and some as every second.`, suggestion: 'Write which it is: twice a week, or every two weeks.' }]
    const said = saidOf(group, today)
    const pair = said.flatMap((one, at) => said.slice(at + 1).filter((other) => differ(one, other)).map((other) => [one, other] as const))[0]
    if (!pair) return []
    const [one, other] = pair
    return [{
      ...about,
      sentence: `${group.name} meets in two rhythms: “${one.words.slice(0, 120)}” in ${one.where}, and “${other.words.slice(0, 120)}” in ${other.where === one.where ? 'another series' : other.where}.`,
      suggestion: 'Agree how often it meets, end the series that is wrong, and say it once.',
    }]
  })

export const TIME_RULES: readonly Rule[] = [
  { id: 'confidential-same-slot', title: 'Two confidential groups with the same people at one hour', severity: 'gap', find: sameSlot, why: 'What is said in confidence in one runs into the other, and minutes cannot be kept apart.' },
  { id: 'task-group-end', title: 'A task and finish group past its end, or without one', severity: 'gap', find: taskGroups, why: 'A group for one task ends with a report; one that does not becomes a standing group that nobody set up.' },
  { id: 'two-recurrences', title: 'Two rhythms for one group', severity: 'question', find: twoRecurrences, why: 'Members do not know when to come, and nobody can tell whether a meeting was missed.' },
]
