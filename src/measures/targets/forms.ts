import { z } from 'zod'
import { optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { CLOSED_AS, NEEDS, TARGET_SHAPES } from './target.ts'

const optionalFigure = (message: string) =>
  z
    .string()
    .trim()
    .max(40, message)
    .optional()
    .transform((text, context) => {
      if (!text) return null
      const bare = text.replace(/^£/, '').replace(/%$/, '').replaceAll(',', '').replace('−', '-').trim()
      if (/^-?\d+(\.\d+)?$/.test(bare) && Math.abs(Number(bare)) <= 1e12) return Number(bare)
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })

export const TargetForm = z
  .object({
    shape: z.enum(TARGET_SHAPES, 'Choose what kind of target it is'),
    value: optionalFigure('Enter the target as a figure'),
    baselineValue: optionalFigure('Enter the baseline as a figure'),
    baselineFrom: optionalDate('1 4 2025'),
    baselineTo: optionalDate('31 3 2026'),
    starts: optionalDate('1 4 2026'),
    due: requiredDate('Enter the day by which the target is to be met'),
    source: optionalText(500),
  })
  .superRefine((form, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    const needs = NEEDS[form.shape]
    if (needs.value && form.value === null)
      wrong(
        'value',
        form.shape === 'percentage change' ? 'Enter the change in per cent, such as -10' : 'Enter the figure to be reached',
      )
    if (needs.baseline && form.baselineValue === null) wrong('baselineValue', 'Enter the baseline’s figure')
    if (needs.baseline && (form.baselineFrom === null) !== (form.baselineTo === null))
      wrong(form.baselineFrom === null ? 'baselineFrom' : 'baselineTo', 'Enter both the first and the last day of the baseline')
    if (form.baselineFrom && form.baselineTo && form.baselineTo < form.baselineFrom)
      wrong('baselineTo', 'The baseline must end on or after its first day')
    if (form.shape === 'minimum count' && !form.starts) wrong('starts', 'Enter the day from which things are counted')
    if (form.shape === 'percentage change' && form.value !== null && form.value < -100)
      wrong('value', 'Nothing can fall by more than 100%')
    if (form.starts && form.due < form.starts) wrong('due', 'The due date must be on or after the start')
  })
  .transform((form) => ({
    ...form,
    value: NEEDS[form.shape].value ? form.value : null,
    ...(NEEDS[form.shape].baseline ? {} : { baselineValue: null, baselineFrom: null, baselineTo: null }),
  }))

export const CloseForm = z
  .object({
    as: z.enum(CLOSED_AS, 'Choose how the target came out'),
    on: requiredDate('Enter the day this was decided'),
    note: optionalText(2000),
  })
  .refine(({ as, note }) => note || as === 'met' || as === 'not met', {
    path: ['note'],
    message: 'Say what overtook it, or why it cannot be told',
  })

const reason = (missing: string) =>
  requiredText(missing, 2000).pipe(z.string().min(10, 'Give a reason that a later reader will understand: 10 characters or more'))

export const RebaseForm = z.object({
  period: z.string().trim().max(60).default(''),
  reason: reason('Say why the limits begin anew'),
})

export const RemovalForm = z.object({ reason: reason('Say why this is taken away') })
