import type { ItemKind } from '../plan.ts'
import type { Shown } from './shown.ts'

const PLURALS: Record<ItemKind, string> = {
  priority: 'priorities', objective: 'objectives', activity: 'activities', commitment: 'commitments', action: 'actions',
  outcome: 'outcomes', target: 'targets', heading: 'headings',
}

/** What a plan's rated items are called together: "activities", "activity" when there is one, "items" when they are of several kinds. */
export function nounOf(kinds: readonly ItemKind[]): string {
  const [only, ...others] = new Set(kinds)
  if (!only || others.length > 0) return 'items'
  return kinds.length === 1 ? only : PLURALS[only]
}

/** "a", "a and b", "a, b and c". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`

type Figures = Pick<Shown, 'counts' | 'of' | 'noun' | 'unrated' | 'differing' | 'overdue' | 'withoutEvidence'> & { findings: readonly { severity: string }[] }

/** The whole in a few sentences, as a board paper begins. */
export function summaryOf({ counts, of, noun, unrated, differing, overdue, withoutEvidence, findings }: Figures): string {
  if (of === 0) return 'Nothing in this plan is rated for itself yet.'
  const otherwise = of - unrated - counts.reduce((sum, { count }) => sum + count, 0)
  const ratings = [
    ...counts.map(({ word, count }, at) => `${count || 'none'} ${at > 0 ? '' : count === 1 ? 'is rated ' : 'are rated '}${word}`),
    ...(otherwise > 0 ? [`${otherwise} in words outside the scheme`] : []),
    ...(unrated > 0 ? [`${unrated} not rated`] : []),
  ]
  const troubles = [
    ...(differing > 0 ? [`${counted(differing, 'rating differs', 'ratings differ')} from the criteria or the roll-up`] : []),
    ...(overdue > 0 ? [`${overdue} ${overdue === 1 ? 'was' : 'were'} not updated in time`] : []),
    ...(withoutEvidence > 0 ? [`${withoutEvidence} ${withoutEvidence === 1 ? 'has' : 'have'} no evidence of the partnership’s own work in the period`] : []),
  ]
  const blocking = findings.filter(({ severity }) => severity === 'blocks').length
  return [
    `Of ${of} ${noun}, ${listed(ratings)}.`,
    troubles.length > 0 ? `${listed(troubles)}.` : unrated === 0 ? 'Every rating agrees with the criteria, was given in time and has evidence behind it.' : null,
    findings.length > 0
      ? `${counted(findings.length, 'finding stands', 'findings stand')}${blocking > 0 ? `, ${blocking} of them grave enough to stop publication` : ''}.`
      : 'No finding stands.',
  ].filter(Boolean).join(' ')
}
