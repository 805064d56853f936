import assert from 'node:assert/strict'
import { test } from 'node:test'
import { funnel, funnelAt } from './funnel.ts'

const near = (actual: number, expected: number, within = 1e-9) => assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`)

test('areas that differ as chance does have exact Poisson limits: of 10 expected, about 4 to 17 at 95% and 1 to 21 at 99.8%', () => {
  const { rate, spread, areas } = funnel([9, 11, 10, 12, 8].map((count) => ({ count, exposure: 1000 })))
  assert.equal(rate, 0.01)
  assert.equal(spread, 0)
  const limits = areas[0]!
  // Whole counts from Poisson tables: 2.5% falls within 4, 97.5% within 17, 0.1% within 2, 99.9% within 21.
  for (const [value, above, upTo] of [[limits.lower95, 3, 4], [limits.upper95, 16, 17], [limits.lower998, 1, 2], [limits.upper998, 20, 21]] as const) {
    assert.ok(value * 1000 > above && value * 1000 <= upTo, `${value * 1000} is not within ${above} to ${upTo}`)
  }
  assert.deepEqual(areas.map(({ standing }) => standing), Array(5).fill('similar'))
})

test('where areas differ by more than chance the limits are widened on the root scale and squared back', () => {
  const counts = [60, 140, 80, 120, 100, 70, 130, 90, 110, 100]
  const { spread, areas } = funnel(counts.map((count) => ({ count, exposure: 1 })))
  const roots = counts.map((count) => 2 * (Math.sqrt(count) - 10)).toSorted((a, b) => a - b)
  // The tenth and ninetieth percentiles of ten values lie nine tenths of a step in from the ends.
  const [low, high] = [roots[0]! * 0.1 + roots[1]! * 0.9, roots[9]! * 0.1 + roots[8]! * 0.9]
  const dispersion = roots.reduce((sum, z) => sum + Math.min(high, Math.max(low, z)) ** 2, 0) / 10
  near(spread, (10 * dispersion - 9) / (4000 - 400))
  near(areas[0]!.upper95, 100 * (1 + 1.959963984540054 * Math.sqrt(1 / 400 + spread)) ** 2, 1e-6)
  near(areas[0]!.lower998, 100 * (1 - 3.090232306167813 * Math.sqrt(1 / 400 + spread)) ** 2, 1e-6)
  assert.ok(areas.every(({ standing }) => standing === 'similar'), 'none stands out from areas as varied as these')
})

test('an area far from the rest is called higher, and a small area with the same rate need not be', () => {
  const areas = [...Array.from({ length: 12 }, () => ({ count: 100, exposure: 10_000 })), { count: 200, exposure: 10_000 }, { count: 2, exposure: 100 }]
  const standings = funnel(areas).areas.map(({ standing }) => standing)
  assert.equal(standings[12], 'higher')
  assert.equal(standings[13], 'similar')
})

test('the funnel narrows as areas grow, and its lower limit is never below nothing', () => {
  const all = funnel([9, 11, 10, 12, 8].map((count) => ({ count, exposure: 1000 })))
  assert.ok(funnelAt(all, 100_000).upper95 < funnelAt(all, 1000).upper95)
  assert.equal(funnelAt(all, 10).lower998, 0)
  const varied = funnel([1, 200, 5, 150, 90, 30].map((count) => ({ count, exposure: 1 })))
  assert.ok(varied.spread > 0.2)
  assert.equal(varied.areas[0]!.lower998, 0)
})

test('no events give no limits but nought, and an area without anything to count per is refused', () => {
  assert.equal(funnel([{ count: 0, exposure: 10 }, { count: 0, exposure: 20 }]).areas[0]!.upper998, 0)
  assert.throws(() => funnel([{ count: 1, exposure: 0 }]), RangeError)
  assert.deepEqual(funnel([]).areas, [])
})
