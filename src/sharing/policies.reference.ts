import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openGateWatch, policyMutants, resolvingMutants } from '../../test/sharing-mutants.ts'
import { openWorld } from '../../test/world.ts'

// Each clause is taken away in turn, in a database of this test's own. One whose loss nothing notices would be one that nothing holds to.
const house = await openWorld()
after(() => house.close())
// What these say is said again by the policies of the tables they are asked of; each is written all the same.
const SAID_AGAIN = [
  'resolve_powers: a.disabled_at is null', // of the organisation: a disabled account has no powers either
  'resolve_powers: x.account_id = current_account()', // case_exclusion: while it is resolved who asks, everybody sees their own
  'live_agreement: (mine.partnership_id = a.partnership_id)', 'live_agreement: (other.partnership_id = a.partnership_id)', // agreement_party: its own partnership's alone
]
let watch: Awaited<ReturnType<typeof openGateWatch>>
before(async () => {
  // In sixty worlds some circumstances never meet: a lead of a scheme whose agency takes no part, a reader named in another case. In these they do.
  watch = await openGateWatch(house, 7, 60, [65, 104, 216])
})

test('with every clause in place the database agrees with the gate in every world', async () => assert.equal(await watch.firstDifference(), null))

for (const [what, mutants, least] of [['policy that opens the tables of the gate', await policyMutants(house), 70], ['condition that says who somebody is to the cases, and when an agreement is live', await resolvingMutants(house), 30]] as const)
  test(`no clause of any ${what} can be taken away unnoticed`, async () => {
    const unnoticed: string[] = []
    for (const mutant of mutants) if (!(await watch.isFoundOut(mutant))) unnoticed.push(`${mutant.what}: ${mutant.clause}`)
    const again = [...SAID_AGAIN]
    assert.deepEqual(unnoticed.filter((clause) => !again.includes(clause) || again.splice(again.indexOf(clause), 1).length === 0), [])
    assert.ok(mutants.length > least, `${mutants.length} clauses`)
    console.log(`${mutants.length - unnoticed.length} of ${mutants.length} found out; ${unnoticed.length} are said again elsewhere`)
  })

test('afterwards everything is as it was', async () => assert.equal(await watch.firstDifference(), null))
