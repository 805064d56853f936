import { z } from 'zod'
import { type Condition, ConditionShape, type FactQuestion, type Facts, factsIn, holds } from './condition.ts'

export const EFFECTS = ['admits', 'excludes', 'flags'] as const
export type Effect = (typeof EFFECTS)[number]

/** One clause of a rule set, as its source has it. */
export type Clause = {
  id: string
  says: string
  source: string
  effect: Effect
  when: Condition
  /** The text it stands in, where a rule set is put together from more than one. */
  text?: string | undefined
  /** Clauses that give way where this one fires; it says so itself, or it is the exception to them. */
  outranks?: readonly string[] | undefined
}

/** `judgement`: what a person may do whatever the clauses say. */
export type RuleSet = { title: string; questions: readonly FactQuestion[]; clauses: readonly Clause[]; judgement: string }

const short = z.string().trim().min(1).max(60)
const Question = z.object({
  key: short, asks: z.string().min(1).max(300), hint: z.string().max(300).optional(), kind: z.enum(['yes or no', 'number', 'one of', 'any of', 'date']),
  choices: z.array(z.object({ value: short, text: z.string().min(1).max(200) })).optional(),
})
const ClauseShape = z.object({
  id: short, says: z.string().trim().min(1).max(1000), source: z.string().trim().min(1).max(500), effect: z.enum(EFFECTS), when: ConditionShape, text: short.optional(), outranks: z.array(short).optional(),
})

/** A rule set as it is kept. Refused where a clause rests on a fact nobody is asked for, or names a clause that is not there. */
export const RuleSetShape: z.ZodType<RuleSet> = z.object({ title: z.string().min(1).max(200), questions: z.array(Question), clauses: z.array(ClauseShape).min(1), judgement: z.string().min(1).max(1000) })
  .superRefine(({ questions, clauses }, context) => {
    const [keys, ids] = [new Set(questions.map(({ key }) => key)), clauses.map(({ id }) => id)]
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    if (new Set(ids).size < ids.length) refuse('Two clauses have one number')
    for (const { id, when, outranks } of clauses) {
      for (const fact of factsIn(when)) if (!keys.has(fact)) refuse(`Clause ${id} rests on “${fact}”, which is not asked`)
      for (const other of outranks ?? []) if (!ids.includes(other)) refuse(`Clause ${id} outranks ${other}, which is not there`)
    }
  })

export const OUTCOMES = ['meets', 'does not meet', 'contradiction', 'not enough known'] as const
export type Outcome = (typeof OUTCOMES)[number]

export type Decision = {
  outcome: Outcome
  /** Clauses that fired, in order; `gaveWay` to one that outranks it. */
  fired: readonly { clause: Clause; gaveWay: boolean }[]
  /** Keys of facts not known that could still change the outcome. */
  missing: readonly string[]
  /** What each text comes to by itself, where there is more than one. */
  byText: readonly { text: string; outcome: Outcome; by: readonly string[] }[]
}

/**
 * What a rule set says of these facts, and by which clauses. A clause gives way where one that outranks it fires. Where one that admits and one that excludes
 * are both left standing, that is a contradiction in the rules, which a person settles. Nothing is met while something not known could still exclude.
 */
export function decide({ clauses }: Pick<RuleSet, 'clauses'>, facts: Facts): Decision {
  const texts = [...new Set(clauses.flatMap(({ text }) => text ?? []))]
  const byText = texts.length < 2 ? [] : texts.map((text) => {
    const own = clauses.filter((clause) => clause.text === undefined || clause.text === text)
    const { outcome, standing } = weigh(own, facts)
    return { text, outcome, by: standing.filter(({ effect }) => effect === (outcome === 'meets' ? 'admits' : 'excludes')).map(({ id }) => id) }
  })
  const { outcome, fired, standing, missing } = weigh(clauses, facts)
  return { outcome, fired: fired.map((clause) => ({ clause, gaveWay: !standing.includes(clause) })), missing, byText }
}

function weigh(clauses: readonly Clause[], facts: Facts) {
  const truths = clauses.map((clause) => ({ clause, truth: holds(clause.when, facts) }))
  const fired = truths.filter(({ truth }) => truth === true).map(({ clause }) => clause)
  const outranked = new Set(fired.flatMap(({ outranks }) => outranks ?? []))
  const standing = fired.filter(({ id }) => !outranked.has(id))
  const open = truths.filter(({ clause, truth }) => truth === null && !outranked.has(clause.id)).map(({ clause }) => clause)
  const [admits, excludes] = (['admits', 'excludes'] as const).map((effect) => standing.some((clause) => clause.effect === effect))
  const [mayAdmit, mayExclude] = (['admits', 'excludes'] as const).map((effect) => open.some((clause) => clause.effect === effect))
  const outcome: Outcome = admits && excludes ? 'contradiction' : excludes ? 'does not meet' : (admits && mayExclude) || (!admits && mayAdmit) ? 'not enough known' : admits ? 'meets' : 'does not meet'
  const missing = [...new Set(open.flatMap(({ when }) => factsIn(when)))].filter((fact) => facts[fact] === null || facts[fact] === undefined)
  return { outcome, fired, standing, missing }
}
