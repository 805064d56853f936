import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { readPaper } from '../../documents/reading.ts'
import { addItem, addPlan, addScheme, changeState, setOwners } from '../keeping/store.ts'
import { STANDARD_SCHEMES } from '../rating.ts'
import { differenceOf } from './difference.ts'
import { Shown } from './shown.ts'
import { previewEdition, selectEdition, selectEditions } from './store.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const board = await world.ours.account('board member')
const reader = await world.ours.account('reader')
const owner = await world.ours.account('owner')
const administrator = await world.ours.account('administrator')
const stranger = await world.theirs.account('coordinator')
const today = Temporal.Now.plainDateISO('Europe/London')

const { planId, priority, activity } = await asUser(coordinator, async (tx) => {
  const schemeId = await addScheme(tx, STANDARD_SCHEMES[0]!)
  const planId = await addPlan(tx, { kind: 'dashboard', title: 'Testbury plan', starts: '2026-04-01', ends: '2027-03-31', schemeId, rollUp: 'worst', updateInterval: 'quarterly', frameId: null })
  const priority = await addItem(tx, planId, { kind: 'priority', code: '1', title: 'Burglary', parentId: null })
  const activity = await addItem(tx, planId, { kind: 'activity', code: '1.1', title: '=cmd|danger', parentId: priority })
  await setOwners(tx, activity, [{ organisationId: world.ours.council, post: 'Warden', accountable: true }])
  const values = { partnership_id: coordinator.partnershipId, plan_item_id: priority }
  await tx.insertInto('stated_rating').values([{ ...values, word: 'Green', place: 'the summary' }, { ...values, word: 'Amber', place: 'its sheet' }]).execute()
  return { planId, priority, activity }
})

const preview = () => asUser(coordinator, async (tx) => (await previewEdition(tx, planId, 'Testbury Safer Together', today))!)
const publish = async (more: Record<string, string> = {}) => world.post(`/plans/${planId}/publish`, coordinator, { fingerprint: (await preview()).fingerprint, ...more })
const editions = () => asUser(board, (tx) => selectEditions(tx, planId))
const rate = (declared: string, itemId = activity) =>
  asUser(coordinator, async (tx) => {
    const last = await tx.selectFrom('item_update').select('item_update_id').where('plan_item_id', '=', itemId).orderBy('submitted_at', 'desc').executeTakeFirst()
    await tx.insertInto('item_update').values({ partnership_id: coordinator.partnershipId, plan_item_id: itemId, declared, position_on: today.toString(), submitted_by: coordinator.accountId, follows: last?.item_update_id ?? null }).execute()
  })

describe('publishing', () => {
  test('a blocking finding stops it until a reason is given, which is printed', async () => {
    const stopped = await publish()
    assert.equal(stopped.statusCode, 422)
    assert.match(stopped.body, /stops publication/)
    assert.equal((await publish({ overrideReason: 'too short' })).statusCode, 422)
    assert.equal((await editions()).length, 0)
    assert.equal((await publish({ overrideReason: 'The board meets before the owner is back' })).statusCode, 303)
    const [first] = await editions()
    assert.equal(first?.number, 1)
    assert.match((await world.get(`/editions/${first!.editionId}`, board)).body, /The board meets before the owner is back/)
  })

  test('only a coordinator may; an owner, a board member, a reader and a stranger cannot', async () => {
    const { fingerprint } = await preview()
    for (const other of [owner, board, reader, administrator, stranger]) {
      assert.equal((await world.get(`/plans/${planId}/publish`, other)).statusCode, 404)
      assert.equal((await world.post(`/plans/${planId}/publish`, other, { fingerprint, overrideReason: 'I should very much like to' })).statusCode, 404)
    }
    assert.equal((await editions()).length, 1)
  })

  test('what was looked over is what is published: a plan changed meanwhile is shown again', async () => {
    const { fingerprint } = await preview()
    await rate('Amber')
    const answer = await world.post(`/plans/${planId}/publish`, coordinator, { fingerprint, overrideReason: 'The board meets before the owner is back' })
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /The plan changed while you were looking/)
  })

  test('of two who publish at once one edition comes out', async () => {
    await rate('Green', priority)
    const { fingerprint } = await preview()
    const answers = await Promise.all([1, 2].map(() => world.post(`/plans/${planId}/publish`, coordinator, { fingerprint, overrideReason: 'Whatever stands in the way of it' })))
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, 409])
    assert.deepEqual((await editions()).map(({ number }) => number), [2, 1])
  })

  test('a correction says what it corrects, and the corrected edition points to it', async () => {
    await rate('Green')
    assert.match((await publish({ correct: 'yes', overrideReason: 'Whatever stands in the way of it' })).body, /Say what was wrong/)
    assert.equal((await publish({ correct: 'yes', correctionNote: '1.1 was green', overrideReason: 'Whatever stands in the way of it' })).statusCode, 303)
    const [third, second] = await editions()
    assert.equal(third?.corrects, 2)
    assert.match((await world.get(`/editions/${third!.editionId}`, board)).body, /1\.1 went from Amber to Green/)
    assert.match((await world.get(`/editions/${second!.editionId}`, board)).body, /Edition 3 corrects this one/)
  })
})

describe('an edition', () => {
  test('stays as it was when the plan changes', async () => {
    const editionId = (await editions())[0]!.editionId
    const before = (await asUser(board, (tx) => selectEdition(tx, editionId)))!.shown
    await asUser(coordinator, (tx) => changeState(tx, activity, 1, { state: 'withdrawn', note: 'The grant ended', since: '2026-06-01' }))
    assert.deepEqual((await asUser(board, (tx) => selectEdition(tx, editionId)))!.shown, before)
  })

  test('cannot be changed or removed, not even by a coordinator', async () => {
    const changed = await asUser(coordinator, (tx) => tx.updateTable('edition').set({ override_reason: 'changed' }).executeTakeFirst())
    assert.equal(changed.numUpdatedRows, 0n)
    const removed = await asUser(coordinator, (tx) => tx.deleteFrom('edition').executeTakeFirst())
    assert.equal(removed.numDeletedRows, 0n)
  })

  test('a reader opens it but not the live plan; another partnership finds neither it nor its papers', async () => {
    const editionId = (await editions())[0]!.editionId
    assert.equal((await world.get(`/editions/${editionId}`, reader)).statusCode, 200)
    assert.equal((await world.get(`/plans/${planId}/dashboard`, reader)).statusCode, 404)
    for (const paper of ['', '/board-paper.docx', '/action-plan.docx', '/plan.xlsx', '/plan.csv']) assert.equal((await world.get(`/editions/${editionId}${paper}`, stranger)).statusCode, 404)
    assert.doesNotMatch((await world.get('/editions', stranger)).body, /Testbury plan/)
  })

  test('leaves as Word with real headings, and as CSV in which no cell is live', async () => {
    const editionId = (await editions())[0]!.editionId
    const word = await world.app.inject({ url: `/editions/${editionId}/board-paper.docx`, headers: { cookie: await world.signIn(board) } })
    const read = await readPaper('paper.docx', word.rawPayload)
    assert.ok(read.ok)
    const headings = read.paper.blocks.filter(({ kind }) => kind === 'heading').map((block) => ('text' in block ? block.text : ''))
    assert.ok(headings.includes('Priorities and activities'), headings.join(', '))
    assert.doesNotMatch((await world.get(`/editions/${editionId}/plan.csv`, board)).body, /(^|,)"?=cmd/m)
    const disclosed = await asUser(await world.ours.account('information governance lead'), (tx) => tx.selectFrom('audit_entry').select('act').where('act', '=', 'disclosed').execute())
    assert.ok(disclosed.length >= 5)
  })
})

test('nothing differs from itself, and a rating that moved is one sentence', async () => {
  const { shown } = await preview()
  assert.deepEqual(differenceOf(shown, shown), [])
  assert.deepEqual(Shown.parse(JSON.parse(JSON.stringify(shown))), shown)
  const moved = { ...shown, items: shown.items.map((item) => (item.code === '1' ? { ...item, declared: { word: 'Red', colour: 'red' as const } } : item)) }
  assert.deepEqual(differenceOf(shown, moved).map(({ sentence }) => sentence), ['1 went from Green to Red.'])
})
