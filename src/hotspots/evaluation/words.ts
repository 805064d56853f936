import { writeChange, writeFigure } from '../../statistics/figures.ts'
import type { BeforeAfter, Displacement } from '../../statistics/space/displacement.ts'
import type { Weighed } from './weighing.ts'

/** What the figures say, in plain words. */
export type Said = { verdict: string; effect: string; spread: string | null; sum: string; detectable: string; caveats: string[] }

const CHANCE = 0.05

/** `rows`: what the source's rows are called, such as "crimes". */
export function say(weighed: Weighed, rows: string): Said {
  const counts = (group: string): BeforeAfter => weighed.groups.find((each) => each.group === group)?.counts ?? { before: 0, after: 0 }
  const [treated, control] = [counts('treated'), counts('compared')]
  return {
    verdict: verdictOf(weighed),
    effect: effectSentence(weighed.net),
    spread: weighed.spread && spreadSentence(weighed.spread),
    sum: sumSentence(weighed, rows),
    detectable: detectableSentence(weighed, treated, control, rows),
    caveats: caveatsOf(weighed.net, treated, control),
  }
}

/** Which side of nought an interval lies on. */
const sideOf = ({ low, high }: { low: number; high: number }): 'below' | 'above' | 'both' => (high < 0 ? 'below' : low > 0 ? 'above' : 'both')
/** The side of a change: by its percentage, or by incidents where a count of 0 leaves no percentage. */
const side = (found: Displacement) => sideOf(found.effect ?? found)

function verdictOf({ net }: Weighed): string {
  if (side(net) === 'below') return 'Fewer than the comparison areas led one to expect, and more so than chance would give'
  if (side(net) === 'above') return 'More than the comparison areas led one to expect, and more so than chance would give'
  return 'No effect that can be told from chance'
}

function effectSentence({ effect }: Displacement): string {
  if (!effect) return 'A count of 0 leaves no percentage to give.'
  const range = `95% interval ${writeChange(effect.low)} to ${writeChange(effect.high)}`
  return `The treated areas changed by ${writeChange(effect.percent)} beyond what the comparison areas did (${range}).`
}

function spreadSentence(spread: Displacement): string {
  const { effect } = spread
  const changed = effect
    ? `The nearby areas changed by ${writeChange(effect.percent)} beyond what the comparison areas did (95% interval ${writeChange(effect.low)} to ${writeChange(effect.high)})`
    : `The nearby areas changed by ${incidents(spread.wdd)} against the comparison areas (95% interval ${incidents(spread.low)} to ${incidents(spread.high)})`
  if (side(spread) === 'above') return `${changed}: some of it may have moved there.`
  if (side(spread) === 'below') return `${changed}: the benefit may have spread there.`
  return `${changed}: neither a move there nor a spread of the benefit can be told from chance.`
}

const incidents = (n: number) => (n === 0 ? '0' : `${writeFigure(Math.abs(n), 0)} ${n < 0 ? 'fewer' : 'more'}`)

function sumSentence({ net, whole, spread }: Weighed, rows: string): string {
  const interval = ({ low, high }: Displacement) => `95% interval ${incidents(low)} to ${incidents(high)}`
  const direct = `Counted in ${rows}, the treated areas less the comparison areas come to ${incidents(net.wdd)} (${interval(net)}).`
  if (!spread) return direct
  return `${direct} With the nearby areas counted in, the weighted displacement difference is ${incidents(whole.wdd)} (${interval(whole)}; p ${writeP(whole.p)}). Nothing is set against the nearby areas in that sum, so it holds whatever changed everywhere.`
}

export const writeP = (p: number): string => (p < 0.001 ? 'below 0.001' : p.toFixed(3))

/** Whether a group's own change is more than chance, going by its E-test. */
export const changeNote = (p: number): string => (p < CHANCE ? 'more than chance' : 'could be chance')

function detectableSentence({ net }: Weighed, treated: BeforeAfter, control: BeforeAfter, rows: string): string {
  const expected = control.before > 0 ? (treated.before * control.after) / control.before : 0
  const share = expected > 0 ? `, about ${writeFigure((100 * net.detectable) / expected, 0)}% of the ${writeFigure(expected, 0)} to be expected` : ''
  const least = `The smallest change that counts like these would show four times in five is ${writeFigure(Math.ceil(net.detectable), 0)} ${rows}${share}.`
  const isBeyond = expected > 0 && net.detectable > expected
  if (isBeyond) return `${least} Even if all of it had stopped, this comparison could have missed it: take more areas or more months.`
  return side(net) === 'both' ? `${least} A smaller effect may be there and not be seen.` : least
}

function caveatsOf(net: Displacement, treated: BeforeAfter, control: BeforeAfter): string[] {
  const [small, large] = [treated.before, control.before].toSorted((one, other) => one - other) as [number, number]
  const isUneven = large > 1.5 * small
  const advice = 'A difference in counts is fair only between areas of much the same size: go by the percentage.'
  return [
    ...(isUneven ? [`The comparison areas had ${writeFigure(control.before, 0)} before, the treated areas ${writeFigure(treated.before, 0)}. ${advice}`] : []),
    ...(net.effect && sideOf(net.effect) !== sideOf(net) ? [`The percentage and the count do not agree on whether this is more than chance.${isUneven ? '' : ` ${advice}`}`] : []),
  ]
}

/** What holds of every comparison of this kind. */
export const ALWAYS = [
  'The intervals take months to differ by chance alone. Where months swing more than that, the true intervals are wider.',
  'A comparison shows that two things went together. Whether what was done was the cause depends on how like the comparison areas are, and on what else happened.',
]
