import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { asSystem, audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { type CaseCover, logLook, selectCaseAccounts } from '../case-store.ts'
import { recordDisclosure } from '../disclosure-store.ts'
import { type Decision, decisionAtFirst, dueOn, type Exemption, type Passage, type RequestKind } from './exemptions.ts'

export type PackState = 'building' | 'awaiting second' | 'released' | 'refused'
export type Pack = {
  packId: string
  kind: RequestKind
  requester: string
  entryId: string | null
  receivedOn: string
  dueOn: string
  state: PackState
  firstById: string | null
  firstBy: string | null
  secondBy: string | null
  secondAt: Temporal.Instant | null
  answer: string | null
}

const nameOf = (column: string) => sql<string | null>`(select a.name from account a where a.partnership_id = p.partnership_id and a.account_id = ${sql.ref(column)})`
const packs = sql`select p.release_pack_id as "packId", p.kind, p.requester, p.index_entry_id as "entryId", p.received_on as "receivedOn", p.due_on as "dueOn", p.state, p.first_by as "firstById",
  ${nameOf('p.first_by')} as "firstBy", ${nameOf('p.second_by')} as "secondBy", p.second_at as "secondAt", p.answer from release_pack p`

/** Requests, those not yet answered first, the soonest due first. */
export const selectPacks = async (tx: Tx): Promise<Pack[]> => (await sql<Pack>`${packs} order by p.state in ('released', 'refused'), p.due_on, p.release_pack_id limit 500`.execute(tx)).rows

export const selectPack = async (tx: Tx, packId: string): Promise<Pack | null> => (await sql<Pack>`${packs} where p.release_pack_id = ${packId}`.execute(tx)).rows[0] ?? null

/** Logs a request and gives its id. */
export async function insertPack(tx: Tx, { kind, requester, receivedOn }: { kind: RequestKind; requester: string; receivedOn: string }): Promise<string> {
  const release_pack_id = crypto.randomUUID()
  await tx.insertInto('release_pack').values({ partnership_id: tx.actor.partnershipId!, release_pack_id, kind, requester, received_on: receivedOn, due_on: dueOn(kind, receivedOn), state: 'building', made_by: tx.actor.accountId! }).execute()
  audit(tx, { act: 'collected', subjectKind: 'request', subjectId: release_pack_id, details: { kind } })
  return release_pack_id
}

/** Says whom a request is about. */
export async function setPerson(tx: Tx, packId: string, entryId: string): Promise<void> {
  await tx.updateTable('release_pack').set({ index_entry_id: entryId }).where('release_pack_id', '=', packId).where('state', '=', 'building').execute()
  audit(tx, { act: 'altered', subjectKind: 'request', subjectId: packId, details: { fields: ['person'] } })
}

export type AskedCase = { caseId: string; askedAt: Temporal.Instant; answeredAt: Temporal.Instant | null; offered: number | null }
export const selectAskedCases = async (tx: Tx, packId: string): Promise<AskedCase[]> =>
  (await sql<AskedCase>`select r.case_id as "caseId", r.asked_at as "askedAt", r.answered_at as "answeredAt", r.offered from release_case r where r.release_pack_id = ${packId} order by r.asked_at, r.case_id`.execute(tx)).rows

/** Asks the leads of these cases what they hold that could answer a request. Ids must be of cases whoever asks was shown. */
export async function askCases(tx: Tx, { packId, kind, dueOn: due_on, entryId }: Pack, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return
  await tx.insertInto('release_case').values(caseIds.map((case_id) => ({ partnership_id: tx.actor.partnershipId!, release_pack_id: packId, case_id, kind, due_on, index_entry_id: entryId })))
    .onConflict((conflict) => conflict.columns(['partnership_id', 'release_pack_id', 'case_id']).doNothing()).execute()
  for (const caseId of caseIds) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { request: packId, asked: true } })
}

/** Tells the leads of each case asked that they are; of a reference, a day and a link, and never of who asks. Safe to run twice. */
export const tellLeads = (partnershipId: string, packId: string): Promise<void> =>
  asSystem('tell the leads of cases that a request is to be answered', async (tx) => {
    const asked = await tx.selectFrom('release_case as r').innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'r.partnership_id').onRef('c.case_id', '=', 'r.case_id'))
      .select(['r.case_id', 'c.reference', 'r.due_on']).where('r.release_pack_id', '=', packId).where('r.answered_at', 'is', null).execute()
    for (const { case_id, reference, due_on } of asked) {
      const leads = (await selectCaseAccounts(tx, case_id)).filter(({ schemeRole }) => schemeRole !== 'worker')
      await notify(tx, leads.map(({ accountId }) => ({
        accountId, effect: `case ${case_id} request ${packId} ${accountId}`, subject: `A request to answer in case ${reference}`,
        body: `Say what in case ${reference} could answer a request for information. The answer is due on ${due_on}.\n\n/cases/${case_id}/request-items/${packId}`,
      })))
    }
  }, partnershipId)

/** What the leads of one case are asked; null when they are not, or have answered. */
export async function selectAsk(tx: Tx, caseId: string, packId: string): Promise<{ kind: RequestKind; dueOn: string; entryId: string | null } | null> {
  return (await sql<{ kind: RequestKind; dueOn: string; entryId: string | null }>`select r.kind, r.due_on as "dueOn", r.index_entry_id as "entryId" from release_case r
    where r.case_id = ${caseId} and r.release_pack_id = ${packId} and r.answered_at is null`.execute(tx)).rows[0] ?? null
}

export type Offerable = { sourceKind: 'contribution' | 'diary entry'; sourceId: string; agencyId: string; summary: string; content: string; isAboutOthers: boolean }

/** What whoever asks may offer of a case: what agencies said in it and what its diary holds, as far as this account may read each. Nothing protected is among it. The look is logged. */
export async function selectOfferable(tx: Tx, cover: CaseCover, entryId: string | null): Promise<Offerable[]> {
  const { rows } = await sql<Offerable>`
    select 'contribution' as "sourceKind", b.contribution_id as "sourceId", b.agency_id as "agencyId", b.nature || ', written ' || to_char(b.written_at at time zone 'Europe/London', 'FMDD FMMonth YYYY') as summary, b.statement as content,
      (s.index_entry_id is distinct from ${entryId}::uuid) as "isAboutOthers"
    from contribution b left join subject s on s.partnership_id = b.partnership_id and s.subject_id = b.subject_id where b.case_id = ${cover.caseId} and b.replaced_by is null
    union all
    select 'diary entry', d.diary_entry_id, d.agency_id, 'incident, ' || to_char(d.happened_from, 'FMDD FMMonth YYYY'), d.what, true from diary_entry d where d.case_id = ${cover.caseId}
    order by 1, 4`.execute(tx)
  await logLook(tx, cover, rows.filter(({ sourceKind }) => sourceKind === 'contribution').map(({ sourceId, agencyId }) => ({ part: 'contribution' as const, contributionId: sourceId, holderAgencyId: agencyId })))
  return rows
}

/** Offers what was chosen of a case in answer to a request, held back until the governance lead decides. */
export async function offerItems(tx: Tx, cover: CaseCover, packId: string, entryId: string | null, chosen: readonly Offerable[]): Promise<void> {
  const { compartment } = await tx.selectFrom('scheme').select('compartment').where('scheme_id', '=', cover.schemeId).executeTakeFirstOrThrow()
  const roles = entryId ? (await tx.selectFrom('subject').select('role').where('case_id', '=', cover.caseId).where('index_entry_id', '=', entryId).execute()).map(({ role }) => role) : []
  if (chosen.length > 0) await tx.insertInto('release_item').values(chosen.map(({ sourceKind, sourceId, summary, content, isAboutOthers }) => ({
    partnership_id: tx.actor.partnershipId!, release_pack_id: packId, item_no: anyNumber(), case_id: cover.caseId, source_kind: sourceKind, source_id: sourceId, summary: capital(summary), content,
    ...decisionAtFirst({ compartment, schemeKind: cover.schemeKind, roles, isAboutOthers }),
  }))).execute()
  await tx.updateTable('release_case').set({ answered_at: sql`now()`, answered_by: tx.actor.accountId, offered: chosen.length }).where('release_pack_id', '=', packId).where('case_id', '=', cover.caseId).where('answered_at', 'is', null).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { request: packId, offered: chosen.map(({ sourceId }) => sourceId) } })
}

// Random, so that no number tells how many others there are.
const anyNumber = () => randomInt(1, 2 ** 31 - 1)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export type Item = Passage & { caseId: string | null; sourceKind: string; passed: number }

/** What a request has gathered, as far as whoever asks may know of each case. */
export const selectItems = async (tx: Tx, packId: string): Promise<Item[]> =>
  (await sql<Item>`select i.item_no as "itemNo", i.case_id as "caseId", i.source_kind as "sourceKind", i.summary, i.content, i.decision, i.exemption, i.passed from release_item i
    where i.release_pack_id = ${packId} order by i.case_id nulls first, i.source_kind, i.summary, i.item_no`.execute(tx)).rows

/** Adds a passage written for the answer itself; it is held back until somebody decides, as all are. */
export async function addPassage(tx: Tx, packId: string, { summary, content, sourceKind }: { summary: string; content: string; sourceKind: 'passage' | 'counts' }): Promise<void> {
  await tx.insertInto('release_item').values({ partnership_id: tx.actor.partnershipId!, release_pack_id: packId, item_no: anyNumber(), source_kind: sourceKind, summary, content, decision: 'withhold', exemption: 'undecided' }).execute()
  await reopen(tx, packId)
}

/** Decides on one item; what is given may be shortened first. Whoever had released the answer must do so again. False when it is not there, or the answer has gone. */
export async function decideItem(tx: Tx, packId: string, itemNo: number, { decision, exemption, content }: { decision: Decision; exemption: Exemption | null; content: string }): Promise<boolean> {
  if (!(await reopen(tx, packId))) return false
  const item = await tx.updateTable('release_item').set({ decision, exemption: decision === 'give' ? null : (exemption ?? 'undecided'), content, decided_by: tx.actor.accountId }).where('release_pack_id', '=', packId).where('item_no', '=', itemNo).returning('case_id').executeTakeFirst()
  if (item) audit(tx, { act: 'altered', subjectKind: item.case_id ? 'case' : 'request', subjectId: item.case_id ?? packId, details: { request: packId, item: itemNo, decision } })
  return Boolean(item)
}

async function reopen(tx: Tx, packId: string): Promise<boolean> {
  const open = await tx.updateTable('release_pack').set({ state: 'building', first_by: null, first_at: null }).where('release_pack_id', '=', packId).where('state', 'in', ['building', 'awaiting second']).executeTakeFirst()
  if (open.numUpdatedRows === 0n) return false
  await tx.updateTable('release_item').set({ passed: 0 }).where('release_pack_id', '=', packId).execute()
  return true
}

/** One of two people lets an answer go: the first, or (being somebody else) the second, and then it has gone and is entered in the register for each case it gives from. */
export async function releasePack(tx: Tx, pack: Pack, agencyId: string, references: ReadonlyMap<string, string>, ground: { purpose: string }): Promise<'first' | 'second' | 'no'> {
  const { packId } = pack
  const isFirst = pack.state === 'building'
  const moved = await tx.updateTable('release_pack')
    .set(isFirst ? { state: 'awaiting second', first_by: tx.actor.accountId, first_at: sql`now()` } : { state: 'released', second_by: tx.actor.accountId, second_at: sql`now()` })
    .where('release_pack_id', '=', packId).where('state', '=', isFirst ? 'building' : 'awaiting second').$if(!isFirst, (query) => query.where('first_by', '<>', tx.actor.accountId!)).executeTakeFirst()
  if (moved.numUpdatedRows === 0n) return 'no'
  await tx.updateTable('release_item').set({ passed: isFirst ? 1 : 2 }).where('release_pack_id', '=', packId).where('passed', '=', isFirst ? 0 : 1).execute()
  audit(tx, { act: isFirst ? 'altered' : 'disclosed', subjectKind: 'request', subjectId: packId, details: { released: isFirst ? 'first' : 'second' } })
  if (isFirst) return 'first'
  const given = (await selectItems(tx, packId)).filter(({ decision, passed }) => decision === 'give' && passed === 2)
  for (const [caseId, items] of Map.groupBy(given, (item) => item.caseId)) {
    if (!caseId) continue
    await recordDisclosure(tx, { caseId, reference: references.get(caseId) ?? 'A case', agencyId }, {
      kind: 'request answered', what: `${items.length === 1 ? 'One passage' : `${items.length} passages`} in answer to a request (${pack.kind})`, toOther: pack.kind === 'subject access' ? 'The person themselves, or who asks for them' : 'The public, on request', ...ground,
      gateway: 'public task', regime: 'UK GDPR', consent: 'not needed', necessity: 'The law gives a right to it', proportionality: 'Each passage was decided on, and two people released the answer', people: pack.entryId ? [pack.entryId] : [],
    })
  }
  return 'second'
}

/** Refuses a request, with what is answered. False when it was answered already. */
export async function refusePack(tx: Tx, packId: string, answer: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('release_pack').set({ state: 'refused', answer }).where('release_pack_id', '=', packId).where('state', 'in', ['building', 'awaiting second']).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'request', subjectId: packId, details: { refused: true } })
  return numUpdatedRows > 0n
}
