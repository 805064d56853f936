import type { Tx } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'
import { selectFeeds } from './store.ts'

/** One thing that waits for somebody, as “My work” shows it (src/plans/updates/my-work.ts). */
type WorkItem = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

const DAYS_AHEAD = 14

/** What the groups that a visitor keeps owe other groups: late, or due within a fortnight. */
export async function feedWorkFor(tx: Tx, { powers }: Visitor, today: Temporal.PlainDate): Promise<WorkItem[]> {
  if (!powers.has('meetings.read')) return []
  const until = today.add({ days: DAYS_AHEAD }).toString()
  return (await selectFeeds(tx, today.toString())).flatMap(({ feedId, keeps, now, dues, what, fromGroup, toGroup }) => {
    if (!keeps || !now || now.dueOn > until) return []
    const returned = dues.find(({ dueOn }) => dueOn === now.dueOn)?.returned
    return [{ kind: 'What groups owe one another', title: what, href: `/feeds/${feedId}/returns/${returned?.dueOn ?? now.dueOn}`, due: Temporal.PlainDate.from(now.dueOn), note: `${fromGroup} to ${toGroup}${returned ? ' · begun' : ''}` }]
  })
}
