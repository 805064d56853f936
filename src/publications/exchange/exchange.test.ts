import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { dueOn, quartersAsked } from './sets.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

describe('the prescribed exchange', () => {
  test('is due by the end of the quarter after', () => {
    assert.deepEqual(['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01'].map((quarter) => dueOn(day(quarter)).toString()), ['2026-06-30', '2026-09-30', '2026-12-31', '2027-03-31'])
  })
  test('asks about quarters that have ended, four at most, and none that ended before it is followed', () => {
    assert.deepEqual(quartersAsked('2020-01-01', day('2026-11-23')), ['2025-10-01', '2026-01-01', '2026-04-01', '2026-07-01'])
    assert.deepEqual(quartersAsked('2026-05-10', day('2026-10-01')), ['2026-04-01', '2026-07-01'])
    assert.deepEqual(quartersAsked('2026-07-01', day('2026-09-30')), [])
  })
})

describe('in a browser', async () => {
  const world = await openWorld()
  after(() => world.close())
  const [writer, reader, stranger, theirs] = [await world.ours.account('analyst'), await world.ours.account('board member'), await world.ours.account('administrator'), await world.theirs.account('coordinator')]
  const today = Temporal.Now.plainDateISO('Europe/London')
  const quarter = quartersAsked('2020-01-01', today)[1]!
  const here = `/exchange/${world.ours.police}/crimes/${quarter}`

  test('asks nothing until it is followed; then each authority’s own sets, quarter by quarter', async () => {
    assert.match((await world.get('/exchange', reader)).body, /Nobody has said since when/)
    assert.equal((await world.get(here, writer)).statusCode, 404)
    assert.equal((await world.post('/exchange', writer, { since: 'some day' })).statusCode, 422)
    assert.equal((await world.post('/exchange', writer, { since: '1 1 2020' })).statusCode, 303)
    const { body } = await world.get('/exchange', reader)
    assert.match(body, /Crimes<span class="wm-note">Testbury Police/)
    assert.match(body, /What the council holds<span class="wm-note">Testbury Council/)
    assert.doesNotMatch(body, /Deliberate primary fires|undefined|\bNaN\b|\[object/, 'nobody here is a fire authority')
    assert.match(body, /1[0-9] sets are late/)
    assert.match((await world.get('/exchange', theirs)).body, /Nobody has said since when/)
  })

  test('what came is said with its day, nothing with its reason, and both can be taken back', async () => {
    const late = async () => Number(/(\d+) sets are late/.exec((await world.get('/exchange', reader)).body)![1])
    const before = await late()
    assert.match((await world.post(here, writer, { came: 'yes' })).body, /Enter the day it came/)
    assert.match((await world.post(here, writer, { came: 'no' })).body, /Say what is known of why nothing came/)
    assert.match((await world.post(here, writer, { came: 'yes', receivedOn: today.add({ days: 1 }).toLocaleString('en-GB') })).body, /That day is still to come/)
    assert.match((await world.post(here, writer, { came: 'yes', receivedOn: '1 7 2026', sourceId: '987' })).body, /Choose a source from the list/)
    assert.equal((await world.post(here, writer, { came: 'no', note: 'Their system was being replaced' })).statusCode, 303)
    const told = (await world.get('/exchange', reader)).body
    assert.match(told, /Nothing came.*Their system was being replaced/s)
    assert.equal(await late(), before - 1, 'a gap that is explained is no longer late')
    assert.equal((await world.post(here, writer, { came: 'yes', receivedOn: '1 7 2026' })).statusCode, 303)
    assert.match((await world.get('/exchange', reader)).body, /Came.*1 July 2026/s)
    assert.equal((await world.post(`${here}/withdraw`, writer, {})).statusCode, 303)
    assert.equal(await late(), before)
    assert.equal((await world.post(`${here}/withdraw`, writer, {})).statusCode, 404)
  })

  test('whoever may not write papers says nothing, and nothing is said of a set, a quarter or an authority that is not asked', async () => {
    for (const actor of [reader, stranger, theirs]) {
      assert.equal((await world.get(here, actor)).statusCode, 404)
      assert.equal((await world.post(here, actor, { came: 'no', note: 'x' })).statusCode, 404)
      assert.equal((await world.post(`${here}/withdraw`, actor, {})).statusCode, 404)
    }
    assert.equal((await world.post('/exchange', reader, { since: '1 1 2020' })).statusCode, 404)
    assert.equal((await world.get('/exchange', stranger)).statusCode, 404)
    for (const nowhere of [`/exchange/${world.ours.council}/crimes/${quarter}`, `/exchange/${world.ours.police}/crimes/2001-01-01`, `/exchange/${world.ours.police}/secrets/${quarter}`, '/exchange/x/crimes/y']) assert.equal((await world.post(nowhere, writer, { came: 'no', note: 'x' })).statusCode, 404, nowhere)
  })
})
