import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { type CaseCover, consultCases } from '../../sharing/case-store.ts'
import { linkRecords, type RecordPair } from '../../statistics/linkage/records.ts'
import { type Merge, selectCluster, selectMerges } from './merge-store.ts'
import { selectHolders, selectLookalikes } from './pointer-store.ts'
import { recordsOf } from './records.ts'
import { selectSummaries, type Summary } from './search-store.ts'
import { pairOf, selectKnown, STRANGERS } from './seek.ts'
import { FACT_KINDS, type FactKind, type FactParts } from './words.ts'

export type EntryFact = { entryId: string; caseId: string; kind: FactKind; value: string; parts: FactParts; from: string | null; to: string | null; source: string; agency: string; endedReason: string | null }
export type EntryLink = { otherId: string; otherName: string; caseId: string; kind: string; isFrom: boolean }

/** Everything this account may see of somebody or some place, over all its cases and every entry that was said to be the same. */
export type Entry = {
  entryId: string
  summaries: readonly Summary[]
  covers: ReadonlyMap<string, CaseCover>
  facts: readonly EntryFact[]
  links: readonly EntryLink[]
  merges: readonly Merge[]
  holders: readonly string[]
  lookalikes: readonly string[]
}

const FactRow = z.object({
  entryId: z.string(), caseId: z.string(), kind: z.enum(FACT_KINDS), value: z.string(), parts: z.record(z.string(), z.string()).catch({}), from: z.string().nullable(), to: z.string().nullable(), source: z.string(), agency: z.string(), endedReason: z.string().nullable(),
})

/** What cases that this account sees hold of these entries, standing facts first. */
async function selectEntryFacts(tx: Tx, entryIds: readonly string[]): Promise<EntryFact[]> {
  const { rows } = await sql`
    select f.index_entry_id as "entryId", f.case_id as "caseId", f.kind, f.value, f.parts, f.valid_from::text as from, f.valid_to::text as to, f.source, n.name as agency, f.ended_reason as "endedReason"
    from index_fact f
      join case_file c on c.partnership_id = f.partnership_id and c.case_id = f.case_id
      join organisation_name n on n.partnership_id = f.partnership_id and n.organisation_id = f.agency_id and n.kind = 'name' and n.valid_to is null
    where f.partnership_id = (select current_partnership()) and f.index_entry_id = any (${[...entryIds]}::uuid[])
    order by f.ended_reason is not null, f.recorded_at desc, f.index_fact_id`.execute(tx)
  return z.array(FactRow).parse(rows)
}

async function selectEntryLinks(tx: Tx, entryIds: readonly string[]): Promise<EntryLink[]> {
  const rows = await tx.selectFrom('index_link as l')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'l.partnership_id').onRef('c.case_id', '=', 'l.case_id'))
    .select(['l.from_id', 'l.to_id', 'l.case_id as caseId', 'l.kind']).where('l.ended_at', 'is', null)
    .where((where) => where.or([where('l.from_id', 'in', [...entryIds]), where('l.to_id', 'in', [...entryIds])])).orderBy('l.recorded_at').orderBy('l.index_link_id').execute()
  const others = rows.map(({ from_id, to_id }) => (entryIds.includes(from_id) ? to_id : from_id))
  const names = new Map((await selectSummaries(tx, [...new Set(others)])).map(({ entryId, name }) => [entryId, name]))
  return rows.flatMap(({ caseId, kind, from_id }, place) => {
    const otherName = names.get(others[place]!)
    return otherName ? [{ otherId: others[place]!, otherName, caseId, kind, isFrom: entryIds.includes(from_id) }] : []
  })
}

/** An entry with everything this account may see of it, each case's look written down; null when it sees none of its cases. */
export async function selectEntry(tx: Tx, entryId: string): Promise<Entry | null> {
  const cluster = await selectCluster(tx, entryId)
  const summaries = await selectSummaries(tx, cluster)
  if (!summaries.some((summary) => summary.entryId === entryId)) return null
  const covers = await consultCases(tx, summaries.flatMap(({ parts }) => parts.map(({ caseId }) => caseId)), 'search')
  const seen = summaries.map((summary) => summary.entryId)
  const holders = new Set<string>()
  for (const holder of await selectHolders(tx, [...covers.keys()])) if (seen.includes(holder.entryId)) holders.add(holder.agency)
  const lookalikes = (await selectLookalikes(tx, seen)).flatMap(({ entryId: one, otherId }) => [one, otherId]).filter((id) => !seen.includes(id))
  return { entryId, summaries, covers, facts: await selectEntryFacts(tx, seen), links: await selectEntryLinks(tx, seen), merges: await selectMerges(tx, seen), holders: [...holders].toSorted(), lookalikes: [...new Set(lookalikes)] }
}

export type Pair = { one: Entry; other: Entry; isSame: boolean; weigh: () => Promise<RecordPair | null> }

/**
 * Two entries beside each other, and what weighs them by what this account sees of both; null when either is not there for it.
 * `weigh` takes no database: run it when the transaction is over. It gives null when they have little in common.
 */
export async function selectPair(tx: Tx, entryId: string, otherId: string): Promise<Pair | null> {
  const [one, other] = entryId === otherId ? [null, null] : [await selectEntry(tx, entryId), await selectEntry(tx, otherId)]
  if (!one || !other) return null
  const strangers = await tx.selectFrom('index_entry').select('index_entry_id').where('kind', '=', 'person').orderBy('index_entry_id').limit(STRANGERS).execute()
  const known = await selectKnown(tx, [...new Set([entryId, otherId, ...strangers.map(({ index_entry_id }) => index_entry_id)])])
  const weigh = async () => {
    const records = recordsOf(known)
    if (records.length < 2) return null
    return (await linkRecords(records)).pairs.find(({ a, b }) => pairOf(a.split('|')[0]!, b.split('|')[0]!) === pairOf(entryId, otherId)) ?? null
  }
  return { one, other, isSame: one.summaries.some((summary) => summary.entryId === otherId), weigh }
}
