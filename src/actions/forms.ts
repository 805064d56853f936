import { z } from 'zod'
import { requiredDate, requiredText } from '../web/forms.ts'

const uuid = (text: string | undefined) => z.uuid().safeParse(text).success

/** An owner as the list sends it: "agency" or "agency account", each an id. */
const owner = z.string('Choose who will do it').transform((sent, context) => {
  const [agencyId, accountId] = sent.split(' ')
  if (agencyId && uuid(agencyId) && (!accountId || uuid(accountId))) return { agencyId, accountId: accountId ?? null }
  context.addIssue({ code: 'custom', message: 'Choose who will do it' })
  return z.NEVER
})

export const ActionForm = z.object({
  statement: requiredText('Enter what is to be done', 5000),
  owner,
  dueOn: requiredDate('Enter the day it is to be done by'),
})

const version = z.coerce.number().int()
export const ChangeForm = ActionForm.extend({ version })
export const CloseForm = z.object({
  state: z.enum(['done', 'dropped'], 'Choose whether it was done or will not be'),
  evidence: requiredText('Enter what shows that it was done, or why it will not be', 5000),
  version,
})
