import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { asSystem } from '../src/db/tx.ts'
import { anyWorld, together, twinOf, worldsFrom } from './sharing-any-world.ts'
import { sightOf } from './sharing-oracle.ts'
import { decisionsIn, differences, everythingIn, sightByGate, sightInSql } from './sharing-sight.ts'
import { circumstancesOf, loadSharingWorld, type SharingWorld } from './sharing-world.ts'
import { openWorld } from './world.ts'

// Random worlds: the gate against an oracle that was written without it, and the database against the gate.
// src/sharing/gate.reference.ts does the same a million times.

/** An account's sight by the gate and by the oracle, at one moment. */
function held(world: SharingWorld, accountId: string, now = Temporal.Now.instant()) {
  const byGate = sightByGate(world, accountId, circumstancesOf(world, 'here', now), 'here')
  assert.deepEqual(differences(byGate, sightOf(world, accountId, now.epochMilliseconds)), [], `the gate (first) and the oracle (second), for ${accountId}`)
  return byGate
}

test('in hundreds of worlds the gate says what an independent reading of the rules says, about everything, for everybody', () => {
  const allowed: Record<string, number> = {}
  let decisions = 0
  fc.assert(fc.property(anyWorld(), (world) => {
    for (const { accountId } of world.accounts) {
      for (const [kind, ids] of Object.entries(held(world, accountId))) allowed[kind] = (allowed[kind] ?? 0) + ids.size
      decisions += decisionsIn(everythingIn(world))
    }
  }), { numRuns: 300, seed: 20_160_217 })
  assert.ok(decisions > 60_000, `${decisions} decisions`)
  for (const [kind, count] of Object.entries(allowed)) assert.ok(count > 100, `${kind} was allowed ${count} times only: the worlds are too bare to prove anything`)
})

test('somebody of another partnership is allowed nothing, though every id be the same', () => {
  fc.assert(fc.property(anyWorld(), (world) => {
    for (const { accountId } of world.accounts) assert.deepEqual(Object.values(sightByGate(world, accountId, circumstancesOf(world, 'here', Temporal.Now.instant()), 'here', 'elsewhere')).flatMap((ids) => [...ids]), [])
  }), { numRuns: 30 })
})

describe('in the database', async () => {
  const house = await openWorld()
  after(() => house.close())
  const { partnershipId } = house.ours
  const there = house.theirs.partnershipId
  const world = together(worldsFrom(11, 4))
  const everything = everythingIn(world)
  const loaded = await loadSharingWorld(world, partnershipId)
  // A twin of it with the same ids, in another partnership, where everybody leads and nobody is shut out: only the partnership tells them apart.
  const twin = twinOf(world)
  const twinLoaded = await loadSharingWorld(twin, there)

  test('lists hold what the gate allows and nothing else, and each thing is there exactly for those the gate allows', async () => {
    for (const { accountId } of world.accounts) {
      const { now, listed, checked } = await sightInSql({ accountId, partnershipId }, world, everything)
      const byGate = sightByGate(world, accountId, circumstancesOf(world, partnershipId, now, loaded), partnershipId, partnershipId, loaded)
      assert.deepEqual(differences(byGate, checked), [], 'the gate (first) and the database asked of each (second)')
      assert.deepEqual(differences(byGate, listed), [], 'the gate (first) and the database’s lists (second)')
    }
    assert.ok(decisionsIn(everything) * world.accounts.length > 5000, `${decisionsIn(everything) * world.accounts.length} decisions`)
  })

  test('the same account id in another partnership is another person: it sees its own world and nothing of this one', async () => {
    for (const { accountId } of world.accounts.slice(0, 14)) {
      const { now, listed } = await sightInSql({ accountId, partnershipId: there }, twin, everything, false)
      assert.deepEqual(differences({ ...sightByGate(twin, accountId, circumstancesOf(twin, there, now, twinLoaded), there, there, twinLoaded), contributes: new Set() }, listed), [])
    }
  })

  test('the system of another partnership finds nothing', async () => {
    for (const table of ['case_file', 'contribution', 'protected_fact', 'access_entry', 'case_document', 'panel_case'] as const)
      assert.deepEqual(await asSystem('look from another partnership', (tx) => tx.selectFrom(table).select('partnership_id').where('partnership_id', '=', partnershipId).execute(), there), [], table)
  })
})
