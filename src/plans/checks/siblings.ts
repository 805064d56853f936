import type { Item, Plan } from '../plan.ts'
import type { Raised } from './finding.ts'
import { named } from './item-name.ts'
import { counted, listed } from './reading/sentences.ts'

/** Something that is so of an item, as it follows its name ("has no due date"), and of several. */
export type Lack = { item: Item; says: string; ofMany: string }

// From so many siblings on, one cause has been at work on them all.
const MANY = 4

/** One finding to an item; one to a group where the same is so of many under it. */
export function bySiblings(plan: Plan, lacks: readonly Lack[], suggestion: string): Raised[] {
  return [...Map.groupBy(lacks, ({ item, ofMany }) => `${item.parentId} ${ofMany}`).values()].flatMap((each) => {
    if (each.length < MANY)
      return each.map(({ item, says }) => ({
        subject: item.code || item.title,
        itemId: item.itemId,
        place: named(item),
        sentence: `${named(item)} ${says}.`,
        suggestion,
      }))
    const parent = plan.items.find(({ itemId }) => itemId === each[0]!.item.parentId)
    const names = listed(each.map(({ item }) => named(item)))
    return [
      {
        subject: `${parent?.code ?? ''} ${each[0]!.ofMany}`.trim(),
        itemId: parent?.itemId ?? null,
        place: parent ? named(parent) : plan.title,
        sentence: `${counted(each.length, 'item')}${parent ? ` of ${named(parent)}` : ''} ${each[0]!.ofMany}: ${names}.`,
        suggestion,
      },
    ]
  })
}
