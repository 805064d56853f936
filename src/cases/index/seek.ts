import { sql } from 'kysely'
import { z } from 'zod'
import { asSystem, type Tx } from '../../db/tx.ts'
import { linkRecords } from '../../statistics/linkage/records.ts'
import { type Known, recordsOf } from './records.ts'

/** Strangers beside whom a pair is weighed, so that the engine can tell a common name from a rare one. */
export const STRANGERS = 100
/** Most others weighed for each case: those with a telephone number or a birth in common before those with only a name. */
const MOST_CANDIDATES = 30
/** Log2 odds of a place: a premises number is one place; a number, street and postcode hardly ever two. */
const SAME_PREMISES = 20
const SAME_DOOR = 8

const SubjectRow = z.object({
  caseId: z.string(), entryId: z.string(), kind: z.enum(['person', 'organisation', 'place']), compartment: z.enum(['open', 'closed']), leadAgencyId: z.string(), madeAt: z.coerce.string(), isAsking: z.boolean(),
})
type SubjectRow = z.infer<typeof SubjectRow>

export type Found = { asker: SubjectRow; holder: SubjectRow; weight: number }

/** Somebody or some place in worked cases, by the same door or premises number, or alike enough in name, birth or contact to be worth weighing. */
const selectCandidates = (tx: Tx, caseIds: readonly string[]) => sql`
  with words as (
    select w.word, w.index_entry_id, w.case_id from index_word w where w.case_id = any (${[...caseIds]}::uuid[])),
  alike as (
    select a.index_entry_id as mine, a.case_id as my_case, b.index_entry_id as other, b.case_id as other_case
    from words a join index_word b on b.word = a.word and b.partnership_id = (select current_partnership()) and b.index_entry_id <> a.index_entry_id
    group by 1, 2, 3, 4
    having count(*) filter (where starts_with(a.word, 'snd:')) >= 2
      or bool_or(a.word ~ '^(tel|mail|id|reg|uprn):' or a.word ~ '^dob:\\d{4}-')
      or (bool_or(starts_with(a.word, 'pc:')) and bool_or(a.word ~ '^at:\\d'))
    order by count(*) filter (where a.word ~ '^(tel|mail|id|reg|uprn|dob):') desc, count(*) desc, b.index_entry_id
    limit ${MOST_CANDIDATES * caseIds.length}),
  wanted as (select index_entry_id, case_id from words union select other, other_case from alike)
  select s.case_id as "caseId", s.index_entry_id as "entryId", e.kind, m.compartment, c.lead_agency_id as "leadAgencyId", c.made_at::text as "madeAt", s.case_id = any (${[...caseIds]}::uuid[]) as "isAsking"
  from wanted w
    join subject s on s.partnership_id = (select current_partnership()) and s.case_id = w.case_id and s.index_entry_id = w.index_entry_id and s.removed_at is null
    join index_entry e on e.partnership_id = s.partnership_id and e.index_entry_id = s.index_entry_id
    join case_file c on c.partnership_id = s.partnership_id and c.case_id = s.case_id and c.stage in ('referred', 'open')
    join scheme m on m.partnership_id = c.partnership_id and m.scheme_id = c.scheme_id
  group by 1, 2, 3, 4, 5, 6, 7`.execute(tx)

/** What is known of these entries in cases that whoever asks sees, the latest first; what was never right left out. */
export const selectKnown = async (tx: Tx, entryIds: readonly string[]): Promise<Known[]> => {
  if (entryIds.length === 0) return []
  const rows = await tx.selectFrom('index_fact as f')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'f.partnership_id').onRef('c.case_id', '=', 'f.case_id'))
    .select(['f.index_entry_id as entryId', 'f.case_id as caseId', 'f.kind', 'f.value', 'f.parts'])
    .where('f.index_entry_id', 'in', [...entryIds]).where((where) => where.or([where('f.ended_reason', 'is', null), where('f.ended_reason', 'not like', 'Never right:%')]))
    .orderBy('f.recorded_at', 'desc').orderBy('f.index_fact_id').execute()
  return rows.map(({ parts, ...row }) => ({ ...row, parts: z.record(z.string(), z.string()).catch({}).parse(parts) }))
}

const selectStrangers = async (tx: Tx) =>
  (await tx.selectFrom('index_entry').select('index_entry_id').where('kind', '=', 'person').orderBy('index_entry_id').limit(STRANGERS).execute()).map(({ index_entry_id }) => index_entry_id)

/**
 * Looks for the people and places of these cases in the other worked cases of the partnership, and writes what is worth a look as pointers.
 * Safe to run again: the same pair is written once. Gives how many are new. To be run after the answer to whoever recorded them, so that nothing of it shows in that.
 */
export async function seekElsewhere(partnershipId: string, caseIds: readonly string[]): Promise<number> {
  if (caseIds.length === 0) return 0
  const { subjects, known } = await asSystem('look whether a case’s people and places are in another', async (tx) => {
    const subjects = z.array(SubjectRow).parse((await selectCandidates(tx, caseIds)).rows)
    const strangers = subjects.some(({ kind }) => kind === 'person') ? await selectStrangers(tx) : []
    return { subjects, known: await selectKnown(tx, [...new Set([...subjects.map(({ entryId }) => entryId), ...strangers])]) }
  }, partnershipId)
  const weights = new Map([...(await weighPeople(known)), ...weighPlaces(subjects, known)])
  const found = subjects.flatMap((one) => subjects.flatMap((other) => {
    const weight = one.isAsking && one.entryId !== other.entryId ? weights.get(pairOf(one.entryId, other.entryId)) : undefined
    return weight === undefined || (other.isAsking && one.caseId + one.entryId > other.caseId + other.entryId) ? [] : inTurn(one, other, weight)
  }))
  return found.length === 0 ? 0 : asSystem('point holders to cases that look as if they concern somebody they know of', (tx) => writePointers(tx, found), partnershipId)
}

export const pairOf = (one: string, other: string) => [one, other].toSorted().join(' ')

/** Which of two cases asks and which holds. An open one asks and a closed one holds, of two open ones the later asks; between two closed ones nothing is said. */
export function inTurn(one: SubjectRow, other: SubjectRow, weight: number): Found[] {
  if (one.compartment === 'closed' && other.compartment === 'closed') return one.caseId === other.caseId ? [{ asker: one, holder: other, weight }] : []
  const oneAsks = one.compartment === other.compartment ? one.madeAt > other.madeAt || (one.madeAt === other.madeAt && one.caseId > other.caseId) : one.compartment === 'open'
  return [oneAsks ? { asker: one, holder: other, weight } : { asker: other, holder: one, weight }]
}

async function weighPeople(known: readonly Known[]): Promise<Map<string, number>> {
  const records = recordsOf(known)
  if (records.length < 2) return new Map()
  const { pairs } = await linkRecords(records)
  const weights = new Map<string, number>()
  for (const { a, b, weight } of pairs) {
    const pair = pairOf(a.split('|')[0]!, b.split('|')[0]!)
    weights.set(pair, Math.max(weight, weights.get(pair) ?? -Infinity))
  }
  return weights
}

function weighPlaces(subjects: readonly SubjectRow[], known: readonly Known[]): Map<string, number> {
  const places = new Set(subjects.filter(({ kind }) => kind === 'place').map(({ entryId }) => entryId))
  const doors = known.filter(({ entryId }) => places.has(entryId)).flatMap(({ entryId, parts }) => [
    ...(parts.uprn ? [{ entryId, door: `uprn ${parts.uprn}`, weight: SAME_PREMISES }] : []),
    ...(parts.postcode && parts.building && parts.street ? [{ entryId, door: `${parts.building} ${parts.street} ${parts.postcode}`, weight: SAME_DOOR }] : []),
  ])
  const weights = new Map<string, number>()
  for (const alike of Map.groupBy(doors, ({ door }) => door).values())
    for (const one of alike) for (const other of alike) if (one.entryId < other.entryId) weights.set(pairOf(one.entryId, other.entryId), Math.max(one.weight, weights.get(pairOf(one.entryId, other.entryId)) ?? 0))
  return weights
}

async function writePointers(tx: Tx, found: readonly Found[]): Promise<number> {
  const written = await tx.insertInto('index_pointer').values(found.map(({ asker, holder, weight }) => ({
    partnership_id: tx.actor.partnershipId!, case_id: asker.caseId, held_case_id: holder.caseId, index_entry_id: asker.entryId, held_entry_id: holder.entryId, weight: Math.round(weight * 100) / 100,
    shown_to_asker: holder.compartment === 'open' && asker.caseId !== holder.caseId, ask_agency_id: holder.leadAgencyId, asking_agency_id: asker.leadAgencyId,
  }))).onConflict((conflict) => conflict.columns(['partnership_id', 'index_entry_id', 'held_entry_id', 'case_id', 'held_case_id']).doNothing()).returning('index_pointer_id').execute()
  return written.length
}
