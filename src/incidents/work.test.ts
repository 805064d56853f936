import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../test/world.ts'
import { asSystem } from '../db/tx.ts'

const world = await openWorld()
after(() => world.close())

test('an analyst’s work names unusual series nobody has decided, and a load that failed; an owner’s and another partnership’s does not', async () => {
  await asSystem('hold data', async (tx) => {
    const of = { partnership_id: world.ours.partnershipId, source_id: 1 }
    await tx.insertInto('source').values({ ...of, name: 'Recorded crime', provider: 'The police', row_is: 'crime', layout: 'police.uk street', basis: 'OGL', refresh: 'month', positions: 'snapped', file_is: 'whole' }).execute()
    await tx.insertInto('load').values({ ...of, load_id: 1, state: 'failed', problem: 'Cut off' }).execute()
    const signal = { ...of, category_id: 1, month: '2024-05-01', data_version: 1, n: 9, expected: 3, lower: 0, upper: 6, p: 0.001, since: '2024-05-01', method: 'seasonal range', sentence: 'High.' }
    await tx.insertInto('signal').values([{ ...signal, area_id: 0, direction: 'higher' }, { ...signal, area_id: -1, direction: 'lower' }]).execute()
  }, world.ours.partnershipId)
  const { body } = await world.get('/my-work', await world.ours.account('analyst'))
  assert.match(body, /2 series are unusual in “Recorded crime”/)
  assert.match(body, /1 higher than usual, 1 lower/)
  assert.match(body, /Load 1 of “Recorded crime”/)
  for (const actor of [await world.ours.account('owner'), await world.theirs.account('analyst')]) assert.doesNotMatch((await world.get('/my-work', actor)).body, /unusual|Load 1/)
})
