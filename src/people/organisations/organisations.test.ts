import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { openWorld } from '../../../test/world.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const reader = await world.ours.account('reader')

const today = todayInLondon(Temporal.Now.instant())
const isReadable = (body: string) => assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
const particulars = { standing: 'invited', legalGround: '', sector: 'voluntary', parentId: '', joinedOn: '1/4/2018' }

let added = 0
async function addPartner(fields: Record<string, string> = {}): Promise<{ href: string; name: string }> {
  const name = fields.name ?? `Testbury Helpers ${++added}`
  const answer = await world.post('/organisations', coordinator, { name, code: '', ...particulars, ...fields })
  assert.equal(answer.statusCode, 303, answer.body)
  return { href: String(answer.headers.location), name }
}

test('a partner is added, with its code, and stands in the list under the organisation it is part of', async () => {
  const unit = await addPartner({ name: 'Licensing Team', code: 'LIC', parentId: world.ours.council })
  const list = await world.get('/organisations', reader)
  isReadable(list.body)
  assert.match(list.body, /wm-indent-1"><a class="govuk-link" href="[^"]+">Licensing Team/)
  const page = await world.get(unit.href, reader)
  isReadable(page.body)
  for (const shown of ['LIC', 'Voluntary sector', '1 April 2018', 'Itself part of', 'Testbury Council']) assert.ok(page.body.includes(shown), shown)
  assert.ok((await world.get(`/organisations/${world.ours.council}`, reader)).body.includes('Licensing Team'))
})

test('what is missing from a new partner is asked for, and a partner by law needs its law', async () => {
  const empty = await world.post('/organisations', coordinator, { name: ' ', code: '', standing: '', legalGround: '', sector: '', parentId: '', joinedOn: '31/2/2020' })
  assert.equal(empty.statusCode, 422)
  for (const text of ['Enter its full name', 'Choose whether it is a partner by law or by invitation', 'Choose what kind of organisation it is', 'Enter a date, like 27 3 2026']) assert.ok(empty.body.includes(text), text)
  assert.ok(empty.body.includes('value="31/2/2020"'))
  const lawless = await world.post('/organisations', coordinator, { name: 'Fire', code: '', ...particulars, standing: 'statutory' })
  assert.match(lawless.body, /Enter the law that makes it a partner/)
  const stray = await world.post('/organisations', coordinator, { name: 'Stray', code: '', ...particulars, parentId: world.theirs.council })
  assert.equal(stray.statusCode, 422)
})

test('a renamed partner has its new name from that day and keeps the old one until the day before', async () => {
  const { href, name } = await addPartner()
  assert.equal((await world.post(`${href}/rename`, coordinator, { name: 'Testbury Friends', from: '1/5/2022' })).statusCode, 303)
  const page = await world.get(href, reader)
  assert.match(page.body, /<h1[^>]*>Testbury Friends<\/h1>/)
  assert.ok(page.body.includes(name))
  assert.ok(page.body.includes('From 1 April 2018 to 30 April 2022'))
  for (const [fields, text] of [[{ name: 'Testbury Friends', from: '1/6/2022' }, 'That is its present name'], [{ name: 'Early', from: '1/5/2022' }, 'must begin after 01/05/2022'], [{ name: 'Late', from: '1/1/2150' }, 'today or in the past']] as const) {
    const refused = await world.post(`${href}/rename`, coordinator, fields)
    assert.equal(refused.statusCode, 422)
    assert.ok(refused.body.includes(text), text)
  }
})

test('a code or alias is added, is nobody else’s while it is in use, and stays in the history when ended', async () => {
  const [one, other] = [await addPartner(), await addPartner()]
  assert.equal((await world.post(`${one.href}/names`, coordinator, { kind: 'code', name: 'HLP', from: '' })).statusCode, 303)
  assert.match((await world.post(`${one.href}/names`, coordinator, { kind: 'code', name: 'hlp', from: '' })).body, /It is known by that already/)
  assert.match((await world.post(`${other.href}/names`, coordinator, { kind: 'code', name: 'hlp', from: '' })).body, new RegExp(`${one.name} is known by that`))
  const end = /action="([^"]+\/end)"/.exec((await world.get(one.href, coordinator)).body)![1]!
  assert.doesNotMatch((await world.get(one.href, reader)).body, /End today/)
  assert.equal((await world.post(end, coordinator, {})).statusCode, 303)
  assert.equal((await world.post(end, coordinator, {})).statusCode, 404)
  const page = await world.get(one.href, reader)
  assert.ok(page.body.includes('HLP') && page.body.includes(`To ${writeDate(today)}`))
  assert.equal((await world.post(`${other.href}/names`, coordinator, { kind: 'code', name: 'HLP', from: '' })).statusCode, 303)
})

test('a partner that has left stands apart, and may come back', async () => {
  const { href, name } = await addPartner()
  assert.match((await world.post(`${href}/left`, coordinator, { on: '1/1/2017' })).body, /must not be before it joined/)
  assert.match((await world.post(`${href}/left`, coordinator, { on: '1/1/2150' })).body, /today or in the past/)
  assert.equal((await world.post(`${href}/left`, coordinator, { on: '31/3/2023' })).statusCode, 303)
  const list = (await world.get('/organisations', reader)).body
  assert.ok(list.indexOf(name) > list.indexOf('Those that have left'))
  assert.match((await world.get(href, reader)).body, /A partner until 31 March 2023/)
  assert.equal((await world.post(`${href}/left`, coordinator, { on: '' })).statusCode, 303)
  assert.doesNotMatch((await world.get(href, reader)).body, /A partner until/)
})

test('a partner cannot become part of its own unit', async () => {
  const above = await addPartner()
  const below = await addPartner({ parentId: above.href.split('/').at(-1)! })
  const refused = await world.post(`${above.href}/change`, coordinator, { ...particulars, parentId: below.href.split('/').at(-1)! })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /cannot be part of itself/)
  assert.equal((await world.post(`${below.href}/change`, coordinator, { ...particulars, sector: 'community' })).statusCode, 303)
})

test('those who do not keep the partners see them and cannot change them', async () => {
  const { href } = await addPartner()
  assert.equal((await world.get(href, reader)).statusCode, 200)
  for (const path of ['/change', '/rename', '/names', '/left']) {
    assert.equal((await world.get(href + path, coordinator)).statusCode, 200)
    assert.equal((await world.get(href + path, reader)).statusCode, 404)
    assert.equal((await world.post(href + path, reader, { name: 'Taken over', from: '1/5/2022', on: '1/5/2022', kind: 'code' })).statusCode, 404)
  }
  assert.doesNotMatch((await world.get(href, reader)).body, /Taken over|Mark as left/)
})

test('a partner of another partnership is not there to look at or to change', async () => {
  for (const id of [world.theirs.council, crypto.randomUUID(), 'not-an-id']) {
    assert.equal((await world.get(`/organisations/${id}`, coordinator)).statusCode, 404)
    for (const path of ['/change', '/rename', '/names', '/left'])
      assert.equal((await world.post(`/organisations/${id}${path}`, coordinator, { ...particulars, name: 'Taken over', from: '1/5/2022', on: '1/5/2022', kind: 'code' })).statusCode, 404, path)
  }
  assert.doesNotMatch((await world.get('/organisations', coordinator)).body, /Otherham/)
  const theirs = await world.theirs.account('reader')
  assert.doesNotMatch((await world.get('/organisations', theirs)).body, /Testbury|Taken over/)
})
