import { addWorkingDays } from '../../calendar/working-days.ts'
import type { ThresholdRule } from './threshold.ts'
import { IN_THE_ACT } from './threshold.ts'

export const CHANNELS = ['online', 'phone', 'paper', 'email', 'in person'] as const
export const APPLICANTS = ['victim', 'representative'] as const
export const INVOLVEMENTS = ['in person', 'online', 'by a representative', 'in writing', 'not at all'] as const
export const DECISIONS = ['met automatically', 'met by discretion', 'not met'] as const
export type ReviewDecision = (typeof DECISIONS)[number]

/** How long each step may take, in working days. */
export type ReviewClocks = { acknowledge: number; decide: number; meet: number; tell: number; appeal: number }
/** The rule set of a case review scheme: its threshold and its clocks. */
export type ReviewRules = { threshold: ThresholdRule; clocks: ReviewClocks }

/** Two working days is the City's own promise; the others follow the practice of its neighbours, and a partnership sets its own. */
export const DEFAULT_RULES: ReviewRules = { threshold: IN_THE_ACT, clocks: { acknowledge: 2, decide: 15, meet: 35, tell: 5, appeal: 20 } }

/** What the discretion weighs: 2014 Act, s.104(5). */
export const DISCRETION = {
  persistence: 'How persistent the behaviour is',
  harm: 'The harm it has done, and may do',
  response: 'How well it has been dealt with',
} as const
export type DiscretionReasons = Record<keyof typeof DISCRETION, string>

export type Steps = {
  receivedOn: string
  acknowledgedOn: string | null
  decidedOn: string | null
  decision: ReviewDecision | null
  toldOn: string | null
  metOn: string | null
  invitedOn: string | null
  consultedOn: string | null
  outcomeToldOn: string | null
  closedOn: string | null
}

export type Clock = { step: string; due: string; done: string | null; isLate: boolean }

/** Each promised step that has begun to run: when it is due, when it was done, and whether it is or was late. `today`: ISO. */
export function clocksOf(steps: Steps, { acknowledge, decide, meet, tell }: ReviewClocks, today: string): Clock[] {
  const clock = (step: string, due: string, done: string | null): Clock => ({ step, due, done, isLate: (done ?? today) > due })
  const after = (date: string, days: number) => addWorkingDays(date, days)
  const isMet = steps.decision !== null && steps.decision !== 'not met'
  return [
    clock('Acknowledge the application', after(steps.receivedOn, acknowledge), steps.acknowledgedOn),
    clock('Decide whether the threshold is met', after(steps.receivedOn, decide), steps.decidedOn),
    ...(steps.decidedOn ? [clock('Tell the applicant what was decided', after(steps.decidedOn, tell), steps.toldOn)] : []),
    ...(isMet ? [clock('Hold the review', after(steps.receivedOn, meet), steps.metOn)] : []),
    ...(isMet && steps.metOn ? [clock('Tell the applicant the outcome', after(steps.metOn, tell), steps.outcomeToldOn)] : []),
  ]
}

/** Where an application stands, for the person who made it: words that say nothing of anybody. */
export function standing({ decision, acknowledgedOn, decidedOn, metOn, outcomeToldOn, closedOn }: Steps): string {
  if (closedOn) return 'Closed'
  if (outcomeToldOn) return 'Reviewed: you have been told the outcome'
  if (metOn) return 'The review was held: the outcome is being written'
  if (decision === 'not met') return 'The threshold was not met'
  if (decidedOn) return 'The threshold is met: a review will be held'
  return acknowledgedOn ? 'Being considered' : 'Received'
}
