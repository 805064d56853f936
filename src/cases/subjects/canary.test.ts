import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { ROLES } from '../../people/powers.ts'
import { PROTECTED_KINDS, type ProtectedKind } from '../index/protected-store.ts'
import { seekJob } from '../index/seek-job.ts'
import { addSubject } from '../index/store.ts'

// A value of each kind that stands nowhere else, recorded through the page as a reader would.
const VALUES: Record<ProtectedKind, string> = {
  address: '71 Canarygate Wharf, Testbury ZQ9 7ZZ', phone: '07700 900987', email: 'canarymail@nowhere.example', school: 'Canarygrove Primary', workplace: 'Canaryworks Bakery', vehicle: 'CA11ARY',
}
const TRACES = /canary(?:gate|mail|grove|works)|ZQ9 ?7ZZ|zq97zz|900 ?987|7700900987|CA11 ?ARY/i

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const theirs = await addCasework(world.theirs)
const { coordinator, worker, officer, chair } = casework
const made = await addCase(casework)
const { caseId, indexEntryId } = made
const base = `/cases/${caseId}/people`
// Everything a person can be here, the case's lead among it, but no named reader.
const everything = await world.ours.account(ROLES)
const excluded = await world.ours.account('case worker')
await asSystem('give roles', async (tx) => {
  const member = (account: Actor) => ({ partnership_id: account.partnershipId, scheme_id: casework.schemeId, account_id: account.accountId, role: 'coordinator' })
  await tx.insertInto('scheme_member').values([member(everything), member(excluded)]).execute()
  await tx.insertInto('case_exclusion').values({ partnership_id: excluded.partnershipId, case_id: caseId, account_id: excluded.accountId, reason: 'His brother', declared_by: coordinator.accountId }).execute()
}, everything.partnershipId)
const accused = await asUser(coordinator, (tx) => addSubject(tx, { caseId }, { kind: 'person', role: 'perpetrator', resident: null, facts: [{ kind: 'name', value: 'Acc Used', source: 'The referral' }, { kind: 'alias', value: 'Testa Person', source: 'The referral' }] }))

for (const kind of PROTECTED_KINDS) {
  const done = await world.post(`${base}/protected`, officer, { who: indexEntryId, kind, value: VALUES[kind], source: 'Herself' })
  assert.equal(done.statusCode, 303)
}
await world.post(`${base}/protected/readers`, coordinator, { reader: chair.accountId, reason: 'Leads for the police' })
await world.post(`${base}/protected`, officer, { who: '', kind: '', value: VALUES.address, source: '' })
await seekJob('https://wardmote.example').run()

const ids: Record<string, string> = {
  caseId, subjectId: made.subjectId, entryId: indexEntryId, otherId: accused!.entryId, kind: 'person', schemeId: casework.schemeId, agreementId: casework.agreementId, organisationId: world.ours.council, accountId: officer.accountId,
}
const addresses = readFileSync(join(import.meta.dirname, '../../../routes.txt'), 'utf8').split('\n').filter((line) => line.startsWith('GET') && !line.includes('/assets/'))
  .map((line) => line.split(/ +/)[1]!.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? crypto.randomUUID()))
const ofCases = addresses.filter((url) => /case|people|panel|sharing|my-work|transfer|triage|refer|audit|action/.test(url))

test('Named readers and whoever recorded them read what is protected', async () => {
  for (const reader of [officer, chair]) {
    const { body } = await world.get(`${base}/protected`, reader)
    for (const value of Object.values(VALUES)) assert.ok(body.includes(value), value)
    assert.doesNotMatch(/<title>([^<]*)</.exec(body)![1]!, TRACES)
  }
})

test('No page holds anything protected for one who may do everything else, and leads the case', async () => {
  let seen = 0
  for (const url of addresses) {
    const { body, headers, statusCode } = await world.get(url, everything)
    assert.doesNotMatch(url + body + JSON.stringify(headers), TRACES, url)
    if (statusCode === 200) seen++
  }
  assert.ok(seen > 40, `${seen} pages are there`)
})

for (const [who, actor] of [['a worker of the case', worker], ['one who is shut out', excluded], ['another partnership', theirs.coordinator], ['nobody signed in', null]] as const) {
  test(`No page of casework holds anything protected for ${who}`, async () => {
    for (const url of ofCases) {
      const { body, headers } = await world.get(url, actor)
      assert.doesNotMatch(body + JSON.stringify(headers), TRACES, url)
    }
  })
}

test('No search finds anything by what is protected, for its readers neither', async () => {
  for (const actor of [everything, worker, chair])
    for (const fields of [{ postcode: 'ZQ9 7ZZ' }, { place: '71 Canarygate Wharf' }, { contact: VALUES.phone }, { contact: VALUES.email }, { name: 'Canarygrove' }, { place: 'Canaryworks' }]) {
      const { body } = await world.post('/people-and-places', actor, { name: '', birth: '', contact: '', postcode: '', place: '', ...fields })
      assert.match(body, /Nobody and no place found/, JSON.stringify(fields))
    }
})

test('No table but the one for what is protected holds any of it: no notice, no log, no index, no list', async () => {
  await asSystem('look through every table for what is protected', async (tx) => {
    const { rows } = await sql<{ name: string }>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`.execute(tx)
    assert.ok(rows.length > 60)
    for (const { name } of rows) {
      const held = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t where t::text ~* ${TRACES.source}`.execute(tx)
      assert.equal(held.rows.length, name === 'protected_fact' ? PROTECTED_KINDS.length : 0, name)
    }
  }, world.ours.partnershipId)
})
