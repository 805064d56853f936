import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { verifyChain } from '../../db/audit-verify.ts'
import { asSystem, asUser, auditKey } from '../../db/tx.ts'
import { readEntries, selectHead } from '../../people/audit-store.ts'
import { selectOptionalCase } from '../case-store.ts'
import { recordDisclosure } from '../disclosure-store.ts'
import { EMPTIED_TABLES, ERASED_TABLES, KEPT_TABLES } from './erase.ts'
import { noteKeeping } from './store.ts'

let world: World
let work: Casework
before(async () => {
  world = await openWorld()
  work = await addCasework(world.ours)
})
after(() => world.close())

const within = <T>(run: Parameters<typeof asSystem<T>>[1]) => asSystem('look for a test', run, world.ours.partnershipId)

/** A case that ended long ago, with something in every kind of room that the fixture can fill. */
async function endedCase(closedOn = '2012-03-04') {
  const held = await addCase(work)
  await asUser(work.coordinator, async (tx) => {
    const partnership_id = world.ours.partnershipId
    const common = { partnership_id, case_id: held.caseId }
    await tx.insertInto('contribution').values({ ...common, scheme_id: work.schemeId, agency_id: world.ours.council, written_by: work.coordinator.accountId, audience: 'panel', purpose: 'community safety casework', gateway: 'CDA s.115', nature: 'fact', regime: 'UK GDPR', necessity: 'Needed', statement: 'Canary statement' }).execute()
    await tx.insertInto('diary_entry').values({ ...common, happened_from: '2012-01-01', happened_to: '2012-01-01', what: 'Canary diary', behaviour: 'other', agency_id: world.ours.council }).execute()
    await recordDisclosure(tx, (await selectOptionalCase(tx, held.caseId))!, { kind: 'word of mouth', what: 'Canary what', toOther: 'A hospital', purpose: 'community safety casework', gateway: 'public task', regime: 'UK GDPR', consent: 'refused', consentReason: 'Canary consent', necessity: 'Canary necessity', proportionality: 'Canary proportion', people: [held.indexEntryId] })
  })
  await asUser(work.coordinator, (tx) => tx.updateTable('case_file').set({ stage: 'closed', closed_on: closedOn }).where('case_id', '=', held.caseId).execute())
  return held
}
const stageOf = async (caseId: string) => (await within((tx) => tx.selectFrom('case_file').select('stage').where('case_id', '=', caseId).executeTakeFirstOrThrow())).stage
const erasureOf = async (caseId: string) => (await within((tx) => tx.selectFrom('erasure').select('erasure_id').where('case_id', '=', caseId).orderBy('asked_at', 'desc').executeTakeFirstOrThrow())).erasure_id

test('every table that hangs on a case is erased, emptied or kept with it, and none is forgotten', async () => {
  const { rows } = await within((tx) => sql<{ name: string }>`select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'case_id' and t.table_type = 'BASE TABLE'`.execute(tx))
  assert.deepEqual(rows.map(({ name }) => name).sort(), [...ERASED_TABLES, ...EMPTIED_TABLES, ...KEPT_TABLES].sort())
})

test('a case past its scheme’s months is put before the governance lead by reference, and before those who lead it; one still kept is not', async () => {
  const [old, recent] = [await endedCase(), await endedCase('2025-11-01')]
  const { body } = await world.get('/sharing/keeping', work.governance)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|Testa|Canary/)
  assert.ok(body.includes(old.reference) && body.includes('4 March 2018'))
  assert.equal(body.includes(recent.reference), false)
  assert.ok((await world.get(`/cases/${old.caseId}/keeping`, work.coordinator)).body.includes('4 March 2018'))
  assert.ok((await world.get(`/cases/${recent.caseId}/keeping`, work.coordinator)).body.includes('not yet due'))
  for (const actor of [work.worker, await world.ours.account('case worker')]) assert.equal((await world.get(`/cases/${old.caseId}/keeping`, actor)).statusCode, 404)
  assert.equal((await world.get(`/sharing/keeping/${recent.caseId}`, work.governance)).statusCode, 404)
})

test('kept longer with a reason, it is not asked about until then', async () => {
  const { caseId, reference } = await endedCase()
  await noteKeeping(world.ours.partnershipId)
  assert.equal((await world.post(`/cases/${caseId}/keeping/decide`, work.coordinator, { decision: 'keep', keepUntil: '1/1/2001', reason: 'Inquiry' })).statusCode, 422)
  assert.equal((await world.post(`/cases/${caseId}/keeping/decide`, work.coordinator, { decision: 'keep', keepUntil: '1/1/2190', reason: 'Inquiry' })).statusCode, 303)
  assert.equal((await world.get('/sharing/keeping', work.governance)).body.includes(reference), false)
})

test('two people erase: what was said and of whom is gone everywhere, the register keeps to whom and on what ground, and the audit chain is whole', async () => {
  const { caseId, reference, indexEntryId } = await endedCase()
  await noteKeeping(world.ours.partnershipId)
  await world.post(`/cases/${caseId}/keeping/decide`, work.coordinator, { decision: 'erase', reason: 'Canary reason' })
  const erasureId = await erasureOf(caseId)
  await world.post(`/cases/${caseId}/keeping/erasures/${erasureId}/agree`, work.coordinator, {})
  assert.equal(await stageOf(caseId), 'closed', 'not by the one who asked')
  assert.equal((await world.post(`/cases/${caseId}/keeping/erasures/${erasureId}/agree`, work.worker, {})).statusCode, 404, 'nor by one who does not lead')
  assert.ok((await world.get(`/sharing/keeping/${caseId}`, work.governance)).body.includes('Agree, and erase it now'))
  await world.post(`/sharing/keeping/${caseId}/erasures/${erasureId}/agree`, work.governance, {})
  assert.equal(await stageOf(caseId), 'erased')
  const left = await within(async (tx) => {
    const found: string[] = []
    const { rows } = await sql<{ name: string }>`select distinct table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'partnership_id'`.execute(tx)
    for (const { name } of rows) {
      const held = await sql`select from ${sql.table(name)} x where x.partnership_id = ${world.ours.partnershipId} and (x.*)::text like '%Canary%' and (x.*)::text like ${`%${caseId}%`}`.execute(tx)
      if (held.rows.length > 0) found.push(name)
    }
    return found
  })
  assert.deepEqual(left, [])
  assert.equal((await within((tx) => tx.selectFrom('index_entry').select('kind').where('index_entry_id', '=', indexEntryId).execute())).length, 0)
  const [row] = await within((tx) => tx.selectFrom('disclosure').selectAll().where('case_id', '=', caseId).where('kind', '=', 'word of mouth').execute())
  assert.deepEqual([row!.what, row!.to_other, row!.gateway, row!.case_reference], ['Erased', 'A hospital', 'public task', reference])
  assert.ok((await world.get(`/sharing/disclosures?reference=${reference}`, work.governance)).body.includes('A hospital'))
  assert.equal((await world.get(`/cases/${caseId}/disclosures`, work.coordinator)).statusCode, 404)
  assert.ok((await world.get('/sharing/keeping', work.governance)).body.includes(`${reference}</th>`))
  await within(async (tx) => {
    const head = await selectHead(tx)
    assert.deepEqual((await verifyChain(auditKey(), () => readEntries(tx, head.last), head)).faults, [])
    assert.equal((await tx.selectFrom('audit_entry').select('entry').where('act', '=', 'erased').where('subject_id', '=', caseId).execute()).length, 1)
  })
})

test('a held case is not erased: not asked for, not agreed, and not by the database', async () => {
  const { caseId, reference } = await endedCase()
  await noteKeeping(world.ours.partnershipId)
  await world.post(`/cases/${caseId}/keeping/decide`, work.coordinator, { decision: 'erase', reason: 'Old' })
  assert.equal((await world.post('/sharing/keeping/holds', work.governance, { reference: 'ZZ-2222-2222', reason: 'Inquiry' })).statusCode, 422)
  assert.equal((await world.post('/sharing/keeping/holds', work.governance, { reference: reference.toLowerCase(), reason: 'Inquiry' })).statusCode, 303)
  await world.post(`/sharing/keeping/${caseId}/erasures/${await erasureOf(caseId)}/agree`, work.governance, {})
  assert.equal(await stageOf(caseId), 'closed')
  await assert.rejects(within((tx) => tx.updateTable('case_file').set({ stage: 'erased' }).where('case_id', '=', caseId).execute()), /legal hold/)
  const { legal_hold_id } = await within((tx) => tx.selectFrom('legal_hold').select('legal_hold_id').where('case_id', '=', caseId).executeTakeFirstOrThrow())
  await world.post(`/sharing/keeping/${caseId}/holds/${legal_hold_id}/lift`, work.governance, { liftReason: 'The inquiry is over' })
  await world.post(`/sharing/keeping/${caseId}/erasures/${await erasureOf(caseId)}/agree`, work.governance, {})
  assert.equal(await stageOf(caseId), 'erased')
})

test('for a governance lead shut out of a case there is nothing to keep, hold or erase', async () => {
  const { caseId, reference } = await endedCase()
  const shutOut = await world.ours.account('information governance lead')
  await within((tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: caseId, account_id: shutOut.accountId, reason: 'Cousin' }).execute())
  assert.equal((await world.get('/sharing/keeping', shutOut)).body.includes(reference), false)
  assert.equal((await world.get(`/sharing/keeping/${caseId}`, shutOut)).statusCode, 404)
  const [shut, missing] = [await world.post('/sharing/keeping/holds', shutOut, { reference, reason: 'Inquiry' }), await world.post('/sharing/keeping/holds', shutOut, { reference: 'CM-2222-2222', reason: 'Inquiry' })]
  assert.deepEqual([shut.statusCode, missing.statusCode], [422, 422])
  assert.equal((await world.post(`/sharing/keeping/${caseId}/hold`, shutOut, { holdReason: 'Inquiry' })).statusCode, 404)
})
