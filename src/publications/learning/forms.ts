import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { EVIDENCE_KINDS, REVIEW_KINDS, sameTheme, STATES } from './learning.ts'

const version = z.coerce.number().int().catch(-1)
const optionalId = z.union([z.uuid(), z.literal('')], 'Choose from the list').optional().transform((id) => id || null)
const today = () => todayInLondon(Temporal.Now.instant()).toString()

export const ReviewForm = z.object({
  kind: z.enum(REVIEW_KINDS, 'Choose what kind of review it is'),
  title: requiredText('Enter what the review is called', 200),
  commissionedBy: optionalText(200),
  finishedOn: optionalDate(),
  summary: z.string().max(20_000, 'Use 20,000 characters or fewer').optional().transform((text) => (text ?? '').replaceAll('\r\n', '\n').trim()),
  groupId: optionalId,
  restricted: z.string().optional().transform((value) => value === 'yes'),
  version,
}).superRefine(({ finishedOn }, context) => {
  if (finishedOn && finishedOn > today()) context.addIssue({ code: 'custom', path: ['finishedOn'], message: 'The day it was finished must be today or earlier. Leave it empty while the review goes on' })
})

const isId = (text: string | undefined) => z.uuid().safeParse(text).success
/** An owner as the list sends it: "agency" or "agency account", each an id. */
const owner = z.string('Choose who answers for it').transform((sent, context) => {
  const [agencyId, accountId] = sent.split(' ')
  if (agencyId && isId(agencyId) && (!accountId || isId(accountId))) return { agencyId, accountId: accountId ?? null }
  context.addIssue({ code: 'custom', message: 'Choose who answers for it' })
  return z.NEVER
})

const MOST_THEMES = 8
const LONGEST_THEME = 60
/** Themes as typed between commas, each once. */
const themes = z.string().optional().transform((text, context) => {
  const typed = (text ?? '').split(',').map((theme) => theme.replaceAll(/\s+/g, ' ').trim()).filter(Boolean)
  const each = typed.filter((theme, at) => typed.findIndex((other) => sameTheme(theme, other)) === at)
  if (each.length <= MOST_THEMES && each.every(({ length }) => length <= LONGEST_THEME)) return each
  context.addIssue({ code: 'custom', message: `Enter ${MOST_THEMES} themes or fewer, each of ${LONGEST_THEME} characters or fewer, with commas between them` })
  return z.NEVER
})

export const RecommendationForm = z.object({
  statement: requiredText('Enter what the review recommends', 5000),
  themes,
  owner,
  dueOn: requiredDate('Enter the day it is due'),
  wanted: requiredText('Enter what would show that things changed', 2000),
  version,
})

export const StateForm = z.object({ state: z.enum(STATES, 'Choose how it stands'), reason: optionalText(2000), version })

export const EvidenceForm = z.object({
  kind: z.enum(EVIDENCE_KINDS, 'Choose what it shows'),
  seenOn: requiredDate('Enter the day it was seen').refine((day) => !day || day <= today(), 'The day it was seen must be today or earlier'),
  evidence: requiredText('Enter what was seen, and by whom', 5000),
  measureId: optionalId,
})

export const ActionForm = z.object({
  action: requiredText('Enter what is to be done', 5000),
  actionOwner: owner,
  actionDueOn: requiredDate('Enter the day it is to be done by').refine((day) => !day || day >= today(), 'The day must be today or later'),
})

/** What the register is narrowed to, from its address. */
export const RegisterQuery = z.object({
  state: z.enum([...STATES, 'overdue', 'all']).or(z.literal('')).catch('').default(''),
  theme: z.string().max(100).catch('').default(''),
  owner: z.uuid().or(z.literal('')).catch('').default(''),
})
export type RegisterQuery = z.infer<typeof RegisterQuery>
