import { z } from 'zod'
import { optionalText, requiredText } from '../../web/forms.ts'
import { newPassword } from '../password.ts'

export const DetailsForm = z.object({ name: requiredText('Enter your name', 200), post: optionalText(200) })

const oldPassword = z.string('Enter your present password').min(1, 'Enter your present password').max(1000, 'That is not your present password')

export const passwordForm = (email: string) => z.object({ oldPassword, newPassword: newPassword(email) })
export const firstPasswordForm = (email: string) => z.object({ newPassword: newPassword(email) })

export const CodesForm = z.object({
  secret: z.string().regex(/^[A-Z2-7]{32}$/),
  code: requiredText('Enter the code your app shows', 20),
})
export const CodesOffForm = z.object({ oldPassword })
