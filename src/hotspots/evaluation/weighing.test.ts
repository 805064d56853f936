import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { monthIndex } from '../../incidents/catalogue/month-line.ts'
import type { SourceCounts } from '../../incidents/explore/counts.ts'
import type { Area, SeriesBreak } from '../../incidents/explore/ground.ts'
import type { Intervention } from './intervention.ts'
import { type Evidence, weigh } from './weighing.ts'
import { leftOut, windowsOf } from './windows.ts'
import { say } from './words.ts'

const date = (text: string) => Temporal.PlainDate.from(text)
const at = (month: string) => monthIndex(`${month}-01`)
const months = (from: string, to: string) => ({ from: at(from), to: at(to) })
const held = { first: at('2022-01'), last: at('2024-12') }
const dates = (starts: string, ends: string, carryOverMonths = 0) => ({ starts: date(starts), ends: date(ends), carryOverMonths })

test('as many whole months before as while it was done and as after it, nearest to it', () => {
  assert.deepEqual(windowsOf(dates('2024-01-01', '2024-03-31'), held), [
    { phase: 'while', before: months('2023-10', '2023-12'), after: months('2024-01', '2024-03') },
    { phase: 'afterwards', before: months('2023-04', '2023-12'), after: months('2024-04', '2024-12') },
  ])
})

test('carry-over is left out of what came after, and no comparison is longer than twelve months', () => {
  assert.deepEqual(windowsOf(dates('2023-01-01', '2023-01-20', 2), held), [{ phase: 'afterwards', before: months('2022-01', '2022-12'), after: months('2023-04', '2024-03') }])
})

test('what was done within one month leaves that month out of both sides, and says so once', () => {
  const within = dates('2024-05-10', '2024-05-20')
  assert.deepEqual(windowsOf(within, held), [{ phase: 'afterwards', before: months('2023-10', '2024-04'), after: months('2024-06', '2024-12') }])
  assert.deepEqual(leftOut(within), ['May 2024 is left out: it began on the 10th.'])
  assert.deepEqual(leftOut(dates('2024-05-01', '2024-05-22')), ['May 2024 is left out: it ended on the 22nd.'])
})

const intervention: Intervention = {
  interventionId: 'x', title: 'Patrols', what: 'Patrols', expected: null, sourceId: 1, source: 'Crime', categoryIds: [7], categories: ['Drugs'], treated: [2], nearby: [], compared: [3],
  ...dates('2024-01-01', '2024-12-31'), version: 1,
}
/** Two areas that each count so many every month, the first before and after the turn of 2024. */
function countsFrom(before: number, after: number, control: number): SourceCounts {
  const length = held.last - held.first + 1
  const upTo = new Int32Array(3 * (length + 1))
  for (let month = 0; month < length; month++) {
    const treated = month < 24 ? before : after
    ;[treated + control, treated, control].forEach((n, area) => (upTo[area * (length + 1) + month + 1] = upTo[area * (length + 1) + month]! + n))
  }
  return { sourceId: 1, dataVersion: 1, firstMonth: held.first, months: length, areas: new Map([[0, 0], [2, 1], [3, 2]]), categories: new Map([[7, 0]]), upTo }
}
const area = (areaId: number, over: Partial<Area> = {}): Area => ({ areaId, kind: 'ward', code: 'W', name: `Ward ${areaId}`, validFrom: '2010-01-01', validTo: null, ...over })
const evidence = (over: Partial<Evidence> = {}): Evidence => ({ intervention, counts: countsFrom(20, 10, 20), ground: { areas: [area(2), area(3)], breaks: [] }, findings: [], ...over })
const finding = (over: Partial<DataFinding>): DataFinding => ({ kind: 'map era', severity: 'misleads', sentence: 'A new map.', from: '2023-07-01', to: '2023-07-01', months: ['2023-07-01'], categoryIds: null, placesOnly: true, ...over })
const first = (given: Evidence) => weigh(given)[0]!
const weighed = (given: Evidence) => {
  const found = first(given)
  assert.ok(!('refusal' in found), JSON.stringify(found))
  return found
}

test('a map that changed between the months compared is warned of; one that changed before them is not', () => {
  assert.match(weighed(evidence({ findings: [finding({})] })).warnings.join(), /map changed in July 2023/)
  assert.deepEqual(weighed(evidence({ findings: [finding({ from: '2022-07-01' })] })).warnings, [])
})

test('a break that a person confirmed is warned of where it concerns what is compared', () => {
  const confirmed: SeriesBreak = { breakId: 'b', sourceId: 1, categoryId: 7, areaId: null, month: '2023-09-01', state: 'confirmed', reason: 'A new way of counting' }
  const warned = (over: Partial<SeriesBreak>) => weighed(evidence({ ground: { areas: [area(2), area(3)], breaks: [{ ...confirmed, ...over }] } })).warnings.length
  assert.deepEqual([warned({}), warned({ state: 'refused' }), warned({ categoryId: 8 }), warned({ areaId: 9 }), warned({ areaId: 2 }), warned({ sourceId: 2 })], [1, 0, 0, 0, 1, 0])
})

test('areas whose boundaries came or went meanwhile are refused by name', () => {
  const refusal = (over: Partial<Area>) => first(evidence({ ground: { areas: [area(2), area(3, over)], breaks: [] } }))
  assert.match(JSON.stringify(refusal({ validFrom: '2023-05-01' })), /The boundaries of Ward 3 were not in force/)
  assert.match(JSON.stringify(refusal({ validTo: '2024-06-01' })), /The boundaries of Ward 3 were not in force/)
})

test('a month in which a chosen kind was not sent is missing, whatever else was held', () => {
  const gap = finding({ kind: 'gap like a zero', months: ['2023-05-01'], categoryIds: [7] })
  assert.match(JSON.stringify(first(evidence({ findings: [gap] }))), /May 2023 is not held, or not in full/)
  assert.ok(!('refusal' in first(evidence({ findings: [{ ...gap, categoryIds: [8] }] }))))
})

test('no effect is never said to be proof of none: the smallest change that could have been seen stands beside it', () => {
  const said = say(weighed(evidence({ counts: countsFrom(2, 2, 2) })), 'crimes')
  assert.equal(said.verdict, 'No effect that can be told from chance')
  assert.match(said.detectable, /A smaller effect may be there and not be seen|could have missed it/)
  assert.match(say(weighed(evidence({ counts: countsFrom(1, 1, 1) })), 'crimes').detectable, /Even if all of it had stopped, this comparison could have missed it/)
})

test('areas of very different size are to be read by their percentage', () => {
  assert.match(say(weighed(evidence({ counts: countsFrom(10, 10, 50) })), 'crimes').caveats.join(), /go by the percentage/)
  assert.doesNotMatch(say(weighed(evidence()), 'crimes').caveats.join(), /go by the percentage/)
})

test('where the percentage and the count disagree, the page says so', () => {
  const found = weighed(evidence({ counts: countsFrom(10, 13, 20) }))
  const disagreeing = { ...found, net: { ...found.net, low: -20, high: -2, effect: { percent: -10, low: -30, high: 5 } } }
  assert.match(say(disagreeing, 'crimes').caveats.join(), /do not agree/)
  assert.doesNotMatch(say(weighed(evidence()), 'crimes').caveats.join(), /do not agree/)
})
