import { sql } from 'kysely'
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

/**
 * Entries up to `last` in order of their numbers, thousands at a time. Each batch comes as one JSON text: a value for every cell
 * would take three times as long as all the sealing. It is asked for by its range, which needs no statistics to be found fast.
 */
export async function* readEntries(tx: Tx, last: number): AsyncGenerator<AuditRecord[]> {
  const own = tx.selectFrom('audit_entry').where('partnership_id', '=', tx.actor.partnershipId)
  for (let after = 0; after < last; ) {
    const upTo = Math.min(after + BATCH, last)
    const batch = own.selectAll().where('entry', '>', after).where('entry', '<=', upTo)
    const { rows } = await sql<{ entries: string | null }>`select json_agg(json_build_array(
      partnership_id, entry, at, account_id, act, subject_kind, subject_id, details, previous_seal, seal) order by entry)::text as entries from (${batch}) as batch`.execute(tx)
    if (rows[0]!.entries !== null) yield (JSON.parse(rows[0]!.entries) as Cells[]).map(recordOfCells)
    else {
      // Nothing here: on to where there is something, however far somebody may have pushed it.
      const next = await own.select('entry').where('entry', '>', upTo).where('entry', '<=', last).orderBy('entry').limit(1).executeTakeFirst()
      if (!next) return
      after = next.entry - 1
      continue
    }
    after = upTo
  }
}

type Cells = [partnershipId: string, entry: number, at: string, accountId: string | null, act: Act, subjectKind: string, subjectId: string | null, details: Record<string, unknown>, previousSeal: string, seal: string]

const recordOfCells = ([partnershipId, entry, at, accountId, act, subjectKind, subjectId, details, previousSeal, seal]: Cells): AuditRecord =>
  ({ partnershipId, entry, at, accountId, act, subjectKind, subjectId, details, previousSeal, seal })

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

/** What is looked for in the log. Days are London's, both included. */
export type AuditSearch = { accountId: string | null; act: Act | null; subjectKind: string | null; from: Temporal.PlainDate | null; to: Temporal.PlainDate | null }

const moment = (day: Temporal.PlainDate) => day.toZonedDateTime('Europe/London').toInstant().toString({ fractionalSecondDigits: 6 })

/** Where reading went on to: the moment of the last entry read, and how many entries of that very moment were read. Numbers would tell how many there are that one may not see. */
export type AuditPlace = { at: string; read: number }

/** Entries that match, newest first, `limit` at most, all after `place` as one reads on when given. What was done to a person's account counts as that person's. */
export async function searchEntries(tx: Tx, search: AuditSearch, limit: number, place: AuditPlace | null = null): Promise<AuditRecord[]> {
  const rows = await tx.selectFrom('audit_entry').selectAll().where('partnership_id', '=', tx.actor.partnershipId)
    .$if(place !== null, (q) => q.where('at', '<=', place!.at).offset(place!.read))
    .$if(search.accountId !== null, (q) => q.where((where) => where.or([
      where('account_id', '=', search.accountId!),
      where.and([where('subject_kind', 'in', ['account', 'sign-in']), where('subject_id', '=', search.accountId!)]),
    ])))
    .$if(search.act !== null, (q) => q.where('act', '=', search.act!))
    .$if(search.subjectKind !== null, (q) => q.where('subject_kind', '=', search.subjectKind!))
    .$if(search.from !== null, (q) => q.where('at', '>=', moment(search.from!)))
    .$if(search.to !== null, (q) => q.where('at', '<', moment(search.to!.add({ days: 1 }))))
    .orderBy('at', 'desc').orderBy('entry', 'desc').limit(limit).execute()
  return rows.map(record)
}

/** Every kind of thing the log speaks of. Jumps from kind to kind by the index: a long log costs no more than a short one. */
export async function selectSubjectKinds(tx: Tx): Promise<string[]> {
  const kinds: string[] = []
  for (;;) {
    const next = await tx.selectFrom('audit_entry').select('subject_kind').where('partnership_id', '=', tx.actor.partnershipId)
      .$if(kinds.length > 0, (q) => q.where('subject_kind', '>', kinds.at(-1)!)).orderBy('subject_kind').limit(1).executeTakeFirst()
    if (!next) return kinds
    kinds.push(next.subject_kind)
  }
}
