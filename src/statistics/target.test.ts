import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetStatus, type TargetCase } from './target.ts'

const on = (text: string) => Temporal.PlainDate.from(text)
const reading = (value: number, asAt: string) => ({ value, asAt: on(asAt) })

/** Violent crime to fall by 10% from 1,000 in the year to 31 March 2012; other cases change what they need to. */
const VIOLENCE: TargetCase = {
  shape: { is: 'percentage change', percent: -10 },
  betterWhen: 'lower',
  baseline: 1000,
  starts: on('2011-04-01'),
  due: on('2012-03-31'),
  reading: reading(890, '2012-03-31'),
  interval: null,
  today: on('2012-05-01'),
}
const status = (changed: Partial<TargetCase>) => targetStatus({ ...VIOLENCE, ...changed }).status

test('a fall of 10% from the baseline is met at 900 and not at 901', () => {
  assert.equal(status({ reading: reading(900, '2012-03-31') }), 'met')
  assert.equal(status({ reading: reading(901, '2012-03-31') }), 'not met')
})

test('the sentence says the reading, its day, the line and where the line comes from', () => {
  assert.equal(
    targetStatus(VIOLENCE).sentence,
    'Met: 890 as at 31 March 2012, against at most 900 (10% below the baseline of 1,000)',
  )
})

test('before the due date the course is straight from the baseline to the target', () => {
  const midway = { today: on('2011-10-05') } // 183 of 365 days: 950 by then
  assert.equal(status({ ...midway, reading: reading(949, '2011-10-01') }), 'on course')
  assert.equal(status({ ...midway, reading: reading(951, '2011-10-01') }), 'off course')
  assert.equal(
    targetStatus({ ...VIOLENCE, ...midway, reading: reading(951, '2011-10-01') }).sentence,
    'Off course: 951 as at 1 October 2011, against at most 900 (10% below the baseline of 1,000) by 31 March 2012; ' +
      '949.9 would be on course',
  )
})

test('a reading whose interval crosses the line is too uncertain to say, and its range is shown', () => {
  const found = targetStatus({ ...VIOLENCE, interval: { from: 833, to: 950 } })
  assert.equal(found.status, 'too uncertain to say')
  assert.match(found.sentence, /it may be anything from 833 to 950/)
  assert.equal(status({ interval: { from: 833, to: 899 } }), 'met')
  assert.equal(status({ interval: { from: 901, to: 950 } }), 'not met')
})

test('a reading from before the due date never settles a target whose date has passed', () => {
  const found = targetStatus({ ...VIOLENCE, reading: reading(100, '2011-12-31') })
  assert.equal(found.status, 'no reading')
  assert.match(found.sentence, /^No reading for the due date, 31 March 2012/)
})

test('no reading and no baseline are said, not guessed', () => {
  assert.equal(status({ reading: null }), 'no reading')
  assert.match(targetStatus({ ...VIOLENCE, baseline: null }).sentence, /baseline/)
  assert.equal(status({ baseline: null }), 'no reading')
})

test('before work has started nothing is due', () => {
  assert.equal(status({ reading: null, today: on('2011-03-01') }), 'not yet due')
})

test('without a start there is no course: on course when already there, otherwise not yet due', () => {
  const midway = { today: on('2011-10-05'), starts: null }
  assert.equal(status({ ...midway, reading: reading(950, '2011-10-01') }), 'not yet due')
  assert.equal(status({ ...midway, reading: reading(890, '2011-10-01') }), 'on course')
})

test('no worse than the baseline depends on which way is better', () => {
  const maintain = { shape: { is: 'percentage change', percent: 0 } } as const
  assert.equal(status({ ...maintain, reading: reading(1001, '2012-03-31') }), 'not met')
  assert.equal(status({ ...maintain, reading: reading(1001, '2012-03-31'), betterWhen: 'higher' }), 'met')
})

test('cycle theft at or below the three quarters of 2010 is compared with three quarters, not four', () => {
  const shape = { is: 'at or below a baseline window', baselineMonths: 9, readingMonths: 9 } as const
  assert.equal(status({ shape, baseline: 210, reading: reading(210, '2012-03-31') }), 'met')
  assert.equal(status({ shape, baseline: 210, reading: reading(211, '2012-03-31') }), 'not met')
  const unlike = targetStatus({ ...VIOLENCE, shape: { ...shape, readingMonths: 12 } })
  assert.equal(unlike.status, 'too uncertain to say')
  assert.match(unlike.sentence, /baseline covers 9 months and the reading 12/)
})

test('85% of victims satisfied: a small survey leaves it open, a large one settles it', () => {
  const shape = { is: 'threshold', bound: 'at least', value: 85 } as const
  const survey = { shape, betterWhen: 'higher', baseline: null, due: null, reading: reading(88, '2012-03-31') } as const
  assert.equal(status({ ...survey, interval: { from: 75.2, to: 94.7 } }), 'too uncertain to say')
  assert.equal(status({ ...survey, interval: { from: 85.8, to: 89.9 } }), 'met')
  assert.equal(status({ ...survey, reading: reading(84, '2012-03-31') }), 'not met')
})

test('a threshold with a date ahead is on course while it holds', () => {
  const shape = { is: 'threshold', bound: 'at most', value: 5 } as const
  const ahead = { shape, baseline: null, starts: null, due: on('2013-01-01'), today: on('2012-05-01') }
  assert.equal(status({ ...ahead, reading: reading(5, '2012-03-31') }), 'on course')
  assert.equal(status({ ...ahead, reading: reading(6, '2012-03-31') }), 'off course')
})

test('no one sleeping rough by the end of 2012', () => {
  const shape = { is: 'zero by a date' } as const
  const rough = { shape, baseline: 20, starts: on('2011-01-01'), due: on('2012-12-31'), today: on('2013-02-01') }
  assert.equal(status({ ...rough, reading: reading(0, '2012-12-31') }), 'met')
  assert.equal(status({ ...rough, reading: reading(1, '2012-12-31') }), 'not met')
  const midway = { ...rough, today: on('2012-01-10') }
  assert.equal(status({ ...midway, reading: reading(9, '2012-01-01') }), 'on course')
  assert.equal(status({ ...midway, reading: reading(12, '2012-01-01') }), 'off course')
})

test('50 staff trained is met as soon as the fiftieth is, and on course by the calendar until then', () => {
  const shape = { is: 'minimum count', value: 50 } as const
  const training = { shape, betterWhen: 'higher', baseline: null, today: on('2011-10-05') } as const
  assert.equal(status({ ...training, reading: reading(50, '2011-10-01') }), 'met')
  assert.equal(status({ ...training, reading: reading(26, '2011-10-01') }), 'on course')
  assert.equal(status({ ...training, reading: reading(24, '2011-10-01') }), 'off course')
  assert.equal(status({ ...training, reading: reading(50, '2011-10-01'), today: on('2012-05-01') }), 'met')
})

test('116 applications growing to 160 in the next round', () => {
  const shape = { is: 'growth to a number', value: 160 } as const
  const thirst = { shape, betterWhen: 'higher', baseline: 116 } as const
  assert.equal(status({ ...thirst, reading: reading(160, '2012-03-31') }), 'met')
  assert.equal(status({ ...thirst, reading: reading(159, '2012-03-31') }), 'not met')
  assert.equal(status({ ...thirst, reading: reading(140, '2011-10-01'), today: on('2011-10-05') }), 'on course')
})

test('more reporting of hidden harm means more than the baseline, not as much', () => {
  const reporting = { shape: { is: 'more reporting' }, betterWhen: 'higher', baseline: 157, due: null } as const
  assert.equal(status({ ...reporting, reading: reading(158, '2012-03-31') }), 'met')
  assert.equal(status({ ...reporting, reading: reading(157, '2012-03-31') }), 'not met')
  const unsure = { reading: reading(170, '2012-03-31'), interval: { from: 145, to: 198 } }
  assert.equal(status({ ...reporting, ...unsure }), 'too uncertain to say')
})
