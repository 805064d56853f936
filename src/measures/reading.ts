import { fixed, hasDenominator, type Measure, scaleOf, writeValue } from './measure.ts'
import type { ReadingPeriod } from './reading-period.ts'

/** What was read for a period: a value, or one of five reasons why there is none or not a whole one. Never a bare blank. */
export const READING_STATES = ['value', 'not collected', 'late', 'incomplete', 'suppressed', 'not applicable'] as const
export type ReadingState = (typeof READING_STATES)[number]

export const STATE_WORDS: Record<ReadingState, string> = {
  value: 'A figure',
  'not collected': 'Not collected: nobody counted',
  late: 'Late: it will come',
  incomplete: 'Incomplete: part of it is missing',
  suppressed: 'Suppressed: too small to show',
  'not applicable': 'Not applicable: there were no cases',
}

/** The part of a reading that a person gives. A share or rate of no cases is not applicable. */
export type Given = { numerator: number | null; denominator: number | null; note: string | null } & (
  | { state: 'value'; value: number }
  | { state: 'incomplete'; value: number | null }
  | { state: Exclude<ReadingState, 'value' | 'incomplete'>; value: null }
)

export type Reading = Given & { period: ReadingPeriod }

/** A reading as kept: who entered it and when, and whether a later one has taken its place. */
export type KeptReading = Reading & { readingId: string; enteredBy: string | null; enteredAt: Temporal.Instant; current: boolean }

/** What was typed for one reading: figures as text, blank where nothing was. */
export type Typed = { value: string; numerator: string; denominator: string; state: ReadingState | null; note: string | null }

/** The field at fault, why, and what to do. */
export type Fault = { field: 'value' | 'numerator' | 'denominator' | 'state'; reason: string; remedy: string }

const NO_CASES = 'No cases'
const SAY_WHY = 'Enter the figure, or say that it is not collected, late, incomplete, suppressed or not applicable.'

// How spreadsheets and official statistics write that there is no figure (Government Analysis Function, shorthand in tables).
const SHORTHAND: Record<string, ReadingState> = { '[c]': 'suppressed', '[z]': 'not applicable', '[x]': 'not collected' }

/** The state a word stands for, or null. */
export const stateOf = (text: string): ReadingState | null => {
  const word = text.trim().toLowerCase()
  return SHORTHAND[word] ?? READING_STATES.find((state) => state === word && state !== 'value') ?? null
}

/** A reading from what was typed, or what is wrong with it. */
export function giveReading(measure: Measure, typed: Typed): Given | Fault {
  const said = typed.state ?? stateOf(typed.value)
  const state = said ?? 'value'
  const value = figureIn(stateOf(typed.value) ? '' : typed.value, measure, 'value')
  const numerator = figureIn(typed.numerator, measure, 'numerator')
  const denominator = figureIn(typed.denominator, measure, 'denominator')
  for (const figure of [value, numerator, denominator]) if (isFault(figure)) return figure
  return weigh(measure, state, typed, {
    value: value as number | null,
    numerator: numerator as number | null,
    denominator: denominator as number | null,
  })
}

type Figures = { value: number | null; numerator: number | null; denominator: number | null }

function weigh(measure: Measure, state: ReadingState, { note }: Typed, figures: Figures): Given | Fault {
  const { numerator, denominator } = figures
  if (state !== 'value' && state !== 'incomplete') {
    if (figures.value === null && (numerator === null || state === 'not applicable'))
      return { state, value: null, numerator, denominator, note }
    return {
      field: 'state',
      reason: `It is said to be ${state}, yet a figure is given`,
      remedy: 'Leave the figures blank, or choose another state.',
    }
  }
  const pair = weighPair(measure, figures)
  if (pair && 'reason' in pair) return pair
  if (pair && 'none' in pair) return { state: 'not applicable', value: null, numerator, denominator, note: note ?? NO_CASES }
  const value = pair ? pair.value : figures.value
  if (value === null)
    return state === 'incomplete'
      ? { state, value, numerator, denominator, note }
      : { field: 'value', reason: 'There is no figure', remedy: SAY_WHY }
  const fault = weighValue(measure, value)
  return fault ?? { state, value, numerator, denominator, note }
}

/** The value that a numerator and denominator give, `none` when there was nothing to count from, null when neither was typed. */
function weighPair(
  measure: Measure,
  { value, numerator, denominator }: Figures,
): { value: number } | { none: true } | Fault | null {
  if (numerator === null && denominator === null) return null
  if (!hasDenominator(measure))
    return { field: 'numerator', reason: 'This measure has no denominator', remedy: 'Give its value alone.' }
  if (numerator === null || denominator === null) {
    const field = numerator === null ? 'numerator' : 'denominator'
    return {
      field,
      reason: `The ${field} is missing`,
      remedy: 'Give both the numerator and the denominator, or the value alone.',
    }
  }
  if (denominator === 0) {
    if (numerator === 0 && value === null) return { none: true }
    return {
      field: 'denominator',
      reason: `The denominator is 0, yet there is a figure`,
      remedy: 'Check the denominator. With no cases at all, the reading is not applicable.',
    }
  }
  if (measure.kind === 'share' && numerator > denominator)
    return {
      field: 'numerator',
      reason: `${fixed(numerator, 0)} of ${fixed(denominator, 0)} is more than the whole`,
      remedy: 'Check which is which.',
    }
  const worked = (numerator / denominator) * scaleOf(measure)
  if (value === null || Math.abs(value - worked) <= 0.5 / 10 ** measure.decimals + 1e-9) return { value: worked }
  return {
    field: 'value',
    reason: `${writeValue(measure, value)} does not agree with ${fixed(numerator, 0)} of ${fixed(denominator, 0)}, which is ${writeValue(measure, worked)}`,
    remedy: 'Correct one of them, or leave the value out and it is worked out.',
  }
}

function weighValue(measure: Measure, value: number): Fault | null {
  if (measure.kind === 'amount') return null
  if (value < 0) return { field: 'value', reason: `A ${measure.kind} cannot be less than 0`, remedy: 'Check the figure.' }
  if (measure.kind === 'share' && value > 100)
    return { field: 'value', reason: 'A share cannot be more than 100%', remedy: 'Check the figure.' }
  if (measure.kind === 'count' && !Number.isInteger(value))
    return { field: 'value', reason: 'A count is a whole number', remedy: 'Check the figure, or make the measure an amount.' }
  return null
}

// With thousands in threes or not at all, so that "1,23" and "12,34" are asked about.
const FIGURE = /^[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$/

function figureIn(text: string, measure: Measure, field: Fault['field']): number | null | Fault {
  const typed = text.trim()
  if (typed === '') return null
  const percent = typed.endsWith('%')
  const bare = typed
    .replace(/^£\s*/, '')
    .replace(/\s*%$/, '')
    .replaceAll(/(?<=\d)[\s\u00a0\u202f](?=\d{3}(\D|$))/g, ',')
  if (percent && (measure.kind !== 'share' || field !== 'value'))
    return { field, reason: `“${cut(typed)}” is a percentage, and this is not`, remedy: `Give it in ${measure.unit}.` }
  if (!FIGURE.test(bare) || !/\d/.test(bare)) return { field, reason: `“${cut(typed)}” is not a figure`, remedy: SAY_WHY }
  const figure = Number(bare.replaceAll(',', '').replace('−', '-'))
  if (Math.abs(figure) > 1e12) return { field, reason: `“${cut(typed)}” is too large to be right`, remedy: 'Check the figure.' }
  if (field !== 'value' && figure < 0) return { field, reason: `The ${field} cannot be less than 0`, remedy: 'Check the figure.' }
  return figure
}

export const isFault = (given: unknown): given is Fault => given !== null && typeof given === 'object' && 'remedy' in given

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
