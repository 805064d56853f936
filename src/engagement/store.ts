import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../db/tx.ts'
import { Reached, Wanted } from './campaign.ts'

const CampaignRow = z.object({
  campaignId: z.string(), title: z.string(), theme: z.string().nullable(), audience: z.string().nullable(), message: z.string().nullable(), channels: z.array(z.string()), begins: z.string(), ends: z.string(),
  observance: z.string().nullable(), leadId: z.string().nullable(), lead: z.string().nullable(), wanted: Wanted, reached: Reached, whyThen: z.string().nullable(), planItemId: z.string().nullable(), planItem: z.string().nullable(), version: z.number(),
})
/** A campaign. Days are ISO; `observance` is a key of OBSERVANCES; `whyThen`: what in the figures speaks for its time; `planItem`: what of a plan it serves, null too for who may not read the plan. */
export type Campaign = z.infer<typeof CampaignRow>
export type CampaignFields = Omit<Campaign, 'campaignId' | 'lead' | 'planItem' | 'version'>

async function select(tx: Tx, campaignId: string | null, from: string | null, to: string | null): Promise<Campaign[]> {
  const { rows } = await sql`
    select c.campaign_id as "campaignId", c.title, c.theme, c.audience, c.message, c.channels, c.begins, c.ends, c.observance, c.lead_id as "leadId", o.name as lead, c.wanted, c.reached, c.why_then as "whyThen",
      c.plan_item_id as "planItemId", i.code || ' ' || i.title || ', ' || p.title as "planItem", c.version
    from campaign c
    left join lateral (
      select n.name from organisation_name n where n.partnership_id = c.partnership_id and n.organisation_id = c.lead_id and n.kind = 'name'
      order by n.valid_to is null desc, n.valid_to desc limit 1) o on true
    left join plan_item i on i.partnership_id = c.partnership_id and i.plan_item_id = c.plan_item_id
    left join plan p on p.partnership_id = i.partnership_id and p.plan_id = i.plan_id
    where (${campaignId}::uuid is null or c.campaign_id = ${campaignId}::uuid) and (${from}::date is null or c.ends >= ${from}::date) and (${to}::date is null or c.begins <= ${to}::date)
    order by c.begins, c.ends, c.title`.execute(tx)
  return rows.map((row) => CampaignRow.parse(row))
}

/** Campaigns that run on any day from one ISO day to another, by their first day. */
export const selectCampaigns = (tx: Tx, from: string, to: string): Promise<Campaign[]> => select(tx, null, from, to)

/** One campaign, or null. */
export const selectOptionalCampaign = async (tx: Tx, campaignId: string): Promise<Campaign | null> =>
  z.uuid().safeParse(campaignId).success ? ((await select(tx, campaignId, null, null))[0] ?? null) : null

const columns = ({ leadId, whyThen, planItemId, wanted, reached, channels, ...rest }: CampaignFields) => ({ ...rest, channels: [...channels], lead_id: leadId, why_then: whyThen, plan_item_id: planItemId, wanted: JSON.stringify(wanted), reached: JSON.stringify(reached) })

export async function insertCampaign(tx: Tx, fields: CampaignFields): Promise<string> {
  const campaign_id = crypto.randomUUID()
  await tx.insertInto('campaign').values({ partnership_id: tx.actor.partnershipId!, campaign_id, made_by: tx.actor.accountId, ...columns(fields) }).execute()
  audit(tx, { act: 'collected', subjectKind: 'campaign', subjectId: campaign_id, details: {} })
  return campaign_id
}

/** Changes a campaign as it stood at `version`; false when somebody else changed it since. */
export async function changeCampaign(tx: Tx, campaignId: string, version: number, fields: CampaignFields): Promise<boolean> {
  const done = await tx.updateTable('campaign').set({ ...columns(fields), version: version + 1 }).where('campaign_id', '=', campaignId).where('version', '=', version).executeTakeFirst()
  if (done.numUpdatedRows === 0n) return false
  audit(tx, { act: 'altered', subjectKind: 'campaign', subjectId: campaignId, details: { version: version + 1 } })
  return true
}

/** Partners that may lead a campaign, by name. */
export async function selectLeads(tx: Tx): Promise<{ value: string; text: string }[]> {
  const { rows } = await sql`select n.organisation_id as value, min(n.name) as text from organisation_name n where n.kind = 'name' and n.valid_to is null group by n.partnership_id, n.organisation_id order by 2`.execute(tx)
  return rows.map((row) => z.object({ value: z.string(), text: z.string() }).parse(row))
}
