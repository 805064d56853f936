import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectedAt, expectedCounts } from './expected.ts'

const months = (counts: (number | null)[]) => ({ counts, places: counts.map((_, index) => index), perYear: 12 })
const repeat = (years: number, year: readonly number[]) => Array.from({ length: years }, () => year).flat()
const YEAR = [20, 22, 30, 41, 52, 60, 61, 50, 40, 31, 24, 20]

test('the first twelve months expect nothing, the next rest on the latest, and after three years on the same season', () => {
  const judged = expectedCounts(months(repeat(5, YEAR)))
  assert.equal(judged[11]!.basis, 'too little history')
  assert.deepEqual([judged[11]!.expected, judged[11]!.unusual, judged[11]!.p], [null, null, null])
  assert.deepEqual([judged[12]!.basis, judged[12]!.restsOn], ['latest periods', 12])
  assert.deepEqual([judged[37]!.basis, judged[37]!.restsOn], ['latest periods', 24])
  assert.deepEqual([judged[38]!.basis, judged[38]!.restsOn], ['same season of earlier years', 15])
})

test('a month is expected to be as the same five months of the three years before it', () => {
  const june = expectedCounts(months(repeat(5, YEAR)))[53]!
  const mean = (41 + 52 + 60 + 61 + 50) / 5
  assert.ok(Math.abs(june.expected! - mean) < 1e-9)
  const january = expectedCounts(months(repeat(5, YEAR)))[48]!
  assert.ok(january.expected! < 30, 'quiet months expect little')
})

test('a month does not explain itself, nor do the two before it', () => {
  const calm = repeat(4, YEAR)
  const raised = calm.map((count, index) => (index >= 45 ? count * 10 : count))
  assert.equal(expectedAt(months(raised), 47).expected, expectedAt(months(calm), 47).expected)
  assert.equal(expectedAt(months(raised), 47).unusual, 'higher')
  assert.equal(expectedAt(months(calm.map((count, index) => (index === 47 ? 0 : count))), 47).unusual, 'lower')
})

test('later months change nothing about earlier ones', () => {
  const calm = repeat(6, YEAR)
  const longer = expectedCounts(months(calm))
  assert.deepEqual(expectedCounts(months(calm.slice(0, 50))), longer.slice(0, 50))
})

test('exceptional months are left out of the baseline, and without two windows left the latest months are used', () => {
  const calm = repeat(5, YEAR)
  const locked = calm.map((count, index) => (index >= 16 && index < 24 ? 0 : count))
  const exceptional = (index: number) => index >= 16 && index < 24
  const left = expectedAt(months(locked), 53, { exceptional })
  assert.deepEqual([left.basis, left.restsOn], ['same season of earlier years', 11])
  assert.ok(left.expected! > expectedAt(months(locked), 53).expected!)
  assert.equal(expectedAt(months(locked), 53, { exceptional: (index) => index < 40 }).basis, 'latest periods')
})

test('counts that jump from month to month outside the season widen the range within it', () => {
  const restless = repeat(4, YEAR).map((count, index) => (index % 12 > 7 ? count + (index % 2 === 0 ? 30 : -15) : count))
  const [calm, wide] = [expectedAt(months(repeat(4, YEAR)), 40), expectedAt(months(restless), 40)]
  assert.equal(wide.expected, calm.expected)
  assert.ok(wide.upper99! > calm.upper99! + 5)
})

test('a month that has not come is expected too, and a month without a reading is not judged', () => {
  const calm = repeat(4, YEAR)
  const next = expectedAt(months(calm), 48)
  assert.ok(next.expected! > 0 && next.count === null && next.unusual === null)
  const holes = expectedCounts(months(calm.map((count, index) => (index === 40 ? null : count))))
  assert.deepEqual([holes[40]!.unusual, holes[40]!.p], [null, null])
  assert.ok(holes[40]!.expected! > 0)
})

test('after years of nothing one event is no alarm and a handful is', () => {
  const quiet = repeat(4, Array<number>(12).fill(0))
  const at = (count: number) => expectedAt(months([...quiet, count]), 48)
  assert.equal(at(0).unusual, 'no')
  assert.equal(at(1).unusual, 'no')
  assert.equal(at(4).unusual, 'higher')
  assert.equal(at(4).lower99, 0)
})

test('the 95% range lies within the 99% range, and unusual is outside the latter, where p is below 0.01', () => {
  for (const count of [0, 5, 15, 20, 25, 30, 45, 70, 120]) {
    const judged = expectedAt(months([...repeat(4, YEAR), count]), 48)
    assert.ok(judged.lower99! <= judged.lower95! && judged.lower95! <= judged.upper95! && judged.upper95! <= judged.upper99!)
    assert.equal(judged.unusual !== 'no', count < judged.lower99! || count > judged.upper99!)
    assert.equal(judged.unusual !== 'no', judged.p! < 0.01)
    assert.ok(judged.falseAlarm <= 0.01)
  }
})

test('quarters look at one quarter either side, weeks at three weeks, and days have no season', () => {
  const of = (perYear: number | null) => expectedAt({ counts: Array<number>(400).fill(9), places: Array.from({ length: 400 }, (_, index) => index), perYear }, 399)
  assert.equal(of(4).restsOn, 9)
  assert.equal(of(52).restsOn, 21)
  assert.equal(of(null).basis, 'latest periods')
})
