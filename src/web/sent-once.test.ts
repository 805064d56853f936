import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../test/world.ts'
import { asUser } from '../db/tx.ts'

const world = await openWorld()
after(() => world.close())
const admin = await world.ours.account('administrator')
const cookie = await world.signIn(admin)
const tokenOf = async (url: string) => [...(await world.app.inject({ url, headers: { cookie } })).body.matchAll(/name="_csrf" value="([^"]+)"/g)].at(-1)![1]!
const send = (token: string, name: string) => world.app.inject({
  method: 'POST', url: '/organisations', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
  payload: new URLSearchParams({ _csrf: token, name, code: '', standing: 'invited', sector: 'voluntary', legalGround: '', parentId: '', joinedOn: '' }).toString(),
})
const named = (name: string) => asUser(admin, async (tx) => (await tx.selectFrom('organisation_name').select('name').where('name', '=', name).execute()).length)

test('twenty copies of one form sent at once make one record, and all are led to the same place', async () => {
  const token = await tokenOf('/organisations/new')
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(token, 'Helping Hands')))
  assert.deepEqual(new Set(answers.map(({ statusCode }) => statusCode)), new Set([303]))
  assert.equal(new Set(answers.map(({ headers }) => headers.location)).size, 1)
  assert.equal(await named('Helping Hands'), 1)
})

test('a form that was shown again with its errors may be sent again, and the same words on a fresh page are a new act', async () => {
  const token = await tokenOf('/organisations/new')
  assert.equal((await send(token, '')).statusCode, 422)
  assert.equal((await send(token, '')).statusCode, 422)
  await send(await tokenOf('/organisations/new'), 'Night Shelter')
  await send(await tokenOf('/organisations/new'), 'Day Centre')
  assert.deepEqual([await named('Night Shelter'), await named('Day Centre')], [1, 1])
})

test('a form of another session, and a token with its random part changed, are refused', async () => {
  const token = await tokenOf('/organisations/new')
  assert.equal((await send(`x${token}`, 'Forged')).statusCode, 404)
  assert.equal(await named('Forged'), 0)
})
