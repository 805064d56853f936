import { sql } from 'kysely'
import { asUser, type Tx } from '../src/db/tx.ts'
import { previewEdition, publishEdition } from '../src/plans/editions/store.ts'
import { addOneOfEachCaseThing } from './one-of-each-case.ts'
import { addOneOfEachMeetingThing } from './one-of-each-meeting.ts'
import type { TestPartnership } from './world.ts'

/** The id of one thing of each kind, under the name that addresses give it, such as `planId`. */
export type OneOfEach = Record<string, string>

/** Puts one of each thing that has an address into a partnership. The council answers for the item. */
export async function addOneOfEach(partnership: TestPartnership): Promise<OneOfEach> {
  const coordinator = await partnership.account('coordinator')
  const account = await partnership.account('reader')
  const partnership_id = partnership.partnershipId
  await asUser(await partnership.account('analyst'), async (tx: Tx) => {
    await tx.insertInto('match_decision').values({ partnership_id, record: '1 a', other_record: '1 b', verdict: 'confirmed', weight: 12 }).execute()
    await tx.insertInto('repeat_answer').values({ partnership_id, record: '1 a', answer: 'referred', note: 'Told the landlord' }).execute()
  })
  const { ids: caseThings } = await addOneOfEachCaseThing(partnership)
  const meetingThings = await addOneOfEachMeetingThing(partnership)
  return asUser(coordinator, async (tx: Tx) => {
    const id = (name: string) => (ids[name] = crypto.randomUUID())
    const ids: OneOfEach = { ...caseThings, ...meetingThings, accountId: account.accountId, organisationId: partnership.council }
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
    const sourceId = await addOneOfEachInData(tx, ids, measure_id)
    await addOneOfEachInStudies(tx, ids, { sourceId, plan_item_id, owner_id: coordinator.accountId })
    return ids
  })
}

/** A source that names people, with one load and a row of each table that hangs on it. */
async function addOneOfEachInData(tx: Tx, ids: OneOfEach, measure_id: string): Promise<number> {
  const partnership_id = tx.actor.partnershipId!
  // Numbers that no other partnership in a test uses, so that an address cannot be right by chance.
  const number = Number.parseInt(partnership_id.slice(0, 6), 16) + 1000
  const [source_id, load_id, category_id] = [number, number, number]
  ids.sourceId = String(source_id)
  ids.loadId = String(load_id)
  await tx.insertInto('source').values({ partnership_id, source_id, name: 'A source', provider: 'A provider', row_is: 'complaint', layout: 'mapped', personal: true, basis: 'An agreement', refresh: 'month', positions: 'exact', file_is: 'added' }).execute()
  await tx.insertInto('source_term').values({ partnership_id, term_id: category_id, source_id, field: 'category', text: 'A kind' }).execute()
  await tx.insertInto('source_mapping').values({ partnership_id, source_id, version: 1, mapping: JSON.stringify({ columns: { date: 'Date' }, caller: {}, victim: {}, details: [], dateFormat: 'day first', categories: {}, category: 'A kind' }) }).execute()
  await tx.insertInto('area').values({ partnership_id, area_id: number, kind: 'ward', code: 'W1', name: 'A ward', valid_from: '2020-01-01', boundary: JSON.stringify([[[0, 0, 1000, 0, 1000, 1000, 0, 1000, 0, 0]]]), provenance: 'Drawn for a test' }).execute()
  await tx.insertInto('area_denominator').values({ partnership_id, area_id: number, counted: 'residents', as_at: '2024-06-30', n: 1000, provenance: 'Made up for a test' }).execute()
  await tx.insertInto('map_lines').values({ partnership_id, name: 'streets', attribution: 'Drawn for a test', lines: '[]' }).execute()
  await tx.insertInto('postcode_point').values({ partnership_id, postcode: 'EC1A1AA', easting: 532_000, northing: 181_000 }).execute()
  await tx.insertInto('load').values({ partnership_id, load_id, source_id, mapping_version: 1, state: 'visible', started_by: tx.actor.accountId, rows_read: 2, taken: 1, rejected: 1, first_month: '2026-01-01', last_month: '2026-01-01', became_visible: 1 }).execute()
  await tx.insertInto('load_file').values({ partnership_id, load_id, file_no: 1, name: 'complaints.csv', hash: 'x', bytes: 100, header: ['Date'] }).execute()
  await tx.insertInto('rejection').values({ partnership_id, load_id, file_no: 1, line: 3, column_name: 'Date', value: '31/02/2026', reason: 'There is no such day', fields: ['31/02/2026'] }).execute()
  await tx.insertInto('incident').values({ partnership_id, load_id, row_no: 1, file_no: 1, line: 2, source_id, month: '2026-01-01', category_id, key: 1, content: 1, position: 'none', placed: 'unplaced' }).execute()
  await tx.insertInto('incident_ending').values({ partnership_id, load_id, ended_load_id: load_id, ended_row_no: 2 }).execute()
  await tx.insertInto('incident_person').values({ partnership_id, load_id, row_no: 1, part: 'caller', surname: 'Surname' }).execute()
  for (const area_id of [0, -2]) await tx.insertInto('area_count').values({ partnership_id, source_id, area_id, category_id, month: '2026-01-01', load_id, n: 1 }).execute()
  await tx.insertInto('cell_count').values({ partnership_id, source_id, category_id, month: '2026-01-01', cell: 1, load_id, n: 1 }).execute()
  await tx.insertInto('hour_count').values({ partnership_id, source_id, category_id, day: '2026-01-15', hour: 9, load_id, weight: 1 }).execute()
  await tx.insertInto('series_break').values({ partnership_id, source_id, month: '2026-01-01', state: 'confirmed', reason: 'A new way of counting' }).execute()
  await tx.insertInto('signal').values({ partnership_id, source_id, category_id, area_id: 0, month: '2026-01-01', data_version: 1, direction: 'higher', n: 1, expected: 0.1, lower: 0, upper: 0.5, p: 0.01, since: '2026-01-01', method: 'counts', sentence: 'Higher than usual' }).execute()
  await tx.insertInto('signal_decision').values({ partnership_id, source_id, category_id, area_id: 0, month: '2026-01-01', decision: 'dismissed', reason: 'A new way of counting' }).execute()
  await tx.insertInto('measure_feed').values({ partnership_id, measure_id, figure_source: 'incidents', query: JSON.stringify({ sourceId: source_id, categoryIds: [], areaId: 0, per: null }) }).execute()
  return source_id
}

/** What people made of the data: a profile with its parts, and something done with places to compare it with. */
async function addOneOfEachInStudies(tx: Tx, ids: OneOfEach, { sourceId, plan_item_id, owner_id }: { sourceId: number; plan_item_id: string; owner_id: string }) {
  const partnership_id = tx.actor.partnershipId!
  const [profile_id, month] = [(ids.profileId = crypto.randomUUID()), '2026-01-01']
  await tx.insertInto('profile').values({ partnership_id, profile_id, title: 'A profile', question: 'What is it?', owner_id, source_id: sourceId, category_ids: [sourceId], from_month: month, to_month: month }).execute()
  await tx.insertInto('profile_section').values({ partnership_id, profile_id, heading: 'What the problem is', text: 'It is this' }).execute()
  await tx.insertInto('profile_exhibit').values({ partnership_id, profile_id, exhibit_id: (ids.exhibitId = crypto.randomUUID()), heading: 'What the problem is', position: 1, kind: 'trend', query: '{}', caption: 'Each month' }).execute()
  await tx.insertInto('profile_recommendation').values({ partnership_id, profile_id, recommendation_id: (ids.recommendationId = crypto.randomUUID()), position: 1, text: 'Do this', plan_item_id }).execute()
  await tx.insertInto('profile_edition').values({ partnership_id, profile_id, number: sourceId, audience: 'restricted', content: JSON.stringify({ title: 'A profile', question: 'What is it?', about: 'A kind', sections: [], recommendations: [] }) }).execute()
  ids.number = String(sourceId)
  await tx.insertInto('intervention').values({
    partnership_id, intervention_id: (ids.interventionId = crypto.randomUUID()), title: 'Patrols', what: 'Patrols each evening', source_id: sourceId, category_ids: [sourceId],
    treated: [sourceId], nearby: [], compared: [sourceId + 1], starts: '2026-01-01', ends: '2026-03-31', plan_item_id,
  }).execute()
}

