import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addCasework, type Casework } from '../../../test/case-fixture.ts'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { insertPlan } from '../../../test/plan-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { addPanel } from '../../cases/panels/specimens.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { openSource } from '../../incidents/catalogue/specimens.ts'
import { insertSource } from '../../incidents/source-store.ts'
import { addReadings } from '../../measures/readings/store.ts'
import { readingsOf, thefts } from '../../measures/specimens.ts'
import { addMeasure } from '../../measures/store.ts'

const world = await openWorld()
after(() => world.close())
let [secretary, coordinator] = [] as unknown as [Actor, Actor]
let casework: Casework
let url = ''
before(async () => {
  casework = await addCasework(world.ours)
  secretary = await world.ours.account('owner')
  coordinator = await world.ours.account('coordinator')
  const groupId = await addGroup(world.ours, { name: 'Night Economy Group', seats: [{ account: secretary.accountId, role: 'secretary' }, { account: casework.worker.accountId }] })
  await asSystem('the group considers a scheme', (tx) => tx.updateTable('meeting_group').set({ scheme_id: casework.schemeId }).where('group_id', '=', groupId).execute(), world.ours.partnershipId)
  await addMeeting(world.ours, groupId, { heldOn: '2026-03-02', state: 'held' })
  url = `/meetings/${(await addMeeting(world.ours, groupId, { heldOn: '2026-03-09' })).meetingId}`
  for (const kind of ['plan', 'measures', 'cases', 'data']) assert.equal((await world.post(`${url}/agenda`, secretary, { title: `About ${kind}`, kind })).statusCode, 303)
})
async function read(actor: Actor): Promise<string> {
  const { statusCode, body } = await world.get(url, actor)
  assert.equal(statusCode, 200)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return body
}

describe('What other rooms put under items', () => {
  test('plan items that are late on the day of the meeting or blocked, and none that run', async () => {
    await insertPlan(coordinator, { items: [{ code: '1', title: 'Late lamps', due: '2026-02-01' }, { code: '2', title: 'In good time', due: '2026-12-01' }] })
    await asSystem('the plan is live', (tx) => tx.updateTable('plan').set({ state: 'live' }).execute(), world.ours.partnershipId)
    const body = await read(secretary)
    assert.match(body, /1 Late lamps<\/a><span class="wm-note">Testbury plan · due 1 February 2026/)
    assert.doesNotMatch(body, /In good time/)
  })

  test('measures with a signal, in the words of the signal', async () => {
    const { measureId: _, version: __, ...fields } = thefts
    await asUser(coordinator, async (tx) => {
      const measureId = await addMeasure(tx, fields)
      await addReadings(tx, { ...thefts, measureId }, readingsOf('month', '2024-01-01', [...Array.from({ length: 20 }, (_, at) => 50 + (at % 3)), 90, 95, 96, 97, 96, 98]))
      const still = await addMeasure(tx, { ...fields, title: 'Steady as it goes' })
      await addReadings(tx, { ...thefts, measureId: still }, readingsOf('month', '2024-01-01', Array.from({ length: 20 }, (_, at) => 50 + ((at * 7) % 5))))
    })
    const body = await read(secretary)
    assert.ok(body.includes(thefts.title))
    assert.doesNotMatch(body, /Steady as it goes/)
  })

  test('the panel of the group’s scheme, to those who take part in it, and to nobody else', async () => {
    const panelId = await addPanel(casework, '2026-03-09')
    assert.match(await read(casework.worker), new RegExp(`/panels/${panelId}`))
    for (const actor of [secretary, coordinator]) assert.doesNotMatch(await read(actor), /\/panels\//)
  })

  test('how many incidents were recorded from Friday to Sunday, and none of the days beside them', async () => {
    await asUser(coordinator, async (tx) => {
      const partnership_id = tx.actor.partnershipId!
      const source_id = await insertSource(tx, { ...openSource, name: 'Ambulance calls' })
      await tx.insertInto('load').values({ partnership_id, load_id: 1, source_id, state: 'visible', became_visible: 1 }).execute()
      await tx.insertInto('source_term').values({ partnership_id, term_id: 1, source_id, field: 'category', text: 'Assault' }).execute()
      const starts = ['2026-03-05T23:59:00Z', '2026-03-06T00:00:00Z', '2026-03-07T01:30:00Z', '2026-03-08T23:59:00Z', '2026-03-09T00:00:00Z']
      await tx.insertInto('incident').values(starts.map((at, row) => ({
        partnership_id, load_id: 1, row_no: row + 1, file_no: 1, line: row + 2, source_id, month: '2026-03-01', category_id: 1, key: row + 1, content: row + 1, starts: at as never, position: 'none', placed: 'unplaced',
      }))).execute()
    })
    assert.match(await read(secretary), /The weekend of Friday 6 to Sunday 8 March 2026<\/a><span class="wm-note">Ambulance calls: 3</)
    const governance = await world.ours.account('information governance lead')
    assert.doesNotMatch(await read(governance), /Ambulance|\/explore\?/)
  })
})
