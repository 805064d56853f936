import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }
const SOON_DAYS = 7

/** Reviews that are due within a week, or late, in the cases the reader leads; by reference alone. */
export async function closingWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }, today: Temporal.PlainDate): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  const rows = await tx.selectFrom('case_file').select(['case_id as caseId', 'reference', 'review_on as reviewOn']).where('stage', '=', 'open').where('review_on', '<=', today.add({ days: SOON_DAYS }).toString())
    .where(sql<boolean>`scheme_id = any ((select led_schemes())::uuid[])`).orderBy('review_on').execute()
  return rows.map(({ caseId, reference, reviewOn }) => ({ kind: 'Cases to review', title: reference, href: `/cases/${caseId}/close`, due: reviewOn ? Temporal.PlainDate.from(reviewOn) : null, note: 'Say how it stands, and when to look again' }))
}
