import { z } from 'zod'
import { optionalText, requiredDate, requiredText } from '../../web/forms.ts'

const version = z.coerce.number().int()

export const WhenForm = z.object({
  heldOn: requiredDate('Enter the date of the meeting'),
  beginsAt: requiredText('Enter when it begins, like 10:00', 5).transform((text, context) => {
    const found = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text)
    if (found) return `${found[1]!.padStart(2, '0')}:${found[2]}`
    context.addIssue({ code: 'custom', message: 'Enter when it begins as hours and minutes, like 10:00' })
    return z.NEVER
  }),
  minutes: z.coerce.number('Enter how long it is, in minutes').int('Enter whole minutes').min(5, 'Enter 5 minutes or more').max(1440, 'Enter 1,440 minutes or fewer'),
  place: optionalText(200),
  online: optionalText(500),
})
/** What was told of the day when the form was last shown: kept once somebody has read it. */
const told = z.string().optional()
export const NewMeetingForm = z.object({ groupId: z.uuid('Choose the group') }).extend(WhenForm.shape).extend({ told })
const reason = requiredText('Enter why', 500)
export const ChangeMeetingForm = WhenForm.extend({ reason, version, told })
export const CancelForm = z.object({ reason, version })
