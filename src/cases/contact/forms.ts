import { z } from 'zod'
import { optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { CONTACT_PURPOSES, METHODS, SAFE_METHODS } from './contact-store.ts'

const time = z.string().trim().optional().transform((text, context) => {
  if (!text) return null
  const found = /^(\d{1,2})[:.](\d{2})$/.exec(text)
  if (found && Number(found[1]) < 24 && Number(found[2]) < 60) return { hour: Number(found[1]), minute: Number(found[2]) }
  context.addIssue({ code: 'custom', message: 'Enter a time, like 14:30' })
  return z.NEVER
})

/** A contact that was made, or tried. */
export const ContactForm = z.object({
  subject: z.uuid('Choose whom you contacted'),
  method: z.enum(METHODS, 'Choose how'),
  on: requiredDate('Enter the day'),
  time,
  reached: z.enum(['yes', 'no'], 'Say whether you reached them'),
  purpose: z.enum(CONTACT_PURPOSES, 'Choose what it was for'),
  summary: requiredText('Say what was said, or what you tried', 5000),
  against_rule: optionalText(1000),
})

/** How somebody may safely be reached. */
export const SafeForm = z.object({
  safe_subject: z.uuid('Choose whom the rule is about'),
  safe_method: z.enum(SAFE_METHODS, 'Choose the method'),
  allowed: z.enum(['yes', 'no'], 'Say whether it is safe'),
  voicemail: z.literal('yes').optional(),
  hours: optionalText(200),
  note: optionalText(1000),
})

const days = (what: string) => z.string().trim().regex(/^\d{1,3}$/, `Enter ${what} as a whole number of working days`).transform(Number)
/** A scheme's standards from a day on. */
export const StandardsForm = z.object({
  acknowledge: days('how soon to acknowledge'),
  first_high: days('how soon at high risk'),
  first: days('how soon otherwise'),
  update: days('how often'),
  closing: days('how soon after closing'),
  from: requiredDate('Enter the day they count from'),
  source: requiredText('Say where this was agreed', 300),
})
