import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Actor, asUser } from '../src/db/tx.ts'
import { ROLE_POWERS, ROLES, type Role } from '../src/people/powers.ts'
import { addOneOfEachCaseThing } from './one-of-each-case.ts'
import { addOneOfEach, type OneOfEach } from './one-of-each.ts'
import { asSuperuser } from './server-database.ts'
import { openWorld } from './world.ts'

// Every address against every role, from the committed list of routes.
const world = await openWorld()
after(() => world.close())
const ours = await addOneOfEach(world.ours)
const theirs = await addOneOfEach(world.theirs)
const people = Object.fromEntries(await Promise.all(ROLES.map(async (role) => [role, await world.ours.account(role)] as const))) as Record<Role, Actor>

type Route = { method: string; pattern: string; power: string }
const routes: Route[] = readFileSync(join(import.meta.dirname, '../routes.txt'), 'utf8').trim().split('\n')
  .map((line) => /^(\w+) +(\S+) +(.+)$/.exec(line)!)
  .map(([, method, pattern, power]) => ({ method: method!, pattern: pattern!, power: power! }))
  .filter(({ pattern }) => !pattern.startsWith('/assets/'))
const gets = routes.filter(({ method }) => method === 'GET')
const posts = routes.filter(({ method }) => method === 'POST')

const invented: OneOfEach = Object.fromEntries(Object.keys(ours).map((name) => [name, crypto.randomUUID()]))
const address = (pattern: string, ids: OneOfEach) => pattern.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? 'nothing-like-it')
const holds = (role: Role, power: string) => ['public', 'signed in'].includes(power) || ROLE_POWERS[role].some((each) => each === power)
const withNames = (location: unknown, ids: OneOfEach) => Object.entries(ids).reduce((text, [name, id]) => text.replaceAll(id, name), String(location))
// There for those who keep a group's papers.
const FOR_KEEPERS = ['/meetings/new']
const isThere = (statusCode: number) => [200, 302, 303].includes(statusCode)
const canary = (body: string) => assert.doesNotMatch(body, /Otherham/)

test('the list of routes is long enough to be the whole of it', () => assert.ok(gets.length > 40 && posts.length > 40))

test('somebody not signed in sees public pages and is sent to sign in for all others, whether they are there or not', async () => {
  for (const { pattern, power } of gets)
    for (const ids of [ours, invented]) {
      const url = address(pattern, ids)
      const { statusCode, headers, body } = await world.get(url, null)
      if (power === 'public') assert.ok([200, 303, 404].includes(statusCode), `${url}: ${statusCode}`)
      else assert.deepEqual([statusCode, headers.location, body], [303, `/sign-in?next=${encodeURIComponent(url)}`, ''], url)
    }
})

for (const role of ROLES) {
  test(`${role}: pages whose power the role holds are there; all others look as if they were not`, async () => {
    const nothing = new Map<string, string>()
    for (const { pattern, power } of gets) {
      const url = address(pattern, ours)
      const section = url.split('/')[1]!
      const answer = await world.get(url, people[role])
      canary(answer.body)
      if (!holds(role, power)) {
        if (!nothing.has(section)) nothing.set(section, (await world.get(`/${section}/and/nothing/at/all`, people[role])).body)
        assert.deepEqual([answer.statusCode, answer.body], [404, nothing.get(section)], url)
      } else assert.ok(isThere(answer.statusCode) || ((pattern.includes(':') || FOR_KEEPERS.includes(pattern)) && answer.statusCode === 404), `${url}: ${answer.statusCode}`)
    }
  })

  test(`${role}: what belongs to another partnership looks like what was never there`, async () => {
    for (const { pattern } of gets.filter(({ pattern, power }) => pattern.includes(':') && holds(role, power))) {
      const [hidden, missing] = [await world.get(address(pattern, theirs), people[role]), await world.get(address(pattern, invented), people[role])]
      assert.deepEqual([hidden.statusCode, hidden.body], [missing.statusCode, missing.body], pattern)
      // An address that only leads on to another may do so for any id: what it leads to is tried by itself.
      if (hidden.headers.location) assert.equal(withNames(hidden.headers.location, theirs), withNames(missing.headers.location, invented), pattern)
      else assert.equal(hidden.statusCode, 404, pattern)
      assert.deepEqual(Object.keys(hidden.headers).sort(), Object.keys(missing.headers).sort(), pattern)
    }
  })
}

test('what hangs on a case of their own partnership that they are no part of, or shut out of by name, looks to everybody like what was never there', async () => {
  const { casework, ids } = await addOneOfEachCaseThing(world.ours)
  await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values([casework.officer, casework.chair, casework.governance].map(({ accountId }) => ({ partnership_id: world.ours.partnershipId, case_id: ids.caseId!, account_id: accountId, reason: 'A relative', declared_by: casework.coordinator.accountId }))).execute())
  // Schemes, agreements, agencies and meetings are no secret inside the partnership; requests are the governance lead’s own, whoever they are about; drafts are their writer’s.
  const ofCases = Object.keys(ids).filter((name) => !['schemeId', 'agreementId', 'agencyId', 'panelId', 'packId', 'ruleSetId', 'draftId'].includes(name))
  const missing = { ...ids, ...Object.fromEntries(ofCases.map((name) => [name, crypto.randomUUID()])) }
  const about = routes.filter(({ pattern }) => ofCases.some((name) => pattern.includes(`:${name}`)))
  for (const [actor, role] of [[casework.officer, 'case worker'], [casework.chair, 'case worker'], [casework.governance, 'information governance lead'], [people['case worker'], 'case worker'], [people.coordinator, 'coordinator']] as const)
    for (const { pattern } of about.filter(({ method, power }) => method === 'GET' && holds(role, power))) {
      const [hidden, never] = [await world.get(address(pattern, ids), actor), await world.get(address(pattern, missing), actor)]
      assert.deepEqual([hidden.statusCode, hidden.body, hidden.headers.location], [never.statusCode, never.body, never.headers.location], `${pattern} (${role})`)
      assert.deepEqual(Object.keys(hidden.headers).sort(), Object.keys(never.headers).sort(), pattern)
    }
  for (const actor of [casework.officer, casework.governance]) {
    const cookie = await world.signIn(actor)
    const token = await tokenFor(cookie)
    const before = withoutSessions(await everything()).filter((line) => !line.startsWith('audit_'))
    for (const { pattern, power } of about.filter(({ method, power }) => method === 'POST' && power !== 'public')) {
      const [hidden, never] = [await send(address(pattern, ids), { cookie }, token), await send(address(pattern, missing), { cookie }, token)]
      assert.deepEqual([hidden.statusCode, hidden.body, hidden.headers.location], [never.statusCode, never.body, never.headers.location], `${pattern} (${power})`)
    }
    assert.deepEqual(withoutSessions(await everything()).filter((line) => !line.startsWith('audit_')), before)
  }
})

test('one of each thing is there for those who may see it', async () => {
  for (const [url, role] of [
    [`/plans/${ours.planId}/dashboard`, 'board member'], [`/items/${ours.itemId}`, 'board member'], [`/items/${ours.itemId}/update`, 'owner'], [`/plans/${ours.planId}/settings`, 'coordinator'],
    [`/measures/${ours.measureId}`, 'analyst'], [`/accounts/${ours.accountId}`, 'administrator'], [`/organisations/${ours.organisationId}`, 'reader'],
  ] as const) assert.ok(isThere((await world.get(url, people[role])).statusCode), url)
})

/** Everything in the database but when sessions were last used. */
async function everything(): Promise<string> {
  const prints: string[] = []
  await asSuperuser(world.database, async (ask) => {
    const { rows } = await ask("select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1")
    for (const { name } of rows)
      prints.push((await ask(`select '${name} ' || md5(coalesce(string_agg(${name === 'session' ? 't.session_hash' : 't::text'}, ',' order by t::text), '')) as print from ${name} t`)).rows[0].print)
  })
  return prints.join('\n')
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const fields = { name: 'Taken over', title: 'Taken over', email: 'taken@testbury.example', roles: 'administrator', newPassword: 'seven green teapots', code: '9', kind: 'alias', from: '1/1/2026', on: '1/1/2026' }
const send = (url: string, headers: Record<string, string>, token: string | null) =>
  world.app.inject({ method: 'POST', url, headers: { ...form, ...headers }, payload: new URLSearchParams({ ...fields, ...(token !== null && { _csrf: token }) }).toString() })
const tokenFor = async (cookie: string) => /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: '/account', headers: { cookie } })).body)![1]!

test('a form that did not come from this site’s own page for this session changes nothing, by whichever way it comes', async () => {
  const everyRole = await world.ours.account(ROLES)
  const [cookie, otherCookie] = [await world.signIn(everyRole), await world.signIn(people.coordinator)]
  const [token, otherToken] = [await tokenFor(cookie), await tokenFor(otherCookie)]
  const nobodysToken = /name="_csrf" value="([^"]+)"/.exec((await world.get('/sign-in', null)).body)![1]!
  const before = await everything()
  const attacks: Record<string, [Record<string, string>, string | null]> = {
    'no token': [{}, null],
    'an empty token': [{}, ''],
    'a wrong token': [{}, 'x'.repeat(token.length)],
    'the token of another session': [{}, otherToken],
    'the token shown before signing in': [{}, nobodysToken],
    'sent from another site, as the browser says': [{ 'sec-fetch-site': 'cross-site' }, token],
    'sent from a sister site, as the browser says': [{ 'sec-fetch-site': 'same-site' }, token],
    'sent from another origin': [{ origin: 'https://evil.example' }, token],
    'sent from an origin that is none': [{ origin: 'nonsense' }, token],
  }
  for (const { pattern } of posts)
    for (const [attack, [headers, sent]] of Object.entries(attacks)) {
      const { statusCode } = await send(address(pattern, ours), { cookie, host: 'wardmote.example', ...headers }, sent)
      assert.ok(statusCode >= 400, `${pattern}, ${attack}: ${statusCode}`)
    }
  assert.equal(await everything(), before)
})

test('a form sent by somebody whose role does not hold its power changes nothing', async () => {
  const before = await everything()
  for (const role of ROLES) {
    const cookie = await world.signIn(people[role])
    const token = await tokenFor(cookie)
    for (const { pattern, power } of posts.filter(({ power }) => !holds(role, power)))
      assert.equal((await send(address(pattern, ours), { cookie }, token)).statusCode, 404, `${role} ${pattern} (${power})`)
  }
  assert.deepEqual(withoutSessions(await everything()), withoutSessions(before))
})
const withoutSessions = (prints: string) => prints.split('\n').filter((line) => !line.startsWith('session '))

test('a form sent by nobody changes nothing and asks them to sign in', async () => {
  const token = /name="_csrf" value="([^"]+)"/.exec((await world.get('/sign-in', null)).body)![1]!
  const before = await everything()
  for (const { pattern } of posts.filter(({ power }) => power !== 'public'))
    assert.equal((await send(address(pattern, ours), {}, token)).headers.location, '/sign-in?next=%2Fmy-work', pattern)
  assert.equal(await everything(), before)
})

test('a form about another partnership’s thing is answered as one about nothing, and changes nothing', async () => {
  const cookie = await world.signIn(await world.ours.account(ROLES))
  const token = await tokenFor(cookie)
  const before = withoutSessions(await everything()).filter((line) => !line.startsWith('audit_'))
  for (const { pattern, power } of posts.filter(({ pattern, power }) => pattern.includes(':') && power !== 'public')) {
    const [hidden, missing] = [await send(address(pattern, theirs), { cookie }, token), await send(address(pattern, invented), { cookie }, token)]
    assert.deepEqual([hidden.statusCode, hidden.body, hidden.headers.location], [missing.statusCode, missing.body, missing.headers.location], `${pattern} (${power})`)
    assert.ok(hidden.statusCode < 500 && hidden.statusCode !== 200, `${pattern}: ${hidden.statusCode}`)
  }
  assert.deepEqual(withoutSessions(await everything()).filter((line) => !line.startsWith('audit_')), before)
})
