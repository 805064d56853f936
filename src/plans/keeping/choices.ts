import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { selectScheme } from '../store.ts'
import { type RatingScheme, STANDARD_SCHEMES } from '../rating.ts'
import { addScheme } from './store.ts'

export type Choice = { value: string; text: string }

/** Partners that may own an item today, by name. */
export async function selectOrganisationChoices(tx: Tx): Promise<Choice[]> {
  return tx
    .selectFrom('organisation as o')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'o.partnership_id').onRef('n.organisation_id', '=', 'o.organisation_id'))
    .select(['o.organisation_id as value', 'n.name as text'])
    .where('n.kind', '=', 'name')
    .where('n.valid_to', 'is', null)
    .where('o.left_on', 'is', null)
    .orderBy('n.name')
    .execute()
}

/** Accounts that may own an item by name, with their organisation. */
export async function selectAccountChoices(tx: Tx): Promise<(Choice & { organisationId: string })[]> {
  return tx
    .selectFrom('account')
    .select(['account_id as value', sql<string>`name || coalesce(', ' || post, '')`.as('text'), 'organisation_id as organisationId'])
    .where('disabled_at', 'is', null)
    .orderBy('name')
    .execute()
}

/** The partnership's schemes, and the standard ones it has not used yet, whose id is 'standard: <name>' until a plan takes them up. */
export async function selectSchemes(tx: Tx): Promise<RatingScheme[]> {
  const rows = await tx.selectFrom('rating_scheme').select('rating_scheme_id').orderBy('name').orderBy('version').execute()
  const schemes: RatingScheme[] = []
  for (const { rating_scheme_id } of rows) schemes.push(await selectScheme(tx, rating_scheme_id))
  const unused = STANDARD_SCHEMES.filter(({ name }) => !schemes.some((scheme) => scheme.name === name))
  return [...schemes, ...unused.map((scheme) => ({ ...scheme, schemeId: `standard: ${scheme.name}` }))]
}

/** The id of the scheme chosen, a standard one becoming the partnership's own when a plan first takes it up. */
export async function takeUpScheme(tx: Tx, chosen: string): Promise<string> {
  const standard = STANDARD_SCHEMES.find(({ name }) => chosen === `standard: ${name}`)
  return standard ? addScheme(tx, standard) : chosen
}

export type FrameChoice = Choice & { strands: Choice[] }

export async function selectFrames(tx: Tx): Promise<FrameChoice[]> {
  const rows = await tx
    .selectFrom('frame as f')
    .innerJoin('strand as s', (on) => on.onRef('s.partnership_id', '=', 'f.partnership_id').onRef('s.frame_id', '=', 'f.frame_id'))
    .select(['f.frame_id as value', 'f.name as text', 's.strand_id as strandId', 's.name as strand'])
    .orderBy('f.name')
    .orderBy('s.position')
    .execute()
  return [...Map.groupBy(rows, ({ value }) => value).values()].map((group) => ({
    value: group[0]!.value,
    text: group[0]!.text,
    strands: group.map(({ strandId, strand }) => ({ value: strandId, text: strand })),
  }))
}

/** Items that another may be tied to: those of every plan, newest plan first. */
export async function selectItemChoices(tx: Tx, exceptId: string): Promise<(Choice & { planId: string })[]> {
  const rows = await tx
    .selectFrom('plan_item as i')
    .innerJoin('plan as p', (on) => on.onRef('p.partnership_id', '=', 'i.partnership_id').onRef('p.plan_id', '=', 'i.plan_id'))
    .select(['i.plan_item_id as value', 'i.plan_id as planId', sql<string>`p.title || ': ' || i.code || ' ' || left(i.title, 80)`.as('text')])
    .where('i.plan_item_id', '<>', exceptId)
    .where('i.kind', '<>', 'heading')
    .where('i.state', '<>', 'withdrawn')
    .orderBy('p.starts', 'desc')
    .orderBy('i.position')
    .execute()
  return z.array(z.object({ value: z.string(), planId: z.string(), text: z.string() })).parse(rows)
}

export const selectMeasureChoices = (tx: Tx): Promise<Choice[]> =>
  tx.selectFrom('measure').select(['measure_id as value', 'title as text']).where('state', '=', 'live').orderBy('title').execute()
