import { z } from 'zod'
import { optionalDate, requiredText } from '../../web/forms.ts'

const optionalId = z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null)
export const AskForm = z.object({
  title: requiredText('Enter what the paper is about', 300),
  agendaItemId: optionalId,
  askedOf: z.uuid('Choose whom to ask'),
  dueOn: optionalDate(),
  restricted: z.literal('yes').optional().transform((ticked) => ticked === 'yes'),
})
export const WayForm = z.object({ way: z.enum(['again', 'out']) })

/** Pages of the product that may stand as a paper: what was published, and what is drawn from the record. */
const PAPERS = /^\/(editions|paper-editions|profiles|evaluations|measures|plans|explore|signals|feeds)\/?[\w/.?=&%-]*$/

/** An address of the product, as it is copied from a browser, kept without its host. */
export const AddressForm = z.object({
  address: requiredText('Enter the address of the edition or page', 500).transform((text, context) => {
    const path = text.replace(/^https?:\/\/[^/]+/i, '')
    if (PAPERS.test(path)) return path
    context.addIssue({ code: 'custom', message: 'Enter the address of an edition, a profile, a plan or a measure here, like /editions/…' })
    return z.NEVER
  }),
})
