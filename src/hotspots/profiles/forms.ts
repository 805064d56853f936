import { z } from 'zod'
import { manyTexts, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { AUDIENCES, EXHIBIT_KINDS, isHeading } from './profile.ts'

const month = (missing: string) => z.string(missing).regex(/^\d{4}-(0[1-9]|1[0-2])$/, missing).transform((text) => `${text}-01`)
const heading = z.string().refine(isHeading, 'Choose a heading')
const version = z.coerce.number().int().default(0)

export const ProfileForm = z
  .object({
    title: requiredText('Enter a title', 200),
    question: requiredText('Enter what whoever asked wants to know', 2000),
    source: z.coerce.number('Choose a source').int().min(1, 'Choose a source'),
    categories: manyTexts.transform((values) => values.map(Number).filter((id) => Number.isInteger(id) && id > 0)),
    from: month('Enter the first month, like 2024-07'),
    to: month('Enter the last month, like 2025-06'),
    owner: z.uuid('Choose who writes it'),
    reviewer: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
    reviewOn: optionalDate(),
    version,
  })
  .refine(({ from, to }) => to >= from, { path: ['to'], message: 'The last month must not be before the first' })

export const SectionForm = z.object({ heading, text: z.string().max(50_000, 'Use 50,000 characters or fewer').transform((text) => text.replaceAll('\r\n', '\n').trim()), version })
export const ExhibitForm = z.object({ kind: z.enum(EXHIBIT_KINDS, 'Choose what to show'), heading, caption: optionalText(500) })
export const RecommendationForm = z.object({ text: requiredText('Enter what should be done', 1000) })
export const ActionForm = z.object({ plan: z.uuid('Choose a plan'), owner: z.uuid('Choose one owner'), due: requiredDate('Enter when it is to be done by') })
export const EditionForm = z.object({ audience: z.enum(AUDIENCES, 'Choose who it is for') })
