import { z } from 'zod'
import { manyTexts, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { ATTENDANCE, DECIDED } from './panel.ts'

const version = z.coerce.number().int()

export const PanelForm = z.object({
  heldOn: requiredDate('Enter the date of the panel'),
  beginsAt: requiredText('Enter when it begins, like 10:00', 5).transform((text, context) => {
    const found = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text)
    if (found) return `${found[1]!.padStart(2, '0')}:${found[2]}`
    context.addIssue({ code: 'custom', message: 'Enter when it begins as hours and minutes, like 10:00' })
    return z.NEVER
  }),
  place: optionalText(300),
  minutesEach: z.coerce.number('Enter how many minutes each case has').int('Enter whole minutes').min(1, 'Enter 1 minute or more').max(240, 'Enter 240 minutes or fewer'),
  statement: requiredText('Enter the statement that everybody accepts', 5000),
})
export const NewPanelForm = PanelForm.extend({ schemeId: z.uuid('Choose a scheme') })
export const ChangePanelForm = PanelForm.extend({ version })

export const AgendaForm = z.object({ caseIds: manyTexts.pipe(z.array(z.uuid())).refine((chosen) => chosen.length > 0, 'Choose at least one case') }).catchall(z.unknown())
export const MoveForm = z.object({ caseId: z.uuid(), way: z.enum(['up', 'down', 'off']) })
export const StateForm = z.object({ version, to: z.enum(['under way', 'held', 'cancelled']) })

export const RequestForm = z.object({
  dueOn: requiredDate('Enter the date by which to answer'),
  question: requiredText('Enter what to ask', 5000),
})

export const AcceptForm = z.object({ accepts: z.literal('yes', 'Tick that you accept the statement') })
export const PersonForm = z.object({
  name: requiredText('Enter their name', 200),
  agencyId: z.uuid('Choose their agency'),
  state: z.enum(ATTENDANCE, 'Choose whether they came'),
  theyAccept: z.literal('yes').optional(),
}).refine(({ state, theyAccept }) => state !== 'present' || theyAccept === 'yes', { path: ['theyAccept'], message: 'Ask them to accept the statement, and tick that they did' })

/** Long text with plain line feeds: browsers send two signs for one, and what is compared must be what was kept. */
const longText = (longest: number) => optionalText(longest).transform((text) => text && text.replaceAll('\r\n', '\n'))

export const TypedForm = z.object({
  version,
  discussion: longText(50_000),
  decided: z.union([z.enum(DECIDED), z.literal('')]).optional().transform((chosen) => chosen || null),
  decision: longText(10_000),
}).refine(({ decided, decision }) => decided === null || decision !== null, { path: ['decision'], message: 'Enter the reasons for the decision' })

/** What is done with what was typed: kept, or kept with an action agreed, or kept and the turn ended, or put together with what somebody else typed. */
export const ActForm = z.object({ act: z.enum(['keep', 'action', 'finish', 'both']).catch('keep') })
export const ClockForm = z.object({ clock: z.enum(['begin', 'finish']) })

export const PanelActionForm = z.object({
  statement: requiredText('Enter what will be done', 5000),
  owner: requiredText('Choose who will do it', 100),
  dueOn: requiredDate('Enter the date by which it will be done'),
})

export const IssueForm = z.object({
  gateway: requiredText('Choose the power to share', 100),
  necessity: requiredText('Enter why sharing the minutes is needed', 2000),
  proportionality: requiredText('Enter why it is no more than is needed', 2000),
})
export const CorrectForm = z.object({
  correction: requiredText('Enter what was put right', 2000),
  discussion: longText(50_000),
  decision: longText(10_000),
})
