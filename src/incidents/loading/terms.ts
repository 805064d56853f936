import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { lockNumbers } from '../source-store.ts'
import { texts } from './arrays.ts'

type Field = 'category' | 'place' | 'outcome'

/** So many words are remembered between batches; beyond that they are asked for again. */
const MOST_REMEMBERED = 100_000

/** The numbers of a source's words, remembered between batches. One that a transaction rolled back must be thrown away with it. */
export type Terms = { sourceId: number; national: Readonly<Record<string, string>> | null; byField: Record<Field, Map<string, number>> }

/** `national`: a source's word for a category → the one it is compared under; null where its own words are those. */
export const emptyTerms = (sourceId: number, national: Terms['national']): Terms => ({ sourceId, national, byField: { category: new Map(), place: new Map(), outcome: new Map() } })

/** Makes sure that every one of these words has a number, adding those the source never used before. */
export async function learn(tx: Tx, terms: Terms, field: Field, words: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const known = terms.byField[field]
  const unknown = () => [...new Set(words)].filter((word) => !known.has(word))
  let wanted = unknown()
  if (wanted.length === 0) return known
  if (known.size + wanted.length > MOST_REMEMBERED) {
    known.clear()
    wanted = unknown()
  }
  const remember = (rows: readonly { term_id: number; text: string }[]) => rows.forEach(({ term_id, text }) => known.set(text, term_id))
  const held = tx.selectFrom('source_term').select(['term_id', 'text']).where('source_id', '=', terms.sourceId).where('field', '=', field)
  remember(await held.where('text', '=', sql<string>`any (${texts(wanted)}::text[])`).execute())
  const added = unknown()
  if (added.length === 0) return known
  await lockNumbers(tx, 'source_term')
  const national = added.map((word) => (field === 'category' ? (terms.national === null ? word : (terms.national[word] ?? null)) : null))
  const { rows } = await sql<{ term_id: number; text: string }>`
    insert into source_term (partnership_id, term_id, source_id, field, text, national)
    select ${tx.actor.partnershipId}::uuid, (select coalesce(max(term_id), 0) from source_term) + row_number() over (order by place), ${terms.sourceId}, ${field}, text, national
    from unnest(${texts(added)}::text[], ${texts(national)}::text[]) with ordinality as t (text, national, place)
    returning term_id, text`.execute(tx)
  remember(rows)
  return known
}
