import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { DEFAULT_RULES, type ReviewRules } from './application.ts'
import { narrowerThanTheAct } from './threshold.ts'

const days = z.number().int().min(1).max(120)
const Rules = z.object({
  threshold: z.object({ complaints: z.number().int(), monthsToComplain: z.number().int(), monthsToApply: z.number().int(), source: z.string() }),
  clocks: z.object({ acknowledge: days, decide: days, meet: days, tell: days, appeal: days }),
})

/** A scheme's review rules in force on a day (ISO); the Act's own with the usual clocks where none were set. Throws where a kept rule is narrower than the Act. */
export async function selectReviewRules(tx: Tx, schemeId: string, on: string): Promise<ReviewRules> {
  const row = await tx.selectFrom('rule_set').select('rules').where('scheme_id', '=', schemeId).where('kind', '=', 'review threshold').where('valid_from', '<=', on)
    .where((is) => is.or([is('valid_to', 'is', null), is('valid_to', '>=', on)])).orderBy('version', 'desc').executeTakeFirst()
  if (!row) return DEFAULT_RULES
  const rules = Rules.parse(row.rules)
  const [narrow] = narrowerThanTheAct(rules.threshold)
  if (narrow) throw new RangeError(narrow)
  return rules
}
