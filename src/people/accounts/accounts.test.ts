import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { selectOptionalAccount } from '../account-store.ts'
import { changeAccount, disableAccount } from './store.ts'

const world = await openWorld()
after(() => world.close())
const admin = await world.ours.account('administrator')

const fieldsOf = (actor: Actor, more: Record<string, string | string[]> = {}) => ({ name: 'Pat Person', email: `${actor.accountId}@testbury.example`, post: 'Officer', organisationId: world.ours.council, roles: ['owner'], ...more })
const read = (actor: Actor) => asUser(actor, (tx) => selectOptionalAccount(tx, actor.accountId))
const isReadable = (body: string) => assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)

test('an administrator adds an account, and is shown once the link with which its person sets a password', async () => {
  const empty = await world.post('/accounts', admin, { name: '', email: 'not an address', organisationId: '', post: '' })
  assert.equal(empty.statusCode, 422)
  for (const text of ['Enter the person’s name', 'Enter an e-mail address, like name@council.gov.uk', 'Choose the person’s organisation', 'Choose at least one role']) assert.ok(empty.body.includes(text), text)
  assert.ok(empty.body.includes('value="not an address"'))
  const added = await world.post('/accounts', admin, { name: 'New Person', email: 'New.Person@testbury.example', post: '', organisationId: world.ours.police, roles: ['owner', 'analyst'] })
  assert.equal(added.statusCode, 200)
  isReadable(added.body)
  const path = /http:\/\/127\.0\.0\.1(\/set-password\/[\w-]+)/.exec(added.body)![1]!
  assert.match((await world.app.inject({ url: path })).body, /new\.person@testbury\.example/)
  const list = await world.get('/accounts?name=new.person', admin)
  assert.match(list.body, /Testbury Police/)
  assert.match(list.body, /Analyst, owner/)
  const again = await world.post('/accounts', admin, { name: 'New Person', email: 'new.person@testbury.example', post: '', organisationId: world.ours.police, roles: 'reader' })
  assert.match(again.body, /has an account with this address already/)
})

test('an organisation of another partnership cannot be chosen for an account', async () => {
  const answer = await world.post('/accounts', admin, { name: 'Stray', email: 'stray@testbury.example', post: '', organisationId: world.theirs.council, roles: 'owner' })
  assert.equal(answer.statusCode, 422)
  assert.match(answer.body, /Choose the person’s organisation/)
  assert.doesNotMatch((await world.get('/accounts', admin)).body, /stray@testbury/)
})

test('the list is narrowed by name, role, organisation and state, and says when nobody is like that', async () => {
  await world.ours.account('licensing officer', world.ours.police)
  const shown = async (query: string) => [...(await world.get(`/accounts?${query}`, admin)).body.matchAll(/href="\/accounts\/[0-9a-f-]{36}"/g)].length
  assert.equal(await shown('role=licensing+officer'), 1)
  assert.equal(await shown(`role=licensing+officer&organisation=${world.ours.council}`), 0)
  assert.equal(await shown('state=disabled'), 0)
  assert.match((await world.get('/accounts?name=nobody-is-called-this', admin)).body, /Nobody’s account is like that/)
  assert.equal((await world.get('/accounts?role=nonsense&organisation=x&state=%00', admin)).statusCode, 200)
})

test('an administrator changes a person’s name, organisation and roles; it counts at the person’s next look', async () => {
  const person = await world.ours.account('reader')
  assert.equal((await world.get('/accounts', person)).statusCode, 404)
  assert.equal((await world.post(`/accounts/${person.accountId}`, admin, fieldsOf(person, { roles: ['reader', 'administrator'], organisationId: world.ours.police }))).statusCode, 303)
  assert.equal((await world.get('/accounts', person)).statusCode, 200)
  assert.equal((await read(person))!.organisation, 'Testbury Police')
  assert.equal((await world.post(`/accounts/${person.accountId}`, admin, fieldsOf(person, { roles: 'reader' }))).statusCode, 303)
  assert.equal((await world.get('/accounts', person)).statusCode, 404)
})

test('disabling an account ends its sessions at once, and enabling lets its person in again', async () => {
  const person = await world.ours.account('reader')
  assert.equal((await world.get('/account', person)).statusCode, 200)
  assert.equal((await world.post(`/accounts/${person.accountId}/disable`, admin, {})).statusCode, 303)
  assert.equal((await world.get('/account', person)).statusCode, 303)
  const page = await world.get(`/accounts/${person.accountId}`, admin)
  assert.match(page.body, /Disabled on \d+ \w+ \d{4}/)
  assert.match(page.body, /Enable the account before/)
  assert.equal((await world.post(`/accounts/${person.accountId}/link`, admin, {})).statusCode, 404)
  assert.equal((await world.post(`/accounts/${person.accountId}/enable`, admin, {})).statusCode, 303)
  assert.equal((await world.app.inject({ url: '/account', headers: { cookie: await world.signIn(person) } })).statusCode, 200)
})

test('an administrator signs somebody out everywhere, and makes a link for them', async () => {
  const person = await world.ours.account('reader')
  await world.get('/account', person)
  assert.match((await world.get(`/accounts/${person.accountId}`, admin)).body, /Signed in in one place|Signed in/)
  assert.equal((await world.post(`/accounts/${person.accountId}/end-sessions`, admin, {})).statusCode, 303)
  assert.equal((await world.get('/account', person)).statusCode, 303)
  const link = await world.post(`/accounts/${person.accountId}/link`, admin, { lostCodes: 'yes' })
  assert.match(link.body, /\/set-password\/[\w-]{32}/)
  assert.match((await world.app.inject({ url: /\/set-password\/[\w-]+/.exec(link.body)![0] })).body, /switches one-time codes off/)
})

test('an administrator cannot shut herself out', async () => {
  const page = await world.get(`/accounts/${admin.accountId}`, admin)
  assert.doesNotMatch(page.body, /Disable account/)
  assert.match((await world.post(`/accounts/${admin.accountId}/disable`, admin, {})).body, /You cannot disable your own account/)
  assert.match((await world.post(`/accounts/${admin.accountId}`, admin, fieldsOf(admin))).body, /You cannot take the administrator role from yourself/)
  assert.deepEqual((await read(admin))!.roles, ['administrator'])
})

test('of two administrators who remove each other at once, one remains', async () => {
  for (const remove of ['role', 'account'] as const) {
    const [one, two] = [await world.theirs.account('administrator'), await world.theirs.account('administrator')]
    await Promise.allSettled([[one, two], [two, one]].map(([actor, other]) => asUser(actor!, async (tx) => {
      const account = (await selectOptionalAccount(tx, other!.accountId))!
      if (remove === 'account') return disableAccount(tx, account)
      return changeAccount(tx, account, { name: account.name, email: account.email, post: account.post, organisationId: account.organisationId, roles: ['reader'] })
    })))
    const left = await asSystem('count administrators', (tx) => tx.selectFrom('account as a').innerJoin('account_role as r', 'r.account_id', 'a.account_id')
      .select('a.account_id').where('a.partnership_id', '=', world.theirs.partnershipId).where('r.role', '=', 'administrator').where('a.disabled_at', 'is', null).execute())
    assert.equal(left.length, 1, remove)
    await asSystem('clear', (tx) => tx.deleteFrom('account_role').where('partnership_id', '=', world.theirs.partnershipId).execute(), world.theirs.partnershipId)
  }
})

test('an account of another partnership is not there: to look at, to change, to disable, to make a link for', async () => {
  const stranger = await world.theirs.account('reader')
  const invented = crypto.randomUUID()
  for (const accountId of [stranger.accountId, invented, 'not-an-id']) {
    assert.equal((await world.get(`/accounts/${accountId}`, admin)).statusCode, 404)
    for (const path of ['', '/disable', '/enable', '/end-sessions', '/link']) assert.equal((await world.post(`/accounts/${accountId}${path}`, admin, fieldsOf(stranger))).statusCode, 404, path)
  }
  assert.equal((await read(stranger))!.disabledAt, null)
})

test('every change to an account is in the audit log, without a word of what it was changed to', async () => {
  const person = await world.ours.account('reader')
  await world.post(`/accounts/${person.accountId}`, admin, fieldsOf(person, { name: 'Canary Name', roles: ['owner'] }))
  const entries = await asSystem('read the log', (tx) => tx.selectFrom('audit_entry').selectAll().where('subject_id', '=', person.accountId).execute())
  assert.equal(entries.length, 1)
  assert.equal(entries[0]!.account_id, admin.accountId)
  assert.deepEqual(entries[0]!.details, { fields: ['name', 'email', 'post'], rolesGiven: ['owner'], rolesTaken: ['reader'] })
  assert.doesNotMatch(JSON.stringify(entries), /Canary/)
})
