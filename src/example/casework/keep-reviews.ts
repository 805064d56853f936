import { changeApplication, decide, insertApplication, insertRecommendation } from '../../cases/case-review/store.ts'
import type { Tx } from '../../db/tx.ts'
import type { Casework } from './keep-casework.ts'

/** Days after the first, for each complaint: when it happened, when it was made; and the day of applying. */
type Asked = { daysAgo: number; victimName: string; complaints: readonly [happened: number, complained: number][]; what: string; harm: string; wanted: string; involvement: 'in person' | 'online' | 'in writing' }

const REFUSED = { persistence: 'Two incidents, five weeks apart, and none since.', harm: 'Slight, as the victim says herself.', response: 'A visit each time within two days.' }

/** Four applications for a case review: one met and seen through, one not met and taken to appeal, one met by discretion, and one that has just come. */
export async function keepReviews(tx: Tx, { cast: { today }, schemes, account }: Casework): Promise<void> {
  const schemeId = schemes['asb case review']
  const on = (daysAgo: number) => today.subtract({ days: daysAgo }).toString()
  const apply = async ({ daysAgo, victimName, complaints, what, ...said }: Asked) => {
    const given = complaints.map(([happened, complained]) => ({ what, happenedFrom: on(happened), happenedTo: on(happened), complainedOn: on(complained), complainedTo: 'The council', response: 'A reference number and nothing else', causedDistress: true }))
    const { caseId, computed } = await insertApplication(tx, { applicant: 'victim', victimName, applicantName: null, consent: null, phone: '020 7946 0100', email: null, address: null, keepSafe: null, ...said, complaints: given },
      { schemeId, receivedOn: on(daysAgo), channel: 'online', code: `EXAMPLE ${victimName} ${daysAgo}` })
    let version = 1
    const change = async (fields: Parameters<typeof changeApplication>[3]) => { if (await changeApplication(tx, caseId, version, fields)) version++ }
    const settle = async (decision: Parameters<typeof decide>[3]['decision'], decidedDaysAgo: number, reasons: typeof REFUSED | null) => {
      await change({ acknowledged_on: on(daysAgo - 1), point_of_contact: account('caseworker') })
      if (await decide(tx, caseId, version, { decision, on: on(decidedDaysAgo), reasons, computed })) version++
      await change({ told_on: on(decidedDaysAgo - 1) })
    }
    return { caseId, change, settle }
  }

  const met = await apply({ daysAgo: 160, victimName: 'Bertha Specimen', complaints: [[250, 249], [215, 214], [180, 178], [170, 170]], what: 'Shouting and kicking at the street door after midnight', harm: 'Two of us have stopped sleeping at home.', wanted: 'A door that shuts, and somebody to answer the telephone.', involvement: 'in person' })
  await met.settle('met automatically', 148, null)
  await met.change({ invited_on: on(140), met_on: on(126), consulted_on: on(120), outcome: 'Each report was answered by a different team, and none knew of the others. The plan names one officer and mends the door.', outcome_told_on: on(118) })
  await insertRecommendation(tx, met.caseId, { to: 'City of London Corporation', statement: 'Give every victim of repeated nuisance the name of one officer at the second report', madeOn: on(126), dueOn: on(60) })
  await insertRecommendation(tx, met.caseId, { to: 'City of London Police', statement: 'Show call handlers that an address has been reported before', madeOn: on(126), dueOn: on(20) })
  await tx.updateTable('review_recommendation').set({ response: 'accepted', carried_out_on: on(66), evidence: 'Written into the minimum standards, and tried on ten cases' }).where('case_id', '=', met.caseId).where('to_body', '=', 'City of London Corporation').execute()

  const missed = await apply({ daysAgo: 95, victimName: 'Cyril Notional', complaints: [[140, 139], [104, 103]], what: 'Music from the terrace of a bar below', harm: 'It is a bother on summer nights.', wanted: 'That it stops at ten.', involvement: 'in writing' })
  await missed.settle('not met', 84, REFUSED)
  await missed.change({ appeal_on: on(70), appeal_by: 'The victim', appeal_decided_on: on(52), appeal_outcome: 'Another officer looked at it again and came to the same answer. The licensing team will visit in the summer.' })

  const argued = await apply({ daysAgo: 60, victimName: 'Dolores Pretend', complaints: [[150, 108], [90, 88], [75, 74]], what: 'Followed and called names for her faith at the same corner', harm: 'I walk another way and am late for work.', wanted: 'That somebody tells me what became of it.', involvement: 'online' })
  await argued.settle('met by discretion', 50, { persistence: 'Three incidents in eleven weeks, the same two men each time.', harm: 'High: she is targeted for her faith. One complaint came too late to count.', response: 'Nobody told her what was done with the second report.' })
  await argued.change({ invited_on: on(44) })

  await apply({ daysAgo: 1, victimName: 'Edwin Fictive', complaints: [[80, 79], [41, 40], [12, 11]], what: 'Fireworks let off in the yard against the flats', harm: 'My mother has a weak heart.', wanted: 'That the yard is locked at night.', involvement: 'in person' })
}
