import { sql } from 'kysely'
import { type Actor, asUser, type Tx } from '../src/db/tx.ts'
import { type Circumstances, decideOnCase, decideOnContribution, decideOnDocument, decideOnLook, decideOnProtected } from '../src/sharing/gate.ts'
import { NOTHING, type Sight } from './sharing-oracle.ts'
import { askerOf, coverOf, readersOf, type SharingWorld } from './sharing-world.ts'

/** What the gate lets an account of `askerIn` see and do in a world that stands in `partnershipId`, asked of each thing in turn. */
export function sightByGate(world: SharingWorld, accountId: string, circumstances: Circumstances, partnershipId: string, askerIn = partnershipId, loaded = circumstances.now): Sight {
  const sight = NOTHING()
  const asker = askerOf(world, accountId, askerIn, loaded)
  const covers = new Map(world.cases.map(({ caseId }) => [caseId, coverOf(world, caseId, partnershipId)]))
  const said = new Map(world.contributions.map(({ contributionId, agencyId, audience, named }) => [contributionId, { agencyId, audience, namedAgencies: named }]))
  for (const [caseId, cover] of covers) {
    if (decideOnCase(asker, cover, 'read', circumstances).allowed) sight.reads.add(caseId)
    if (decideOnCase(asker, cover, 'contribute', circumstances).allowed) sight.contributes.add(caseId)
    if (decideOnCase(asker, cover, 'lead', circumstances).allowed) sight.leads.add(caseId)
  }
  for (const { contributionId, caseId } of world.contributions) if (decideOnContribution(asker, covers.get(caseId)!, said.get(contributionId)!, circumstances).allowed) sight.hears.add(contributionId)
  for (const { protectedFactId, caseId, recordedBy } of world.protectedFacts) if (decideOnProtected(asker, covers.get(caseId)!, readersOf(world, caseId, recordedBy), circumstances).allowed) sight.protectedFacts.add(protectedFactId)
  for (const { documentId, caseId, contributionId } of world.documents) if (decideOnDocument(asker, covers.get(caseId)!, contributionId ? said.get(contributionId)! : null, circumstances).allowed) sight.documents.add(documentId)
  for (const look of world.looks) if (decideOnLook(asker, covers.get(look.caseId)!, look.holder, circumstances).allowed) sight.looks.add(`${look.caseId} ${look.accountId} ${look.holder}`)
  for (const { panelId, caseIds } of world.panels) for (const caseId of caseIds) if (sight.reads.has(caseId)) sight.panelCases.add(`${panelId} ${caseId}`)
  return sight
}

const idsOf = async (tx: Tx, statement: string) => new Set((await sql.raw<{ id: string }>(statement).execute(tx)).rows.map(({ id }) => id))

const LISTS: Record<Exclude<keyof Sight, 'contributes' | 'leads'>, { table: string; id: string }> = {
  reads: { table: 'case_file', id: 'case_id::text' },
  hears: { table: 'contribution', id: 'contribution_id::text' },
  protectedFacts: { table: 'protected_fact', id: 'protected_fact_id::text' },
  documents: { table: 'case_document', id: 'case_document_id::text' },
  looks: { table: 'access_entry', id: "case_id || ' ' || account_id || ' ' || holder_agency_id" },
  panelCases: { table: 'panel_case', id: "panel_id || ' ' || case_id" },
}
/** Rows of another partnership bear its id before their own, so that a twin with the same ids is not taken for them. */
const ID = (id: string) => `case when partnership_id = current_partnership() then '' else partnership_id || ' ' end || ${id}`

export type SightInSql = { now: Temporal.Instant; listed: Sight; /** Asked of each id, one by one: those that are there. */ checked: Sight }

/** What the database lets an account see and do: as lists of everything there is, and as a question about each id of the world. Nothing it tries stays. */
export async function sightInSql(actor: Actor, world: SharingWorld, everything: Sight, tryToAdd = true): Promise<SightInSql> {
  const [listed, checked] = [NOTHING(), NOTHING()]
  const undone = new Error('undo')
  let now: Temporal.Instant | null = null
  await asUser(actor, async (tx) => {
    now = Temporal.Instant.from((await sql<{ now: string }>`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`.execute(tx)).rows[0]!.now)
    for (const [kind, { table, id }] of Object.entries(LISTS) as [keyof typeof LISTS, { table: string; id: string }][]) {
      listed[kind] = await idsOf(tx, `select ${ID(id)} as id from ${table}`)
      const asked = [...everything[kind]]
      if (asked.length > 0) checked[kind] = await idsOf(tx, `select asked.id from unnest(array[${asked.map((each) => `'${each}'`).join(',')}]) as asked (id) where exists (select from ${table} where ${id} = asked.id)`)
    }
    listed.leads = await idsOf(tx, `update case_file set version = version + 1 returning ${ID('case_id::text')} as id`)
    checked.leads = listed.leads
    // Without a condition on a column, PostgreSQL asks the policy for changing alone, not the one for reading too.
    const { numAffectedRows = 0n } = await sql`update case_file set version = 1000`.execute(tx)
    if (Number(numAffectedRows) !== listed.leads.size) listed.leads.add(`${numAffectedRows} changed unseen`)
    if (tryToAdd) for (const { caseId, schemeId } of world.cases) if (await mayAdd(tx, caseId, schemeId)) listed.contributes.add(caseId)
    checked.contributes = listed.contributes
    throw undone
  }).catch((error: unknown) => {
    if (error !== undone) throw error
  })
  return { now: now!, listed, checked }
}

/** Whether the database takes a contribution from who asks, to a case; the row goes again at once. */
async function mayAdd(tx: Tx, caseId: string, schemeId: string): Promise<boolean> {
  await sql`savepoint attempt`.execute(tx)
  try {
    await sql`insert into contribution (partnership_id, contribution_id, case_id, scheme_id, agency_id, written_by, audience, purpose, gateway, nature, regime, necessity, statement)
      values (${tx.actor.partnershipId}, ${crypto.randomUUID()}, ${caseId}, ${schemeId}, (select current_agency()), ${tx.actor.accountId}, 'panel', 'p', 'g', 'fact', 'UK GDPR', 'Needed', 'Tried')`.execute(tx)
    return true
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== '42501' && code !== '23502' && code !== '23503') throw error
    return false
  } finally {
    await sql`rollback to savepoint attempt`.execute(tx)
  }
}

/** Every id a world holds, of each kind. */
export const everythingIn = (world: SharingWorld): Sight => ({
  reads: new Set(world.cases.map(({ caseId }) => caseId)), contributes: new Set(world.cases.map(({ caseId }) => caseId)), leads: new Set(world.cases.map(({ caseId }) => caseId)),
  hears: new Set(world.contributions.map(({ contributionId }) => contributionId)), protectedFacts: new Set(world.protectedFacts.map(({ protectedFactId }) => protectedFactId)),
  documents: new Set(world.documents.map(({ documentId }) => documentId)), looks: new Set(world.looks.map(({ caseId, accountId, holder }) => `${caseId} ${accountId} ${holder}`)),
  panelCases: new Set(world.panels.flatMap(({ panelId, caseIds }) => caseIds.map((caseId) => `${panelId} ${caseId}`))),
})

/** How many decisions a sight of a world is. */
export const decisionsIn = (everything: Sight) => Object.values(everything).reduce((sum, ids) => sum + ids.size, 0)

/** Where two sights differ, in words; empty when they are equal. */
export const differences = (one: Sight, other: Sight): string[] =>
  (Object.keys(one) as (keyof Sight)[]).flatMap((kind) => [...one[kind].symmetricDifference(other[kind])].map((id) => `${kind} ${id}: ${one[kind].has(id) ? 'only the first' : 'only the second'}`))
