import { z } from 'zod'
import { CONSENTS, REGIMES } from '../sharing/disclosure-store.ts'
import { type Dated, GATEWAYS, inForce } from '../sharing/law.ts'
import { optionalText, requiredText } from '../web/forms.ts'

const CONSENT_IN_WORDS: Record<(typeof CONSENTS)[number], string> = { given: 'They consented', 'not asked': 'They were not asked', refused: 'They refused', 'not needed': 'It is about nobody’s personal details' }

/** On what ground something leaves: what the register must say of it, asked as it goes. In page order. */
export const groundFields = {
  gateway: z.string('Choose the power and the basis').refine((key) => Object.hasOwn(GATEWAYS, key), 'Choose the power and the basis'),
  regime: z.enum(REGIMES, 'Choose which law your agency acts under'),
  consent: z.enum(CONSENTS, 'Choose whether the person consented'),
  consentReason: optionalText(1000),
  necessity: requiredText('Enter why it is necessary', 2000),
  proportionality: requiredText('Enter why no more is shared than is needed', 2000),
}
export type Ground = z.infer<z.ZodObject<typeof groundFields>>

/** What is wrong with a ground as a whole: a basis that belongs to the other law or is not in force, or no reason for going without consent. */
export function checkGround({ gateway, regime, consent, consentReason }: Ground, context: z.RefinementCtx) {
  const law: Dated & { regime: string } = GATEWAYS[gateway as keyof typeof GATEWAYS]
  const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (law && law.regime !== 'either' && law.regime !== regime) wrong('gateway', `This basis belongs to ${law.regime}`)
  if ((consent === 'not asked' || consent === 'refused') && !consentReason) wrong('consentReason', 'Enter why it is shared without consent')
}

/** What `_ground.njk` needs: the choices, and what was entered. */
export function groundPage(entered: Record<string, unknown>, today: string) {
  const titles: Record<string, { title: string }> = GATEWAYS
  return {
    gateways: [{ value: '', text: 'Choose', selected: !entered.gateway }, ...inForce(GATEWAYS, today).map((key) => ({ value: key, text: titles[key]!.title, selected: entered.gateway === key }))],
    regimes: REGIMES.map((value) => ({ value, text: value === 'Part 3' ? 'Part 3 of the Data Protection Act 2018: law enforcement' : 'UK GDPR', checked: entered.regime === value })),
    consents: CONSENTS.map((value) => ({ value, text: CONSENT_IN_WORDS[value], checked: entered.consent === value })),
    consentReason: entered.consentReason, necessity: entered.necessity, proportionality: entered.proportionality,
  }
}
