import { z } from 'zod'
import { optionalDate, requiredDate, requiredText } from '../../web/forms.ts'
import { SCHEME_ROLES } from '../gate.ts'
import { PURPOSES, type Purpose } from '../law.ts'
import { PREFIX, type SchemeKind } from '../reference.ts'

export const KINDS = Object.keys(PREFIX) as SchemeKind[]
const whole = (missing: string, most: number) => z.coerce.number(missing).int(missing).min(1, missing).max(most, missing)

const fields = {
  name: requiredText('Enter the scheme’s name', 200),
  compartment: z.enum(['open', 'closed'], 'Choose who may be told that an agency holds something'),
  hostAgencyId: z.uuid('Choose the agency that hosts it'),
  ends: optionalDate(),
  reviewWeeks: whole('Enter how many weeks may pass between reviews of a case, from 1 to 104', 104),
  keepMonths: whole('Enter for how many months a case is kept once closed, from 1 to 1,200', 1200),
}

export const SchemeForm = z.object(fields)
export const NewSchemeForm = z
  .object({ kind: z.enum(KINDS, 'Choose what kind of scheme it is'), purpose: z.enum(Object.keys(PURPOSES) as Purpose[], 'Choose what it shares for'), begins: requiredDate('Enter the day it begins'), ...fields })
  .refine(({ begins, ends }) => ends === null || ends >= begins, { path: ['ends'], message: 'It must not end before it begins' })

export const MemberForm = z.object({ account: z.uuid('Choose a person'), role: z.enum(SCHEME_ROLES, 'Choose what they do in the scheme') })
