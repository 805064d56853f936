import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../test/case-fixture.ts'
import { openWorld, type World } from '../../test/world.ts'
import { addAction } from '../actions/store.ts'
import { asUser } from '../db/tx.ts'
import { caseWorkFor } from './work.ts'

let world: World
let casework: Casework
before(async () => {
  world = await openWorld()
  casework = await addCasework(world.ours)
})
after(() => world.close())

const powers = new Set(['cases.work'])
const today = Temporal.PlainDate.from('2030-05-20')
const workOf = async (actor: Casework['officer'], caseId?: string) => (await asUser(actor, (tx) => caseWorkFor(tx, { powers }, today))).filter(({ href }) => !caseId || href.includes(caseId)).map(({ kind, note }) => `${kind}: ${note}`)

test('a referral waits for those who lead its scheme, and for nobody else', async () => {
  const { caseId } = await addCase(casework, 'referred')
  for (const lead of [casework.coordinator, casework.chair]) assert.deepEqual(await workOf(lead, caseId), ['Referrals to decide: Referred 5 January 2026'])
  for (const other of [casework.officer, casework.worker, (await addCasework(world.theirs)).coordinator]) assert.deepEqual(await workOf(other, caseId), [])
})

test('what an agency is asked, and what its people have to do, waits for them alone and names nobody', async () => {
  const { caseId, reference } = await addCase(casework)
  await asUser(casework.worker, async (tx) => {
    await tx.insertInto('information_request').values({ partnership_id: world.ours.partnershipId, case_id: caseId, to_agency_id: world.ours.police, question: 'What is held of Testa?', due_on: '2030-05-10' }).execute()
    for (const accountId of [casework.officer.accountId, null]) await addAction(tx, { caseId, parties: [world.ours.council, world.ours.police] }, { statement: 'Visit Testa', owner: { agencyId: world.ours.police, accountId }, dueOn: '2030-06-01' })
  })
  assert.deepEqual((await workOf(casework.officer, caseId)).toSorted(), ['Actions of cases: Your agency’s: nobody is named for it', 'Actions of cases: Yours', 'Information asked of your agency: Say what it holds'])
  assert.deepEqual(await workOf(casework.chair, caseId), ['Information asked of your agency: Say what it holds', 'Actions of cases: Your agency’s: nobody is named for it'])
  assert.deepEqual(await workOf(casework.worker, caseId), [])
  const { body } = await world.get('/my-work', casework.officer)
  assert.match(body, new RegExp(reference))
  assert.doesNotMatch(body, /Testa/)
})

test('nothing of a case waits for one who is shut out of it', async () => {
  const { caseId, reference } = await addCase(casework, 'referred')
  await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: caseId, account_id: casework.chair.accountId, reason: 'A neighbour', declared_by: casework.coordinator.accountId }).execute())
  assert.deepEqual(await workOf(casework.chair, caseId), [])
  assert.doesNotMatch((await world.get('/my-work', casework.chair)).body, new RegExp(reference))
})

test('a panel in the next fortnight waits for those who work in its scheme', async () => {
  await asUser(casework.coordinator, (tx) => tx.insertInto('panel').values(['2030-05-27', '2030-06-20'].map((held_on) => ({ partnership_id: world.ours.partnershipId, scheme_id: casework.schemeId, held_on, begins_at: '10:00', state: 'planned', statement: 'Keep it safe' }))).execute())
  assert.deepEqual((await workOf(casework.officer)).filter((each) => each.startsWith('Panels')), ['Panels: At 10:00'])
  assert.deepEqual((await workOf(await world.ours.account('case worker'))).filter((each) => each.startsWith('Panels')), [])
})
