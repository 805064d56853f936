import { drawAgenda, selectMattersArising } from '../agenda/draw.ts'
import { agendaLines } from '../agenda/agenda-page.ts'
import type { AgendaSource } from '../agenda/source.ts'
import { endedInWords } from '../../actions/group-action.ts'
import { ownerInWords } from '../../actions/action.ts'
import { writeDate } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { consultRestrictedParts } from '../consult.ts'
import { blocksOf } from '../feeds/content.ts'
import { selectFeedsOwedTo } from '../feeds/store.ts'
import type { Meeting } from '../meeting.ts'
import { dayInWords } from '../meeting-page.ts'
import { previousMeeting, selectAgenda } from '../meeting-store.ts'
import type { MinutesShown } from '../minutes/shown.ts'
import { consultMinutes, selectIssuedMinutes } from '../minutes/store.ts'
import { selectPaperFile, selectPapers } from '../papers/paper-store.ts'
import { standingOf } from '../papers/standing.ts'
import { type Inline, inlineOf } from './inline.ts'

/** Whom a pack is made for: the group's own people, or everyone in the partnership who reads meetings. */
export const READERS = ['group', 'partnership'] as const
export type Readers = (typeof READERS)[number]

export type Pack = Awaited<ReturnType<typeof selectPack>>

const on = (iso: string) => writeDate(Temporal.PlainDate.from(iso))

/** Minutes of the last meeting as these readers have them, or when they will come. */
async function lastMinutes(tx: Tx, meeting: Meeting, readers: Readers): Promise<{ heading: string; href: string | null; says: string | null; shown: MinutesShown | null } | null> {
  const previous = await previousMeeting(tx, meeting)
  if (!previous) return null
  const own = previous.group.seated && readers === 'group'
  const issued = (await selectIssuedMinutes(tx, previous.meetingId)).find(({ audience }) => (own ? true : audience === 'partnership' || audience === 'public'))
  if (issued) consultMinutes(tx, issued)
  return { heading: `Minutes of ${dayInWords(previous.heldOn)}`, href: previous.group.reads ? `/meetings/${previous.meetingId}/minutes` : null, says: issued ? null : 'They are not issued yet.', shown: issued?.shown ?? null }
}

/** A meeting's pack: agenda, minutes of the last meeting, actions, reports of other groups and papers, as this account may read them; made for all who read meetings, without what is restricted. */
export async function selectPack(tx: Tx, meeting: Meeting, readers: Readers, offered: readonly AgendaSource[], today: Temporal.PlainDate) {
  const whole = { agenda: await selectAgenda(tx, meeting.meetingId), papers: await selectPapers(tx, meeting.meetingId) }
  const open = <T extends { restricted: boolean }>(all: readonly T[]) => all.filter(({ restricted }) => readers === 'group' || !restricted)
  const [agenda, papers] = [open(whole.agenda), open(whole.papers)]
  const previous = await previousMeeting(tx, meeting)
  const allActions = await selectMattersArising(tx, { groupId: meeting.groupId, previousOn: previous?.heldOn ?? null })
  const actions = open(allActions)
  consultRestrictedParts(tx, meeting, 'pack', [...agenda.filter(({ restricted }) => restricted).map(({ agendaItemId }) => agendaItemId), ...papers.filter(({ restricted }) => restricted).map(({ paperId }) => paperId)])
  const drawn = new Map(await drawAgenda(tx, meeting, agenda, offered))
  // Actions stand in a section of their own, and those of the drawing may be restricted.
  if (drawn.has('matters arising')) drawn.set('matters arising', { lines: [], none: actions.length === 0 ? 'No action is open.' : 'See the actions below.' })
  if (readers === 'partnership') drawn.delete('apologies')
  const lines = agendaLines(meeting, agenda, drawn, papers, today)
  const shown: { title: string; restricted: boolean; number: number | null; href: string | null; note: string; inline: Inline | null }[] = []
  for (const paper of papers) {
    const { title, restricted, href, note } = standingOf(paper, today)
    const file = paper.fileName && (paper.fileKind === 'txt' || paper.fileKind === 'csv') ? await selectPaperFile(tx, meeting.meetingId, paper.paperId) : null
    shown.push({ title, restricted, href, note, number: lines.find(({ itemId }) => itemId === paper.agendaItemId)?.number ?? null, inline: file && inlineOf(file) })
  }
  const leftOut = { items: whole.agenda.length - agenda.length, papers: whole.papers.length - papers.length, actions: allActions.length - actions.length }
  return {
    meeting, readers, lines, minutes: await lastMinutes(tx, meeting, readers),
    actions: actions.map((action) => ({ number: action.number ?? '', statement: action.statement, owner: ownerInWords(action), due: on(action.dueOn), state: endedInWords(action) ?? (action.dueOn < today.toString() ? 'Late' : 'Open'), href: `/meeting-actions/${action.actionId}`, restricted: action.restricted })),
    feeds: (await selectFeedsOwedTo(tx, meeting.groupId, meeting.heldOn)).map(({ fromGroup, what, state, dueOn, sentOn, body, href }) => ({
      title: `${fromGroup}: ${what}`, href: state === 'sent' ? href : null, note: sentOn ? `Sent on ${on(sentOn)}` : `Due ${on(dueOn)}${state === 'not sent' ? ', not sent' : ''}`, blocks: body ? blocksOf(body) : [],
    })),
    papers: shown,
    restricted: readers === 'group' && (agenda.some(({ restricted }) => restricted) || papers.some(({ restricted }) => restricted) || actions.some(({ restricted }) => restricted)),
    /** Told to those in the group alone: others do not know that anything was left out. */
    leftOut: meeting.group.seated && readers === 'partnership' && leftOut.items + leftOut.papers + leftOut.actions > 0 ? leftOut : null,
  }
}
