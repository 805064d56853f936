import type { Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { selectCaseAccounts } from '../../sharing/case-store.ts'
import { type Namesake, selectNamesakes } from '../index/namesakes.ts'
import { selectHolders, selectLookalikes } from '../index/pointer-store.ts'
import { type Reader, selectProtectedEntries, selectReaders } from '../index/protected-store.ts'
import { type Subject, selectSubjects } from '../index/subject-store.ts'
import type { FactKind, FactParts } from '../index/words.ts'

export type Fact = { factId: string; entryId: string; kind: FactKind; value: string; parts: FactParts; from: string | null; to: string | null; source: string; agency: string; recordedAt: Temporal.Instant; endedReason: string | null }
export type Link = { linkId: string; fromId: string; toId: string; kind: string; note: string | null }
export type SafeContact = { subjectId: string; method: string; allowed: boolean; voicemail: boolean; hours: string | null; note: string | null }

/** Everything a case holds of who and what it is about, for those who see the case. Of what is protected, only that it is, and who reads it. */
export type People = {
  subjects: readonly Subject[]
  facts: readonly Fact[]
  links: readonly Link[]
  safeContacts: readonly SafeContact[]
  protectedEntries: ReadonlySet<string>
  /** Named readers who see the case. */
  readers: readonly Reader[]
  /** Empty for all but those who lead the case. */
  namesakes: readonly Namesake[]
  holders: readonly { entryId: string; agency: string }[]
  lookalikes: readonly { entryId: string; otherId: string }[]
}

/** What a case holds of its people and places, each fact with its source, standing ones first. */
export async function selectFacts(tx: Tx, caseId: string): Promise<Fact[]> {
  const rows = await tx.selectFrom('index_fact as f')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'f.partnership_id').onRef('n.organisation_id', '=', 'f.agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['f.index_fact_id as factId', 'f.index_entry_id as entryId', 'f.kind', 'f.value', 'f.parts', 'f.valid_from as from', 'f.valid_to as to', 'f.source', 'n.name as agency', 'f.recorded_at as recordedAt', 'f.ended_reason as endedReason'])
    .where('f.case_id', '=', caseId).orderBy('f.recorded_at').orderBy('f.index_fact_id').execute()
  return rows.map((row) => ({ ...row, kind: row.kind as FactKind, parts: (row.parts ?? {}) as FactParts })).toSorted((one, other) => Number(one.endedReason !== null) - Number(other.endedReason !== null))
}

export async function selectPeople(tx: Tx, cover: CaseCover): Promise<People> {
  const { caseId } = cover
  const subjects = await selectSubjects(tx, caseId, { removed: true })
  const links = await tx.selectFrom('index_link').select(['index_link_id as linkId', 'from_id as fromId', 'to_id as toId', 'kind', 'note']).where('case_id', '=', caseId).where('ended_at', 'is', null).orderBy('recorded_at').orderBy('index_link_id').execute()
  const safeContacts = await tx.selectFrom('safe_contact').select(['subject_id as subjectId', 'method', 'allowed', 'voicemail', 'hours', 'note']).where('case_id', '=', caseId).where('ended_at', 'is', null).orderBy('method').execute()
  return {
    subjects, links, safeContacts, facts: await selectFacts(tx, caseId), protectedEntries: await selectProtectedEntries(tx, caseId), readers: await selectSeeingReaders(tx, caseId),
    namesakes: cover.leads ? await selectNamesakes(tx, caseId) : [], holders: await selectHolders(tx, [caseId]),
    lookalikes: cover.works ? await selectLookalikes(tx, subjects.map(({ entryId }) => entryId)) : [],
  }
}

/** Readers who see the case now: one who has left the scheme, or was shut out, can help nobody. */
export async function selectSeeingReaders(tx: Tx, caseId: string): Promise<Reader[]> {
  const readers = (await selectReaders(tx, caseId)).filter(({ endedAt }) => endedAt === null)
  if (readers.length === 0) return []
  const accounts = new Set((await selectCaseAccounts(tx, caseId)).map(({ accountId }) => accountId))
  return readers.filter(({ accountId }) => accounts.has(accountId))
}
