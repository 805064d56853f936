import { z } from 'zod'
import { isSamePlace } from '../../sharing/marks.ts'
import { ABOUT, type About } from '../../sharing/case-store.ts'
import { manyTexts, optionalChoice, optionalDate, optionalText, requiredText } from '../../web/forms.ts'
import { SAFE_METHODS } from '../contact/contact-store.ts'
import { PROTECTED_KINDS } from '../index/protected-store.ts'
import type { SubjectRole } from '../index/store.ts'
import { birthWord, type FactKind } from '../index/words.ts'
import { CONSENTS, type NewReferral, type ReferredSubject } from './store.ts'

/** How worried whoever refers is, least first. */
export const WORRIES = ['a little', 'worried', 'very worried', 'somebody is in danger'] as const

const RESIDENT = { yes: true, no: false, unknown: null } as const
const born = z.string().trim().max(40).optional().transform((text, context) => {
  if (!text) return null
  if (birthWord(text)) return text
  context.addIssue({ code: 'custom', message: 'Enter a date of birth, like 27 3 1985, or a year' })
  return z.NEVER
})
const methods = manyTexts.pipe(z.array(z.enum(SAFE_METHODS, 'Choose from the list')))

/** Somebody or some place, as the short form and the full one ask for them. */
export const personFields = {
  name: optionalText(200),
  born,
  phone: optionalText(50),
  address: optionalText(300),
  resident: z.enum(['yes', 'no', 'unknown'], 'Say whether they live in the area').transform((answer) => RESIDENT[answer]),
  home_area: optionalText(200),
  guards: z.enum(['yes', 'no'], 'Say whether anything must be kept from anyone'),
  guarded_kind: optionalChoice(PROTECTED_KINDS),
  guarded: optionalText(300),
  unsafe: methods,
  unsafe_note: optionalText(500),
}

type PersonFields = { name: string | null; address: string | null; phone: string | null; guards: 'yes' | 'no'; guarded_kind: string | null; guarded: string | null }

/** What must be kept from somebody is said in full, and not said a second time where everybody would read it. */
export function checkGuarded({ guards, guarded_kind, guarded, address, phone }: PersonFields, context: { addIssue: (issue: { code: 'custom'; path: string[]; message: string }) => void }) {
  if (guards === 'no') return
  const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  if (!guarded_kind) wrong('guarded_kind', 'Choose what must be kept from somebody')
  if (!guarded) return wrong('guarded', 'Enter what must be kept from somebody')
  const same = (other: string | null) => other !== null && (other.toLowerCase().replaceAll(/\s/g, '') === guarded.toLowerCase().replaceAll(/\s/g, '') || (guarded_kind === 'address' && isSamePlace(guarded, other)))
  if (same(address)) wrong('address', 'This must be kept from somebody: leave it out here')
  if (same(phone)) wrong('phone', 'This must be kept from somebody: leave it out here')
}

/** Consent, or why there is none. */
export const consentFields = { consent: z.enum(CONSENTS, 'Say whether they agreed'), consent_reason: optionalText(2000) }
export function checkConsent({ consent, consent_reason }: { consent: string; consent_reason: string | null }, context: Parameters<typeof checkGuarded>[1]) {
  if (consent !== 'given' && !consent_reason) context.addIssue({ code: 'custom', path: ['consent_reason'], message: 'Say why you refer without their agreement' })
}

/** The short form: one page, for somebody standing in a street. */
export const ShortForm = z.object({
  about: z.enum(ABOUT, 'Choose what this is about'),
  reasons: requiredText('Say what happened', 20_000),
  happened_on: optionalDate(),
  place: optionalText(300),
  worry: z.enum(WORRIES, 'Say how worried you are'),
  ...personFields,
  ...consentFields,
}).superRefine((fields, context) => {
  if (['victim', 'perpetrator'].includes(fields.about) && !fields.name) context.addIssue({ code: 'custom', path: ['name'], message: 'Enter their name, or what is known of who they are' })
  if (fields.about === 'location' && !fields.place) context.addIssue({ code: 'custom', path: ['place'], message: 'Enter where it is' })
  checkGuarded(fields, context)
  if (fields.unsafe_note && fields.unsafe.length === 0) context.addIssue({ code: 'custom', path: ['unsafe'], message: 'Choose each way that must not be used: the note is kept with it' })
  checkConsent(fields, context)
})
export type ShortFields = z.infer<typeof ShortForm>

export const ROLE_OF: Record<About, SubjectRole> = { victim: 'victim', perpetrator: 'perpetrator', location: 'location', 'emerging issue': 'other' }

type KnownFields = { name: string | null; born: string | null; phone: string | null; address: string | null }
export const factsOf = ({ name, born: birth, phone, address }: KnownFields) =>
  ([['name', name], ['birth', birth], ['phone', phone], ['address', address]] as const satisfies [FactKind, string | null][]).flatMap(([kind, value]) => (value ? [{ kind, value }] : []))

/** A person as the form gave them. */
export function referredPerson(fields: Omit<ShortFields, 'about' | 'reasons' | 'happened_on' | 'place' | 'worry' | 'consent' | 'consent_reason'>, role: SubjectRole): ReferredSubject {
  const { guards, guarded_kind, guarded, unsafe, unsafe_note } = fields
  return {
    kind: 'person', role, resident: fields.resident, homeArea: fields.home_area, facts: factsOf(fields),
    guarded: guards === 'yes' && guarded_kind && guarded ? [{ kind: guarded_kind, value: guarded }] : [], unsafe: { methods: unsafe, note: unsafe_note },
  }
}

/** A short form as a referral. */
export function shortReferral(schemeId: string, fields: ShortFields): NewReferral {
  const { about, reasons, happened_on, place, worry, consent, consent_reason } = fields
  const person: ReferredSubject[] = fields.name || fields.guarded ? [referredPerson(fields, about === 'location' ? 'other' : ROLE_OF[about])] : []
  const somewhere: ReferredSubject[] = about === 'location' && place ? [{ kind: 'place', role: 'location', resident: null, facts: [{ kind: 'address', value: place }] }] : []
  return {
    schemeId, channel: 'short form', about, reasons, consent, consentReason: consent_reason, facts: { worry }, subjects: [...somewhere, ...person],
    incidents: happened_on ? [{ on: happened_on, what: reasons.slice(0, 5000), behaviour: 'other', place, complainedTo: null, response: null }] : [],
  }
}
