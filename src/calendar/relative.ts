import { COUNTED_TIMES } from './counted-times.ts'
import type { Surroundings, TimeFault } from './time-form.ts'
import { suggestTime } from './time-suggestion.ts'
import { readPaper, TIMES_WITH_TWO_MEANINGS } from './two-meanings.ts'
import { VAGUE_TIMES } from './vague-times.ts'

/** An expression of time that a later reader cannot place; `start` and `end` are places in the text. */
export type UnplacedTime = {
  start: number
  end: number
  text: string
  fault: TimeFault
  why: string
  suggestion: string
}

export type Search = {
  today?: Temporal.PlainDate // the day the paper was written, for suggestions; without it they name no date
  yearless?: boolean // also days and months without a year, such as "16 August"
}

const WHY: Record<TimeFault, string> = {
  'counted from an unsaid day': 'It counts from the day of writing, so a later reader cannot tell when it was',
  vague: 'It does not say when',
  'year missing': 'It does not say of which year',
  'period not said': 'It does not say which days the period runs from and to',
  'frequency with two meanings': 'Some read it as twice in each, others as once in two',
  'quarter with two meanings': 'It may be a quarter of the calendar year or of the financial year',
}

const FORMS = [...COUNTED_TIMES, ...VAGUE_TIMES, ...TIMES_WITH_TWO_MEANINGS]

/**
 * The expressions in a text that a later reader cannot place in time, in order, none overlapping another. Made to
 * be right rather than to find all: dates with a year, spans ("a three-month programme"), rules ("within 3 months of
 * referral"), and expressions with a year close by are let pass.
 */
export function findUnplacedTimes(text: string, { today, yearless = false }: Search = {}): UnplacedTime[] {
  const found: UnplacedTime[] = []
  const paper = readPaper(text)
  for (const { fault, form, unless, onlyWhenAsked } of FORMS) {
    if (onlyWhenAsked && !yearless) continue
    for (const { index: start, 0: match } of text.matchAll(form)) {
      const end = start + match.length
      if (unless({ ...surroundings(text, start, end), paper }, match)) continue
      found.push({ start, end, text: match, fault, why: WHY[fault], suggestion: suggestTime(fault, match, today) })
    }
  }
  return withoutOverlaps(found)
}

/** The sentence, list item or cell around a match, and its parts before and after. */
function surroundings(text: string, start: number, end: number): Omit<Surroundings, 'paper'> {
  // With the first letter of the expression, since a capital there tells a new sentence.
  const before = text.slice(Math.max(0, start - 400), start + 1).split(BREAK).at(-1)!.slice(0, -1)
  const after = text.slice(end, end + 400).split(BREAK, 1)[0]!
  return { before, after, sentence: before + text.slice(start, end) + after }
}

const BREAK = /(?<=[.!?])\s+(?=[A-Z•\d“"'(-])|\s*(?:\n\s*\n|\n\s*[-•*]|•|\t|<\/?(?:p|li|td|tr|ol|ul|br)\b[^>]*>)/

function withoutOverlaps(found: UnplacedTime[]): UnplacedTime[] {
  const byStart = found.toSorted((one, other) => one.start - other.start)
  const kept: UnplacedTime[] = []
  for (const next of byStart) {
    const last = kept.at(-1)
    if (!last || next.start >= last.end) kept.push(next)
    else if (next.end - next.start > last.end - last.start) kept[kept.length - 1] = next
  }
  return kept
}
