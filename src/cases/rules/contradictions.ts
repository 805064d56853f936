import { type Condition, type FactQuestion, type Facts, type FactValue, factsIn, holds } from './condition.ts'
import type { Clause, RuleSet } from './rule-set.ts'

/** Two clauses that can both stand on one set of facts, one admitting what the other excludes, and such facts. */
export type ContradictoryPair = { admits: Clause; excludes: Clause; example: Facts }

const MOST_TRIED = 100_000

/** The values of a fact at which some condition could turn: each threshold and what lies just under it, each choice, each day. */
function turningPoints(question: FactQuestion, conditions: readonly Condition[]): FactValue[] {
  switch (question.kind) {
    case 'yes or no':
      return [true, false]
    case 'one of':
      return (question.choices ?? []).map(({ value }) => value)
    case 'any of':
      // One at a time, and none: two clauses that each ask for any of some choices are told apart by a single one.
      return [...(question.choices ?? []).map(({ value }) => [value]), []]
    case 'number': {
      const bounds = conditions.flatMap((condition) => thresholds(condition, question.key))
      return [...new Set(bounds.flatMap((bound) => [bound - 1, bound]))]
    }
    case 'date':
      return ['2025-01-01', '2025-12-31', '2026-01-01', '2026-01-02']
  }
}

function thresholds(condition: Condition, key: string): number[] {
  if ('all' in condition) return condition.all.flatMap((part) => thresholds(part, key))
  if ('any' in condition) return condition.any.flatMap((part) => thresholds(part, key))
  if ('not' in condition) return thresholds(condition.not, key)
  if (condition.fact !== key) return []
  return 'atLeast' in condition ? [condition.atLeast] : 'below' in condition ? [condition.below] : []
}

function* worlds(questions: readonly FactQuestion[], conditions: readonly Condition[]): Generator<Facts> {
  const [first, ...rest] = questions
  if (!first) return yield {}
  for (const value of turningPoints(first, conditions)) for (const world of worlds(rest, conditions)) yield { ...world, [first.key]: value }
}

/** Every pair of clauses in a rule set of which one admits and the other excludes on the same facts, neither giving way, with facts that show it. */
export function findContradictions({ clauses, questions }: Pick<RuleSet, 'clauses' | 'questions'>): ContradictoryPair[] {
  const admitting = clauses.filter(({ effect }) => effect === 'admits')
  const excluding = clauses.filter(({ effect }) => effect === 'excludes')
  return admitting.flatMap((admits) => excluding.flatMap((excludes) => {
    if (admits.outranks?.includes(excludes.id) || excludes.outranks?.includes(admits.id)) return []
    const conditions = clauses.map(({ when }) => when)
    // A third clause may outrank one of the two: its facts are tried too.
    const third = clauses.filter(({ outranks }) => outranks?.includes(admits.id) || outranks?.includes(excludes.id))
    const keys = new Set([admits, excludes, ...third].flatMap(({ when }) => factsIn(when)))
    let tried = 0
    for (const example of worlds(questions.filter(({ key }) => keys.has(key)), conditions)) {
      if (++tried > MOST_TRIED) break
      if (holds(admits.when, example) && holds(excludes.when, example) && !third.some(({ when }) => holds(when, example))) return [{ admits, excludes, example }]
    }
    return []
  }))
}
