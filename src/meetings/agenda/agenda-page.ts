import { type AgendaKind, AGENDA_KINDS } from '../groups/group.ts'
import { clockAfter, isOpen, type Meeting } from '../meeting.ts'
import { meetingPage } from '../meeting-page.ts'
import type { AgendaItem } from '../meeting-store.ts'
import type { MeetingPaper } from '../papers/paper-store.ts'
import { noticeInWords } from '../papers/notice.ts'
import { standingOf } from '../papers/standing.ts'
import { AGENDA_KIND_IN_WORDS, runningClock } from './agenda.ts'
import type { DrawnItems } from './draw.ts'

/** The items of an agenda as a page, a pack and a Word document show them: numbered, timed, and with what stands under each. */
export function agendaLines(meeting: Meeting, agenda: readonly AgendaItem[], drawn: DrawnItems, papers: readonly MeetingPaper[], today: Temporal.PlainDate) {
  const clock = runningClock(meeting.beginsAt, agenda.map(({ minutesPlanned }) => minutesPlanned))
  return agenda.map((item, at) => {
    const under = drawn.get(item.kind)
    return {
      itemId: item.agendaItemId, number: at + 1, title: item.title, time: clock[at] ?? null, lead: item.lead, planned: item.minutesPlanned, restricted: item.restricted, version: item.version,
      lines: under?.lines ?? [], nothing: under && under.lines.length === 0 ? under.none : null,
      papers: papers.filter(({ agendaItemId }) => agendaItemId === item.agendaItemId).map((paper) => standingOf(paper, today)),
      up: at > 0, down: at < agenda.length - 1,
    }
  })
}

const kindItems = (chosen: string) => [
  { value: '', text: 'Choose', selected: chosen === '' },
  ...AGENDA_KINDS.map((kind) => ({ value: kind, text: kindText(kind), selected: kind === chosen })),
]
const kindText = (kind: AgendaKind) => {
  const { text, draws } = AGENDA_KIND_IN_WORDS[kind]
  return draws ? `${text} (shows ${draws})` : text
}

/** Fields of an item's form, as entered. */
export const itemFields = (entered: Record<string, unknown>, seated: boolean) => ({
  entered, kinds: kindItems(String(entered.kind ?? '')), mayRestrict: seated,
  restrictedItems: [{ value: 'yes', text: 'Restricted: for the group alone, whatever is issued', checked: entered.restricted === 'yes' || entered.restricted === true }],
})

type Asked = { entered: Record<string, unknown>; errors: object }

/** A meeting's agenda. `missing`: how many standing items of the terms could be put on it. */
export function agendaPage(meeting: Meeting, agenda: readonly AgendaItem[], drawn: DrawnItems, papers: readonly MeetingPaper[], missing: number, { entered, errors }: Asked, today: Temporal.PlainDate) {
  const planned = agenda.reduce((sum, { minutesPlanned }) => sum + (minutesPlanned ?? 0), 0)
  const changes = meeting.group.keeps && isOpen(meeting)
  return {
    ...meetingPage(meeting, 'agenda'), ...errors,
    items: agendaLines(meeting, agenda, drawn, papers, today),
    changes, missing, notice: noticeInWords(meeting, papers, today), online: meeting.online,
    planned: planned === 0 ? null : `${planned} of ${meeting.minutes} minutes are planned${planned > meeting.minutes ? `: it would end at ${clockAfter(meeting.beginsAt, planned)}, after its time` : ''}.`,
    others: papers.filter(({ agendaItemId }) => agendaItemId === null || !agenda.some((item) => item.agendaItemId === agendaItemId)).map((paper) => standingOf(paper, today)),
    mayCancel: meeting.group.keeps && meeting.state === 'planned',
    ...itemFields({ kind: 'discussion', ...entered }, meeting.group.seated),
  }
}
