import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'
import { selectMeetings } from '../meeting-store.ts'
import { dayInWords } from '../meeting-page.ts'

/** One thing that waits for somebody, as “My work” shows it (src/plans/updates/my-work.ts). */
type WorkItem = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

/** Days after a meeting by which its minutes should be out: a working fortnight. */
const DAYS_TO_ISSUE = 14
const CHAIRS = ['chair', 'co-chair']

/** Minutes that wait for this account: to approve, as their chair; to finish or issue, as somebody with a seat who keeps the papers. */
export async function minutesWorkFor(tx: Tx, { powers }: Visitor): Promise<WorkItem[]> {
  if (!powers.has('meetings.read')) return []
  const today = todayInLondon(Temporal.Now.instant())
  const meetings = (await selectMeetings(tx, { from: today.subtract({ years: 1 }).toString(), to: today.toString() })).filter(({ state, minutesState, group }) => state === 'held' && minutesState !== 'issued' && group.keeps && group.seated)
  if (meetings.length === 0) return []
  const chaired = new Set((await tx.selectFrom('group_seat').select('group_id').where('account_id', '=', tx.actor.accountId).where('role', 'in', CHAIRS).execute()).map(({ group_id }) => group_id))
  return meetings.flatMap(({ meetingId, groupId, group, heldOn, minutesState }) => {
    const chairs = chaired.has(groupId)
    if ((minutesState === 'with the chair') !== chairs) return []
    const title = minutesState === 'with the chair' ? `Approve the minutes of ${group.name}` : minutesState === 'approved' ? `Issue the minutes of ${group.name}` : `Finish the minutes of ${group.name}`
    return { kind: 'Minutes', title, href: `/meetings/${meetingId}/minutes/draft`, due: Temporal.PlainDate.from(heldOn).add({ days: DAYS_TO_ISSUE }), note: dayInWords(heldOn) }
  })
}
