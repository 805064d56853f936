import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { Meeting } from '../meeting.ts'
import { DECISION_KINDS, OUTCOMES } from '../minutes/shown.ts'

const DecisionRow = z.object({
  decisionId: z.string(), meetingId: z.string(), heldOn: z.string(), agendaItemId: z.string().nullable(), restricted: z.boolean(), reference: z.string(), kind: z.enum(DECISION_KINDS), statement: z.string(), withoutQuorum: z.boolean(),
  sectionId: z.string().nullable(), asked: z.string().nullable(), outcome: z.enum(OUTCOMES).nullable(), version: z.number(),
})
/** What a meeting decided, noted or deferred. `reference`: "D3/2026". `asked`: what a paper recommended, as it then stood; `sectionId`: where it did. */
export type Decision = z.infer<typeof DecisionRow>

/** Decisions of a meeting in the order they were made, or of a group, the newest first. */
export async function selectDecisions(tx: Tx, of: { meetingId: string } | { groupId: string }): Promise<Decision[]> {
  const rows = await tx.selectFrom('decision as d')
    .innerJoin('meeting as m', (on) => on.onRef('m.partnership_id', '=', 'd.partnership_id').onRef('m.meeting_id', '=', 'd.meeting_id'))
    .select(['d.decision_id as decisionId', 'd.meeting_id as meetingId', 'm.held_on as heldOn', 'd.agenda_item_id as agendaItemId', 'd.restricted', 'd.reference', 'd.kind', 'd.statement', 'd.without_quorum as withoutQuorum', 'd.paper_section_id as sectionId', 'd.asked', 'd.outcome', 'd.version'])
    .$if('meetingId' in of, (query) => query.where('d.meeting_id', '=', 'meetingId' in of ? of.meetingId : ''))
    .$if('groupId' in of, (query) => query.where('d.group_id', '=', 'groupId' in of ? of.groupId : ''))
    .orderBy('m.held_on', 'groupId' in of ? 'desc' : 'asc').orderBy('d.made_at').orderBy('d.decision_id').limit(1000).execute()
  return rows.map((row) => DecisionRow.parse(row))
}

export type NewDecision = Pick<Decision, 'agendaItemId' | 'restricted' | 'kind' | 'statement' | 'withoutQuorum' | 'sectionId' | 'asked' | 'outcome'>

/** Writes a decision down, numbered within its group and the meeting's year, and gives its reference. A number taken meanwhile, or by one that this account may not read, is passed over. */
export async function addDecision(tx: Tx, { meetingId, groupId, heldOn }: Pick<Meeting, 'meetingId' | 'groupId' | 'heldOn'>, { agendaItemId, restricted, kind, statement, withoutQuorum, sectionId, asked, outcome }: NewDecision): Promise<string> {
  const year = heldOn.slice(0, 4)
  const { last } = await tx.selectFrom('decision').select(sql<number>`coalesce(max(substring(reference from '^D([0-9]+)/')::int), 0)`.as('last')).where('group_id', '=', groupId).where(sql<boolean>`split_part(reference, '/', 2) = ${year}`).executeTakeFirstOrThrow()
  for (let number = last + 1; ; number++) {
    const reference = `D${number}/${year}`
    const { numInsertedOrUpdatedRows } = await tx.insertInto('decision').values({
      partnership_id: tx.actor.partnershipId!, meeting_id: meetingId, group_id: groupId, agenda_item_id: agendaItemId, restricted, reference, kind, statement, without_quorum: withoutQuorum, paper_section_id: sectionId, asked, outcome, made_by: tx.actor.accountId,
    }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
    if (numInsertedOrUpdatedRows === 0n) continue
    audit(tx, { act: 'collected', subjectKind: 'meeting', subjectId: meetingId, details: { decision: reference } })
    return reference
  }
}

/** Rewords a decision that is still at its version. False when somebody else changed it since. */
export async function changeDecision(tx: Tx, { decisionId, meetingId, reference, version }: Pick<Decision, 'decisionId' | 'meetingId' | 'reference' | 'version'>, { kind, statement, outcome }: Pick<Decision, 'kind' | 'statement' | 'outcome'>): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('decision').set({ kind, statement, outcome, version: version + 1 }).where('decision_id', '=', decisionId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'meeting', subjectId: meetingId, details: { decision: reference, fields: ['kind', 'statement', 'outcome'] } })
  return numUpdatedRows > 0n
}
