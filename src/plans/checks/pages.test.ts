import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { addItem, addPlan, addScheme, setOwners } from '../keeping/store.ts'
import { STANDARD_SCHEMES } from '../rating.ts'
import { CHECKS } from './register.ts'

const world = await openWorld()
after(() => world.close())

const coordinator = await world.ours.account('coordinator')
const owner = await world.ours.account('owner')
const board = await world.ours.account('board member')
const administrator = await world.ours.account('administrator')
const stranger = await world.theirs.account('coordinator')

let planId = ''
let noise = ''

before(async () => {
  await asUser(coordinator, async (tx) => {
    const schemeId = await addScheme(tx, STANDARD_SCHEMES[0]!)
    planId = await addPlan(tx, {
      kind: 'dashboard',
      title: 'Testbury plan',
      starts: '2024-04-01',
      ends: '2099-03-31',
      schemeId,
      rollUp: 'worst',
      updateInterval: 'quarterly',
      frameId: null,
    })
    noise = await addItem(tx, planId, {
      kind: 'activity',
      code: '1',
      title: 'Meet the <b>bars</b> bi-weekly',
      parentId: null,
      due: '2098-05-01',
      success: 'Ten meetings',
    })
    const burglary = await addItem(tx, planId, {
      kind: 'activity',
      code: '2',
      title: 'Visit victims',
      parentId: null,
      due: '2098-05-01',
      success: 'Ten visits',
    })
    await setOwners(tx, burglary, [{ organisationId: world.ours.council, post: 'Warden', accountable: true }])
    await tx
      .insertInto('stated_rating')
      .values([
        { partnership_id: coordinator.partnershipId, plan_item_id: burglary, word: 'Green', place: 'the summary' },
        { partnership_id: coordinator.partnershipId, plan_item_id: burglary, word: 'Amber', place: 'its sheet' },
      ])
      .execute()
  })
})

const checksUrl = () => `/plans/${planId}/checks`
const { get } = world
const post = (act: 'dismiss' | 'restore', actor: Actor, fields: Record<string, string>) =>
  world.post(`${checksUrl()}/${act}`, actor, fields)

const twoWays = { check: 'rating-shown-two-ways', subject: '2' }

describe('the checks of a plan', () => {
  test('a board member reads what a careful reader would ask, gravest first, with its place', async () => {
    const { statusCode, body } = await get(checksUrl(), board)
    assert.equal(statusCode, 200)
    assert.match(body, /Stops publication \(1\)[\s\S]*shown as Amber \(its sheet\) and Green \(the summary\)[\s\S]*Questions/)
    assert.match(body, new RegExp(`<a class="govuk-link" href="/items/${noise}">Meet the &lt;b&gt;bars`))
    assert.match(body, /“Meet the &lt;b&gt;bars&lt;\/b&gt; bi-weekly”/)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
    assert.doesNotMatch(body, /Dismiss with this reason/)
  })

  test('another partnership, an administrator and nobody find nothing there', async () => {
    for (const other of [stranger, administrator]) {
      const refused = await get(checksUrl(), other)
      assert.equal(refused.statusCode, 404)
      assert.doesNotMatch(refused.body, /Testbury plan|shown as Amber/)
    }
    assert.equal((await get(checksUrl(), null)).statusCode, 303)
    assert.equal((await get('/plans/none/checks', board)).statusCode, 404)
  })

  test('it narrows to a kind, a check, an item and an owner, and says how many there are', async () => {
    assert.doesNotMatch((await get(`${checksUrl()}?severity=blocks`, board)).body, /bi-weekly”/)
    assert.match((await get(`${checksUrl()}?check=ambiguous-frequency`, board)).body, /Questions \(1\)[\s\S]*|Show all \d+/)
    assert.doesNotMatch((await get(`${checksUrl()}?item=${noise}`, board)).body, /shown as Amber/)
    assert.match((await get(`${checksUrl()}?owner=${encodeURIComponent('Warden, Testbury Council')}`, board)).body, /shown as Amber/)
    assert.match((await get(`${checksUrl()}?severity=note&check=rating-shown-two-ways`, board)).body, /No finding is of this kind/)
    assert.equal((await get(`${checksUrl()}?severity=none&item=${'x'.repeat(90)}`, board)).statusCode, 200)
  })
})

describe('answering for a finding', () => {
  test('a coordinator dismisses one with a reason, and it stands below with who, when and why', async () => {
    const reason = 'The board saw the amber sheet <in June>'
    const answered = await post('dismiss', coordinator, { ...twoWays, reason })
    assert.equal(answered.statusCode, 303)
    const { body } = await get(checksUrl(), board)
    assert.doesNotMatch(body, /Stops publication \(/)
    assert.match(body, /Answered for \(1\)[\s\S]*The board saw the amber sheet &lt;in June&gt;/)
    const acts = await asUser(coordinator, (tx) =>
      tx.selectFrom('dismissed_finding').select(['check_id', 'subject', 'dismissed_by']).execute(),
    )
    assert.deepEqual(acts, [{ check_id: twoWays.check, subject: twoWays.subject, dismissed_by: coordinator.accountId }])
  })

  test('it can be taken back', async () => {
    assert.equal((await post('restore', coordinator, twoWays)).statusCode, 303)
    assert.match((await get(checksUrl(), board)).body, /Stops publication \(1\)/)
  })

  test('a reason of a few letters is refused, with what was typed kept beside its own finding', async () => {
    const refused = await post('dismiss', coordinator, { ...twoWays, reason: 'No <i>' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /There is a problem[\s\S]*href="#reason-\d+">Give the reason in at least 10 characters/)
    assert.match(refused.body, /No &lt;i&gt;<\/textarea>/)
    assert.equal(refused.body.match(/<details class="[^"]*" open>/g)?.length, 1)
  })

  test('a finding that no longer stands is not answered for', async () => {
    const answered = await post('dismiss', coordinator, { check: 'due-passed', subject: '1', reason: 'It will be done in time' })
    assert.equal(answered.statusCode, 303)
    assert.deepEqual(await asUser(coordinator, (tx) => tx.selectFrom('dismissed_finding').select('subject').execute()), [])
  })

  test('an owner, a board member and another partnership cannot', async () => {
    for (const other of [owner, board, stranger]) {
      assert.equal((await post('dismiss', other, { ...twoWays, reason: 'It is as it should be' })).statusCode, 404)
      assert.equal((await post('restore', other, twoWays)).statusCode, 404)
    }
    assert.match((await get(checksUrl(), board)).body, /Stops publication \(1\)/)
  })

  test('it is in the audit log, without the reason’s words', async () => {
    const lead = await world.ours.account('information governance lead')
    const entries = await asUser(lead, (tx) => tx.selectFrom('audit_entry').select(['act', 'details']).where('subject_kind', '=', 'plan').orderBy('entry').execute())
    const rows = entries.filter(({ details }) => typeof details === 'object' && details !== null && 'dismissed' in details)
    assert.deepEqual(
      rows.map(({ act, details }) => ({ act, details })),
      [{ act: 'altered', details: { dismissed: twoWays.check } }],
    )
  })
})

test('the page of all checks explains each of them', async () => {
  const { statusCode, body } = await get('/checks', board)
  assert.equal(statusCode, 200)
  for (const { id } of CHECKS) assert.match(body, new RegExp(`id="${id}"`))
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  assert.equal((await get('/checks', administrator)).statusCode, 404)
})
