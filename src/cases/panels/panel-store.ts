import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { PANEL_STATES, type Panel, type PanelState } from './panel.ts'

const PanelRow = z.object({
  panelId: z.string(), schemeId: z.string(), schemeName: z.string(), purpose: z.string(), heldOn: z.string(), beginsAt: z.string(), place: z.string().nullable(), state: z.enum(PANEL_STATES),
  minutesEach: z.number(), statement: z.string(), version: z.number(), leads: z.boolean(),
})

const panels = (tx: Tx) =>
  tx.selectFrom('panel as p')
    .innerJoin('scheme as s', (on) => on.onRef('s.partnership_id', '=', 'p.partnership_id').onRef('s.scheme_id', '=', 'p.scheme_id'))
    .select(['p.panel_id as panelId', 'p.scheme_id as schemeId', 's.name as schemeName', 's.purpose', 'p.held_on as heldOn', 'p.begins_at as beginsAt', 'p.place', 'p.state', 'p.minutes_each as minutesEach', 'p.statement', 'p.version',
      sql<boolean>`p.scheme_id = any ((select led_schemes())::uuid[])`.as('leads')])

/** Panels of the schemes one works in, the latest first. */
export async function selectPanels(tx: Tx, schemeId?: string): Promise<Panel[]> {
  const rows = await panels(tx).$if(schemeId !== undefined, (asked) => asked.where('p.scheme_id', '=', schemeId!)).orderBy('p.held_on', 'desc').orderBy('p.begins_at').orderBy('p.panel_id').limit(500).execute()
  return rows.map((row) => PanelRow.parse(row))
}

/** A panel, or null when there is none in a scheme one works in. */
export async function selectOptionalPanel(tx: Tx, panelId: string): Promise<Panel | null> {
  const row = await panels(tx).where('p.panel_id', '=', panelId).executeTakeFirst()
  return row ? PanelRow.parse(row) : null
}

export type PanelScheme = { schemeId: string; name: string; leads: boolean }

/** The schemes one works in, by name. */
export async function selectPanelSchemes(tx: Tx): Promise<PanelScheme[]> {
  return tx.selectFrom('scheme as s').select(['s.scheme_id as schemeId', 's.name', sql<boolean>`s.scheme_id = any ((select led_schemes())::uuid[])`.as('leads')])
    .where(sql<boolean>`s.scheme_id = any ((select own_schemes())::uuid[])`).orderBy('s.name').execute()
}

export type PanelFields = { heldOn: string; beginsAt: string; place: string | null; minutesEach: number; statement: string }
const columns = ({ heldOn, beginsAt, place, minutesEach, statement }: PanelFields) => ({ held_on: heldOn, begins_at: beginsAt, place, minutes_each: minutesEach, statement })

/** Plans a panel of a scheme one leads, and gives its id. */
export async function insertPanel(tx: Tx, schemeId: string, fields: PanelFields): Promise<string> {
  const panel_id = crypto.randomUUID()
  await tx.insertInto('panel').values({ partnership_id: tx.actor.partnershipId!, panel_id, scheme_id: schemeId, state: 'planned', made_by: tx.actor.accountId, ...columns(fields) }).execute()
  audit(tx, { act: 'collected', subjectKind: 'panel', subjectId: panel_id, details: { scheme: schemeId } })
  return panel_id
}

/** Changes a panel if it is still at `version`; false when somebody changed it since, and then nothing is. */
export async function changePanel(tx: Tx, { panelId, version }: Pick<Panel, 'panelId' | 'version'>, change: PanelFields | { state: PanelState }): Promise<boolean> {
  const set = 'state' in change ? change : columns(change)
  const { numUpdatedRows } = await tx.updateTable('panel').set({ ...set, version: version + 1 }).where('panel_id', '=', panelId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'panel', subjectId: panelId, details: { fields: Object.keys(set) } })
  return numUpdatedRows > 0n
}
