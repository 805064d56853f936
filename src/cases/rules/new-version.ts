import { parseDate } from '../../calendar/dates.ts'
import type { FieldError } from '../../web/forms.ts'
import type { ReviewRules } from '../case-review/application.ts'
import { MOST_DAYS } from '../case-review/rule-store.ts'
import { IN_THE_ACT, narrowerThanTheAct } from '../case-review/threshold.ts'
import type { Condition, FactQuestion } from './condition.ts'
import { type RiskMatrix, RiskMatrixShape } from './risk-matrix.ts'
import { type Clause, EFFECTS, type Effect, type RuleSet, RuleSetShape } from './rule-set.ts'

/** What a form sent: texts by name. */
export type Typed = Readonly<Record<string, unknown>>
/** The rules as they were typed, from which day and why; or what is wrong, beside which field. */
export type ReadVersion<Rules> = { ok: true; validFrom: string; source: string; rules: Rules } | { ok: false; errors: FieldError[] }

const text = (typed: Typed, name: string): string => (typeof typed[name] === 'string' ? typed[name].trim() : '')

/** Every number in a condition, in order: "at least 3", "below 75", "within 12 months". */
export function numbersIn(condition: Condition): number[] {
  if ('all' in condition) return condition.all.flatMap(numbersIn)
  if ('any' in condition) return condition.any.flatMap(numbersIn)
  if ('not' in condition) return numbersIn(condition.not)
  return 'atLeast' in condition ? [condition.atLeast] : 'below' in condition ? [condition.below] : 'withinMonths' in condition ? [condition.withinMonths] : []
}

/** The same condition with other numbers, taken in order. */
export function withNumbers(condition: Condition, numbers: number[]): Condition {
  const inner = (part: Condition) => withNumbers(part, numbers)
  if ('all' in condition) return { all: condition.all.map(inner) }
  if ('any' in condition) return { any: condition.any.map(inner) }
  if ('not' in condition) return { not: inner(condition.not) }
  if ('atLeast' in condition) return { ...condition, atLeast: numbers.shift()! }
  if ('below' in condition) return { ...condition, below: numbers.shift()! }
  return 'withinMonths' in condition ? { ...condition, withinMonths: numbers.shift()! } : condition
}

/** From which day a version holds, and what it rests on. What was decided is decided: no version begins before today, nor with or before the one it follows. One that does not hold yet is withdrawn first. */
function readHead(typed: Typed, { validFrom: latest }: { validFrom: string }, today: string): { validFrom: string; source: string; errors: FieldError[] } {
  const validFrom = parseDate(text(typed, 'validFrom'))?.toString() ?? ''
  const source = text(typed, 'source')
  const errors: FieldError[] = []
  if (validFrom === '') errors.push({ field: 'validFrom', text: 'Enter the day it holds from, like 27 3 2026' })
  else if (validFrom < today) errors.push({ field: 'validFrom', text: 'It holds from today or later: what was decided before was decided by the version of that day' })
  else if (validFrom <= latest) errors.push({ field: 'validFrom', text: 'It holds from a later day than the version before it. If that one does not hold yet, withdraw it first' })
  if (source === '') errors.push({ field: 'source', text: 'Say what it rests on: who decided it, and where it is written' })
  if (source.length > 500) errors.push({ field: 'source', text: 'Use 500 characters or fewer' })
  return { validFrom, source, errors }
}

/** How many clauses may be added at once. */
export const NEW_CLAUSES = 2

/** What a new clause rests on: of each question, nothing, or what was chosen for it. All of it together. */
function readCondition(typed: Typed, at: number, questions: readonly FactQuestion[]): Condition | null {
  const parts = questions.flatMap(({ key, kind }): Condition[] => {
    const chosen = text(typed, `new-${at}-${key}`)
    if (chosen === '') return []
    if (kind === 'yes or no') return [{ fact: key, is: chosen === 'yes' }]
    if (kind === 'number') return Number.isFinite(Number(chosen)) ? [{ fact: key, atLeast: Number(chosen) }] : []
    if (kind === 'one of') return [{ fact: key, is: chosen }]
    return kind === 'any of' ? [{ fact: key, holdsAny: [chosen] }] : []
  })
  return parts.length === 0 ? null : parts.length === 1 ? parts[0]! : { all: parts }
}

const isEffect = (effect: string): effect is Effect => EFFECTS.includes(effect as Effect)
const listOf = (ids: string) => ids.split(/[\s,;]+/).filter(Boolean)

/** Reads a new version of a rule set from a form that shows every clause of the one before: kept, changed or left out, and clauses added. */
export function readRuleVersion(typed: Typed, before: { validFrom: string; rules: RuleSet }, today: string): ReadVersion<RuleSet> {
  const { validFrom, source, errors } = readHead(typed, before, today)
  const { rules } = before
  const clauses: Clause[] = []
  const common = (name: string, id: string, when: Condition, more: Partial<Clause>) => {
    const [says, from, effect] = [text(typed, `${name}-says`), text(typed, `${name}-source`), text(typed, `${name}-effect`)]
    if (says === '') errors.push({ field: `${name}-says`, text: `Say what clause ${id} says` })
    if (from === '') errors.push({ field: `${name}-source`, text: `Say where clause ${id} stands` })
    const outranks = listOf(text(typed, `${name}-outranks`))
    clauses.push({ ...more, id, says: says || '?', source: from || '?', effect: isEffect(effect) ? effect : 'flags', when, ...(outranks.length > 0 ? { outranks } : {}) })
  }
  for (const [at, { id, when, text: standsIn }] of rules.clauses.entries()) {
    if (text(typed, `clause-${at}-drop`) === 'yes') continue
    const numbers = numbersIn(when).map((_, index) => text(typed, `clause-${at}-number-${index}`))
    const bad = numbers.findIndex((number) => number === '' || !Number.isFinite(Number(number)))
    if (bad >= 0) errors.push({ field: `clause-${at}-number-${bad}`, text: `Enter a number in clause ${id}` })
    common(`clause-${at}`, id, bad >= 0 ? when : withNumbers(when, numbers.map(Number)), standsIn === undefined ? {} : { text: standsIn })
  }
  for (let at = 0; at < NEW_CLAUSES; at++) {
    const id = text(typed, `new-${at}-id`)
    const when = readCondition(typed, at, rules.questions)
    if (id === '' && when === null && text(typed, `new-${at}-says`) === '') continue
    if (id === '' || id.length > 60) errors.push({ field: `new-${at}-id`, text: 'Give the new clause a number' })
    if (when === null) errors.push({ field: `new-${at}-says`, text: 'Choose at least one answer that the new clause rests on' })
    else common(`new-${at}`, id || '?', when, {})
  }
  if (clauses.length === 0) errors.push({ field: 'validFrom', text: 'A version has at least one clause. To end a scheme, end it on its own page' })
  if (errors.length > 0) return { ok: false, errors }
  const made = RuleSetShape.safeParse({ ...rules, clauses })
  if (!made.success) return { ok: false, errors: made.error.issues.map(({ message }) => ({ field: 'clauses', text: message })) }
  return { ok: true, validFrom, source, rules: made.data }
}

/** Reads a new version of a risk matrix: the same questions and bands with other scores and limits. Bands stay in order. */
export function readRiskVersion(typed: Typed, before: { validFrom: string; rules: RiskMatrix }, today: string): ReadVersion<RiskMatrix> {
  const { validFrom, source, errors } = readHead(typed, before, today)
  const number = (field: string, what: string): number => {
    const given = text(typed, field)
    if (given === '' || !Number.isInteger(Number(given)) || Number(given) < 0) errors.push({ field, text: `Enter a whole number of 0 or more for ${what}` })
    return Number(given)
  }
  const questions = before.rules.questions.map((question, at) => ({ ...question, answers: question.answers.map((answer, index) => ({ ...answer, score: number(`score-${at}-${index}`, `“${answer.text}” of “${question.asks}”`) })) }))
  const bands = before.rules.bands.map((each, at) => ({ ...each, from: number(`band-${at}`, `where ${each.band} begins`) }))
  const inOrder = before.rules.bands.toSorted((one, other) => one.from - other.from).map(({ band }) => bands.find((each) => each.band === band)!.from)
  if (errors.length === 0 && inOrder.some((from, at) => at > 0 && from <= inOrder[at - 1]!)) errors.push({ field: 'band-0', text: 'Each band begins above the one below it' })
  if (errors.length > 0) return { ok: false, errors }
  const made = RiskMatrixShape.safeParse({ ...before.rules, questions, bands })
  if (!made.success) return { ok: false, errors: made.error.issues.map(({ path: [part, at, , index], message }) => ({ field: part === 'questions' ? `score-${String(at)}-${String(index)}` : 'band-0', text: part === 'questions' ? 'Enter a score from 0 to 100' : message })) }
  return { ok: true, validFrom, source, rules: made.data }
}

export const TEST = ['complaints', 'monthsToComplain', 'monthsToApply'] as const
export const CLOCKS = ['acknowledge', 'decide', 'meet', 'tell', 'appeal'] as const
const MOST_MONTHS = 120

/** Reads a new version of a case review scheme's automatic test and its clocks. A test narrower than the Act's is refused, with the reason beside its field. */
export function readThresholdVersion(typed: Typed, before: { validFrom: string }, today: string): ReadVersion<ReviewRules> {
  const { validFrom, source, errors } = readHead(typed, before, today)
  const number = (field: string, most: number, refused: (count: number) => string | undefined = () => undefined): number => {
    const count = /^\d{1,4}$/.test(text(typed, field)) ? Number(text(typed, field)) : 0
    const wrong = (count >= 1 && refused(count)) || (count < 1 || count > most ? `Enter a whole number from 1 to ${most}` : null)
    if (wrong) errors.push({ field, text: wrong })
    return count
  }
  const [complaints, monthsToComplain, monthsToApply] = TEST.map((name) => number(name, MOST_MONTHS, (count) => narrowerThanTheAct({ ...IN_THE_ACT, [name]: count })[0])) as [number, number, number]
  const clocks = Object.fromEntries(CLOCKS.map((name) => [name, number(name, MOST_DAYS)])) as ReviewRules['clocks']
  return errors.length > 0 ? { ok: false, errors } : { ok: true, validFrom, source, rules: { threshold: { complaints, monthsToComplain, monthsToApply, source }, clocks } }
}
