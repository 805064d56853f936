import type { GroupAction } from '../../actions/group-action.ts'
import type { Came } from '../live/attendance-store.ts'
import { filledOf } from '../live/attendance-store.ts'
import { quorumInMinutes } from '../live/quorum.ts'
import { OFFICERS, ROLE_IN_WORDS } from '../live/role-words.ts'
import type { AgendaItem } from '../meeting-store.ts'
import { leaveNamesOut } from './names.ts'
import type { MeetingRecord } from './record-store.ts'
import type { Attended, Audience, MinutesShown, ShownItem } from './shown.ts'

const isOfficer = ({ role, state }: Came) => role !== null && OFFICERS.includes(role) && state === 'present'

/** Somebody at the meeting as an audience reads of them. In public, whoever is no officer of it stands by their post or role. */
function attended(came: Came, audience: Audience): Attended {
  const { name, organisation, role, post, person, state, seatId } = came
  const says = { organisation, role: role && ROLE_IN_WORDS[role], guest: seatId === null }
  if (audience !== 'public' || isOfficer(came)) return { ...says, name: state === 'deputy' && person && audience !== 'public' ? `${name}, for ${person}` : name }
  const place = post ?? (role ? ROLE_IN_WORDS[role] : 'Guest')
  return { ...says, role: null, name: state === 'deputy' ? `Deputy for the ${place.toLowerCase() === place || role === null ? place : place[0]!.toLowerCase() + place.slice(1)}` : place }
}

/** Minutes for one audience, made by picking from the record what it may read: nothing restricted but for the group, and nothing that hangs on an item it is not shown. */
export function assemble(record: MeetingRecord, audience: Audience, sent: Pick<MinutesShown, 'sentTo' | 'notSentTo'> = { sentTo: [], notSentTo: [] }): MinutesShown {
  const { meeting, quorum, seats, interests, decisions, actions, nextOn, approvedBy } = record
  const open = ({ restricted }: { restricted: boolean }) => audience === 'group' || !restricted
  const items = record.items.filter(open)
  const came = record.came.filter(open)
  const officers = new Set(came.filter(isOfficer).map(({ name }) => name))
  const hidden = record.people.filter(({ name }) => !officers.has(name))
  const say = (text: string) => (audience === 'public' ? leaveNamesOut(text, hidden) : text)
  const numberOf = (id: string | null) => items.findIndex(({ agendaItemId }) => agendaItemId === id) + 1 || null
  const hangsOnShown = (each: { agendaItemId: string | null }) => each.agendaItemId === null || numberOf(each.agendaItemId) !== null
  const shownAction = ({ number, statement, owner, ownerAgency, dueOn }: GroupAction) => ({ reference: number ?? '', statement: say(statement), owner: owner && audience !== 'public' ? `${owner}, ${ownerAgency}` : ownerAgency, dueOn })
  const numbered = actions.filter(open).filter(hangsOnShown).toSorted((a, b) => Number(a.number?.split('/')[0] ?? 0) - Number(b.number?.split('/')[0] ?? 0))
  const shownDecisions = decisions.filter(open).filter(hangsOnShown)
  const item = ({ agendaItemId, title, restricted, minuted }: AgendaItem, at: number): ShownItem => ({
    number: at + 1, title: say(title), restricted, minuted: say(minuted),
    decisions: shownDecisions.filter((each) => each.agendaItemId === agendaItemId).map(({ reference, kind, statement, withoutQuorum, outcome, asked }) => ({ reference, kind, statement: say(statement), withoutQuorum, outcome, asked: asked && say(asked) })),
    actions: numbered.filter((each) => each.agendaItemId === agendaItemId).map(shownAction),
  })
  const here = came.filter(({ state }) => state === 'present' || state === 'deputy')
  const accepted = here.filter((each) => each.accepted).length
  return {
    group: meeting.group.name, heldOn: meeting.heldOn, beginsAt: meeting.beginsAt, place: meeting.place, audience,
    present: here.map((each) => attended(each, audience)), apologies: came.filter(({ state }) => state === 'apologies').map((each) => attended(each, audience)),
    quorum: came.length === 0 ? null : quorumInMinutes(quorum, seats.length, filledOf(came)),
    statement: record.items.some(({ kind }) => kind === 'confidentiality') && here.length > 0 ? `The confidentiality statement was accepted by ${accepted === here.length ? 'everyone present' : `${accepted} of ${here.length} present`}.` : null,
    interests: interests.filter(open).filter(hangsOnShown).map(({ agendaItemId, name, interest, handled }) => ({ item: numberOf(agendaItemId), name: audience === 'public' && !officers.has(name) ? organisationOf(record, name) : name, interest: say(interest), handled })),
    items: items.map(item), otherActions: numbered.filter(({ agendaItemId }) => agendaItemId === null).map(shownAction),
    nextOn, approvedBy, ...(audience === 'public' ? { sentTo: [], notSentTo: [] } : sent),
  }
}

/** What stands for somebody in public: their organisation, or nothing that could be anyone. */
const organisationOf = ({ people }: MeetingRecord, name: string) => people.find((person) => person.name === name)?.instead ?? 'Somebody present'
