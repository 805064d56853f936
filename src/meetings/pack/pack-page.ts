import { writeDate } from '../../calendar/dates.ts'
import { isOpen } from '../meeting.ts'
import { meetingPage } from '../meeting-page.ts'
import type { Pack } from './pack.ts'

const on = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const counted = (count: number, one: string, many: string) => (count === 0 ? null : `${count} ${count === 1 ? one : many}`)

/** "2 items of the agenda, 1 paper": what a pack made for all readers is without. */
export const leftOutInWords = ({ items, papers, actions }: NonNullable<Pack['leftOut']>) =>
  [counted(items, 'item of the agenda', 'items of the agenda'), counted(papers, 'paper', 'papers'), counted(actions, 'action', 'actions')].filter(Boolean).join(', ')

/** Who reads the pack, on every page of it. */
export const markOf = ({ meeting, readers, restricted }: Pack) =>
  restricted || (meeting.group.confidential) ? 'Restricted: for those who have a seat in the group' : readers === 'group' && meeting.group.seated ? 'For the group' : 'For the partnership'

/** Minutes as sections of a pack. */
export const minutesSections = ({ shown }: NonNullable<Pack['minutes']>) => shown && {
  present: shown.present.map(({ name, organisation }) => [name, organisation].filter(Boolean).join(', ')),
  apologies: shown.apologies.map(({ name, organisation }) => [name, organisation].filter(Boolean).join(', ')),
  items: shown.items.map(({ number, title, minuted, decisions, actions }) => ({
    number, title, paragraphs: minuted.split(/\n+/).map((line) => line.trim()).filter(Boolean),
    decisions: decisions.map(({ reference, statement }) => `${reference} ${statement}`), actions: actions.map(({ reference, statement, owner, dueOn }) => `${reference} ${statement} (${owner}, by ${on(dueOn)})`),
  })),
}

/** A meeting's pack as one page with a list of contents. */
export function packPage(pack: Pack) {
  const { meeting, readers, lines, minutes, actions, feeds, papers, leftOut } = pack
  const sections = [
    { id: 'agenda', text: 'Agenda' }, { id: 'minutes', text: minutes?.heading ?? 'Minutes of the last meeting' }, { id: 'actions', text: 'Actions' },
    ...(feeds.length > 0 ? [{ id: 'feeds', text: 'Reports from other groups' }] : []), ...papers.map(({ title }, at) => ({ id: `paper-${at + 1}`, text: title })),
  ]
  const here = `/meetings/${meeting.meetingId}/pack`
  const query = readers === 'partnership' && meeting.group.seated ? '?for=partnership' : ''
  return {
    ...meetingPage(meeting, 'pack'), sections, lines, minutes: minutes && { ...minutes, sections: minutesSections(minutes) }, packActions: actions, feeds, papers, mark: markOf(pack),
    leftOut: leftOut && leftOutInWords(leftOut), anyPapers: papers.length > 0, isComing: isOpen(meeting),
    other: !meeting.group.seated || meeting.group.confidential ? null : readers === 'group' ? { href: `${here}?for=partnership`, text: 'The pack for the whole partnership' } : { href: here, text: 'The group’s own pack' },
    actions: [{ text: 'Word', href: `${here}.docx${query}`, download: true }, { text: 'Print', print: true }],
  }
}
