import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openGateWatch, policyMutants, resolvingMutants } from '../../test/sharing-mutants.ts'
import { openWorld } from '../../test/world.ts'

// Each clause is taken away in turn, in a database of this test's own. One whose loss nothing notices would be one that nothing holds to.
const house = await openWorld()
after(() => house.close())
let watch: Awaited<ReturnType<typeof openGateWatch>>
before(async () => {
  watch = await openGateWatch(house, 7, 60)
})

test('with every clause in place the database agrees with the gate in every world', async () => assert.equal(await watch.firstDifference(), null))

for (const [what, mutants, least] of [['policy that opens the tables of the gate', await policyMutants(house), 70], ['condition that says who somebody is to the cases, and when an agreement is live', await resolvingMutants(house), 30]] as const)
  test(`no clause of any ${what} can be taken away unnoticed`, async () => {
    const unnoticed: string[] = []
    for (const mutant of mutants) if (!(await watch.isFoundOut(mutant))) unnoticed.push(`${mutant.what}: ${mutant.clause}`)
    assert.deepEqual(unnoticed, [])
    assert.ok(mutants.length > least, `${mutants.length} clauses`)
    console.log(`${mutants.length} of ${mutants.length} found out`)
  })

test('afterwards everything is as it was', async () => assert.equal(await watch.firstDifference(), null))
