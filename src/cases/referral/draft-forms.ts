import { z } from 'zod'
import { tracesIn, tracesOf } from '../../sharing/marks.ts'
import { ABOUT } from '../../sharing/case-store.ts'
import { optionalChoice, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { PROTECTED_KINDS, type ProtectedKind } from '../index/protected-store.ts'
import { SUBJECT_ROLES } from '../index/store.ts'
import { today } from '../rules/rule-store.ts'
import { checkConsent, consentFields, personFields, WORRIES } from './forms.ts'
import { BEHAVIOURS } from './store.ts'

export const WhyForm = z.object({
  about: z.enum(ABOUT, 'Choose what this is about'), reasons: requiredText('Say why you refer', 20_000), wanted: optionalText(5000), worry: z.enum(WORRIES, 'Say how worried you are'),
})

const { born, phone, address, resident, home_area } = personFields
export const PERSON_ROLES = SUBJECT_ROLES.filter((role) => role !== 'location' && role !== 'group')
const PersonForm = z.object({
  kind: z.literal('person'), role: z.enum(PERSON_ROLES, 'Choose their part in it'), name: requiredText('Enter their name, or what is known of who they are', 200), born, phone, address, resident, home_area,
})
const PlaceForm = z.object({ kind: z.literal('place'), name: optionalText(200), address: requiredText('Enter where it is', 300) })
/** Somebody or some place, alone on a page. */
export const PeopleForm = z.discriminatedUnion('kind', [PersonForm, PlaceForm])

export const IncidentForm = z.object({
  from: requiredDate('Enter the day it happened'), until: optionalDate(), what: requiredText('Say what happened', 5000), behaviour: z.enum(BEHAVIOURS, 'Choose what kind of behaviour it was'), place: optionalText(300),
  complained_on: optionalDate(), complained_to: optionalText(300), response: optionalText(2000),
}).superRefine(({ from, until, complained_on, complained_to }, context) => {
  const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  if (from > today()) wrong('from', 'Enter a day that has come')
  if (until && until < from) wrong('until', 'It cannot end before it began')
  if (until && until > today()) wrong('until', 'Enter a day that has come')
  if (complained_on && complained_on > today()) wrong('complained_on', 'Enter a day that has come')
  if (complained_on && !complained_to) wrong('complained_to', 'Say who was told')
})

export const ConsentForm = z.object({ ...consentFields, guards: z.enum(['yes', 'no'], 'Say whether anything must be kept from anyone, or any way of reaching them is unsafe') }).superRefine(checkConsent)

/** What keeps one person safe. */
export const SafetyForm = z.object({
  who: z.uuid('Choose whom it is about'), unsafe: personFields.unsafe, unsafe_note: optionalText(500), guarded_kind: optionalChoice(PROTECTED_KINDS), guarded: optionalText(300),
}).superRefine(({ unsafe, unsafe_note, guarded_kind, guarded }, context) => {
  const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  if (unsafe.length === 0 && unsafe_note) wrong('unsafe', 'Choose each way that must not be used: the note is kept with it')
  if (unsafe.length === 0 && !unsafe_note && !guarded && !guarded_kind) wrong('unsafe', 'Choose a way that must not be used, or say below what must be kept from somebody')
  if (guarded && !guarded_kind) wrong('guarded_kind', 'Choose what must be kept from somebody')
  if (guarded_kind && !guarded) wrong('guarded', 'Enter what must be kept from somebody')
})

/** The fields of each form, by step; those of the criteria are the scheme's own. */
export const FIELDS = {
  why: Object.keys(WhyForm.shape), consent: Object.keys(ConsentForm.shape), incidents: Object.keys(IncidentForm.shape), safety: Object.keys(SafetyForm.shape), people: Object.keys(PersonForm.shape),
} as const

const closed = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
const postcodes = (traces: Iterable<string>) => [...traces].filter((trace) => trace.startsWith('postcode:'))

/** Whether what must be kept from somebody stands in a text that everybody who sees the case would read. */
export function isSaidIn(text: string, kind: ProtectedKind, value: string): boolean {
  const [written, kept] = [closed(text), closed(value)]
  if (kept !== '' && (written === kept || (kept.length > 4 && written.includes(kept)))) return true
  const [traces, own] = [tracesIn(text), postcodes(tracesIn(value))]
  const others = postcodes(traces)
  // A door of the same number in a street of the same name elsewhere is another place.
  if (kind === 'address' && own.length > 0 && others.length > 0 && !own.some((postcode) => others.includes(postcode))) return false
  return tracesOf(kind, value).some((trace) => traces.has(trace))
}
