import { z } from 'zod'

/** What a rule set asks of a referral or a person, to decide by. */
export type FactQuestion = {
  key: string
  asks: string
  hint?: string | undefined
  kind: 'yes or no' | 'number' | 'one of' | 'any of' | 'date'
  choices?: readonly { value: string; text: string }[] | undefined
}
export type FactValue = boolean | number | string | readonly string[]
/** What is known; a key that is not there, or null, is not known. Dates as YYYY-MM-DD. */
export type Facts = Readonly<Record<string, FactValue | null | undefined>>

export type Condition =
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition }
  | { fact: string; is: boolean | string }
  | { fact: string; oneOf: readonly string[] }
  | { fact: string; holdsAny: readonly string[] }
  | { fact: string; atLeast: number }
  | { fact: string; below: number }
  | { fact: string; after: string; withinMonths: number }

const key = z.string().min(1).max(60)
/** A condition as it is kept in the database. Anything else in it is refused. */
export const ConditionShape: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(ConditionShape).min(1) }),
    z.strictObject({ any: z.array(ConditionShape).min(1) }),
    z.strictObject({ not: ConditionShape }),
    z.strictObject({ fact: key, is: z.union([z.boolean(), z.string()]) }),
    z.strictObject({ fact: key, oneOf: z.array(z.string()).min(1) }),
    z.strictObject({ fact: key, holdsAny: z.array(z.string()).min(1) }),
    z.strictObject({ fact: key, atLeast: z.number() }),
    z.strictObject({ fact: key, below: z.number() }),
    z.strictObject({ fact: key, after: key, withinMonths: z.number().int().positive() }),
  ]),
)

/** The keys of the facts a condition rests on. */
export function factsIn(condition: Condition): string[] {
  if ('all' in condition) return [...new Set(condition.all.flatMap(factsIn))]
  if ('any' in condition) return [...new Set(condition.any.flatMap(factsIn))]
  if ('not' in condition) return factsIn(condition.not)
  return 'after' in condition ? [condition.fact, condition.after] : [condition.fact]
}

const isList = (value: FactValue): value is readonly string[] => Array.isArray(value)

/** Whether a condition holds; null where that hangs on something not known. */
export function holds(condition: Condition, facts: Facts): boolean | null {
  if ('all' in condition) return every(condition.all.map((part) => holds(part, facts)))
  if ('any' in condition) return negate(every(condition.any.map((part) => negate(holds(part, facts)))))
  if ('not' in condition) return negate(holds(condition.not, facts))
  const value = facts[condition.fact]
  if (value === null || value === undefined) return null
  if ('is' in condition) return value === condition.is
  if ('oneOf' in condition) return typeof value === 'string' && condition.oneOf.includes(value)
  if ('holdsAny' in condition) return isList(value) && condition.holdsAny.some((each) => value.includes(each))
  if ('atLeast' in condition) return typeof value === 'number' && value >= condition.atLeast
  if ('below' in condition) return typeof value === 'number' && value < condition.below
  const since = facts[condition.after]
  if (since === null || since === undefined) return null
  return typeof value === 'string' && typeof since === 'string' && isWithin(since, value, condition.withinMonths)
}

const negate = (truth: boolean | null) => (truth === null ? null : !truth)
/** False as soon as one is false; not known as long as one is not. */
const every = (truths: readonly (boolean | null)[]) => (truths.includes(false) ? false : truths.includes(null) ? null : true)

/** Whether a day falls on or after another and no later than so many months on from it. The last day counts: twelve months after 5 March is 5 March. */
function isWithin(since: string, day: string, months: number): boolean {
  const last = Temporal.PlainDate.from(since).add({ months }).toString()
  return day >= since && day <= last
}

/** A condition in words, with the questions' own texts for its facts. */
export function inWords(condition: Condition, questions: readonly FactQuestion[]): string {
  const question = (fact: string) => questions.find((each) => each.key === fact)
  const named = (fact: string) => question(fact)?.asks ?? fact
  const chosen = (fact: string, values: readonly string[]) => values.map((value) => question(fact)?.choices?.find((choice) => choice.value === value)?.text ?? value)
  if ('all' in condition) return condition.all.map((part) => grouped(part, questions)).join(', and ')
  if ('any' in condition) return condition.any.map((part) => grouped(part, questions)).join(', or ')
  if ('not' in condition) return `not (${inWords(condition.not, questions)})`
  const name = named(condition.fact)
  if ('is' in condition) return `${name}: ${typeof condition.is === 'boolean' ? (condition.is ? 'yes' : 'no') : chosen(condition.fact, [condition.is])[0]!.toLowerCase()}`
  if ('oneOf' in condition) return `${name}: ${chosen(condition.fact, condition.oneOf).join(' or ').toLowerCase()}`
  if ('holdsAny' in condition) return `${name}: ${chosen(condition.fact, condition.holdsAny).join(' or ').toLowerCase()}`
  if ('atLeast' in condition) return `${name}: ${condition.atLeast} or more`
  if ('below' in condition) return `${name}: below ${condition.below}`
  return `${name}: within ${condition.withinMonths} months of “${named(condition.after)}”`
}

const grouped = (condition: Condition, questions: readonly FactQuestion[]) =>
  'any' in condition || 'all' in condition ? `(${inWords(condition, questions)})` : inWords(condition, questions)
