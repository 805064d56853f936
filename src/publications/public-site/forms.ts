import { z } from 'zod'
import { optionalDate, requiredText } from '../../web/forms.ts'

/** How the site is called, whether it is open, who we are. */
export const SiteForm = z.object({
  address: z.string().trim().toLowerCase().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use letters, figures and single hyphens, for example city-of-london').min(2, 'Use two characters or more').max(60, 'Use 60 characters or fewer'),
  isOpen: z.string().optional().transform((value) => value === 'yes'),
  introduction: z.string().max(10_000, 'Use 10,000 characters or fewer').transform((text) => text.replaceAll('\r\n', '\n').trim()),
  contact: z.string().max(2000, 'Use 2,000 characters or fewer').transform((text) => text.replaceAll('\r\n', '\n').trim()),
  version: z.coerce.number().int().min(0).catch(-1),
})
export const ReleaseForm = z.object({ kind: z.string(), key: z.uuid(), fingerprint: z.string().length(32) })
export const WithdrawForm = z.object({ reason: requiredText('Say why it is taken off: the reason is shown in its place', 1000) })
export const SaidForm = z.object({ said: requiredText('Enter what people said', 300), did: requiredText('Enter what was done', 2000), happened: optionalDate() })
