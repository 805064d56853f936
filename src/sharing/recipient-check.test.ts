import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../test/case-fixture.ts'
import { openWorld, type World } from '../../test/world.ts'
import { asSystem, asUser } from '../db/tx.ts'
import { insertCase, selectOptionalCase } from './case-store.ts'
import { recordReferral } from './disclosure-store.ts'
import { protectedMarks } from './marks.ts'
import { addressAlarm, alarmElsewhere, findingsFor } from './recipient-check.ts'
import type { Outgoing } from './recipient-rule.ts'

let world: World
let work: Casework
let held: Awaited<ReturnType<typeof addCase>>
let accused: string
before(async () => {
  world = await openWorld()
  work = await addCasework(world.ours)
  held = await addCase(work)
  const [entryId, factId] = [crypto.randomUUID(), crypto.randomUUID()]
  accused = crypto.randomUUID()
  const common = { partnership_id: world.ours.partnershipId, case_id: held.caseId }
  await asUser(work.coordinator, async (tx) => {
    const known = { ...common, index_entry_id: entryId, source: 'The police', agency_id: world.ours.council }
    await tx.insertInto('index_entry').values({ partnership_id: world.ours.partnershipId, index_entry_id: entryId, kind: 'person', made_by: work.coordinator.accountId }).execute()
    await tx.insertInto('index_fact').values([{ ...known, kind: 'name', value: 'Moc Mockford' }, { ...known, kind: 'address', value: '2 Pretend Street, TE5 9ZZ', valid_to: '2020-01-01', ended_reason: 'Moved' }]).execute()
    await tx.insertInto('subject').values({ ...common, subject_id: accused, index_entry_id: entryId, role: 'perpetrator' }).execute()
    const value = '31 Nowhere Close, EL1 4QQ'
    await tx.insertInto('protected_fact').values({ ...common, protected_fact_id: factId, index_entry_id: held.indexEntryId, kind: 'address', value, source: 'Her', agency_id: world.ours.council, recorded_by: work.coordinator.accountId }).execute()
    await tx.insertInto('protected_mark').values(protectedMarks('address', value).map((mark) => ({ ...common, protected_fact_id: factId, index_entry_id: held.indexEntryId, mark }))).execute()
    await tx.insertInto('safe_contact').values({ ...common, subject_id: held.subjectId, method: 'text', allowed: false }).execute()
  })
})
after(() => world.close())

const check = (letter: Partial<Outgoing>, actor = work.worker) =>
  asUser(actor, async (tx) => findingsFor(tx, (await selectOptionalCase(tx, held.caseId))!, { toSubjectId: null, toAgencyId: null, toName: 'The Manager', toAddress: null, method: 'letter', body: 'Hello.', ...letter }))

test('the check knows what the case holds: parties, old addresses, what is protected, who is shut out, and how not to reach somebody', async () => {
  assert.deepEqual(await check({}), [])
  assert.deepEqual(await check({ toSubjectId: held.subjectId, toName: 'Testa Person', body: 'Dear Testa, thank you.' }), [])
  assert.equal((await check({ toSubjectId: held.subjectId, toName: 'Testa Person', toAddress: '2 Pretend St TE5 9ZZ' })).length, 1, 'where he lived until 2020')
  assert.equal((await check({ toSubjectId: held.subjectId, toName: 'Testa Person', method: 'text' })).length, 1)
  assert.equal((await check({ body: 'She is at 31 Nowhere Cl.' })).length, 1)
  assert.equal((await check({ body: 'Write to her, EL1 4QQ.' })).length, 1)
  assert.notEqual((await check({ toSubjectId: accused, toName: 'Mr Mockford', body: 'Testa complained.' })).length, 0)
  assert.deepEqual(await check({ toAgencyId: world.ours.police }), [])
  await asSystem('shut one out', (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: held.caseId, account_id: work.chair.accountId, reason: 'Neighbour' }).execute(), world.ours.partnershipId)
  assert.equal((await check({ toAgencyId: world.ours.police })).length, 1)
})

test('what is protected cannot be read out of the database: it holds marks under a key of the server’s alone', async () => {
  const marks = await asUser(work.worker, (tx) => tx.selectFrom('protected_mark').select('mark').where('case_id', '=', held.caseId).execute())
  assert.ok(marks.length > 1)
  assert.equal(marks.some(({ mark }) => /nowhere|el1/i.test(mark)), false)
  assert.deepEqual(await asUser(work.worker, (tx) => tx.selectFrom('protected_fact').selectAll().where('case_id', '=', held.caseId).execute()), [])
})

test('an address recorded of somebody accused that is one protected of another alarms the case’s leads, and nobody shut out', async () => {
  const alarm = (value: string) => asUser(work.officer, (tx) => addressAlarm(tx, held, { kind: 'address', value }))
  assert.equal(await alarm('7 Another Avenue, TE5 3CC'), false)
  assert.equal(await alarm('31 nowhere close el14qq'), true)
  const notices = await asSystem('look', (tx) => tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('effect', 'like', `case ${held.caseId} protected%`).execute(), world.ours.partnershipId)
  assert.deepEqual(notices.map(({ account_id }) => account_id), [work.coordinator.accountId])
  assert.equal(/nowhere|el1|Testa|Mockford/i.test(`${notices[0]!.subject}${notices[0]!.body}`), false)
})

test('the same recorded in another case alarms the leads of the case that protects it, once, and tells the other nothing', async () => {
  const other = await addCase(work)
  const entryId = crypto.randomUUID()
  await asUser(work.officer, async (tx) => {
    await tx.insertInto('index_entry').values({ partnership_id: world.ours.partnershipId, index_entry_id: entryId, kind: 'person', made_by: work.officer.accountId }).execute()
    await tx.insertInto('index_fact').values({ partnership_id: world.ours.partnershipId, case_id: other.caseId, index_entry_id: entryId, kind: 'address', value: '31 Nowhere Close, EL1 4QQ', source: 'A neighbour', agency_id: world.ours.police }).execute()
    await tx.insertInto('subject').values({ partnership_id: world.ours.partnershipId, case_id: other.caseId, index_entry_id: entryId, role: 'perpetrator' }).execute()
  })
  const look = () => asSystem('look for protected places', (tx) => alarmElsewhere(tx, Temporal.Now.instant().subtract({ hours: 1 })), world.ours.partnershipId)
  const count = async () => (await asSystem('look', (tx) => tx.selectFrom('notice').select('effect').where('effect', 'like', 'case % protected place%').execute(), world.ours.partnershipId)).map(({ effect }) => effect)
  const before = await count()
  assert.equal(await look(), 1)
  await look()
  const told = (await count()).filter((effect) => !before.includes(effect))
  assert.equal(told.length, 1)
  assert.ok(told[0]!.startsWith(`case ${held.caseId} `))
})

test('a referral by one agency to another’s scheme is in the register from the first; by the host itself it is no sharing', async () => {
  const refer = (actor: Casework['patrol'], agencyId: string) => asUser(actor, async (tx) => {
    const { caseId } = await insertCase(tx, { schemeId: work.schemeId, about: 'victim', resident: true, referredOn: '2026-01-05' })
    return recordReferral(tx, { caseId, agencyId }, { consent: 'refused', consentReason: 'In danger' })
  })
  const made = await refer(work.patrol, world.ours.police)
  const [row] = await asSystem('look', (tx) => tx.selectFrom('disclosure').selectAll().where('disclosure_id', '=', made!).execute(), world.ours.partnershipId)
  assert.deepEqual([row!.from_agency_id, row!.to_agency_id, row!.kind, row!.agreement_id], [world.ours.police, world.ours.council, 'view granted', work.agreementId])
  assert.equal(await refer(work.worker, world.ours.council), null)
})
