import type { Assessment } from './figures.ts'
import type { completeness, MeasureSeries } from './series.ts'
import type { ClosedAs, Target } from './targets/target.ts'
import type { Standing } from './targets/standing.ts'

/** A word in a tag with an edge: the word carries it, the colour helps. */
export type Tag = { word: string; colour: 'green' | 'amber' | 'red' | 'blue' | 'grey' }

export const SIGNAL_STATES = ['improvement', 'concern', 'neutral', 'no change', 'not enough data'] as const
export type SignalState = (typeof SIGNAL_STATES)[number]

export const SIGNAL_TAGS: Record<SignalState, Tag> = {
  improvement: { word: 'Improvement', colour: 'blue' },
  concern: { word: 'Concern', colour: 'amber' },
  neutral: { word: 'Change', colour: 'grey' },
  'no change': { word: 'No change', colour: 'grey' },
  'not enough data': { word: 'Not enough data', colour: 'grey' },
}

export const signalState = ({ signal, spoken }: MeasureSeries): SignalState =>
  signal ?? (spoken.summary === 'common cause' ? 'no change' : 'not enough data')

export const TARGET_STATES = [
  'met',
  'not met',
  'on course',
  'off course',
  'too uncertain to say',
  'no reading',
  'not yet due',
  'never closed',
  'closed',
  'none',
] as const
export type TargetState = (typeof TARGET_STATES)[number]

export const TARGET_TAGS: Record<TargetState, Tag> = {
  met: { word: 'Met', colour: 'green' },
  'not met': { word: 'Not met', colour: 'red' },
  'on course': { word: 'On course', colour: 'green' },
  'off course': { word: 'Off course', colour: 'amber' },
  'too uncertain to say': { word: 'Too uncertain to say', colour: 'grey' },
  'no reading': { word: 'No reading', colour: 'grey' },
  'not yet due': { word: 'Not yet due', colour: 'grey' },
  'never closed': { word: 'Never closed', colour: 'amber' },
  closed: { word: 'Closed', colour: 'grey' },
  none: { word: 'No target', colour: 'grey' },
}

const CLOSED_TAGS: Record<ClosedAs, Tag> = {
  met: { word: 'Closed: met', colour: 'green' },
  'not met': { word: 'Closed: not met', colour: 'red' },
  overtaken: { word: 'Closed: overtaken', colour: 'grey' },
  'cannot be told': { word: 'Closed: cannot be told', colour: 'grey' },
}

export const targetTag = ({ closed }: Target, standing: Standing | null): Tag =>
  closed ? CLOSED_TAGS[closed.as] : TARGET_TAGS[standing?.status ?? 'no reading']

/** What a list may be narrowed by: one measure may be both not met and never closed. */
export function targetStates({ target, standing, unclosed }: Assessment): TargetState[] {
  if (!target) return ['none']
  return [target.closed ? 'closed' : (standing?.status ?? 'no reading'), ...(unclosed > 0 ? (['never closed'] as const) : [])]
}

export const COMPLETENESS_TAGS: Record<ReturnType<typeof completeness>['state'], Tag> = {
  complete: { word: 'Complete', colour: 'grey' },
  gaps: { word: 'Gaps', colour: 'amber' },
  'nothing read': { word: 'Nothing read', colour: 'grey' },
}
