import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { ABOUT } from '../../sharing/case-store.ts'
import { STAGES, type Stage, WORKED_STAGES } from '../../sharing/gate.ts'
import { ENTRY_KINDS } from '../index/words.ts'
import { nameOf } from '../index/subject-store.ts'

/** Which cases a caseload is narrowed to. `stage`: null for those worked on now. `mine`: something in them waits for the asker or their agency. */
export type Narrowing = { schemeId: string | null; stage: Stage | 'any' | null; mine: boolean; late: boolean }

const ListedRow = z.object({
  caseId: z.string(), reference: z.string(), schemeId: z.string(), schemeName: z.string(), about: z.enum(ABOUT), stage: z.enum(STAGES), leadAgencyId: z.string(), leadAgency: z.string(),
  reviewOn: z.string().nullable(), referredOn: z.string(), ordinary: z.boolean(), matching: z.coerce.number(),
})
export type ListedCase = z.infer<typeof ListedRow> & { subjects: string[]; myActions: number; requests: number }
export type Standing = { open: number; referred: number; late: number; mine: number }

const myActions = sql`select a.case_id from action a where a.partnership_id = (select current_partnership()) and a.owner_agency_id = (select current_agency()) and a.state = 'open'
  and (a.owner_account_id is null or a.owner_account_id = (select current_account()))`
const ourRequests = sql`select r.case_id from information_request r where r.partnership_id = (select current_partnership()) and r.to_agency_id = (select current_agency()) and r.answered_at is null and r.cancelled_at is null`

/** How many cases this account may see stand how: open, awaiting triage, with a review that is late, and with something that waits for them. */
export async function selectStanding(tx: Tx, today: string): Promise<Standing> {
  const { rows } = await sql`
    select count(*) filter (where c.stage = 'open') as open, count(*) filter (where c.stage = 'referred') as referred,
      count(*) filter (where c.stage = 'open' and c.review_on < ${today}) as late,
      count(*) filter (where c.stage in ('referred', 'open') and (c.case_id in (${myActions}) or c.case_id in (${ourRequests}))) as mine
    from case_file c where c.stage in ('referred', 'open')`.execute(tx)
  return z.object({ open: z.coerce.number(), referred: z.coerce.number(), late: z.coerce.number(), mine: z.coerce.number() }).parse(rows[0])
}

/** A page of the cases this account may see, those to be reviewed soonest first, with who each is about and what in it waits for them; and how many there are. The look at each is written down. */
export async function consultCaseload(tx: Tx, { schemeId, stage, mine, late }: Narrowing, today: string, { limit, offset }: { limit: number; offset: number }): Promise<{ cases: ListedCase[]; matching: number }> {
  const stages = stage === 'any' ? STAGES.filter((each) => each !== 'erased') : stage ? [stage] : WORKED_STAGES
  const { rows } = await sql`
    select c.case_id as "caseId", c.reference, c.scheme_id as "schemeId", s.name as "schemeName", c.about, c.stage, c.lead_agency_id as "leadAgencyId", n.name as "leadAgency", c.review_on as "reviewOn", c.referred_on as "referredOn",
      (c.door = any ((select open_doors())::text[]) and (select current_agency()) = any (c.parties)) as ordinary, c.matching
    from (
      select c.*, count(*) over () as matching from case_file c
      where c.stage in (${sql.join([...stages])})
        ${schemeId ? sql`and c.scheme_id = ${schemeId}` : sql``}
        ${late ? sql`and c.stage = 'open' and c.review_on < ${today}` : sql``}
        ${mine ? sql`and (c.case_id in (${myActions}) or c.case_id in (${ourRequests}))` : sql``}
      order by c.review_on nulls last, c.referred_on desc, c.case_id limit ${limit} offset ${offset}) c
      join scheme s on s.partnership_id = c.partnership_id and s.scheme_id = c.scheme_id
      join organisation_name n on n.partnership_id = c.partnership_id and n.organisation_id = c.lead_agency_id and n.kind = 'name' and n.valid_to is null
    order by c.review_on nulls last, c.referred_on desc, c.case_id`.execute(tx)
  const listed = z.array(ListedRow).parse(rows)
  const ids = listed.map(({ caseId }) => caseId)
  const [subjects, actions, requests] = [await selectNames(tx, ids), await countIn(tx, myActions, ids), await countIn(tx, ourRequests, ids)]
  await logListed(tx, listed)
  return {
    cases: listed.map((each) => ({ ...each, subjects: subjects.get(each.caseId) ?? [], myActions: actions.get(each.caseId) ?? 0, requests: requests.get(each.caseId) ?? 0 })),
    matching: listed[0]?.matching ?? 0,
  }
}

async function countIn(tx: Tx, waiting: typeof myActions, caseIds: readonly string[]): Promise<Map<string, number>> {
  if (caseIds.length === 0) return new Map()
  const { rows } = await sql<{ caseId: string; count: number }>`select w.case_id as "caseId", count(*)::integer as count from (${waiting}) w where w.case_id in (${sql.join([...caseIds])}) group by w.case_id`.execute(tx)
  return new Map(rows.map(({ caseId, count }) => [caseId, count]))
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
    where s.case_id in (${sql.join([...caseIds])}) and s.removed_at is null
    group by s.case_id, s.subject_id, s.added_at, e.kind order by s.added_at, s.subject_id`.execute(tx)
  const named = Map.groupBy(z.array(NameRow).parse(rows), ({ caseId }) => caseId)
  return new Map([...named].map(([caseId, all]) => [caseId, all.map(nameOf)]))
}

/** One entry for each case listed, and one in the sealed log for the page. */
async function logListed(tx: Tx, listed: readonly z.infer<typeof ListedRow>[]) {
  const { partnershipId, accountId } = tx.actor
  if (listed.length === 0 || !partnershipId || !accountId) return
  await tx.insertInto('access_entry').values(listed.map(({ caseId, schemeId, leadAgencyId, ordinary }) => ({
    partnership_id: partnershipId, account_id: accountId, agency_id: sql<string>`(select current_agency())`, case_id: caseId, scheme_id: schemeId, part: 'list',
    holder_agency_id: leadAgencyId, clause: ordinary ? 'takes part' : 'emergency access',
  }))).execute()
  audit(tx, { act: 'consulted', subjectKind: 'caseload', subjectId: null, details: { cases: listed.map(({ caseId }) => caseId) } })
}
