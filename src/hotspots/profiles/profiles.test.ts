import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { addCounts, addTown, steady } from '../../incidents/explore/specimens.ts'
import { addPlan, addScheme } from '../../plans/keeping/store.ts'
import { STANDARD_SCHEMES } from '../../plans/rating.ts'
import { contentOf } from './profile.ts'
import { selectEditions, selectWholeProfile } from './store.ts'

const world = await openWorld()
after(() => world.close())

const coordinator = await world.ours.account('coordinator')
const reader = await world.ours.account('board member')
await addTown(coordinator)
await addCounts(coordinator, '2022-01', [{ text: 'Theft from the person', north: steady(20, 36), south: steady(2, 36) }])
const planId = await asUser(coordinator, async (tx) => {
  const schemeId = await addScheme(tx, STANDARD_SCHEMES[0]!)
  return addPlan(tx, { kind: 'action plan', title: 'Theft action plan', starts: '2025-01-01', ends: '2027-12-31', schemeId, rollUp: null, updateInterval: 'quarterly', frameId: null })
})

const about = { title: 'Theft in the street', question: 'Why phones, and why here?', source: '1', categories: '', from: '2024-01', to: '2024-12', owner: coordinator.accountId, reviewer: '', reviewOn: '1 3 2027', version: '0' }
let url = ''
const page = async (actor = coordinator, at = url) => (await world.get(at, actor)).body

test('a coordinator commissions a profile, puts live figures under its headings and writes what they mean', async () => {
  const wrong = await world.post('/profiles/new', coordinator, { ...about, from: '2025-01', title: '' })
  assert.equal(wrong.statusCode, 422)
  const answer = await world.post('/profiles/new', coordinator, about)
  assert.equal(answer.statusCode, 303)
  url = String(answer.headers.location)
  for (const [kind, heading] of [['trend', 'How much, and which way it goes'], ['table', 'Where'], ['signals', 'When'], ['map', 'Where'], ['concentration', 'Where']] as const)
    assert.equal((await world.post(`${url}/exhibits`, coordinator, { kind, heading, caption: '' })).statusCode, 303)
  await world.post(`${url}/sections/0`, coordinator, { text: 'Phones are taken from hands.\n\nMostly near stations.', version: '0' })
  const body = await page()
  assert.match(body, /264 in January to December 2024/)
  assert.match(body, /Mostly near stations\./)
  assert.match(body, /North/)
  assert.match(body, /Nothing is said of what the data cannot say/)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
})

test('the second person to write a section is shown what the first wrote', async () => {
  const late = await world.post(`${url}/sections/0`, coordinator, { text: 'Mine', version: '0' })
  assert.equal(late.statusCode, 409)
  assert.match(late.body, /Mostly near stations\./)
  assert.match(late.body, />Mine</)
})

test('a recommendation becomes an action with one owner and a date, once', async () => {
  await world.post(`${url}/recommendations`, coordinator, { text: 'Paint warnings on the pavement' })
  const form = /\/profiles\/[\w-]+\/recommendations\/[\w-]+/.exec(await page())![0]
  assert.equal((await world.post(form, coordinator, { plan: planId, owner: '', due: '' })).statusCode, 422)
  assert.equal((await world.post(form, coordinator, { plan: planId, owner: reader.accountId, due: '30 6 2027' })).statusCode, 303)
  assert.match(await page(), /Now an action: <a[^>]+>A1 Paint warnings on the pavement<\/a>, not started/)
  assert.equal((await world.post(form, coordinator, { plan: planId, owner: reader.accountId, due: '30 6 2027' })).statusCode, 404)
  const items = await asUser(coordinator, (tx) => tx.selectFrom('plan_item').select(['code', 'due']).where('plan_id', '=', planId).execute())
  assert.deepEqual(items, [{ code: 'A1', due: '2027-06-30' }])
})

test('an edition keeps what was shown, protects small numbers when it is for anyone, and is neither changed nor removed', async () => {
  assert.equal((await world.post(`${url}/editions`, coordinator, { audience: 'publishable' })).statusCode, 422)
  await world.post(`${url}/sections/8`, coordinator, { text: 'No hours are published.', version: '0' })
  assert.equal((await world.post(`${url}/editions`, coordinator, { audience: 'publishable' })).statusCode, 303)
  const edition = await page(reader, `${url}/editions/1`)
  assert.match(edition, /Publishable: small numbers are protected/)
  assert.match(edition, /No hours are published/)
  const profileId = url.split('/').at(-1)!
  await world.post(`${url}/sections/0`, coordinator, { text: 'Rewritten.', version: '1' })
  const [kept] = await asUser(reader, (tx) => selectEditions(tx, profileId, 1))
  assert.deepEqual(kept!.content.sections[0]!.paragraphs, ['Phones are taken from hands.', 'Mostly near stations.'])
  const changed = await asUser(coordinator, (tx) => tx.updateTable('profile_edition').set({ audience: 'restricted' }).where('profile_id', '=', profileId).executeTakeFirst())
  assert.equal(changed.numUpdatedRows, 0n)
  const word = await world.get(`${url}/editions/1/edition.docx`, reader)
  assert.equal(word.statusCode, 200)
})

test('a board member reads a profile and changes nothing; another partnership and a reader of editions find nothing', async () => {
  assert.match(await page(reader), /Theft in the street/)
  for (const [path, fields] of [['/sections/0', { text: 'x', version: '2' }], ['/recommendations', { text: 'x' }], ['/editions', { audience: 'restricted' }], ['/state', { version: '1' }], ['/exhibits', { kind: 'trend', heading: 'Where' }]] as const)
    assert.equal((await world.post(url + path, reader, fields)).statusCode, 404)
  const theirs = await world.theirs.account('coordinator')
  const outsider = await world.ours.account('reader')
  for (const actor of [theirs, outsider]) for (const path of ['', '/editions/1', '/profile.docx', '/editions/1/edition.docx']) assert.equal((await world.get(url + path, actor)).statusCode, 404)
  assert.equal((await world.post(`${url}/recommendations`, theirs, { text: 'x' })).statusCode, 404)
  const none = await asUser(theirs, (tx) => selectWholeProfile(tx, url.split('/').at(-1)!))
  assert.equal(none, null)
})

test('what nobody wrote and no figure fills is left out of an edition', async () => {
  const whole = (await asUser(coordinator, (tx) => selectWholeProfile(tx, url.split('/').at(-1)!)))!
  const content = contentOf(whole, new Map())
  assert.deepEqual(content.sections.map(({ heading }) => heading), ['What the problem is', 'What the data cannot say'])
})
