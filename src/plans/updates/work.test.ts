import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'
import { addItem, changeState, setOwners } from '../keeping/store.ts'
import { myWorkPage } from './my-work.ts'
import { openPeriod } from './period-store.ts'
import { addTwoItemPlan, itemNow, readable, thisMonth, today } from './specimens.ts'

const world = await openWorld()
after(() => world.close())

const coordinator = await world.ours.account('coordinator')
const police = await world.ours.account('owner', world.ours.police)
const council = await world.ours.account('owner')
const board = await world.ours.account('board member')
const stranger = await world.theirs.account('coordinator')
const { planId, patrols, lights } = await addTwoItemPlan(coordinator, world.ours)
const workOf = async (actor: typeof police) => readable((await world.get('/my-work', actor)).body)

test('someone for whom nothing waits is told so, and where to go', async () => {
  for (const actor of [police, board, stranger]) assert.match(await workOf(actor), /Nothing is waiting for you\..*Where you can go.*Dashboard/)
})

test('an account that sees no plans is shown what it is for', async () => {
  assert.match(await workOf(await world.ours.account('administrator')), /Accounts Who may sign in/)
  assert.match(await workOf(await world.ours.account('information governance lead')), /Audit log Who did and read what/)
  assert.doesNotMatch(await workOf(await world.ours.account('administrator')), /Dashboard/)
})

test('updates due show to whoever answers for the item, with how late they are, and to nobody else', async () => {
  const due = today.subtract({ days: 9 })
  await asUser(coordinator, (tx) => openPeriod(tx, planId, { name: 'Last month', starts: thisMonth.subtract({ months: 1 }).toString(), ends: due.toString(), due: due.toString() }))
  assert.match(await workOf(police), /Updates to give \(1\) 1 Patrol the square was due .* 9 days ago Testbury plan · Last month/)
  assert.doesNotMatch(await workOf(police), /Light the square/)
  for (const actor of [board, stranger]) assert.match(await workOf(actor), /Nothing is waiting for you/)
})

test('a coordinator sees each open period, how many have not answered, and nothing of another partnership’s', async () => {
  assert.match(await workOf(coordinator), /Periods you keep \(1\) Testbury plan: Last month was due .* 2 of 2 items have no answer yet/)
  assert.doesNotMatch(await workOf(stranger), /Testbury/)
})

test('a heading, and an item with items under it, are asked about through what they hold', async () => {
  await asUser(coordinator, async (tx) => {
    const part = await addItem(tx, planId, { kind: 'activity', code: '1a', title: 'Night patrols', parentId: patrols })
    await setOwners(tx, part, [{ organisationId: world.ours.police, accountId: police.accountId, accountable: true }])
  })
  assert.match(await workOf(police), /Updates to give \(1\) 1a Night patrols/)
})

test('a draft begun is offered again to its author alone', async () => {
  await world.post(`/items/${lights}/update/rating`, council, { keep: 'draft', narrative: 'Begun' })
  assert.match(await workOf(council), /Drafts you began \(1\) 2 Light the square Testbury plan · kept today/)
  for (const actor of [police, coordinator]) assert.doesNotMatch(await workOf(actor), /Drafts you began/)
})

test('what is blocked, and what is past its date, show to their owner; the coordinator sees how many', async () => {
  await asUser(coordinator, async (tx) => {
    const late = await addItem(tx, planId, { kind: 'action', code: '3', title: 'Mend the bench', parentId: null, due: today.subtract({ days: 1 }).toString() })
    await setOwners(tx, late, [{ organisationId: world.ours.council, accountable: true }])
  })
  const { version } = await itemNow(coordinator, planId, lights)
  await asUser(coordinator, (tx) => changeState(tx, lights, version, { state: 'blocked', note: 'No ladder', since: thisMonth.toString() }))
  const text = await workOf(council)
  assert.match(text, /Past their due date \(1\) 3 Mend the bench was due .*yesterday/)
  assert.match(text, /Blocked \(1\) 2 Light the square Testbury plan · No ladder/)
  assert.doesNotMatch(await workOf(police), /Mend the bench|No ladder/)
  assert.match(await workOf(coordinator), /Stuck in the plans \(1\) Testbury plan 1 item is blocked, 1 item is past the due date/)
})

test('where many kinds of work wait a list of them stands first, with how much of each is late', () => {
  const day = Temporal.PlainDate.from('2026-11-23')
  const of = (kind: string, due: string | null) => ({ kind, title: kind, href: '/', due: due ? Temporal.PlainDate.from(due) : null, note: '' })
  const visitor = { name: 'Corin', organisationName: 'Council', powers: new Set<string>() } as unknown as Visitor
  const few = myWorkPage(visitor, [of('A', null), of('B', null), of('C', null)], day)
  const many = myWorkPage(visitor, [of('A', '2026-11-22'), of('A', '2026-11-23'), of('A', '2020-01-01'), of('B', null), of('C', '2026-12-01'), of('D', null)], day)
  assert.deepEqual([few.hasContents, many.hasContents], [false, true])
  assert.deepEqual(many.groups.map(({ kind, count, late }) => [kind, count, late]), [['A', 3, 2], ['B', 1, 0], ['C', 1, 0], ['D', 1, 0]])
})
