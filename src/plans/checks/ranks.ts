import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { likeness, meaningOf, stem } from './reading/likeness.ts'
import { type Passage, passagesOf } from './reading/passages.ts'
import { pattern, r } from './reading/pattern.ts'

const SUPERLATIVE =
  'highest|largest|biggest|greatest|lowest|top(?:[- ]rated|[- ]ranked)?|most (?:common|popular|frequent|frequently \\w+|reported|commonly \\w+)|commonest|ranked'
const RANK = pattern(
  'i',
  r`\b(?<ordinal>second|third|fourth|fifth|2nd|3rd|4th`,
  r`|5th)[- ](?:${SUPERLATIVE})\s+(?:\w+\s+)?(?<noun>concerns?|priorit(?:y|ies)|issues?|crimes?`,
  r`|crime types?|offences?|categor(?:y|ies)|reasons?|worr(?:y|ies)|problems?)\b`,
)
const YEAR = /\b(?:19|20)\d\d\b/g
const PERCENT = /(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)/g

type Ranked = { key: string; words: string; passage: Passage; percent: string | null; subject: ReadonlySet<string>; years: string }

const ORDINALS: Readonly<Record<string, string>> = { '2nd': 'second', '3rd': 'third', '4th': 'fourth', '5th': 'fifth' }

function ranksIn(passages: readonly Passage[]): Ranked[] {
  return passages.flatMap((passage) => {
    const found = RANK.exec(passage.text)
    if (!found) return []
    const before = passage.text.slice(0, found.index)
    // The figure that belongs to the rank is the last one before it, or the first after it in the sentence.
    const percent =
      [...before.matchAll(PERCENT)].at(-1)?.[1] ??
      /^[^.]{0,40}?(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)/.exec(passage.text.slice(found.index + found[0].length))?.[1] ??
      null
    const subject = new Set(meaningOf(/([^.;]*?)\b(?:was|is|were|are|being|ranked|came|remains?)\b[^.;]*$/i.exec(before)?.[1] ?? ''))
    const said = found.groups!.ordinal!.toLowerCase()
    return [
      {
        key: `${ORDINALS[said] ?? said} ${stem(found.groups!.noun!.split(' ')[0]!)}`,
        words: found[0],
        passage,
        percent,
        subject,
        years: (passage.text.match(YEAR) ?? []).join(),
      },
    ]
  })
}

/** Two figures that differ, or, where there are none, two subjects with no word in common. */
const isAnother = (one: Ranked, other: Ranked) =>
  one.percent && other.percent
    ? one.percent !== other.percent
    : one.subject.size > 0 && other.subject.size > 0 && likeness(one.subject, other.subject) === 0

/** E-48: two different things that are both third. */
function ranksDisagree(paper: Paper): Raised[] {
  const ranked = Map.groupBy(ranksIn(passagesOf(paper)), ({ key }) => key)
  return [...ranked.values()].flatMap((each) => {
    const [first, ...others] = each
    const other = others.find((one) => isAnother(first!, one) && one.years === first!.years)
    if (!other) return []
    const shares = first!.percent && other.percent ? `: one with ${first!.percent}% and one with ${other.percent}%` : ''
    return [
      {
        subject: first!.key,
        itemId: null,
        place: `${first!.passage.place} and ${other.passage.place}`,
        at: first!.passage.at,
        sentence: `Two different things are the ${first!.words.toLowerCase()}${shares}.`,
        suggestion: 'Take the ranks from one table of results, and say which question each share answers.',
      },
    ]
  })
}

export const RANK_CHECKS: readonly Check[] = [
  {
    id: 'ranks-disagree',
    title: 'Two things with one rank',
    severity: 'question',
    errors: ['E-48', 'E-49'],
    reads: 'paper',
    run: ranksDisagree,
    why: 'Two different concerns cannot both be third, unless two different questions were asked.',
  },
]
