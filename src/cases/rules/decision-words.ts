import { z } from 'zod'
import type { Facts } from './condition.ts'
import { type Decision, decide, EFFECTS, type Outcome, OUTCOMES, type RuleSet } from './rule-set.ts'
import type { RuleVersion } from './rule-store.ts'

const OUTCOME_IN_WORDS: Record<Outcome, { outcome: string; explained: string }> = {
  meets: { outcome: 'Meets the criteria.', explained: 'A clause admits it, and none that is left standing excludes it.' },
  'does not meet': { outcome: 'Does not meet the criteria.', explained: 'No clause that admits it is left standing. Judgement can still admit it, with a reason.' },
  contradiction: { outcome: 'The rules contradict each other.', explained: 'One clause admits it and another excludes it. A person decides, and writes down why.' },
  'not enough known': { outcome: 'Not enough is known.', explained: 'What is not yet known could change the answer.' },
}

/** A decision as it is kept with what was decided: the version it was made under, and its clauses as they then stood. */
export const KeptDecision = z.object({
  ruleSetId: z.string().nullable(), version: z.number(), source: z.string(), outcome: z.enum(OUTCOMES),
  fired: z.array(z.object({ id: z.string(), says: z.string(), source: z.string(), effect: z.enum(EFFECTS), gaveWay: z.boolean() })),
  byText: z.array(z.object({ text: z.string(), outcome: z.enum(OUTCOMES), by: z.array(z.string()) })),
  missing: z.array(z.string()),
})
export type KeptDecision = z.infer<typeof KeptDecision>

/** What a version of the rules says of these facts, to keep. `missing` holds the questions in words. */
export const decideUnder = ({ ruleSetId, version, source, rules }: RuleVersion<'criteria'> | RuleVersion<'cohort'>, facts: Facts): KeptDecision => kept(decide(rules, facts), rules, { ruleSetId, version, source })

const kept = ({ outcome, fired, missing, byText }: Decision, { questions }: RuleSet, under: Pick<KeptDecision, 'ruleSetId' | 'version' | 'source'>): KeptDecision => ({
  ...under, outcome, byText: byText.map((text) => ({ ...text, by: [...text.by] })),
  fired: fired.map(({ clause: { id, says, source, effect }, gaveWay }) => ({ id, says, source, effect, gaveWay })),
  missing: missing.map((key) => questions.find((question) => question.key === key)?.asks ?? key),
})

/** A kept decision for the macro `ruleDecision`. */
export const decisionInWords = ({ outcome, fired, missing, byText }: KeptDecision) => ({
  ...OUTCOME_IN_WORDS[outcome],
  fired: fired.map(({ effect, gaveWay, ...clause }) => ({ ...clause, effect: gaveWay ? `${effect}, but gives way` : effect })),
  byText: byText.map((each) => `By ${each.text}: ${each.outcome}${each.by.length > 0 ? ` (${each.by.join(', ')})` : ''}`),
  missing: missing.map((text) => text.replace(/\?$/, '')),
})
