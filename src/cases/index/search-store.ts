import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { SUBJECT_ROLES, type SubjectRole } from './store.ts'
import { nameOf } from './subject-store.ts'
import { ENTRY_KINDS, type EntryKind, type Sought, soughtOf, type Wanted } from './words.ts'

/** Most entries one search gives; whoever wants another says more of them. */
export const MOST_FOUND = 20
const MOST_WORDS = 2000

/** The end of the words that begin so: nothing that stands in a word sorts after it. */
const endOf = (word: string) => `${word}\u{10ffff}`

const entriesWith = ({ word, begins }: Sought): RawBuilder<unknown> =>
  begins ? sql`select index_entry_id from index_word where partnership_id = (select current_partnership()) and word >= ${word} and word < ${endOf(word)}`
    : sql`select index_entry_id from index_word where partnership_id = (select current_partnership()) and word = ${word}`

async function selectEntryIds(tx: Tx, sought: readonly Sought[]): Promise<string[]> {
  if (sought.length === 0) return []
  const { rows } = await sql<{ index_entry_id: string }>`select distinct index_entry_id from (${sql.join(sought.map((each) => sql`(${entriesWith(each)})`), sql` intersect `)}) as found order by index_entry_id limit ${MOST_WORDS}`.execute(tx)
  return rows.map(({ index_entry_id }) => index_entry_id)
}

export type Hit = { entryId: string; alike: boolean }

/** Entries in cases this account sees that have everything wanted: those spelt so, then those that only sound so. One more than MOST_FOUND says that there are more. */
export async function searchEntries(tx: Tx, wanted: Wanted): Promise<Hit[]> {
  const { spelt, sounding } = soughtOf(wanted)
  const found = await selectEntryIds(tx, spelt)
  const known = new Set(found)
  const heard = found.length > MOST_FOUND ? [] : (await selectEntryIds(tx, sounding)).filter((id) => !known.has(id))
  return [...found.map((entryId) => ({ entryId, alike: false })), ...heard.map((entryId) => ({ entryId, alike: true }))].slice(0, MOST_FOUND + 1)
}

export type Part = { entryId: string; caseId: string; role: SubjectRole | null; removed: boolean; homeArea: string | null }
export type Summary = { entryId: string; kind: EntryKind; name: string; also: readonly string[]; born: string | null; parts: readonly Part[] }

const SummaryRow = z.object({ entryId: z.string(), caseId: z.string(), entryKind: z.enum(ENTRY_KINDS), kind: z.string().nullable(), value: z.string().nullable(), role: z.enum(SUBJECT_ROLES).nullable(), removed: z.boolean(), homeArea: z.string().nullable() })

/** What these entries go by, and the cases they are in, as far as this account sees the cases. An entry that is in none of those is not given. In the order asked. */
export async function selectSummaries(tx: Tx, entryIds: readonly string[]): Promise<Summary[]> {
  if (entryIds.length === 0) return []
  const { rows } = await sql`
    select e.index_entry_id as "entryId", e.kind as "entryKind", c.case_id as "caseId", f.kind, f.value, s.role, coalesce(s.removed_at is not null, false) as removed, s.home_area as "homeArea"
    from index_entry e
      join (select index_entry_id, case_id from index_fact where partnership_id = (select current_partnership()) and index_entry_id = any (${[...entryIds]}::uuid[])
        union select index_entry_id, case_id from subject where partnership_id = (select current_partnership()) and index_entry_id = any (${[...entryIds]}::uuid[])) w on w.index_entry_id = e.index_entry_id
      join case_file c on c.partnership_id = e.partnership_id and c.case_id = w.case_id
      left join subject s on s.partnership_id = e.partnership_id and s.index_entry_id = e.index_entry_id and s.case_id = c.case_id
      left join index_fact f on f.partnership_id = e.partnership_id and f.index_entry_id = e.index_entry_id and f.case_id = c.case_id and f.kind in ('name', 'alias', 'premises', 'address', 'birth') and f.ended_reason is null
    where e.partnership_id = (select current_partnership()) and e.index_entry_id = any (${[...entryIds]}::uuid[])
    order by f.recorded_at desc nulls last, f.index_fact_id`.execute(tx)
  const byEntry = Map.groupBy(z.array(SummaryRow).parse(rows), ({ entryId }) => entryId)
  return entryIds.flatMap((entryId) => {
    const facts = byEntry.get(entryId)
    if (!facts) return []
    const latest = (kind: string) => facts.find((fact) => fact.kind === kind)?.value ?? null
    const entryKind = facts[0]!.entryKind
    const name = nameOf({ kind: entryKind, name: latest('name'), premises: latest('premises'), address: latest('address') })
    const also = [...new Set(facts.filter(({ kind }) => kind === 'name' || kind === 'alias').map(({ value }) => value!))].filter((value) => value !== name)
    const parts = [...new Map(facts.map(({ caseId, role, removed, homeArea }) => [`${caseId} ${role}`, { entryId, caseId, role, removed, homeArea }])).values()]
    return [{ entryId, kind: entryKind, name, also, born: latest('birth'), parts }]
  })
}
