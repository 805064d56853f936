import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Measure } from '../measure.ts'
import { entriesOf, seriesOf } from '../series.ts'
import { day, readingsOf, satisfied, type Seen, target, thefts, violence } from '../specimens.ts'
import { figureOf } from '../figures.ts'
import { coverYear, yearsOf } from './coverage.ts'
import { whatItTakes } from './needs.ts'
import { questionsOf } from './questions.ts'
import { standingOf } from './standing.ts'
import { currentTarget, isUnclosed, type Target, targetWords } from './target.ts'
import { likeWindow, nameWindow } from './window.ts'

const window = (from: string, to: string) => ({ from: day(from), to: day(to) })
const months = (value: Seen, count: number): Seen[] => Array.from({ length: count }, () => value)
const yearBefore = { window: window('2010-04-01', '2011-03-31'), value: 1200 }
const stands = (measure: Measure, over: Partial<Target>, seen: readonly Seen[], { first = '2010-04-01', today = '2012-05-01' } = {}) =>
  standingOf(measure, { ...target, ...over }, entriesOf(measure, readingsOf(measure.frequency, first, seen)), day(today))

test('windows are named so that calendar and financial quarters cannot be confused', () => {
  assert.equal(nameWindow(window('2010-04-01', '2010-12-31')), 'April to December 2010 (calendar quarters 2 to 4 of 2010; financial quarters 1 to 3 of 2010-11)')
  assert.equal(nameWindow(window('2010-07-01', '2011-03-31')), 'July 2010 to March 2011 (financial quarters 2 to 4 of 2010-11)')
  assert.equal(nameWindow(window('2010-01-01', '2010-03-31')), 'January to March 2010 (calendar quarter 1 of 2010; financial quarter 4 of 2009-10)')
  assert.equal(nameWindow(window('2010-04-01', '2011-03-31')), 'the financial year 2010-11')
  assert.equal(nameWindow(window('2010-01-01', '2010-12-31')), 'the calendar year 2010')
  assert.equal(nameWindow(window('2010-05-01', '2010-05-31')), 'May 2010')
  assert.equal(nameWindow(window('2010-05-04', '2010-06-03')), '4 May to 3 June 2010')
})

test('a baseline is compared with as many months, and the same months when it is not whole years', () => {
  const like = (from: string, to: string, latest: string) => {
    const found = likeWindow(window(from, to), day(latest))
    return found && `${found.from} ${found.to}`
  }
  assert.equal(like('2010-04-01', '2011-03-31', '2012-03-31'), '2011-04-01 2012-03-31')
  assert.equal(like('2010-04-01', '2011-03-31', '2012-06-30'), '2011-07-01 2012-06-30')
  assert.equal(like('2010-04-01', '2010-12-31', '2012-02-29'), '2011-04-01 2011-12-31')
  assert.equal(like('2010-12-01', '2011-02-28', '2012-02-29'), '2011-12-01 2012-02-29')
  assert.equal(like('2010-04-01', '2010-12-31', '2011-11-30'), null)
  assert.equal(like('2010-04-15', '2010-12-31', '2012-11-30'), null)
})

test('a tenth fewer than last year is judged by a whole year, not by its last month', () => {
  const shape = { shape: 'percentage change', value: -10, baseline: yearBefore } as const
  assert.equal(stands(thefts, shape, months(90, 24)).status, 'met')
  assert.equal(stands(thefts, shape, months(91, 24)).status, 'not met')
  assert.match(stands(thefts, shape, months(90, 24)).sentence, /1,080 as at 31 March 2012, against at most 1,080/)
  assert.match(stands(thefts, shape, [...months(90, 20), null, 'late', 90, 90]).sentence, /2 of the 12 periods of the financial year 2011-12 have no whole figure/)
  assert.equal(stands(thefts, shape, [...months(90, 23), { part: 40 }]).status, 'no reading')
  const early = stands(thefts, shape, months(90, 18), { today: '2011-10-15' })
  assert.deepEqual([early.status, /no stretch of months like the baseline/.test(early.sentence)], ['not yet due', true])
})

test('cycle theft in three quarters of 2010 is compared with the same three quarters', () => {
  const shape = { shape: 'at or below baseline', value: null, baseline: { window: window('2010-04-01', '2010-12-31'), value: 180 } } as const
  const found = stands(thefts, shape, months(19, 24))
  assert.deepEqual([found.status, found.judged?.value, found.judged?.words.slice(0, 22)], ['met', 171, 'April to December 2011'])
  assert.equal(stands(thefts, shape, months(19, 18)).status, 'no reading')
})

test('chance is allowed for when few events are set against a baseline, and not when many are', () => {
  const few = { shape: 'at or below baseline', value: null, baseline: { ...yearBefore, value: 40 } } as const
  const found = stands(thefts, few, months(3, 24))
  assert.equal(found.status, 'too uncertain to say')
  assert.match(found.sentence, /25\.2 to 49\.8/)
  assert.equal(stands(thefts, { ...few, baseline: yearBefore }, months(99, 24)).status, 'met')
})

test('a share is judged with Wilson’s interval and a rate with an exact Poisson one', () => {
  const asked = (count: number, of: number) => stands(satisfied, { shape: 'at least', value: 85 }, [{ count, of, scale: 100 }], { first: '2012-03-01' })
  assert.equal(asked(950, 1000).status, 'met')
  assert.equal(asked(9, 10).status, 'too uncertain to say')
  assert.match(asked(9, 10).sentence, /59\.6 to 98\.2/)
  const rate = stands(violence, { shape: 'at most', value: 5 }, [{ count: 10, of: 10_000, scale: 1000 }], { first: '2012-03-01' })
  assert.match(rate.sentence, /0\.5 to 1\.8/)
})

test('things done are added up from the start, and a promised figure is taken at its word', () => {
  const trained = { shape: 'minimum count', value: 50 } as const
  const measure = { ...thefts, polarity: 'higher' } as const
  assert.equal(stands(measure, trained, [99, ...months(0, 11), 30, 21], { today: '2011-06-15' }).status, 'met')
  assert.equal(stands(measure, trained, [...months(0, 12), 30, 10], { today: '2011-06-15' }).status, 'on course')
  assert.equal(stands(measure, trained, [...months(0, 12), 30, 'not collected', 30], { today: '2011-08-15' }).status, 'met')
  assert.equal(stands(measure, trained, [...months(0, 12), 30, 'not collected', 3], { today: '2011-08-15' }).status, 'no reading')
  assert.equal(stands(thefts, { shape: 'zero by a date', value: null }, months(0, 24)).status, 'met')
  assert.equal(stands(thefts, { shape: 'at most', value: 10 }, months(10, 24)).status, 'met')
})

test('once the due date has passed, the reading for that date settles it, not a later one', () => {
  assert.equal(stands(thefts, { shape: 'at most', value: 10 }, [...months(12, 24), 3, 3]).status, 'not met')
  assert.equal(stands(thefts, { shape: 'at most', value: 10 }, months(3, 20)).status, 'no reading')
})

test('what was promised is said in the measure’s own words', () => {
  const words = (measure: Measure, over: Partial<Target>) => targetWords(measure, { ...target, ...over })
  assert.equal(words(thefts, { shape: 'percentage change', value: -10, baseline: yearBefore }), '10% lower than in the financial year 2010-11 (1,200 offences), by 31 March 2012')
  assert.equal(words(satisfied, { shape: 'at least', value: 85 }), '85% or more, by 31 March 2012')
  assert.equal(words(thefts, { shape: 'zero by a date', value: null }), 'None at all, by 31 March 2012')
  assert.equal(words(thefts, { shape: 'growth to', value: 160, baseline: { window: null, value: 116 } }), 'Growth from the baseline (116 offences) to 160 offences, by 31 March 2012')
})

test('what it would take is said while there is time', () => {
  const takes = (measure: Measure, over: Partial<Target>, seen: readonly Seen[], today: string) =>
    whatItTakes(measure, { ...target, ...over }, seriesOf(measure, readingsOf(measure.frequency, '2010-04-01', seen), []), day(today))
  const tenth = { shape: 'percentage change', value: -10, baseline: yearBefore } as const
  assert.equal(takes(thefts, tenth, months(100, 20), '2011-12-10'), 'It would take no more than 280 offences in the 4 periods to 31 March 2012.')
  assert.equal(takes(thefts, tenth, months(200, 20), '2011-12-10'), 'It can no longer be met: 520 offences too many already.')
  assert.equal(takes(thefts, { shape: 'minimum count', value: 50 }, [...months(0, 12), 30], '2011-05-10'), 'It would take 20 offences more in the 11 periods to 31 March 2012.')
  const varied = Array.from({ length: 20 }, (_, index) => 30 + (index % 3))
  assert.match(takes(thefts, { shape: 'at most', value: 5 }, varied, '2011-12-10')!, /wholly on the wrong side/)
  assert.match(takes(thefts, { shape: 'at most', value: 31 }, varied, '2011-12-10')!, /chance alone/)
  assert.match(takes(thefts, { shape: 'at most', value: 90 }, varied, '2011-12-10')!, /right side/)
  assert.equal(takes(thefts, tenth, months(100, 20), '2013-01-01'), null)
})

test('a careful reader asks of a target what does not hang together', () => {
  const ask = (over: Partial<Target>, seen: readonly Seen[] = [], measure: Measure = thefts) =>
    questionsOf(measure, { ...target, ...over }, entriesOf(measure, readingsOf('month', '2010-04-01', seen)), day('2011-12-01')).map(({ sentence }) => sentence)
  const fewer = { shape: 'at or below baseline', value: null } as const
  const table: [Partial<Target>, Seen[], RegExp | null][] = [
    [{}, [], null],
    [{ ...fewer, baseline: yearBefore }, [], null],
    [{ due: day('2011-10-31') }, [], /due date, 31 October 2011, has passed and nobody has said/],
    [{ shape: 'at least' }, [], /asks for a higher figure, yet of this measure it is said: lower is better/],
    [{ ...fewer, baseline: { window: null, value: 4 } }, [], /does not say which months/],
    [{ ...fewer, baseline: { window: window('2010-04-01', '2010-12-31'), value: 4 } }, [], /covers 9 months .* and the target 12 .* not like for like/],
    [{ ...fewer, starts: day('2011-07-01'), baseline: { window: window('2010-04-01', '2010-12-31'), value: 4 } }, [], /covers April to December and the target July to March: the season/],
    [{ ...fewer, baseline: { window: window('2010-04-15', '2011-03-31'), value: 4 } }, [], /not of whole months/],
    [{ ...fewer, baseline: { window: window('2010-07-01', '2011-06-30'), value: 4 } }, [], /runs to 30 June 2011, after work .* began on 1 April 2011/],
    [{ ...fewer, baseline: yearBefore }, [...months(100, 11), { part: 20 }], /rests on incomplete readings \(March 2011\)/],
    [{ ...fewer, baseline: yearBefore }, months(90, 12), /given as 1,200 offences, and the readings for the same months add up to 1,080/],
    [{ ...fewer, baseline: yearBefore }, months(100, 12), null],
  ]
  for (const [over, seen, expected] of table) {
    const asked = ask(over, seen).join(' ')
    if (expected) assert.match(asked, expected)
    else assert.equal(asked, '')
  }
  assert.match(ask({ ...fewer, baseline: { window: window('2010-04-01', '2011-02-28'), value: 4 } }, [], { ...thefts, frequency: 'financial quarter' }).join(' '), /11 months, which readings taken every quarter/)
})

test('a target is unclosed from the day after it was due until someone says how it came out', () => {
  assert.equal(isUnclosed(target, day('2012-03-31')), false)
  assert.equal(isUnclosed(target, day('2012-04-01')), true)
  assert.equal(isUnclosed({ ...target, closed: { on: day('2012-05-01'), as: 'cannot be told', note: null } }, day('2013-01-01')), false)
})

test('the target spoken of is the next due, then the one left open, then the last closed', () => {
  const due = (text: string, closed: Target['closed'] = null) => ({ ...target, due: day(text), closed })
  const done = { on: day('2011-05-01'), as: 'met', note: null } as const
  const spoken = (targets: Target[]) => currentTarget(targets, day('2012-01-01'))?.due.toString()
  assert.equal(spoken([due('2014-01-01'), due('2013-01-01'), due('2011-01-01')]), '2013-01-01')
  assert.equal(spoken([due('2010-01-01'), due('2011-01-01'), due('2012-01-01', done)]), '2011-01-01')
  assert.equal(spoken([due('2010-01-01', done), due('2011-01-01', done)]), '2011-01-01')
  assert.equal(spoken([]), undefined)
})

test('a three-year plan with targets for its first year only shows two years with none', () => {
  const years = yearsOf(day('2011-04-01'), day('2014-03-31'))
  assert.deepEqual(years.map(({ label }) => label), ['April 2011 to March 2012', 'April 2012 to March 2013', 'April 2013 to March 2014'])
  const cover = (targets: Target[], today: string) => years.map((year) => coverYear(targets, year, day(today)))
  assert.deepEqual(cover([target], '2012-01-01').map(({ covered }) => covered), ['due this year', 'none', 'none'])
  assert.deepEqual(cover([{ ...target, due: day('2014-03-31') }], '2012-01-01').map(({ covered }) => covered), ['in force', 'in force', 'due this year'])
  assert.deepEqual(cover([target], '2012-06-01')[0], { covered: 'due this year', words: 'Due 31 March 2012: never closed', unclosed: true })
  assert.deepEqual(yearsOf(day('2011-07-01'), day('2012-12-31')).map(({ to }) => to.toString()), ['2012-06-30', '2012-12-31'])
  assert.deepEqual(yearsOf(day('2012-01-01'), day('2011-01-01')), [])
})

test('a figure for a dashboard says the signal and the target, and never makes one up', () => {
  const readings = readingsOf('month', '2010-04-01', months(9, 30))
  const figure = figureOf({ measure: thefts, readings, rebases: [], targets: [target] }, day('2012-10-15'))
  assert.deepEqual([figure.readings, figure.points.length, figure.mean, figure.hasTarget, figure.targetMet, figure.unclosed], [30, 24, 9, true, true, 1])
  assert.match(figure.targetStatus!, /^Target met: 9 as at 31 March 2012/)
  const bare = figureOf({ measure: thefts, readings: [], rebases: [], targets: [] }, day('2012-10-15'))
  assert.deepEqual(bare, {
    measureId: thefts.measureId, title: thefts.title, readings: 0, points: [], mean: null, lower: null, upper: null, sentence: 'No readings yet',
    targetStatus: null, targetMet: null, hasTarget: false, unclosed: 0,
  })
})
