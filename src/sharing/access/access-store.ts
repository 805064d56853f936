import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import type { Look } from './unusual.ts'

export const PARTS = ['file', 'contribution', 'protected', 'document', 'list', 'export', 'minutes', 'search'] as const
export type AccessPart = (typeof PARTS)[number]
/** The clauses by which something can have been shown. */
export const SHOWING_CLAUSES = ['takes part', 'leads', 'emergency access', 'its own information', 'in the audience', 'named reader'] as const

const Entry = z.object({
  entryId: z.coerce.number(), at: z.instanceof(Temporal.Instant), accountId: z.string(), name: z.string(), agencyId: z.string(), agency: z.string(), caseId: z.string(), schemeId: z.string(),
  part: z.enum(PARTS), holder: z.string(), clause: z.string(),
})
/** Somebody looked at something of a case: whose it was, and the clause that opened it. */
export type AccessEntry = z.infer<typeof Entry>

/** Narrowed to these; null is any. Dates are days in London, both included. `before` is an entry's number: those older than it. */
export type AccessSearch = {
  accountId?: string | null; agencyId?: string | null; caseId?: string | null; holderAgencyId?: string | null; notByAgencyId?: string | null; from?: string | null; to?: string | null
  part?: AccessPart | null; clause?: string | null; before?: number | null
}

const nameOf = (column: string) => sql<string>`coalesce((select n.name from organisation_name n where n.partnership_id = e.partnership_id and n.organisation_id = ${sql.ref(column)} and n.kind = 'name' and n.valid_to is null limit 1), 'An agency since gone')`
const startOf = (date: string, plusDays = 0) => Temporal.PlainDate.from(date).add({ days: plusDays }).toZonedDateTime('Europe/London').toInstant()

/** Looks that this account may know of, newest first. */
export async function selectAccess(tx: Tx, { accountId, agencyId, caseId, holderAgencyId, notByAgencyId, from, to, part, clause, before }: AccessSearch, limit: number): Promise<AccessEntry[]> {
  const rows = await tx.selectFrom('access_entry as e')
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'e.partnership_id').onRef('a.account_id', '=', 'e.account_id'))
    .select(['e.access_entry_id as entryId', 'e.at', 'e.account_id as accountId', 'a.name', 'e.agency_id as agencyId', 'e.case_id as caseId', 'e.scheme_id as schemeId', 'e.part', 'e.clause'])
    .select([nameOf('e.agency_id').as('agency'), nameOf('e.holder_agency_id').as('holder')])
    .where('e.partnership_id', '=', tx.actor.partnershipId)
    .$if(Boolean(accountId), (q) => q.where('e.account_id', '=', accountId!))
    .$if(Boolean(agencyId), (q) => q.where('e.agency_id', '=', agencyId!))
    .$if(Boolean(caseId), (q) => q.where('e.case_id', '=', caseId!))
    .$if(Boolean(holderAgencyId), (q) => q.where('e.holder_agency_id', '=', holderAgencyId!))
    .$if(Boolean(notByAgencyId), (q) => q.where('e.agency_id', '<>', notByAgencyId!))
    .$if(Boolean(from), (q) => q.where('e.at', '>=', startOf(from!)))
    .$if(Boolean(to), (q) => q.where('e.at', '<', startOf(to!, 1)))
    .$if(Boolean(part), (q) => q.where('e.part', '=', part!))
    .$if(Boolean(clause), (q) => q.where('e.clause', '=', clause!))
    .$if(Boolean(before), (q) => q.where(sql<boolean>`e.access_entry_id < ${before}`))
    .orderBy('e.access_entry_id', 'desc').limit(limit).execute()
  return rows.map((row) => Entry.parse(row))
}

const MOST_LOOKS = 20_000

/** Looks of the last `days`, those of one account at one case within ten minutes as one, newest first. */
export async function selectLooks(tx: Tx, days: number): Promise<Look[]> {
  const { rows } = await sql<Look>`
    select e.account_id as "accountId", e.agency_id as "agencyId", e.holder_agency_id as "holderAgencyId", e.case_id as "caseId", e.scheme_id as "schemeId", min(e.at) as at, bool_or(e.clause = 'emergency access') as "isEmergency"
    from access_entry e
    where e.partnership_id = ${tx.actor.partnershipId} and e.at > now() - make_interval(days => ${days})
    group by e.account_id, e.agency_id, e.holder_agency_id, e.case_id, e.scheme_id, date_bin('10 minutes', e.at, timestamptz '2020-01-01')
    order by min(e.at) desc limit ${MOST_LOOKS}`.execute(tx)
  return rows
}

/** When something was recorded in each of these cases within `days`, from the audit log; openings in an emergency do not count as work. */
export async function selectRecorded(tx: Tx, caseIds: readonly string[], days: number): Promise<Map<string, Temporal.Instant[]>> {
  if (caseIds.length === 0) return new Map()
  const since = Temporal.Now.instant().subtract({ hours: days * 24 }).toString()
  const { rows } = await sql<{ caseId: string; at: string }>`
    select subject_id as "caseId", at from audit_entry
    where partnership_id = ${tx.actor.partnershipId} and subject_kind = 'case' and subject_id = any (${caseIds}::text[]) and act in ('collected', 'altered')
      and at > ${since} and not jsonb_exists(details, 'emergencyAccess')`.execute(tx)
  return new Map([...Map.groupBy(rows, ({ caseId }) => caseId)].map(([caseId, own]) => [caseId, own.map(({ at }) => Temporal.Instant.from(at))]))
}

/** Every scheme's pairs of agencies between which information may pass today, as `scheme agency holder`. */
export async function selectCovered(tx: Tx): Promise<Set<string>> {
  const { rows } = await sql<{ pair: string }>`
    select distinct s.scheme_id || ' ' || l.agency_id || ' ' || l.with_agency_id as pair from scheme s join live_agreement l on l.partnership_id = s.partnership_id and l.purpose = s.purpose`.execute(tx)
  return new Set(rows.map(({ pair }) => pair))
}
