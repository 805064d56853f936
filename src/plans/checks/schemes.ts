import type { Paper } from '../../documents/paper.ts'
import { type Criterion, readLegend } from '../intake/legend.ts'
import type { Check, Raised } from './finding.ts'
import { likeness, meaningOf } from './reading/likeness.ts'
import { type Passage, passagesOf } from './reading/passages.ts'
import { quote } from './reading/sentences.ts'

type Legend = { criteria: Criterion[]; passage: Passage }

const legendsIn = (paper: Paper): Legend[] =>
  passagesOf(paper)
    .filter(({ text }) => text.length < 800)
    .flatMap((passage) => {
      const criteria = readLegend(passage.text)
      return criteria.length >= 2 ? [{ criteria, passage }] : []
    })

/** A value that two legends explain in other words, and in no words that both have. */
function differing(one: Legend, other: Legend): { word: string; first: string; second: string } | null {
  for (const { word, criterion } of one.criteria) {
    const second = other.criteria.find((each) => each.word === word)?.criterion
    const words = [new Set(meaningOf(criterion)), new Set(meaningOf(second ?? ''))] as const
    if (second && words[0].size > 0 && words[1].size > 0 && likeness(...words) < 0.2) return { word, first: criterion, second }
  }
  return null
}

/** E-03: two legends for one set of colours in one paper. */
function twoSchemes(paper: Paper): Raised[] {
  const [first, ...others] = legendsIn(paper)
  if (!first) return []
  for (const other of others) {
    const found = differing(first, other)
    if (!found) continue
    return [
      {
        subject: `two meanings of ${found.word}`,
        itemId: null,
        place: `${first.passage.place} and ${other.passage.place}`,
        at: other.passage.at,
        sentence: `${found.word} means ${quote(found.first)} in one place and ${quote(found.second)} in the other.`,
        suggestion: 'Use one scheme throughout, or name the scheme beside each rating and never add the two up.',
      },
    ]
  }
  return []
}

export const SCHEME_CHECKS: readonly Check[] = [
  {
    id: 'two-schemes',
    title: 'One colour with two meanings',
    severity: 'question',
    errors: ['E-03'],
    reads: 'paper',
    run: twoSchemes,
    why: 'Where green means “under way” in one table and “finished” in the next, ratings cannot be compared or counted together.',
  },
]
