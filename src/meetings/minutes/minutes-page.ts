import type { MeetingOwner } from '../../actions/owners.ts'
import { writeDate } from '../../calendar/dates.ts'
import { ownerChoices, ownerValue } from '../live/item-page.ts'
import { isTyped } from '../live/live-store.ts'
import { meetingPage } from '../meeting-page.ts'
import type { Meeting, MinutesState } from '../meeting.ts'
import { chairsOf, mayApprove } from './approval-store.ts'
import { assemble } from './assemble.ts'
import { namesLeftIn } from './names.ts'
import type { Promised } from './promises.ts'
import type { MeetingRecord } from './record-store.ts'
import { type Audience, AUDIENCES, type MinutesShown } from './shown.ts'
import { AUDIENCE_IN_WORDS, shownPage } from './shown-page.ts'
import type { IssuedMinutes } from './store.ts'

const dateOf = (at: Temporal.Instant) => writeDate(at.toZonedDateTimeISO('Europe/London').toPlainDate())
const page = (meeting: Meeting) => ({ ...meetingPage(meeting, 'minutes'), minutes: `/meetings/${meeting.meetingId}/minutes`, first: `/meetings/${meeting.meetingId}/live` })
export const addressOf = ({ meetingId, audience, issue }: Pick<IssuedMinutes, 'meetingId' | 'audience' | 'issue'>) => `/meetings/${meetingId}/minutes/${audience}/${issue}`

const issueName = ({ audience, issue }: Pick<IssuedMinutes, 'audience' | 'issue'>) => `${AUDIENCE_IN_WORDS[audience].name}${issue > 1 ? `, issue ${issue}` : ''}`

const NOTHING: Record<MinutesState, string> = {
  none: 'Nothing is minuted yet.', draft: 'The minutes are being written. They stand here once they are issued.', 'with the chair': 'The minutes are with the chair. They stand here once they are issued.',
  approved: 'The minutes are approved. They stand here once they are issued.', issued: 'The minutes are issued to the group alone.',
}

/** One issue of the minutes, the issues beside it, and the way to the draft for those who keep it. */
export function minutesPage(meeting: Meeting, issues: readonly IssuedMinutes[], current: IssuedMinutes | null) {
  const last = current && issues.find(({ audience }) => audience === current.audience)
  const begun = meeting.state === 'under way' || meeting.state === 'held'
  return {
    ...page(meeting),
    toDraft: meeting.group.keeps && begun ? { href: `/meetings/${meeting.meetingId}/minutes/draft`, text: meeting.minutesState === 'issued' ? 'What was minuted, and putting it right' : 'The draft' } : null,
    issues: issues.map((each) => ({ text: `${issueName(each)}, ${dateOf(each.issuedAt)}`, href: addressOf(each), current: each === current })),
    shown: current && shownPage(current.shown, { issue: current.issue, correction: current.correction }),
    issued: current && `Issued on ${dateOf(current.issuedAt)}${current.issuedBy ? ` by ${current.issuedBy}` : ''}.`,
    replaced: last && last !== current ? addressOf(last) : null,
    sent: current !== null && current.audience !== 'public' && (meeting.group.keeps || meeting.group.seated),
    nothing: NOTHING[meeting.minutesState],
    actions: current ? [{ text: 'Word', href: `${addressOf(current)}/word`, download: true }, { text: 'Print', print: true }] : [],
  }
}

const STANDS: Record<MinutesState, string> = {
  none: 'Nothing is minuted yet.', draft: 'This is a draft. It is made of what was minuted item by item, and changes with it.', 'with the chair': 'The draft is with the chair. Nothing is changed until it is approved or sent back.',
  approved: 'The minutes are approved, and can be issued.', issued: 'The minutes are issued. This is what was minuted.',
}

type Draft = { record: MeetingRecord; notes: readonly { note: string; by: string | null; at: Temporal.Instant }[]; promises: readonly Promised[]; owners: readonly (MeetingOwner & { name: string; shut: boolean })[]; reader: string | null }
type Asked = { entered: Record<string, unknown>; errors: object & { errorFor: Record<string, { text: string }> } }

/** The draft: what was minuted, where it stands with the chair, and every promise in it that is no action. */
export function draftPage(meeting: Meeting, { record, notes, promises, owners, reader }: Draft, { entered, errors }: Asked) {
  const { keeps, seated } = meeting.group
  const noChair = chairsOf(record.seats).length === 0
  const held = meeting.state === 'held'
  const marked = promises.findIndex((promise) => promise.itemId === entered.item && promise.sentence === entered.sentence)
  const asked = marked !== -1 || entered.item === undefined ? marked : promises.findIndex((promise) => promise.itemId === entered.item)
  return {
    ...page(meeting), ...errors, entered, stands: meeting.state === 'under way' ? 'The meeting is under way. This is what was minuted so far.' : STANDS[meeting.minutesState], unseated: !seated,
    notes: meeting.minutesState === 'draft' ? notes.slice(0, 1).map(({ note, by, at }) => ({ note, by: by ?? 'the chair', on: dateOf(at) })) : [],
    toChair: keeps && held && isTyped(meeting) ? 'Send the draft to the chair' : null,
    approves: held && meeting.minutesState === 'with the chair' && mayApprove(record.seats, reader), noChair,
    toIssue: keeps && (meeting.minutesState === 'approved'), reopens: keeps && (meeting.minutesState === 'issued' || meeting.minutesState === 'approved'),
    promises: promises.map((promise, at) => {
      const mine = at === asked ? entered : {}
      const item = record.items.find(({ agendaItemId }) => agendaItemId === promise.itemId)!
      return {
        mark: at === 0 ? '' : `-${at + 1}`, sentence: promise.sentence, itemId: promise.itemId, under: `Item ${record.items.indexOf(item) + 1}, ${item.title}`, statement: mine.statement ?? promise.sentence, errorFor: at === asked ? errors.errorFor : {},
        owners: ownerChoices(owners.filter(({ shut }) => shut === (meeting.group.confidential || item.restricted)), mine.owner ?? (promise.owner && ownerValue(promise.owner))), ownerHint: promise.owner ? 'Guessed from the words' : 'The words name nobody of the list',
        dueOn: mine.dueOn ?? writeDate(Temporal.PlainDate.from(promise.dueOn)), dayHint: promise.sure ? 'Guessed from the words' : 'The words give no day: this is the next meeting, or four weeks on',
      }
    }),
    shown: shownPage(assemble(record, 'group'), { draft: true }),
    actions: [{ text: 'Print', print: true }],
  }
}

/** For whom this account may issue: restricted minutes only with a seat, and a confidential group's to nobody else. */
export const mayIssueTo = ({ group }: Meeting): Audience[] => AUDIENCES.filter((audience) => (audience === 'group' ? group.seated : !group.confidential))

/** Names that may be left in the public version, for a person to look at. */
export function namesLeft(record: MeetingRecord): string[] {
  const shown = assemble(record, 'public')
  const said = shown.items.flatMap(({ title, minuted, decisions, actions }) => [title, minuted, ...decisions.map(({ statement }) => statement), ...actions.map(({ statement }) => statement)])
  const officers = new Set(shown.present.filter(({ role }) => role !== null).map(({ name }) => name))
  return namesLeftIn([...said, ...shown.interests.map(({ interest }) => interest), ...shown.otherActions.map(({ statement }) => statement)].join('\n'), record.people.filter(({ name }) => !officers.has(name)))
}

/** What is about to be issued, in the version of one audience. */
export function issuePage(meeting: Meeting, record: MeetingRecord, issued: readonly IssuedMinutes[], shown: MinutesShown, { entered, errors }: Asked) {
  const audiences = mayIssueTo(meeting)
  const chosen = [entered.audiences ?? audiences.filter((audience) => audience !== 'public')].flat()
  return {
    ...page(meeting), ...errors, entered, back: { href: `/meetings/${meeting.meetingId}/minutes/draft`, text: 'The draft' },
    explains: meeting.group.confidential ? 'A confidential group’s minutes are for those who have a seat in it, and for nobody else.' : 'What is issued is kept as it is. It is only corrected by a new issue that says what it puts right.',
    choices: audiences.map((audience) => ({ value: audience, text: AUDIENCE_IN_WORDS[audience].name, hint: { text: AUDIENCE_IN_WORDS[audience].mark }, checked: chosen.includes(audience) })),
    previews: audiences.map((audience) => ({ text: AUDIENCE_IN_WORDS[audience].name, href: `/meetings/${meeting.meetingId}/minutes/issue?audience=${audience}`, current: audience === shown.audience })),
    again: issued.some(({ audience }) => audiences.includes(audience)), left: audiences.includes('public') ? namesLeft(record) : [],
    previewing: `As ${AUDIENCE_IN_WORDS[shown.audience].name.toLowerCase()} will read them`, shown: shownPage(shown, { draft: true }),
  }
}
