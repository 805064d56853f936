import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { insertPlan } from '../../../test/plan-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { ordinalOf, periodAt } from '../../measures/reading-period.ts'
import { addReadings } from '../../measures/readings/store.ts'
import { addMeasure, selectMeasure } from '../../measures/store.ts'
import { previewEdition, publishEdition } from '../../plans/editions/store.ts'
import { figureForPublic, minutesForPublic } from './shown.ts'

const world = await openWorld()
after(() => world.close())
let coordinator: Actor, member: Actor, analyst: Actor, stranger: Actor
let planId: string, editionId: string, measureId: string

const FIELDS = { title: 'Thefts of cycles', kind: 'count', numerator: 'Thefts of a pedal cycle', denominator: null, unit: 'offences', frequency: 'month', geography: 'The ward', source: 'Police', polarity: 'lower', polarityNote: null, completenessNote: null, revisionPolicy: null, decimals: 0, state: 'live', closedReason: null } as const
const VALUES = [12, 3, 20, 0, 15, 18]
const everybody = (url: string, headers: Record<string, string> = {}) => world.app.inject({ url, headers })
const release = async (kind: string, key: string, actor = coordinator) => {
  const { body } = await world.get(`/public-site/release?kind=${encodeURIComponent(kind)}&key=${key}`, actor)
  return world.post('/public-site/release', actor, { kind, key, fingerprint: /name="fingerprint" value="(\w+)"/.exec(body)?.[1] ?? 'x'.repeat(32) })
}
const keep = (fields: Record<string, string>, actor = coordinator) => world.post('/public-site', actor, { address: 'testbury', introduction: 'We work together.\n\n- police\n- council', contact: 'Write to the town hall', version: '0', ...fields })

before(async () => {
  coordinator = await world.ours.account('coordinator')
  member = await world.ours.account('board member')
  analyst = await world.ours.account('analyst')
  stranger = await world.theirs.account('coordinator')
  ;({ planId } = await insertPlan(coordinator, { title: 'Safer streets', items: [{ code: '1', title: 'Violence', kind: 'priority', owner: undefined }, { code: '1.1', title: 'Patrols', under: '1', kind: 'activity', says: { declared: 'Green', on: '2026-01-05', narrative: 'Out each evening' } }] }))
  editionId = (await asUser(coordinator, async (tx) => publishEdition(tx, (await previewEdition(tx, planId, 'Testbury', Temporal.PlainDate.from('2026-06-30')))!, { overrideReason: 'A test publishes whatever stands open', corrects: null, correctionNote: null })))!
  measureId = await asUser(coordinator, async (tx) => {
    const id = await addMeasure(tx, FIELDS)
    const { measure } = (await selectMeasure(tx, id))!
    await addReadings(tx, measure, VALUES.map((value, at) => ({ period: periodAt('month', ordinalOf('month', Temporal.PlainDate.from('2026-01-01')) + at), state: 'value' as const, value, numerator: null, denominator: null, note: null })))
    return id
  })
})

describe('before it is open', () => {
  test('there is no site, whatever its address; nor once it has one and stays closed', async () => {
    assert.equal((await everybody('/public/testbury')).statusCode, 404)
    assert.equal((await keep({})).statusCode, 303)
    await release('plan', editionId)
    assert.equal((await everybody('/public/testbury')).statusCode, 404)
    assert.equal((await everybody(`/public/testbury/plans/${planId}`)).statusCode, 404)
  })
  test('it is opened by who may publish, and by nobody else', async () => {
    for (const actor of [member, analyst]) assert.equal((await keep({ isOpen: 'yes', version: '1' }, actor)).statusCode, 404)
    assert.equal((await everybody('/public/testbury')).statusCode, 404)
    assert.equal((await keep({ isOpen: 'yes', version: '1' })).statusCode, 303)
    const { statusCode, body, headers } = await everybody('/public/testbury')
    assert.equal(statusCode, 200)
    assert.match(body, /Safer streets/)
    assert.equal(headers['set-cookie'], undefined, 'it sets no cookie')
    assert.doesNotMatch(body, /<script/)
  })
  test('two partnerships never share an address, and the second to save is told', async () => {
    const { statusCode, body } = await world.post('/public-site', stranger, { address: 'testbury', introduction: '', contact: '', version: '0' })
    assert.equal(statusCode, 422)
    assert.match(body, /Another partnership has this address/)
    assert.equal((await keep({ isOpen: 'yes', version: '1', introduction: 'Otherwise' })).statusCode, 409)
  })
})

describe('what is on it', () => {
  test('is what was released and nothing else: no draft, no owner, no account', async () => {
    const { body } = await everybody(`/public/testbury/plans/${planId}`)
    assert.match(body, /Out each evening/)
    assert.match(body, /Green/)
    assert.doesNotMatch(body, /Testbury coordinator|person\d@/)
    assert.equal((await everybody(`/public/testbury/figures/${measureId}`)).statusCode, 404, 'a measure nobody released')
    assert.equal((await everybody(`/public/testbury/plans/${editionId}`)).statusCode, 404)
  })
  test('a figure holds back what is small, on the page, in the picture, in CSV and in JSON alike', async () => {
    assert.equal((await release('figure', measureId)).statusCode, 303)
    const page = await everybody(`/public/testbury/figures/${measureId}`)
    assert.match(page.body, /Fewer than 5/)
    assert.match(page.body, /<svg/)
    const rows = parse((await everybody(`/public/testbury/figures/${measureId}.csv`)).body.replace(/^\uFEFF/, ''), { columns: true }) as Record<string, string>[]
    assert.equal(rows.length, VALUES.length)
    assert.equal(rows[1]!.value, '')
    assert.match(rows[1]!.note!, /Fewer than 5/)
    assert.equal(rows.find(({ starts }) => starts === '2026-04-01')!.value, '0', 'a nought is a nought')
    const json = JSON.parse((await everybody(`/public/testbury/figures/${measureId}.json`)).body) as { rows: unknown[][]; heldBack: number }
    assert.equal(json.rows[1]![3], null)
    assert.ok(json.heldBack >= 1)
    for (const url of ['/public/testbury', '/public/testbury/figures', '/public/testbury/data', '/public/testbury/data.json']) assert.equal((await everybody(url)).statusCode, 200, url)
  })
  test('small numbers are not in the copy itself, so no page can show them', async () => {
    const shown = figureForPublic((await asUser(coordinator, (tx) => selectMeasure(tx, measureId)))!)
    assert.equal(shown.points[1]!.value, null)
    assert.ok(!shown.points.some(({ value }) => value !== null && value > 0 && value < 5))
    assert.equal(shown.points.filter(({ value }) => value === null).length, shown.heldBack)
  })
  test('minutes made for others are never for the site', () => {
    const minutes = { group: 'Board', heldOn: '2026-03-02', beginsAt: '10:00', place: null, present: [], apologies: [], quorum: null, statement: null, interests: [], items: [], otherActions: [], nextOn: null, approvedBy: null, sentTo: [], notSentTo: [] }
    for (const audience of ['group', 'partnership'] as const) assert.throws(() => minutesForPublic({ ...minutes, audience }, 1), /not for the public/)
    assert.equal(minutesForPublic({ ...minutes, audience: 'public' }, 1).group, 'Board')
  })
  test('“You said, we did” is written and stands there', async () => {
    assert.equal((await world.post('/public-site/you-said', coordinator, { said: '', did: '', happened: '' })).statusCode, 422)
    assert.equal((await world.post('/public-site/you-said', coordinator, { said: 'It is dark by the steps', did: 'Two lamps were put up', happened: '3 2 2026' })).statusCode, 303)
    assert.match((await everybody('/public/testbury/you-said')).body, /It is dark by the steps[\s\S]*Two lamps were put up/)
  })
})

describe('taking off', () => {
  test('what was taken off is gone at once, and its reason stands in its place', async () => {
    const manage = await world.get('/public-site', coordinator)
    const [address] = /\/public-site\/releases\/[0-9a-f-]+\/withdraw/.exec(manage.body.slice(manage.body.indexOf('Thefts of cycles')))!
    assert.equal((await world.post(address, coordinator, { reason: '' })).statusCode, 422)
    for (const actor of [member, stranger]) assert.equal((await world.post(address, actor, { reason: 'Not mine' })).statusCode, 404)
    assert.equal((await everybody(`/public/testbury/figures/${measureId}`)).statusCode, 200)
    assert.equal((await world.post(address, coordinator, { reason: 'The count was wrong' })).statusCode, 303)
    const gone = await everybody(`/public/testbury/figures/${measureId}`)
    assert.equal(gone.statusCode, 410)
    assert.match(gone.body, /The count was wrong/)
    for (const url of [`/public/testbury/figures/${measureId}.csv`, `/public/testbury/figures/${measureId}.json`]) assert.equal((await everybody(url)).statusCode, 404, url)
    assert.doesNotMatch((await everybody('/public/testbury/data.json')).body, /Thefts/)
    assert.equal((await release('figure', measureId)).statusCode, 303)
    assert.equal((await everybody(`/public/testbury/figures/${measureId}`)).statusCode, 200, 'released again')
  })
  test('what was looked at is what is released: changed meanwhile, nothing is', async () => {
    assert.equal((await world.post('/public-site/release', coordinator, { kind: 'figure', key: measureId, fingerprint: 'x'.repeat(32) })).statusCode, 409)
  })
})

test('a page is sent again only when something on the site changed', async () => {
  const first = await everybody('/public/testbury')
  assert.equal((await everybody('/public/testbury', { 'if-none-match': String(first.headers.etag) })).statusCode, 304)
  await world.post('/public-site/you-said', coordinator, { said: 'Litter', did: 'More bins', happened: '' })
  assert.equal((await everybody('/public/testbury', { 'if-none-match': String(first.headers.etag) })).statusCode, 200)
})

test('within, only those who publish keep it', async () => {
  for (const actor of [member, analyst]) for (const url of ['/public-site', '/public-site/you-said', `/public-site/release?kind=plan&key=${editionId}`]) assert.equal((await world.get(url, actor)).statusCode, 404, url)
  assert.equal((await world.get(`/public-site/release?kind=plan&key=${editionId}`, stranger)).statusCode, 404)
})

test('the papers lead to the site for those who publish, and the site back to the papers; others are not led where they cannot go', async () => {
  const rooms = async (url: string, actor: Actor) => [.../<nav class="moj-sub-navigation" aria-label="Papers">.*?<\/nav>/s.exec((await world.get(url, actor)).body)![0].matchAll(/href="([^"]+)"/g)].map(([, href]) => href)
  assert.deepEqual(await rooms('/papers', coordinator), ['/papers', '/learning', '/duties', '/exchange', '/public-site'])
  assert.deepEqual(await rooms('/public-site', coordinator), ['/papers', '/learning', '/duties', '/exchange', '/public-site'])
  for (const actor of [member, analyst]) assert.deepEqual(await rooms('/papers', actor), ['/papers', '/learning', '/duties', '/exchange'])
})
