import { z } from 'zod'
import { optionalText, requiredText } from '../web/forms.ts'
import { MEASURE_KINDS, POLARITIES } from './measure.ts'
import { FREQUENCIES } from './reading-period.ts'

export const MeasureForm = z
  .object({
    title: requiredText('Enter what is measured', 200),
    kind: z.enum(MEASURE_KINDS, 'Choose what the figures are'),
    numerator: requiredText('Enter what is counted', 500),
    denominator: optionalText(500),
    unit: optionalText(40),
    decimals: z.coerce
      .number('Enter how many decimals to show, from 0 to 4')
      .int('Enter a whole number of decimals')
      .min(0, 'Enter 0 to 4')
      .max(4, 'Enter 0 to 4')
      .default(0),
    frequency: z.enum(FREQUENCIES, 'Choose how often it is read'),
    polarity: z.enum(POLARITIES, 'Choose which way is better'),
    polarityNote: optionalText(2000),
    geography: optionalText(200),
    source: optionalText(500),
    completenessNote: optionalText(2000),
    revisionPolicy: optionalText(2000),
    state: z.enum(['live', 'closed']).default('live'),
    closedReason: optionalText(2000),
    version: z.coerce.number().int().default(1),
  })
  .superRefine(({ kind, denominator, unit, state, closedReason }, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if ((kind === 'share' || kind === 'rate') && !denominator) wrong('denominator', `Enter what the ${kind} is out of`)
    if (kind !== 'share' && !unit)
      wrong(
        'unit',
        kind === 'rate' ? 'Enter what the rate is per, such as per 1,000 residents' : 'Enter the unit, such as offences',
      )
    if (state === 'closed' && !closedReason) wrong('closedReason', 'Say why the measure is closed')
  })
  .transform(({ unit, kind, state, closedReason, ...fields }) => ({
    ...fields,
    kind,
    state,
    unit: kind === 'share' ? '%' : unit!,
    closedReason: state === 'closed' ? closedReason : null,
  }))
