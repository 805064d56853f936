import { writeDate } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { clocksOf } from './application.ts'
import { countWaiting } from './quarantine-store.ts'
import { selectReviewRules } from './rule-store.ts'
import { selectApplications, selectDueNotices } from './store.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

/** What case reviews ask of whoever works them: the next promise of each application, and the victims to be told that they may ask for one. */
export async function reviewWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }, today: Temporal.PlainDate): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  const work: Work[] = []
  const waiting = await countWaiting(tx)
  if (waiting > 0) work.push({ kind: 'Case reviews', title: 'Applications held back', href: '/case-reviews/held', due: null, note: `${waiting} to let in or put by` })
  for (const application of await selectApplications(tx)) {
    if (application.closedOn) continue
    const { clocks } = await selectReviewRules(tx, application.schemeId, application.receivedOn)
    const next = clocksOf(application, clocks, today.toString()).find(({ done }) => done === null)
    if (next) work.push({ kind: 'Case reviews', title: application.reference, href: `/cases/${application.caseId}/application`, due: Temporal.PlainDate.from(next.due), note: next.step })
  }
  for (const { caseId, reference, secondReportOn } of await selectDueNotices(tx))
    work.push({ kind: 'Victims to tell of the case review', title: reference, href: `/cases/${caseId}`, due: null, note: `second report on ${writeDate(Temporal.PlainDate.from(secondReportOn))}` })
  return work
}
