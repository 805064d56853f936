import { z } from 'zod'
import { optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { SECTORS, STANDINGS } from '../organisation.ts'

const particulars = {
  standing: z.enum(STANDINGS, 'Choose whether it is a partner by law or by invitation'),
  legalGround: optionalText(200),
  sector: z.enum(SECTORS, 'Choose what kind of organisation it is'),
  parentId: z.union([z.uuid(), z.literal('')], 'Choose the organisation it is part of').optional().transform((id) => id || null),
  joinedOn: optionalDate(),
}
const needsGround = {
  check: ({ standing, legalGround }: { standing: string; legalGround: string | null }) => standing !== 'statutory' || legalGround !== null,
  error: { path: ['legalGround'], message: 'Enter the law that makes it a partner, such as Crime and Disorder Act 1998, s.5(1)(a)' },
}

export const NewOrganisationForm = z
  .object({ name: requiredText('Enter its full name', 200), code: optionalText(40), ...particulars })
  .refine(needsGround.check, needsGround.error)
export const ParticularsForm = z.object(particulars).refine(needsGround.check, needsGround.error)

export const RenameForm = z.object({ name: requiredText('Enter the new name', 200), from: requiredDate('Enter the day the new name began') })
export const NameForm = z.object({
  kind: z.enum(['code', 'alias'], 'Choose whether it is a code or another name'),
  name: requiredText('Enter the code or name', 200),
  from: optionalDate(),
})
export const LeftForm = z.object({ on: optionalDate() })
