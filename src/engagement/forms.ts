import { z } from 'zod'
import { optionalChoice, optionalText, requiredDate, requiredText } from '../web/forms.ts'
import { OBSERVANCE_KEYS } from './observances.ts'

const count = z.string().trim().optional().transform((text, context) => {
  if (!text) return null
  const plain = text.replaceAll(/[, ]/g, '')
  if (/^\d{1,9}$/.test(plain)) return Number(plain)
  context.addIssue({ code: 'custom', message: 'Enter a whole number, like 500' })
  return z.NEVER
})
const NAMES = ['baselineReach', 'wantedReach', 'reachedReach', 'baselineEngagement', 'wantedEngagement', 'reachedEngagement', 'baselineAction', 'wantedAction', 'reachedAction'] as const
const counts = Object.fromEntries(NAMES.map((name) => [name, count])) as Record<(typeof NAMES)[number], typeof count>

/** A campaign: what it is, when and why then, and how it will be known whether it worked. */
export const CampaignForm = z.object({
  title: requiredText('Enter what the campaign is called', 200),
  theme: optionalText(200), audience: optionalText(300), message: optionalText(2000),
  channels: optionalText(1000).transform((text) => (text ?? '').split(/\r?\n|,/).map((each) => each.trim()).filter(Boolean)),
  begins: requiredDate('Enter its first day'), ends: requiredDate('Enter its last day'),
  observance: optionalChoice(OBSERVANCE_KEYS), leadId: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null), whyThen: optionalText(1000),
  planItemId: z.union([z.uuid(), z.literal('')]).optional().transform((id) => id || null),
  ...counts, how: optionalText(500), version: z.coerce.number().int().optional().catch(undefined),
}).refine(({ begins, ends }) => ends >= begins, { path: ['ends'], message: 'The last day must not be before the first' })
  .transform(({ baselineReach, wantedReach, reachedReach, baselineEngagement, wantedEngagement, reachedEngagement, baselineAction, wantedAction, reachedAction, how, version, ...rest }) => ({
    version: version ?? 0,
    fields: {
      ...rest,
      wanted: { reach: wantedReach, engagement: wantedEngagement, action: wantedAction, how, baseline: { reach: baselineReach, engagement: baselineEngagement, action: baselineAction } },
      reached: { reach: reachedReach, engagement: reachedEngagement, action: reachedAction },
    },
  }))
