import { parseDate, writeDate } from '../../calendar/dates.ts'
import type { FieldError } from '../../web/forms.ts'
import type { FactQuestion, Facts, FactValue } from './condition.ts'

const nameOf = (key: string) => `fact_${key}`
const texts = (value: unknown): string[] => (value === undefined || value === null ? [] : [value].flat().map(String))
const LARGEST = 100_000

/** What somebody answered to the questions of a rule set, and what cannot be read of it. A question left empty is not known. */
export function readFacts(questions: readonly FactQuestion[], body: unknown): { facts: Record<string, FactValue>; errors: FieldError[] } {
  const entered = (body ?? {}) as Record<string, unknown>
  const facts: Record<string, FactValue> = {}
  const errors: FieldError[] = []
  for (const { key, kind, choices = [] } of questions) {
    const field = nameOf(key)
    const given = texts(entered[field]).map((text) => text.trim()).filter(Boolean)
    const [first] = given
    if (first === undefined) continue
    const known = given.filter((value) => choices.some((choice) => choice.value === value))
    if (kind === 'yes or no') {
      if (first === 'yes' || first === 'no') facts[key] = first === 'yes'
    } else if (kind === 'one of') {
      if (known[0] !== undefined) facts[key] = known[0]
    } else if (kind === 'any of') {
      facts[key] = known
    } else if (kind === 'number') {
      if (/^\d+$/.test(first) && Number(first) <= LARGEST) facts[key] = Number(first)
      else errors.push({ field, text: 'Enter a whole number, or leave it empty' })
    } else {
      const date = parseDate(first)
      if (date) facts[key] = date.toString()
      else errors.push({ field, text: 'Enter a date, like 27 3 2026, or leave it empty' })
    }
  }
  return { facts, errors }
}

const typed = (question: FactQuestion, facts: Facts, entered: Record<string, unknown> | null): string[] => {
  if (entered) return texts(entered[nameOf(question.key)])
  const value = facts[question.key]
  if (value === null || value === undefined) return []
  if (typeof value === 'boolean') return [value ? 'yes' : 'no']
  if (typeof value === 'object') return [...value]
  return [question.kind === 'date' ? writeDate(Temporal.PlainDate.from(String(value))) : String(value)]
}

/** The questions as fields of a form, with what is known or was typed; for the macro `factFields`. */
export const factFields = (questions: readonly FactQuestion[], facts: Facts, entered: Record<string, unknown> | null = null) =>
  questions.map((question) => {
    const chosen = typed(question, facts, entered)
    const items = question.kind === 'yes or no'
      ? [{ value: 'yes', text: 'Yes' }, { value: 'no', text: 'No' }, { value: '', text: 'Not known' }]
      : [...(question.choices ?? []), ...(question.kind === 'one of' ? [{ value: '', text: 'Not known' }] : [])]
    return {
      name: nameOf(question.key), label: question.asks, hint: question.hint ?? null, value: chosen[0] ?? '',
      isChoice: question.kind === 'yes or no' || question.kind === 'one of', isMany: question.kind === 'any of', isNumber: question.kind === 'number',
      items: items.map((item) => ({ ...item, checked: question.kind === 'any of' ? chosen.includes(item.value) : (chosen[0] ?? '') === item.value })),
    }
  })

/** A known fact in words: "Resident: yes". */
export function factInWords({ asks, kind, choices = [] }: FactQuestion, value: FactValue | null | undefined): string {
  if (value === null || value === undefined) return `${asks.replace(/\?$/, '')}: not known`
  const named = (each: string) => choices.find((choice) => choice.value === each)?.text.toLowerCase() ?? each
  const said = typeof value === 'boolean' ? (value ? 'yes' : 'no') : typeof value === 'object' ? value.map(named).join(', ') || 'none' : kind === 'date' ? writeDate(Temporal.PlainDate.from(String(value))) : named(String(value))
  return `${asks.replace(/\?$/, '')}: ${said}`
}
