import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { type LinkDecision, linkRecords, type RecordLinkage } from '../../statistics/linkage/records.ts'
import { kept } from '../kept-results.ts'
import { asLinkRecord, type CallerRecord } from './record.ts'

const text = z.string().nullable()
const Row = z.object({
  record: z.string(), part: z.enum(['caller', 'victim']), sourceId: z.number(), source: z.string(), loadId: z.number(), line: z.number(), on: z.string(), reference: text,
  category: z.string(), forename: text, surname: text, born: text, address: text, postcode: text, phone: text, email: text,
})

/** Everybody that visible reports of personal sources name, newest report first. The reading is logged. */
export async function selectCallers(tx: Tx): Promise<CallerRecord[]> {
  const { rows } = await sql`
    select i.source_id || ':' || to_char(i.month, 'YYYY-MM') || ':' || i.key || ':' || p.part as record, p.part, i.source_id as "sourceId", s.name as source,
      i.load_id as "loadId", i.line, coalesce((i.starts at time zone 'Europe/London')::date, i.month)::text as on, i.reference, c.text as category,
      p.forename, p.surname, p.born::text, p.address, p.postcode, p.phone, p.email
    from incident_person p
      join current_incident i on i.partnership_id = p.partnership_id and i.load_id = p.load_id and i.row_no = p.row_no
      join source s on s.partnership_id = i.partnership_id and s.source_id = i.source_id
      join source_term c on c.partnership_id = i.partnership_id and c.term_id = i.category_id
    order by 7 desc, record`.execute(tx)
  audit(tx, { act: 'consulted', subjectKind: 'callers', subjectId: null, details: { records: rows.length } })
  const seen = new Set<string>()
  return rows.map((row) => Row.parse(row)).filter(({ record }) => !seen.has(record) && seen.add(record))
}

export type Decision = LinkDecision & { reason: string | null; weight: number; by: string | null; at: Temporal.Instant }

/** What people decided of pairs, newest first. */
export async function selectDecisions(tx: Tx): Promise<Decision[]> {
  const rows = await tx.selectFrom('match_decision as d')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'd.partnership_id').onRef('a.account_id', '=', 'd.decided_by'))
    .select(['d.record as a', 'd.other_record as b', 'd.verdict', 'd.reason', 'd.weight', 'a.name as by', 'd.decided_at as at']).orderBy('d.decided_at', 'desc').execute()
  return rows.map((row) => ({ ...row, verdict: z.enum(['confirmed', 'refused']).parse(row.verdict) }))
}

const ordered = (a: string, b: string) => (a < b ? { record: a, other_record: b } : { record: b, other_record: a })

/** Keeps what a person decided of two records: it holds whenever they are compared again. */
export async function decide(tx: Tx, a: string, b: string, verdict: LinkDecision['verdict'], reason: string | null, weight: number): Promise<void> {
  const decision = { verdict, reason, weight, decided_by: tx.actor.accountId, decided_at: Temporal.Now.instant().toString() }
  await tx.insertInto('match_decision').values({ ...ordered(a, b), ...decision, partnership_id: tx.actor.partnershipId! })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'record', 'other_record']).doUpdateSet(decision)).execute()
  audit(tx, { act: 'combined', subjectKind: 'match', subjectId: pairId(a, b), details: { verdict } })
}

/** Takes a decision away: the two are open to question again. */
export async function undecide(tx: Tx, a: string, b: string): Promise<void> {
  const { record, other_record } = ordered(a, b)
  await tx.deleteFrom('match_decision').where('record', '=', record).where('other_record', '=', other_record).execute()
  audit(tx, { act: 'altered', subjectKind: 'match', subjectId: pairId(a, b), details: { verdict: null } })
}

/** Names a pair in an address and in the log without naming anyone. */
export const pairId = (a: string, b: string): string => createHash('sha256').update([a, b].sort().join(' ')).digest('base64url').slice(0, 22)

/** Names a group likewise: by the records in it. */
export const groupId = ({ records }: { records: readonly CallerRecord[] }): string =>
  createHash('sha256').update(records.map(({ record }) => record).sort().join(' ')).digest('base64url').slice(0, 22)

/** Which reports made someone a repeat caller and were answered for, by record. */
export async function selectAnswers(tx: Tx): Promise<Map<string, { answer: string; note: string; by: string | null; at: Temporal.Instant }>> {
  const rows = await tx.selectFrom('repeat_answer as r')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.answered_by'))
    .select(['r.record', 'r.answer', 'r.note', 'a.name as by', 'r.answered_at as at']).execute()
  return new Map(rows.map(({ record, ...answer }) => [record, answer]))
}

export const ANSWERS = ['told of the case review', 'referred', 'no action'] as const

/** Says what was done about a repeat; said again, it is the new answer. */
export async function answerRepeat(tx: Tx, record: string, answer: (typeof ANSWERS)[number], note: string): Promise<void> {
  const said = { answer, note, answered_by: tx.actor.accountId, answered_at: Temporal.Now.instant().toString() }
  await tx.insertInto('repeat_answer').values({ ...said, partnership_id: tx.actor.partnershipId!, record }).onConflict((conflict) => conflict.columns(['partnership_id', 'record']).doUpdateSet(said)).execute()
  audit(tx, { act: 'altered', subjectKind: 'repeat', subjectId: createHash('sha256').update(record).digest('base64url').slice(0, 22), details: { answer } })
}

export type WhoAgain = { records: readonly CallerRecord[]; decisions: readonly Decision[]; linkage: RecordLinkage }

/** Records, decisions and what the engine makes of them. The matching is done once for as long as neither changes. */
export async function selectWhoAgain(tx: Tx): Promise<Omit<WhoAgain, 'linkage'> & { link: () => Promise<RecordLinkage> }> {
  const records = await selectCallers(tx)
  const decisions = await selectDecisions(tx)
  const sources = (await tx.selectFrom('source').select(['source_id as sourceId', 'data_version as dataVersion']).where('personal', '=', true).orderBy('source_id').execute())
  const decided = createHash('sha256').update(JSON.stringify(decisions.map(({ a, b, verdict }) => [a, b, verdict]))).digest('base64url')
  const link = () => kept({ partnershipId: tx.actor.partnershipId!, sources }, `who again ${decided}`, () => linkRecords(records.map(asLinkRecord), decisions, records.length > THREADED ? 2 : 1))
  return { records, decisions, link }
}

// Below this, starting threads costs more than they save.
const THREADED = 3000
