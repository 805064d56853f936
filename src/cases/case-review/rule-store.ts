import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { DEFAULT_RULES, type ReviewRules } from './application.ts'
import { narrowerThanTheAct } from './threshold.ts'

export const MOST_DAYS = 120
const days = z.number().int().min(1).max(MOST_DAYS)
/** A scheme's review rules as they are kept. Refused where they are narrower than the Act. */
export const ReviewRulesShape = z.object({
  threshold: z.object({ complaints: z.number().int(), monthsToComplain: z.number().int(), monthsToApply: z.number().int(), source: z.string() })
    .superRefine((threshold, context) => { for (const message of narrowerThanTheAct(threshold)) context.addIssue({ code: 'custom', message }) }),
  clocks: z.object({ acknowledge: days, decide: days, meet: days, tell: days, appeal: days }),
})

/** A scheme's review rules in force on a day (ISO); the Act's own with the usual clocks where none were set. Throws where a kept rule is narrower than the Act. */
export async function selectReviewRules(tx: Tx, schemeId: string, on: string): Promise<ReviewRules> {
  const row = await tx.selectFrom('rule_set').select('rules').where('scheme_id', '=', schemeId).where('kind', '=', 'review threshold').where('valid_from', '<=', on).where('withdrawn_at', 'is', null)
    .where((is) => is.or([is('valid_to', 'is', null), is('valid_to', '>=', on)])).orderBy('version', 'desc').executeTakeFirst()
  return row ? ReviewRulesShape.parse(row.rules) : DEFAULT_RULES
}
