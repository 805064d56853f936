import { z } from 'zod'
import { optionalText, requiredText } from '../../web/forms.ts'
import { AGENDA_KINDS } from '../groups/group.ts'

const version = z.coerce.number().int()
const minutesPlanned = z.string().trim().optional().transform((text, context) => {
  if (!text) return null
  const minutes = Number(text)
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 600) return minutes
  context.addIssue({ code: 'custom', message: 'Enter whole minutes, 1 to 600, or leave it empty' })
  return z.NEVER
})
const yes = z.literal('yes').optional().transform((ticked) => ticked === 'yes')

export const ItemForm = z.object({
  title: requiredText('Enter what the item is called', 300),
  kind: z.enum(AGENDA_KINDS, 'Choose what fills the item'),
  lead: optionalText(200),
  minutesPlanned,
  restricted: yes,
})
export type ItemFields = z.infer<typeof ItemForm>
export const ChangeItemForm = ItemForm.extend({ version })
export const MoveForm = z.object({ version, way: z.enum(['up', 'down', 'remove']) })
