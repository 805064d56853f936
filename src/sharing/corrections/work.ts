import type { Tx } from '../../db/tx.ts'
import { isSettled, selectCorrections } from '../correction-store.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

/** Corrections waiting for whoever asks to put right in their own agency's records. */
export async function correctionWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  const account = await tx.selectFrom('account').select('organisation_id').where('account_id', '=', tx.actor.accountId!).executeTakeFirst()
  const notices = (await selectCorrections(tx)).filter((notice) => !isSettled(notice) && notice.toAgencyId === account?.organisation_id)
  return [...Map.groupBy(notices, ({ caseId }) => caseId)].map(([caseId, waiting]) => ({
    kind: 'Corrections to put right', title: waiting[0]!.reference, href: `/cases/${caseId}/disclosures/corrections`, due: null, note: waiting.length === 1 ? 'one correction' : `${waiting.length} corrections`,
  }))
}
