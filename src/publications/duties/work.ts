import type { Tx } from '../../db/tx.ts'
import { selectDuties } from './store.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

const DAYS_AHEAD = 60

/** What those who write papers are to publish: late, or due within two months. */
export async function dutyWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }, today: Temporal.PlainDate): Promise<Work[]> {
  if (!powers.has('papers.edit')) return []
  const until = today.add({ days: DAYS_AHEAD }).toString()
  return (await selectDuties(tx, today)).flatMap(({ duty, occurrences }) => occurrences.filter(({ dueOn, answer }) => !answer && dueOn <= until)
    .map(({ dueOn, begun }) => ({ kind: 'To be published', title: duty.name, href: `/duties/${duty.key}/${dueOn}`, due: Temporal.PlainDate.from(dueOn), note: begun ? 'Being written' : 'Not begun' })))
}
