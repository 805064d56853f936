import { z } from 'zod'
import { manyTexts, optionalChoice, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { ITEM_STATES, PLAN_KINDS, UPDATE_INTERVALS } from '../plan.ts'
import { ROLL_UPS } from '../rating.ts'
import type { Paper } from '../../documents/paper.ts'
import { fold } from './folding.ts'
import { asList, type Mapping } from './mapping.ts'
import { MEANINGS } from './meanings.ts'
import type { OwnerChoices, OwnerQuestion } from './owner-choice.ts'
import { ROLES } from './regions.ts'
import type { PlanReading } from './plan-reading.ts'
import type { TakeChoices } from './taking.ts'

const Fields = z.looseObject({})
const Role = z.enum(ROLES)
const AMeaning = z.enum(MEANINGS)
const PlanId = z.uuid()

/** The reading as a person corrected it: fields `role_0`, `holds_0_3` and `nextOf`; what was not sent stays as it was. */
export function correctedMapping(body: unknown, mapping: Mapping, paper: Paper): { mapping: Mapping; planId: string | null } {
  const fields = Fields.safeParse(body).data ?? {}
  const regions = mapping.regions.map((region, index) => {
    const role = Role.safeParse(fields[`role_${index}`]).data ?? region.role
    if (role === 'list' && region.role !== 'list') return asList(paper, region)
    return {
      ...region,
      role,
      meanings: region.meanings.map((meaning, column) => AMeaning.safeParse(fields[`holds_${index}_${column}`]).data ?? meaning),
    }
  })
  return { mapping: { regions }, planId: PlanId.safeParse(fields.nextOf).data ?? null }
}

export const TakeForm = z
  .looseObject({
    title: requiredText('Enter the plan’s title', 200),
    kind: z.enum(PLAN_KINDS, 'Choose what kind of plan it is'),
    starts: requiredDate('Enter the day the plan starts'),
    ends: requiredDate('Enter the day the plan ends'),
    schemeId: z.union([z.uuid(), z.literal('paper'), z.string().startsWith('standard: ')], 'Choose how items are rated'),
    rollUp: optionalChoice(ROLL_UPS),
    updateInterval: z.enum(UPDATE_INTERVALS, 'Choose how often owners say where things stand'),
    firstAnswers: z.literal('yes').optional(),
    rememberNames: z.literal('yes').optional(),
    useGuesses: z.literal('yes').optional(),
  })
  .refine(({ starts, ends }) => starts <= ends, { path: ['ends'], message: 'The plan must end on or after the day it starts' })

/** Everything settled in the preview. Owners and states come in fields numbered as the page numbers them. */
export const takeChoices = (
  form: z.infer<typeof TakeForm>,
  reading: PlanReading,
  questions: readonly OwnerQuestion[],
  partners: ReadonlySet<string>,
): TakeChoices => ({
  title: form.title,
  kind: form.kind,
  starts: form.starts,
  ends: form.ends,
  schemeId: form.schemeId,
  rollUp: form.rollUp,
  updateInterval: form.updateInterval,
  owners: ownerChoices(form, questions, partners),
  firstAnswers: form.firstAnswers === 'yes',
  rememberNames: form.rememberNames === 'yes',
  states: new Map(
    reading.items.flatMap(({ code, stateGuess }, index) => {
      if (form.useGuesses === 'yes' && stateGuess) return [[code, stateGuess.state] as const]
      const state = z.enum(ITEM_STATES).safeParse(form[`state_${index}`]).data
      return state ? [[code, state] as const] : []
    }),
  ),
})

/** Who each wording is: fields `owner_0`, `owner_1`, …; an empty one, or one that is no partner, leaves the paper's words. */
export const ownerChoices = (
  fields: Record<string, unknown>,
  questions: readonly OwnerQuestion[],
  partners: ReadonlySet<string>,
): OwnerChoices =>
  new Map(
    questions.flatMap(({ words }, index) => {
      const chosen = fields[`owner_${index}`]
      return chosen === undefined
        ? []
        : [[fold(words), { words, organisationId: partners.has(String(chosen)) ? String(chosen) : null }] as const]
    }),
  )

export const ChangesForm = z.looseObject({
  accept: manyTexts,
  removedReason: optionalText(2000),
  firstAnswers: z.literal('yes').optional(),
  rememberNames: z.literal('yes').optional(),
})
