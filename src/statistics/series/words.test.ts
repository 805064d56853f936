import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectedAt } from './expected.ts'
import { changeSentence, periodSentence, signalSentence, trendSentence, writePeriod } from './words.ts'
import type { SeriesSignal } from './watch.ts'

const signal: SeriesSignal = {
  name: 'Burglary', period: '2026-01', direction: 'higher', count: 41, expected: 26, lower: 18, upper: 36, p: 0.017, onceInYears: 9.8,
  isSure: false, since: '2026-01', change: null, isProvisional: false,
}

test('a signal says what, when, how far, what is usual and how rare', () => {
  assert.equal(signalSentence(signal), 'Burglary in January 2026 was higher than usual: 41, where 18 to 36 is usual. Chance alone gives a figure this high about once in 10 years.')
  assert.match(signalSentence({ ...signal, direction: 'lower', onceInYears: 2345 }), /lower than usual.* this low less than once in 100 years\.$/)
  assert.match(signalSentence({ ...signal, onceInYears: null, p: 0.004 }), /about once in 500 periods\.$/)
  assert.match(signalSentence({ ...signal, isProvisional: true }), /The figure is provisional and may still rise\.$/)
})

test('one period: no real change, near the edge, unusual, not yet known, too little to go by', () => {
  const calm = { counts: Array.from({ length: 60 }, (_, index) => 24 + (index % 5)), places: Array.from({ length: 60 }, (_, index) => index), perYear: 12 }
  const of = (count: number | null) => periodSentence(expectedAt({ ...calm, counts: [...calm.counts.slice(0, 59), count] }, 59))
  assert.match(of(26), /^No real change: 26 is within the usual 1\d to 3\d\.$/)
  assert.match(of(60), /^Higher than usual: 60, where 1\d to 3\d is usual\.$/)
  assert.match(of(3), /^Lower than usual: 3,/)
  assert.match(of(38), /^No clear change: 38 is near the edge of the usual 1\d to 3\d, and within \d+ to \d+\.$/)
  assert.match(of(null), /^No figure yet\. 1\d to 3\d would be usual\.$/)
  assert.equal(periodSentence(expectedAt({ counts: [1], places: [0], perYear: 12 }, 0)), 'Too few earlier periods to say what is usual.')
})

test('a trend is spoken of only when there are readings enough and the interval leaves out no change', () => {
  assert.equal(trendSentence({ slope: 2, low: 1.1, high: 2.9 }, 36), 'Rising by about 2 a month, each month (1.1 to 2.9).')
  assert.equal(trendSentence({ slope: -0.5, low: -0.75, high: -0.25 }, 52, 'week'), 'Falling by about 0.5 a week, each week (0.25 to 0.75).')
  assert.equal(trendSentence({ slope: 2, low: -0.1, high: 2.9 }, 36), 'No steady rise or fall.')
  assert.equal(trendSentence({ slope: 2, low: 1, high: 3 }, 23), 'Too short for a trend: 23 of the 24 readings that one needs.')
})

test('a change of level names the first month of the new level and the months between which it fell', () => {
  const labels = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05']
  const change = { after: 1, from: 0, to: 2, before: 12, next: 20.5 }
  assert.equal(changeSentence(change, labels), 'The level changed in March 2026 (some time from February 2026 to April 2026): from 12 to 20.5 on average.')
})

test('periods are written as months where they are months', () => {
  assert.deepEqual(['2026-03', '2026-03-01', '202603', '2026-Q1', '2026-03-09', '7'].map(writePeriod), ['March 2026', 'March 2026', 'March 2026', '2026-Q1', '2026-03-09', '7'])
})
