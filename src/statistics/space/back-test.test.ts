import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, backTest, together, trainingFor } from './back-test.ts'
import { chooseBest, forecastNext, RECIPES } from './forecast.ts'
import { latticeOf } from './lattice.ts'
import { groundOf, type MonthCounts, openPast, sumOf } from './past.ts'
import { predictorNamed, USUAL_PREDICTORS } from './predictors.ts'
import { seededRandom } from './random.ts'

const SIDE = 10
const places = Array.from({ length: SIDE * SIDE }, (_, place) => place)
const ground = groundOf(latticeOf(Int32Array.from(places, (place) => place % SIDE), Int32Array.from(places, (place) => Math.floor(place / SIDE))), 100)
const month = (counts: Record<number, number>) => Float64Array.from(places, (place) => counts[place] ?? 0)
const near = (one: number, other: number, within = 1e-9) => assert.ok(Math.abs(one - other) <= within, `${one} is not ${other}`)

test('a crime counts half after a half-life, a missing month ages the others and adds nothing, and a window forgets', () => {
  const past = openPast(ground)
  for (const counts of [month({ 0: 8 }), null, month({ 0: 1, 1: 3 })]) past.add(counts)
  near(past.decayed(2)[0]!, 8 * 0.5 + 1)
  near(past.decayed(1)[0]!, 8 * 0.25 + 1)
  near(past.monthlyTotal(1), (8 * 0.25 + 4) / 1.25)
  assert.deepEqual([past.window(2)[0], past.window(3)[0], past.window(12)[1]], [1, 9, 3])
  past.add(month({}))
  assert.deepEqual([past.window(2)[0], past.window(3)[0]], [1, 1])
})

test('what is expected sums to the type’s monthly total, is highest where crime was, and is above nought beside it', () => {
  const months = Array.from({ length: 24 }, () => month({ 44: 6, 12: 2 }))
  const { expected, total } = forecastNext(ground, months, months)
  near(total, 8)
  near(sumOf(expected), 8)
  assert.ok(expected[44]! > expected[12]! && expected[12]! > expected[45]! && expected[45]! > 0)
})

test('with nothing ever recorded, nothing is expected anywhere', () => {
  const { expected, total } = forecastNext(ground, [month({}), month({})], [month({}), month({})])
  assert.equal(total, 0)
  assert.ok(expected.every((count) => count === 0))
})

test('the recipe moves from its start only for a gain beyond its month-to-month error', () => {
  const judged = (rival: (index: number) => number) => Array.from({ length: 12 }, (_, index) => Float64Array.of(-100, rival(index)))
  assert.equal(chooseBest(judged((index) => -100 + (index % 2 === 0 ? 9 : -8))), 0)
  assert.equal(chooseBest(judged((index) => -98 + (index % 2))), 1)
  assert.equal(chooseBest(judged(() => -90).slice(0, 5)), 0)
  assert.deepEqual(RECIPES[0], { halfLife: 9, smoothed: 0.3 })
})

const named = (...names: string[]) => names.map((name) => predictorNamed(name)!)

test('a place that is always the worst is found by every method, and the best possible is reached', () => {
  const months = Array.from({ length: 15 }, () => month({ 33: 5, 70: 1 }))
  for (const result of backTest({ ground, types: new Map([['Theft', months]]), predictors: named('decayed', 'last12', 'kde100'), budgets: [{ share: 0.01 }], training: 12 })) {
    assert.deepEqual([result.hits, result.crimes, result.best, result.cells, result.byMonth.length], [15, 18, 15, 1, 3])
    assert.deepEqual(accuracy(result), { hitRate: 15 / 18, pai: 15 / 18 / 0.01, pei: 1 })
  }
})

test('nothing of the month predicted is used: crime that moves each month to a new square is never hit', () => {
  const months = Array.from({ length: 20 }, (_, index) => month({ [index * 5]: 4 }))
  const results = backTest({ ground, types: new Map([['Theft', months]]), predictors: named(...USUAL_PREDICTORS), budgets: [{ places: 1 }, { places: 100 }], training: 12 })
  for (const result of results) assert.equal(result.hits, result.cells === 1 ? 0 : result.crimes, result.predictor)
})

test('nothing before the source moved its points is learnt from after it, and months of training begin again', () => {
  const months = [...Array.from({ length: 12 }, () => month({ 3: 9 })), ...Array.from({ length: 12 }, (_, index) => month(index < 6 ? { 60: 1 } : { 3: 5, 60: 1 }))]
  const held = (eras: number[]) => backTest({ ground, types: new Map([['Theft', months]]), predictors: named('last12'), budgets: [{ places: 1 }], training: 6, eras })[0]!
  assert.deepEqual(held([12]).byMonth.map(({ month: at }) => at), [6, 7, 8, 9, 10, 11, 18, 19, 20, 21, 22, 23])
  assert.equal(held([12]).byMonth[6]!.hits, 1)
  assert.equal(held([]).byMonth.find(({ month: at }) => at === 18)!.hits, 5)
})

test('a month the source does not have is not tested, and no month is when all are training', () => {
  const months: MonthCounts[] = Array.from({ length: 14 }, (_, index) => (index === 12 ? null : month({ 1: 1 })))
  const held = (training: number) => backTest({ ground, types: new Map([['Theft', months]]), predictors: named('last12'), budgets: [{ share: 0.05 }], training })[0]!
  assert.deepEqual(held(12).byMonth.map(({ month: at }) => at), [13])
  assert.ok(Number.isNaN(accuracy(held(30)).hitRate))
})

test('expected numbers are borne out where crime falls at random with steady risks', () => {
  const random = seededRandom(11)
  const risks = places.map((place) => (place % 7 === 0 ? 2 : 0.1))
  const months = Array.from({ length: 40 }, () => Float64Array.from(risks, (risk) => poissonOf(risk, random)))
  const [result] = backTest({ ground, types: new Map([['Theft', months]]), predictors: named('decayed'), budgets: [{ share: 0.1 }], training: 12 })
  assert.ok(Math.abs(result!.expected! / result!.hits - 1) < 0.08, `${result!.expected} ${result!.hits}`)
  assert.deepEqual(result!.bands!.map(({ from, to }) => [from, to]), [[0, 0.01], [0.01, 0.05], [0.05, 0.2], [0.2, 1]])
  near(result!.bands!.reduce((sum, { came }) => sum + came, 0), result!.crimes)
  for (const { expected, came } of result!.bands!) assert.ok(Math.abs(expected - came) < 4 * Math.sqrt(expected) + 2, `${expected} ${came}`)
})

function poissonOf(mean: number, random: () => number): number {
  let [count, product] = [0, random()]
  while (product > Math.exp(-mean)) {
    product *= random()
    count++
  }
  return count
}

test('a predictor has a number or a name; another is none', () => {
  assert.deepEqual(['kde300', 'last12', 'decayed9', 'unsmoothed3', 'gistar', 'decayed', 'kde', 'last0', 'magic'].map((name) => predictorNamed(name)?.name ?? null),
    ['kde300', 'last12', 'decayed9', 'unsmoothed3', 'gistar', 'decayed', null, null, null])
})

test('a year of training, or less where that leaves under six months to test; a month counts for all types when any has it', () => {
  assert.deepEqual([60, 18, 12, 8, 3].map(trainingFor), [12, 12, 6, 2, 1])
  assert.deepEqual([...together([Float64Array.of(1, 2), null, Float64Array.of(3, 4)])!], [4, 6])
  assert.equal(together([null, null]), null)
})
