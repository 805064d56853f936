import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { AUDIENCES } from '../../sharing/gate.ts'
import { DECIDED, type Decided, type Panel } from './panel.ts'

/** A case's turn at a panel: what was typed of it, by whom, and when it began and ended. */
export type Turn = { why: string; begunAt: Temporal.Instant | null; finishedAt: Temporal.Instant | null; discussion: string | null; decided: Decided | null; decision: string | null; typedBy: string | null; version: number }
export type Typed = Pick<Turn, 'discussion' | 'decided' | 'decision'>

/** A case's turn, or null when it is not on this agenda for whoever asks. */
export async function selectOptionalTurn(tx: Tx, panelId: string, caseId: string): Promise<Turn | null> {
  const row = await tx.selectFrom('panel_case as p')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'p.partnership_id').onRef('a.account_id', '=', 'p.typed_by'))
    .select(['p.why', 'p.begun_at as begunAt', 'p.finished_at as finishedAt', 'p.discussion', 'p.decided', 'p.decision', 'a.name as typedBy', 'p.version'])
    .where('p.panel_id', '=', panelId).where('p.case_id', '=', caseId).executeTakeFirst()
  return row ? { ...row, decided: z.enum(DECIDED).nullable().parse(row.decided) } : null
}

/** Starts or stops the clock of a case's turn. Starting again goes on from the first start. */
export async function timeTurn(tx: Tx, panelId: string, caseId: string, act: 'begin' | 'finish') {
  const set = act === 'begin' ? { begun_at: sql<string>`coalesce(begun_at, now())`, finished_at: null } : { finished_at: sql<string>`now()` }
  await tx.updateTable('panel_case').set(set).where('panel_id', '=', panelId).where('case_id', '=', caseId).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { panel: panelId, clock: act } })
}

/** Keeps what was typed if nobody else has typed since `version`. Gives the version that stands, or null when somebody typed something else meanwhile, and then nothing is kept. */
export async function keepTyped(tx: Tx, panelId: string, caseId: string, version: number, typed: Typed): Promise<number | null> {
  const stands = await tx.selectFrom('panel_case').select(['discussion', 'decided', 'decision', 'version']).where('panel_id', '=', panelId).where('case_id', '=', caseId).executeTakeFirstOrThrow()
  const fields = (['discussion', 'decided', 'decision'] as const).filter((field) => stands[field] !== typed[field])
  if (fields.length === 0) return stands.version
  const { numUpdatedRows } = await tx.updateTable('panel_case').set({ ...typed, typed_by: tx.actor.accountId, version: version + 1 })
    .where('panel_id', '=', panelId).where('case_id', '=', caseId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows === 0n) return null
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { panel: panelId, fields } })
  return version + 1
}

/** Somebody or some place the case is about, by the name that stands now. */
export type About = { entryId: string; role: string; name: string }

/** Who a case is about, as far as it has names. */
export async function selectAbout(tx: Tx, caseId: string): Promise<About[]> {
  return tx.selectFrom('subject as s')
    .select((eb) => ['s.index_entry_id as entryId', 's.role',
      eb.fn.coalesce(
        eb.selectFrom('index_fact as f').select('f.value').whereRef('f.partnership_id', '=', 's.partnership_id').whereRef('f.index_entry_id', '=', 's.index_entry_id').whereRef('f.case_id', '=', 's.case_id')
          .where('f.kind', 'in', ['name', 'premises', 'address']).where('f.ended_reason', 'is', null).orderBy(sql`array_position(array['name', 'premises', 'address'], f.kind)`).orderBy('f.recorded_at', 'desc').limit(1),
        sql<string>`'Not named'`).as('name')])
    .where('s.case_id', '=', caseId).where('s.removed_at', 'is', null).orderBy('s.added_at').orderBy('s.subject_id').execute()
}

/** Something an agency said in a case, that stands. */
export type Information = {
  contributionId: string; agencyId: string; audience: (typeof AUDIENCES)[number]; namedAgencies: string[]; nature: 'fact' | 'opinion'; standing: string | null; subjectEntryId: string | null
  informationOf: string | null; statement: string; writtenAt: Temporal.Instant
}
const InformationRow = z.object({
  contributionId: z.string(), agencyId: z.string(), audience: z.enum(AUDIENCES), namedAgencies: z.array(z.string()), nature: z.enum(['fact', 'opinion']), standing: z.string().nullable(), subjectEntryId: z.string().nullable(),
  informationOf: z.string().nullable(), statement: z.string(), writtenAt: z.instanceof(Temporal.Instant),
})

/** What each agency has said that stands, as far as whoever asks is in its audience; oldest first. */
export async function selectInformation(tx: Tx, caseId: string): Promise<Information[]> {
  const rows = await tx.selectFrom('contribution as b')
    .leftJoin('subject as s', (on) => on.onRef('s.partnership_id', '=', 'b.partnership_id').onRef('s.subject_id', '=', 'b.subject_id'))
    .select(['b.contribution_id as contributionId', 'b.agency_id as agencyId', 'b.audience', 'b.named_agencies as namedAgencies', 'b.nature', 'b.standing', 's.index_entry_id as subjectEntryId', 'b.information_of as informationOf', 'b.statement', 'b.written_at as writtenAt'])
    .where('b.case_id', '=', caseId).where('b.replaced_by', 'is', null).where('b.replaced_reason', 'is', null).orderBy('b.written_at').orderBy('b.contribution_id').execute()
  return rows.map((row) => InformationRow.parse(row))
}

export type Risk = { band: string; score: number; judged: boolean; assessedOn: string }

/** The latest assessment of risk: the band it scored, or the one a person judged. */
export async function selectRisk(tx: Tx, caseId: string): Promise<Risk | null> {
  const row = await tx.selectFrom('risk_assessment').select(['band', 'judged_band', 'score', 'assessed_on']).where('case_id', '=', caseId).orderBy('assessed_on', 'desc').orderBy('made_at', 'desc').limit(1).executeTakeFirst()
  return row ? { band: row.judged_band ?? row.band, score: row.score, judged: row.judged_band !== null, assessedOn: row.assessed_on } : null
}

/** When a case was last heard before this panel, and what was decided then. */
export async function selectLastTime(tx: Tx, { panelId, heldOn }: Pick<Panel, 'panelId' | 'heldOn'>, caseId: string): Promise<{ panelId: string; heldOn: string; decided: Decided | null; decision: string | null } | null> {
  const row = await tx.selectFrom('panel_case as h').innerJoin('panel as p', (on) => on.onRef('p.partnership_id', '=', 'h.partnership_id').onRef('p.panel_id', '=', 'h.panel_id'))
    .select(['p.panel_id as panelId', 'p.held_on as heldOn', 'h.decided', 'h.decision']).where('h.case_id', '=', caseId).where('p.panel_id', '!=', panelId).where('p.held_on', '<=', heldOn)
    .where('p.state', 'in', ['held', 'minutes issued']).orderBy('p.held_on', 'desc').limit(1).executeTakeFirst()
  return row ? { ...row, decided: z.enum(DECIDED).nullable().parse(row.decided) } : null
}
