import { z } from 'zod'
import { ActionForm, CloseForm } from '../forms.ts'

const version = z.coerce.number().int()
export const ChangeForm = ActionForm.extend({ restricted: z.literal('yes').optional().transform((ticked) => ticked === 'yes'), version })
export const EndForm = CloseForm
export const ReopenForm = z.object({ version })
