import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { ABOUT, enterLooks } from '../../sharing/case-store.ts'
import { STAGES, type Stage, WORKED_STAGES } from '../../sharing/gate.ts'
import { ENTRY_KINDS } from '../index/words.ts'
import { nameOf } from '../index/subject-store.ts'

/** Which cases a caseload is narrowed to. `stage`: null for those worked on now. `mine`: something in them waits for the asker or their agency. */
export type Narrowing = { schemeId: string | null; stage: Stage | 'any' | null; mine: boolean; late: boolean }

const ListedRow = z.object({
  caseId: z.string(), reference: z.string(), schemeId: z.string(), schemeName: z.string(), about: z.enum(ABOUT), stage: z.enum(STAGES), leadAgencyId: z.string(), leadAgency: z.string(),
  reviewOn: z.string().nullable(), referredOn: z.string(), ordinary: z.boolean(), myActions: z.coerce.number(), requests: z.coerce.number(),
})
export type ListedCase = z.infer<typeof ListedRow> & { subjects: string[] }
const Standing = z.object({ open: z.coerce.number(), referred: z.coerce.number(), late: z.coerce.number(), mine: z.coerce.number() })
/** How many cases this account may see stand how: open, awaiting triage, with a review that is late, and with something that waits for them. */
export type Standing = z.infer<typeof Standing>

const myActions = sql`select a.case_id, count(*) as n from action a where a.partnership_id = (select current_partnership()) and a.owner_agency_id = (select current_agency()) and a.state = 'open'
  and (a.owner_account_id is null or a.owner_account_id = (select current_account())) group by a.case_id`
const ourRequests = sql`select r.case_id, count(*) as n from information_request r where r.partnership_id = (select current_partnership()) and r.to_agency_id = (select current_agency())
  and r.answered_at is null and r.cancelled_at is null group by r.case_id`

/**
 * A page of the cases this account may see, those to be reviewed soonest first, with who each is about and what in it waits for them; how many match, and how
 * all those worked on now stand. The cases are gone through once for all of it. The look at each case listed is written down.
 */
export async function consultCaseload(
  tx: Tx, { schemeId, stage, mine, late }: Narrowing, today: string, { limit, offset }: { limit: number; offset: number },
): Promise<{ cases: ListedCase[]; matching: number; standing: Standing }> {
  const stages = stage === 'any' ? STAGES.filter((each) => each !== 'erased') : stage ? [stage] : WORKED_STAGES
  const wanted = sql`v.stage in (${sql.join([...stages])}) ${schemeId ? sql`and v.scheme_id = ${schemeId}` : sql``}
    ${late ? sql`and v.stage = 'open' and v.review_on < ${today}` : sql``} ${mine ? sql`and v.actions + v.requests > 0` : sql``}`
  const { rows } = await sql`
    with actions as materialized (${myActions}), requests as materialized (${ourRequests}),
      seen as materialized (
        select c.case_id, c.scheme_id, c.stage, c.review_on, c.referred_on, coalesce(a.n, 0) as actions, coalesce(r.n, 0) as requests
        from case_file c left join actions a on a.case_id = c.case_id left join requests r on r.case_id = c.case_id
        where c.stage in (${sql.join([...new Set([...WORKED_STAGES, ...stages])])})),
      standing as (
        select count(*) filter (where v.stage = 'open') as open, count(*) filter (where v.stage = 'referred') as referred, count(*) filter (where v.stage = 'open' and v.review_on < ${today}) as late,
          count(*) filter (where v.stage in (${sql.join([...WORKED_STAGES])}) and v.actions + v.requests > 0) as mine, count(*) filter (where ${wanted}) as matching
        from seen v),
      listed as (select v.* from seen v where ${wanted} order by v.review_on nulls last, v.referred_on desc, v.case_id limit ${limit} offset ${offset})
    select g.*, p.* from standing g left join (
      select c.case_id as "caseId", c.reference, c.scheme_id as "schemeId", s.name as "schemeName", c.about, c.stage, c.lead_agency_id as "leadAgencyId", n.name as "leadAgency", c.review_on as "reviewOn", c.referred_on as "referredOn",
        (c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)) as ordinary, v.actions as "myActions", v.requests
      from listed v join case_file c on c.case_id = v.case_id
        join scheme s on s.partnership_id = c.partnership_id and s.scheme_id = c.scheme_id
        join organisation_name n on n.partnership_id = c.partnership_id and n.organisation_id = c.lead_agency_id and n.kind = 'name' and n.valid_to is null) p on true
    order by p."reviewOn" nulls last, p."referredOn" desc, p."caseId"`.execute(tx)
  const { matching, ...standing } = Standing.extend({ matching: z.coerce.number() }).parse(rows[0])
  const listed = z.array(ListedRow).parse(matching > offset ? rows : [])
  const subjects = await selectNames(tx, listed.map(({ caseId }) => caseId))
  await logListed(tx, listed)
  return { cases: listed.map((each) => ({ ...each, subjects: subjects.get(each.caseId) ?? [] })), matching, standing }
}

const NameRow = z.object({ caseId: z.string(), kind: z.enum(ENTRY_KINDS), name: z.string().nullable(), premises: z.string().nullable(), address: z.string().nullable() })

/** Who and what each of some cases is about, by name, in the order they were added. */
export async function selectNames(tx: Tx, caseIds: readonly string[]): Promise<Map<string, string[]>> {
  if (caseIds.length === 0) return new Map()
  const { rows } = await sql`
    select s.case_id as "caseId", e.kind,
      (array_agg(f.value order by f.valid_from desc nulls last, f.recorded_at desc) filter (where f.kind = 'name'))[1] as name,
      (array_agg(f.value order by f.valid_from desc nulls last, f.recorded_at desc) filter (where f.kind = 'premises'))[1] as premises,
      (array_agg(f.value order by f.valid_from desc nulls last, f.recorded_at desc) filter (where f.kind = 'address'))[1] as address
    from subject s
      join index_entry e on e.partnership_id = s.partnership_id and e.index_entry_id = s.index_entry_id
      left join index_fact f on f.partnership_id = s.partnership_id and f.case_id = s.case_id and f.index_entry_id = s.index_entry_id and f.kind in ('name', 'premises', 'address') and f.ended_reason is null
    where s.case_id = any (${[...caseIds]}::uuid[]) and s.removed_at is null
    group by s.case_id, s.subject_id, s.added_at, e.kind order by s.added_at, s.subject_id`.execute(tx)
  const named = Map.groupBy(z.array(NameRow).parse(rows), ({ caseId }) => caseId)
  return new Map([...named].map(([caseId, all]) => [caseId, all.map(nameOf)]))
}

/** One entry for each case listed, and one in the sealed log for the page. */
async function logListed(tx: Tx, listed: readonly z.infer<typeof ListedRow>[]) {
  if (listed.length === 0) return
  await enterLooks(tx, listed.map(({ ordinary, ...each }) => ({ ...each, clause: ordinary ? 'takes part' : 'emergency access' })), 'list')
  audit(tx, { act: 'consulted', subjectKind: 'caseload', subjectId: null, details: { cases: listed.map(({ caseId }) => caseId) } })
}
