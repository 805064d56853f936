import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { addItem } from '../keeping/store.ts'
import { recordedMessage } from './evidence.ts'
import { addTwoItemPlan, itemNow, readable, thisMonth, today } from './specimens.ts'

const world = await openWorld()
after(() => world.close())

const coordinator = await world.ours.account('coordinator')
const police = await world.ours.account('owner', world.ours.police)
const colleague = await world.ours.account('owner', world.ours.police)
const council = await world.ours.account('owner')
const board = await world.ours.account('board member')
const stranger = await world.theirs.account('coordinator')
const { planId, patrols, lights } = await addTwoItemPlan(coordinator, world.ours)

const output = { kind: 'output', statement: 'Officers met people on the square', from: thisMonth.toString(), quantity: '2,000', unit: 'people met' }
const activity = { kind: 'activity', statement: 'Two officers walked the square', from: thisMonth.toString() }
const record = (actor: typeof police, fields: Record<string, string | readonly string[]>, itemId = patrols) => world.post(`/items/${itemId}/evidence`, actor, fields)
const evidenceOf = async (itemId: string) => (await itemNow(coordinator, planId, itemId)).evidence

test('the owner records evidence; another owner, a board member and a stranger find no such page', async () => {
  for (const other of [council, board, stranger]) {
    assert.equal((await world.get(`/items/${patrols}/update`, other)).statusCode, 404)
    assert.equal((await record(other, activity)).statusCode, 404)
  }
  assert.equal((await world.get(`/items/not-an-id/update`, police)).statusCode, 404)
  assert.equal((await record(police, output)).statusCode, 303)
  assert.deepEqual((await evidenceOf(patrols)).map(({ quantity, unit }) => [quantity, unit]), [[2000, 'people met']])
  const { body } = await world.get(`/items/${patrols}/update`, police)
  assert.match(readable(body), /Output · .* · 2,000 people met/)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
})

test('the same evidence sent twice is recorded once', async () => {
  await record(police, output)
  assert.equal((await evidenceOf(patrols)).length, 1)
})

test('an output without what was counted, work still to come, and a last day before the first are refused with what was typed kept', async () => {
  const tomorrow = today.add({ days: 1 }).toString()
  for (const [fields, said] of [
    [{ ...output, unit: '' }, /Say what was counted/],
    [{ ...output, quantity: '' }, /Enter how many/],
    [{ ...output, quantity: 'lots' }, /as a number/],
    [{ ...activity, from: tomorrow }, /still to come/],
    [{ ...activity, from: 'soonish' }, /Enter a date/],
    [{ ...activity, to: '2020-01-01' }, /on or after the first/],
    [{ ...activity, kind: '' }, /Choose what kind/],
  ] as const) {
    const { statusCode, body } = await record(police, { ...fields, statement: 'Words that must be kept' })
    assert.equal(statusCode, 422)
    assert.match(body, said)
    assert.match(body, /Words that must be kept/)
  }
  assert.equal((await evidenceOf(patrols)).length, 1)
})

test('going on with an empty form records nothing, and with a filled one records it first', async () => {
  const empty = await record(police, { kind: '', statement: '', from: '', next: 'rating' })
  assert.equal(empty.headers.location, `/items/${patrols}/update/rating`)
  const filled = await record(police, { ...activity, next: 'rating' })
  assert.equal(filled.headers.location, `/items/${patrols}/update/rating`)
  assert.equal((await evidenceOf(patrols)).length, 2)
})

test('a time that a later reader could not place is questioned once, and kept when said to be right', async () => {
  const vague = { ...activity, kind: 'decision', statement: 'The grant was asked for three months ago' }
  const asked = await record(police, vague)
  assert.equal(asked.statusCode, 422)
  assert.match(readable(asked.body), /“three months ago”/)
  assert.match(asked.body, /It is right as it stands/)
  assert.equal((await evidenceOf(patrols)).length, 2)
  assert.equal((await record(police, { ...vague, asItStands: 'yes' })).statusCode, 303)
  assert.equal((await evidenceOf(patrols)).length, 3)
})

test('one piece may serve several items and is counted once; an item one does not own is left off', async () => {
  await record(coordinator, { ...activity, statement: 'A shared walkabout', also: [lights] })
  const [shared] = await evidenceOf(lights)
  assert.deepEqual([...shared!.itemIds].sort(), [patrols, lights].sort())
  await record(police, { ...activity, statement: 'Not the council’s', also: [lights] })
  assert.equal((await evidenceOf(lights)).length, 1)
})

test('evidence dated outside the period is taken, and said not to count in it', async () => {
  const old = await record(police, { ...activity, kind: 'obstacle', from: '3 January 2001' })
  assert.equal(old.statusCode, 303)
  const span = { starts: thisMonth, ends: today }
  assert.match(recordedMessage({ from: '2001-01-03', to: '2001-01-03' }, span), /outside .* does not count/)
  assert.equal(recordedMessage({ from: '2001-01-03', to: thisMonth.toString() }, span), 'The evidence is recorded.')
})

test('the one who recorded it puts it right, with a reason: the new words count, and the old ones stay to be read', async () => {
  const wrong = (await evidenceOf(patrols)).find(({ kind }) => kind === 'output')!
  const at = `/items/${patrols}/evidence/${wrong.evidenceId}`
  for (const other of [colleague, council, board, stranger]) assert.equal((await world.get(at, other)).statusCode, 404)
  const right = { ...output, quantity: '200', replacedReason: 'A nought too many' }
  assert.equal((await world.post(at, colleague, right)).statusCode, 404)
  assert.match((await world.post(at, police, { ...right, replacedReason: '' })).body, /Say what was wrong with it/)
  assert.equal((await world.post(at, police, right)).statusCode, 303)
  assert.deepEqual((await evidenceOf(patrols)).filter(({ kind }) => kind === 'output').map(({ quantity }) => quantity), [200])
  assert.match(readable((await world.get(`/items/${patrols}/update`, colleague)).body), /Put right: A nought too many/)
})

test('of two who put the same piece right the second loses no words', async () => {
  const [piece] = (await evidenceOf(patrols)).filter(({ kind }) => kind === 'output')
  const at = `/items/${patrols}/evidence/${piece!.evidenceId}`
  const mend = (words: string) => ({ ...output, statement: words, replacedReason: 'Miscounted' })
  const answers = [await world.post(at, police, mend('First words')), await world.post(at, coordinator, mend('Second words'))]
  assert.deepEqual(answers.map(({ statusCode }) => statusCode), [303, 422])
  assert.match(answers[1]!.body, /Second words/)
  assert.match(answers[1]!.body, /put that evidence right before you/)
})

test('evidence taken out no longer counts, and says why', async () => {
  const piece = (await evidenceOf(patrols)).find(({ kind }) => kind === 'output')!
  const at = `/items/${patrols}/evidence/${piece.evidenceId}/take-out`
  assert.equal((await world.post(at, stranger, { withdrawReason: 'Ours now' })).statusCode, 404)
  assert.match((await world.post(at, police, { withdrawReason: '' })).body, /Say why this evidence no longer counts/)
  assert.equal((await world.post(at, police, { withdrawReason: 'It was another square' })).statusCode, 303)
  assert.ok(!(await evidenceOf(patrols)).some(({ evidenceId }) => evidenceId === piece.evidenceId))
  assert.match(readable((await world.get(`/items/${patrols}/update`, police)).body), /Taken out: It was another square/)
})

test('in a long plan other items are named by their codes, and a wrong code is said', async () => {
  await asUser(coordinator, async (tx) => {
    for (let n = 10; n < 75; n++) await addItem(tx, planId, { kind: 'activity', code: `9.${n}`, title: `Long list ${n}`, parentId: null })
  })
  assert.match((await world.get(`/items/${patrols}/update`, coordinator)).body, /Codes of other items/)
  const wrong = await record(coordinator, { ...activity, statement: 'Three at once', alsoCodes: '2, 9.10, 77' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /no item 77/)
  await record(coordinator, { ...activity, statement: 'Three at once', alsoCodes: '2, 9.10' })
  assert.equal((await evidenceOf(lights)).find(({ statement }) => statement === 'Three at once')?.itemIds.length, 3)
})

test('signs that no record can hold, and 50,000 characters, do no harm', async () => {
  assert.equal((await record(council, { ...activity, statement: 'Before\0after' }, lights)).statusCode, 303)
  assert.equal((await record(council, { ...activity, statement: 'x'.repeat(50_000) }, lights)).statusCode, 303)
  assert.match((await record(council, { ...activity, statement: 'x'.repeat(50_001) }, lights)).body, /50,000 characters or fewer/)
})
