import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem } from '../../db/tx.ts'
import { storePassword } from '../account-store.ts'
import { issueLink } from '../one-time-link.ts'
import { hashPassword } from '../password.ts'

const world = await openWorld()
after(() => world.close())

const PASSWORD = 'three blue kettles'
const NEW = 'seven green teapots'

async function person(): Promise<Actor> {
  const actor = await world.ours.account('owner')
  const hash = await hashPassword(PASSWORD)
  await asSystem('give a password', (tx) => storePassword(tx, actor, hash), actor.partnershipId)
  return actor
}

const emailOf = (actor: Actor) => asSystem('find an address', async (tx) => (await tx.selectFrom('account').select('email').where('account_id', '=', actor.accountId).executeTakeFirstOrThrow()).email)

/** Can this person come in with this password? Where to, or null. */
async function signIn(actor: Actor, password: string): Promise<string | null> {
  const page = await world.app.inject({ url: '/sign-in' })
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)![1]!
  const answer = await world.app.inject({
    method: 'POST', url: '/sign-in', headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _csrf: csrf, email: await emailOf(actor), password }).toString(),
  })
  return answer.statusCode === 303 ? String(answer.headers.location) : null
}

const isReadable = (body: string) => assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)

test('a person sees who they are, what their roles let them do, and where they are signed in', async () => {
  const actor = await person()
  const page = await world.get('/account', actor)
  assert.equal(page.statusCode, 200)
  isReadable(page.body)
  for (const shown of [await emailOf(actor), 'Testbury Council', 'Says where the priorities and actions of their organisation stand', 'Now, in this browser', 'Off. With them on'])
    assert.ok(page.body.includes(shown), shown)
})

test('a person changes their name and post, and not their address or organisation', async () => {
  const actor = await person()
  const email = await emailOf(actor)
  const saved = await world.post('/account/details', actor, { name: 'Nora <b>Name</b>', post: 'Ward officer', email: 'else@testbury.example', organisationId: world.ours.police })
  assert.equal(saved.statusCode, 303)
  const page = await world.get('/account', actor)
  assert.ok(page.body.includes('Nora &lt;b&gt;Name&lt;/b&gt;'))
  assert.ok(page.body.includes('Testbury Council'))
  assert.equal(await emailOf(actor), email)
  const refused = await world.post('/account/details', actor, { name: ' ', post: '' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Enter your name/)
})

test('changing a password takes the old one, ends other sessions and keeps this one', async () => {
  const actor = await person()
  await world.get('/account', actor)
  const elsewhere = await world.signIn(actor)
  assert.equal((await world.post('/account/password', actor, { oldPassword: 'not this at all', newPassword: NEW })).statusCode, 422)
  const weak = await world.post('/account/password', actor, { oldPassword: PASSWORD, newPassword: 'short' })
  assert.equal(weak.statusCode, 422)
  assert.match(weak.body, /12 characters or more/)
  assert.ok(!weak.body.includes(PASSWORD) && !weak.body.includes('value="short"'))
  assert.equal(await signIn(actor, PASSWORD), '/my-work')
  assert.equal((await world.post('/account/password', actor, { oldPassword: PASSWORD, newPassword: NEW })).statusCode, 303)
  assert.equal((await world.get('/account', actor)).statusCode, 200)
  assert.equal((await world.app.inject({ url: '/account', headers: { cookie: elsewhere } })).statusCode, 303)
  assert.deepEqual([await signIn(actor, PASSWORD), await signIn(actor, NEW)], [null, '/my-work'])
})

test('a borrowed screen is no place to guess a password from', async () => {
  const actor = await person()
  for (let time = 0; time < 5; time++) await world.post('/account/password', actor, { oldPassword: `guess number ${time}`, newPassword: NEW })
  assert.equal((await world.post('/account/password', actor, { oldPassword: PASSWORD, newPassword: NEW })).statusCode, 422)
})

test('one-time codes go on with a code from the app, and off with the password', async () => {
  const actor = await person()
  const offered = await world.get('/account/codes', actor)
  const secret = /name="secret" value="([A-Z2-7]{32})"/.exec(offered.body)![1]!
  assert.ok(offered.body.includes(secret.slice(0, 4) + ' ' + secret.slice(4, 8)))
  const wrong = await world.post('/account/codes', actor, { secret, code: '000000' })
  assert.equal(wrong.statusCode, 422)
  assert.ok(wrong.body.includes(`value="${secret}"`), 'the same key is offered again')
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  const on = await world.post('/account/codes', actor, { secret, code })
  const recovery = [...on.body.matchAll(/<li>([A-Z2-9-]{15})<\/li>/g)].map(([, each]) => each)
  assert.equal(recovery.length, 10)
  assert.match((await world.get('/account', actor)).body, /10 of your 10 recovery codes are left/)
  assert.equal(await signIn(actor, PASSWORD), '/sign-in/code?next=%2Fmy-work')
  assert.equal((await world.post('/account/codes/off', actor, { oldPassword: 'not this at all' })).statusCode, 422)
  assert.equal((await world.post('/account/codes/off', actor, { oldPassword: PASSWORD })).statusCode, 303)
  assert.equal(await signIn(actor, PASSWORD), '/my-work')
})

test('signing out everywhere ends every session, this one too, and nobody else’s', async () => {
  const [actor, other] = [await person(), await person()]
  const elsewhere = await world.signIn(actor)
  await world.get('/account', other)
  assert.equal((await world.post('/account/sessions/end', actor, {})).headers.location, '/sign-in')
  assert.equal((await world.get('/account', actor)).statusCode, 303)
  assert.equal((await world.app.inject({ url: '/account', headers: { cookie: elsewhere } })).statusCode, 303)
  assert.equal((await world.get('/account', other)).statusCode, 200)
})

async function openLink(path: string, fields?: Record<string, string>) {
  const page = await world.app.inject({ url: path })
  if (!fields) return page
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  return world.app.inject({ method: 'POST', url: path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString() })
}
const linkFor = (actor: Actor, endsCodes = false) => asSystem('issue a link', (tx) => issueLink(tx, actor, { endsCodes }), actor.partnershipId)

test('a one-time link sets a password once, ends sessions and other links, and tells nobody more than the name', async () => {
  const actor = await person()
  const [first, second] = [await linkFor(actor), await linkFor(actor)]
  await world.get('/account', actor)
  assert.ok((await openLink(first)).body.includes(await emailOf(actor)))
  assert.equal((await openLink(first, { newPassword: 'short' })).statusCode, 422)
  assert.equal((await openLink(first, { newPassword: NEW })).headers.location, '/sign-in')
  assert.equal(await signIn(actor, NEW), '/my-work')
  assert.equal((await world.get('/account', actor)).statusCode, 303)
  for (const used of [first, second]) {
    const answer = await openLink(used)
    assert.equal(answer.statusCode, 404)
    assert.match(answer.body, /This link no longer works/)
  }
})

test('of one link used twice at once, one use counts', async () => {
  const link = await linkFor(await person())
  const answers = await Promise.all([openLink(link, { newPassword: NEW }), openLink(link, { newPassword: 'nine yellow saucepans' })])
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, 404])
})

test('a link that is a day old, invented, or for a disabled account does nothing', async () => {
  const [old, disabled] = [await person(), await person()]
  const links = [await linkFor(old), await linkFor(disabled), '/set-password/invented', `/set-password/${'x'.repeat(190)}`]
  await asSystem('a day passes', async (tx) => {
    await tx.updateTable('one_time_link').set({ expires_at: '2020-01-01T00:00:00Z' }).where('account_id', '=', old.accountId).execute()
    await tx.updateTable('account').set({ disabled_at: '2020-01-01T00:00:00Z' }).where('account_id', '=', disabled.accountId).execute()
  }, world.ours.partnershipId)
  for (const link of links) assert.equal((await openLink(link)).statusCode, 404, link)
})

test('a link for somebody who lost their device switches codes off, and another link does not', async () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  for (const endsCodes of [false, true]) {
    const actor = await person()
    await asSystem('switch codes on', (tx) => tx.updateTable('credential').set({ totp_secret: secret }).where('account_id', '=', actor.accountId).execute(), actor.partnershipId)
    await openLink(await linkFor(actor, endsCodes), { newPassword: NEW })
    assert.equal(await signIn(actor, NEW), endsCodes ? '/my-work' : '/sign-in/code?next=%2Fmy-work')
  }
})
