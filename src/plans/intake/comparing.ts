import { codeKey } from './codes.ts'
import { fold, likeness, oneLine } from './folding.ts'
import { declaredOf, type Item, type Plan } from '../plan.ts'
import type { OwnerFields } from '../keeping/store.ts'
import { oneRating, type PlanReading, type ReadItem, wordsOf } from './plan-reading.ts'

/** One thing that the next version of a paper says differently. `was` and `now` are words for a reader; '' is nothing. */
export type Difference = {
  /** Stable while neither the plan nor the paper changes: what a person ticks. */
  key: string
  kind:
    'added' | 'removed' | 'parent' | 'title' | 'owner' | 'rating' | 'position' | 'aim' | 'success' | 'outcome' | 'starts' | 'due'
  itemId: string | null
  read: ReadItem | null
  code: string
  title: string
  place: string
  was: string
  now: string
  /** Why a person may not want it: the plan has been said more of since. */
  caution: string | null
}

export const DIFFERENCE_WORDS: Record<Difference['kind'], string> = {
  added: 'New in the paper',
  removed: 'No longer in the paper',
  parent: 'Belongs to',
  title: 'Title',
  owner: 'Owner',
  rating: 'Rating',
  position: 'Position',
  aim: 'Aim',
  success: 'Measure of success',
  outcome: 'Outcome',
  starts: 'Start',
  due: 'Due date',
}

export type Paired = { item: Item; read: ReadItem }

/**
 * Finds the plan's item that each item of a paper is: by its code, where the titles do not contradict it or the paper itself
 * gives the code; else by its title. An item is paired once.
 */
export function pair(plan: Plan, reading: PlanReading): { pairs: Paired[]; added: ReadItem[]; removed: Item[] } {
  const open = new Map(plan.items.map((item) => [item.itemId, item]))
  const found = new Map<ReadItem, Item>()
  const take = (read: ReadItem, item: Item | undefined) => {
    if (!item || !open.has(item.itemId)) return
    found.set(read, item)
    open.delete(item.itemId)
  }
  const byCode = Map.groupBy(plan.items, ({ code }) => codeKey(code))
  for (const read of reading.items) if (!read.codeMade) take(read, byCode.get(codeKey(read.code))?.[0])
  const byTitle = Map.groupBy(plan.items, ({ title }) => fold(title))
  for (const read of reading.items)
    if (!found.has(read))
      take(
        read,
        byTitle.get(fold(read.title))?.find((item) => open.has(item.itemId)),
      )
  for (const read of reading.items) if (!found.has(read)) take(read, likest(read, [...open.values()]))
  return {
    pairs: [...found].map(([read, item]) => ({ read, item })),
    added: reading.items.filter((read) => !found.has(read)),
    removed: [...open.values()].filter(({ state }) => state !== 'withdrawn' && state !== 'merged'),
  }
}

const LIKE_ENOUGH = 0.7

function likest(read: ReadItem, items: readonly Item[]): Item | undefined {
  const alike = items.map((item) => ({ item, like: likeness(read.title, item.title) })).filter(({ like }) => like >= LIKE_ENOUGH)
  return alike.sort((a, b) => b.like - a.like)[0]?.item
}

/** How much of a paper a plan has already, 0 to 1: the share of its items that are the plan's, by code and like title, or by title. */
export function overlap(plan: { items: readonly { code: string; title: string }[] }, reading: PlanReading): number {
  const byCode = new Map(plan.items.map(({ code, title }) => [codeKey(code), title]))
  const titles = new Set(plan.items.map(({ title }) => fold(title)))
  const known = reading.items.filter(
    (read) => titles.has(fold(read.title)) || likeness(byCode.get(codeKey(read.code)) ?? '', read.title) >= 0.5,
  )
  return reading.items.length === 0 ? 0 : known.length / reading.items.length
}

export type OwnersOf = (read: ReadItem) => OwnerFields[]

/** What the paper says differently from the plan as it stands, in plan order; nothing where they agree. */
export function differences(
  plan: Plan,
  reading: PlanReading,
  ownersOf: OwnersOf,
  nameOf: (organisationId: string) => string,
): Difference[] {
  const { pairs, added, removed } = pair(plan, reading)
  const order = new Map(plan.items.map(({ itemId }, index) => [itemId, index]))
  const changed = pairs
    .sort((a, b) => order.get(a.item.itemId)! - order.get(b.item.itemId)!)
    .flatMap(({ item, read }) => [...moved(item, read, pairs), ...changes(item, read, reading, ownersOf(read), nameOf)])
  const news = added.map((read) =>
    difference(
      'added',
      null,
      read,
      '',
      [read.title, oneRating(read), ...ownersOf(read).map((owner) => ownerWords(owner, nameOf))].filter(Boolean).join(' · '),
    ),
  )
  const gone = removed.map((item) => ({
    ...difference('removed', item, null, item.title, ''),
    caution: item.updates.length > 0 && item.updates[0]!.source === null ? 'An owner has reported on it here' : null,
  }))
  return [...changed, ...news, ...gone]
}

function difference(kind: Difference['kind'], item: Item | null, read: ReadItem | null, was: string, now: string): Difference {
  const code = item?.code ?? read!.code
  return {
    key: `${kind} ${code}`,
    kind,
    itemId: item?.itemId ?? null,
    read,
    code,
    title: item?.title ?? read!.title,
    place: read?.place ?? '',
    was,
    now,
    caution: null,
  }
}

/** An item that stands under another heading now. */
function moved(item: Item, read: ReadItem, pairs: readonly Paired[]): Difference[] {
  const now = pairs.find((each) => each.read.code === read.parentCode)?.item
  const was = pairs.find((each) => each.item.itemId === item.parentId)?.item
  return now && now.itemId !== item.parentId ? [difference('parent', item, read, was?.title ?? '', now.title)] : []
}

const same = (a: string, b: string): boolean => oneLine(a) === oneLine(b)
const day = (date: Temporal.PlainDate | null): string => date?.toString() ?? ''

function changes(
  item: Item,
  read: ReadItem,
  reading: PlanReading,
  owners: readonly OwnerFields[],
  nameOf: (id: string) => string,
): Difference[] {
  const found: Difference[] = []
  const note = (kind: Difference['kind'], was: string, now: string, caution: string | null = null) => {
    if (now !== '' && !same(was, now)) found.push({ ...difference(kind, item, read, was, now), caution })
  }
  note('title', item.title, read.title)
  note(
    'owner',
    inWords(item.owners.map(({ organisationId, words }) => (organisationId ? nameOf(organisationId) : words))),
    inWords(owners.map((owner) => ownerWords(known(owner, item), nameOf))),
  )
  note('rating', statedNow(item), ratingNow(read), sinceThen(item, reading))
  note(
    'position',
    positionNow(item),
    wordsOf(read.position) || (oneRating(read) === null ? read.unrated.map(({ words }) => words).join('\n') : ''),
    sinceThen(item, reading),
  )
  note('aim', item.aim ?? '', wordsOf(read.aim))
  note('success', item.success ?? '', wordsOf(read.success))
  note('outcome', item.outcome ?? '', wordsOf(read.outcome))
  note('starts', day(item.starts), day(read.starts))
  note('due', day(item.due), day(read.due))
  return found
}

/** Words that nobody answers to, but that stand with an owner of the item already: a post that someone matched by hand. */
const known = (owner: OwnerFields, item: Item): OwnerFields => {
  const before =
    owner.organisationId === null
      ? item.owners.find(
          ({ organisationId, words }) => organisationId !== null && fold(words).includes(fold(owner.unmatched ?? '')),
        )
      : undefined
  return before ? { ...owner, organisationId: before.organisationId } : owner
}

/** Owners in one order, so that a paper which lists them otherwise has not changed them. */
const inWords = (owners: readonly string[]): string => [...new Set(owners)].sort((a, b) => a.localeCompare(b, 'en-GB')).join('; ')
const ownerWords = (owner: OwnerFields, nameOf: (id: string) => string): string =>
  owner.organisationId ? nameOf(owner.organisationId) : (owner.unmatched ?? '')

/** The rating the plan has, or both that its paper stated where nobody has chosen. */
const statedNow = (item: Item): string => declaredOf(item) ?? twoWays(item.stated)
const ratingNow = (read: ReadItem): string => oneRating(read) ?? twoWays(read.stated)
const twoWays = (stated: readonly { word: string }[]): string => [...new Set(stated.map(({ word }) => word))].sort().join(' and ')

/** The words about its position: the last update's, or the note that came with the paper. */
const positionNow = (item: Item): string => (item.updates[0] ? item.updates[0].narrative : (item.stateNote ?? ''))

/** Says so where the plan's last word is an owner's own, or newer than the paper. */
function sinceThen(item: Item, reading: PlanReading): string | null {
  const [last] = item.updates
  if (!last) return null
  if (last.source === null)
    return `${last.by ?? 'Its owner'} reported on it here, as at ${last.positionOn.toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}`
  return reading.positionOn && Temporal.PlainDate.compare(last.positionOn, reading.positionOn) > 0
    ? 'The plan has a later position than this paper'
    : null
}
