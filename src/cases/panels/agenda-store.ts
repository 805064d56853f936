import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { ABOUT, type CaseCover, logLook } from '../../sharing/case-store.ts'
import { STAGES, WORKED_STAGES } from '../../sharing/gate.ts'
import { type Hearable, moved } from './agenda.ts'
import { DECIDED, type Panel, type Why, WHYS } from './panel.ts'

/** A case on a panel's agenda, as whoever asks sees it. */
export type AgendaCase = Pick<CaseCover, 'caseId' | 'reference' | 'schemeId' | 'about' | 'resident' | 'stage' | 'leadAgencyId' | 'parties' | 'agencyId' | 'clause' | 'works' | 'leads' | 'purpose' | 'keepUntil'>
  & { why: Why; begunAt: Temporal.Instant | null; finishedAt: Temporal.Instant | null; decided: (typeof DECIDED)[number] | null }

const AgendaRow = z.object({
  caseId: z.string(), reference: z.string(), schemeId: z.string(), about: z.enum(ABOUT), resident: z.boolean().nullable(), stage: z.enum(STAGES), leadAgencyId: z.string(), parties: z.array(z.string()), agencyId: z.string(),
  purpose: z.string(), keepUntil: z.string().nullable(), ordinary: z.boolean(), led: z.boolean(), why: z.enum(WHYS), begunAt: z.instanceof(Temporal.Instant).nullable(), finishedAt: z.instanceof(Temporal.Instant).nullable(),
  decided: z.enum(DECIDED).nullable(),
})

/** The agenda in its order: only the cases that whoever asks may see. */
export async function selectAgenda(tx: Tx, panelId: string): Promise<AgendaCase[]> {
  const rows = await tx.selectFrom('panel_case as p')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'p.partnership_id').onRef('c.case_id', '=', 'p.case_id'))
    .innerJoin('scheme as s', (on) => on.onRef('s.partnership_id', '=', 'c.partnership_id').onRef('s.scheme_id', '=', 'c.scheme_id'))
    .select(['c.case_id as caseId', 'c.reference', 'c.scheme_id as schemeId', 'c.about', 'c.resident', 'c.stage', 'c.lead_agency_id as leadAgencyId', 'c.parties', 's.purpose', 'c.keep_until as keepUntil',
      'p.why', 'p.begun_at as begunAt', 'p.finished_at as finishedAt', 'p.decided',
      sql<string>`(select current_agency())`.as('agencyId'),
      sql<boolean>`(c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties))`.as('ordinary'),
      sql<boolean>`c.scheme_id = any ((select led_schemes())::uuid[])`.as('led')])
    .where('p.panel_id', '=', panelId).orderBy('p.position').orderBy('p.case_id').execute()
  return rows.map((row) => {
    const { ordinary, led, ...seen } = AgendaRow.parse(row)
    return { ...seen, clause: ordinary ? 'takes part' : 'emergency access', works: ordinary && WORKED_STAGES.includes(seen.stage), leads: ordinary && led }
  })
}

/** Writes down that whoever asks saw these cases on a list. */
export async function logAgenda(tx: Tx, agenda: readonly AgendaCase[]) {
  for (const seen of agenda) await logLook(tx, seen, [{ part: 'list', holderAgencyId: seen.leadAgencyId }])
}

export type OpenCase = Hearable & Pick<CaseCover, 'reference' | 'about' | 'schemeId' | 'agencyId' | 'leadAgencyId'>

/** Open cases of a panel's scheme that are not on its agenda, with when each was last heard and what was decided. */
export async function selectHearable(tx: Tx, { panelId, schemeId }: Pick<Panel, 'panelId' | 'schemeId'>): Promise<OpenCase[]> {
  const { rows } = await sql<OpenCase>`
    select c.case_id as "caseId", c.reference, c.about, c.review_on as "reviewOn", c.scheme_id as "schemeId", c.lead_agency_id as "leadAgencyId", (select current_agency()) as "agencyId", l.held_on as "lastHeardOn", l.decided as "lastDecided"
    from case_file c left join lateral (
      select p.held_on, h.decided from panel_case h join panel p on p.partnership_id = h.partnership_id and p.panel_id = h.panel_id
      where h.partnership_id = c.partnership_id and h.case_id = c.case_id and p.state in ('held', 'minutes issued') order by p.held_on desc, p.panel_id limit 1) l on true
    where c.scheme_id = ${schemeId} and c.stage = 'open'
      and c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)
      and not exists (select from panel_case h where h.partnership_id = c.partnership_id and h.case_id = c.case_id and h.panel_id = ${panelId})
    order by c.review_on nulls last, c.reference`.execute(tx)
  return rows
}

/** Puts cases at the end of an agenda, each with why; those that whoever asks does not see, or that are there, are left out. Gives how many were added. */
export async function addToAgenda(tx: Tx, panel: Panel, asked: readonly { caseId: string; why: Why }[]): Promise<number> {
  const open = new Set((await selectHearable(tx, panel)).map(({ caseId }) => caseId))
  const adding = asked.filter(({ caseId }) => open.has(caseId))
  if (adding.length === 0) return 0
  const { last } = await tx.selectFrom('panel_case').select(sql<number>`coalesce(max(position), 0)`.as('last')).where('panel_id', '=', panel.panelId).executeTakeFirstOrThrow()
  await tx.insertInto('panel_case').values(adding.map(({ caseId, why }, at) => ({ partnership_id: tx.actor.partnershipId!, panel_id: panel.panelId, case_id: caseId, position: last + at + 1, why }))).execute()
  for (const { caseId, why } of adding) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { panel: panel.panelId, onAgenda: why } })
  return adding.length
}

/** Moves a case a place up or down among those that whoever asks sees. */
export async function moveOnAgenda(tx: Tx, panelId: string, caseId: string, way: 'up' | 'down') {
  const agenda = (await selectAgenda(tx, panelId)).map((seen) => seen.caseId)
  const after = moved(agenda, caseId, way)
  if (after.every((each, at) => each === agenda[at])) return
  for (const [at, each] of after.entries()) await tx.updateTable('panel_case').set({ position: at + 1 }).where('panel_id', '=', panelId).where('case_id', '=', each).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { panel: panelId, moved: way } })
}

/** Takes a case off the agenda; false when it is not there or its turn has begun. */
export async function takeOffAgenda(tx: Tx, panelId: string, caseId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('panel_case').where('panel_id', '=', panelId).where('case_id', '=', caseId).where('begun_at', 'is', null).executeTakeFirst()
  if (numDeletedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { panel: panelId, offAgenda: true } })
  return numDeletedRows > 0n
}
