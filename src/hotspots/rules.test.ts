import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tested } from '../statistics/space/back-test.ts'
import { isMonth, monthsBetween, writeMonths } from './holdings/months.ts'
import { holdingFrom, isHeldFor } from './holdings/source-holding.ts'
import { gathersNote, nameOfPlace } from './holdings/place-words.ts'
import { gridReference } from './place-sets.ts'
import { runsOf, ticksTo } from './plot/lines.ts'
import { addressOf, readBudget, readQuestion } from './question.ts'
import { standings } from './rates/funnel.ts'
import { ratedAreas } from './rates/rates.ts'
import { methodOf } from './where/methods.ts'
import { comparisonSentence, pooledIn } from './where/proof.ts'
import { concentratePoints } from './working/concentrating.ts'
import { emptyColumns } from './holdings/squares-held.ts'
import { offThread } from './working/off-thread.ts'
import { countsByMonth, groundOfPlaces, type Places } from './working/places.ts'
import { isBeyondChance, judge, rank } from './working/predicting.ts'
import { cluster } from './working/clustering.ts'

test('a grid reference is the one on the map (Ordnance Survey: Ben Nevis NN 166 712, St Paul’s TQ 320 811)', () => {
  assert.equal(gridReference(216_600, 771_200), 'NN 1660 7120')
  assert.equal(gridReference(532_050, 181_150), 'TQ 3205 8115')
  assert.equal(gridReference(-1, 0), '')
})

test('months run over the turn of the year without a gap', () => {
  assert.deepEqual(monthsBetween('2023-11', '2024-02'), ['2023-11', '2023-12', '2024-01', '2024-02'])
  assert.equal(writeMonths('2023-11', '2024-02'), 'November 2023 to February 2024')
  assert.ok(isMonth('2024-12') && !isMonth('2024-13') && !isMonth('24-01'))
})

test('an address keeps what was asked, and what cannot be asked is not', () => {
  const question = readQuestion({ source: '1', category: '', places: '150', n: '' })!
  assert.equal(addressOf('/hotspots', question, { month: '2024-05' }), '/hotspots?source=1&places=150&month=2024-05')
  for (const wrong of [
    { source: '-1' }, { places: '99' }, { month: '2024-00' }, { budget: '7' }, { source: ['1', '2'] },
  ]) assert.equal(readQuestion(wrong), null)
  assert.deepEqual(readBudget({ budget: 'n', n: '12' }, 100).budget, { places: 12 })
  assert.match(readBudget({ budget: 'n', n: '1.5' }, 100).error!, /whole number/)
})

test('a month that is not held is not a month of nothing', () => {
  const source = {
    sourceId: 1, name: 'S', provider: 'P', rowIs: 'crime', positions: 'snapped', attribution: null, knownGaps: null,
    dataVersion: 1,
  } as const
  const holding = holdingFrom(
    source,
    [{ month: '2024-01', area: 0, category: 7, text: 'Theft', n: 3 }, { month: '2024-03', area: 0, category: 7, text: 'Theft', n: 4 }],
  )!
  assert.deepEqual(holding.isHeld, [true, false, true])
  assert.deepEqual([...holding.counts[0]!], [3, 0, 4])
  assert.equal(holdingFrom(source, []), null)
})

test('a point without a name is not called by one, and points that gather reports are', () => {
  assert.equal(nameOfPlace('On or near '), null)
  assert.equal(nameOfPlace('On or near Corbet Court'), 'On or near Corbet Court')
  assert.equal(gathersNote(['On or near Corbet Court', 'On or near Prison Lane']), null)
  assert.ok(gathersNote(['On or near Police Station']))
})

const PLACES: Places = { kind: 'squares', side: 100, x: Int32Array.of(0, 1, 0, 1), y: Int32Array.of(0, 0, 1, 1) }
const columnsFrom = (rows: readonly (readonly [month: number, category: number, x: number, y: number, n: number])[]) => {
  const columns = emptyColumns(rows.length)
  rows.forEach(([month, category, x, y, n], row) => {
    columns.month[row] = month
    columns.category[row] = category
    columns.x[row] = x
    columns.y[row] = y
    columns.n[row] = n
  })
  return columns
}

test('squares of 50 m fall whole into larger ones, and what lies outside the area is left out', () => {
  const { asked, others } = countsByMonth(
    PLACES, columnsFrom([[0, 0, 0, 0, 1], [0, 0, 1, 1, 2], [0, 0, 2, 3, 4], [0, 1, 2, 0, 8], [0, 0, 9, 9, 16]]),
    [true], 0,
  )
  assert.deepEqual([...asked[0]!], [3, 0, 0, 4])
  assert.deepEqual([...others[0]!], [0, 8, 0, 0])
  assert.deepEqual(countsByMonth(PLACES, columnsFrom([]), [true, false], 0).asked[1], null)
})

test('nothing is smoothed from one ward into another', () => {
  const ground = groundOfPlaces({ kind: 'areas', count: 3, pairs: [[0, 1], [1, 0]] })
  const into = new Float64Array(3)
  ground.smoother(300, 'shared')(Float64Array.of(5, 0, 0), into)
  assert.deepEqual([...into], [5, 0, 0])
})

const steady = (months: number, place: (month: number) => number) => columnsFrom(Array.from(
  { length: months }, (_, month) => [month, 0, place(month) * 2, 0, 10] as const,
))

test('what a month held is never known when it is predicted', () => {
  const asked = { places: PLACES, isHeld: Array.from({ length: 20 }, () => true), category: null, eras: [], target: 19 }
  const stays = rank({ ...asked, columns: steady(20, () => 0) }, 'decayed')
  const jumps = rank({ ...asked, columns: steady(20, (month) => (month === 19 ? 1 : 0)) }, 'decayed')
  assert.deepEqual([...jumps.expected], [...stays.expected])
  assert.deepEqual([...jumps.order], [...stays.order])
  assert.deepEqual([...jumps.came!], [0, 10, 0, 0])
})

test('nothing before the map moved is learnt from after it', () => {
  const moved = steady(20, (month) => (month < 10 ? 0 : 1))
  const asked = { places: PLACES, isHeld: Array.from({ length: 20 }, () => true), category: null, columns: moved, target: 20 }
  assert.equal(rank({ ...asked, eras: [10] }, 'last12').lastYear[0], 0)
  assert.ok(rank({ ...asked, eras: [] }, 'last12').lastYear[0]! > 0)
  const tested = judge({ ...asked, eras: [10] }).tested.find(({ predictor }) => predictor === 'decayed')!
  assert.ok(tested.byMonth.every(({ month }) => month < 10 || month >= 14), 'months soon after the move have no past of their own')
})

test('expected numbers sum to the month expected, whichever way places are chosen', () => {
  const columns = columnsFrom(Array.from({ length: 24 }, (_, month) => [[month, 0, 0, 0, 6], [month, 0, 2, 2, 2]] as const).flat())
  for (const method of ['decayed', 'last12', 'gistar', 'kde150']) {
    const { expected, total } = rank(
      { places: PLACES, columns, isHeld: Array.from({ length: 24 }, () => true), category: null, eras: [], target: 24 },
      method,
    )
    assert.ok(Math.abs(expected.reduce((sum, each) => sum + each, 0) - total) < 1e-9, method)
    assert.ok(Math.abs(total - 8) < 1e-9, method)
  }
})

const tested = (predictor: string, hits: readonly number[]): Tested => ({
  predictor, type: 'asked', budget: { share: 0.05 }, cells: 5, of: 100, hits: hits.reduce((sum, each) => sum + each, 0), crimes: 100 * hits.length, best: 60 * hits.length, expected: null,
  byMonth: hits.map((each, month) => ({ month, hits: each, crimes: 100, best: 60, expected: null })),
})
const HITS = [40, 42, 41, 39, 43, 40, 41, 42]

test('a gain that one month makes and the next unmakes is not called better', () => {
  assert.equal(isBeyondChance(tested('a', HITS.map((hits, month) => hits + (month % 2 ? 5 : -4))), tested('b', HITS)), false)
  assert.equal(isBeyondChance(tested('a', HITS.map((hits, month) => hits + 5 + (month % 2))), tested('b', HITS)), true)
  assert.equal(isBeyondChance(tested('a', [50, 51]), tested('b', [40, 40])), false)
})

test('the page says “no better than a simple count” when that is so, and how much better when it is', () => {
  const setting = { eras: [{ from: 0, to: 7, seenBefore: null }], target: 8 }
  const say = (gain: number, isBetterThanLastYear: boolean) =>
    comparisonSentence(
      setting, { method: 'decayed', isBetterThanLastYear, tested: [], calibration: [] },
      tested('decayed', HITS.map((hits) => hits + gain)), tested('last12', HITS),
    )
  assert.match(say(0, false), /no better than a simple count/)
  assert.match(say(1, true), /hardly better than a simple count/)
  assert.match(say(6, true), /would have done less well: 47% against 41%/)
  assert.match(comparisonSentence(setting, { method: 'last12', isBetterThanLastYear: false, tested: [], calibration: [] }, tested('last12', HITS), tested('last12', HITS)), /Nothing else that was tried did better/)
  assert.deepEqual(pooledIn(tested('a', HITS), 2, 4), { hits: 80, crimes: 200, best: 120, months: 2, from: 2, to: 3 })
  assert.equal(pooledIn(tested('a', HITS), 50, 60), null)
})

test('a place where nothing happened is never marked as a cluster', () => {
  const side = 30
  const squares = Array.from({ length: side * side }, (_, index) => ({ x: index % side, y: Math.floor(index / side) }))
  const places: Places = {
    kind: 'squares', side: 100, x: Int32Array.from(squares, ({ x }) => x), y: Int32Array.from(squares, ({ y }) => y),
  }
  const ring = [[14, 14], [15, 14], [16, 14], [14, 15], [16, 15], [14, 16], [15, 16], [16, 16]] as const
  const thin = squares.filter(({ x, y }) => (x + y) % 2 === 0 && !(x === 15 && y === 15))
  const columns = columnsFrom([
    ...ring.map(([x, y]) => [0, 0, x * 2, y * 2, 40] as const),
    ...thin.map(({ x, y }) => [0, 0, x * 2, y * 2, 1] as const),
  ])
  const found = cluster({ places, columns, isHeld: [true], category: null, eras: [], target: 1 })
  const empty = 15 * side + 15
  assert.equal(found.law, 'normal')
  assert.equal(found.counts[empty], 0)
  assert.ok(found.z[empty]! > 5)
  assert.equal(found.significant[empty], 0)
  assert.equal(found.quiet[empty], 1)
  assert.equal(found.significant[14 * side + 14], 1)
})

test('half of it at one point is counted as one, and points of other categories are possible places', () => {
  const rows = [[0, 0, 10, 10, 8], [0, 0, 20, 20, 4], [0, 1, 30, 30, 9], [0, 1, 40, 40, 9]] as const
  const columns = { ...columnsFrom(rows), place: Int32Array.of(0, -1, 0, 0), places: ['On or near Market'] }
  const { whole, points, counts } = concentratePoints(columns, { isHeld: [true], category: 0, eras: [], target: 1 })
  assert.deepEqual([whole.places, whole.used, whole.incidents], [4, 2, 12])
  assert.equal(whole.holdings.find(({ share }) => share === 0.5)!.places, 1)
  assert.deepEqual([...counts], [8, 4])
  assert.deepEqual([points!.x[0], points!.place[0], points!.place[1]], [10, 0, -1])
})

test('areas that differ only by luck are similar, and one far beyond the spread of all is not', () => {
  const expected = Array.from({ length: 20 }, () => 100)
  const luck = expected.map((n, area) => n + [8, -9, 3, 0, -5][area % 5]!)
  assert.ok(standings(luck, expected).every(({ standing }) => standing === 'similar'))
  const odd = [...luck.slice(0, 19), 400]
  assert.equal(standings(odd, expected)[19]!.standing, 'higher')
  assert.equal(standings([0, ...luck.slice(1)], expected)[0]!.standing, 'lower')
})

test('a busy ward with many premises is not first by rate, and a ward nobody counted has none', () => {
  const areas = [{ areaId: 1, name: 'Centre' }, { areaId: 2, name: 'Edge' }, { areaId: 3, name: 'Uncounted' }]
  const rated = ratedAreas(areas, Float64Array.of(90, 30, 50), [{ areaId: 1, n: 900 }, { areaId: 2, n: 30 }])
  assert.deepEqual(rated.map(({ countRank, rateRank, rate }) => [countRank, rateRank, rate]), [[1, 2, 100], [3, 1, 1000], [2, null, null]])
})

test('every way of choosing is called by words', () => {
  for (const name of ['decayed', 'last12', 'gistar', 'kde300', 'decayed9', 'unsmoothed6']) assert.notEqual(methodOf(name).name, name)
})

test('a line stops at a gap and at a change of map', () => {
  assert.deepEqual(runsOf([1, 2, null, 3, 4], 10, [14]), [[[10, 1], [11, 2]], [[13, 3]], [[14, 4]]])
  assert.deepEqual(ticksTo(0.43, String).ticks.map(({ at }) => Math.round(at * 100)), [0, 10, 20, 30, 40, 50])
})

test('what the other thread could not do is told to whoever asked, and the next task is done', async () => {
  const beyond: Places = { kind: 'squares', side: 100, x: Int32Array.of(0, 90_000), y: Int32Array.of(0, 90_000) }
  const asked = { columns: columnsFrom([]), isHeld: [true], category: null, eras: [], target: 1 }
  await assert.rejects(offThread('cluster', { ...asked, places: beyond }), /far from the others/)
  assert.equal((await offThread('cluster', { ...asked, places: PLACES })).law, 'too few to tell')
})

test('a common crime that vanishes for a month while the others go on is a gap, for it alone', () => {
  const source = {
    sourceId: 1, name: 'S', provider: 'P', rowIs: 'crime', positions: 'snapped', attribution: null, knownGaps: null,
    dataVersion: 1,
  } as const
  const rows = monthsBetween('2023-01', '2024-06').flatMap((month) => [
    ...(month === '2023-10' ? [] : [{ month, area: 0, category: 7, text: 'Theft', n: 30 }]), { month, area: 0, category: 8, text: 'Arson', n: 25 },
  ])
  const holding = holdingFrom(source, rows)!
  const [arson, theft] = [0, 1]
  assert.equal(isHeldFor(holding, theft)[9], false)
  assert.equal(isHeldFor(holding, theft)[8], true)
  assert.equal(isHeldFor(holding, arson)[9], true)
  assert.equal(isHeldFor(holding, null)[9], true)
})
