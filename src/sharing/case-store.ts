import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../db/tx.ts'
import { type Clause, STAGES, type Stage, WORKED_STAGES } from './gate.ts'
import { newReference, type SchemeKind } from './reference.ts'

export const ABOUT = ['victim', 'perpetrator', 'location', 'emerging issue'] as const
export type About = (typeof ABOUT)[number]

/** The cover of a case as one account sees it: what it is, where it stands, and what that account may do with it. */
export type CaseCover = {
  caseId: string
  reference: string
  schemeId: string
  schemeKind: SchemeKind
  schemeName: string
  purpose: string
  stage: Stage
  about: About
  resident: boolean | null
  leadAgencyId: string
  parties: readonly string[]
  referredOn: string
  openedOn: string | null
  reviewOn: string | null
  closedOn: string | null
  keepUntil: string | null
  version: number
  /** By which clause of the gate it is open. */
  clause: Extract<Clause, 'takes part' | 'emergency access'>
  /** May add to it: takes part, and it is still worked. */
  works: boolean
  /** May decide on it: a coordinator or chair of its scheme, whose agency takes part. */
  leads: boolean
  agencyId: string
}

const CoverRow = z.object({
  caseId: z.string(), reference: z.string(), schemeId: z.string(), schemeKind: z.custom<SchemeKind>(), schemeName: z.string(), purpose: z.string(), stage: z.enum(STAGES), about: z.enum(ABOUT),
  resident: z.boolean().nullable(), leadAgencyId: z.string(), parties: z.array(z.string()), referredOn: z.string(), openedOn: z.string().nullable(), reviewOn: z.string().nullable(),
  closedOn: z.string().nullable(), keepUntil: z.string().nullable(), version: z.number(), ordinary: z.boolean(), led: z.boolean(), agencyId: z.string(),
})

const covers = (tx: Tx) =>
  tx.selectFrom('case_file as c')
    .innerJoin('scheme as s', (on) => on.onRef('s.partnership_id', '=', 'c.partnership_id').onRef('s.scheme_id', '=', 'c.scheme_id'))
    .select([
      'c.case_id as caseId', 'c.reference', 'c.scheme_id as schemeId', 's.kind as schemeKind', 's.name as schemeName', 's.purpose', 'c.stage', 'c.about', 'c.resident',
      'c.lead_agency_id as leadAgencyId', 'c.parties', 'c.referred_on as referredOn', 'c.opened_on as openedOn', 'c.review_on as reviewOn', 'c.closed_on as closedOn', 'c.keep_until as keepUntil', 'c.version',
      sql<boolean>`(c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties))`.as('ordinary'),
      sql<boolean>`c.scheme_id = any ((select led_schemes())::uuid[])`.as('led'),
      sql<string>`(select current_agency())`.as('agencyId'),
    ])

function coverOf(row: unknown): CaseCover {
  const { ordinary, led, ...cover } = CoverRow.parse(row)
  return { ...cover, clause: ordinary ? 'takes part' : 'emergency access', works: ordinary && WORKED_STAGES.includes(cover.stage), leads: ordinary && led }
}

/** A case's cover, or null when there is none that this account may see. Whoever shows anything of it uses `consultCase` instead. */
export async function selectOptionalCase(tx: Tx, caseId: string): Promise<CaseCover | null> {
  const row = await covers(tx).where('c.case_id', '=', caseId).executeTakeFirst()
  return row ? coverOf(row) : null
}

/** Covers of the cases this account may see in these stages, those to be reviewed soonest first. Page by page: `limit` and `offset`. */
export async function selectCases(tx: Tx, { stages, schemeId, limit = 50, offset = 0 }: { stages: readonly Stage[]; schemeId?: string; limit?: number; offset?: number }): Promise<CaseCover[]> {
  const rows = await covers(tx).where('c.stage', 'in', [...stages]).$if(schemeId !== undefined, (asked) => asked.where('c.scheme_id', '=', schemeId!))
    .orderBy(sql`c.review_on nulls last`).orderBy('c.referred_on', 'desc').orderBy('c.case_id').limit(limit).offset(offset).execute()
  return rows.map(coverOf)
}

export type Part = 'file' | 'contribution' | 'protected' | 'document' | 'list' | 'export' | 'minutes' | 'search'
/** Whose information was shown: of the case itself its lead agency's, of a contribution its writer's. */
export type Shown = { part: Part; contributionId?: string; holderAgencyId: string }

/** Writes down who looked at what of a case, and on what clause: an entry for each thing shown, and one in the sealed log for the look. */
export async function logLook(tx: Tx, cover: Pick<CaseCover, 'caseId' | 'schemeId' | 'clause' | 'agencyId'>, shown: readonly Shown[]) {
  const { partnershipId, accountId } = tx.actor
  if (shown.length === 0 || !partnershipId || !accountId) return
  const glass = cover.clause === 'emergency access'
    ? await tx.selectFrom('break_glass').select('break_glass_id').where('case_id', '=', cover.caseId).where('account_id', '=', accountId).where('ended_at', 'is', null).orderBy('opened_at', 'desc').executeTakeFirst()
    : undefined
  await tx.insertInto('access_entry').values(shown.map(({ part, contributionId, holderAgencyId }) => ({
    partnership_id: partnershipId, account_id: accountId, agency_id: cover.agencyId, case_id: cover.caseId, scheme_id: cover.schemeId, part, contribution_id: contributionId ?? null,
    holder_agency_id: holderAgencyId, clause: cover.clause, break_glass_id: glass?.break_glass_id ?? null,
  }))).execute()
  audit(tx, { act: 'consulted', subjectKind: 'case', subjectId: cover.caseId, details: { parts: [...new Set(shown.map(({ part }) => part))], contributions: shown.flatMap(({ contributionId }) => contributionId ?? []), clause: cover.clause } })
}

/** A case's cover for a page that shows something of it, with the look written down; null when this account may not see it, which is written nowhere it could be read. */
export async function consultCase(tx: Tx, caseId: string, part: Part = 'file'): Promise<CaseCover | null> {
  const cover = await selectOptionalCase(tx, caseId)
  if (cover) await logLook(tx, cover, [{ part, holderAgencyId: cover.leadAgencyId }])
  return cover
}

type Looked = Pick<CaseCover, 'caseId' | 'schemeId' | 'clause' | 'leadAgencyId'>

/** An entry for a look at each of many cases, in one statement, with the emergency access it was by. What the sealed log says of it is for whoever calls to add. */
export async function enterLooks(tx: Tx, looked: readonly Looked[], part: Part) {
  const { partnershipId, accountId } = tx.actor
  if (looked.length === 0 || !partnershipId || !accountId) return
  await sql`
    insert into access_entry (partnership_id, account_id, agency_id, case_id, scheme_id, part, holder_agency_id, clause, break_glass_id)
    select ${partnershipId}, ${accountId}, (select current_agency()), x.case_id, x.scheme_id, ${part}, x.holder, x.clause,
      case x.clause when 'emergency access' then (select b.break_glass_id from break_glass b where b.case_id = x.case_id and b.account_id = ${accountId} and b.ended_at is null order by b.opened_at desc limit 1) end
    from unnest(${looked.map(({ caseId }) => caseId)}::uuid[], ${looked.map(({ schemeId }) => schemeId)}::uuid[], ${looked.map(({ leadAgencyId }) => leadAgencyId)}::uuid[], ${looked.map(({ clause }) => clause)}::text[])
      as x (case_id, scheme_id, holder, clause)`.execute(tx)
}

/** The looks at a page of a list, each written down: an entry for each case, and one for each in the sealed log. */
export async function logLooks(tx: Tx, looked: readonly Looked[], part: Part) {
  await enterLooks(tx, looked, part)
  for (const { caseId, clause } of looked) audit(tx, { act: 'consulted', subjectKind: 'case', subjectId: caseId, details: { parts: [part], contributions: [], clause } })
}

/** Covers of these cases as this account sees them, by id, with the look at each written down at once; those it may not see are left out. For lists and searches over many cases. */
export async function consultCases(tx: Tx, caseIds: readonly string[], part: Part): Promise<Map<string, CaseCover>> {
  if (caseIds.length === 0) return new Map()
  const found = (await covers(tx).where('c.case_id', '=', sql<string>`any (${[...new Set(caseIds)]}::uuid[])`).execute()).map(coverOf)
  await logLooks(tx, found, part)
  return new Map(found.map((cover) => [cover.caseId, cover]))
}

export type NewCase = { schemeId: string; about: About; resident: boolean | null; referredOn: string }

/**
 * Opens a case as a referral to a scheme: its host agency leads, and the agency that refers takes part. Gives its id and its reference.
 * For the length of this transaction the one who refers sees it, and so can say who it is about.
 */
export async function insertCase(tx: Tx, { schemeId, about, resident, referredOn }: NewCase): Promise<{ caseId: string; reference: string; leadAgencyId: string }> {
  const partnership_id = tx.actor.partnershipId!
  const scheme = await tx.selectFrom('scheme').select(['kind', 'host_agency_id']).where('scheme_id', '=', schemeId).executeTakeFirstOrThrow()
  const { agency } = await tx.selectNoFrom(sql<string | null>`(select current_agency())`.as('agency')).executeTakeFirstOrThrow()
  const [case_id, reference] = [crypto.randomUUID(), newReference(scheme.kind as SchemeKind)]
  const parties = [...new Set([scheme.host_agency_id, ...(agency ? [agency] : [])])]
  await tx.insertInto('case_file').values({ partnership_id, case_id, scheme_id: schemeId, reference, stage: 'referred', lead_agency_id: scheme.host_agency_id, parties, about, resident, referred_on: referredOn, made_by: tx.actor.accountId }).execute()
  for (const agency_id of parties)
    await tx.insertInto('case_party').values({ partnership_id, case_id, agency_id, asked_by: tx.actor.accountId, reason: agency_id === scheme.host_agency_id ? 'It hosts the scheme' : 'It referred the case' }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: case_id, details: { scheme: schemeId } })
  return { caseId: case_id, reference, leadAgencyId: scheme.host_agency_id }
}

/** Changes a case's cover if it is still at `version`; false when somebody changed it since, and then nothing is. Audited by field name. */
export async function changeCase(tx: Tx, { caseId, version }: Pick<CaseCover, 'caseId' | 'version'>, change: Partial<{ stage: Stage; about: About; resident: boolean | null; opened_on: string | null; review_on: string | null; closed_on: string | null; keep_until: string | null }>): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('case_file').set({ ...change, version: version + 1 }).where('case_id', '=', caseId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { fields: Object.keys(change) } })
  return numUpdatedRows > 0n
}

export type Agency = { agencyId: string; name: string; code: string | null; sector: string }

/** The organisations in their own right that are in the partnership now, by name. */
export async function selectAgencies(tx: Tx): Promise<Agency[]> {
  return tx.selectFrom('organisation as o')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'o.partnership_id').onRef('n.organisation_id', '=', 'o.organisation_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .leftJoin('organisation_name as k', (on) => on.onRef('k.partnership_id', '=', 'o.partnership_id').onRef('k.organisation_id', '=', 'o.organisation_id').on('k.kind', '=', 'code').on('k.valid_to', 'is', null))
    .select(['o.organisation_id as agencyId', 'n.name', sql<string | null>`min(k.name)`.as('code'), 'o.sector'])
    .where('o.parent_id', 'is', null).where('o.left_on', 'is', null).groupBy(['o.organisation_id', 'n.name', 'o.sector']).orderBy('n.name').execute()
}

export type CaseAccount = { accountId: string; name: string; post: string | null; agencyId: string; schemeRole: 'worker' | 'coordinator' | 'chair' }

/** Who can see a case in the ordinary way, for lists to choose from: in the scheme, of an agency that takes part and is covered with the lead agency, and not shut out. */
export async function selectCaseAccounts(tx: Tx, caseId: string): Promise<CaseAccount[]> {
  const { rows } = await sql<CaseAccount>`
    select a.account_id as "accountId", a.name, a.post, g.agency as "agencyId", m.role as "schemeRole"
    from case_file c
      join scheme s on s.partnership_id = c.partnership_id and s.scheme_id = c.scheme_id
      join scheme_member m on m.partnership_id = c.partnership_id and m.scheme_id = c.scheme_id
      join account a on a.partnership_id = m.partnership_id and a.account_id = m.account_id and a.disabled_at is null
      cross join lateral (select agency_of(a.organisation_id) as agency) g
    where c.case_id = ${caseId} and g.agency = any (c.parties)
      and (g.agency = c.lead_agency_id or exists (select from live_agreement l where l.partnership_id = c.partnership_id and l.purpose = s.purpose and l.agency_id = g.agency and l.with_agency_id = c.lead_agency_id))
      and not exists (select from case_exclusion x where x.partnership_id = c.partnership_id and x.case_id = c.case_id and x.account_id = a.account_id and x.lifted_at is null)
    order by a.name`.execute(tx)
  return rows
}
