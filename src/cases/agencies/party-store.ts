import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { type CaseCover } from '../../sharing/case-store.ts'
import { recordDisclosure } from '../../sharing/disclosure-store.ts'
import type { Gateway } from '../../sharing/law.ts'

const PartyRow = z.object({
  agencyId: z.string(), agency: z.string(), joinedAt: z.instanceof(Temporal.Instant), reason: z.string(), leftAt: z.instanceof(Temporal.Instant).nullable(), leftReason: z.string().nullable(),
  agreementId: z.string().nullable(), agreement: z.string().nullable(), agreementEnds: z.string().nullable(),
})
/** An agency's part in a case: since when and why, until when, and under which live agreement with the lead agency (null: none, and it sees nothing; the lead needs none). */
export type Party = z.infer<typeof PartyRow>

/** Every agency that takes part or took part in a case, those that do first, in the order they came. */
export async function selectParties(tx: Tx, { caseId, purpose, leadAgencyId }: Pick<CaseCover, 'caseId' | 'purpose' | 'leadAgencyId'>): Promise<Party[]> {
  const { rows } = await sql`
    select p.agency_id as "agencyId", n.name as agency, p.joined_at as "joinedAt", p.reason, p.left_at as "leftAt", p.left_reason as "leftReason", l.agreement_id as "agreementId", l.title as agreement, l.ends as "agreementEnds"
    from case_party p
      join organisation_name n on n.partnership_id = p.partnership_id and n.organisation_id = p.agency_id and n.kind = 'name' and n.valid_to is null
      left join lateral (select a.agreement_id, a.title, a.ends from live_agreement v join agreement a on a.partnership_id = v.partnership_id and a.agreement_id = v.agreement_id
        where v.partnership_id = p.partnership_id and v.agency_id = p.agency_id and v.with_agency_id = ${leadAgencyId} and v.purpose = ${purpose} and p.agency_id <> ${leadAgencyId}
        order by a.ends desc nulls first limit 1) l on true
    where p.case_id = ${caseId} order by p.left_at is not null, p.joined_at, n.name`.execute(tx)
  return z.array(PartyRow).parse(rows)
}

/** Agencies that may be asked to take part: covered with the lead agency for the case's purpose by a live agreement, and not taking part now. With that agreement. */
export async function selectInvitable(tx: Tx, { caseId, purpose, leadAgencyId }: Pick<CaseCover, 'caseId' | 'purpose' | 'leadAgencyId'>): Promise<{ agencyId: string; agency: string; agreementId: string; gateways: Gateway[] }[]> {
  const { rows } = await sql<{ agencyId: string; agency: string; agreementId: string; gateways: Gateway[] }>`
    select distinct on (n.name, v.agency_id) v.agency_id as "agencyId", n.name as agency, a.agreement_id as "agreementId", a.gateways
    from live_agreement v
      join agreement a on a.partnership_id = v.partnership_id and a.agreement_id = v.agreement_id
      join organisation_name n on n.partnership_id = v.partnership_id and n.organisation_id = v.agency_id and n.kind = 'name' and n.valid_to is null
    where v.purpose = ${purpose} and v.with_agency_id = ${leadAgencyId} and v.agency_id <> ${leadAgencyId}
      and not exists (select from case_party p where p.partnership_id = v.partnership_id and p.case_id = ${caseId} and p.agency_id = v.agency_id and p.left_at is null)
    order by n.name, v.agency_id, a.ends desc nulls first`.execute(tx)
  return rows
}

export type Invitation = { agencyId: string; reason: string; gateway: Gateway; proportionality: string }

/**
 * Asks an agency to take part in a case, which opens the case to those of it who work in the scheme, and enters that in the register. For those who lead.
 * False when the agency takes part already, or no live agreement that names the power covers it: then nothing is changed.
 */
export async function inviteAgency(tx: Tx, cover: CaseCover, { agencyId, reason, gateway, proportionality }: Invitation): Promise<boolean> {
  const agency = (await selectInvitable(tx, cover)).find((each) => each.agencyId === agencyId && each.gateways.includes(gateway))
  if (!agency) return false
  const partnership_id = tx.actor.partnershipId!
  await tx.insertInto('case_party').values({ partnership_id, case_id: cover.caseId, agency_id: agencyId, asked_by: tx.actor.accountId, reason })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'case_id', 'agency_id']).doUpdateSet({ left_at: null, left_reason: null, joined_at: sql`now()`, asked_by: tx.actor.accountId, reason })).execute()
  const people = await tx.selectFrom('subject').select('index_entry_id').where('case_id', '=', cover.caseId).where('removed_at', 'is', null).execute()
  await recordDisclosure(tx, cover, {
    kind: 'view granted', what: 'The case file: all of it that is said to those who take part', toAgencyId: agencyId, purpose: cover.purpose, gateway, regime: gateway === 'law enforcement' ? 'Part 3' : 'UK GDPR',
    consent: gateway === 'consent' ? 'given' : 'not needed', necessity: reason, proportionality, agreementId: agency.agreementId, people: people.map(({ index_entry_id }) => index_entry_id),
  })
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { joined: agencyId } })
  return true
}

/** Ends an agency's part in a case, with why; from then on its people see nothing of it but what they themselves said. False for the lead agency, the asker's own, and one that takes no part. */
export async function endPart(tx: Tx, cover: CaseCover, agencyId: string, reason: string): Promise<boolean> {
  if (agencyId === cover.leadAgencyId || agencyId === cover.agencyId) return false
  const { numUpdatedRows } = await tx.updateTable('case_party').set({ left_at: sql`now()`, left_reason: reason }).where('case_id', '=', cover.caseId).where('agency_id', '=', agencyId).where('left_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await tx.updateTable('disclosure').set({ ended_at: sql`now()` }).where('case_id', '=', cover.caseId).where('to_agency_id', '=', agencyId).where('kind', '=', 'view granted').where('ended_at', 'is', null).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: cover.caseId, details: { left: agencyId } })
  return true
}
