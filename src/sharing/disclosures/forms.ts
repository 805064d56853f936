import { z } from 'zod'
import { manyTexts, optionalChoice, optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { CONSENTS, DISCLOSURE_KINDS, REGIMES } from '../disclosure-store.ts'
import { type Dated, GATEWAYS, inForce, PURPOSES } from '../law.ts'
import { parseReference } from '../reference.ts'
import { CONDITIONS } from './conditions.ts'

/** Kinds of sharing that people do themselves, and so write down themselves; the rest enter the register as they are done. */
export const RECORDED_KINDS = ['word of mouth', 'document issued', 'export', 'minutes sent', 'request answered'] as const

const keyOf = (table: Readonly<Record<string, Dated>>, missing: string) => z.string(missing).refine((key) => Object.hasOwn(table, key), missing)
const optionalId = z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null)

/** Every field of the ICO's form for a decision to share, in its order. */
export const DisclosureForm = z
  .object({
    kind: z.enum(RECORDED_KINDS, 'Choose how it was shared'),
    disclosedOn: requiredDate('Enter the day it was shared'),
    requestedBy: optionalText(200),
    toAgency: optionalId,
    toOther: optionalText(200),
    people: manyTexts.refine((ids) => ids.every((id) => z.uuid().safeParse(id).success), 'Choose people from the list'),
    what: requiredText('Enter what was shared, without names', 2000),
    purpose: keyOf(PURPOSES, 'Choose what it was shared for'),
    necessity: requiredText('Enter why it was necessary', 2000),
    proportionality: requiredText('Enter why no more was shared than the purpose needs', 2000),
    gateway: keyOf(GATEWAYS, 'Choose the power and the basis it was shared under'),
    condition: keyOf(CONDITIONS, 'Choose a condition, or that nothing of a special category was shared'),
    regime: z.enum(REGIMES, 'Choose which law the sharing agency acts under'),
    consent: z.enum(CONSENTS, 'Choose whether the person consented'),
    consentReason: optionalText(1000),
    decidedBy: optionalId,
    expiresOn: optionalDate('31/3/2027'),
  })
  // Said together with what else is missing, whatever that is.
  .refine(({ toAgency, toOther }) => toAgency || toOther, { path: ['toAgency'], message: 'Choose the agency it was shared with, or enter the body outside the partnership', when: () => true })
  .refine(({ consent, consentReason }) => (consent !== 'not asked' && consent !== 'refused') || consentReason, { path: ['consentReason'], message: 'Enter why it was shared without consent', when: () => true })
  .superRefine(({ toAgency, toOther, gateway, regime, disclosedOn, expiresOn }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (toAgency && toOther) wrong('toOther', 'Choose an agency or enter another body, not both: each has an entry of its own')
    const law: Dated & { regime: string } = GATEWAYS[gateway as keyof typeof GATEWAYS]
    if (law && law.regime !== 'either' && law.regime !== regime) wrong('gateway', `This basis belongs to ${law.regime}`)
    if (law && !inForce(GATEWAYS, disclosedOn).includes(gateway as keyof typeof GATEWAYS)) wrong('gateway', 'This was not in force on the day it was shared')
    const today = Temporal.Now.plainDateISO('Europe/London').toString()
    if (disclosedOn > today) wrong('disclosedOn', 'The day must be today or in the past')
    if (expiresOn && expiresOn < disclosedOn) wrong('expiresOn', 'It must not run out before it was shared')
  })

/** What the register is narrowed by. A reference nobody could have is kept as typed, and finds nothing. */
export const RegisterQuery = z.object({
  agency: optionalId.catch(null),
  kind: optionalChoice(DISCLOSURE_KINDS).catch(null),
  from: optionalDate().catch(null),
  to: optionalDate().catch(null),
  reference: optionalText(20).catch(null).transform((typed) => (typed ? (parseReference(typed) ?? typed) : null)),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type RegisterQuery = z.infer<typeof RegisterQuery>
