import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { Intervention } from './intervention.ts'

/** Somebody changed it since it was read. */
export class Stale extends Error {}

const date = z.string().transform((text) => Temporal.PlainDate.from(text))
const Row = z.object({
  interventionId: z.string(), title: z.string(), what: z.string(), expected: z.string().nullable(), sourceId: z.number(), source: z.string(), categoryIds: z.array(z.number()),
  categories: z.array(z.string()), treated: z.array(z.number()), nearby: z.array(z.number()), compared: z.array(z.number()), starts: date, ends: date, carryOverMonths: z.number(), version: z.number(),
})

/** Every intervention, the latest first. `interventionId`: that one alone. */
export async function selectInterventions(tx: Tx, interventionId: string | null = null): Promise<Intervention[]> {
  const { rows } = await sql`
    select i.intervention_id as "interventionId", i.title, i.what, i.expected, i.source_id as "sourceId", s.name as source, i.category_ids as "categoryIds",
      array(select t.text from source_term t where t.partnership_id = i.partnership_id and t.term_id = any (i.category_ids) order by t.text) as categories,
      i.treated, i.nearby, i.compared, i.starts::text as starts, i.ends::text as ends, i.carry_over_months as "carryOverMonths", i.version
    from intervention i join source s on s.partnership_id = i.partnership_id and s.source_id = i.source_id
    where ${interventionId}::uuid is null or i.intervention_id = ${interventionId}
    order by i.starts desc, i.made_at`.execute(tx)
  return rows.map((row) => Row.parse(row))
}

export type InterventionFields = Omit<Intervention, 'interventionId' | 'source' | 'categories' | 'starts' | 'ends' | 'version'> & { starts: string; ends: string }

const columns = (fields: InterventionFields) => ({
  title: fields.title, what: fields.what, expected: fields.expected, source_id: fields.sourceId, category_ids: [...fields.categoryIds],
  treated: [...fields.treated], nearby: [...fields.nearby], compared: [...fields.compared], starts: fields.starts, ends: fields.ends, carry_over_months: fields.carryOverMonths,
})

export async function addIntervention(tx: Tx, fields: InterventionFields): Promise<string> {
  const interventionId = crypto.randomUUID()
  await tx.insertInto('intervention').values({ ...columns(fields), partnership_id: tx.actor.partnershipId!, intervention_id: interventionId, made_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'collected', subjectKind: 'intervention', subjectId: interventionId, details: {} })
  return interventionId
}

/** Throws Stale when somebody changed it since `version`. */
export async function changeIntervention(tx: Tx, interventionId: string, version: number, fields: InterventionFields): Promise<void> {
  const { numUpdatedRows } = await tx.updateTable('intervention').set({ ...columns(fields), version: version + 1 })
    .where('intervention_id', '=', interventionId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Stale()
  audit(tx, { act: 'altered', subjectKind: 'intervention', subjectId: interventionId, details: { fields: Object.keys(fields) } })
}

/** False when it is not there. */
export async function removeIntervention(tx: Tx, interventionId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('intervention').where('intervention_id', '=', interventionId).executeTakeFirst()
  if (numDeletedRows > 0n) audit(tx, { act: 'erased', subjectKind: 'intervention', subjectId: interventionId, details: {} })
  return numDeletedRows > 0n
}
