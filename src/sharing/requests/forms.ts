import { z } from 'zod'
import { isListed } from '../../calendar/bank-holidays.ts'
import { manyTexts, optionalChoice, requiredDate, requiredText } from '../../web/forms.ts'
import { DECISIONS, EXEMPTIONS, type Exemption, REQUEST_KINDS } from './exemptions.ts'

const notAfterToday = (on: string) => on <= Temporal.Now.plainDateISO('Europe/London').toString()
const ids = manyTexts.refine((values) => values.every((id) => z.uuid().safeParse(id).success), 'Choose from the list')

export const RequestForm = z
  .object({
    kind: z.enum(REQUEST_KINDS, 'Choose what kind of request it is'),
    requester: requiredText('Enter who asks, and how to answer them', 500),
    receivedOn: requiredDate('Enter the day it was received').refine(notAfterToday, 'The day must be today or in the past'),
  })
  .refine(({ kind, receivedOn }) => kind === 'subject access' || isListed(receivedOn), { path: ['receivedOn'], message: 'Working days from this day cannot be counted: it is before the list of bank holidays begins' })

export const PersonForm = z.object({ person: z.uuid('Choose the person') })
export const AskForm = z.object({ cases: ids.refine((values) => values.length > 0, 'Choose the cases to ask about') })
export const OfferForm = z.object({ items: ids })
export const PassageForm = z.object({ summary: requiredText('Enter what it is, as a heading', 200), content: requiredText('Enter the text', 20_000) })
export const RefusalForm = z.object({ answer: requiredText('Enter what is answered, and on what ground', 5000) })

export const ItemForm = z
  .object({ decision: z.enum(DECISIONS, 'Choose what is done with it'), exemption: optionalChoice(Object.keys(EXEMPTIONS) as Exemption[]), content: requiredText('Enter the text, or hold it back', 50_000) })
  .superRefine(({ decision, exemption }, context) => {
    if (decision !== 'give' && (!exemption || exemption === 'undecided')) context.addIssue({ code: 'custom', path: ['exemption'], message: 'Choose on what ground it is held back' })
  })

/** Counts as typed, one to a line: what is counted, a comma or colon, and a whole number. */
export const CountsForm = z.object({
  heading: requiredText('Enter what is counted', 200),
  counts: requiredText('Enter the counts, one to a line', 5000).transform((text, context) => {
    const lines = text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => /^(.+?)\s*[,:]\s*([\d,]+)$/.exec(line))
    if (lines.every((line) => line !== null)) return lines.map((line) => ({ label: line[1]!, n: Number(line[2]!.replaceAll(',', '')) }))
    context.addIssue({ code: 'custom', message: 'Enter each count on a line of its own, like Referrals: 12' })
    return z.NEVER
  }),
})
