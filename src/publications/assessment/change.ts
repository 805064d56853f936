import { couldBeChance, type Shown } from '../../incidents/explore/table.ts'
import { writeChange, writeFigure } from '../../statistics/figures.ts'
import { growth } from '../../statistics/change.ts'

/** Below this a percentage says more than the counts can carry. */
const FEWEST_FOR_PERCENT = 30
// As in couldBeChance: 99 of 100 comparisons of equal things are nearer than this.
const REACH = 2.576

/** How a count stands to one before it. 'not said': one of them is protected or not held. */
export type Standing = 'higher' | 'lower' | 'could be chance' | 'not said'

export function standingTo(now: Shown, before: Shown | null): Standing {
  if (now.n === null || before?.n == null) return 'not said'
  return couldBeChance(now.n, before.n) ? 'could be chance' : now.n > before.n ? 'higher' : 'lower'
}

/** How a count stands to the average of three others, of which only the sum is given: an average of three varies less than one count does. */
export function standingToThree(now: Shown, three: Shown | null): Standing {
  if (now.n === null || three?.n == null) return 'not said'
  const average = three.n / 3
  return Math.abs(now.n - average) <= REACH * Math.sqrt(now.n + three.n / 9) ? 'could be chance' : now.n > average ? 'higher' : 'lower'
}

const STANDING_WORDS: Record<Exclude<Standing, 'not said'>, string> = { higher: 'higher', lower: 'lower', 'could be chance': 'could be chance' }

/** "+12.4%, higher"; without a percentage where the counts are few. */
export function changeWords(now: Shown, before: number | null, standing: Standing): string {
  if (standing === 'not said' || now.n === null || before === null) return 'Not said'
  const words = STANDING_WORDS[standing]
  const change = growth(before, now.n)
  return change.is === 'known' && Math.min(now.n, before) >= FEWEST_FOR_PERCENT ? `${writeChange(change.percent)}, ${words}` : `Few: ${words}`
}

/** A rate for each 1,000: one that is not nought is never written as nought. */
export const rateWords = (rate: number): string => writeFigure(rate, rate < 0.1 ? 3 : rate < 1 ? 2 : 1)

export const averageOf = (three: Shown | null): number | null => (three?.n == null ? null : three.n / 3)
export const averageWords = (three: Shown | null): string => {
  const average = averageOf(three)
  return average === null ? (three?.text ?? 'Not held') : writeFigure(average, average < 100 ? 1 : 0)
}
