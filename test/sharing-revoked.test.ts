import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { type Actor, asSystem, asUser } from '../src/db/tx.ts'
import { consultCase } from '../src/sharing/case-store.ts'
import { addCase, addCasework, type Casework } from './case-fixture.ts'
import { openWorld } from './world.ts'

// A revocation works on the very next look. While people go on looking, what lets them in is taken away; no look begun after that was answered succeeds.
const house = await openWorld()
after(() => house.close())
const { ours } = house
const partnership_id = ours.partnershipId
const LOOKERS = 4
const LOOKS_AFTER = 60

type Way = { what: string; revoke: (casework: Casework, caseId: string) => Promise<unknown>; first?: (casework: Casework, caseId: string) => Promise<unknown> }
const bySystem = (statement: (casework: Casework, caseId: string) => ReturnType<typeof sql>) => (casework: Casework, caseId: string) => asSystem('revoke', (tx) => statement(casework, caseId).execute(tx), partnership_id)

const WAYS: Way[] = [
  { what: 'she is excluded by name', revoke: ({ coordinator, officer }, caseId) => asUser(coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id, case_id: caseId, account_id: officer.accountId, reason: 'A relative', declared_by: coordinator.accountId }).execute()) },
  { what: 'her role in the scheme ends', revoke: ({ governance, officer, schemeId }) => asUser(governance, (tx) => tx.deleteFrom('scheme_member').where('scheme_id', '=', schemeId).where('account_id', '=', officer.accountId).execute()) },
  { what: 'the agreement lapses', revoke: ({ governance, agreementId }) => asUser(governance, (tx) => tx.updateTable('agreement').set({ ends: '2026-01-31' }).where('agreement_id', '=', agreementId).execute()) },
  { what: 'the agreement is withdrawn', revoke: ({ governance, agreementId }) => asUser(governance, (tx) => tx.updateTable('agreement').set({ withdrawn_at: sql<string>`now()`, withdrawn_reason: 'No longer needed' }).where('agreement_id', '=', agreementId).execute()) },
  { what: 'her agency leaves the agreement', revoke: ({ governance, agreementId }) => asUser(governance, (tx) => tx.updateTable('agreement_party').set({ left_at: sql<string>`now()` }).where('agreement_id', '=', agreementId).where('agency_id', '=', ours.police).execute()) },
  { what: 'her agency leaves the case', revoke: ({ coordinator }, caseId) => asUser(coordinator, (tx) => tx.updateTable('case_party').set({ left_at: sql<string>`now()`, left_reason: 'Done' }).where('case_id', '=', caseId).where('agency_id', '=', ours.police).execute()) },
  { what: 'her account is disabled', revoke: bySystem(({ officer }) => sql`update account set disabled_at = now() where partnership_id = ${partnership_id} and account_id = ${officer.accountId}`) },
  { what: 'her role is taken away', revoke: bySystem(({ officer }) => sql`delete from account_role where partnership_id = ${partnership_id} and account_id = ${officer.accountId}`) },
  {
    what: 'her emergency access is ended',
    first: bySystem(({ officer, agreementId }, caseId) => sql`with lapsed as (update agreement set ends = '2026-01-31' where partnership_id = ${partnership_id} and agreement_id = ${agreementId})
      insert into break_glass (partnership_id, case_id, account_id, agency_id, ground, reason, opened_at, ends_at, review_due)
      values (${partnership_id}, ${caseId}, ${officer.accountId}, ${ours.police}, 'danger to life', 'Somebody is in danger now', now() - interval '1 minute', now() + interval '30 minutes', current_date)`),
    revoke: ({ officer }, caseId) => asUser(officer, (tx) => tx.updateTable('break_glass').set({ ended_at: sql<string>`now()` }).where('case_id', '=', caseId).where('account_id', '=', officer.accountId).execute()),
  },
]

/** One look, as a page looks: the cover with the look written down. */
const looks = (actor: Actor, caseId: string) => asUser(actor, async (tx) => (await consultCase(tx, caseId)) !== null)

for (const { what, first, revoke } of WAYS)
  test(`no look succeeds once it is answered that ${what}`, async () => {
    const casework = await addCasework(ours)
    const { caseId } = await addCase(casework)
    // Agreements of the tests before this one would cover the two agencies as well.
    await bySystem(({ agreementId }) => sql`update agreement set ends = '2026-01-31' where partnership_id = ${partnership_id} and agreement_id <> ${agreementId}`)(casework, caseId)
    await first?.(casework, caseId)
    let [answered, succeeded, late, later] = [false, 0, 0, 0]
    const look = async () => {
      while (later < LOOKS_AFTER) {
        const begunAfter = answered
        const seen = await looks(casework.officer, caseId)
        // The embedded database answers without ever letting a timer in.
        await new Promise((resume) => setImmediate(resume))
        if (begunAfter) later++
        if (seen) succeeded++
        if (seen && begunAfter) late++
      }
    }
    const lookers = Array.from({ length: LOOKERS }, look)
    while (succeeded < 20) await new Promise((resume) => setTimeout(resume, 1))
    await revoke(casework, caseId).catch((error: unknown) => {
      later = LOOKS_AFTER
      throw error
    })
    answered = true
    await Promise.all(lookers)
    assert.ok(succeeded >= 20 && later >= LOOKS_AFTER)
    assert.equal(late, 0)
    assert.equal((await house.get(`/cases/${caseId}`, casework.officer)).statusCode === 200, false)
  })
