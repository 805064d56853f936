import { z } from 'zod'
import { manyTexts, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { AGENDA_KINDS, GROUP_KINDS, SEAT_ROLES } from './group.ts'

const optionalId = z.union([z.uuid('Choose one of the list'), z.literal('')]).optional().transform((id) => id || null)
const ticked = z.union([z.literal('yes'), z.literal('')]).optional().transform((value) => value === 'yes')
const version = z.coerce.number().int()
const lines = (text: string | undefined) => (text ?? '').split(/\r?\n/).map((line) => line.trim().replace(/^[-•*]\s+/, '')).filter(Boolean)

/** What a group handles: words shared by all groups, so that the same matter is written the same way. */
const handles = z.string().max(4000, 'Use 4,000 characters or fewer').optional().transform((text, context) => {
  const matters = [...new Map(lines(text).map((line) => [line.toLowerCase(), line.toLowerCase()])).values()]
  if (matters.every((matter) => matter.length <= 100) && matters.length <= 40) return matters
  context.addIssue({ code: 'custom', message: 'Enter up to 40 matters, one on each line, each of 100 characters or fewer' })
  return z.NEVER
})

const quorum = z.string().trim().optional().transform((text, context) => {
  if (!text) return null
  const count = Number(text)
  if (Number.isInteger(count) && count > 0 && count <= 200) return count
  context.addIssue({ code: 'custom', message: 'Enter how many seats must be filled, as a whole number' })
  return z.NEVER
})

const particulars = {
  kind: z.enum(GROUP_KINDS, 'Choose what kind of group it is'),
  parentId: optionalId,
  remit: optionalText(2000),
  handles,
  confidential: ticked,
  schemeId: optionalId,
  runById: optionalId,
  quorum,
  begins: optionalDate(),
  ends: optionalDate(),
}
type Dates = { kind: string; begins: string | null; ends: string | null }

function checkDates(value: Dates, context: z.RefinementCtx) {
  if (value.kind === 'task and finish' && !value.ends) context.addIssue({ code: 'custom', path: ['ends'], message: 'Enter the day by which a task and finish group ends' })
  if (value.begins && value.ends && value.ends < value.begins) context.addIssue({ code: 'custom', path: ['ends'], message: 'It must end on or after the day it begins' })
}

export const GroupForm = z.object({ ...particulars, version }).superRefine(checkDates)

export const NewGroupForm = z
  .object({
    name: requiredText('Enter the group’s name', 200), code: optionalText(40), ...particulars,
    seatOrganisationId: optionalId, seatRole: z.union([z.enum(SEAT_ROLES), z.literal('')]).optional(), seatAccountId: optionalId, seatPerson: optionalText(200),
  })
  .superRefine((value, context) => {
    checkDates(value, context)
    const must = (missing: boolean, field: string, message: string) => { if (missing) context.addIssue({ code: 'custom', path: [field], message }) }
    must(value.confidential && !value.seatAccountId, 'seatAccountId', 'Choose who has the first seat: only people with a seat can work in a confidential group')
    must(Boolean(value.seatAccountId || value.seatPerson) && !value.seatOrganisationId, 'seatOrganisationId', 'Choose which partner’s seat it is')
    must(Boolean(value.seatOrganisationId) && !value.seatRole, 'seatRole', 'Choose the role of the first seat')
  })

export const SeatForm = z
  .object({
    organisationId: z.uuid('Choose which partner’s seat it is'), role: z.enum(SEAT_ROLES, 'Choose the role'), post: optionalText(200), statutory: ticked,
    accountId: optionalId, person: optionalText(200), deputyAccountId: optionalId, deputy: optionalText(200), since: optionalDate(), until: optionalDate(),
    version: version.default(0),
  })
  .superRefine((value, context) => {
    if (value.since && value.until && value.until < value.since) context.addIssue({ code: 'custom', path: ['until'], message: 'The last day must be on or after the first' })
    if (value.accountId && value.accountId === value.deputyAccountId) context.addIssue({ code: 'custom', path: ['deputyAccountId'], message: 'The deputy must be somebody else' })
  })

export const RenameForm = z.object({ name: requiredText('Enter the new name', 200), from: requiredDate('Enter the day the new name began') })
export const NameForm = z
  .object({ kind: z.enum(['code', 'alias'], 'Choose whether it is a code or another name'), name: requiredText('Enter the code or name', 200), from: optionalDate(), to: optionalDate() })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], message: 'The last day must be on or after the first' })
export const SuccessionForm = z.object({
  way: z.enum(['came from', 'went into'], 'Choose which of the two came first'), otherId: z.uuid('Choose the other group'), on: optionalDate(), note: optionalText(1000),
})
export const EndForm = z.object({
  on: requiredDate('Enter the last day of the group'), reason: requiredText('Say why it ends; the reason stays with it for good', 2000),
  successor: z.union([z.uuid('Choose the group that takes over, or say that none does'), z.literal('none')]), version,
})
export const DeliveredForm = z.object({ itemId: z.uuid('Choose a priority'), since: optionalDate() })
export const VersionForm = z.object({ version })
export const AdoptForm = z.object({ on: requiredDate('Enter the day the terms were adopted'), version })

/** Rows of the standard agenda that the form has. */
export const AGENDA_ROWS = 20

/** Draft terms. Lines of the agenda have their places, in no order; rows without a title are left out. */
export const TermsForm = z
  .looseObject({
    introduction: z.string().trim().max(5000, 'Use 5,000 characters or fewer').default(''),
    aims: z.string().max(10_000, 'Use 10,000 characters or fewer').optional().transform(lines),
    attendees: z.string().trim().max(5000, 'Use 5,000 characters or fewer').default(''),
    dates: z.string().trim().max(1000, 'Use 1,000 characters or fewer').default(''),
    restricted: manyTexts,
    version,
  })
  .transform((form, context) => {
    const agenda = Array.from({ length: AGENDA_ROWS }, (_, row) => row + 1).flatMap((row) => {
      const title = String(form[`title${row}`] ?? '').trim()
      if (!title) return []
      const line = z.object({ title: z.string().max(300), kind: z.enum(AGENDA_KINDS), place: z.coerce.number().finite() })
        .safeParse({ title, kind: form[`kind${row}`], place: String(form[`place${row}`] ?? '').trim() || row })
      if (line.success) return [{ ...line.data, restricted: form.restricted.includes(String(row)) }]
      context.addIssue({ code: 'custom', path: [`title${row}`], message: `Line ${row} of the agenda needs a title of 300 characters or fewer, what it is, and a number for its place` })
      return []
    })
    const { introduction, aims, attendees, dates, version } = form
    return { introduction, aims, attendees, dates, version, agenda }
  })
