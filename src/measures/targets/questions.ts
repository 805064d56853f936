import { writeDate } from '../../calendar/dates.ts'
import { wholeMonths } from '../../calendar/period.ts'
import { type Measure, POLARITY_WORDS, sayValue } from '../measure.ts'
import { FREQUENCY_WORDS, MONTHS_IN } from '../reading-period.ts'
import { entriesWithin, type Entry, wholeValue } from '../series.ts'
import { isUnclosed, monthsOfTarget, NEEDS, type Target } from './target.ts'
import { monthsIn, monthsOfYear, nameWindow, type Window } from './window.ts'

/** What a careful reader would ask of a target, and how it may be answered. */
export type Question = { sentence: string; suggestion: string }

const compare = Temporal.PlainDate.compare

/** Everything a careful reader would ask of one target. Whole sentences. */
export function questionsOf(measure: Measure, target: Target, entries: readonly Entry[], today: Temporal.PlainDate): Question[] {
  const window = NEEDS[target.shape].baseline ? (target.baseline?.window ?? null) : null
  const asked = [unclosed(target, today), againstPolarity(measure, target), noWindow(target, window)]
  if (window) asked.push(...likeForLike(measure, target, window), baselineReadings(measure, target, entries, window))
  return asked.filter((question) => question !== null)
}

const unclosed = (target: Target, today: Temporal.PlainDate): Question | null =>
  isUnclosed(target, today)
    ? {
        sentence: `The due date, ${writeDate(target.due)}, has passed and nobody has said whether the target was met.`,
        suggestion: 'Close it: say whether it was met, not met, overtaken, or cannot be told.',
      }
    : null

function againstPolarity({ polarity }: Measure, { shape, value }: Target): Question | null {
  const asksFor =
    shape === 'at most' ||
    shape === 'at or below baseline' ||
    shape === 'zero by a date' ||
    (shape === 'percentage change' && (value ?? 0) < 0)
      ? 'lower'
      : shape === 'percentage change' && value === 0
        ? polarity
        : 'higher'
  if (polarity === asksFor) return null
  const suggestion = 'Correct one of them. Where both are meant, as with reports of a hidden harm, keep two measures.'
  return {
    sentence: `The target asks for a ${asksFor} figure, yet of this measure it is said: ${POLARITY_WORDS[polarity].toLowerCase()}.`,
    suggestion,
  }
}

const noWindow = ({ shape }: Target, window: Window | null): Question | null =>
  NEEDS[shape].baseline && !window
    ? {
        sentence: 'The baseline does not say which months it was taken over.',
        suggestion: 'Give its first and last day, so that like is compared with like.',
      }
    : null

/** E.g. three quarters of one year against two of another, or April to December against January to September. */
function likeForLike(measure: Measure, target: Target, window: Window): (Question | null)[] {
  const [baseline, promised] = [monthsIn(window), monthsOfTarget(target)]
  const suggestion = 'Compare the same months of the year, and as many of them.'
  if (baseline === undefined)
    return [
      {
        sentence: `The baseline, ${nameWindow(window)}, is not of whole months, so no readings match it.`,
        suggestion: 'Give it as whole months.',
      },
    ]
  const step = MONTHS_IN[measure.frequency]
  const asked: Question[] = []
  if (baseline % step !== 0)
    asked.push({
      sentence: `The baseline covers ${baseline} months, which readings taken ${FREQUENCY_WORDS[measure.frequency].toLowerCase()} cannot match.`,
      suggestion,
    })
  const added = measure.kind === 'count' || measure.kind === 'amount'
  if (target.starts && promised !== undefined && promised !== baseline && added && promised < 24) {
    const span = nameWindow({ from: target.starts, to: target.due })
    asked.push({
      sentence: `The baseline covers ${baseline} months (${nameWindow(window)}) and the target ${promised} (${span}): they are not like for like.`,
      suggestion,
    })
  } else if (target.starts && promised === baseline && baseline % 12 !== 0 && target.starts.month !== window.from.month) {
    const span = monthsOfYear({ from: target.starts, to: target.due })
    asked.push({
      sentence: `The baseline covers ${monthsOfYear(window)} and the target ${span}: the season alone may make the difference.`,
      suggestion,
    })
  }
  if (target.starts && compare(window.to, target.starts) >= 0)
    asked.push({
      sentence: `The baseline runs to ${writeDate(window.to)}, after work towards the target began on ${writeDate(target.starts)}.`,
      suggestion: 'End the baseline before the work begins.',
    })
  return asked
}

/** Whether the readings kept for the baseline's months are whole, and give the baseline that was written down. */
function baselineReadings(measure: Measure, target: Target, entries: readonly Entry[], window: Window): Question | null {
  const within = entriesWithin(measure, entries, window.from, window.to)
  const incomplete = within.filter(({ reading }) => reading?.state === 'incomplete')
  if (incomplete.length > 0) {
    const named =
      incomplete
        .slice(0, 3)
        .map(({ period }) => period.label)
        .join(', ') + (incomplete.length > 3 ? ` and ${incomplete.length - 3} more` : '')
    return {
      sentence: `The baseline rests on incomplete readings (${named}), so a rise since may only be better counting.`,
      suggestion: 'Complete them, or say in the baseline what is missing.',
    }
  }
  const months = wholeMonths(window.from, window.to) ?? 0
  const values = within.map(wholeValue).filter((value) => value !== null)
  const isWhole = values.length > 0 && values.length * MONTHS_IN[measure.frequency] === months
  const total = values.reduce((sum, value) => sum + value, 0)
  const stated = target.baseline!.value
  if (
    !isWhole ||
    (measure.kind !== 'count' && measure.kind !== 'amount') ||
    Math.abs(total - stated) <= 0.5 / 10 ** measure.decimals
  )
    return null
  return {
    sentence: `The baseline is given as ${sayValue(measure, stated)}, and the readings for the same months add up to ${sayValue(measure, total)}.`,
    suggestion: 'Say which is right; the figures may have been revised since.',
  }
}
