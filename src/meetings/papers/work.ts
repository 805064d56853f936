import type { Tx } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'
import { selectPapersOwed } from '../front/front-store.ts'
import { dayInWords } from '../meeting-page.ts'
import { selectMeetings } from '../meeting-store.ts'
import { countMissing } from './paper-store.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }
const on = (iso: string) => Temporal.PlainDate.from(iso)
const DAYS_AHEAD = 7

const readyInWords = (missing: number) => (missing === 0 ? 'the pack is ready' : missing === 1 ? 'one paper is still to come' : `${missing} papers are still to come`)

/** What meetings ask of a visitor, for my work: papers to hand in, and their own meetings of this week, whose pack is ready once no paper is missing. */
export async function meetingWorkFor(tx: Tx, { powers }: Visitor, today: Temporal.PlainDate): Promise<Work[]> {
  if (!powers.has('meetings.read')) return []
  const papers = (await selectPapersOwed(tx)).map(({ title, meetingId, paperId, dueOn, group, heldOn }) => ({
    kind: 'Papers to hand in', title, href: `/meetings/${meetingId}/papers/${paperId}`, due: dueOn ? on(dueOn) : null, note: `${group}, ${dayInWords(heldOn)}`,
  }))
  const coming = (await selectMeetings(tx, { from: today.toString(), to: today.add({ days: DAYS_AHEAD }).toString() })).filter(({ group, state }) => group.seated && (state === 'planned' || state === 'under way'))
  const missing = await countMissing(tx, coming.map(({ meetingId }) => meetingId))
  return [...papers, ...coming.map(({ meetingId, group, heldOn, beginsAt }) => ({
    kind: 'Your meetings this week', title: group.name, href: `/meetings/${meetingId}/pack`, due: on(heldOn), note: `At ${beginsAt} · ${readyInWords(missing.get(meetingId) ?? 0)}`,
  }))]
}
