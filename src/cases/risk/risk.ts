import { z } from 'zod'
import type { RiskMatrix } from '../rules/risk-matrix.ts'
import { optionalText, requiredDate } from '../../web/forms.ts'

/** The form of an assessment by a matrix: every question answered, and a reason where another band is judged than the score gives. */
export function assessmentForm({ questions, bands }: RiskMatrix, today: string) {
  const answers = Object.fromEntries(questions.map(({ key, answers: offered }) => [`answer_${key}`, z.enum(offered.map(({ value }) => value) as [string, ...string[]], 'Choose an answer')]))
  return z.object({
    subject: z.union([z.uuid('Choose from the list'), z.literal('')]).optional().transform((id) => id || null),
    ...answers,
    judged_band: z.union([z.enum(bands.map(({ band }) => band) as [string, ...string[]], 'Choose from the list'), z.literal('')]).optional().transform((band) => band || null),
    judgement: optionalText(5000),
    assessed_on: requiredDate('Enter the day of the assessment'),
  }).superRefine(({ judged_band, judgement, assessed_on }, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (judged_band && !judgement) wrong('judgement', 'Say why the band should be another than the score gives')
    if (!judged_band && judgement) wrong('judged_band', 'Choose the band you judge it to be')
    if (assessed_on > today) wrong('assessed_on', 'The day must be today or before')
  })
}

/** The answers among the fields of a form, by question. */
export const answersIn = ({ questions }: RiskMatrix, fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(questions.map(({ key }) => [key, String(fields[`answer_${key}`] ?? '')]))
