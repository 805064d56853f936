import { z } from 'zod'
import { NATURES, STANDINGS } from '../../sharing/audience.ts'
import { REGIMES } from '../../sharing/disclosure-store.ts'
import { AUDIENCES } from '../../sharing/gate.ts'
import { type Gateway, GATEWAYS } from '../../sharing/law.ts'
import { manyTexts, optionalChoice, optionalText, requiredDate, requiredText } from '../../web/forms.ts'

const optionalId = (wrong: string) => z.union([z.uuid(wrong), z.literal('')]).optional().transform((id) => id || null)
const gateway = z.custom<Gateway>((key) => typeof key === 'string' && key in GATEWAYS, 'Choose the power your agency shares under')

export const GiveForm = z
  .object({
    statement: requiredText('Enter what your agency says', 50_000),
    nature: z.enum(NATURES, 'Choose whether it is fact or opinion'),
    subjectId: optionalId('Choose from the list'),
    standing: optionalChoice(STANDINGS),
    informationOf: optionalText(200),
    audience: z.enum(AUDIENCES, 'Choose who may read it'),
    namedAgencies: manyTexts.refine((ids) => ids.every((id) => z.uuid().safeParse(id).success), 'Choose agencies from the list'),
    gateway,
    regime: z.enum(REGIMES, 'Choose which rules your agency handles it under'),
    necessity: requiredText('Enter why it is needed', 2000),
    proportionality: requiredText('Enter why this much and no more is shared', 2000),
    requestId: optionalId('Choose from the list'),
  })
  .superRefine(({ subjectId, standing, audience, namedAgencies, gateway: chosen, regime }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (subjectId && !standing) wrong('standing', 'Choose what the person is to the matter')
    if (audience === 'one agency' && namedAgencies.length !== 1) wrong('namedAgencies', 'Choose the one agency that may read it')
    if (audience === 'named agencies' && namedAgencies.length === 0) wrong('namedAgencies', 'Choose the agencies that may read it')
    const bound = GATEWAYS[chosen].regime
    if (bound !== 'either' && bound !== regime) wrong('regime', `Sharing under “${GATEWAYS[chosen].title}” goes by ${bound}`)
  })
  .transform(({ standing, namedAgencies, ...given }) => ({
    ...given, standing: given.subjectId ? standing : null, namedAgencies: given.audience === 'one agency' || given.audience === 'named agencies' ? [...new Set(namedAgencies)] : [],
  }))

export const CorrectForm = z.object({
  statement: requiredText('Enter what is right', 50_000),
  nature: z.enum(NATURES, 'Choose whether it is fact or opinion'),
  reason: requiredText('Enter what was wrong, without naming anybody', 1000),
})

export const AskForm = z.object({
  toAgencyId: z.uuid('Choose whom to ask'),
  question: requiredText('Enter what you ask', 5000),
  dueOn: requiredDate('Enter the day by which it is needed'),
  gateway: z.union([gateway, z.literal('')]).optional().transform((key) => key || null),
  reason: optionalText(1000),
  proportionality: optionalText(2000),
})

export const AnswerForm = z
  .object({ answer: z.enum(['nothing held', 'cannot share'], 'Choose what your agency answers'), note: optionalText(2000) })
  .superRefine(({ answer, note }, context) => {
    if (answer === 'cannot share' && !note) context.addIssue({ code: 'custom', path: ['note'], message: 'Enter why it cannot be shared' })
  })
