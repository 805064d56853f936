import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { byMonth, rollingCounts } from './diary.ts'

let world: World
let casework: Casework
before(async () => {
  world = await openWorld()
  casework = await addCasework(world.ours)
})
after(() => world.close())

const FIELDS = { happenedFrom: '3 1 2026', happenedTo: '', what: 'Shouting in the stairwell', behaviour: 'housing nuisance', place: '', complainedOn: '', complainedTo: '', complainedBy: '', reportReference: '', response: '', respondedOn: '' }
const write = (caseId: string, actor: Casework['officer'], fields: Record<string, string> = {}) => world.post(`/cases/${caseId}/diary`, actor, { ...FIELDS, ...fields })
const entriesOf = (caseId: string) => asUser(casework.coordinator, (tx) => tx.selectFrom('diary_entry').selectAll().where('case_id', '=', caseId).execute())
const seenOn = (body: string) => /name="seen" value="([^"]+)"/.exec(body)?.[1] ?? ''

test('incidents and complaints are counted back from today: the day a month ago is out, the day after it is in', () => {
  const today = Temporal.PlainDate.from('2026-06-15')
  const entry = (happenedFrom: string, complainedOn: string | null = null) => ({ happenedFrom, complainedOn })
  const counts = rollingCounts([entry('2026-05-15', '2026-05-16'), entry('2026-05-16'), entry('2026-06-15', '2026-06-15'), entry('2025-06-16')], today)
  assert.deepEqual(counts.map(({ incidents, complaints }) => [incidents, complaints]), [[2, 2], [3, 2], [3, 2], [4, 2]])
})

test('months with no incident are shown as none, and only as far back as the first', () => {
  const months = byMonth([{ happenedFrom: '2026-03-02' }, { happenedFrom: '2026-03-30' }, { happenedFrom: '2026-05-01' }], Temporal.PlainDate.from('2026-06-15'))
  assert.deepEqual(months.map(({ month, incidents }) => [month.toString(), incidents]), [['2026-03', 2], ['2026-04', 0], ['2026-05', 1], ['2026-06', 0]])
  assert.deepEqual(byMonth([], Temporal.PlainDate.from('2026-06-15')), [])
})

test('an incident is written down with its complaint and what was done, and shows to all who take part', async () => {
  const { caseId, subjectId } = await addCase(casework)
  assert.equal((await write(caseId, casework.officer, { complainedOn: '4 1 2026', complainedTo: 'The noise team', complainedBy: subjectId, reportReference: 'N 77', response: 'A visit', respondedOn: '6 1 2026' })).statusCode, 303)
  const { body } = await world.get(`/cases/${caseId}/diary`, casework.worker)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  for (const said of ['3 January 2026', 'Shouting in the stairwell', '4 January 2026, to The noise team, by Testa Person', 'Reference N 77', 'A visit', 'January 2026']) assert.match(body, new RegExp(said))
})

test('days that cannot be are asked about beside their fields, and what was typed comes back', async () => {
  const { caseId } = await addCase(casework)
  for (const [fields, said] of [
    [{ happenedFrom: '' }, 'Enter the day it happened'], [{ happenedFrom: '1 1 2099' }, 'today or in the past'], [{ happenedTo: '2 1 2026' }, 'cannot have ended before'],
    [{ complainedOn: '2 1 2026', complainedTo: 'The police' }, 'before it happened'], [{ complainedOn: '4 1 2026' }, 'whom it was complained to'], [{ complainedTo: 'The police' }, 'the day it was complained of'],
  ] as const) {
    const { statusCode, body } = await write(caseId, casework.officer, fields)
    assert.equal(statusCode, 422, said)
    assert.match(body, new RegExp(said))
    assert.match(body, /Shouting in the stairwell/)
  }
  assert.equal((await write(caseId, casework.officer, { complainedOn: '4 1 2026', complainedTo: 'x', complainedBy: crypto.randomUUID() })).statusCode, 422)
  assert.equal((await entriesOf(caseId)).length, 0)
})

test('an entry is put right by whoever works the case, and the log keeps who changed which parts', async () => {
  const { caseId } = await addCase(casework)
  await write(caseId, casework.officer)
  const [entry] = await entriesOf(caseId)
  const url = `/cases/${caseId}/diary/${entry!.diary_entry_id}`
  const seen = seenOn((await world.get(url, casework.worker)).body)
  assert.equal((await world.post(url, casework.worker, { ...FIELDS, what: 'Shouting and banging', seen })).statusCode, 303)
  const late = await world.post(url, casework.officer, { ...FIELDS, what: 'Only shouting', seen })
  assert.equal(late.statusCode, 409)
  for (const said of ['Shouting and banging', 'Only shouting']) assert.match(late.body, new RegExp(said))
  assert.equal((await entriesOf(caseId))[0]!.what, 'Shouting and banging')
  const log = await asUser(casework.governance, (tx) => tx.selectFrom('audit_entry').select(['account_id', 'details']).where('subject_id', '=', caseId).where('act', '=', 'altered').where('account_id', '=', casework.worker.accountId).execute())
  assert.deepEqual(log.map(({ details }) => (details as { fields: string[] }).fields), [['what']])
})

test('the diary goes out as a spreadsheet that runs nothing, and the log says it went', async () => {
  const { caseId } = await addCase(casework)
  await write(caseId, casework.officer, { what: '=HYPERLINK("x")' })
  const { statusCode, body, headers } = await world.get(`/cases/${caseId}/diary.csv`, casework.worker)
  assert.equal(statusCode, 200)
  assert.match(String(headers['content-disposition']), /filename="incident-diary.csv"/)
  assert.match(body, /'=HYPERLINK/)
  const trail = await asUser(casework.governance, async (tx) => [
    (await tx.selectFrom('access_entry').select('access_entry_id').where('case_id', '=', caseId).where('part', '=', 'export').execute()).length,
    (await tx.selectFrom('audit_entry').select('entry').where('subject_id', '=', caseId).where('act', '=', 'disclosed').where('account_id', '=', casework.worker.accountId).execute()).length,
  ])
  assert.deepEqual(trail, [1, 1])
})

test('nobody without a part reads, writes, puts right or downloads a diary; a case that has ended takes no more', async () => {
  const { caseId } = await addCase(casework)
  await write(caseId, casework.officer)
  const [entry] = await entriesOf(caseId)
  for (const actor of [await world.ours.account('case worker'), (await addCasework(world.theirs)).coordinator, casework.patrol, casework.governance]) {
    for (const path of ['diary', 'diary.csv', `diary/${entry!.diary_entry_id}`]) assert.equal((await world.get(`/cases/${caseId}/${path}`, actor)).statusCode, 404)
    assert.equal((await write(caseId, actor)).statusCode, 404)
    assert.equal((await world.post(`/cases/${caseId}/diary/${entry!.diary_entry_id}`, actor, FIELDS)).statusCode, 404)
  }
  await asUser(casework.coordinator, (tx) => tx.updateTable('case_file').set({ stage: 'closed' }).where('case_id', '=', caseId).execute())
  assert.equal((await write(caseId, casework.officer)).statusCode, 404)
  assert.doesNotMatch((await world.get(`/cases/${caseId}/diary`, casework.officer)).body, /Write down an incident/)
})
