import { z } from 'zod'
import { optionalChoice, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { DECISION_KINDS, HANDLED, OUTCOMES } from '../minutes/shown.ts'
import { plainLines } from './live-store.ts'

export const TypedForm = z.object({
  version: z.coerce.number().int().positive(),
  minuted: z.string('Enter the minutes').max(50_000, 'Use 50,000 characters or fewer').transform(plainLines),
})
export const DecisionForm = z.object({
  kind: z.enum(DECISION_KINDS, 'Choose whether it was decided, noted or deferred'),
  decision: requiredText('Enter what was decided', 5000),
  sectionId: optionalText(40),
  outcome: optionalChoice(OUTCOMES),
  noQuorum: optionalChoice(['yes']),
})
export const MeetingActionForm = z.object({
  statement: requiredText('Enter what will be done', 2000),
  owner: z.string('Choose who will do it').min(1, 'Choose who will do it'),
  dueOn: requiredDate('Enter by when, like 27 3 2026'),
})
export const GuestForm = z.object({ guest: requiredText('Enter their name', 200), organisationId: optionalText(40), accepts: optionalChoice(['yes']) })
export const InterestForm = z.object({
  item: optionalText(40),
  name: requiredText('Enter who declares it', 200),
  interest: requiredText('Enter what the interest is', 1000),
  handled: z.enum(HANDLED, 'Choose what they did while it was discussed'),
})
export const NextForm = z.object({
  heldOn: requiredDate('Enter the day of the next meeting, like 27 3 2026'),
  beginsAt: z.string('Enter when it begins, like 10:00').trim().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter when it begins, like 10:00'),
  place: optionalText(200),
})
export const RewordForm = z.object({ version: z.coerce.number().int().positive(), kind: DecisionForm.shape.kind, outcome: optionalChoice(OUTCOMES), statement: requiredText('Enter what was decided', 5000) })
