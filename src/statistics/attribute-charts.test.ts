import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cChart, npChart, pChart, uChart, type Tally } from './attribute-charts.ts'
import { latestLimits } from './control-chart.ts'

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} ≠ ${expected}`)
const tallies = (of: number, counts: readonly number[]): Tally[] => counts.map((count) => ({ count, of }))

test('a p chart pools the share and widens its limits where fewer cases were seen', () => {
  const chart = pChart([...tallies(100, [10, 12, 8, 11, 9, 10]), { count: 5, of: 25 }])
  const pooled = 65 / 625
  near(chart.points[0]!.limits!.centre, pooled)
  near(chart.points[6]!.limits!.upper, pooled + 3 * Math.sqrt((pooled * (1 - pooled)) / 25))
  near(chart.points[0]!.limits!.upper, pooled + 3 * Math.sqrt((pooled * (1 - pooled)) / 100))
  assert.equal(chart.points[6]!.limits!.lowerShown, 0)
})

test('a period with no cases has no share: it is a gap, not nought', () => {
  const chart = pChart([...tallies(10, [1, 2, 1, 2, 1]), { count: 0, of: 0 }, null])
  assert.deepEqual(chart.points.slice(5).map(({ value }) => value), [null, null])
  assert.equal(chart.phases[0]!.readings, 5)
})

test('an np chart counts cases, its centre following the size of each period', () => {
  const chart = npChart([...tallies(100, [10, 12, 8, 11, 9, 10]), { count: 20, of: 200 }])
  near(chart.points[0]!.limits!.centre, 10)
  near(chart.points[6]!.limits!.centre, 20)
  near(chart.points[6]!.limits!.upper, 20 + 3 * Math.sqrt(200 * 0.1 * 0.9))
})

test('a c chart has its limits at three square roots of the mean', () => {
  const limits = latestLimits(cChart([14, 18, 16, 12, 20, 16, null]))!
  near(limits.centre, 16)
  near(limits.upper, 28)
  near(limits.lower, 4)
  assert.equal(cChart([1]).kind, 'c')
})

test('a u chart counts events per unit of exposure, with limits for each exposure', () => {
  const chart = uChart([...tallies(4, [8, 8, 8, 8, 8]), { count: 4, of: 1 }])
  const rate = 44 / 21
  near(chart.points[0]!.limits!.upper, rate + 3 * Math.sqrt(rate / 4))
  near(chart.points[5]!.limits!.upper, rate + 3 * Math.sqrt(rate))
})

test('a share that leaps beyond its limits is a signal', () => {
  const chart = pChart(tallies(100, [10, 9, 11, 10, 9, 11, 10, 9, 11, 10, 9, 11, 60]), { baseline: 12 })
  assert.equal(chart.points[12]!.signals[0]!.pattern, 'outside limits')
  assert.equal(chart.points[11]!.signals.length, 0)
})

test('shares of nothing but noughts, and of nothing but all, have their limits on the centre and no signal', () => {
  for (const count of [0, 20]) {
    const chart = pChart(tallies(20, Array<number>(12).fill(count)))
    assert.equal(latestLimits(chart)!.upper, count / 20)
    assert.ok(chart.points.every(({ signals }) => signals.length === 0))
  }
})

const sized = (of: number) => fc.record({ of: fc.constant(of), count: fc.nat({ max: of }) })
const tally = fc.integer({ min: 0, max: 200 }).chain(sized)

test('limits drawn for shares stay between 0 and 1, and twice as many cases narrow them by the root of two', () => {
  fc.assert(
    fc.property(fc.array(tally, { minLength: 12, maxLength: 30 }), (samples) => {
      const once = pChart(samples)
      const twice = pChart(samples.map(({ count, of }) => ({ count: count * 2, of: of * 2 })))
      once.points.forEach(({ limits }, index) => {
        if (!limits) return
        assert.ok(limits.lowerShown >= 0 && limits.upperShown <= 1 && limits.lowerShown <= limits.upperShown)
        const narrower = twice.points[index]!.limits!
        near((narrower.upper - narrower.centre) * Math.SQRT2, limits.upper - limits.centre)
      })
    }),
  )
})
