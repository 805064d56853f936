import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { addressAlarm } from '../../sharing/recipient-check.ts'
import { type EntryKind, type FactKind, type FactParts, partsOf, wordsOf } from './words.ts'

/** A case to which something is added; its agency is that of whoever adds, where not said. */
export type Into = Pick<CaseCover, 'caseId'> & Partial<Pick<CaseCover, 'agencyId'>>

/** `value` as somebody would say it; a date of birth as YYYY-MM-DD, or its year. `source`: who said so, or where it stands. */
export type NewFact = { kind: FactKind; value: string; parts?: FactParts | undefined; source: string; validFrom?: string | null | undefined }

export const SUBJECT_ROLES = ['victim', 'perpetrator', 'both', 'witness', 'child', 'location', 'group', 'other'] as const
export type SubjectRole = (typeof SUBJECT_ROLES)[number]

/** Somebody or some place a case is about. `entryId`: an entry a person has chosen, which must be one they see; a new one is made otherwise. */
export type NewSubject = {
  kind: EntryKind
  role: SubjectRole
  resident: boolean | null
  homeArea?: string | null
  note?: string | null
  facts: readonly NewFact[]
  entryId?: string
}

/** The organisation in its own right for which whoever asks acts. Throws where there is none, as for the system. */
export async function agencyFor(tx: Tx, into: Into): Promise<string> {
  if (into.agencyId) return into.agencyId
  const { agency } = await tx.selectNoFrom(sql<string | null>`(select current_agency())`.as('agency')).executeTakeFirstOrThrow()
  if (!agency) throw new Error('A fact needs the agency that says so')
  return agency
}

/** Makes an entry that holds nothing yet, and gives its id. */
export async function addEntry(tx: Tx, { kind }: { kind: EntryKind }): Promise<string> {
  const index_entry_id = crypto.randomUUID()
  await tx.insertInto('index_entry').values({ partnership_id: tx.actor.partnershipId!, index_entry_id, kind, made_by: tx.actor.accountId }).execute()
  return index_entry_id
}

/** Writes what is known of an entry, learned in a case, with the words it is found by. Gives the ids of the facts in their order. */
export async function addFacts(tx: Tx, into: Into, entryId: string, facts: readonly NewFact[]): Promise<string[]> {
  if (facts.length === 0) return []
  const partnership_id = tx.actor.partnershipId!
  const agency_id = await agencyFor(tx, into)
  const made = facts.map((fact) => ({ ...fact, factId: crypto.randomUUID(), parts: { ...partsOf(fact.kind, fact.value), ...fact.parts } }))
  await tx.insertInto('index_fact').values(made.map(({ factId, kind, value, parts, source, validFrom }) => ({
    partnership_id, index_fact_id: factId, index_entry_id: entryId, case_id: into.caseId, kind, value, parts: JSON.stringify(parts), source, valid_from: validFrom ?? null, agency_id, recorded_by: tx.actor.accountId,
  }))).execute()
  const words = made.flatMap(({ factId, kind, value, parts }) => wordsOf(kind, value, parts).map((word) => ({ partnership_id, word, index_fact_id: factId, index_entry_id: entryId, case_id: into.caseId })))
  if (words.length > 0) await tx.insertInto('index_word').values(words).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: into.caseId, details: { entry: entryId, facts: made.map(({ kind }) => kind) } })
  await warnOfProtected(tx, into.caseId, made)
  return made.map(({ factId }) => factId)
}

const REACHES = ['address', 'phone', 'email'] as const
export type Reach = (typeof REACHES)[number]
export const isReach = (kind: string): kind is Reach => (REACHES as readonly string[]).includes(kind)

/** Warns those who may know of it that what was recorded of somebody is what is protected of another. Whoever records it is told nothing, and waits no longer. */
export async function warnOfProtected(tx: Tx, caseId: string, facts: readonly { kind: string; value: string }[]) {
  const reaching = facts.flatMap(({ kind, value }) => (isReach(kind) ? [{ kind, value }] : []))
  // What is loaded is warned of when somebody next records something.
  if (reaching.length === 0 || !tx.actor.accountId) return
  const { reference } = await tx.selectFrom('case_file').select('reference').where('case_id', '=', caseId).executeTakeFirstOrThrow()
  for (const fact of reaching) if (await addressAlarm(tx, { caseId, reference }, fact)) return
}

/** Writes one thing known of an entry, learned in a case, and gives its id. */
export const addFact = async (tx: Tx, into: Into, entryId: string, fact: NewFact): Promise<string> => (await addFacts(tx, into, entryId, [fact]))[0]!

/**
 * Says that a case is about somebody or some place: a new entry (or the one chosen), what is known of it, and its part in the case.
 * One who was taken off is put back. Null when the entry chosen is not there for whoever asks.
 */
export async function addSubject(tx: Tx, into: Into, subject: NewSubject): Promise<{ subjectId: string; entryId: string } | null> {
  const partnership_id = tx.actor.partnershipId!
  const { kind, role, resident, homeArea, note, facts } = subject
  // Foreign keys see past policies: that the entry is there for this account is asked first.
  if (subject.entryId && !(await tx.selectFrom('index_entry').select('index_entry_id').where('index_entry_id', '=', subject.entryId).executeTakeFirst())) return null
  const entryId = subject.entryId ?? (await addEntry(tx, { kind }))
  await addFacts(tx, into, entryId, facts)
  const subjectId = crypto.randomUUID()
  const known = { resident, home_area: homeArea ?? null, note: note ?? null }
  const values = { partnership_id, subject_id: subjectId, case_id: into.caseId, index_entry_id: entryId, role, ...known, added_by: tx.actor.accountId }
  const before = subject.entryId
    ? await tx.selectFrom('subject').select('subject_id').where('case_id', '=', into.caseId).where('index_entry_id', '=', entryId).where('role', '=', role).executeTakeFirst()
    : undefined
  if (before) await tx.updateTable('subject').set({ ...known, removed_at: null, removed_reason: null, version: sql`version + 1` }).where('subject_id', '=', before.subject_id).execute()
  else await tx.insertInto('subject').values(values).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: into.caseId, details: { entry: entryId, subject: before?.subject_id ?? subjectId, role } })
  return { subjectId: before?.subject_id ?? subjectId, entryId }
}

export type FactEnd = { reason: string; on: string | null; neverRight: boolean }

/** Ends a fact with its reason. One that was never right is no longer found by; one that was, still is. False when it had ended, or is not there. */
export async function endFact(tx: Tx, caseId: string, factId: string, { reason, on, neverRight }: FactEnd): Promise<boolean> {
  const ended = await tx.updateTable('index_fact')
    .set({ valid_to: sql<string>`greatest(coalesce(${on}::date, (now() at time zone 'Europe/London')::date), coalesce(valid_from, '0001-01-01'))`, ended_reason: neverRight ? `Never right: ${reason}` : reason })
    .where('index_fact_id', '=', factId).where('case_id', '=', caseId).where('ended_reason', 'is', null).executeTakeFirst()
  if (ended.numUpdatedRows === 0n) return false
  if (neverRight) await tx.deleteFrom('index_word').where('index_fact_id', '=', factId).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { fact: factId, ended: true, neverRight } })
  return true
}

export const LINK_KINDS = ['partner', 'former partner', 'parent', 'child', 'relative', 'neighbour', 'friend', 'works at', 'lives at', 'frequents', 'carer', 'other'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** Says what one entry is to another, in a case, and gives the link's id. */
export async function addLink(tx: Tx, caseId: string, { fromId, toId, kind, note }: { fromId: string; toId: string; kind: LinkKind; note: string | null }): Promise<string> {
  const index_link_id = crypto.randomUUID()
  await tx.insertInto('index_link').values({ partnership_id: tx.actor.partnershipId!, index_link_id, from_id: fromId, to_id: toId, case_id: caseId, kind, note, recorded_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'combined', subjectKind: 'case', subjectId: caseId, details: { link: index_link_id, kind } })
  return index_link_id
}

/** Ends a link. False when it had ended, or is not there. */
export async function endLink(tx: Tx, caseId: string, linkId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('index_link').set({ ended_at: sql`now()` }).where('index_link_id', '=', linkId).where('case_id', '=', caseId).where('ended_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { link: linkId, ended: true } })
  return numUpdatedRows > 0n
}
