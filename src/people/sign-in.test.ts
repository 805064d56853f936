import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { openWorld, type TestPartnership } from '../../test/world.ts'
import { asSystem } from '../db/tx.ts'
import { addAccount } from './account-store.ts'
import { newSecret, recoveryHash } from './one-time-code.ts'
import { localPath } from './sign-in.ts'

const world = await openWorld()
after(() => world.close())

const PASSWORD = 'three blue kettles'

let people = 0
/** A coordinator with a password, and a one-time code's secret if wanted. */
async function personOf(partnership: TestPartnership, { password = PASSWORD, codes = false, email = `sign-in-${++people}@testbury.example` } = {}) {
  const secret = codes ? newSecret() : null
  const accountId = await asSystem('add an account that signs in', async (tx) => {
    const id = await addAccount(tx, { organisationId: partnership.council, email, name: 'Sam Signer', post: null, roles: ['coordinator'], password })
    if (secret) {
      await tx.updateTable('credential').set({ totp_secret: secret }).where('account_id', '=', id).execute()
      await tx.insertInto('recovery_code').values({ partnership_id: partnership.partnershipId, account_id: id, code_hash: recoveryHash('AAA-BBB-CCC-DDD') }).execute()
    }
    return id
  }, partnership.partnershipId)
  return { accountId, email, secret }
}

const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()

/** The token of the forms this visitor is shown: on the sign-in page before signing in, on any page after. */
async function tokenOfForm(cookie = '') {
  for (const url of ['/sign-in', '/no-such-page']) {
    const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url, headers: { cookie } })).body)?.[1]
    if (token) return token
  }
  throw new Error('No page carries a form token')
}

async function post(url: string, fields: Record<string, string>, cookie = '') {
  const payload = new URLSearchParams({ _csrf: await tokenOfForm(cookie), ...fields }).toString()
  return world.app.inject({ method: 'POST', url, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, payload })
}

const cookieFrom = (answer: { cookies: { name: string; value: string }[] }) => {
  const cookie = answer.cookies.find(({ name }) => name === 'wardmote')
  return cookie?.value ? `wardmote=${cookie.value}` : ''
}

test('a person signs in with address and password, comes to their work, and goes out again', async () => {
  const { email } = await personOf(world.ours)
  const answer = await post('/sign-in', { email: ` ${email.toUpperCase()} `, password: PASSWORD })
  assert.equal(answer.statusCode, 303)
  assert.equal(answer.headers.location, '/my-work')
  const cookie = cookieFrom(answer)
  assert.equal((await world.app.inject({ url: '/', headers: { cookie } })).headers.location, '/my-work')
  const out = await post('/sign-out', {}, cookie)
  assert.equal(out.headers.location, '/sign-in')
  assert.equal(out.cookies.find(({ name }) => name === 'wardmote')!.value, '')
  assert.equal((await world.app.inject({ url: '/', headers: { cookie } })).headers.location, '/sign-in')
})

test('the session cookie is out of scripts’ reach, stays on this site, and is new at each sign-in', async () => {
  const { email } = await personOf(world.ours)
  const first = await post('/sign-in', { email, password: PASSWORD })
  const { httpOnly, sameSite, path } = first.cookies.find(({ name }) => name === 'wardmote')!
  assert.deepEqual({ httpOnly, sameSite, path }, { httpOnly: true, sameSite: 'Lax', path: '/' })
  const planted = await post('/sign-in', { email, password: PASSWORD }, 'wardmote=planted-by-somebody')
  assert.ok(![cookieFrom(first), 'wardmote=planted-by-somebody'].includes(cookieFrom(planted)))
})

test('a wrong password, an unknown address, a disabled account and one without a password get the same page, byte for byte', async () => {
  const known = await personOf(world.ours)
  const disabled = await personOf(world.ours)
  await asSystem('disable an account', (tx) => tx.updateTable('account').set({ disabled_at: new Date().toISOString() }).where('account_id', '=', disabled.accountId).execute(), world.ours.partnershipId)
  const invited = await personOf(world.ours)
  await asSystem('take a password away', (tx) => tx.deleteFrom('credential').where('account_id', '=', invited.accountId).execute(), world.ours.partnershipId)
  const pages = []
  for (const [email, password] of [[known.email, 'not this one at all'], ['nobody-has@testbury.example', PASSWORD], [disabled.email, PASSWORD], [invited.email, PASSWORD]] as const) {
    const answer = await post('/sign-in', { email, password })
    assert.equal(answer.statusCode, 422)
    assert.equal(cookieFrom(answer), '')
    pages.push(answer.body.replaceAll(email, 'ADDRESS'))
    assert.ok(!answer.body.includes(password))
  }
  assert.equal(new Set(pages).size, 1)
  assert.match(pages[0]!, /The e-mail address or password is not right/)
})

test('after five wrong tries the right password is refused too, with the same words, for a known address and an unknown one', async () => {
  const { email } = await personOf(world.ours)
  const unknown = `unknown-${people}@testbury.example`
  const pages = new Set<string>()
  for (const address of [email, unknown]) {
    for (let time = 0; time < 5; time++) pages.add((await post('/sign-in', { email: address, password: 'wrong wrong wrong' })).body.replaceAll(address, 'ADDRESS'))
    const answer = await post('/sign-in', { email: address, password: PASSWORD })
    assert.equal(answer.statusCode, 422)
    pages.add(answer.body.replaceAll(address, 'ADDRESS'))
  }
  assert.equal(pages.size, 1)
  assert.match([...pages][0]!, /wait a few minutes/)
})

test('the wait doubles with each failure, from one minute to sixty, and a right password ends it', async () => {
  const { email } = await personOf(world.ours)
  const waits: number[] = []
  for (let time = 0; time < 13; time++) {
    await post('/sign-in', { email, password: 'wrong wrong wrong' })
    const row = await asSystem('look at the wait', async (tx) => {
      const latest = await tx.selectFrom('sign_in_try').selectAll().orderBy('last_at', 'desc').executeTakeFirstOrThrow()
      await tx.updateTable('sign_in_try').set({ held_until: new Date(0).toISOString() }).where('email_hash', '=', latest.email_hash).execute()
      return latest
    })
    waits.push(row.held_until ? Math.round(row.held_until.since(row.last_at).total('minutes')) : 0)
  }
  assert.deepEqual(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
  assert.equal((await post('/sign-in', { email, password: PASSWORD })).statusCode, 303)
  for (let time = 0; time < 4; time++) await post('/sign-in', { email, password: 'wrong wrong wrong' })
  assert.equal((await post('/sign-in', { email, password: PASSWORD })).statusCode, 303)
})

test('of twenty guesses made at once only five are judged', async () => {
  const { email } = await personOf(world.ours)
  const csrf = await tokenOfForm()
  const guess = (password: string) => world.app.inject({ method: 'POST', url: '/sign-in', remoteAddress: '198.51.100.9',
    headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf: csrf, email, password }).toString() })
  const answers = await Promise.all([...Array.from({ length: 19 }, (_, index) => guess(`a wrong guess ${index}`)), guess(PASSWORD)])
  assert.ok(answers.every(({ statusCode }) => statusCode === 422))
})

test('one network has a hundred wrong tries an hour, whatever addresses it tries', async () => {
  const csrf = await tokenOfForm()
  const guess = (index: number, remoteAddress: string) => world.app.inject({ method: 'POST', url: '/sign-in', remoteAddress,
    headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf: csrf, email: `guess${index}@testbury.example`, password: 'one of many guesses' }).toString() })
  const answers = await Promise.all(Array.from({ length: 103 }, (_, index) => guess(index, '198.51.100.10')))
  assert.equal(answers.filter(({ statusCode }) => statusCode === 429).length, 3)
  assert.equal((await guess(0, '198.51.100.11')).statusCode, 422)
})

test('the same address in two partnerships leads to the one whose password was given', async () => {
  const email = 'both@testbury.example'
  const here = await personOf(world.ours, { email, password: 'the password here' })
  const there = await personOf(world.theirs, { email, password: 'the other password' })
  for (const [password, accountId] of [['the password here', here.accountId], ['the other password', there.accountId]] as const) {
    const cookie = cookieFrom(await post('/sign-in', { email, password }))
    const page = await world.app.inject({ url: '/no-such-page', headers: { cookie } })
    assert.match(page.body, accountId === here.accountId ? /Testbury Safer Together/ : /Otherham Community Safety/)
  }
})

test('an account with one-time codes gives one after the password, and before it is nobody', async () => {
  const { email, secret } = await personOf(world.ours, { codes: true })
  const first = await post('/sign-in', { email, password: PASSWORD, next: '/plans' })
  assert.equal(first.headers.location, '/sign-in/code?next=%2Fplans')
  const awaiting = cookieFrom(first)
  assert.equal((await world.app.inject({ url: '/', headers: { cookie: awaiting } })).headers.location, '/sign-in')
  const wrong = await post('/sign-in/code', { code: '000000' }, awaiting)
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /That code is not right/)
  const code = codeOf(secret!)
  const right = await post('/sign-in/code', { code, next: '/plans' }, awaiting)
  assert.equal(right.headers.location, '/plans')
  assert.notEqual(cookieFrom(right), awaiting)
  const again = cookieFrom(await post('/sign-in', { email, password: PASSWORD }))
  assert.equal((await post('/sign-in/code', { code }, again)).statusCode, 422)
})

test('of one code sent from two windows at once, one is taken', async () => {
  const { email, secret } = await personOf(world.ours, { codes: true })
  const windows = [cookieFrom(await post('/sign-in', { email, password: PASSWORD })), cookieFrom(await post('/sign-in', { email, password: PASSWORD }))]
  const code = codeOf(secret!)
  const answers = await Promise.all(windows.map((cookie) => post('/sign-in/code', { code }, cookie)))
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, 422])
})

test('a recovery code stands in for the app, once', async () => {
  const { email } = await personOf(world.ours, { codes: true })
  const enter = async () => (await post('/sign-in/code', { code: 'aaa bbb ccc ddd' }, cookieFrom(await post('/sign-in', { email, password: PASSWORD })))).statusCode
  assert.equal(await enter(), 303)
  assert.equal(await enter(), 422)
})

test('a code given without a password before it leads back to the beginning', async () => {
  for (const cookie of ['', 'wardmote=nothing-of-ours']) assert.equal((await post('/sign-in/code', { code: '123456' }, cookie)).headers.location, '/sign-in')
})

test('empty fields are asked for, and the address typed stays', async () => {
  const answer = await post('/sign-in', { email: 'jo@testbury.example', password: '' })
  assert.equal(answer.statusCode, 422)
  assert.match(answer.body, /Enter your password/)
  assert.match(answer.body, /value="jo@testbury.example"/)
  assert.doesNotMatch(answer.body, /undefined|\bNaN\b|\[object/)
})

test('an address that no database could hold is asked for again', async () => {
  assert.equal((await post('/sign-in', { email: 'jo\0@testbury.example', password: PASSWORD })).statusCode, 422)
})

test('signing in goes on to where the person was going, on this site only', async () => {
  for (const path of ['/plans', '/audit?page=2', '/measures/x?y=%2F%2F'] as const) assert.equal(localPath(path), path)
  for (const trap of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', '\\\\evil.example', 'javascript:alert(1)', '/.//evil.example', '/sign-out', '', ['/plans'], undefined])
    assert.equal(localPath(trap), '/my-work', String(trap))
  const { email } = await personOf(world.ours)
  assert.equal((await post('/sign-in', { email, password: PASSWORD, next: '/plans?sort=owner' })).headers.location, '/plans?sort=owner')
  assert.equal((await post('/sign-in', { email, password: PASSWORD, next: '//evil.example' })).headers.location, '/my-work')
})

test('coming in, going out and being refused are written in the audit log', async () => {
  const { email, accountId } = await personOf(world.ours)
  await post('/sign-in', { email, password: 'wrong wrong wrong' })
  const cookie = cookieFrom(await post('/sign-in', { email, password: PASSWORD }))
  await post('/sign-out', {}, cookie)
  const acts = await asSystem('read the log', (tx) => tx.selectFrom('audit_entry').select('act').where('subject_id', '=', accountId).orderBy('entry').execute())
  assert.deepEqual(acts.map(({ act }) => act), ['refused', 'signed in', 'signed out'])
})
