import { asUser, type Actor, type Tx } from '../../db/tx.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import { insertSource, type SourceFields } from '../source-store.ts'
import { monthAt, monthIndex } from './month-line.ts'

/** A source as tests begin with: open, monthly, of points moved by its provider. */
export const openSource: SourceFields = {
  name: 'Recorded crime', provider: 'Testbury Police', rowIs: 'crime', layout: 'police.uk street', personal: false, basis: 'Open Government Licence v3.0',
  attribution: 'Contains public sector information licensed under the Open Government Licence v3.0', refresh: 'month', dueDays: 60, positions: 'snapped',
  fileIs: 'whole', knownGaps: null,
}

export const personalSource: SourceFields = {
  ...openSource, name: 'Noise complaints', provider: 'Testbury Council', rowIs: 'complaint', layout: 'mapped', personal: true,
  basis: 'Information sharing agreement of 2026', attribution: null, positions: 'exact', fileIs: 'added',
}

/** Counts of one kind: `n[0]` is of the month `from`. Null: nothing of any kind is held that month. */
export type Kind = { text: string; n: readonly number[]; outside?: number; unplaced?: number }

/** Puts a source with one visible load of counts into the partnership of `actor`, and gives its number and its load's. */
export const addSource = (actor: Actor, fields: SourceFields, from: string, kinds: readonly Kind[]) =>
  asUser(actor, async (tx) => {
    const sourceId = await insertSource(tx, fields)
    const loadId = await addLoad(tx, sourceId, kinds.reduce((sum, { n }) => sum + n.reduce((rows, each) => rows + each, 0), 0))
    const partnership_id = tx.actor.partnershipId!
    const { last } = await tx.selectFrom('source_term').select(({ fn }) => fn.max('term_id').as('last')).executeTakeFirstOrThrow()
    const counts = kinds.flatMap(({ n, outside = 0, unplaced = 0 }, kind) =>
      n.flatMap((count, at) => [[EVERYWHERE, count], [OUTSIDE, Math.round(count * outside)], [UNPLACED, Math.round(count * unplaced)]].filter(([, rows]) => rows! > 0)
        .map(([area_id, rows]) => ({ partnership_id, source_id: sourceId, area_id: area_id!, category_id: (last ?? 0) + kind + 1, month: monthAt(monthIndex(from) + at), load_id: loadId, n: rows! }))),
    )
    await tx.insertInto('source_term').values(kinds.map(({ text }, kind) => ({ partnership_id, term_id: (last ?? 0) + kind + 1, source_id: sourceId, field: 'category', text, national: text }))).execute()
    for (let at = 0; at < counts.length; at += 500) await tx.insertInto('area_count').values(counts.slice(at, at + 500)).execute()
    return { sourceId, loadId, firstTerm: (last ?? 0) + 1 }
  })

async function addLoad(tx: Tx, source_id: number, rows: number): Promise<number> {
  const partnership_id = tx.actor.partnershipId!
  const { last } = await tx.selectFrom('load').select(({ fn }) => fn.max('load_id').as('last')).executeTakeFirstOrThrow()
  const load_id = (last ?? 0) + 1
  await tx.insertInto('load').values({ partnership_id, load_id, source_id, state: 'visible', started_by: tx.actor.accountId, finished_at: '2026-11-01T09:00:00Z', rows_read: rows, taken: rows, became_visible: 1 }).execute()
  await tx.insertInto('load_file').values({ partnership_id, load_id, file_no: 1, name: `file-${load_id}.csv`, hash: 'x', bytes: 1000 }).execute()
  return load_id
}
