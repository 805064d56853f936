import { hasEnded, type Item, type Plan, ratedItems } from '../plan.ts'
import type { PlanCheck, Raised } from './finding.ts'
import { bare, meaningOf } from './likeness.ts'
import { named } from './ratings.ts'
import { listed } from './sentences.ts'

type Read = { item: Item; words: ReadonlySet<string>; weight: number }

// Set on plans of several kinds, with every pair above it read: below, actions of one kind for different people look alike too.
const ALIKE = 0.33
const SHARED_WORDS = 4
const SHARED_RARELY = 2

/**
 * Pairs of items whose titles share most of what they say, a word weighing the more the fewer items have it. An index of
 * words keeps two thousand items quick.
 */
function pairsAlike(items: readonly Item[]): [Item, Item][] {
  const titles = items.map((item) => ({ item, words: new Set(meaningOf(item.title)) }))
  const holders = new Map<string, number[]>()
  for (const [at, { words }] of titles.entries()) for (const word of words) holders.set(word, [...(holders.get(word) ?? []), at])
  const weightOf = (word: string) => Math.log(1 + items.length / holders.get(word)!.length)
  const read: Read[] = titles.map((each) => ({ ...each, weight: [...each.words].reduce((sum, word) => sum + weightOf(word), 0) }))
  const shared = new Map<number, { weight: number; words: number; rare: number }>()
  for (const [word, at] of holders) {
    // A word of so many items tells nothing apart.
    if (at.length > Math.max(12, items.length / 4)) continue
    for (const [index, one] of at.entries())
      for (const other of at.slice(index + 1)) {
        const key = one * items.length + other
        const known = shared.get(key) ?? { weight: 0, words: 0, rare: 0 }
        shared.set(key, { weight: known.weight + weightOf(word), words: known.words + 1, rare: known.rare + (at.length === 2 ? 1 : 0) })
      }
  }
  return [...shared].flatMap(([key, { weight, words, rare }]) => {
    const one = read[Math.floor(key / items.length)]!
    const other = read[key % items.length]!
    const same = bare(one.item.title) === bare(other.item.title) && words >= 2
    const alike = words >= SHARED_WORDS && rare >= SHARED_RARELY && weight / (one.weight + other.weight - weight) >= ALIKE
    return same || (alike && isAsked(one.item.title) && isAsked(other.item.title) && !isNumbered(one.item.title, other.item.title) && !isOneOfASeries(one, other)) ? [[one.item, other.item]] : []
  })
}

/** A title in sentence case asks for something; one in capitals is the name of a project, and names of kin are alike. */
function isAsked(title: string): boolean {
  const words = title.split(/\s+/).slice(1).filter((word) => /^\p{L}{4}/u.test(word))
  return words.filter((word) => /^\p{Ll}/u.test(word)).length >= words.length * 0.5
}

/** "Phase 1" and "phase 2" are told apart by their numbers. */
const isNumbered = (one: string, other: string) => String(one.match(/\d+/g)) !== String(other.match(/\d+/g))

/** "Train housing officers" and "train licensing officers": one word apart, and meant to be. */
const isOneOfASeries = (one: Read, other: Read) =>
  [...one.words].filter((word) => !other.words.has(word)).length === 1 && [...other.words].filter((word) => !one.words.has(word)).length === 1

/** E-78. */
function nearDuplicates(plan: Plan): Raised[] {
  return pairsAlike(ratedItems(plan).filter((item) => !hasEnded(item))).map(([one, other]) => {
    const owners = [one, other].map((item) => listed(item.owners.map(({ words }) => words), 3))
    const apart = owners[0] && owners[1] && owners[0] !== owners[1] ? `, with different owners (${owners[0]}; ${owners[1]})` : ''
    return {
      subject: `${one.code || one.title} and ${other.code || other.title}`, itemId: one.itemId, place: `${named(one)} and ${named(other)}`,
      sentence: `${named(one)} and ${named(other)} ask for nearly the same thing${apart}: “${shortened(one.title)}” and “${shortened(other.title)}”.`,
      suggestion: 'Merge them, or say what tells them apart and who does which.',
    }
  })
}

const shortened = (title: string) => (title.length > 70 ? `${title.slice(0, 68).replace(/\s+\S*$/, '')}…` : title)

export const DUPLICATE_CHECKS: readonly PlanCheck[] = [
  {
    id: 'near-duplicates', title: 'Two items that ask for the same', severity: 'question', errors: ['E-78'], reads: 'plan', run: nearDuplicates,
    why: 'Two owners each wait for the other, or both do the work and it is counted twice.',
  },
]
