import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../space/random.ts'
import { everyMonth } from './periods.ts'
import { signalsThisPeriod, type WatchedSeries } from './watch.ts'
import { falseAlarmSentence, signalSentence } from './words.ts'

const MONTHS = everyMonth(new Map(), '2021-08', '2026-03').months
const random = seededRandom(7)
const around = (mean: number) => Math.round(mean + (random() + random() + random() - 1.5) * 2 * Math.sqrt(mean))
const stable = (name: string, mean: number): WatchedSeries => ({ name, labels: MONTHS, counts: MONTHS.map(() => around(mean)) })
const lastBecomes = (series: WatchedSeries, ...last: number[]): WatchedSeries => ({ ...series, counts: [...series.counts.slice(0, -last.length), ...last] })

const calm = Array.from({ length: 30 }, (_, index) => stable(`calm ${index}`, 5 + index * 3))
const raised = lastBecomes(stable('Burglary', 20), 52)
const sunk = lastBecomes(stable('Bicycle theft', 60), 58, 9)

test('the most surprising series comes first, in either direction, and calm ones are not listed', () => {
  const watch = signalsThisPeriod([...calm, raised, sunk], { provisional: 1 })
  assert.equal(watch.period, '2026-03')
  assert.equal(watch.watched, 32)
  const [first, second] = watch.signals
  assert.deepEqual([first!.name, first!.direction, second!.name, second!.direction].sort(), ['Bicycle theft', 'Burglary', 'higher', 'lower'])
  assert.ok(first!.p <= second!.p && first!.isSure && second!.isSure && first!.isProvisional)
  assert.ok(watch.falseAlarms > 0.05 && watch.falseAlarms <= 0.32)
})

test('since when: the first month of the present run, and a change of level with its dates', () => {
  const longer = lastBecomes(stable('Robbery', 20), ...Array.from({ length: 9 }, () => 55))
  const [signal] = signalsThisPeriod([longer]).signals
  assert.equal(signal!.since, '2025-07')
  assert.equal(signal!.change!.from, '2025-07')
  assert.ok(signal!.change!.earliest <= '2025-07' && signal!.change!.latest >= '2025-07')
  assert.equal(signal!.change!.next, 55)
  assert.match(signalSentence(signal!), /^Robbery in March 2026 was higher than usual: 55, where \d+ to \d+ is usual\. .* It has been so since July 2025\. Its level changed about July 2025: from /)
})

test('a series with too little history, or without this month, is named and not judged', () => {
  const young = { name: 'Young', labels: MONTHS.slice(-6), counts: [1, 2, 3, 4, 5, 60] }
  const late = { name: 'Late', labels: MONTHS.slice(0, -1), counts: MONTHS.slice(1).map(() => 5) }
  const watch = signalsThisPeriod([young, late, raised], { period: '2026-03' })
  assert.deepEqual([watch.tooShort, watch.watched, watch.signals.length], [['Young', 'Late'], 1, 1])
})

test('an earlier month can be asked for and is judged by what came before it', () => {
  const spiked = { ...raised, counts: raised.counts.map((count, index) => (index === 50 ? 70 : count)) }
  const { signals } = signalsThisPeriod([spiked], { period: MONTHS[50]! })
  assert.deepEqual(signals.map(({ count, period }) => [count, period]), [[70, MONTHS[50]]])
})

test('how rare a figure is: its chance that way a month, in years', () => {
  const [signal] = signalsThisPeriod([raised]).signals
  assert.ok(Math.abs(signal!.onceInYears! * 12 * (signal!.p / 2) - 1) < 1e-9)
})

test('a figure that one series in a hundred would show is sure when it is the only one looked at, and not among many', () => {
  const counts = Array.from({ length: 21 }, (_, more) => lastBecomes(stable('Doubtful', 20), 26 + more))
  const doubtful = counts.find((series) => signalsThisPeriod([series]).signals.length === 1)!
  assert.ok(signalsThisPeriod([doubtful]).signals[0]!.isSure)
  const among = signalsThisPeriod([...calm, doubtful]).signals.find(({ name }) => name === 'Doubtful')!
  assert.equal(among.isSure, false)
})

test('nothing to watch gives an empty list', () => {
  assert.deepEqual(signalsThisPeriod([]), { period: '', watched: 0, tooShort: [], falseAlarms: 0, signals: [] })
})

test('the list says how much of it chance alone would give', () => {
  const watch = signalsThisPeriod([...calm, raised, sunk])
  assert.match(falseAlarmSentence(watch), /^32 series were looked at and \d are unusual; chance alone would give about 0\.\d\. Allowing for so many, \d stand out for sure\.$/)
})
