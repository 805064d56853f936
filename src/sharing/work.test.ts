import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asSystem } from '../db/tx.ts'
import { addCase, addCasework } from '../../test/case-fixture.ts'
import { openWorld } from '../../test/world.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { governance, coordinator } = casework
const opened = await addCase(casework)
const { partnershipId, council, police } = world.ours
const asker = await world.ours.account('case worker', police)
const inPartnership = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('look, for a test', work, partnershipId)
const work = async (actor: typeof governance) => {
  const { body } = await world.get('/my-work', actor)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return body.replaceAll(/\s+/g, ' ')
}

test('my work asks the governance lead to review emergency access, to sign, and to renew; and nobody else', async () => {
  const today = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate()
  await inPartnership(async (tx) => {
    await tx.insertInto('break_glass').values({
      partnership_id: partnershipId, case_id: opened.caseId, account_id: asker.accountId, agency_id: police, ground: 'law', reason: 'An order of the county court',
      ends_at: Temporal.Now.instant().add({ minutes: 30 }).toString(), review_due: today.add({ days: 1 }).toString(),
    }).execute()
    const agreement_id = crypto.randomUUID()
    await tx.insertInto('agreement').values({ partnership_id: partnershipId, agreement_id, title: 'Unsigned agreement', purposes: ['channel'], gateways: ['CDA s.115'], data_classes: [], retention: 'x', starts: '2026-01-01', review_on: '2090-01-01' }).execute()
    await tx.insertInto('agreement_party').values([council, police].map((agency_id) => ({ partnership_id: partnershipId, agreement_id, agency_id }))).execute()
    await tx.updateTable('agreement').set({ ends: today.add({ days: 30 }).toString(), review_on: today.subtract({ days: 1 }).toString() }).where('agreement_id', '=', casework.agreementId).execute()
  })
  const asked = await work(governance)
  assert.match(asked, /Emergency access to review.*by somebody of Testbury Police/)
  assert.match(asked, /Agreements to sign for your agency.*Unsigned agreement/)
  assert.match(asked, /Agreements that lapse soon.*Agreement for community marac/)
  assert.match(asked, /Agreements past their review.*Agreement for community marac/)
  assert.doesNotMatch(asked, new RegExp(opened.reference))
  const others = await work(coordinator)
  assert.doesNotMatch(others, /Emergency access to review|Agreements to sign/)
  assert.match(others, new RegExp(`Emergency access to cases you lead.*/cases/${opened.caseId}/access`))
  for (const actor of [casework.worker, asker]) assert.doesNotMatch(await work(actor), /Emergency access to cases you lead/)
  assert.match(await work(asker), /Your emergency access.*Open until \d\d:\d\d/)
  const shutOut = await world.ours.account('information governance lead')
  await inPartnership((tx) => tx.insertInto('case_exclusion').values({ partnership_id: partnershipId, case_id: opened.caseId, account_id: shutOut.accountId, reason: 'Her brother' }).execute())
  assert.doesNotMatch(await work(shutOut), /Emergency access to review/)
  assert.doesNotMatch(await work(await world.theirs.account('information governance lead')), /Unsigned agreement/)
})

test('the governance lead’s first page counts what needs attention and leads to each', async () => {
  const page = (await world.get('/sharing', governance)).body.replaceAll(/\s+/g, ' ')
  assert.doesNotMatch(page, /undefined|\bNaN\b|\[object/)
  for (const [href, text] of [
    ['/sharing/emergency/reviews', '1 emergency access to review'], ['/sharing/emergency/reviews', '1 emergency access is open now'], ['/sharing/agreements', '1 agreement lapses within 60 days'],
    ['/sharing/agreements', '1 agreement awaits a signature'], ['/sharing/agreements', '1 agreement is past its review'],
  ] as const) assert.ok(page.includes(`href="${href}">${text}`), text)
})
