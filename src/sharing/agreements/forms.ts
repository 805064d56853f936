import { z } from 'zod'
import { manyTexts, optionalDate, requiredDate, requiredText } from '../../web/forms.ts'
import { DATA_CLASSES, type Dated, GATEWAYS, inForce, PURPOSES } from '../law.ts'

const atLeast = (count: number, missing: string) => manyTexts.refine((values) => new Set(values).size >= count, missing)
const known = (values: readonly string[], table: readonly string[]) => values.every((value) => table.includes(value))
const notLaw = (chosen: readonly string[], table: Readonly<Record<string, Dated>>, day: string) => chosen.filter((key) => !inForce(table, day).includes(key))

export const AgreementForm = z
  .object({
    title: requiredText('Enter a title, such as Information sharing for the City Community MARAC', 200),
    parties: atLeast(2, 'Choose the agencies that are to sign: two or more').refine((ids) => ids.every((id) => z.uuid().safeParse(id).success), 'Choose agencies from the list'),
    purposes: atLeast(1, 'Choose what information is shared for'),
    gateways: atLeast(1, 'Choose the power or basis it is shared under'),
    dataClasses: atLeast(1, 'Choose what kinds of information it covers').refine((values) => known(values, DATA_CLASSES), 'Choose kinds from the list'),
    retention: requiredText('Enter how long what is shared is kept, and what happens to it then', 1000),
    assessmentLink: z.string().trim().max(500, 'Use 500 characters or fewer').refine((text) => text === '' || /^https?:\/\/\S+$/.test(text), 'Enter the address of the assessment, beginning with https://').optional().transform((text) => text || null),
    starts: requiredDate('Enter the day it begins'),
    ends: optionalDate('31/3/2028'),
    reviewOn: requiredDate('Enter the day by which it is to be reviewed'),
    replaces: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
  })
  .superRefine(({ purposes, gateways, starts, ends, reviewOn }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (notLaw(purposes, PURPOSES, starts).length > 0) wrong('purposes', 'One of these purposes has no law behind it on the day the agreement begins')
    if (notLaw(gateways, GATEWAYS, starts).length > 0) wrong('gateways', `Not in force on the day the agreement begins: ${notLaw(gateways, GATEWAYS, starts).join(', ')}`)
    if (ends !== null && ends < starts) wrong('ends', 'It must not end before it begins')
    if (reviewOn < starts) wrong('reviewOn', 'The review must not be before it begins')
    if (ends !== null && reviewOn > ends) wrong('reviewOn', 'The review must not be after it ends')
  })

export const PaperForm = z.object({
  agency: z.uuid('Choose the agency that signed'),
  signatory: requiredText('Enter who signed for it, and their post', 200),
  signedOn: requiredDate('Enter the day it was signed'),
})

export const LeaveForm = z.object({ agency: z.uuid('Choose the agency that leaves'), sure: z.literal('yes', 'Tick the box to confirm') })
export const WithdrawForm = z.object({ reason: requiredText('Enter why it is withdrawn', 1000), sure: z.literal('yes', 'Tick the box to confirm') })
export const ReviewForm = z.object({ reviewOn: requiredDate('Enter the day of the next review') })
