import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../test/world.ts'
import { type Actor, asUser, type Tx } from '../db/tx.ts'
import { addReadings, selectHistory } from './readings/store.ts'
import { day, readingsOf, type Seen, target, thefts } from './specimens.ts'
import { addMeasure, changeMeasure, figuresOf, type MeasureFields, selectMeasure, selectMeasures } from './store.ts'
import { addRebase, addTarget, closeTarget, removeRebase, selectRebases } from './targets/store.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const stranger = await world.theirs.account(['coordinator', 'analyst'])
const { measureId: _, version: __, ...fields } = thefts

const make = (over: Partial<MeasureFields> = {}, actor: Actor = coordinator) => asUser(actor, (tx) => addMeasure(tx, { ...fields, ...over }))
const enter = (measureId: string, first: string, seen: readonly Seen[], actor: Actor = coordinator) =>
  asUser(actor, async (tx) => {
    const { measure } = (await selectMeasure(tx, measureId))!
    return addReadings(tx, measure, readingsOf(measure.frequency, first, seen))
  })
const whole = (measureId: string) => asUser(coordinator, async (tx) => (await selectMeasure(tx, measureId))!)
const auditOf = async (work: (tx: Tx) => Promise<unknown>, actor: Actor = coordinator) => {
  const acts = await asUser(actor, async (tx) => (await work(tx), [...tx.acts]))
  return acts.map(({ act, subjectKind }) => `${act} ${subjectKind}`)
}
const plainTarget = { shape: 'at most', value: 10, baselineFrom: null, baselineTo: null, baselineValue: null, starts: null, due: '2012-03-31', source: null } as const

test('a measure comes back as it was entered', async () => {
  const measureId = await make({ title: 'Burglary', polarityNote: 'Fewer homes entered' })
  assert.deepEqual((await whole(measureId)).measure, { ...thefts, measureId, title: 'Burglary', polarityNote: 'Fewer homes entered' })
})

test('readings of every state come back in order, with their parts', async () => {
  const measureId = await make({ kind: 'share', unit: '%', denominator: 'asked' })
  await enter(measureId, '2024-01-01', [{ count: 1, of: 3, scale: 100 }, 'not collected', { part: 4 }, 'suppressed', 'not applicable', 'late'])
  const { readings } = await whole(measureId)
  assert.deepEqual(readings.map(({ period, state, value, numerator }) => [period.key, state, value === null ? null : Math.round(value), numerator]), [
    ['2024-01', 'value', 33, 1], ['2024-02', 'not collected', null, null], ['2024-03', 'incomplete', 4, null],
    ['2024-04', 'suppressed', null, null], ['2024-05', 'not applicable', null, null], ['2024-06', 'late', null, null],
  ])
})

test('the same readings again change nothing; other ones revise, and the old are kept', async () => {
  const measureId = await make()
  assert.deepEqual(await enter(measureId, '2024-01-01', [3, 4, 5]), { added: 3, revised: 0, unchanged: 0 })
  assert.deepEqual(await enter(measureId, '2024-01-01', [3, 4, 5]), { added: 0, revised: 0, unchanged: 3 })
  assert.deepEqual(await enter(measureId, '2024-02-01', [4, 6, 7]), { added: 1, revised: 1, unchanged: 1 })
  const history = await asUser(coordinator, async (tx) => selectHistory(tx, (await selectMeasure(tx, measureId))!.measure))
  assert.deepEqual(history.filter(({ period }) => period.key === '2024-03').map(({ value, current }) => [value, current]), [[6, true], [5, false]])
  assert.match(history[0]!.enteredBy!, /coordinator/)
})

test('what has been read can be revised but never rewritten, whoever asks', async () => {
  const measureId = await make()
  await enter(measureId, '2024-01-01', [3])
  await assert.rejects(asUser(coordinator, (tx) => tx.updateTable('reading').set({ value: 9 }).where('measure_id', '=', measureId).execute()), /not changed; it is revised/)
  await asUser(coordinator, (tx) => tx.deleteFrom('reading').where('measure_id', '=', measureId).execute())
  assert.equal((await whole(measureId)).readings.length, 1)
})

test('two people entering one period at once leave one reading standing and the other as its history', async () => {
  const measureId = await make()
  const owner = await world.ours.account('owner')
  await Promise.all([enter(measureId, '2024-01-01', [3]), enter(measureId, '2024-01-01', [4], owner)])
  const history = await asUser(coordinator, async (tx) => selectHistory(tx, (await selectMeasure(tx, measureId))!.measure))
  assert.deepEqual([history.length, history.filter(({ current }) => current).length], [2, 1])
})

test('a change made from an old version changes nothing', async () => {
  const measureId = await make()
  const { measure } = await whole(measureId)
  assert.equal(await asUser(coordinator, (tx) => changeMeasure(tx, measure, 1, { ...fields, source: 'Police' })), true)
  assert.equal(await asUser(coordinator, (tx) => changeMeasure(tx, measure, 1, { ...fields, source: 'Council' })), false)
  const now = (await whole(measureId)).measure
  assert.deepEqual([now.source, now.version], ['Police', 2])
})

test('a target is closed once, and a rebase taken away stays in the history', async () => {
  const measureId = await make()
  const targetId = await asUser(coordinator, (tx) => addTarget(tx, measureId, plainTarget))
  assert.deepEqual((await whole(measureId)).targets, [{ ...target, targetId, starts: null }])
  const close = (as: 'met' | 'not met') => asUser(coordinator, (tx) => closeTarget(tx, targetId, { on: '2012-05-01', as, note: null }))
  assert.deepEqual([await close('met'), await close('not met')], [true, false])
  assert.equal((await whole(measureId)).targets[0]!.closed?.as, 'met')
  const rebaseId = await asUser(coordinator, (tx) => addRebase(tx, measureId, '2024-04-01', 'The way of counting changed'))
  assert.deepEqual((await whole(measureId)).rebases.map(({ starts }) => `${starts}`), ['2024-04-01'])
  const remove = () => asUser(coordinator, (tx) => removeRebase(tx, measureId, rebaseId, 'It had not changed after all'))
  assert.deepEqual([await remove(), await remove()], [true, false])
  assert.deepEqual((await whole(measureId)).rebases, [])
  assert.equal((await asUser(coordinator, (tx) => selectRebases(tx, measureId)))[0]!.removedReason, 'It had not changed after all')
})

test('each change is in the audit log with what it was, and reading the same again is not', async () => {
  const measureId = await make()
  const { measure } = await whole(measureId)
  const three = readingsOf('month', '2024-01-01', [3, 4, 5])
  assert.deepEqual(await auditOf((tx) => addMeasure(tx, fields)), ['collected measure'])
  assert.deepEqual(await auditOf((tx) => changeMeasure(tx, measure, 1, { ...fields, source: 'Police' })), ['altered measure'])
  assert.deepEqual(await auditOf((tx) => addReadings(tx, measure, three)), ['collected measure'])
  assert.deepEqual(await auditOf((tx) => addReadings(tx, measure, three)), [])
  assert.deepEqual(await auditOf((tx) => addReadings(tx, measure, readingsOf('month', '2024-01-01', [9]))), ['altered measure'])
  assert.deepEqual(await auditOf((tx) => addTarget(tx, measureId, plainTarget)), ['collected target'])
  assert.deepEqual(await auditOf((tx) => addRebase(tx, measureId, '2024-04-01', 'The way of counting changed')), ['collected rebase'])
})

test('figures for other rooms come for the measures asked for, and for no one else’s', async () => {
  const [one, other] = [await make({ title: 'One' }), await make({ title: 'Other' })]
  await enter(one, '2024-01-01', Array.from({ length: 20 }, (_, index) => 5 + (index % 2)))
  await asUser(coordinator, (tx) => addTarget(tx, one, plainTarget))
  const figures = await asUser(coordinator, (tx) => figuresOf(tx, [one, other], day('2025-10-01')))
  assert.deepEqual([...figures.keys()].sort(), [one, other].sort())
  const figure = figures.get(one)!
  assert.deepEqual([figure.title, figure.readings, figure.mean, figure.sentence, figure.unclosed], ['One', 20, 5.5, 'No change: usual ups and downs', 1])
  assert.equal(figures.get(other)!.sentence, 'No readings yet')
  assert.equal((await asUser(coordinator, (tx) => figuresOf(tx, []))).size, 0)
  assert.equal((await asUser(stranger, (tx) => figuresOf(tx, [one, other]))).size, 0)
})

test('another partnership sees, adds to and changes nothing of ours', async () => {
  const measureId = await make()
  await enter(measureId, '2024-01-01', [3])
  const { measure } = await whole(measureId)
  assert.deepEqual(await asUser(stranger, (tx) => selectMeasures(tx)), [])
  assert.equal(await asUser(stranger, (tx) => selectMeasure(tx, measureId)), null)
  assert.equal(await asUser(stranger, (tx) => changeMeasure(tx, measure, 1, fields)), false)
  await assert.rejects(asUser(stranger, (tx) => addReadings(tx, measure, readingsOf('month', '2024-01-01', [8]))), /foreign key/)
  await assert.rejects(asUser(stranger, (tx) => addTarget(tx, measureId, plainTarget)), /foreign key/)
  assert.equal((await whole(measureId)).readings[0]!.value, 3)
})

test('each role may do what its powers say, in the database itself', async () => {
  const measureId = await make()
  const { measure } = await whole(measureId)
  const may = async (role: Parameters<typeof world.ours.account>[0], work: (tx: Tx) => Promise<unknown>) => {
    const actor = await world.ours.account(role)
    return asUser(actor, work).then(Boolean, (error: Error) => (/row-level security/.test(error.message) ? false : Promise.reject(error)))
  }
  const read = (tx: Tx) => selectMeasure(tx, measureId)
  const edit = (tx: Tx) => addMeasure(tx, fields)
  let count = 0
  const readingOf = (tx: Tx) => addReadings(tx, measure, readingsOf('month', '2020-01-01', [++count]))
  const table: [Parameters<typeof may>[0], boolean, boolean, boolean][] = [
    ['coordinator', true, true, true], ['analyst', true, true, true], ['owner', true, false, true], ['board member', true, false, false],
    ['licensing officer', true, false, false], ['case worker', true, false, false], ['reader', false, false, false], ['administrator', false, false, false], ['information governance lead', false, false, false],
  ]
  for (const [role, reads, edits, enters] of table)
    assert.deepEqual([role, await may(role, read), await may(role, edit), await may(role, readingOf)], [role, reads, edits, enters])
})
