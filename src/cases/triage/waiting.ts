import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'

const Row = z.object({
  caseId: z.string(), schemeId: z.string(), leadAgencyId: z.string(), agencyId: z.string(), reference: z.string(), scheme: z.string(), about: z.string(), referredOn: z.string(), agency: z.string().nullable(), leads: z.boolean(),
})

/** Covers of the referrals that wait, the longest first, open to this account in the ordinary way. Applications for a case review wait on their own page. */
export async function coversOf(tx: Tx, { limit, offset }: { limit: number; offset: number }) {
  const { rows } = await sql`
    select c.case_id as "caseId", c.scheme_id as "schemeId", c.lead_agency_id as "leadAgencyId", (select current_agency()) as "agencyId", c.reference, s.name as scheme, c.about, c.referred_on as "referredOn",
      (select n.name from organisation_name n where n.partnership_id = r.partnership_id and n.organisation_id = r.agency_id and n.kind = 'name' and n.valid_to is null limit 1) as agency,
      c.scheme_id = any ((select led_schemes())::uuid[]) as leads
    from case_file c join scheme s on s.partnership_id = c.partnership_id and s.scheme_id = c.scheme_id
      join referral r on r.partnership_id = c.partnership_id and r.case_id = c.case_id
    where c.stage = 'referred' and r.outcome is null and s.kind <> 'asb case review' and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)
    order by c.referred_on, c.case_id limit ${limit} offset ${offset}`.execute(tx)
  return z.array(Row).parse(rows).map((row) => ({ ...row, clause: 'takes part' as const }))
}
