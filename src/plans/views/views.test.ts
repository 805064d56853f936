import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { addFrame, addItem, addLink, addPlan, addScheme, changeState, setOwners } from '../keeping/store.ts'
import { STANDARD_SCHEMES } from '../rating.ts'

const world = await openWorld()
after(() => world.close())

const coordinator = await world.ours.account('coordinator')
const owner = await world.ours.account('owner')
const board = await world.ours.account('board member')
const administrator = await world.ours.account('administrator')
const stranger = await world.theirs.account('coordinator')

let planId = ''
let priority = ''
let activity = ''

before(async () => {
  await asUser(coordinator, async (tx) => {
    const schemeId = await addScheme(tx, STANDARD_SCHEMES[0]!)
    const { frameId, strandIds } = await addFrame(tx, 'Two strands', ['Prevent', 'Pursue'])
    planId = await addPlan(tx, { kind: 'dashboard', title: 'Testbury plan', starts: '2026-04-01', ends: '2027-03-31', schemeId, rollUp: 'worst', updateInterval: 'quarterly', frameId })
    priority = await addItem(tx, planId, { kind: 'priority', code: '1', title: 'Burglary', parentId: null, mandate: 'statutory' })
    activity = await addItem(tx, planId, { kind: 'activity', code: '1.1', title: 'Mark <b>property</b>', parentId: priority, strandId: strandIds[0], due: '2026-05-01' })
    const second = await addItem(tx, planId, { kind: 'activity', code: '1.2', title: 'Visit victims', parentId: priority })
    await addItem(tx, planId, { kind: 'priority', code: '2', title: 'Noise', parentId: null })
    await setOwners(tx, activity, [{ organisationId: world.ours.council, post: 'Warden', accountable: true }])
    await addLink(tx, second, 'depends on', activity)
    await changeState(tx, second, 1, { state: 'withdrawn', note: 'The grant ended', since: '2026-06-01' })
    await tx.insertInto('item_update').values({ partnership_id: coordinator.partnershipId, plan_item_id: activity, declared: 'Amber', reason: 'Kits are late', position_on: '2026-07-01', submitted_by: coordinator.accountId }).execute()
    await tx.insertInto('stated_rating').values([
      { partnership_id: coordinator.partnershipId, plan_item_id: priority, word: 'Green', place: 'the summary' },
      { partnership_id: coordinator.partnershipId, plan_item_id: priority, word: 'Amber', place: 'its sheet' },
    ]).execute()
  })
})

const VIEWS = ['dashboard', 'action-plan', 'matrix', 'thread', 'owners'] as const

describe('every view of a plan', () => {
  for (const view of VIEWS) {
    test(`${view}: a board member reads it; another partnership, an administrator and nobody find nothing there`, async () => {
      const page = await world.get(`/plans/${planId}/${view}`, board)
      assert.equal(page.statusCode, 200)
      assert.match(page.body, /Mark &lt;b&gt;property&lt;\/b&gt;/)
      assert.doesNotMatch(page.body, /undefined|\bNaN\b|\[object/)
      for (const other of [stranger, administrator]) {
        const refused = await world.get(`/plans/${planId}/${view}`, other)
        assert.equal(refused.statusCode, 404)
        assert.doesNotMatch(refused.body, /Testbury plan/)
      }
      assert.equal((await world.get(`/plans/${planId}/${view}`, null)).statusCode, 303)
    })
  }

  test('a plan that is not there and one that is not yours give the same page', async () => {
    const without = (body: string) => body.replaceAll(/value="[^"]+"/g, '')
    const missing = await world.get(`/plans/${crypto.randomUUID()}/dashboard`, stranger)
    const hidden = await world.get(`/plans/${planId}/dashboard`, stranger)
    assert.equal(without(missing.body), without(hidden.body))
  })

  test('an address that is no identifier is not found', async () => {
    for (const url of ["/plans/'/dashboard", '/items/%00', '/items/1', '/plans/x/settings']) assert.equal((await world.get(url, coordinator)).statusCode, 404, url)
  })
})

describe('the dashboard', () => {
  test('shows a rating stated two ways as nobody’s, and says where each stands', async () => {
    const { body } = await world.get(`/plans/${planId}/dashboard`, board)
    assert.match(body, /Stated two ways: amber in its sheet, green in the summary/)
  })

  test('narrows to what is asked for, and says so', async () => {
    const { body } = await world.get(`/plans/${planId}/dashboard?rating=Amber`, board)
    assert.match(body, /Mark &lt;b&gt;/)
    assert.doesNotMatch(body, />Noise</)
    assert.match(body, /Show all 3/)
  })

  test('leaves a withdrawn item out, and the action plan keeps its tombstone with the reason', async () => {
    assert.doesNotMatch((await world.get(`/plans/${planId}/dashboard`, board)).body, /Visit victims/)
    assert.match((await world.get(`/plans/${planId}/action-plan`, board)).body, /Withdrawn: The grant ended/)
  })
})

test('the strand matrix shows what is empty as a gap', async () => {
  const { body } = await world.get(`/plans/${planId}/matrix`, board)
  assert.match(body, /3 of 4 cells have nothing under them/)
})

test('the sheet shows owner, history and what the item is waited for by', async () => {
  const { body } = await world.get(`/items/${activity}`, board)
  assert.match(body, /Warden, Testbury Council/)
  assert.match(body, /Kits are late/)
  assert.match(body, /Waited for by/)
  assert.equal((await world.get(`/items/${activity}`, stranger)).statusCode, 404)
})

describe('changing a plan', () => {
  test('a coordinator adds an item; an owner, a board member and a stranger cannot', async () => {
    const fields = { code: '2.1', title: 'Meet the bars', kind: 'activity' }
    assert.equal((await world.post(`/plans/${planId}/items/new`, coordinator, fields)).statusCode, 303)
    for (const other of [owner, board, stranger]) assert.equal((await world.post(`/plans/${planId}/items/new`, other, { ...fields, code: '2.2' })).statusCode, 404)
    assert.doesNotMatch((await world.get(`/plans/${planId}/action-plan`, board)).body, />2\.2</)
  })

  test('a code is refused once any item has had it, withdrawn ones included', async () => {
    const taken = await world.post(`/plans/${planId}/items/new`, coordinator, { code: '1.1', title: 'Again', kind: 'activity' })
    assert.equal(taken.statusCode, 422)
    assert.match(taken.body, /Choose another code/)
    const buried = await world.post(`/plans/${planId}/items/new`, coordinator, { code: '1.2', title: 'Again', kind: 'activity' })
    assert.match(buried.body, /codes are never used again/)
    assert.match(buried.body, /value="1\.2"/)
  })

  test('a due date before the start is refused, with what was typed kept', async () => {
    const { statusCode, body } = await world.post(`/items/${activity}/edit`, coordinator, { code: '1.1', title: 'Changed title', kind: 'activity', starts: '1 5 2026', due: '1 4 2026', version: '1' })
    assert.equal(statusCode, 422)
    assert.match(body, /The due date must be on or after the start/)
    assert.match(body, /Changed title/)
  })

  test('the second person to save is shown what the first one changed, and nothing is lost', async () => {
    const fields = { code: '1.1', kind: 'activity', parentId: priority, version: '1' }
    assert.equal((await world.post(`/items/${activity}/edit`, coordinator, { ...fields, title: 'First wording' })).statusCode, 303)
    const second = await world.post(`/items/${activity}/edit`, coordinator, { ...fields, title: 'Second wording' })
    assert.equal(second.statusCode, 409)
    assert.match(second.body, /First wording/)
    assert.match(second.body, /Second wording/)
  })

  test('moving out needs the body, a date and a review date; withdrawing needs its reason', async () => {
    const moved = await world.post(`/items/${priority}/state`, coordinator, { state: 'discharged', since: '1 6 2026', version: '1' })
    assert.equal(moved.statusCode, 422)
    for (const text of [/Give the reason/, /Enter the body that now carries this out/, /Enter when you will check/]) assert.match(moved.body, text)
    assert.equal((await world.post(`/items/${priority}/state`, coordinator, { state: 'withdrawn', since: '1 6 2026', version: '1' })).statusCode, 422)
  })

  test('an item cannot be put under itself', async () => {
    const { statusCode, body } = await world.post(`/items/${priority}/edit`, coordinator, { code: '1', title: 'Burglary', kind: 'priority', parentId: activity, version: '1' })
    assert.equal(statusCode, 422)
    assert.match(body, /cannot stand under itself/)
  })
})
