import type { MeetingOwner } from '../../actions/owners.ts'
import { daysLate, endedInWords, type GroupAction, nameOf } from '../../actions/group-action.ts'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import type { AgendaItem } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'
import { DECISION_KINDS } from '../minutes/shown.ts'
import type { Asked } from './asked-store.ts'
import type { Decision } from './decision-store.ts'
import type { Interest } from './interest-store.ts'
import { KIND_WORDS, outcomeChoices } from './decided-words.ts'
import { dayPage, decisionRow } from './live-page.ts'
import { isTyped } from './live-store.ts'
import type { Quorum } from './quorum.ts'
import { dayInWords } from '../meeting-page.ts'

export const ownerValue = ({ agencyId, accountId }: MeetingOwner) => (accountId ? `${agencyId} ${accountId}` : agencyId)
/** The organisation and person that an owner's choice names. */
export const ownerOf = (chosen: string): MeetingOwner => {
  const [agencyId = '', accountId = null] = chosen.split(' ')
  return { agencyId, accountId }
}

/** Owners to choose among. */
export const ownerChoices = (owners: readonly (MeetingOwner & { name: string })[], chosen: unknown) => [
  { value: '', text: 'Choose who will do it' }, ...owners.map((owner) => ({ value: ownerValue(owner), text: owner.name, selected: chosen === ownerValue(owner) })),
]

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))

/** An action as pages of a meeting list it. */
export function actionRow(action: GroupAction) {
  const late = daysLate(action, todayInLondon(Temporal.Now.instant()))
  return {
    href: `/meeting-actions/${action.actionId}`, number: nameOf(action), statement: action.statement, owner: action.owner ? `${action.owner}, ${action.ownerAgency}` : action.ownerAgency, due: day(action.dueOn),
    ended: action.state !== 'open', state: endedInWords(action) ?? (late > 0 ? `Open, ${late === 1 ? 'a day' : `${late} days`} late` : 'Open'),
  }
}

/** Actions of a group that are open or were ended since its last meeting, but for those agreed in this one. `since`: an ISO day. */
export const mattersArising = (actions: readonly GroupAction[], meetingId: string, since: string | null) =>
  actions.filter((action) => action.meetingId !== meetingId && (action.state === 'open' || (action.closedOn !== null && since !== null && action.closedOn >= since)))

type Seen = {
  items: readonly AgendaItem[]; item: AgendaItem; typedBy: { name: string; at: Temporal.Instant } | null; decisions: readonly Decision[]; actions: readonly GroupAction[]; interests: readonly Interest[]
  owners: readonly (MeetingOwner & { name: string })[]; quorum: Quorum; arising: readonly GroupAction[] | null; last: Meeting | null; reader: string; asked: readonly Asked[]
}
type Entered = Record<string, unknown>

/** A clock in London, 'HH:MM'. */
const clockOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('Europe/London').toPlainTime().toString({ smallestUnit: 'minute' })

/** One item of a meeting: its minutes, decisions and actions, to type or to read. */
export function itemPage(meeting: Meeting, seen: Seen, asked: { entered: Entered; errors: object }) {
  const { items, item, typedBy, decisions, actions, interests, owners, quorum, arising, last, reader } = seen
  const at = items.findIndex(({ agendaItemId }) => agendaItemId === item.agendaItemId)
  const to = (each: AgendaItem | undefined) => each && { href: `/meetings/${meeting.meetingId}/live/items/${each.agendaItemId}`, title: each.title }
  const entered: Entered = { minuted: item.minuted, ...asked.entered, version: item.version }
  const page = dayPage(meeting, `${at + 1}. ${item.title}`)
  return {
    ...page, ...asked.errors, entered, here: to(item)!.href, back: { href: page.live, text: 'On the day' },
    number: at + 1, of: items.length, itemTitle: item.title, restricted: item.restricted, lead: item.lead, keptAs: `${item.agendaItemId} ${reader}`,
    previous: to(items[at - 1]), next: to(items[at + 1]),
    types: isTyped(meeting), closed: meeting.state === 'cancelled' ? 'The meeting was cancelled.' : `The minutes are ${meeting.minutesState}: nothing is typed here any more.`,
    typed: typedBy ? `Last saved by ${typedBy.name} at ${clockOf(typedBy.at)}.` : 'Nothing is saved yet.',
    declared: interests.filter(({ agendaItemId }) => agendaItemId === item.agendaItemId || agendaItemId === null).map(({ name, interest, handled }) => `${name} declared an interest (${interest}) and ${handled}.`),
    decisions: decisions.filter(({ agendaItemId }) => agendaItemId === item.agendaItemId).map((each) => decisionRow(each, meeting.meetingId)),
    agreed: actions.filter(({ agendaItemId }) => agendaItemId === item.agendaItemId).map(actionRow),
    kinds: DECISION_KINDS.map((kind) => ({ value: kind, text: KIND_WORDS[kind], checked: entered.kind === kind })),
    owners: ownerChoices(owners, entered.owner),
    recommendations: seen.asked.length === 0 ? null : [{ value: '', text: 'None of them' }, ...seen.asked.map(({ sectionId, paper, words }) => ({ value: sectionId, text: `${paper}: ${words}`, selected: entered.sectionId === sectionId }))],
    outcomes: outcomeChoices(entered.outcome),
    short: quorum.met === false, quorum: quorum.words,
    arising: arising && arising.map(actionRow),
    lastMinutes: item.kind === 'minutes' && last ? { href: `/meetings/${last.meetingId}/minutes`, text: `Minutes of ${dayInWords(last.heldOn)}` } : null,
  }
}

const CARRIED = ['kind', 'decision', 'sectionId', 'outcome', 'noQuorum', 'statement', 'owner', 'dueOn'] as const

/** Two secretaries typed under one item: what stands, beside what this one typed, to choose among. What else was on the form is carried along. */
export function bothPage(meeting: Meeting, item: AgendaItem, by: string, mine: string, rest: Entered, reader: string) {
  const page = dayPage(meeting, 'On the day')
  const here = `/meetings/${meeting.meetingId}/live/items/${item.agendaItemId}`
  return {
    title: 'Somebody else typed while you were typing', context: `${page.heading} · ${page.context}`, back: { href: here, text: item.title }, here, by, itemTitle: item.title, version: item.version, theirs: item.minuted, mine, keptAs: `${item.agendaItemId} ${reader}`,
    carried: CARRIED.flatMap((name) => (typeof rest[name] === 'string' && rest[name] !== '' ? [{ name, value: rest[name] }] : [])),
  }
}

/** What two people typed, joined: theirs first. Equal texts, or one that holds the other, are not said twice. */
export function joined(theirs: string, mine: string): string {
  if (mine.includes(theirs)) return mine
  return theirs.includes(mine) ? theirs : `${theirs}\n\n${mine}`
}
