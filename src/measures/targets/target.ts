import { writeDate } from '../../calendar/dates.ts'
import { wholeMonths } from '../../calendar/period.ts'
import { sayValue, type Measure } from '../measure.ts'
import { nameWindow, type Window } from './window.ts'

export const TARGET_SHAPES = [
  'percentage change',
  'at or below baseline',
  'at least',
  'at most',
  'zero by a date',
  'minimum count',
  'growth to',
  'more reporting',
] as const
export type TargetShape = (typeof TARGET_SHAPES)[number]

export const CLOSED_AS = ['met', 'not met', 'overtaken', 'cannot be told'] as const
export type ClosedAs = (typeof CLOSED_AS)[number]

/** Figures in the measure's unit, but for a percentage change, whose value is a percentage: -10 for a tenth less. */
export type Target = {
  targetId: string
  shape: TargetShape
  baseline: { window: Window | null; value: number } | null
  value: number | null
  starts: Temporal.PlainDate | null
  due: Temporal.PlainDate
  source: string | null
  closed: { on: Temporal.PlainDate; as: ClosedAs; note: string | null } | null
}

export const SHAPE_WORDS: Record<TargetShape, string> = {
  'percentage change': 'A percentage change from a baseline',
  'at or below baseline': 'No more than a baseline',
  'at least': 'At least a figure',
  'at most': 'At most a figure',
  'zero by a date': 'None at all by a date',
  'minimum count': 'So many done by a date, counted from the start',
  'growth to': 'Growth from a baseline to a figure',
  'more reporting': 'More reports than in a baseline',
}

/** Which figures each shape of target is made of. */
export const NEEDS: Record<TargetShape, { value: boolean; baseline: boolean }> = {
  'percentage change': { value: true, baseline: true },
  'at or below baseline': { value: false, baseline: true },
  'at least': { value: true, baseline: false },
  'at most': { value: true, baseline: false },
  'zero by a date': { value: false, baseline: false },
  'minimum count': { value: true, baseline: false },
  'growth to': { value: true, baseline: true },
  'more reporting': { value: false, baseline: true },
}

/** What was promised, as a phrase: "10% lower than in the financial year 2010-11 (1,200 offences), by 31 March 2012". */
export function targetWords(measure: Measure, target: Target): string {
  return `${promise(measure, target)}, by ${writeDate(target.due)}`
}

function promise(measure: Measure, { shape, value, baseline }: Target): string {
  const say = (figure: number | null) => sayValue(measure, figure ?? 0)
  const before = baseline
    ? `${baseline.window ? `in ${nameWindow(baseline.window)}` : 'the baseline'} (${say(baseline.value)})`
    : 'an unstated baseline'
  const change = value ?? 0
  const words: Record<TargetShape, () => string> = {
    'percentage change': () =>
      change === 0 ? `No worse than ${before}` : `${Math.abs(change)}% ${change < 0 ? 'lower' : 'higher'} than ${before}`,
    'at or below baseline': () => `No more than ${before}`,
    'at least': () => `${say(value)} or more`,
    'at most': () => `${say(value)} or ${measure.kind === 'count' ? 'fewer' : 'less'}`,
    'zero by a date': () => 'None at all',
    'minimum count': () => `${say(value)} or more in all`,
    'growth to': () => `Growth from ${before} to ${say(value)}`,
    'more reporting': () => `More than ${before}`,
  }
  return words[shape]()
}

/** Whether the due date has gone by and nobody has said how it came out. */
export const isUnclosed = ({ due, closed }: Target, today: Temporal.PlainDate): boolean =>
  closed === null && Temporal.PlainDate.compare(due, today) < 0

/** Months from when work began to the due date, or undefined when that is not said or not whole months. */
export const monthsOfTarget = ({ starts, due }: Target): number | undefined => (starts ? wholeMonths(starts, due) : undefined)

/** The one to speak of first: open and soonest due, else open and latest due, else the last closed. */
export function currentTarget(targets: readonly Target[], today: Temporal.PlainDate): Target | undefined {
  const byDue = targets.toSorted((a, b) => Temporal.PlainDate.compare(a.due, b.due))
  const open = byDue.filter(({ closed }) => !closed)
  return open.find((target) => !isUnclosed(target, today)) ?? open.at(-1) ?? byDue.at(-1)
}
