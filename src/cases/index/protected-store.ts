import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import { selectCaseAccounts } from '../../sharing/case-store.ts'
import { markOf, protectedMarks } from '../../sharing/marks.ts'
import { agencyFor, type Into, isReach, warnOfProtected } from './store.ts'

export const PROTECTED_KINDS = ['address', 'phone', 'email', 'school', 'workplace', 'vehicle'] as const
export type ProtectedKind = (typeof PROTECTED_KINDS)[number]

export type ProtectedFact = { factId: string; entryId: string; kind: ProtectedKind; value: string; source: string; agency: string; recordedBy: string | null; recordedAt: Temporal.Instant; endedAt: Temporal.Instant | null }

/** Records what must reach nobody but its named readers, and the marks by which a letter to it is stopped. Gives its id. Nothing of it goes into the words of the index. */
export async function addProtected(tx: Tx, into: Into, entryId: string, { kind, value, source }: { kind: ProtectedKind; value: string; source: string }): Promise<string> {
  const [partnership_id, protected_fact_id, agency_id] = [tx.actor.partnershipId!, crypto.randomUUID(), await agencyFor(tx, into)]
  await tx.insertInto('protected_fact').values({ partnership_id, protected_fact_id, index_entry_id: entryId, case_id: into.caseId, kind, value, source, agency_id, recorded_by: tx.actor.accountId }).execute()
  // A mark of its own, where there is nothing to know the value by: those who see the case are still to be told that something is held.
  const marks = protectedMarks(kind, value)
  if (marks.length === 0) marks.push(markOf(protected_fact_id))
  await tx.insertInto('protected_mark').values(marks.map((mark) => ({ partnership_id, protected_fact_id, case_id: into.caseId, index_entry_id: entryId, mark }))).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: into.caseId, details: { entry: entryId, protected: protected_fact_id, kind } })
  // Somebody else in the case may be known at the same address already.
  if (isReach(kind)) {
    const held = await tx.selectFrom('index_fact').select(['kind', 'value']).where('case_id', '=', into.caseId).where('kind', '=', kind).execute()
    await warnOfProtected(tx, into.caseId, held)
  }
  return protected_fact_id
}

/** The protected details of a case that this account may read: none for anyone but its named readers and whoever recorded one. */
export async function selectProtected(tx: Tx, caseId: string): Promise<ProtectedFact[]> {
  const rows = await tx.selectFrom('protected_fact as p')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'p.partnership_id').onRef('a.account_id', '=', 'p.recorded_by'))
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'p.partnership_id').onRef('n.organisation_id', '=', 'p.agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['p.protected_fact_id as factId', 'p.index_entry_id as entryId', 'p.kind', 'p.value', 'p.source', 'n.name as agency', 'a.name as recordedBy', 'p.recorded_at as recordedAt', 'p.ended_at as endedAt'])
    .where('p.case_id', '=', caseId).orderBy('p.recorded_at').orderBy('p.protected_fact_id').execute()
  return rows.map((row) => ({ ...row, kind: row.kind as ProtectedKind }))
}

/** Says that a protected detail no longer holds. It goes on stopping letters: an old safe address gives away as much. False when it had ended, or this account may not. */
export async function endProtected(tx: Tx, caseId: string, factId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('protected_fact').set({ ended_at: sql`now()` }).where('protected_fact_id', '=', factId).where('case_id', '=', caseId).where('ended_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { protected: factId, ended: true } })
  return numUpdatedRows > 0n
}

/** Entries of a case about which a protected detail is held: that there is one is told to those who see the case, and whom to ask. */
export async function selectProtectedEntries(tx: Tx, caseId: string): Promise<Set<string>> {
  const rows = await tx.selectFrom('protected_mark').select('index_entry_id').distinct().where('case_id', '=', caseId).execute()
  return new Set(rows.map(({ index_entry_id }) => index_entry_id))
}

export type Reader = { accountId: string; name: string; reason: string; givenAt: Temporal.Instant; givenBy: string | null; endedAt: Temporal.Instant | null; endedReason: string | null }

/** Who is or was named to read a case's protected details. */
export async function selectReaders(tx: Tx, caseId: string): Promise<Reader[]> {
  return tx.selectFrom('protected_reader as r')
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.account_id'))
    .leftJoin('account as g', (on) => on.onRef('g.partnership_id', '=', 'r.partnership_id').onRef('g.account_id', '=', 'r.given_by'))
    .select(['r.account_id as accountId', 'a.name', 'r.reason', 'r.given_at as givenAt', 'g.name as givenBy', 'r.ended_at as endedAt', 'r.ended_reason as endedReason'])
    .where('r.case_id', '=', caseId).orderBy('a.name').orderBy('r.account_id').execute()
}

/** Names somebody who sees the case as a reader of its protected details, again if they were one before. False when they do not see the case, or already are. */
export async function nameReader(tx: Tx, caseId: string, accountId: string, reason: string): Promise<boolean> {
  if (!(await selectCaseAccounts(tx, caseId)).some((account) => account.accountId === accountId)) return false
  const partnership_id = tx.actor.partnershipId!
  const given = { reason, given_by: tx.actor.accountId, given_at: sql<string>`now()`, ended_at: null, ended_reason: null }
  const again = await tx.updateTable('protected_reader').set(given).where('case_id', '=', caseId).where('account_id', '=', accountId).where('ended_at', 'is not', null).executeTakeFirst()
  if (again.numUpdatedRows === 0n) {
    const before = await tx.selectFrom('protected_reader').select('account_id').where('case_id', '=', caseId).where('account_id', '=', accountId).executeTakeFirst()
    if (before) return false
    await tx.insertInto('protected_reader').values({ partnership_id, case_id: caseId, account_id: accountId, reason, given_by: tx.actor.accountId }).execute()
  }
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { reader: accountId, named: true } })
  return true
}

/** Ends somebody's reading of the protected details, with the reason; it works on their very next page. False when it had ended. */
export async function endReader(tx: Tx, caseId: string, accountId: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('protected_reader').set({ ended_at: sql`now()`, ended_reason: reason }).where('case_id', '=', caseId).where('account_id', '=', accountId).where('ended_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { reader: accountId, named: false } })
  return numUpdatedRows > 0n
}
