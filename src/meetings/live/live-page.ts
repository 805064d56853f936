import { dayInWords, meetingPage } from '../meeting-page.ts'
import type { AgendaItem } from '../meeting-store.ts'
import { hoursInWords, type Meeting } from '../meeting.ts'
import { decidedWords } from './decided-words.ts'
import type { Came } from './attendance-store.ts'
import type { Decision } from './decision-store.ts'
import type { Interest } from './interest-store.ts'
import type { Quorum } from './quorum.ts'
import { isTyped } from './live-store.ts'

export const STATE_WORDS: Record<Came['state'], string> = { present: 'Present', deputy: 'Deputy', apologies: 'Apologies', absent: 'Absent' }

/** What stands around every page of the day itself. */
export const dayPage = (meeting: Meeting, heading: string) => {
  const page = meetingPage(meeting, 'live')
  return { ...page, title: heading === 'On the day' ? page.title : `${heading}: ${page.title}`, live: `/meetings/${meeting.meetingId}/live`, here: `/meetings/${meeting.meetingId}`, part: heading }
}

const COUNT_WORDS = (came: readonly Came[]) => (['present', 'deputy', 'apologies', 'absent'] as const).map((state) => ({ state, count: came.filter((each) => each.state === state).length }))
  .filter(({ count }) => count > 0).map(({ state, count }) => `${count} ${state === 'deputy' ? (count === 1 ? 'deputy' : 'deputies') : state === 'apologies' ? 'sent apologies' : state}`).join(', ')

/** A decision as pages list it. */
export const decisionRow = ({ decisionId, reference, kind, statement, withoutQuorum, restricted, outcome, asked }: Decision, meetingId: string) => ({
  reference, kind: decidedWords({ kind, outcome }), statement, asked, withoutQuorum, restricted, href: `/meetings/${meetingId}/decisions/${decisionId}`,
})

type Seen = { items: readonly AgendaItem[]; came: readonly Came[]; quorum: Quorum; decisions: readonly Decision[]; actions: readonly { agendaItemId: string | null }[]; interests: readonly Interest[]; next: Meeting | null }

/** The meeting on its day: whether it has begun, who is there, its items and how far each has got, and when it meets next. */
export function livePage(meeting: Meeting, { items, came, quorum, decisions, actions, interests, next }: Seen, today: string, { entered, errors }: { entered: Record<string, unknown>; errors: object }) {
  const { keeps } = meeting.group
  const here = `/meetings/${meeting.meetingId}`
  const count = (list: readonly { agendaItemId: string | null }[], { agendaItemId }: AgendaItem, one: string, many: string) => {
    const found = list.filter((each) => each.agendaItemId === agendaItemId).length
    return found === 0 ? null : `${found} ${found === 1 ? one : many}`
  }
  return {
    ...dayPage(meeting, 'On the day'), ...errors, entered,
    cancelled: meeting.state === 'cancelled', waits: meeting.state === 'planned', early: meeting.heldOn > today, day: dayInWords(meeting.heldOn),
    begins: keeps && meeting.state === 'planned' && meeting.heldOn <= today,
    ends: keeps && meeting.state === 'under way', over: meeting.state === 'held',
    types: keeps && isTyped(meeting),
    quorum: quorum.words, short: quorum.met === false && meeting.state !== 'planned',
    attendance: came.length > 0 ? `${COUNT_WORDS(came)}.` : 'Nobody is written down yet.',
    interests: interests.length === 0 ? 'None declared.' : interests.length === 1 ? 'One declared.' : `${interests.length} declared.`,
    first: items[0] ? `${here}/live/items/${items[0].agendaItemId}` : null,
    items: items.map((item, at) => ({
      number: at + 1, title: item.title, restricted: item.restricted, lead: item.lead,
      href: keeps && meeting.state !== 'planned' && meeting.state !== 'cancelled' ? `${here}/live/items/${item.agendaItemId}` : null,
      got: [keeps && item.minuted !== '' ? 'Minutes typed' : null, count(decisions, item, 'decision', 'decisions'), count(actions, item, 'action', 'actions')].filter(Boolean).join(', ') || 'Nothing yet',
    })),
    next: next && { href: `/meetings/${next.meetingId}`, text: `${dayInWords(next.heldOn)}, ${hoursInWords(next)}`, place: next.place },
    asksNext: keeps && next === null && meeting.state !== 'cancelled',
    beginsAt: entered.beginsAt ?? meeting.beginsAt, place: entered.place ?? meeting.place ?? '',
  }
}
