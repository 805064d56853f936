import type { Act, AuditRecord } from '../db/audit.ts'
import type { AuditHead } from '../db/audit-verify.ts'
import type { Tx } from '../db/tx.ts'

const BATCH = 5000

/** Where the transaction's partnership says its log ends, and the last number any entry bears, both at one moment. */
export async function selectHead(tx: Tx): Promise<AuditHead & { last: number }> {
  const head = await tx
    .selectFrom('audit_head as h')
    .select(['h.entries', 'h.seal'])
    .select((q) => q.selectFrom('audit_entry as e').whereRef('e.partnership_id', '=', 'h.partnership_id').select((each) => each.fn.max('e.entry').as('last')).as('last'))
    .where('h.partnership_id', '=', tx.actor.partnershipId)
    .executeTakeFirst()
  return head ? { ...head, last: Math.max(head.entries, head.last ?? 0) } : { entries: 0, seal: '', last: Number.MAX_SAFE_INTEGER }
}

/** Entries up to `last` in order of their numbers, thousands at a time. */
export async function* readEntries(tx: Tx, last: number): AsyncGenerator<AuditRecord[]> {
  for (let after = 0; ; ) {
    const rows = await tx.selectFrom('audit_entry').selectAll().where('partnership_id', '=', tx.actor.partnershipId)
      .where('entry', '>', after).where('entry', '<=', last).orderBy('entry').limit(BATCH).execute()
    if (rows.length === 0) return
    after = rows.at(-1)!.entry
    yield rows.map(record)
  }
}

type Row = { partnership_id: string; entry: number; at: string; account_id: string | null; act: string; subject_kind: string; subject_id: string | null; details: unknown; previous_seal: string; seal: string }

const record = (row: Row): AuditRecord => ({
  partnershipId: row.partnership_id,
  entry: row.entry,
  at: row.at,
  accountId: row.account_id,
  act: row.act as Act,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  details: row.details as Record<string, unknown>,
  previousSeal: row.previous_seal,
  seal: row.seal,
})
