// City of London street crime by month from ../shared, against the figures that analysis.md gives from R's surveillance and strucchange.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { changePoints } from './change-points.ts'
import { expectedCounts } from './expected.ts'
import { COVID, isExceptional, placePeriods } from './periods.ts'

const folder = new URL('../../../../shared/data/police-uk/city-of-london/street/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.slice(0, 7) >= '2018-04').sort()
const labels = files.map((name) => name.slice(0, 7))
const counts = files.map((name) => {
  const bytes = readFileSync(new URL(name, folder))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n').length - 1
})

test('all crime from January to April 2025 is expected at 730 to 760, and its upper limit is no wider than the 930 to 1,000 of surveillance', () => {
  const judged = expectedCounts({ counts, ...placePeriods(labels) }, { exceptional: (index) => isExceptional(labels[index]!, [COVID]) })
  const months = judged.filter((_, index) => labels[index]! >= '2025-01' && labels[index]! <= '2025-04')
  // Worked independently, in R's steps, with b = 3 and w = 2.
  const expected = [730.4, 728.266667, 743.6, 760.066667]
  months.forEach((month, index) => assert.ok(Math.abs(month.expected! - expected[index]!) < 1e-5, `${month.expected}`))
  for (const { upper99 } of months) assert.ok(upper99! >= 880 && upper99! <= 1000, `${upper99}`)
})

test('the levels of all crime change after March 2020 and after May 2021', () => {
  const breaks = changePoints(counts).chosen.map(({ after }) => labels[after])
  assert.deepEqual(breaks, ['2019-03', '2020-03', '2021-05', '2022-06'])
})
