import { z } from 'zod'
import { optionalChoice, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { APPLICANTS, CHANNELS, DECISIONS, INVOLVEMENTS } from './application.ts'

export const MOST_COMPLAINTS = 12
export const COMPLAINTS_AT_FIRST = 3

const complaintFields = (n: number) => ({
  [`what${n}`]: optionalText(2000),
  [`happenedFrom${n}`]: optionalDate(),
  [`happenedTo${n}`]: optionalDate(),
  [`complainedOn${n}`]: optionalDate(),
  [`complainedTo${n}`]: optionalText(200),
  [`response${n}`]: optionalText(2000),
  [`distress${n}`]: optionalChoice(['yes', 'no'] as const),
})

export type EnteredComplaint = { what: string; happenedFrom: string; happenedTo: string; complainedOn: string | null; complainedTo: string | null; response: string | null; causedDistress: boolean }

const fields = {
  applicant: z.enum(APPLICANTS, 'Say whether you are the victim or are applying for them'),
  victimName: requiredText('Enter the victim’s name', 200),
  applicantName: optionalText(200),
  consent: optionalChoice(['yes'] as const),
  phone: optionalText(40),
  email: optionalText(200),
  address: optionalText(500),
  keepSafe: optionalChoice(['yes'] as const),
  harm: requiredText('Say what this has done to you, or to the victim', 5000),
  wanted: optionalText(5000),
  involvement: optionalChoice(INVOLVEMENTS),
}

type Values = Record<string, unknown>

/** The application, in the order of the page, with as many complaints as the page has room for. */
export const applicationForm = (complaints: number) =>
  z.object({ ...fields, ...Object.assign({}, ...Array.from({ length: complaints }, (_, at) => complaintFields(at + 1))) })
    .superRefine((value: Values, context) => {
      const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
      if (value.applicant === 'representative' && !value.applicantName) wrong('applicantName', 'Enter your own name')
      if (value.applicant === 'representative' && !value.consent) wrong('consent', 'Say that the victim has agreed in writing that you may apply for them')
      if (!value.phone && !value.email && !value.address) wrong('phone', 'Give one way to reach you: a telephone number, an e-mail address or an address')
      let given = 0
      for (let n = 1; n <= complaints; n++) {
        const field = (name: string) => value[`${name}${n}`]
        if (!['what', 'happenedFrom', 'happenedTo', 'complainedOn', 'complainedTo', 'response'].some(field)) continue
        given++
        if (!field('what')) wrong(`what${n}`, `Complaint ${n}: say what happened`)
        if (!field('happenedFrom')) wrong(`happenedFrom${n}`, `Complaint ${n}: enter the day it happened, as near as you can`)
        if (field('happenedTo') && String(field('happenedTo')) < String(field('happenedFrom'))) wrong(`happenedTo${n}`, `Complaint ${n}: the last day must be on or after the first`)
        if (field('complainedOn') && !field('complainedTo')) wrong(`complainedTo${n}`, `Complaint ${n}: say whom you told, such as the police or your landlord`)
        if (!field('distress')) wrong(`distress${n}`, `Complaint ${n}: say whether it alarmed, distressed or harassed anyone`)
      }
      if (given === 0) wrong('what1', 'Tell us of at least one thing that happened')
    })
    .transform((value: Values) => ({ ...(value as z.infer<z.ZodObject<typeof fields>>), complaints: complaintsIn(value, complaints) }))

export type Application = z.infer<ReturnType<typeof applicationForm>>

function complaintsIn(value: Values, complaints: number): EnteredComplaint[] {
  return Array.from({ length: complaints }, (_, at) => at + 1).filter((n) => value[`what${n}`]).map((n) => {
    const text = (name: string) => (value[`${name}${n}`] as string | null) ?? null
    const happenedFrom = text('happenedFrom')!
    return { what: text('what')!, happenedFrom, happenedTo: text('happenedTo') ?? happenedFrom, complainedOn: text('complainedOn'), complainedTo: text('complainedTo'), response: text('response'), causedDistress: text('distress') === 'yes' }
  })
}

/** How many complaints a sent form has room for. */
export const roomIn = (body: unknown): number => Math.min(MOST_COMPLAINTS, Math.max(COMPLAINTS_AT_FIRST, Number((body as Record<string, unknown> | null)?.room) || 0))

/** An application an officer types in, from the telephone or from paper. */
export const TypedInForm = z.object({ channel: z.enum(CHANNELS, 'Choose how it came'), receivedOn: requiredDate('Enter the day it was received'), schemeId: z.uuid('Choose the scheme') })

const version = { version: z.coerce.number().int() }
const onDay = (missing: string) => z.object({ ...version, on: requiredDate(missing) })

/** Each step that an officer records, with the field it fills. */
export const STEPS = {
  acknowledge: { form: onDay('Enter the day it was acknowledged'), column: 'acknowledged_on', said: 'The acknowledgement is recorded' },
  told: { form: onDay('Enter the day the applicant was told'), column: 'told_on', said: 'It is recorded that the applicant was told' },
  invited: { form: onDay('Enter the day the victim was invited'), column: 'invited_on', said: 'The invitation is recorded' },
  met: { form: onDay('Enter the day of the review'), column: 'met_on', said: 'The review is recorded' },
  consulted: { form: onDay('Enter the day the victim was consulted on the action plan'), column: 'consulted_on', said: 'The consultation is recorded' },
  'outcome-told': { form: onDay('Enter the day the applicant was told the outcome'), column: 'outcome_told_on', said: 'It is recorded that the applicant was told the outcome' },
} as const
export type Step = keyof typeof STEPS

export const DecisionForm = z.object({
  ...version,
  decision: z.enum(DECISIONS, 'Choose what was decided'),
  on: requiredDate('Enter the day it was decided'),
  persistence: optionalText(2000), harm: optionalText(2000), response: optionalText(2000),
})
export const ContactForm = z.object({ ...version, accountId: z.uuid('Choose who the applicant deals with'), consentSeenOn: optionalDate() })
export const OutcomeForm = z.object({ ...version, outcome: requiredText('Say what the review found', 10000) })
export const AppealForm = z.object({ ...version, on: requiredDate('Enter the day of the appeal'), by: requiredText('Say who asks', 200), decidedOn: optionalDate(), outcome: optionalText(5000) })
export const RecommendationForm = z.object({ to: requiredText('Say who it is made to', 200), statement: requiredText('Enter the recommendation', 5000), madeOn: requiredDate('Enter the day it was made'), dueOn: optionalDate() })
export const FollowUpForm = z.object({ response: optionalChoice(['accepted', 'not accepted'] as const), reason: optionalText(2000), carriedOutOn: optionalDate(), evidence: optionalText(5000) })
