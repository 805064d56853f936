import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld, type TestPartnership } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { groupsToDecide, pairsBetween } from './groups.ts'
import { callersOf, repeatersByChance, repeatsOf, repeatsWithin } from './people.ts'
import type { CallerRecord } from './record.ts'
import { pairId, selectWhoAgain } from './store.ts'

const world = await openWorld()
after(() => world.close())

type Told = { on: string; forename: string; surname: string; phone?: string; born?: string; postcode?: string }

async function hold({ partnershipId }: TestPartnership, sourceId: number, name: string, people: readonly Told[]) {
  await asSystem('hold complaints', async (tx) => {
    const of = { partnership_id: partnershipId, source_id: sourceId }
    const load_id = sourceId
    await tx.insertInto('source').values({ ...of, name, provider: 'A department', row_is: 'complaint', layout: 'mapped', personal: true, basis: 'Invented', refresh: 'month', positions: 'none', file_is: 'added' }).execute()
    await tx.insertInto('source_term').values({ ...of, term_id: sourceId, field: 'category', text: 'Noise' }).execute()
    await tx.insertInto('load').values({ ...of, load_id, state: 'visible' }).execute()
    await tx.insertInto('load_file').values({ partnership_id: partnershipId, load_id, file_no: 1, name: 'x.csv', hash: name, bytes: 1 }).execute()
    for (const [index, { on, forename, surname, phone = null, born = null, postcode = null }] of people.entries()) {
      const row = { partnership_id: partnershipId, load_id, row_no: index + 1 }
      await tx.insertInto('incident').values({ ...row, source_id: sourceId, file_no: 1, line: index + 2, month: `${on.slice(0, 7)}-01`, category_id: sourceId, key: index + 1, content: index + 1, starts: `${on}T12:00Z`, position: 'none', placed: 'unplaced' }).execute()
      await tx.insertInto('incident_person').values({ ...row, part: 'caller', forename, surname, phone, born, postcode }).execute()
    }
  }, partnershipId)
}

const ANNE = { forename: 'Annelise', surname: 'Fairweather', phone: '07700 900111', born: '1961-04-02', postcode: 'EC1A 1AA' }
const others = ['Callum Garrick', 'Zoe Holloway', 'Vikram Sandhu', 'Ines Marchetti', 'Gareth Kettleby', 'Nadia Begum'].map((name, index): Told => {
  const [forename, surname] = name.split(' ') as [string, string]
  return { on: `2024-0${index + 1}-11`, forename, surname, phone: `0770090020${index}`, born: `19${70 + index}-0${index + 1}-1${index}`, postcode: `EC${1 + (index % 4)}A ${index}AB` }
})
await hold(world.ours, 1, 'Noise', [{ ...ANNE, on: '2024-03-01' }, ...others])
await hold(world.ours, 2, 'Housing', [{ ...ANNE, phone: '+44 7700 900111', on: '2024-05-20' }, { ...ANNE, on: '2024-12-30', forename: 'A' }])
await hold(world.theirs, 1, 'Elsewhere', [{ ...ANNE, on: '2024-03-01' }])
const analyst = await world.ours.account('analyst')

test('an analyst confirms that two departments’ callers are one person, sees the repeat, answers it, and can take it all back', async () => {
  const list = await world.get('/repeats/matches', analyst)
  assert.match(list.body, /Fairweather<\/a>/)
  assert.match(list.body, /3 reports/)
  const group = /\/repeats\/groups\/[\w-]+/.exec(list.body)![0]
  assert.match((await world.get(group, analyst)).body, /Are these all one person\?/)
  assert.match((await world.get('/repeats', analyst)).body, /Nobody whose matches are confirmed/)
  assert.equal((await world.post(group, analyst, {})).statusCode, 303)
  const page = await world.get('/repeats', analyst)
  assert.match(page.body, /Reported again within 6 months/)
  assert.match(page.body, /80 days after noise, Noise/)
  assert.doesNotMatch(page.body, /undefined|\bNaN\b|\[object/)
  const record = /name="record" value="([^"]+)"/.exec(page.body)![1]!
  assert.equal((await world.post('/repeats', analyst, { record, answer: 'told of the case review', note: '' })).statusCode, 422)
  assert.equal((await world.post('/repeats', analyst, { record, answer: 'told of the case review', note: 'By telephone, 21 May' })).statusCode, 303)
  assert.match((await world.get('/repeats', analyst)).body, /Told of the case review: By telephone/)
  const decided = await world.get('/repeats/matches?show=decided', analyst)
  for (const [, id] of decided.body.matchAll(/\/repeats\/matches\/([\w-]+)/g)) await world.post(`/repeats/matches/${id}/undo`, analyst, {})
  assert.match((await world.get('/repeats/matches?show=decided', analyst)).body, /Decided \(0\)/)
})

test('a refusal needs a reason, is remembered, and holds however likely the match', async () => {
  const { records, link } = await asUser(analyst, selectWhoAgain)
  const [strongest] = (await link()).pairs
  const url = `/repeats/matches/${pairId(strongest!.a, strongest!.b)}`
  const refused = await world.post(url, analyst, { verdict: 'refused', reason: '' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Say how you know that they are two people/)
  assert.equal((await world.post(url, analyst, { verdict: 'refused', reason: 'Mother and daughter' })).statusCode, 303)
  const after = await (await asUser(analyst, selectWhoAgain)).link()
  assert.ok(!after.clusters.some((cluster) => cluster.includes(strongest!.a) && cluster.includes(strongest!.b)))
  assert.equal(records.length, 9)
  await world.post(`${url}/undo`, analyst, {})
})

test('who called is behind a power of its own, in one partnership, and each look is logged', async () => {
  for (const role of ['coordinator', 'owner', 'board member', 'administrator', 'information governance lead'] as const) {
    const account = await world.ours.account(role)
    for (const url of ['/repeats', '/repeats/matches', '/repeats/groups/x', '/repeats/matches/x']) assert.equal((await world.get(url, account)).statusCode, 404)
    assert.deepEqual(await asUser(account, (tx) => tx.selectFrom('incident_person').selectAll().execute()), [])
  }
  const coordinator = await world.ours.account('coordinator')
  const places = await world.get('/repeats/places', coordinator)
  assert.doesNotMatch(places.body, /Housing|Fairweather/)
  const theirs = await world.theirs.account('analyst')
  assert.equal((await asUser(theirs, selectWhoAgain)).records.length, 1)
  const looks = await asUser(await world.ours.account('information governance lead'), (tx) => tx.selectFrom('audit_entry').select('entry').where('subject_kind', '=', 'callers').where('account_id', '=', analyst.accountId).execute())
  assert.ok(looks.length > 0)
})

const told = (record: string, on: string, sourceId = 1): CallerRecord =>
  ({ record, part: 'caller', sourceId, source: `Source ${sourceId}`, loadId: 1, line: 1, on, reference: null, category: 'Noise', forename: 'A', surname: 'B', born: null, address: null, postcode: null, phone: null, email: null })
const pair = (a: string, b: string, weight: number, standing: 'accept' | 'confirmed' | 'review' = 'accept') => ({ a, b, weight, probability: 1, standing, fields: [] })

test('reports are counted as one person’s only where a person said so, or where that is asked for', () => {
  const records = [told('a', '2024-01-05'), told('b', '2024-02-05'), told('c', '2024-11-05')]
  const linkage = { pairs: [pair('a', 'b', 9, 'confirmed'), pair('b', 'c', 8)], clusters: [['a', 'b', 'c']] }
  assert.deepEqual(repeatsOf(callersOf(records, linkage, 'confirmed')), { reports: 3, people: 2, repeaters: 1, byRepeaters: 2 })
  assert.deepEqual(repeatsOf(callersOf(records, linkage, 'probable')), { reports: 3, people: 1, repeaters: 1, byRepeaters: 3 })
  const again = repeatsWithin(callersOf(records, linkage, 'probable'), 6)
  assert.deepEqual(again.map(({ report, which, days }) => [report.record, which, days]), [['b', 2, 31]])
})

test('a person with many reports is asked about as few matches as join them', () => {
  const records = [told('a', '2024-01-01'), told('b', '2024-01-02', 2), told('c', '2024-01-03')]
  const pairs = [pair('a', 'b', 5), pair('b', 'c', 9), pair('a', 'c', 7)]
  const [group] = groupsToDecide(records, { pairs, clusters: [['a', 'b', 'c']] })
  assert.deepEqual(group!.waiting.map(({ a, b }) => a + b), ['bc', 'ac'])
  assert.deepEqual(groupsToDecide(records, { pairs: pairs.map((each) => ({ ...each, standing: 'confirmed' as const })), clusters: [['a', 'b', 'c']] }), [])
  assert.deepEqual(pairsBetween({ pairs: [pair('a', 'x', 2, 'review'), pair('b', 'x', 1, 'review')], clusters: [['a', 'b']] }).map(({ a, b }) => a + b), ['ax'])
})

test('by chance, 680 reports on 9,721 people give about 23 who report twice or more', () => {
  // Poisson with mean 680 / 9721: 9721 × (1 − e^−m (1 + m)).
  assert.equal(Math.round(repeatersByChance(680, 9721)), 23)
  assert.equal(repeatersByChance(10, 0), 0)
})
