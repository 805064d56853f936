import { z } from 'zod'
import { manyTexts, optionalChoice, optionalText, requiredText } from '../../web/forms.ts'
import { ROLES, type Role } from '../powers.ts'

const roles = manyTexts.transform((chosen) => ROLES.filter((role) => chosen.includes(role)))

export const AccountForm = z.object({
  name: requiredText('Enter the person’s name', 200),
  email: requiredText('Enter the person’s e-mail address', 254)
    .transform((email) => email.toLowerCase())
    .refine((email) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email), 'Enter an e-mail address, like name@council.gov.uk'),
  post: optionalText(200),
  organisationId: z.uuid('Choose the person’s organisation'),
  roles: roles.refine((chosen) => chosen.length > 0, 'Choose at least one role'),
})
export type AccountFields = { name: string; email: string; post: string | null; organisationId: string; roles: Role[] }

export const AccountFilterForm = z.object({
  name: optionalText(200).catch(null),
  role: optionalChoice(ROLES).catch(null),
  organisation: z.union([z.uuid(), z.literal('')]).optional().catch(undefined),
  state: optionalChoice(['open', 'disabled']).catch(null),
})
