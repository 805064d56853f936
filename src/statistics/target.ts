import { writeFigure } from './figures.ts'
import type { Interval } from './intervals.ts'
import type { BetterWhen } from './signal-words.ts'

/** The shapes that partnerships' targets take. Figures are in the measure's own unit. */
export type TargetShape =
  | { is: 'percentage change'; percent: number } // -10: a tenth below the baseline; 0: no worse than it
  | { is: 'at or below a baseline window'; baselineMonths: number; readingMonths: number }
  | { is: 'threshold'; bound: 'at least' | 'at most'; value: number }
  | { is: 'zero by a date' }
  | { is: 'minimum count'; value: number } // things done so far, from nought
  | { is: 'growth to a number'; value: number }
  | { is: 'more reporting' }

export type TargetStatus =
  | 'met'
  | 'not met'
  | 'on course'
  | 'off course'
  | 'too uncertain to say'
  | 'no reading'
  | 'not yet due'

export type TargetStanding = { status: TargetStatus; sentence: string }

/** What a target is judged by. `asAt` is the day the reading runs to. */
export type TargetCase = {
  shape: TargetShape
  betterWhen: BetterWhen
  baseline: number | null
  starts: Temporal.PlainDate | null // when work towards it began; without it no course can be drawn
  due: Temporal.PlainDate | null // null: it holds all the time
  reading: { value: number; asAt: Temporal.PlainDate } | null
  interval: Interval | null // of the reading, when it is a sample or a rate; null: it is exact
  today: Temporal.PlainDate
}

/**
 * Where a target stands, with a sentence that says why. A reading whose interval lies on both sides of the line is
 * too uncertain to say. Before the due date the line is straight from the baseline at `starts` to the target, and the
 * answer is a course; a count of things done is met as soon as it is reached. A reading from before the due date
 * never settles a target whose date has passed.
 */
export function targetStatus(target: TargetCase): TargetStanding {
  const { shape, starts, due, reading, today } = target
  const line = lineOf(target)
  if ('status' in line) return line
  if (!reading) {
    if (starts && Temporal.PlainDate.compare(today, starts) < 0) {
      return { status: 'not yet due', sentence: `Not yet due: work starts on ${written(starts)}` }
    }
    return { status: 'no reading', sentence: `No reading yet, against ${line.words}` }
  }
  const stands = `${writeFigure(reading.value)} as at ${written(reading.asAt)}, against ${line.words}`
  const now = sideOf(target, line.value, line.bound)
  if (due === null || Temporal.PlainDate.compare(reading.asAt, due) >= 0) return say(SETTLED[now], stands, target)
  if (shape.is === 'minimum count' && now === 'right side') return say('met', stands, target)
  if (Temporal.PlainDate.compare(today, due) > 0) {
    return { status: 'no reading', sentence: `No reading for the due date, ${written(due)}: ${stands}` }
  }
  const expected = expectedBy(target, line.value)
  if (expected === undefined) {
    return say(now === 'right side' ? 'on course' : 'not yet due', `${stands} by ${written(due)}`, target)
  }
  const course = COURSE[sideOf(target, expected, line.bound)]
  return say(course, `${stands} by ${written(due)}; ${writeFigure(expected)} would be on course`, target)
}

type LineSide = 'right side' | 'wrong side' | 'both sides'
const SETTLED: Record<LineSide, TargetStatus> = {
  'right side': 'met',
  'wrong side': 'not met',
  'both sides': 'too uncertain to say',
}
const COURSE: Record<LineSide, TargetStatus> = {
  'right side': 'on course',
  'wrong side': 'off course',
  'both sides': 'too uncertain to say',
}

type Line = { value: number; bound: 'at least' | 'at most' | 'more than'; words: string }

/** The figure the reading has to reach or stay within, or why there is none. */
function lineOf({ shape, baseline, betterWhen }: TargetCase): Line | TargetStanding {
  if (shape.is === 'threshold') {
    return { value: shape.value, bound: shape.bound, words: `${shape.bound} ${writeFigure(shape.value)}` }
  }
  if (shape.is === 'zero by a date') return { value: 0, bound: 'at most', words: 'a target of 0' }
  if (shape.is === 'minimum count' || shape.is === 'growth to a number') {
    return { value: shape.value, bound: 'at least', words: `at least ${writeFigure(shape.value)}` }
  }
  if (baseline === null) {
    return { status: 'no reading', sentence: 'No reading for the baseline, so there is nothing to compare with' }
  }
  if (shape.is === 'more reporting') {
    return { value: baseline, bound: 'more than', words: `more than the baseline of ${writeFigure(baseline)}` }
  }
  if (shape.is === 'at or below a baseline window') {
    if (shape.baselineMonths !== shape.readingMonths) {
      const lengths = `the baseline covers ${shape.baselineMonths} months and the reading ${shape.readingMonths}`
      return { status: 'too uncertain to say', sentence: `Too uncertain to say: ${lengths}, so they are not alike` }
    }
    return { value: baseline, bound: 'at most', words: `at most the baseline of ${writeFigure(baseline)}` }
  }
  const value = baseline * (1 + shape.percent / 100)
  const isRise = shape.percent > 0 || (shape.percent === 0 && betterWhen === 'higher')
  const bound = isRise ? 'at least' : 'at most'
  const by = shape.percent === 0 ? '' : `${writeFigure(Math.abs(shape.percent))}% ${isRise ? 'above' : 'below'} `
  return { value, bound, words: `${bound} ${writeFigure(value)} (${by}the baseline of ${writeFigure(baseline)})` }
}

function sideOf({ reading, interval }: TargetCase, line: number, bound: Line['bound']): LineSide {
  const { from, to } = interval ?? { from: reading!.value, to: reading!.value }
  const isRight = (value: number) =>
    bound === 'at most' ? value <= line : bound === 'at least' ? value >= line : value > line
  if (isRight(from) && isRight(to)) return 'right side'
  return isRight(from) || isRight(to) ? 'both sides' : 'wrong side'
}

// What has to be at its target all along, rather than move towards it.
const LEVELS: readonly TargetShape['is'][] = ['threshold', 'at or below a baseline window', 'more reporting']

/** Where a straight course would be on the day of the reading; undefined when nothing says where it began. */
function expectedBy({ shape, baseline, starts, due, reading }: TargetCase, line: number): number | undefined {
  if (LEVELS.includes(shape.is)) return line
  const first = shape.is === 'minimum count' ? 0 : baseline
  if (first === null || !starts || !due || !reading) return undefined
  const whole = starts.until(due).days
  if (whole <= 0) return line
  const gone = Math.min(whole, Math.max(0, starts.until(reading.asAt).days))
  return first + (line - first) * (gone / whole)
}

function say(status: TargetStatus, stands: string, { interval }: TargetCase): TargetStanding {
  const range = interval ? `${writeFigure(interval.from)} to ${writeFigure(interval.to)}` : ''
  const could = range && ` (it may be anything from ${range})`
  return { status, sentence: `${status[0]!.toUpperCase()}${status.slice(1)}: ${stands}${could}` }
}

const LONG = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' })
const written = (date: Temporal.PlainDate): string => LONG.format(date)
