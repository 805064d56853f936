import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import type { DataFinding, FindingKind } from './finding.ts'
import { concerning, findingsOf, type Overview } from './findings.ts'
import { latenessOf } from './lateness.ts'
import { erasFrom } from './map-eras.ts'
import { listMonths, monthAt, monthIndex, writeMonths } from './month-line.ts'
import type { MonthCount } from './series-line.ts'

const NAMES = new Map([[1, 'Anti-social behaviour'], [2, 'Burglary'], [3, 'Robbery'], [4, 'Violence']])
const source = { refresh: 'month', dueDays: 60, state: 'live', rowIs: 'crime', positions: 'snapped' } as const
const today = Temporal.PlainDate.from('2019-02-20')

/** Counts of categories 1, 2, … from a month on; 0 is no row. */
const countsOf = (from: string, ...kinds: (readonly number[])[]): MonthCount[] =>
  kinds.flatMap((n, kind) => n.flatMap((count, at) => (count > 0 ? [{ month: monthAt(monthIndex(from) + at), categoryId: kind + 1, areaId: EVERYWHERE, n: count }] : [])))
const look = (counts: readonly MonthCount[], more: Partial<Overview> = {}): DataFinding[] => findingsOf({ source, categories: NAMES, counts, eras: [], today, ...more })
const only = (findings: readonly DataFinding[], kind: FindingKind) => findings.filter((finding) => finding.kind === kind)
const steady = (n: number, months = 24) => Array.from({ length: months }, (_, at) => n + (at % 3) - 1)
const without = (series: readonly number[], ...gone: number[]) => series.map((n, at) => (gone.includes(at) ? 0 : n))

test('a month of which nothing is held, between others, is a gap and not none', () => {
  const all = [without(steady(40), 9, 10), without(steady(80), 9, 10)]
  const [gap, ...more] = only(look(countsOf('2017-01-01', ...all)), 'missing months')
  assert.equal(gap!.sentence, 'Nothing is held for October and November 2017. Read them as gaps, not as none.')
  assert.deepEqual([gap!.severity, gap!.months, more.length], ['misleads', ['2017-10-01', '2017-11-01'], 0])
  assert.deepEqual(only(look(countsOf('2017-01-01', steady(40))), 'missing months'), [])
})

test('a common kind at nought while others are there is a gap; a rare kind, or a month when all was low, is not', () => {
  const [gap] = only(look(countsOf('2017-01-01', without(steady(70), 4, 8), steady(600))), 'gap like a zero')
  assert.equal(gap!.sentence, 'Anti-social behaviour has nothing in May 2017 and September 2017, where other kinds are held and it is common. Read them as gaps, not as none.')
  assert.deepEqual(gap!.categoryIds, [1])
  assert.deepEqual(only(look(countsOf('2017-01-01', without(steady(4), 4, 8), steady(600))), 'gap like a zero'), [])
  const low = steady(600).map((n, at) => (at === 4 ? 60 : n))
  assert.deepEqual(only(look(countsOf('2017-01-01', without(steady(20), 4), low)), 'gap like a zero'), [])
})

test('a kind that is common in the last month but one and missing in the last is a gap; for three months or more it has stopped', () => {
  assert.equal(only(look(countsOf('2017-01-01', without(steady(40), 23), steady(80))), 'gap like a zero')[0]!.from, '2018-12-01')
  const findings = look(countsOf('2017-01-01', without(steady(40), 20, 21, 22, 23), steady(80)))
  assert.deepEqual(only(findings, 'gap like a zero'), [])
  assert.match(only(findings, 'category stopped')[0]!.sentence, /^Anti-social behaviour stops after August 2018: none in September to December 2018/)
})

test('a kind that begins when others have long been held is asked about; its earlier noughts are not none', () => {
  const [start] = only(look(countsOf('2017-01-01', steady(80), without(steady(12), 0, 1, 2, 3, 4, 5))), 'category started')
  assert.match(start!.sentence, /^Burglary begins in July 2017; other kinds are held from January 2017/)
  assert.deepEqual([start!.from, start!.to], ['2017-01-01', '2017-06-01'])
  assert.deepEqual(only(look(countsOf('2017-01-01', steady(80), without(steady(3), 0, 1))), 'category started'), [])
})

test('a level that changes at once in one kind only is asked about; when all kinds move, or it drifts a little, it is not', () => {
  const halves = (before: number, after: number) => [...steady(before, 18), ...steady(after, 18)]
  const [change] = only(look(countsOf('2016-01-01', halves(80, 12), steady(500, 36))), 'level changed')
  assert.match(change!.sentence, /^Anti-social behaviour falls about July 2017 from some 80 a month to 12, and the other kinds do not move with it/)
  assert.equal(change!.severity, 'question')
  for (const [one, others] of [[halves(80, 12), halves(500, 100)], [halves(80, 50), steady(500, 36)], [halves(5, 1), steady(500, 36)]] as const)
    assert.deepEqual(only(look(countsOf('2016-01-01', one, others)), 'level changed'), [])
})

const withAreas = (n: number, outside: number, unplaced: (at: number) => number) =>
  Array.from({ length: 24 }, (_, at) => at).flatMap((at): MonthCount[] => [
    { month: monthAt(monthIndex('2017-01-01') + at), categoryId: 1, areaId: EVERYWHERE, n },
    { month: monthAt(monthIndex('2017-01-01') + at), categoryId: 1, areaId: OUTSIDE, n: outside },
    { month: monthAt(monthIndex('2017-01-01') + at), categoryId: 1, areaId: UNPLACED, n: unplaced(at) },
  ])

test('rows outside the area are noted, and when they are a third of all the files may be another area’s', () => {
  const [note] = only(look(withAreas(100, 5, () => 0)), 'outside the area')
  assert.deepEqual([note!.severity, note!.placesOnly], ['note', true])
  assert.match(note!.sentence, /^5% of the rows lie outside/)
  assert.deepEqual(only(look(withAreas(100, 60, () => 0)), 'outside the area').map(({ severity }) => severity), ['misleads'])
  assert.deepEqual(only(look(withAreas(1000, 1, () => 0)), 'outside the area'), [])
})

test('rows without a place are counted, and a month with many more than usual is named', () => {
  const findings = look(withAreas(100, 0, (at) => (at === 5 ? 40 : 4)))
  assert.match(only(findings, 'unplaced')[0]!.sentence, /^5\.5% of the rows have no place/)
  assert.equal(only(findings, 'unplaced months')[0]!.sentence, 'In June 2017 up to 40% of the rows have no place; 4% is usual. Maps and ward figures of that month are low.')
})

test('a source is late by the periods that are due and not held: a month, a quarter or a year each', () => {
  const words = (refresh: 'month' | 'quarter' | 'year' | 'irregular', last: string | null, on: string) => latenessOf({ refresh, dueDays: 60, state: 'live' }, last, Temporal.PlainDate.from(on)).words
  for (const [refresh, last, on, expected] of [
    ['month', '2026-07-01', '2026-10-30', 'On time'], ['month', '2026-07-01', '2026-10-31', '1 month late'], ['month', '2026-06-01', '2026-11-22', '2 months late'],
    ['quarter', '2026-06-01', '2026-11-29', 'On time'], ['quarter', '2026-03-01', '2026-11-22', '1 quarter late'], ['year', '2024-12-01', '2026-11-22', '1 year late'],
    ['irregular', '2010-01-01', '2026-11-22', 'No set times'], ['month', null, '2026-11-22', 'Nothing loaded yet'],
  ] as const) assert.equal(words(refresh, last, on), expected, `${refresh} ${last}`)
  assert.equal(latenessOf({ refresh: 'month', dueDays: 60, state: 'closed' }, '2010-01-01', today).periods, 0)
})

test('the last two months held are provisional, unless the source is closed or of inspections', () => {
  const counts = countsOf('2017-01-01', steady(40))
  assert.match(only(look(counts), 'provisional')[0]!.sentence, /^November and December 2018 are provisional/)
  assert.deepEqual(only(look(counts, { source: { ...source, state: 'closed' } }), 'provisional'), [])
})

test('a new map is found where the source moves its points, and not where it has too few points to judge by', () => {
  const points = (from: number, many: number) => new Set(Array.from({ length: many }, (_, index) => String(from + index)))
  const months = (many: number) => Array.from({ length: 24 }, (_, at) => ({ month: monthAt(monthIndex('2021-07-01') + at), points: points(at < 12 ? at : 1000 + at, many) }))
  const news = (many: number) => look(countsOf('2021-07-01', steady(40)), { eras: erasFrom(months(many)) }).filter(({ kind }) => kind === 'map era')
  assert.deepEqual(news(100).map(({ from, sentence }) => [from, /only 0% of the points/.test(sentence)]), [['2022-07-01', true]])
  assert.deepEqual(news(20), [])
})

test('a page is told of what concerns its kinds, its months and its maps, and of nothing else', () => {
  const findings = look(countsOf('2017-01-01', without(steady(70), 4), without(steady(600), 10), steady(20)), { eras: [{ from: monthIndex('2017-01-01'), to: monthIndex('2018-02-01'), seenBefore: null }, { from: monthIndex('2018-03-01'), to: monthIndex('2018-12-01'), seenBefore: 0.02 }] })
  const kinds = (shown: Parameters<typeof concerning>[1]) => concerning(findings, shown).map(({ kind }) => kind)
  assert.ok(kinds({}).includes('gap like a zero'))
  assert.ok(!kinds({ categoryIds: [3] }).includes('gap like a zero'))
  assert.ok(!kinds({ from: '2018-01-01' }).includes('gap like a zero'))
  assert.ok(kinds({ from: '2017-05-01', to: '2017-05-01' }).includes('gap like a zero'))
  assert.ok(kinds({ from: '2017-06-01', to: '2018-06-01' }).includes('map era'))
  assert.ok(!kinds({ from: '2018-03-01' }).includes('map era'), 'all of it is on the new map')
  assert.ok(!kinds({ from: '2017-06-01', to: '2018-06-01', places: false }).includes('map era'))
  assert.ok(kinds({ to: '2018-12-01' }).includes('provisional') && !kinds({ to: '2018-06-01' }).includes('provisional'))
})

test('nothing held, nothing found', () => assert.deepEqual(look([]), []))

test('months are written as people say them', () => {
  const at = (month: string) => monthIndex(`${month}-01`)
  assert.equal(writeMonths(at('2017-12'), at('2018-01')), 'December 2017 and January 2018')
  assert.equal(writeMonths(at('2017-01'), at('2017-03')), 'January to March 2017')
  assert.equal(listMonths([at('2017-05'), at('2017-09')]), 'May 2017 and September 2017')
  assert.equal(listMonths([1, 3, 5, 7, 9, 11].map((month) => at('2017-01') + month)), 'February 2017, April 2017, June 2017, August 2017 and 2 more')
})
