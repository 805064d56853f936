import { sql } from 'kysely'
import { asSystem, audit, type Tx } from '../../db/tx.ts'
import type { Job } from '../../notices/jobs.ts'
import { eraseAgreed } from './erase.ts'

const ENDED = sql`('closed', 'advised', 'elsewhere', 'transferred')`
/** The day from which a case's keeping runs, and the last day it is kept: what was set at its closing, or its scheme's months; longer where somebody decided so. */
const keepingOf = sql`
  select c.partnership_id, c.case_id, c.reference, c.scheme_id, e.ended_on,
    greatest(coalesce(c.keep_until, (e.ended_on + make_interval(months => s.keep_months))::date), (select max(x.keep_until) from erasure x where x.partnership_id = c.partnership_id and x.case_id = c.case_id and x.decision = 'keep')) as keep_until
  from case_file c
    join scheme s on s.partnership_id = c.partnership_id and s.scheme_id = c.scheme_id
    left join referral r on r.partnership_id = c.partnership_id and r.case_id = c.case_id
    cross join lateral (select coalesce(c.closed_on, (r.decided_at at time zone 'Europe/London')::date, c.referred_on) as ended_on) e
  where c.stage in ${ENDED}`

/** Notes which cases have been kept as long as they are to be, takes off those no longer due, and finishes erasing what was agreed. Safe to run twice. */
export async function noteKeeping(partnershipId: string): Promise<void> {
  const unfinished = await asSystem('note which cases are past their keeping', async (tx) => {
    await sql`with due as (select * from (${keepingOf}) k where k.keep_until < (now() at time zone 'Europe/London')::date),
      gone as (delete from keeping_review v where not exists (select from due d where d.partnership_id = v.partnership_id and d.case_id = v.case_id))
      insert into keeping_review (partnership_id, case_id, case_reference, scheme_id, ended_on, keep_until)
      select partnership_id, case_id, reference, scheme_id, ended_on, keep_until from due
      on conflict (partnership_id, case_id) do update set ended_on = excluded.ended_on, keep_until = excluded.keep_until`.execute(tx)
    return tx.selectFrom('erasure').select('erasure_id').where('decision', '=', 'erase').where('agreed_at', 'is not', null).where('done_at', 'is', null).where('refused_at', 'is', null).execute()
  }, partnershipId)
  for (const { erasure_id } of unfinished) await eraseAgreed(partnershipId, erasure_id)
}

/** Looks through every partnership once an hour. */
export const keepingJob: Job = {
  name: 'note which cases are past their keeping',
  everyMinutes: 60,
  run: async () => {
    const partnerships = await asSystem('list partnerships', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
    for (const { partnership_id } of partnerships) await noteKeeping(partnership_id)
  },
}

export type Hold = { holdId: string; reason: string; placedBy: string | null; placedAt: Temporal.Instant }
export type Asked = { erasureId: string; reason: string; askedById: string; askedBy: string; askedAt: Temporal.Instant; isAgreed: boolean }
/** How long one case is kept, as whoever asks may know of it: by its reference. `due`: since when it could go; null while it is still kept, or when only a hold or a decision tells of it. */
export type Kept = { caseId: string; reference: string; scheme: string | null; endedOn: string | null; keepUntil: string | null; holds: Hold[]; asked: Asked | null }

const nameOf = (column: string) => sql<string | null>`(select a.name from account a where a.partnership_id = x.partnership_id and a.account_id = ${sql.ref(column)})`

/** Cases past their keeping, under a hold, or asked to be erased, as far as whoever asks may know of each; the longest kept first. With a case, that one alone. */
export async function selectKept(tx: Tx, caseId: string | null = null): Promise<Kept[]> {
  const only = caseId ? sql`and x.case_id = ${caseId}` : sql``
  const { rows: reviews } = await sql<{ caseId: string; reference: string; scheme: string; endedOn: string; keepUntil: string }>`
    select x.case_id as "caseId", x.case_reference as reference, s.name as scheme, x.ended_on as "endedOn", x.keep_until as "keepUntil"
    from keeping_review x join scheme s on s.partnership_id = x.partnership_id and s.scheme_id = x.scheme_id where true ${only}`.execute(tx)
  const { rows: holds } = await sql<Hold & { caseId: string }>`
    select x.case_id as "caseId", x.legal_hold_id as "holdId", x.reason, ${nameOf('x.placed_by')} as "placedBy", x.placed_at as "placedAt" from legal_hold x where x.lifted_at is null ${only} order by x.placed_at`.execute(tx)
  const { rows: asked } = await sql<Asked & { caseId: string; reference: string }>`
    select x.case_id as "caseId", x.case_reference as reference, x.erasure_id as "erasureId", x.reason, x.asked_by as "askedById", coalesce(${nameOf('x.asked_by')}, 'Somebody') as "askedBy", x.asked_at as "askedAt", x.agreed_at is not null as "isAgreed"
    from erasure x where x.decision = 'erase' and x.done_at is null and x.refused_at is null ${only} order by x.asked_at`.execute(tx)
  const references = await selectReferences(tx, holds.map((hold) => hold.caseId))
  const ids = [...new Set([...reviews, ...asked, ...holds].map((row) => row.caseId))]
  return ids.map((id) => {
    const review = reviews.find((row) => row.caseId === id)
    const ask = asked.find((row) => row.caseId === id) ?? null
    return { caseId: id, reference: review?.reference ?? ask?.reference ?? references.get(id) ?? 'A case', scheme: review?.scheme ?? null, endedOn: review?.endedOn ?? null, keepUntil: review?.keepUntil ?? null, holds: holds.filter((hold) => hold.caseId === id), asked: ask }
  }).sort((a, b) => (a.keepUntil ?? '9999').localeCompare(b.keepUntil ?? '9999') || a.reference.localeCompare(b.reference))
}

async function selectReferences(tx: Tx, caseIds: readonly string[]): Promise<Map<string, string>> {
  if (caseIds.length === 0) return new Map()
  const rows = await tx.selectFrom('disclosure').select(['case_id', 'case_reference']).where('case_id', 'in', caseIds).union(tx.selectFrom('case_file').select(['case_id', 'reference as case_reference']).where('case_id', 'in', caseIds))
    .union(tx.selectFrom('erasure').select(['case_id', 'case_reference']).where('case_id', 'in', caseIds)).execute()
  return new Map(rows.map(({ case_id, case_reference }) => [case_id, case_reference]))
}

/** Cases that were erased, the latest first: by reference, and by whom it was asked and agreed. */
export async function selectErased(tx: Tx): Promise<{ reference: string; askedBy: string | null; agreedBy: string | null; doneAt: Temporal.Instant }[]> {
  return (await sql<{ reference: string; askedBy: string | null; agreedBy: string | null; doneAt: Temporal.Instant }>`
    select x.case_reference as reference, ${nameOf('x.asked_by')} as "askedBy", ${nameOf('x.agreed_by')} as "agreedBy", x.done_at as "doneAt" from erasure x where x.done_at is not null order by x.done_at desc limit 200`.execute(tx)).rows
}

/** A case for a governance lead who knows its reference: null when there is none, or none that this account may know of. */
export async function findByReference(partnershipId: string, reference: string, mayKnow: (caseId: string) => Promise<boolean>): Promise<string | null> {
  const found = await asSystem('find a case by its reference, to hold it', (tx) => tx.selectFrom('case_file').select('case_id').where('reference', '=', reference).where('stage', '<>', 'erased').executeTakeFirst(), partnershipId)
  return found && (await mayKnow(found.case_id)) ? found.case_id : null
}

export const isShut = async (tx: Tx, caseId: string): Promise<boolean> => (await tx.selectNoFrom(sql<boolean>`${caseId}::uuid = any ((select shut_cases())::uuid[])`.as('shut')).executeTakeFirstOrThrow()).shut

/** Holds a case, so that it cannot be erased. */
export async function placeHold(tx: Tx, caseId: string, reason: string): Promise<void> {
  const legal_hold_id = crypto.randomUUID()
  await tx.insertInto('legal_hold').values({ partnership_id: tx.actor.partnershipId!, legal_hold_id, case_id: caseId, reason, placed_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { hold: legal_hold_id, placed: true } })
}

/** Lifts a hold, with the reason. False when it was lifted already, or is not there. */
export async function liftHold(tx: Tx, caseId: string, holdId: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('legal_hold').set({ lifted_at: sql`now()`, lifted_by: tx.actor.accountId, lifted_reason: reason }).where('case_id', '=', caseId).where('legal_hold_id', '=', holdId).where('lifted_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { hold: holdId, lifted: true } })
  return numUpdatedRows > 0n
}

/** Decides that a case is kept until a day, or asks that it be erased, which somebody else must agree. */
export async function decideKeeping(tx: Tx, { caseId, reference }: { caseId: string; reference: string }, { reason, keepUntil }: { reason: string; keepUntil: string | null }): Promise<void> {
  const erasure_id = crypto.randomUUID()
  await tx.insertInto('erasure').values({ partnership_id: tx.actor.partnershipId!, erasure_id, case_id: caseId, case_reference: reference, decision: keepUntil ? 'keep' : 'erase', reason, keep_until: keepUntil, asked_by: tx.actor.accountId! }).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { erasure: erasure_id, decision: keepUntil ? 'keep' : 'erase' } })
}

/** Agrees to or refuses an erasing that somebody else asked for. False when it was the same person, or it was settled. */
export async function answerErasure(tx: Tx, caseId: string, erasureId: string, agrees: boolean): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('erasure').set(agrees ? { agreed_by: tx.actor.accountId, agreed_at: sql`now()` } : { refused_at: sql`now()` })
    .where('erasure_id', '=', erasureId).where('case_id', '=', caseId).where('agreed_at', 'is', null).where('refused_at', 'is', null)
    .$if(agrees, (query) => query.where('asked_by', '<>', tx.actor.accountId!)).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { erasure: erasureId, agreed: agrees } })
  return numUpdatedRows > 0n
}
