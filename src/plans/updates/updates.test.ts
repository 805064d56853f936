import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { addItem, addPlan, addScheme, setOwners } from '../keeping/store.ts'
import { STANDARD_SCHEMES } from '../rating.ts'
import { selectPlan } from '../store.ts'

const world = await openWorld()
after(() => world.close())

const coordinator = await world.ours.account('coordinator')
const police = await world.ours.account('owner', world.ours.police)
const council = await world.ours.account('owner')
const board = await world.ours.account('board member')
const stranger = await world.theirs.account('coordinator')

const { planId, patrols, lights } = await asUser(coordinator, async (tx) => {
  const schemeId = await addScheme(tx, STANDARD_SCHEMES[0]!)
  const planId = await addPlan(tx, { kind: 'dashboard', title: 'Testbury plan', starts: '2026-04-01', ends: '2027-03-31', schemeId, rollUp: 'worst', updateInterval: 'quarterly', frameId: null })
  const patrols = await addItem(tx, planId, { kind: 'activity', code: '1', title: 'Patrol the square', parentId: null })
  const lights = await addItem(tx, planId, { kind: 'activity', code: '2', title: 'Light the square', parentId: null })
  await setOwners(tx, patrols, [{ organisationId: world.ours.police, post: 'Inspector', accountable: true }])
  await setOwners(tx, lights, [{ organisationId: world.ours.council, accountable: true }])
  return { planId, patrols, lights }
})

const itemNow = async (itemId: string) => {
  const plan = await asUser(coordinator, (tx) => selectPlan(tx, planId, { history: 'whole' }))
  return plan!.items.find((item) => item.itemId === itemId)!
}
const thisMonth = Temporal.Now.plainDateISO('Europe/London').with({ day: 1 })
const evidence = { kind: 'activity', statement: 'Two officers walked the square', from: thisMonth.toString(), quantity: '2,000', unit: 'people met' }
const rating = { state: 'in progress', declared: 'Green', positionOn: thisMonth.toString(), follows: '' }

describe('recording evidence', () => {
  test('the owner records it; another owner, a board member and a stranger cannot', async () => {
    assert.equal((await world.post(`/items/${patrols}/evidence`, police, evidence)).statusCode, 303)
    for (const other of [council, board, stranger]) assert.equal((await world.post(`/items/${patrols}/evidence`, other, evidence)).statusCode, 404)
    const { evidence: kept } = await itemNow(patrols)
    assert.deepEqual(kept.map(({ quantity, unit }) => [quantity, unit]), [[2000, 'people met']])
  })

  test('a time that a later reader could not place is questioned once, and kept when said to be right', async () => {
    const vague = { ...evidence, kind: 'next step', statement: 'The grant was asked for three months ago', quantity: '', unit: '' }
    const asked = await world.post(`/items/${patrols}/evidence`, police, vague)
    assert.equal(asked.statusCode, 422)
    assert.match(asked.body, /three months ago/)
    assert.match(asked.body, /It is right as it stands/)
    assert.equal((await itemNow(patrols)).evidence.length, 1)
    assert.equal((await world.post(`/items/${patrols}/evidence`, police, { ...vague, asItStands: 'yes' })).statusCode, 303)
  })

  test('a quantity without what was counted, and a last day before the first, are refused with what was typed kept', async () => {
    const { statusCode, body } = await world.post(`/items/${patrols}/evidence`, police, { ...evidence, unit: '', statement: 'Kept words' })
    assert.equal(statusCode, 422)
    assert.match(body, /Say what was counted/)
    assert.match(body, /Kept words/)
    assert.match((await world.post(`/items/${patrols}/evidence`, police, { ...evidence, to: '2020-01-01' })).body, /on or after the first/)
  })

  test('evidence given for an item one does not own is left off that item', async () => {
    await world.post(`/items/${patrols}/evidence`, police, { ...evidence, kind: 'decision', quantity: '', unit: '', also: [lights] })
    assert.equal((await itemNow(lights)).evidence.length, 0)
  })

  test('evidence taken out no longer counts, and its words stay', async () => {
    const [latest] = (await itemNow(patrols)).evidence
    assert.equal((await world.post(`/items/${patrols}/evidence/withdraw`, stranger, { evidenceId: latest!.evidenceId, reason: 'Wrong place' })).statusCode, 404)
    assert.equal((await world.post(`/items/${patrols}/evidence/withdraw`, police, { evidenceId: latest!.evidenceId, reason: 'Wrong place' })).statusCode, 303)
    assert.ok(!(await itemNow(patrols)).evidence.some(({ evidenceId }) => evidenceId === latest!.evidenceId))
  })
})

describe('saying where an item stands', () => {
  test('the owner sends it; another owner, a board member and a stranger cannot', async () => {
    for (const other of [council, board, stranger]) {
      assert.equal((await world.get(`/items/${patrols}/update`, other)).statusCode, 404)
      assert.equal((await world.post(`/items/${patrols}/update/rating`, other, rating)).statusCode, 404)
    }
    assert.equal((await world.post(`/items/${patrols}/update/rating`, police, rating)).statusCode, 303)
    const item = await itemNow(patrols)
    assert.equal(item.updates[0]?.declared, 'Green')
    assert.equal(item.updates[0]?.derived, 'Green')
    assert.equal(item.state, 'in progress')
  })

  test('a rating that differs from the criteria needs its reason', async () => {
    const latest = (await itemNow(patrols)).updates[0]!.updateId
    const differs = { ...rating, declared: 'Amber', follows: latest }
    const asked = await world.post(`/items/${patrols}/update/rating`, police, differs)
    assert.equal(asked.statusCode, 422)
    assert.match(asked.body, /The criteria give Green on the facts recorded\. Say why you rate it Amber/)
    assert.equal((await world.post(`/items/${patrols}/update/rating`, police, { ...differs, reason: 'The patrols were too few to be seen' })).statusCode, 303)
    assert.deepEqual((await itemNow(patrols)).updates.map(({ declared }) => declared), ['Amber', 'Green'])
  })

  test('a draft keeps, and no other owner sees it', async () => {
    const draft = { ...rating, narrative: 'Half a thought', keep: 'draft', follows: (await itemNow(patrols)).updates[0]!.updateId }
    assert.equal((await world.post(`/items/${patrols}/update/rating`, police, draft)).statusCode, 303)
    assert.match((await world.get(`/items/${patrols}/update/rating`, police)).body, /Half a thought/)
    assert.match((await world.get('/my-work', police)).body, /Drafts you began/)
    assert.doesNotMatch((await world.get(`/items/${patrols}/update/rating`, coordinator)).body, /Half a thought/)
    assert.equal(await asUser(council, async (tx) => (await tx.selectFrom('update_draft').selectAll().execute()).length), 0)
  })

  test('of ten who answer at once one is first, and the others are shown both versions with their own words kept', async () => {
    const follows = (await itemNow(lights)).updates[0]?.updateId ?? ''
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => world.post(`/items/${lights}/update/rating`, coordinator, { ...rating, state: 'planned', declared: 'Amber', narrative: `Version ${n} of the words`, follows })),
    )
    const refused = answers.filter(({ statusCode }) => statusCode === 409)
    assert.equal(answers.filter(({ statusCode }) => statusCode === 303).length, 1)
    assert.equal(refused.length, 9)
    for (const { body } of refused) assert.equal(new Set(body.match(/Version \d of the words/g)).size, 2)
    assert.equal((await itemNow(lights)).updates.length, 1)
  })
})

describe('reporting periods', () => {
  const dates = { name: 'This month', starts: thisMonth.toString(), ends: thisMonth.add({ months: 1 }).subtract({ days: 1 }).toString(), due: thisMonth.add({ months: 1 }).toString() }

  test('a coordinator opens one; nobody else can, and days that overlap are refused', async () => {
    for (const other of [police, board, stranger]) assert.equal((await world.post(`/plans/${planId}/periods`, other, dates)).statusCode, 404)
    assert.equal((await world.post(`/plans/${planId}/periods`, coordinator, dates)).statusCode, 303)
    assert.match((await world.post(`/plans/${planId}/periods`, coordinator, dates)).body, /is still open/)
  })

  test('owners who have not answered see it in their work, and are reminded once a day', async () => {
    assert.match((await world.get('/my-work', police)).body, /1 Patrol the square/)
    assert.doesNotMatch((await world.get('/my-work', police)).body, /Light the square/)
    await world.post(`/plans/${planId}/periods/remind`, coordinator, {})
    await world.post(`/plans/${planId}/periods/remind`, coordinator, {})
    const notices = await asUser(coordinator, (tx) => tx.selectFrom('notice').select(['account_id', 'body']).execute())
    assert.deepEqual(notices.map(({ account_id }) => account_id).sort(), [police.accountId, council.accountId].sort())
    for (const { body } of notices) assert.doesNotMatch(body, /Patrol|Testbury/)
  })

  test('an answer takes the item off the list, and a stranger sees nothing of the period', async () => {
    await world.post(`/items/${patrols}/update/rating`, police, { ...rating, follows: (await itemNow(patrols)).updates[0]!.updateId })
    assert.match((await world.get(`/plans/${planId}/periods`, board)).body, /1 of 2 items answered/)
    assert.equal((await world.get(`/plans/${planId}/periods`, stranger)).statusCode, 404)
  })
})
