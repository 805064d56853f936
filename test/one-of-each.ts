import { sql } from 'kysely'
import { asUser, type Tx } from '../src/db/tx.ts'
import { previewEdition, publishEdition } from '../src/plans/editions/store.ts'
import type { TestPartnership } from './world.ts'

/** The id of one thing of each kind, under the name that addresses give it, such as `planId`. */
export type OneOfEach = Record<string, string>

/** Puts one of each thing that has an address into a partnership. The council answers for the item. */
export async function addOneOfEach(partnership: TestPartnership): Promise<OneOfEach> {
  const coordinator = await partnership.account('coordinator')
  const account = await partnership.account('reader')
  const partnership_id = partnership.partnershipId
  return asUser(coordinator, async (tx: Tx) => {
    const id = (name: string) => (ids[name] = crypto.randomUUID())
    const ids: OneOfEach = { accountId: account.accountId, organisationId: partnership.council }
    const rating_scheme_id = crypto.randomUUID()
    await tx.insertInto('rating_scheme').values({ partnership_id, rating_scheme_id, name: 'Delivery' }).execute()
    await tx.insertInto('rating_value').values([
      { partnership_id, rating_scheme_id, rank: 1, word: 'Green', colour: 'green', criterion: 'Delivered' },
      { partnership_id, rating_scheme_id, rank: 2, word: 'Red', colour: 'red', criterion: 'Not started' },
    ]).execute()
    const plan_id = id('planId')
    await tx.insertInto('plan').values({ partnership_id, plan_id, kind: 'dashboard', title: 'A plan', starts: '2026-01-01', ends: '2026-12-31', rating_scheme_id, roll_up: 'worst', update_interval: 'quarterly' }).execute()
    const plan_item_id = id('itemId')
    await tx.insertInto('plan_item').values({ partnership_id, plan_item_id, plan_id, kind: 'priority', code: '1', title: 'An item', position: 1 }).execute()
    await tx.insertInto('item_owner').values({ partnership_id, plan_item_id, organisation_id: partnership.council, accountable: true }).execute()
    const evidence_id = id('evidenceId')
    await tx.insertInto('evidence').values({ partnership_id, evidence_id, plan_id, kind: 'activity', happened_from: '2026-02-01', happened_to: '2026-02-01', statement: 'It happened', recorded_by: coordinator.accountId }).execute()
    await tx.insertInto('evidence_item').values({ partnership_id, evidence_id, plan_item_id }).execute()
    const measure_id = id('measureId')
    await tx.insertInto('measure').values({ partnership_id, measure_id, title: 'A measure', numerator: 'Things', unit: 'things', kind: 'count', frequency: 'month', polarity: 'lower' }).execute()
    await tx.insertInto('target').values({ partnership_id, target_id: id('targetId'), measure_id, shape: 'at most', value: 5, due: '2026-12-31' }).execute()
    await tx.insertInto('rebase').values({ partnership_id, rebase_id: id('rebaseId'), measure_id, starts: '2026-03-01', reason: 'A new way of counting' }).execute()
    await tx.insertInto('import_batch').values({ partnership_id, import_batch_id: id('batchId'), file_name: 'plan.docx', file_hash: 'x', content: sql<Buffer>`'\\x00'::bytea` }).execute()
    const preview = await previewEdition(tx, plan_id, 'A partnership', Temporal.PlainDate.from('2026-06-30'))
    const editionId = await publishEdition(tx, preview!, { overrideReason: 'One of each is wanted', corrects: null, correctionNote: null })
    if (!editionId) throw new Error('The edition was not published')
    ids.editionId = editionId
    const name = await tx.selectFrom('organisation_name').select('organisation_name_id').where('organisation_id', '=', partnership.council).where('kind', '=', 'code').executeTakeFirstOrThrow()
    ids.nameId = name.organisation_name_id
    return ids
  })
}
