import { createHmac } from 'node:crypto'
import { AsyncLocalStorage } from 'node:async_hooks'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditRecord, type AuditedAct, sealRecord } from './audit.ts'
import { AlreadySent, sentForm } from './once.ts'
import type { Database } from './pool.ts'
import type { Tables } from './tables.ts'

/** Who asks: set for the length of one transaction, and read by every row-level policy. */
export type Actor = { accountId: string; partnershipId: string }

declare const brand: unique symbol
/** A transaction that carries who is asking. Made only here, so no query can run without an actor. */
export type Tx = Transaction<Tables> & {
  readonly [brand]: true
  readonly actor: Actor | { system: string; partnershipId: string | null; accountId: null }
  /** Acts to be written to the audit log just before this transaction commits. */
  readonly acts: AuditedAct[]
}

/** Thrown when someone may not do this. Shown as not found wherever existence is itself sensitive. */
export class Refused extends Error {}

let open: { database: Database; auditKey: Buffer; log: (line: object) => void } | null = null
const inTransaction = new AsyncLocalStorage<true>()

/** Names the one database of this process, and the key that seals its audit log. */
export function useDatabase(database: Database, secret: Buffer, log: (line: object) => void = () => {}) {
  open = { database, auditKey: createHmac('sha256', secret).update('wardmote audit log').digest(), log }
}

/** Runs `work` as an account: only what the policies let it see is there. */
export function asUser<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ accountId: actor.accountId, partnershipId: actor.partnershipId }, '', work)
}

/**
 * The only other door: for sign-in, sending mail and administration from the command line.
 * `reason` is a sentence, and is logged. Give a partnership to work within one.
 */
export function asSystem<T>(reason: string, work: (tx: Tx) => Promise<T>, partnershipId: string | null = null): Promise<T> {
  open?.log({ asSystem: reason })
  return transaction({ system: reason, partnershipId, accountId: null }, reason, work)
}

async function transaction<T>(actor: Tx['actor'], system: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!open) throw new Error('No database is open')
  if (inTransaction.getStore()) throw new Error('A transaction was begun inside another: pass the Tx on instead')
  const { database, auditKey } = open
  const form = actor.accountId ? sentForm.getStore() : undefined
  const claims = form !== undefined && !form.claimed
  const result = await inTransaction.run(true, () =>
    database.ask.transaction().execute(async (transaction) => {
      await enter(transaction, database.role, actor, system)
      const tx = Object.assign(transaction, { actor, acts: [] }) as unknown as Tx
      if (claims) await claim(tx, form.key)
      const given = await work(tx)
      await writeAudit(tx, auditKey)
      return given
    }),
  )
  if (claims) form.claimed = true
  return result
}

/**
 * Takes a form for this transaction: it commits with what the form asks for, or not at all. A second sending waits here for the first,
 * and throws AlreadySent when that is committed.
 */
async function claim(tx: Tx, formKey: string) {
  const { partnershipId, accountId } = tx.actor
  const { rows } = await sql`
    with forgotten as (delete from form_key where partnership_id = ${partnershipId} and account_id = ${accountId} and claimed_at < now() - interval '7 days')
    insert into form_key (partnership_id, account_id, form_key) values (${partnershipId}, ${accountId}, ${formKey}) on conflict do nothing returning form_key`.execute(tx)
  if (rows.length === 0) throw new AlreadySent()
}

/** Says who asks, then lets the database resolve what that account may do. Both last as long as the transaction. */
async function enter(transaction: Kysely<Tables>, role: string | null, actor: Tx['actor'], system: string) {
  await sql`select ${role ? sql`set_config('role', ${role}, true),` : sql``}
    set_config('wardmote.account', ${actor.accountId ?? ''}, true),
    set_config('wardmote.partnership', ${actor.partnershipId ?? ''}, true),
    set_config('wardmote.system', ${system}, true),
    set_config('wardmote.powers', '', true),
    set_config('wardmote.organisation', '', true)`.execute(transaction)
  if (actor.accountId) await sql`select resolve_powers()`.execute(transaction)
}

/** Records an act or a sensitive read. It commits with the work it describes, or not at all. */
export function audit(tx: Tx, act: AuditedAct) {
  tx.acts.push(act)
}

/**
 * Appends the transaction's acts to their partnership's chain. The head row is locked only here, at the very end,
 * so that one partnership's readers do not queue behind each other's work.
 */
async function writeAudit(tx: Tx, key: Buffer) {
  const partnershipId = tx.actor.partnershipId
  if (tx.acts.length === 0) return
  if (!partnershipId) throw new Error('An audited act needs a partnership')
  const head = await tx
    .selectFrom('audit_head')
    .select(['entries', 'seal', sql<string>`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at')])
    .where('partnership_id', '=', partnershipId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  let { entries, seal } = head
  const records: AuditRecord[] = []
  for (const act of tx.acts) {
    const record = sealRecord(key, seal, {
      ...act,
      partnershipId,
      entry: ++entries,
      at: head.at,
      accountId: tx.actor.accountId,
    })
    seal = record.seal
    records.push(record)
  }
  await tx
    .insertInto('audit_entry')
    .values(
      records.map((record) => ({
        partnership_id: record.partnershipId,
        entry: record.entry,
        at: record.at,
        account_id: record.accountId,
        act: record.act,
        subject_kind: record.subjectKind,
        subject_id: record.subjectId,
        details: JSON.stringify(record.details),
        previous_seal: record.previousSeal,
        seal: record.seal,
      })),
    )
    .execute()
  await tx.updateTable('audit_head').set({ entries, seal }).where('partnership_id', '=', partnershipId).execute()
}

/** The key that seals the audit log, for `wardmote audit verify`. */
export function auditKey(): Buffer {
  if (!open) throw new Error('No database is open')
  return open.auditKey
}
