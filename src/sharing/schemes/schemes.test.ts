import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Actor, asUser } from '../../db/tx.ts'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { selectOptionalCase } from '../case-store.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { governance, worker, officer, coordinator, schemeId } = casework
const opened = await addCase(casework)
const href = `/sharing/schemes/${schemeId}`
const plain = (page: { body: string }) => {
  assert.doesNotMatch(page.body, /undefined|\bNaN\b|\[object/)
  return page.body.replaceAll(/\s+/g, ' ')
}
const sees = (actor: Actor) => asUser(actor, async (tx) => (await selectOptionalCase(tx, opened.caseId)) !== null)

const FIELDS = { kind: 'asb victims', purpose: 'anti-social behaviour', begins: '1/4/2026', name: 'ASB victims group', compartment: 'open', hostAgencyId: world.ours.council, ends: '', reviewWeeks: '4', keepMonths: '84' }

test('schemes are kept by the governance lead and by nobody else', async () => {
  assert.match(plain(await world.get('/sharing/schemes', governance)), /Scheme for community marac/)
  for (const actor of [worker, coordinator]) assert.equal((await world.get('/sharing/schemes', actor)).statusCode, 404)
  const theirs = await world.theirs.account('information governance lead')
  assert.equal((await world.get(href, theirs)).statusCode, 404)
  assert.doesNotMatch(plain(await world.get('/sharing/schemes', theirs)), /Scheme for/)
  for (const url of ['/sharing/schemes/x', `/sharing/schemes/${crypto.randomUUID()}`, '/sharing/schemes/x/change']) assert.equal((await world.get(url, governance)).statusCode, 404)
})

test('a role given opens the scheme’s cases on the very next request, and one taken closes them', async () => {
  const newcomer = await world.ours.account('case worker')
  assert.equal(await sees(newcomer), false)
  await world.post(`${href}/members`, governance, { account: newcomer.accountId, role: 'worker' })
  assert.equal(await sees(newcomer), true)
  assert.match(plain(await world.get(href, governance)), new RegExp(`role-${newcomer.accountId}`))
  await world.post(`${href}/members/${newcomer.accountId}/role`, governance, { role: 'chair' })
  assert.equal(await asUser(newcomer, async (tx) => (await selectOptionalCase(tx, opened.caseId))?.leads), true)
  await world.post(`${href}/members/${newcomer.accountId}/remove`, governance, {})
  assert.equal(await sees(newcomer), false)
  assert.equal((await world.post(`${href}/members/${newcomer.accountId}/remove`, governance, {})).statusCode, 404)
  assert.equal((await world.post(`${href}/members`, coordinator, { account: newcomer.accountId, role: 'worker' })).statusCode, 404)
})

test('only people of the partnership whose accounts work cases can be given a role', async () => {
  const [reader, theirs] = [await world.ours.account('reader'), await world.theirs.account('case worker')]
  for (const { accountId } of [reader, theirs]) {
    const page = await world.post(`${href}/members`, governance, { account: accountId, role: 'worker' })
    assert.equal(page.statusCode, 422)
    assert.match(plain(page), /Choose a person who works cases/)
    assert.doesNotMatch(page.body, new RegExp(accountId))
  }
  assert.equal((await world.post(`${href}/members`, governance, { account: '', role: '' })).statusCode, 422)
})

test('it is said when somebody has a role but their agency has no live agreement, and the case is closed to them', async () => {
  assert.doesNotMatch(plain(await world.get(href, governance)), /no live agreement/)
  assert.equal(await sees(officer), true)
  await world.post(`/sharing/agreements/${casework.agreementId}/leave`, governance, { agency: world.ours.police, sure: 'yes' })
  assert.match(plain(await world.get(href, governance)), /Testbury Police has people here but no live agreement with Testbury Council for this purpose/)
  assert.equal(await sees(officer), false)
})

test('a scheme is made and changed, but for its kind and purpose; wrong fields come back', async () => {
  const made = String((await world.post('/sharing/schemes', governance, FIELDS)).headers.location)
  assert.match(plain(await world.get(made, governance)), /ASB victims group.*Anti-social Behaviour, Crime and Policing Act 2014.*Begin with AV.*within 4 weeks.*for 7 years/)
  await world.post(`${made}/change`, governance, { ...FIELDS, name: 'Victims group', keepMonths: '18', kind: 'channel', purpose: 'channel' })
  assert.match(plain(await world.get(made, governance)), /Victims group.*Begin with AV.*for 18 months/)
  const wrong = await world.post('/sharing/schemes', governance, { ...FIELDS, keepMonths: 'for ever', hostAgencyId: '', ends: '1/1/2020' })
  assert.equal(wrong.statusCode, 422)
  assert.match(plain(wrong), /Enter for how many months/)
  assert.match(wrong.body, /value="for ever"/)
  assert.equal((await world.post('/sharing/schemes', governance, { ...FIELDS, hostAgencyId: world.theirs.council })).statusCode, 422)
  assert.match(plain(await world.post(`${made}/change`, governance, { ...FIELDS, ends: '1/1/2020' })), /must not end before it begins/)
})
