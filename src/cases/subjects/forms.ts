import { z } from 'zod'
import { parseDate, todayInLondon } from '../../calendar/dates.ts'
import { optionalDate, optionalText, requiredText } from '../../web/forms.ts'
import { LINK_KINDS, type NewFact, SUBJECT_ROLES } from '../index/store.ts'
import { type EntryKind, FACT_KINDS, type FactKind } from '../index/words.ts'
import { PROTECTED_KINDS } from '../index/protected-store.ts'

const MOST = 500
const source = requiredText('Say who said so, or where it stands', MOST)
const role = z.enum(SUBJECT_ROLES, 'Say what part they have in the case')
const resident = z.enum(['yes', 'no', 'unknown'], 'Say whether they live in the area').transform((answer) => (answer === 'unknown' ? null : answer === 'yes'))

/** A date of birth as YYYY-MM-DD, or a year alone; null when left empty. */
const birth = z.string().trim().optional().transform((text, context) => {
  if (!text) return null
  const read = readBirth(text)
  if (read) return read
  context.addIssue({ code: 'custom', message: 'Enter a date of birth in the past, like 27 3 1980, or a year' })
  return z.NEVER
})

/** What was typed as a date of birth: a day of the past, or a year; null for anything else. */
export function readBirth(text: string): string | null {
  const today = todayInLondon(Temporal.Now.instant())
  if (/^(19|20)\d{2}$/.test(text)) return Number(text) <= today.year ? text : null
  const date = parseDate(text)
  return date && Temporal.PlainDate.compare(date, today) <= 0 ? date.toString() : null
}
const phone = z.string().trim().max(MOST).regex(/^(|(?=(?:.*\d){6})[\d\s()+./-]+)$/, 'Enter a telephone number, like 07700 900123').optional().transform((text) => text || null)
const email = z.string().trim().max(MOST).regex(/^(|[^\s@]+@[^\s@]+)$/, 'Enter an e-mail address, like name@example.com').optional().transform((text) => text || null)

const PersonForm = z.object({
  role, name: requiredText('Enter their name, or what they are known as', MOST), alias: optionalText(MOST), birth, gender: optionalText(100), phone, email, address: optionalText(MOST), address_from: optionalDate('27 3 2020'),
  resident, homeArea: optionalText(200), language: optionalText(200), need: optionalText(MOST), note: optionalText(2000), source,
})
const OrganisationForm = z.object({ role, name: requiredText('Enter its name', MOST), alias: optionalText(MOST), phone, email, address: optionalText(MOST), note: optionalText(2000), source })
const PlaceForm = z.object({
  role, name: optionalText(MOST), address: optionalText(MOST), ward: optionalText(200), note: optionalText(2000), source,
  uprn: z.string().trim().regex(/^(|\d{1,12})$/, 'Enter up to 12 figures').optional().transform((text) => text || null),
}).refine(({ name, address }) => name || address, { path: ['name'], message: 'Enter the name of the place, or its address' })

export const SUBJECT_FORMS = { person: PersonForm, organisation: OrganisationForm, place: PlaceForm } as const satisfies Record<EntryKind, z.ZodType>

type PersonFields = z.infer<typeof PersonForm>
/** What any of the forms holds: all have a role and a source, a person's the most. */
export type SubjectFields = Pick<PersonFields, 'role' | 'note' | 'source'> & { name: string | null } & Partial<Omit<PersonFields, 'name'> & Omit<z.infer<typeof PlaceForm>, 'name'>>

/** What a form says is known of somebody or some place, each with its source. */
export function factsOf(kind: EntryKind, fields: SubjectFields): NewFact[] {
  const { source } = fields
  const place = Object.fromEntries(Object.entries({ uprn: fields.uprn, ward: fields.ward }).filter((part): part is [string, string] => Boolean(part[1])))
  const said: [FactKind, string | null | undefined, Partial<NewFact>?][] = [
    [kind === 'place' ? 'premises' : 'name', fields.name, kind === 'place' ? { parts: place } : {}], ['alias', fields.alias], ['birth', fields.birth], ['gender', fields.gender], ['phone', fields.phone], ['email', fields.email],
    ['address', fields.address, { validFrom: fields.address_from, ...(kind === 'place' ? { parts: place } : {}) }], ['home area', fields.homeArea], ['language', fields.language], ['need', fields.need],
  ]
  return said.flatMap(([each, value, more]) => (value ? [{ kind: each, value, source, ...more }] : []))
}

export const PartForm = z.object({ version: z.coerce.number().int(), role, resident, homeArea: optionalText(200), note: optionalText(2000) })

const CHECKS: Partial<Record<FactKind, { schema: z.ZodType<string | null>; }>> = { birth: { schema: birth }, phone: { schema: phone }, email: { schema: email } }

/** One more thing known of somebody. A date of birth, a number and an e-mail address must look like one. */
export const FactForm = z.object({ kind: z.enum(FACT_KINDS, 'Say what kind of thing it is'), value: requiredText('Enter what is known', MOST), from: optionalDate('27 3 2020'), source })
  .transform((fields, context) => {
    const checked = CHECKS[fields.kind]?.schema.safeParse(fields.value)
    if (!checked) return fields
    if (checked.success && checked.data) return { ...fields, value: checked.data }
    context.addIssue({ code: 'custom', path: ['value'], message: checked.error?.issues[0]?.message ?? 'Enter what is known' })
    return z.NEVER
  })

export const EndFactForm = z.object({ why: z.enum(['no longer', 'never right'], 'Say whether it was ever right'), on: optionalDate(), reason: requiredText('Say why it ends', MOST) })

const chosen = (missing: string) => z.string(missing).pipe(z.uuid(missing))
export const LinkForm = z.object({ from: chosen('Choose who'), kind: z.enum(LINK_KINDS, 'Choose what they are'), to: chosen('Choose to whom'), note: optionalText(MOST) })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'Choose somebody else' })

export const ReasonForm = z.object({ reason: requiredText('Say why', 1000) })
export const ProtectedForm = z.object({ who: chosen('Choose whose it is'), kind: z.enum(PROTECTED_KINDS, 'Say what kind of thing it is'), value: requiredText('Enter what is to be protected', MOST), source })
export const ReaderForm = z.object({ reader: chosen('Choose who is to read them'), reason: requiredText('Say why they need to read them', 1000) })
export const EndReaderForm = z.object({ reader: chosen('Choose whose reading ends'), reason: requiredText('Say why their reading ends', 1000) })

