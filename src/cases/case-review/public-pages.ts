import { addWorkingDays } from '../../calendar/working-days.ts'
import { writeDate } from '../../calendar/dates.ts'
import { sayPublishable } from '../../statistics/disclosure.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { AnnualFigures } from './annual.ts'
import { INVOLVEMENTS, type ReviewRules, standing, type Steps } from './application.ts'
import { COMPLAINTS_AT_FIRST, MOST_COMPLAINTS } from './forms.ts'
import { HIDDEN_FIELD } from './flood.ts'
import type { Computed } from './threshold.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null
const written = (date: string) => writeDate(Temporal.PlainDate.from(date))

export type Area = { partnershipId: string; name: string; area: string }
export const aboutPage = (areas: readonly Area[]) => ({
  title: 'Case review', areas: areas.map(({ partnershipId, name, area }) => ({ name, area, apply: `/case-review/${partnershipId}/apply`, figures: `/case-review/${partnershipId}/figures` })),
})

const INVOLVEMENT_IN_WORDS: Record<(typeof INVOLVEMENTS)[number], string> = {
  'in person': 'Come to the meeting', online: 'Join the meeting online', 'by a representative': 'Have somebody speak for me', 'in writing': 'Send something in writing', 'not at all': 'Not take part',
}

/** The fields of an application, as sent or empty, with room for `room` complaints. */
export function applicationFields(failed: Failed, room = COMPLAINTS_AT_FIRST) {
  const entered: Record<string, unknown> = failed?.entered ?? {}
  const { errorFor, errorList } = errorsForPage(failed?.errors)
  const field = (n: number, name: string) => ({ name: `${name}${n}`, value: String(entered[`${name}${n}`] ?? ''), error: errorFor[`${name}${n}`] })
  return {
    entered, errorFor, errorList, room, mayAdd: room < MOST_COMPLAINTS,
    choices: {
      applicants: [{ value: 'victim', text: 'I am the victim', checked: entered.applicant === 'victim' }, { value: 'representative', text: 'I apply for the victim', checked: entered.applicant === 'representative' }],
      involvements: INVOLVEMENTS.map((value) => ({ value, text: INVOLVEMENT_IN_WORDS[value], checked: entered.involvement === value })),
      channels: (['phone', 'paper', 'email', 'in person'] as const).map((value) => ({ value, text: CHANNEL_IN_WORDS[value], checked: entered.channel === value })),
    },
    complaints: Array.from({ length: room }, (_, at) => at + 1).map((n) => ({
      legend: n === 1 ? 'The first thing that happened' : `Something else that happened (${n})`,
      what: field(n, 'what'), happenedFrom: field(n, 'happenedFrom'), happenedTo: field(n, 'happenedTo'), complainedOn: field(n, 'complainedOn'), complainedTo: field(n, 'complainedTo'), response: field(n, 'response'),
      distress: { ...field(n, 'distress'), items: ['yes', 'no'].map((value) => ({ value, text: value === 'yes' ? 'Yes' : 'No', checked: entered[`distress${n}`] === value })) },
    })),
  }
}
const CHANNEL_IN_WORDS = { online: 'Online', phone: 'By telephone', paper: 'On paper', email: 'By e-mail', 'in person': 'In person' }

export const applyPage = ({ name, area }: Area, { clocks }: ReviewRules, ticket: string, failed: Failed, room: number) =>
  ({ title: 'Apply', back: { href: '/case-review', text: 'Back' }, heading: `Ask for a review in ${area}`, partnership: name, acknowledgeDays: clocks.acknowledge, ticket, hidden: { name: HIDDEN_FIELD, value: String(failed?.entered[HIDDEN_FIELD] ?? '') }, ...applicationFields(failed, room) })

const counts = (qualifies: boolean) => (qualifies ? 'Counts.' : 'Does not count.')

export const receivedPage = (code: string, receivedOn: string, computed: Computed, { clocks }: ReviewRules) => ({
  title: 'Received', code, explanation: computed.explanation, source: computed.source, acknowledgeBy: written(addWorkingDays(receivedOn, clocks.acknowledge)),
  each: computed.each.map(({ qualifies, because }) => ({ counts: counts(qualifies), because })),
})

export function followPage(steps: Steps | null, appealDays: number, failed: Failed) {
  const { errorFor, errorList } = errorsForPage(failed?.errors)
  const rows = steps ? ([['Received', steps.receivedOn], ['Acknowledged', steps.acknowledgedOn], ['Decided whether the threshold is met', steps.decidedOn], ['You were told', steps.toldOn], ['You were invited', steps.invitedOn],
    ['Review held', steps.metOn], ['You were asked about the action plan', steps.consultedOn], ['You were told the outcome', steps.outcomeToldOn], ['Closed', steps.closedOn]] as const)
    .flatMap(([what, on]) => (on ? [{ what, when: written(on) }] : [])) : []
  return {
    title: 'Follow', back: { href: '/case-review', text: 'Back' }, entered: failed?.entered ?? {}, errorFor, errorList,
    standing: steps && { words: standing(steps), rows, appeal: steps.decidedOn ? `If you do not agree, tell your point of contact within ${appealDays} working days of being told: somebody else will look at it again.` : null },
  }
}

/** The four that the Act names. */
export const FOUR = ['Applications', 'Threshold not met', 'Reviews held', 'Reviews with recommendations'] as const

export const figuresPage = ({ partnershipId, name }: Area, begins: string, figures: readonly AnnualFigures[]) => ({
  title: `Case reviews: ${name}`, csv: `/case-review/${partnershipId}/figures.csv`, begins: written(begins),
  columns: FOUR,
  rows: figures.map(({ year, ...four }) => ({ year, cells: [four.applications, four.notMet, four.reviews, four.withRecommendations].map((count, at) => ({ column: FOUR[at], text: sayPublishable(count) })) })),
})
