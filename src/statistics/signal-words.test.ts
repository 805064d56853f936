import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pChart } from './attribute-charts.ts'
import { xmrChart } from './process-control.ts'
import { assure, summarise } from './signal-words.ts'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October']
/** Years of ten months, for want of more. */
const periods = (count: number) =>
  Array.from({ length: count }, (_, index) => `${MONTHS[index % 10]} ${2018 + Math.floor(index / 10)}`)
const USUAL = [4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5]
const speak = (values: (number | null)[], betterWhen: 'higher' | 'lower' | 'neutral', settings = {}) =>
  summarise(xmrChart(values, settings), { betterWhen, periods: periods(values.length) })

test('usual ups and downs are said to be no change', () => {
  assert.deepEqual(speak(USUAL, 'lower'), { summary: 'common cause', sentence: 'No change: usual ups and downs' })
})

test('a rise is good news, bad news or neither, as the measure has it', () => {
  const leap = [...USUAL, 30]
  assert.equal(speak(leap, 'lower').summary, 'special cause: concern')
  assert.equal(speak(leap, 'higher').summary, 'special cause: improvement', 'more reports of hidden harm is the aim')
  assert.equal(speak(leap, 'neutral').summary, 'special cause: neutral')
  assert.equal(speak([...USUAL, -30], 'lower').summary, 'special cause: improvement')
})

test('one reading outside the limits is named by its period', () => {
  assert.equal(speak([...USUAL, 30], 'lower').sentence, 'Higher than usual in March 2019')
  assert.equal(speak([...USUAL, -30], 'lower').sentence, 'Lower than usual in March 2019')
})

test('a run is named by the period in which it began', () => {
  const spoken = speak([...USUAL, 5, 6, 5, 6, 5, 6, 5], 'lower', { baseline: 12 })
  assert.equal(spoken.sentence, 'Higher than usual since February 2019')
  assert.equal(spoken.signal!.began, 11)
})

test('a trend is rising or falling', () => {
  assert.equal(speak([...USUAL, 1, 2, 3, 4, 5, 6, 6.5], 'higher').sentence, 'Rising since March 2019')
  assert.equal(speak([...USUAL, 7, 6, 5, 4, 3, 2.9, 2.8], 'higher').sentence, 'Falling since March 2019')
})

test('too few readings are said to be too few, and no limits are made up', () => {
  const { summary, sentence } = speak([4, 9, 2], 'lower')
  assert.equal(summary, 'not enough data')
  assert.equal(sentence, 'Not enough data: 3 of the 12 readings that limits need')
  assert.equal(speak([], 'lower').sentence, 'Not enough data: 0 of the 12 readings that limits need')
})

test('trial limits say so', () => {
  const { sentence } = speak(USUAL.slice(0, 8), 'lower')
  const proviso = 'on trial limits, from 8 of the 12 readings that limits need'
  assert.equal(sentence, `No change: usual ups and downs (${proviso})`)
})

test('a signal of an earlier phase is not the news of today', () => {
  const values = [...USUAL, 30, ...USUAL.map((value) => value + 20)]
  assert.equal(speak(values, 'lower', { rebaseAt: [13] }).summary, 'common cause')
  assert.equal(speak(values.slice(0, 15), 'lower', { rebaseAt: [13] }).summary, 'not enough data')
})

test('when the latest periods have no reading, the sentence says since when', () => {
  assert.equal(
    speak([...USUAL, null, null], 'lower').sentence,
    'No change: usual ups and downs (no reading since February 2019)',
  )
})

test('each reading needs a period', () => {
  assert.throws(() => summarise(xmrChart([1, 2]), { betterWhen: 'lower', periods: ['May'] }), RangeError)
})

test('a target outside the usual ups and downs is met or missed consistently, by which way is better', () => {
  const chart = xmrChart(USUAL) // 1.84 to 7.16
  assert.equal(assure(chart, 1, 'higher'), 'consistently meets')
  assert.equal(assure(chart, 1, 'lower'), 'consistently misses')
  assert.equal(assure(chart, 8, 'higher'), 'consistently misses')
  assert.equal(assure(chart, 8, 'lower'), 'consistently meets')
})

test('a target within the usual ups and downs is hit and miss', () => {
  assert.equal(assure(xmrChart(USUAL), 5, 'lower'), 'hit and miss')
})

test('nothing is assured without limits, or where neither way is better', () => {
  assert.equal(assure(xmrChart([1, 2, 3]), 5, 'lower'), 'not enough data')
  assert.equal(assure(xmrChart(USUAL), 1, 'neutral'), 'not applicable')
})

test('assurance of a share uses the limits for the latest size', () => {
  const chart = pChart([...USUAL.map((count) => ({ count: count * 10, of: 1000 })), { count: 1, of: 20 }])
  assert.equal(assure(chart, 0.1, 'lower'), 'hit and miss')
  const alike = pChart(USUAL.map((count) => ({ count: count * 10, of: 1000 })))
  assert.equal(assure(alike, 0.1, 'lower'), 'consistently meets')
})
