import { type Fact, type RatingScheme, STANDARD_SCHEMES } from '../rating.ts'
import { oneLine } from './folding.ts'
import { bestFirst, colourOf, readMark } from './marks.ts'

/** A rating word and what the paper says it means. */
export type Criterion = { word: string; criterion: string }

const VALUE = '(?:dark |light )?(red|amber|green|blue|yellow|black|grey|gray|purple)(?:\\s*[/-]\\s*(red|amber|green))?'
const STARTS = new RegExp(
  `(?<![\\p{L}/-])${VALUE}(?![\\p{L}])\\s*(?:[:=–—]|\\s-\\s|-(?=\\s)|(?=\\()|\\bmeans\\b|\\bis\\b(?=\\s+(?:work|not|on|when|where)))`,
  'giu',
)
const LETTERED = /(?<![\p{L}\d/])([RAGBY])\s*(?:=|:|–|\s-\s)\s*/gu

/**
 * The criteria a legend gives, in its order: "GREEN: delivered. AMBER: planned. RED: not started", "Red (not complete)
 * Amber (in progress)", "R = late, A = at risk". Fewer than two values is no legend: an empty list.
 */
export function readLegend(text: string): Criterion[] {
  const line = oneLine(text.replace(/\n/g, ' ; '))
  const colours = criteriaBetween(line, [...line.matchAll(STARTS)])
  return colours.length >= 2 ? colours : letters(line)
}

function letters(line: string): Criterion[] {
  const found = criteriaBetween(line, [...line.matchAll(LETTERED)])
  return found.length >= 3 ? found : []
}

function criteriaBetween(line: string, starts: readonly RegExpExecArray[]): Criterion[] {
  const criteria = starts.flatMap((start, index) => {
    const criterion = line.slice(start.index + start[0].length, starts[index + 1]?.index ?? line.length)
    const word = readMark(start[2] ? `${start[1]}/${start[2]}` : start[1]!)?.word
    const said = tidyCriterion(criterion)
    return word && said !== '' && said.length <= 400 ? [{ word, criterion: said }] : []
  })
  const words = criteria.map(({ word }) => word)
  return new Set(words).size === words.length && words.length >= 2 ? criteria : []
}

/** Without the brackets it stood in, and without what led up to the next value. */
const tidyCriterion = (text: string): string =>
  oneLine(text.replace(/^\s*\(([^)]*)\)[\s\S]*$/, '$1'))
    .replace(/^[\s:;=–—-]+|[\s;,|–—-]+$/g, '')
    .replace(/\.$/, '')

const SAYS: readonly (readonly [Fact, RegExp])[] = [
  ['not complete', /\b(?:not|in)\s?complete|not (?:yet )?(?:been )?(?:completed|achieved|finished)/i],
  ['not started', /not (?:yet )?(?:been )?(?:started|begun|commenced)|yet to (?:start|begin)|no (?:work|progress|action)/i],
  ['complete', /\b(?:completed?|finished|achieved|done|closed)\b/i],
  ['delivered', /\b(?:being )?delivered\b|\bbeing delivered\b/i],
  ['continuing', /\b(?:on-?going|continu(?:es|ing|ous)|business as usual)\b/i],
  ['in progress', /\b(?:in progress|under ?way|started|progressing)\b/i],
  ['scoped', /\b(?:scoped|scoping|planned|identified)\b/i],
]

/**
 * The recorded facts that a criterion speaks of. Where words are about confidence, delay or risk, no recorded fact decides
 * them and the list is empty: such a value is a judgement.
 */
export function factsOf(criterion: string): Fact[] {
  if (
    /\b(?:risk|delay|slip|behind|on track|on target|off track|schedule|confiden|likely|issue|overdue|late)\b|\bdelay|\bslip/i.test(
      criterion,
    )
  )
    return []
  const facts = SAYS.filter(([, pattern]) => pattern.test(criterion)).map(([fact]) => fact)
  if (facts.includes('not complete')) return ['not complete']
  if (facts.includes('not started')) return ['not started']
  return facts.includes('scoped') && facts.length === 1
    ? ['scoped']
    : facts.includes('in progress') && !facts.includes('delivered')
      ? ['in progress']
      : facts
}

export const NOT_SAID = 'The paper does not say what this means'

/** A scheme as a paper gives it, before it has an identifier of its own. */
export type SchemeGuess = Omit<RatingScheme, 'schemeId'> & { place: string | null }

/** The scheme that a legend describes, best value first. Where any value is a judgement, all are: no half-derived scheme. */
export function schemeOfLegend(criteria: readonly Criterion[], place: string): SchemeGuess {
  const ordered = bestFirst(criteria.map(({ word }) => word))
  const facts = new Map(criteria.map(({ word, criterion }) => [word, factsOf(criterion)]))
  const decided = [...facts.values()].every((each) => each.length > 0)
  const values = ordered.map((word) => ({
    word,
    colour: colourOf(word),
    criterion: criteria.find((each) => each.word === word)!.criterion,
    facts: decided ? facts.get(word)! : [],
  }))
  const standard = STANDARD_SCHEMES.find((scheme) => saysTheSame(scheme, { values }))
  return { name: standard?.name ?? nameOf(ordered), version: 1, values, place }
}

/** Whether two schemes have the same words, decided by the same facts: then they differ in wording only. */
export const saysTheSame = (a: Pick<RatingScheme, 'values'>, b: Pick<RatingScheme, 'values'>): boolean =>
  a.values.length === b.values.length &&
  a.values.every((value, index) => {
    const other = b.values[index]!
    const main = (facts: readonly Fact[]) => facts.filter((fact) => fact !== 'complete' || facts.length === 1).join()
    const judged = value.facts.length === 0 && other.facts.length === 0
    return value.word === other.word && (judged ? value.criterion === other.criterion : main(value.facts) === main(other.facts))
  })

/** The scheme that the rating words themselves suggest where the paper has no legend; null when nothing is rated. */
export function schemeOfWords(words: readonly string[]): SchemeGuess | null {
  const ordered = bestFirst(words)
  if (ordered.length === 0) return null
  const five = STANDARD_SCHEMES.find(({ name }) => name === 'Delivery confidence')!
  if (ordered.some((word) => word.includes('/')) && ordered.every((word) => five.values.some((value) => value.word === word)))
    return { ...five, place: null }
  const colours = ['Green', 'Amber', 'Red']
  const all = ordered.every((word) => colours.includes(word)) ? colours : ordered
  return {
    name: nameOf(all),
    version: 1,
    values: all.map((word) => ({ word, colour: colourOf(word), criterion: NOT_SAID, facts: [] })),
    place: null,
  }
}

const nameOf = (words: readonly string[]): string => {
  const name = words.join(', ').toLowerCase()
  return (name.charAt(0).toUpperCase() + name.slice(1)).slice(0, 100)
}
