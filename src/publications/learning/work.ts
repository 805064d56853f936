import type { Tx } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'
import { isOpen } from './learning.ts'
import { type Recommendation, selectRecommendations } from './store.ts'

/** One thing that waits for somebody, as “My work” shows it (src/plans/updates/my-work.ts). */
type WorkItem = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

const DAYS_AHEAD = 14
const LONGEST = 140

/**
 * Recommendations of reviews that this account, or its organisation with nobody named, answers for, late or due within a fortnight; and for those who write papers,
 * the ones whose evidence of change nobody has judged. One of a restricted review is named by its number alone.
 */
export async function learningWorkFor(tx: Tx, { powers }: Visitor, today: Temporal.PlainDate): Promise<WorkItem[]> {
  if (!powers.has('meetings.read')) return []
  const until = today.add({ days: DAYS_AHEAD }).toString()
  return (await selectRecommendations(tx)).filter(isOpen).flatMap((each) => {
    const waits = powers.has('papers.edit') && each.changes > 0
    if (!waits && !(each.owns && each.dueOn <= until)) return []
    return [{ kind: 'Learning from reviews', title: titleOf(each), href: `/learning/${each.reviewId}/${each.number}`, due: Temporal.PlainDate.from(each.dueOn), note: `${each.restricted ? 'A restricted review' : each.review} · ${noteOf(each, waits)}` }]
  })
}

function titleOf({ restricted, number, statement }: Recommendation): string {
  const said = statement.length > LONGEST ? `${statement.slice(0, LONGEST - 1).trimEnd()}…` : statement
  return restricted ? `Recommendation ${number}` : `Recommendation ${number}: ${said}`
}

const noteOf = ({ state }: Recommendation, waits: boolean) =>
  waits ? 'evidence of change is kept: say whether the change was seen' : state === 'action done' ? 'the action is done: what shows that something changed?' : 'not answered yet'
