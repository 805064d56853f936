import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { addItem, changeState } from '../../plans/keeping/store.ts'
import { addTwoItemPlan, thisMonth, today } from '../../plans/updates/specimens.ts'
import { draftSources } from './sources.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const { planId, patrols } = await addTwoItemPlan(coordinator, world.ours)

const block = (tx: Tx, itemId: string) => changeState(tx, itemId, 1, { state: 'blocked', note: 'No officers', since: thisMonth.toString() })
const draft = async () => (await asUser(coordinator, (tx) => draftSources.find(({ key }) => key === 'exceptions')!.draft(tx, { starts: thisMonth.subtract({ months: 3 }).toString(), ends: today.toString(), today, partnership: 'Testbury' }))).body

test('what nobody has spoken of is counted for the board, and not listed', async () => {
  const body = await draft()
  assert.match(body, /Testbury plan, as at .*: Of 2 items nothing can be said: they are not rated, or were not updated in time\./)
  assert.doesNotMatch(body, /Patrol the square|\|/)
})

test('what stands still is listed with the reason, twenty of a plan at most, and how many more there are', async () => {
  await asUser(coordinator, (tx) => block(tx, patrols))
  const one = await draft()
  assert.match(one, /: 1 of its items asks for attention\. Of 1 more nothing can be said/)
  assert.match(one, /Patrol the square.*Blocked/)
  await asUser(coordinator, async (tx) => {
    for (let n = 3; n < 26; n++) await block(tx, await addItem(tx, planId, { kind: 'activity', code: `${n}`, title: `Item ${n}`, parentId: null }))
  })
  const many = await draft()
  assert.match(many, /: 24 of its items ask for attention/)
  assert.match(many, /4 more stand in the plan’s dashboard\./)
  assert.equal(many.match(/Item \d+ /g)?.length, 19)
})
