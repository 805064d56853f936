import type { Tx } from '../db/tx.ts'
import type { Visitor } from '../web/visitor.ts'
import { ageInWords, nameOf, sourceInWords } from './group-action.ts'
import { selectGroupActions } from './store.ts'

/** One thing that waits for somebody, as “My work” shows it (src/plans/updates/my-work.ts). */
type WorkItem = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

const LONGEST = 140

/** Actions of meetings and reviews that are the visitor's own, or their organisation's with nobody named. A restricted one is named by its number alone. */
export async function meetingActionWorkFor(tx: Tx, { powers }: Visitor): Promise<WorkItem[]> {
  if (!powers.has('meetings.read')) return []
  return (await selectGroupActions(tx, { mine: true, openOnly: true, limit: 200 })).map((action) => {
    const { actionId, statement, dueOn, restricted } = action
    const said = statement.length > LONGEST ? `${statement.slice(0, LONGEST - 1).trimEnd()}…` : statement
    return { kind: 'Actions of meetings', title: restricted ? nameOf(action) : `${nameOf(action)}: ${said}`, href: `/meeting-actions/${actionId}`, due: Temporal.PlainDate.from(dueOn), note: `${sourceInWords(action)} · ${ageInWords(action, Temporal.Now.plainDateISO('Europe/London'))}` }
  })
}
