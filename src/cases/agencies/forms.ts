import { z } from 'zod'
import { type Gateway, GATEWAYS } from '../../sharing/law.ts'
import { requiredText } from '../../web/forms.ts'

export const InviteForm = z.object({
  agencyId: z.uuid('Choose the agency'),
  gateway: z.custom<Gateway>((key) => typeof key === 'string' && key in GATEWAYS, 'Choose the power the case is opened to it under'),
  reason: requiredText('Enter why it is to take part', 1000),
  proportionality: requiredText('Enter why that is in proportion', 2000),
})

export const EndForm = z.object({ endAgencyId: z.uuid('Choose the agency'), endReason: requiredText('Enter why its part ends', 1000) })
export const ExcludeForm = z.object({ excludeAccountId: z.uuid('Choose who is to be shut out'), excludeReason: requiredText('Enter why', 1000) })
export const LiftForm = z.object({ liftAccountId: z.uuid('Choose who is to be let in'), liftReason: requiredText('Enter why they may see it again', 1000) })
