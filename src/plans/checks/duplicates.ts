import { hasEnded, type Item, type Plan, ratedItems } from '../plan.ts'
import type { PlanCheck, Raised } from './finding.ts'
import { bare, meaningOf, subjectOf } from './reading/likeness.ts'
import { named } from './item-name.ts'
import { listed } from './reading/sentences.ts'

type Read = { item: Item; words: ReadonlySet<string> }

// Set on plans of several kinds, with every pair above it read: below, actions of one kind for different people look alike too.
const ALIKE = 0.33
const SHARED_WORDS = 4
const SHARED_RARELY = 2

/** Pairs of items whose titles are the same, or share most of what they say, a word weighing the more the fewer items have it. */
function pairsAlike(items: readonly Item[]): [Item, Item][] {
  const titles = items.map((item) => ({ item, words: new Set(meaningOf(item.title)) }))
  const holders = new Map<string, number[]>()
  for (const [at, { words }] of titles.entries()) for (const word of words) holders.set(word, [...(holders.get(word) ?? []), at])
  const weigh = (words: Iterable<string>) =>
    [...words].reduce((sum, word) => sum + Math.log(1 + items.length / holders.get(word)!.length), 0)
  const rare = new Map<string, number>()
  for (const at of holders.values()) if (at.length === 2) rare.set(at.join(), (rare.get(at.join()) ?? 0) + 1)
  const alike = [...rare]
    .filter(([, count]) => count >= SHARED_RARELY)
    .flatMap(([pair]) => {
      const [one, other] = pairOf(pair.split(',').map((at) => titles[Number(at)]!))
      const shared = [...one.words].filter((word) => other.words.has(word))
      return shared.length >= SHARED_WORDS &&
        weigh(shared) / weigh(new Set([...one.words, ...other.words])) >= ALIKE &&
        !areMeantToDiffer(one, other)
        ? [pairOf([one.item, other.item])]
        : []
    })
  const same = [
    ...Map.groupBy(
      titles.filter(({ words }) => words.size >= 2),
      ({ item }) => bare(item.title),
    ).values(),
  ].filter((each) => each.length > 1)
  return [
    ...same.map((each) => pairOf(each.map(({ item }) => item))),
    ...alike.filter(([one, other]) => bare(one.title) !== bare(other.title)),
  ]
}

const pairOf = <T>([one, other]: readonly T[]): [T, T] => [one!, other!]

const areMeantToDiffer = (one: Read, other: Read) =>
  !isAsked(one.item.title) || !isAsked(other.item.title) || isNumbered(one.item.title, other.item.title) || isOneOfASeries(one, other)

/** A title in sentence case asks for something; one in capitals is the name of a project, and names of kin are alike. */
function isAsked(title: string): boolean {
  const words = title
    .split(/\s+/)
    .slice(1)
    .filter((word) => /^\p{L}{4}/u.test(word))
  return words.filter((word) => /^\p{Ll}/u.test(word)).length >= words.length * 0.5
}

/** "Phase 1" and "phase 2" are told apart by their numbers. */
const isNumbered = (one: string, other: string) => String(one.match(/\d+/g)) !== String(other.match(/\d+/g))

/** "Train housing officers" and "train licensing officers": one word apart, and meant to be. */
const isOneOfASeries = (one: Read, other: Read) => tellsApart(one, other) === 1 && tellsApart(other, one) === 1

const tellsApart = (one: Read, other: Read) => new Set(subjectOf(one.item.title).filter((word) => !other.words.has(word))).size

/** E-78. */
function nearDuplicates(plan: Plan): Raised[] {
  return pairsAlike(ratedItems(plan).filter((item) => !hasEnded(item))).map(([one, other]) => {
    const owners = [one, other].map((item) =>
      listed(
        item.owners.map(({ words }) => words),
        3,
      ),
    )
    const apart = owners[0] && owners[1] && owners[0] !== owners[1] ? `, with different owners (${owners[0]}; ${owners[1]})` : ''
    return {
      subject: `${one.code || one.title} and ${other.code || other.title}`,
      itemId: one.itemId,
      place: `${named(one)} and ${named(other)}`,
      sentence: `${named(one)} and ${named(other)} ask for nearly the same thing${apart}: “${shortened(one.title)}” and “${shortened(other.title)}”.`,
      suggestion: 'Merge them, or say what tells them apart and who does which.',
    }
  })
}

const shortened = (title: string) => (title.length > 70 ? `${title.slice(0, 68).replace(/\s+\S*$/, '')}…` : title)

export const DUPLICATE_CHECKS: readonly PlanCheck[] = [
  {
    id: 'near-duplicates',
    title: 'Two items that ask for the same',
    severity: 'question',
    errors: ['E-78'],
    reads: 'plan',
    run: nearDuplicates,
    why: 'Two owners each wait for the other, or both do the work and it is counted twice.',
  },
]
