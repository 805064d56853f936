import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'

const world = await openWorld()
after(() => world.close())

test('the rules of a scheme are read in words by those who work cases, and by nobody else', async () => {
  const { schemeId, officer, patrol } = await addCasework(world.ours)
  const url = `/cases/rules/${schemeId}`
  const { body } = await world.get(url, officer)
  for (const expected of [/Version 1, from 17 February 2016/, /Somebody vulnerable or at risk/, /High from 32/]) assert.match(body, expected)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  for (const actor of [patrol, await world.theirs.account('case worker')]) assert.equal((await world.get(url, actor)).statusCode, 404)
  assert.equal((await world.get('/cases/rules/nonsense', officer)).statusCode, 404)
  assert.equal((await world.get(`${url}/cohort`, officer)).statusCode, 404)
})

test('facts tried on the cohort’s rules show the decision, its clauses and where the two paragraphs differ', async () => {
  const { schemeId, officer } = await addCasework(world.ours, 'offender management')
  const url = `/cases/rules/${schemeId}/cohort`
  assert.match((await world.get(url, officer)).body, /15\.4 b admits what 15\.6 \(2\) excludes/)
  const tried = await world.post(url, officer, { fact_ogrs: '60', fact_supervised: 'yes', fact_offences: 'robbery', fact_resident: 'yes', fact_mappa: 'none', fact_da_marac: 'no' })
  for (const expected of [/The rules contradict each other/, /By 15\.4: meets \(15\.4 b\)/, /By 15\.6: does not meet \(15\.6 \(2\)\)/]) assert.match(tried.body, expected)
  assert.equal((await world.post(url, officer, { fact_ogrs: 'many' })).statusCode, 422)
})
