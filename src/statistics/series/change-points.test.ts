import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { changePoints, stepDispersion } from './change-points.ts'

// Annual flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978).
const NILE = `1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250 1260 1220 1030 1100
774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 864 862 698 845 744 796 1040 759 781 865 845 944
984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890 744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740`
  .split(/\s+/).map(Number)

test('strucchange’s printed divisions of the Nile, with stretches of 15 years at least: breaks, sums of squares and BIC', () => {
  const { fits, chosen } = changePoints(NILE, { shortest: 15 })
  const places = fits.map(({ after }) => after.map((index) => index + 1))
  assert.deepEqual(places, [[], [28], [28, 83], [28, 68, 83], [28, 45, 68, 83], [15, 30, 45, 68, 83]])
  assert.deepEqual(fits.map(({ cost }) => Math.round(cost)), [2835157, 1597457, 1552924, 1538097, 1507888, 1659994])
  assert.deepEqual(fits.map(({ bic }) => Math.round(bic)), [1318, 1270, 1276, 1285, 1292, 1311])
  assert.equal(1870 + chosen[0]!.after + 1, 1898)
})

test('the plausible range of the Nile’s change lies within the 1895 to 1902 that strucchange prints', () => {
  const { from, after, to, before, next } = changePoints(NILE, { shortest: 15 }).chosen[0]!
  assert.ok(from <= after && after <= to)
  assert.ok(1871 + from >= 1895 && 1871 + to <= 1902)
  assert.ok(Math.abs(before - 1097.75) < 0.01 && Math.abs(next - 849.97) < 0.01)
})

test('a step in counts is found where it is, by each measure of fit', () => {
  const counts = [...Array.from({ length: 18 }, (_, index) => 8 + (index % 3)), ...Array.from({ length: 18 }, (_, index) => 20 + (index % 3))]
  for (const cost of ['least squares', 'poisson', 'negative binomial'] as const) {
    const { chosen } = changePoints(counts, { cost })
    assert.deepEqual(chosen.map(({ after, before, next }) => [after, before, next]), [[17, 9, 21]], cost)
  }
})

test('a stable series has no change, and neither has one too short to divide', () => {
  const stable = Array.from({ length: 60 }, (_, index) => 20 + ((index * 7) % 5))
  for (const cost of ['least squares', 'poisson', 'negative binomial'] as const) assert.deepEqual(changePoints(stable, { cost }).chosen, [])
  assert.deepEqual(changePoints([1, 1, 9, 9], {}).fits.length, 1)
  assert.deepEqual(changePoints([], {}).chosen, [])
  assert.deepEqual(changePoints(Array<number>(40).fill(3)).chosen, [])
})

test('for counts BIC charges each change its place and its level', () => {
  const counts = [...Array<number>(15).fill(8), ...Array<number>(15).fill(20), ...Array<number>(15).fill(14)]
  const { fits } = changePoints(counts, { cost: 'poisson' })
  const badness = (sum: number, length: number) => -2 * (sum * Math.log(sum / length) - sum)
  assert.ok(Math.abs(fits[0]!.bic - badness(630, 45) - Math.log(45)) < 1e-9)
  assert.ok(Math.abs(fits[1]!.bic - badness(120, 15) - badness(510, 30) - 3 * Math.log(45)) < 1e-9)
})

test('never more than five changes, and never a stretch shorter than asked', () => {
  const stairs = Array.from({ length: 100 }, (_, index) => 100 * Math.floor(index / 10) + (index % 2))
  const { chosen } = changePoints(stairs, { shortest: 6 })
  assert.equal(chosen.length, 5)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 24, maxLength: 60 }), (readings) => {
      for (const { after } of changePoints(readings, { shortest: 6 }).fits) {
        const ends = [-1, ...after, readings.length - 1]
        assert.ok(ends.slice(1).every((end, index) => end - ends[index]! >= 6))
      }
    }),
  )
})

test('more changes never fit worse while stretches stay long enough, and no division by hand fits better than the best', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 20, maxLength: 24 }), (readings) => {
      const { fits } = changePoints(readings, { shortest: 5 })
      const squares = (part: number[]) => part.reduce((sum, value) => sum + (value - part.reduce((a, b) => a + b) / part.length) ** 2, 0)
      for (let at = 5; at <= readings.length - 5; at += 1) {
        assert.ok(fits[1]!.cost <= squares(readings.slice(0, at)) + squares(readings.slice(at)) + 1e-9)
      }
    }),
  )
})

test('the dispersion from step to step is 1 for Poisson-like counts and is not swollen by one change of level', () => {
  assert.equal(stepDispersion([5, 5, 5]), 1)
  const noisy = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 20 : 36))
  assert.ok(Math.abs(stepDispersion(noisy) - 256 / 56) < 1e-12)
  assert.throws(() => changePoints(new Array(20_001).fill(1)), RangeError)
})
