import { z } from 'zod'

const Typed = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
/** The fields of one form, as they were typed. */
export type Typed = z.infer<typeof Typed>
const Items = z.array(z.object({ id: z.uuid(), typed: Typed })).optional().transform((items) => items ?? [])
/** One of several: a person or place, an incident, or something about keeping somebody safe. */
export type Item = { id: string; typed: Typed }

const AnswersShape = z.object({ why: Typed.optional(), people: Items, incidents: Items, criteria: Typed.optional(), consent: Typed.optional(), safety: Items })
/** What was typed in a draft, by step. Nothing in it has been checked: somebody may stop in the middle of a step. */
export type Answers = z.infer<typeof AnswersShape>

export const answersOf = (entered: unknown): Answers => AnswersShape.parse(entered)

export const STEPS = ['why', 'people', 'incidents', 'criteria', 'consent', 'safety', 'files'] as const
export type Step = (typeof STEPS)[number]
/** Steps that hold several things, each on a page of its own. */
export const LISTS = ['people', 'incidents', 'safety'] as const
export type List = (typeof LISTS)[number]
export const MOST_ITEMS = 40

/** The step after one; safety only where somebody said that there is something to it. Null: all is asked. */
export function stepAfter(step: Step, { consent, safety }: Pick<Answers, 'consent' | 'safety'>): Step | null {
  const next = STEPS[STEPS.indexOf(step) + 1] ?? null
  return next === 'safety' && consent?.guards !== 'yes' && safety.length === 0 ? 'files' : next
}

const LONGEST = 20_001
const cut = (text: string) => text.replaceAll('\0', '').slice(0, LONGEST)

/** Of what a form sent, the fields it has, at a length that can be kept. */
export function typedIn(names: readonly string[], body: unknown): Typed {
  const sent = (body ?? {}) as Record<string, unknown>
  return Object.fromEntries(names.flatMap((name): [string, string | string[]][] => {
    const value = Object.hasOwn(sent, name) ? sent[name] : undefined
    if (typeof value === 'string') return [[name, cut(value)]]
    return Array.isArray(value) ? [[name, value.filter((each) => typeof each === 'string').slice(0, 50).map(cut)]] : []
  }))
}

/** The items with one put in its own place, or at the end. */
export const withItem = (items: readonly Item[], item: Item): Item[] => (items.some(({ id }) => id === item.id) ? items.map((each) => (each.id === item.id ? item : each)) : [...items, item])
