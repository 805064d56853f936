import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld } from '../../test/sharing-any-world.ts'
import { sightOf } from '../../test/sharing-oracle.ts'
import { decisionsIn, differences, everythingIn, sightByGate } from '../../test/sharing-sight.ts'
import { circumstancesOf } from '../../test/sharing-world.ts'

test('a million decisions of the gate, in worlds drawn anew each time, are those of an independent reading of the rules', () => {
  let [decisions, worlds] = [0, 0]
  while (decisions < 1_000_000)
    fc.assert(fc.property(anyWorld(), (world) => {
      worlds++
      const now = Temporal.Now.instant()
      const everything = decisionsIn(everythingIn(world))
      for (const { accountId } of world.accounts) {
        assert.deepEqual(differences(sightByGate(world, accountId, circumstancesOf(world, 'here', now), 'here'), sightOf(world, accountId, now.epochMilliseconds)), [])
        decisions += everything
      }
    }), { numRuns: 200 })
  console.log(`${decisions.toLocaleString('en-GB')} decisions in ${worlds} worlds`)
})

test('at any moment, before and after, on both sides of midnight and of the clocks’ changes, the two agree as well', () => {
  const days = ['2026-03-28T23:30:00Z', '2026-03-29T00:59:59Z', '2026-03-29T01:00:01Z', '2026-06-30T22:59:59Z', '2026-06-30T23:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-12-31T23:59:59Z', '2028-02-29T12:00:00Z']
  fc.assert(fc.property(anyWorld(), fc.constantFrom(...days), (world, moment) => {
    const now = Temporal.Instant.from(moment)
    for (const { accountId } of world.accounts)
      assert.deepEqual(differences(sightByGate(world, accountId, circumstancesOf(world, 'here', now), 'here'), sightOf(world, accountId, now.epochMilliseconds)), [], moment)
  }), { numRuns: 500 })
})
