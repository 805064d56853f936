import { z } from 'zod'
import { dutyDay } from '../duties/duty.ts'
import { optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { PAPER_KINDS } from './paper.ts'

const version = z.coerce.number().int().catch(-1)
const LONGEST_BODY = 100_000
const body = z.string().max(LONGEST_BODY, 'Use 100,000 characters or fewer').transform((text) => text.replaceAll('\r\n', '\n').trim())
const optionalId = z.union([z.uuid(), z.literal('')], 'Choose from the list').optional().transform((id) => id || null)

/** What a paper says of itself. The days it reports on are in order. */
export const PaperForm = z.object({
  kind: z.enum(PAPER_KINDS, 'Choose what kind of paper it is'),
  title: requiredText('Enter a title', 300),
  starts: requiredDate('Enter the first day it reports on'),
  ends: requiredDate('Enter the last day it reports on'),
  meetingId: optionalId,
  committee: optionalText(200),
  committeeOn: optionalDate(),
  reportOf: optionalText(200),
  asks: z.enum(['information', 'decision']).catch('information'),
  contact: optionalText(300),
  drafted: z.string().optional().transform((value) => value === 'yes'),
  // Which duty it is begun for; a paper that is changed keeps its own.
  answers: z.string().optional().transform((answers) => (answers === undefined ? undefined : dutyDay(answers))),
  version,
}).superRefine(({ starts, ends }, context) => {
  if (starts && ends && ends < starts) context.addIssue({ code: 'custom', path: ['ends'], message: 'The last day is before the first' })
})

export const SummaryForm = z.object({ summary: body, version })
export const SectionForm = z.object({ heading: requiredText('Enter a heading', 300), body, recommendation: optionalText(1000), restricted: z.string().optional().transform((value) => value === 'yes'), version })
export const NewSectionForm = z.object({ heading: optionalText(300), source: z.string().optional().transform((key) => key || null), restricted: z.string().optional().transform((value) => value === 'yes') })
export const AppendixForm = z.object({ title: requiredText('Enter what the appendix is called', 300), restricted: z.string().optional().transform((value) => value === 'yes'), editionId: optionalId })
export const VersionForm = z.object({ version })
export const PublishForm = z.object({ fingerprint: z.string().length(32), overrideReason: optionalText(2000), corrects: z.string().regex(/^\d{0,9}$/, 'Choose an edition from the list').optional().transform((number) => (number ? Number(number) : null)), correctionNote: optionalText(2000) })
