import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../test/world.ts'
import { type Actor, asUser } from '../db/tx.ts'
import { parsePaper } from '../documents/parse.ts'
import { addReadings } from './readings/store.ts'
import { readingsOf, type Seen, thefts } from './specimens.ts'
import { addMeasure, type MeasureFields, selectMeasure } from './store.ts'
import { addTarget } from './targets/store.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const [analyst, owner, lead] = [await world.ours.account('analyst'), await world.ours.account('owner'), await world.ours.account('information governance lead')]
const { measureId: _, version: __, ...fields } = thefts

const NONSENSE = /undefined|\bNaN\b|\[object/
const steady = Array.from({ length: 36 }, (_, index) => 40 + (index % 5))
const make = (over: Partial<MeasureFields> = {}, seen: readonly Seen[] = [], first = '2022-07-01') =>
  asUser(coordinator, async (tx) => {
    const measureId = await addMeasure(tx, { ...fields, ...over })
    const { measure } = (await selectMeasure(tx, measureId))!
    if (seen.length) await addReadings(tx, measure, readingsOf(measure.frequency, first, seen))
    return measureId
  })
const values = (measureId: string) => asUser(coordinator, async (tx) => (await selectMeasure(tx, measureId))!.readings.map(({ period, value, state }) => `${period.key} ${value ?? state}`))
const textOf = (body: string) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/&quot;/g, '"').replaceAll(/&#39;/g, "'").replaceAll(/\s+/g, ' ')
const page = async (url: string, actor: Actor = coordinator) => {
  const { statusCode, body } = await world.get(url, actor)
  assert.doesNotMatch(body, NONSENSE, url)
  assert.doesNotMatch(body, /\sstyle=|<style/, url)
  return { statusCode, body, text: textOf(body) }
}
async function sendFile(measureId: string, name: string, content: Uint8Array | string) {
  const cookie = await world.signIn(coordinator)
  const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: '/measures', headers: { cookie } })).body)?.[1]
  const head = `--b\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--b--\r\n')])
  const { statusCode, body } = await world.app.inject({ method: 'POST', url: `/measures/${measureId}/readings/file`, headers: { cookie, 'content-type': 'multipart/form-data; boundary=b' }, payload })
  return { statusCode, text: textOf(body) }
}

test('the list says what each measure shows now, and can be narrowed to what needs attention', async () => {
  await make({ title: 'Rising harm' }, [...steady, 90, 95, 99])
  await make({ title: 'Quiet street' }, steady, '2020-01-01')
  const promised = await make({ title: 'Promised long ago' }, steady)
  await asUser(coordinator, (tx) => addTarget(tx, promised, { shape: 'at most', value: 10, baselineFrom: null, baselineTo: null, baselineValue: null, starts: null, due: '2023-03-31', source: null }))
  const { text, body } = await page('/measures')
  assert.match(text, /Rising harm Lower is better .*?Concern Higher than usual/)
  assert.match(text, /Promised long ago.*10 offences or fewer, by 31 March 2023 Not met/)
  assert.match(body, /<svg class="wm-spark"/)
  const concern = (await page('/measures?signal=concern')).text
  assert.match(concern, /Rising harm/)
  assert.doesNotMatch(concern, /Quiet street/)
  assert.match((await page('/measures?target=never+closed')).text, /Promised long ago/)
  assert.doesNotMatch((await page('/measures?target=met')).text, /Promised long ago/)
  assert.match((await page('/measures?stale=yes')).text, /Quiet street/)
  assert.match((await page('/measures?signal=nonsense&target=%00')).text, /Quiet street/)
})

test('a measure is a sentence, then its chart, then the figures it is made of', async () => {
  const measureId = await make({ title: 'Theft of <b>pedal</b> cycles', source: 'Police', polarityNote: 'Not fewer reports', completenessNote: 'One station missing' }, [...steady.slice(0, 20), null, 'suppressed', ...steady, { part: 9 }], '2020-01-01')
  const { text, body } = await page(`/measures/${measureId}`)
  assert.ok(text.indexOf('No change: usual ups and downs') < text.indexOf('Offences each month'))
  assert.ok(body.indexOf('wm-plot') < body.indexOf('id="readings"'))
  assert.doesNotMatch(body, /<b>pedal/)
  for (const said of [/Source: Police/, /Not fewer reports/, /One station missing/, /9, incomplete/, /Suppressed/, /Nothing entered/, /XmR chart/, /2 of 59 periods have no figure/, /No reading has been revised/, /No target is set/])
    assert.match(text, said)
  assert.match(body, /role="img"/)
})

test('a measure without readings draws nothing and says how to begin', async () => {
  const { text, body } = await page(`/measures/${await make({ title: 'New' })}`)
  assert.match(text, /There is nothing to draw yet\. Enter the first readings/)
  assert.doesNotMatch(body, /wm-plot/)
})

test('a new measure is asked for everything that another reader would need', async () => {
  const missing = await world.post('/measures/new', coordinator, { kind: 'share', frequency: 'month', polarity: 'higher', unit: '' })
  assert.equal(missing.statusCode, 422)
  for (const said of [/Enter what is measured/, /Enter what is counted/]) assert.match(missing.body, said)
  const bare = await world.post('/measures/new', coordinator, { title: 'Satisfied', kind: 'share', numerator: 'satisfied', frequency: 'month', polarity: 'higher', decimals: '1' })
  assert.match(textOf(bare.body), /Enter what the share is out of/)
  assert.match(bare.body, /value="Satisfied"/)
  const added = await world.post('/measures/new', coordinator, { title: 'Satisfied', kind: 'share', numerator: 'satisfied', denominator: 'asked', frequency: 'month', polarity: 'higher', decimals: '1' })
  assert.equal(added.statusCode, 303)
  assert.match((await page(String(added.headers.location))).text, /Satisfied.*Denominator asked Unit %/)
})

const editFields = { title: 'Ours', kind: 'count', numerator: 'thefts', unit: 'offences', frequency: 'month', polarity: 'lower', decimals: '0', state: 'live', version: '1' }

test('two people editing one measure: the second is shown both versions and loses nothing', async () => {
  const measureId = await make({ title: 'Ours' })
  assert.equal((await world.post(`/measures/${measureId}/edit`, analyst, { ...editFields, source: 'Police' })).statusCode, 303)
  const second = await world.post(`/measures/${measureId}/edit`, coordinator, { ...editFields, source: 'Council' })
  assert.equal(second.statusCode, 409)
  assert.match(textOf(second.body), /Source Police Council/)
  assert.match(second.body, /name="version" value="2"/)
  assert.match(second.body, /name="source" type="text" value="Council"/)
  assert.match((await page(`/measures/${measureId}`)).text, /Source Police/)
})

test('what a measure counts does not change once readings rest on it', async () => {
  const measureId = await make({}, [1, 2, 3])
  assert.equal((await world.post(`/measures/${measureId}/edit`, coordinator, { ...editFields, kind: 'amount', frequency: 'year' })).statusCode, 303)
  assert.deepEqual(await values(measureId), ['2022-07 1', '2022-08 2', '2022-09 3'])
})

test('a closed measure says why and takes no more readings', async () => {
  const measureId = await make({}, [1])
  assert.equal((await world.post(`/measures/${measureId}/edit`, coordinator, { ...editFields, state: 'closed' })).statusCode, 422)
  await world.post(`/measures/${measureId}/edit`, coordinator, { ...editFields, state: 'closed', closedReason: 'The system was switched off' })
  const { text } = await page(`/measures/${measureId}`)
  assert.match(text, /This measure is closed: The system was switched off/)
  assert.doesNotMatch(text, /Enter readings/)
  assert.equal((await world.post(`/measures/${measureId}/readings/lines`, coordinator, { lines: '2024-01\t4' })).statusCode, 303)
  assert.deepEqual(await values(measureId), ['2022-07 1'])
})

test('one reading is entered, and one that takes another’s place must say why', async () => {
  const measureId = await make()
  const enter = (typed: Record<string, string>, actor = coordinator) => world.post(`/measures/${measureId}/readings`, actor, { state: 'value', ...typed })
  assert.equal((await enter({ period: 'March 2024', value: '45' })).statusCode, 303)
  const again = await enter({ period: '2024-03', value: '47' }, owner)
  assert.equal(again.statusCode, 422)
  assert.match(textOf(again.body), /March 2024 has already been entered as 45 by Testbury coordinator 1 on .* say in the note why/)
  assert.match(again.body, /value="47"/)
  assert.deepEqual(await values(measureId), ['2024-03 45'])
  assert.equal((await enter({ period: '2024-03', value: '47', note: 'Two were reclassified' }, owner)).statusCode, 303)
  assert.match((await page(`/measures/${measureId}`)).text, /Now 47: Testbury owner .*Two were reclassified Before 45: Testbury coordinator/)
})

test('a reading for a period that does not exist, or that cannot be, is refused beside its field', async () => {
  const measureId = await make()
  const table: [Record<string, string>, RegExp][] = [
    [{ period: '2018-13', value: '4' }, /“2018-13” is no period there is\. Write September 2018 or 2018-09/],
    [{ period: 'Q2 2024/25', value: '4' }, /“Q2 2024\/25” is a quarter, and this measure is read every month/],
    [{ period: 'January 2190', value: '4' }, /January 2190 has not begun/],
    [{ period: '', value: '4' }, /Enter the period/],
    [{ period: '2024-01', value: '' }, /There is no figure/],
    [{ period: '2024-01', value: 'x'.repeat(90) }, /Use 60 characters or fewer/],
    [{ period: '2024-01', value: '4', state: 'suppressed' }, /It is said to be suppressed, yet a figure is given/],
    [{ period: '2024-01', value: '4', state: 'marvellous' }, /Choose whether there is a figure/],
  ]
  for (const [typed, said] of table) {
    const { statusCode, body } = await world.post(`/measures/${measureId}/readings`, coordinator, { state: 'value', ...typed })
    assert.equal(statusCode, 422, JSON.stringify(typed))
    assert.match(textOf(body), said)
    assert.doesNotMatch(body, NONSENSE)
  }
  assert.deepEqual(await values(measureId), [])
})

test('pasted lines are all taken or none is, each refusal naming its line, why, and what to do', async () => {
  const measureId = await make()
  const paste = (lines: string) => world.post(`/measures/${measureId}/readings/lines`, coordinator, { lines })
  const refused = await paste('2024-01\t4\n2018-13\t5\nMarch 2024\tsome')
  assert.equal(refused.statusCode, 422)
  assert.match(textOf(refused.body), /2 lines cannot be taken Nothing has been saved\. One other line is ready/)
  assert.match(textOf(refused.body), /Line 2 2018-13, 5 “2018-13” is no period there is Write September 2018 or 2018-09/)
  assert.match(textOf(refused.body), /Line 3 March 2024, some “some” is not a figure Enter the figure/)
  assert.match(refused.body, /2018-13\t5/)
  assert.deepEqual(await values(measureId), [])
  assert.equal((await paste('2024-01\t4\n\nFeb 2024 5\nMarch 2024, suppressed')).statusCode, 303)
  assert.deepEqual(await values(measureId), ['2024-01 4', '2024-02 5', '2024-03 suppressed'])
  assert.equal((await paste('period,value')).statusCode, 422)
  assert.equal((await paste('  \n ')).statusCode, 422)
})

test('a file sent twice changes nothing, and what is downloaded can be sent back', async () => {
  const measureId = await make({ kind: 'share', unit: '%', denominator: 'asked', title: 'Round trip' })
  const csv = 'Period,Numerator,Denominator,State,Note\r\nJanuary 2024,1,3,,\r\nFebruary 2024,0,0,,\r\nMarch 2024,,,suppressed,"Too few, to show"\r\n'
  assert.equal((await sendFile(measureId, 'readings.csv', csv)).statusCode, 303)
  assert.deepEqual((await values(measureId)).map((each) => each.slice(0, 10)), ['2024-01 33', '2024-02 no', '2024-03 su'])
  const history = () => asUser(coordinator, (tx) => tx.selectFrom('reading').select((q) => q.fn.countAll<number>().as('rows')).where('measure_id', '=', measureId).executeTakeFirstOrThrow())
  const before = await history()
  await sendFile(measureId, 'readings.csv', csv)
  for (const ending of ['csv', 'xlsx']) {
    const exported = await world.app.inject({ url: `/measures/${measureId}/export.${ending}`, headers: { cookie: await world.signIn(coordinator) } })
    assert.match(String(exported.headers['content-disposition']), new RegExp(`round-trip\\.${ending}`))
    assert.equal((await sendFile(measureId, `back.${ending}`, exported.rawPayload)).statusCode, 303)
  }
  assert.deepEqual(await history(), before)
})

test('a file that is not a table of readings gets one sentence and changes nothing', async () => {
  const measureId = await make()
  const table: [string, string | Uint8Array, RegExp][] = [
    ['empty.csv', '', /The file is empty/],
    ['paper.pdf', '%PDF-1.7', /This is a PDF/],
    ['prose.txt', 'Dear all, the figures will follow.', /holds no table/],
    ['bad.csv', 'period,value\n2024-01,4\n2024-02,lots\n', /Line 3 2024-02, lots “lots” is not a figure/],
    ['ward.csv', 'period,value,ward\n2024-01,4,Aldgate\n', /The column “ward” is not known/],
  ]
  for (const [name, content, said] of table) {
    const { statusCode, text } = await sendFile(measureId, name, content)
    assert.deepEqual([name, statusCode], [name, 422])
    assert.match(text, said)
  }
  assert.equal((await world.post(`/measures/${measureId}/readings/file`, coordinator, {})).statusCode, 422)
  assert.deepEqual(await values(measureId), [])
})

test('exports carry no formula, and each is in the audit log as a disclosure', async () => {
  const measureId = await make({ title: '=1+1', unit: '=cmd' }, [3])
  const all = await world.get('/measures/export.csv', coordinator)
  assert.match(all.body, /'=1\+1,'=cmd,July 2022,3/)
  const book = await world.app.inject({ url: '/measures/export.xlsx', headers: { cookie: await world.signIn(coordinator) } })
  const read = await parsePaper('measures.xlsx', book.rawPayload)
  assert.ok(read.ok && read.paper.blocks.some((block) => block.kind === 'table' && block.rows.some((row) => row[0]!.text === '=1+1')))
  await world.get(`/measures/${measureId}/export.csv`, coordinator)
  const entries = await asUser(lead, (tx) => tx.selectFrom('audit_entry').select(['act', 'subject_kind', 'subject_id', 'details']).where('act', '=', 'disclosed').execute())
  assert.ok(entries.some(({ subject_id, details }) => subject_id === measureId && JSON.stringify(details).includes('csv')))
  assert.ok(entries.some(({ subject_id }) => subject_id === null))
})

test('limits begin anew only with a reason, and the reason is kept when they are taken away', async () => {
  const measureId = await make({}, steady)
  const rebase = (period: string, reason: string) => world.post(`/measures/${measureId}/rebase`, coordinator, { period, reason })
  for (const [period, reason, said] of [
    ['March 2024', '', /Say why the limits begin anew/], ['March 2024', 'Because', /10 characters or more/], ['Q1 2024', 'The law changed that month', /this measure is read every month/],
    ['July 2022', 'The law changed that month', /no readings before July 2022/],
  ] as const) {
    const { statusCode, body } = await rebase(period, reason)
    assert.equal(statusCode, 422)
    assert.match(textOf(body), said)
  }
  assert.equal((await rebase('March 2024', 'The law changed that month')).statusCode, 303)
  assert.match(textOf((await rebase('2024-03', 'The law changed that month')).body), /already begin anew in March 2024/)
  const { text, body } = await page(`/measures/${measureId}`)
  assert.match(text, /New limits from Mar 2024/)
  assert.match(text, /From 1 March 2024 · Testbury coordinator 1, .*The law changed that month/)
  const remove = /href="([^"]+\/remove)"/.exec(body)![1]!
  assert.match((await page(remove)).text, /New limits were begun from 1 March 2024: The law changed that month/)
  assert.equal((await world.post(remove, coordinator, { reason: 'The law had not changed' })).statusCode, 303)
  assert.equal((await world.get(remove, coordinator)).statusCode, 404)
  const after = await page(`/measures/${measureId}`)
  assert.doesNotMatch(after.text, /New limits from Mar 2024/)
  assert.match(after.text, /Taken away on .*The law had not changed/)
})

const promise = { shape: 'at most', value: '45', due: '31 3 2023' }

test('a target says what it is made of, and what does not hang together is refused', async () => {
  const measureId = await make({}, steady)
  const add = (typed: Record<string, string>) => world.post(`/measures/${measureId}/targets`, coordinator, typed)
  for (const [typed, said] of [
    [{ ...promise, shape: '' }, /Choose what kind of target it is/],
    [{ ...promise, value: '' }, /Enter the figure to be reached/],
    [{ ...promise, value: 'few' }, /Enter the target as a figure/],
    [{ ...promise, due: '' }, /Enter the day by which/],
    [{ ...promise, due: '31 2 2023' }, /Enter a date/],
    [{ ...promise, starts: '1 4 2024' }, /on or after the start/],
    [{ ...promise, shape: 'percentage change', value: '-110', baselineValue: '3' }, /more than 100%/],
    [{ ...promise, shape: 'percentage change', value: '-10' }, /Enter the baseline’s figure/],
    [{ ...promise, shape: 'more reporting', baselineValue: '3', baselineFrom: '1 4 2022' }, /both the first and the last day/],
    [{ ...promise, shape: 'more reporting', baselineValue: '3', baselineFrom: '1 4 2022', baselineTo: '1 3 2022' }, /end on or after its first day/],
    [{ ...promise, shape: 'minimum count' }, /from which things are counted/],
  ] as const) {
    const { statusCode, body } = await add(typed)
    assert.equal(statusCode, 422, JSON.stringify(typed))
    assert.match(textOf(body), said)
  }
  assert.equal((await add({ shape: 'at or below baseline', baselineValue: '120', baselineFrom: '1 7 2022', baselineTo: '31 3 2023', starts: '1 4 2023', due: '31 3 2024' })).statusCode, 303)
  const { text } = await page(`/measures/${measureId}`)
  assert.match(text, /No more than in July 2022 to March 2023 \(financial quarters 2 to 4 of 2022-23\) \(120 offences\), by 31 March 2024/)
  assert.match(text, /covers 9 months .* and the target 12 .* not like for like/)
})

test('a target past its day is asked about until someone says how it came out, once', async () => {
  const measureId = await make({}, steady)
  await world.post(`/measures/${measureId}/targets`, coordinator, promise)
  const { text, body } = await page(`/measures/${measureId}`)
  assert.match(text, /The due date, 31 March 2023, has passed and nobody has said whether the target was met/)
  const close = /href="([^"]+\/close)"/.exec(body)![1]!
  assert.match((await page(close)).text, /The readings say: Met: 43 as at 31 March 2023/)
  const say = (typed: Record<string, string>) => world.post(close, coordinator, { on: '1 5 2023', ...typed })
  assert.match(textOf((await say({})).body), /Choose how the target came out/)
  assert.match(textOf((await say({ as: 'cannot be told' })).body), /why it cannot be told/)
  assert.match(textOf((await say({ as: 'not met' })).body), /The readings say otherwise/)
  assert.equal((await say({ as: 'met' })).statusCode, 303)
  assert.equal((await say({ as: 'not met', note: 'Changed my mind' })).statusCode, 303)
  const closed = (await page(`/measures/${measureId}`)).text
  assert.match(closed, /Closed on 1 May 2023 as met/)
  assert.doesNotMatch(closed, /nobody has said/)
})

test('coverage shows the years of a plan for which nothing was promised', async () => {
  const { text } = await page('/measures/coverage?from=1+4+2022&to=31+3+2025')
  assert.match(text, /April 2022 to March 2023 April 2023 to March 2024 April 2024 to March 2025/)
  assert.match(text, /Promised long ago Due 31 March 2023: never closed No target No target/)
  assert.equal((await page('/measures/coverage?from=soon&to=31+3+2025')).statusCode, 422)
  assert.match((await page('/measures/coverage?from=1+4+2025&to=31+3+2025')).text, /must end on or after its first day/)
  assert.equal((await page('/measures/coverage')).statusCode, 200)
})
