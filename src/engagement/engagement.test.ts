import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { insertPlan } from '../../test/plan-fixture.ts'
import { openWorld } from '../../test/world.ts'
import { type Actor, asSystem } from '../db/tx.ts'
import { compared, findingsOf, Reached, Wanted } from './campaign.ts'
import { observedIn } from './observances.ts'

const spans = (year: number) => Object.fromEntries(observedIn(year).map(({ key, begins, ends }) => [key, `${begins} ${ends}`]))

test('the days and weeks of a year are where they are: fixed ones by their date, movable ones by their rule', () => {
  assert.equal(spans(2017)['mental health'], '2017-05-08 2017-05-14', 'as announced')
  assert.equal(spans(2026)['mental health'], '2026-05-11 2026-05-17')
  assert.equal(spans(2026).fgm, '2026-02-06 2026-02-06')
  assert.deepEqual([spans(2026).scamnesty, spans(2028).scamnesty], ['2026-02-01 2026-02-28', '2028-02-01 2028-02-29'])
  assert.equal(spans(2025)['hate crime'], '2025-10-11 2025-10-18')
  assert.equal(spans(2026)['16 days'], '2026-11-25 2026-12-10')
  assert.equal(spans(2026).ct, '2026-11-30 2026-12-06')
  assert.ok(observedIn(2026).every(({ begins, ends, note }) => begins <= ends && note.length > 10))
  assert.deepEqual(observedIn(2026).filter(({ certain }) => !certain).map(({ key }) => key), ['mental health', 'asb', 'hate crime', 'ct'], 'what an organiser announces is said to be expected')
})

const wanted = (fields: object) => Wanted.parse(fields)
const reached = (fields: object = {}) => Reached.parse(fields)
const FULL = { reach: 500, engagement: 50, action: 20, baseline: { reach: 100, engagement: 10, action: 5 } }
const sentences = (want: object, got: object = {}, ends = '2026-03-01') => findingsOf({ wanted: wanted(want), reached: reached(got), ends }, '2026-03-10').map(({ sentence }) => sentence)

test('a campaign without measures is a finding, one half measured says what lacks, and a whole one says nothing', () => {
  assert.match(sentences({})[0]!, /nobody will know whether it worked/)
  assert.deepEqual(sentences(FULL), [])
  assert.match(sentences({ reach: 500, baseline: { reach: 100 } }).join(), /not measured by: people who engaged, people who remembered or acted/)
  assert.match(sentences({ ...FULL, baseline: { reach: 100 } }).join(), /nothing to compare with for: people who engaged/)
})

test('six weeks after its end, what was not counted is asked for', () => {
  assert.match(sentences(FULL, { reach: 10 }, '2026-01-01').join(), /not entered for: people who engaged/)
  assert.deepEqual(sentences(FULL, { reach: 10, engagement: 1, action: 0 }, '2026-01-01'), [])
})

test('what was reached stands against what was wanted, and nothing is called met that was not counted', () => {
  assert.deepEqual(compared({ wanted: wanted(FULL), reached: reached({ reach: 500, engagement: 49 }) }).map(({ met }) => met), [true, false, null])
  assert.deepEqual(compared({ wanted: wanted({}), reached: reached({ reach: 5 }) }).map(({ met }) => met), [null, null, null])
})

const world = await openWorld()
after(() => world.close())
let coordinator: Actor
let member: Actor
before(async () => { ;[coordinator, member] = await Promise.all([world.ours.account('coordinator'), world.ours.account('board member')]) })

const FORM = { title: 'Ask for Angela', begins: '25/11/2026', ends: '10/12/2026', observance: '16 days', channels: 'Posters\nRadio', message: 'Ask at the bar', wantedReach: '2,000', leadId: '' }
const only = () => asSystem('look at campaigns', (tx) => tx.selectFrom('campaign').selectAll().execute(), world.ours.partnershipId)

test('a campaign is added by who keeps meetings, read by who reads them, and by nobody of another partnership', async () => {
  assert.match((await world.get('/campaigns/new?observance=16+days&year=2026', coordinator)).body, /value="25\/11\/2026"/)
  assert.match((await world.post('/campaigns/new', coordinator, { ...FORM, ends: '1/11/2026', wantedReach: 'many' })).body, /The last day must not be before the first|Enter a whole number/)
  assert.equal((await world.post('/campaigns/new', member, FORM)).statusCode, 404)
  const made = await world.post('/campaigns/new', coordinator, FORM)
  assert.equal(made.statusCode, 303)
  const href = String(made.headers.location)
  const { body } = await world.get(href, member)
  for (const text of [/Ask at the bar/, /Posters, Radio/, /2,000/, /It is not measured by/, /There is nothing to compare with/]) assert.match(body, text)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|Change, or enter/)
  assert.match((await world.get('/campaigns?year=2026', member)).body, /Partly measured/)
  assert.match((await world.get('/calendar?year=2026', member)).body, /Ask for Angela/)
  const stranger = await world.theirs.account('coordinator')
  assert.equal((await world.get(href, stranger)).statusCode, 404)
  assert.equal((await world.post(`${href}/edit`, stranger, { ...FORM, version: '1' })).statusCode, 404)
  assert.doesNotMatch((await world.get('/campaigns?year=2026', stranger)).body, /Ask for Angela/)
})

test('what it reached is entered; who was second is told, and nothing of either is lost', async () => {
  const [campaign] = await only()
  const href = `/campaigns/${campaign!.campaign_id}`
  assert.equal((await world.post(`${href}/edit`, coordinator, { ...FORM, reachedReach: '1900', version: '1' })).statusCode, 303)
  const body = (await world.get(href, member)).body
  assert.match(body, /1,900/)
  assert.match(body, /Not reached/)
  const second = await world.post(`${href}/edit`, coordinator, { ...FORM, title: 'Ask for Clive', version: '1' })
  assert.equal(second.statusCode, 409)
  assert.match(second.body, /Somebody else changed this campaign/)
  assert.match(second.body, /value="Ask for Clive"/)
  assert.equal((await only())[0]!.title, 'Ask for Angela')
  assert.equal((await world.post(`${href}/edit`, member, { ...FORM, version: '2' })).statusCode, 404)
  assert.equal((await world.get('/campaigns/nonsense', member)).statusCode, 404)
})

test('a campaign serves a priority of a plan, named to those who may read the plan and to nobody else', async () => {
  const { items } = await insertPlan(coordinator, { title: 'Safer nights', items: [{ code: '1', title: 'Violence at night', kind: 'priority' }, { code: '1.1', title: 'Patrols', under: '1' }] })
  assert.match((await world.get('/campaigns/new', coordinator)).body, /<option value="[^"]+">1 Violence at night, Safer nights</)
  const elsewhere = (await insertPlan(await world.theirs.account('coordinator'), { items: [{ code: '9', title: 'Theirs', kind: 'priority' }] })).items.get('9')!
  for (const planItemId of [elsewhere, items.get('1.1')!, crypto.randomUUID()]) {
    const { statusCode, body } = await world.post('/campaigns/new', coordinator, { ...FORM, planItemId })
    assert.equal(statusCode, 422)
    assert.match(body, /Choose one of the list/)
  }
  const made = await world.post('/campaigns/new', coordinator, { ...FORM, title: 'Get home', planItemId: items.get('1')! })
  assert.equal(made.statusCode, 303)
  const href = String(made.headers.location)
  assert.match((await world.get(href, member)).body, new RegExp(`Serves <a class="govuk-link" href="/items/${items.get('1')!}">1 Violence at night, Safer nights</a>`))
  const governance = await world.ours.account('information governance lead')
  const { body } = await world.get(href, governance)
  assert.match(body, /Get home/)
  assert.doesNotMatch(body, /Violence at night|Serves|undefined/)
  assert.equal((await world.post(`${href}/edit`, coordinator, { ...FORM, title: 'Get home', version: '1', planItemId: '' })).statusCode, 303)
  assert.doesNotMatch((await world.get(href, member)).body, /Violence at night/)
})
