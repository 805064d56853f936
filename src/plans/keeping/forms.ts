import { z } from 'zod'
import { manyTexts, optionalChoice, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { ITEM_KINDS, LINK_KINDS, OUTCOME_TYPES, PLAN_KINDS, STRENGTHS, UPDATE_INTERVALS } from '../plan.ts'
import { COLOURS, FACTS, ROLL_UPS } from '../rating.ts'

const inOrder = (from: string, to: string, message: string) => ({
  check: (value: Record<string, unknown>) => !value[from] || !value[to] || String(value[from]) <= String(value[to]),
  error: { path: [to], message },
})
const planDates = inOrder('starts', 'ends', 'The plan must end on or after the day it starts')
const itemDates = inOrder('starts', 'due', 'The due date must be on or after the start')

export const PlanForm = z
  .object({
    title: requiredText('Enter the plan’s title', 200),
    kind: z.enum(PLAN_KINDS, 'Choose what kind of plan it is'),
    starts: requiredDate('Enter the day the plan starts'),
    ends: requiredDate('Enter the day the plan ends'),
    schemeId: z.union([z.uuid(), z.string().startsWith('standard: ')], 'Choose how items are rated'),
    rollUp: optionalChoice(ROLL_UPS),
    updateInterval: z.enum(UPDATE_INTERVALS, 'Choose how often owners say where things stand'),
    frameId: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
    state: z.enum(['draft', 'live', 'closed']).default('live'),
    version: z.coerce.number().int().default(1),
  })
  .refine(planDates.check, planDates.error)

export const ItemForm = z
  .object({
    code: requiredText('Enter the item’s code, such as 3.1.1e', 30),
    title: requiredText('Enter what the item is', 1000),
    kind: z.enum(ITEM_KINDS, 'Choose what kind of item it is'),
    parentId: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
    strandId: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
    mandate: optionalChoice(['statutory', 'discretionary', 'both'] as const),
    strength: optionalChoice(STRENGTHS),
    accountable: optionalText(40),
    post: optionalText(200),
    contributors: manyTexts,
    aim: optionalText(5000),
    success: optionalText(5000),
    outcome: optionalText(50_000),
    outcomeType: optionalChoice(OUTCOME_TYPES),
    starts: optionalDate(),
    due: optionalDate(),
    promisedOn: optionalDate(),
    version: z.coerce.number().int().default(1),
  })
  .refine(itemDates.check, itemDates.error)

/** What each way of ending or halting an item must say (catalogue C3, C5): a reason, and where it goes. */
export const StateForm = z
  .object({
    state: z.enum(
      ['not started', 'planned', 'in progress', 'continuous', 'complete', 'deferred', 'blocked', 'merged', 'closed, not achieved', 'discharged', 'withdrawn'],
      'Choose the item’s state',
    ),
    note: optionalText(50_000),
    since: requiredDate('Enter the day this became so'),
    reviewOn: optionalDate(),
    dischargedThrough: optionalText(200),
    deferredToPlanId: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
    mergedIntoItemId: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
    version: z.coerce.number().int(),
  })
  .superRefine((value, context) => {
    const must = (field: keyof typeof value, states: readonly string[], message: string) => {
      if (states.includes(value.state) && !value[field]) context.addIssue({ code: 'custom', path: [field], message })
    }
    must('note', ['withdrawn', 'discharged', 'closed, not achieved'], 'Give the reason; it stays with the item for good')
    must('note', ['blocked'], 'Say what blocks it')
    must('dischargedThrough', ['discharged'], 'Enter the body that now carries this out')
    must('reviewOn', ['discharged'], 'Enter when you will check that it is being carried out')
    must('deferredToPlanId', ['deferred'], 'Choose the plan it is deferred to')
    must('mergedIntoItemId', ['merged'], 'Choose the item it is merged into')
  })

export const TieForm = z.object({ kind: z.enum(LINK_KINDS, 'Choose how the two are tied'), otherId: z.uuid('Choose the other item') })
export const MeasureTieForm = z.object({ measureId: z.uuid('Choose a measure') })

const lines = (text: string) => text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean)

export const FrameForm = z.object({
  name: requiredText('Enter a name for the frame', 100),
  strands: requiredText('Enter the strands, one on each line', 2000).transform((text, context) => {
    const strands = lines(text)
    if (strands.length >= 2 && strands.length <= 12 && strands.every((strand) => strand.length <= 100)) return strands
    context.addIssue({ code: 'custom', message: 'Enter between 2 and 12 strands, one on each line' })
    return z.NEVER
  }),
})

const ROWS = [1, 2, 3, 4, 5, 6] as const

/** Up to six values, best first; rows left empty are left out. */
export const SchemeForm = z.looseObject({ name: requiredText('Enter a name for the scheme', 100) }).transform((form, context) => {
  const values = ROWS.flatMap((row) => {
    const word = String(form[`word${row}`] ?? '').trim()
    if (!word) return []
    const value = z
      .object({ word: z.string().max(40), colour: z.enum(COLOURS), criterion: z.string().min(1).max(500), facts: z.array(z.enum(FACTS)) })
      .safeParse({ word, colour: form[`colour${row}`], criterion: String(form[`criterion${row}`] ?? '').trim(), facts: manyTexts.parse(form[`facts${row}`]) })
    if (value.success) return [value.data]
    context.addIssue({ code: 'custom', path: [`criterion${row}`], message: `Say what “${word}” means, and choose its colour` })
    return []
  })
  if (values.length < 2) context.addIssue({ code: 'custom', path: ['word1'], message: 'Enter at least two values' })
  if (new Set(values.map(({ word }) => word.toLowerCase())).size < values.length)
    context.addIssue({ code: 'custom', path: ['word1'], message: 'Each value needs a word of its own' })
  return { name: form.name, version: 1, values }
})
