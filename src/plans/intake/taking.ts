import { audit, type Tx } from '../../db/tx.ts'
import { addName, selectOrganisations } from '../../people/organisation-store.ts'
import { takeUpScheme } from '../keeping/choices.ts'
import { addFrame, addPlan, addScheme } from '../keeping/store.ts'
import type { ItemState, PlanKind, UpdateInterval } from '../plan.ts'
import { type RatingScheme, type RollUp, valueOf } from '../rating.ts'
import { selectScheme } from '../store.ts'
import type { Batch } from './batch-store.ts'
import { fold } from './folding.ts'
import type { SchemeGuess } from './legend.ts'
import { namedOrganisations, type OwnerChoices, ownerMatcher, ownersOfItem } from './owner-choice.ts'
import { isPost } from './owners.ts'
import { oneRating, type PlanReading, type ReadItem, wordsOf } from './plan-reading.ts'

/** What a person settled when looking at the plan a paper holds. `schemeId`: 'paper', a scheme's id, or 'standard: <name>'. */
export type TakeChoices = {
  title: string
  kind: PlanKind
  starts: string
  ends: string
  schemeId: string
  rollUp: RollUp | null
  updateInterval: UpdateInterval
  owners: OwnerChoices
  firstAnswers: boolean
  rememberNames: boolean
  /** The state chosen for an item, by its code; items not named are not started. */
  states: ReadonlyMap<string, ItemState>
}

/**
 * Makes a plan of a reading, whole or (when anything throws) not at all, and gives its id. Where the paper gives an item one
 * rating, that is its first update; where it gives two, both are kept as stated, and nothing is declared. The caller has
 * found no problem (`problemsOf`) and holds the batch.
 */
export async function takePlan(
  tx: Tx,
  batch: Batch,
  reading: PlanReading,
  choices: TakeChoices,
  today: Temporal.PlainDate,
): Promise<string> {
  const schemeId = await schemeToUse(tx, choices.schemeId, reading.scheme)
  const scheme = await selectScheme(tx, schemeId)
  const strands = [...new Set(reading.items.flatMap(({ strand }) => strand ?? []))]
  const frame = strands.length > 0 ? await frameWith(tx, choices.title, strands) : null
  const planId = await addPlan(tx, {
    kind: choices.kind,
    title: choices.title,
    starts: choices.starts,
    ends: choices.ends,
    schemeId,
    rollUp: choices.rollUp,
    updateInterval: choices.updateInterval,
    frameId: frame?.frameId ?? null,
  })
  const ids = new Map(reading.items.map(({ code }) => [code, crypto.randomUUID() as string]))
  const placed = reading.items.map((read) => ({
    read,
    itemId: ids.get(read.code)!,
    parentId: read.parentCode === null ? null : ids.get(read.parentCode)!,
  }))
  await addItems(tx, planId, placed, choices.states, frame?.strands ?? new Map())
  const match = ownerMatcher(reading, namedOrganisations(await selectOrganisations(tx)))
  await addOwners(
    tx,
    placed.map(({ itemId, read }) => ({ itemId, owners: ownersOfItem(read, match, choices.owners, choices.firstAnswers) })),
  )
  await addStated(tx, batch.batchId, placed, scheme)
  await addFirstUpdates(tx, placed, scheme, { positionOn: positionDay(reading, choices.ends, today), source: batch.fileName })
  if (choices.rememberNames) await rememberNames(tx, choices.owners)
  audit(tx, {
    act: 'collected',
    subjectKind: 'plan',
    subjectId: planId,
    details: { import: batch.batchId, items: reading.items.length },
  })
  return planId
}

/** The scheme's id: the paper's own is one that is there with the same words and criteria, or is added. */
async function schemeToUse(tx: Tx, chosen: string, guess: SchemeGuess | null): Promise<string> {
  if (chosen !== 'paper') return takeUpScheme(tx, chosen)
  if (!guess) throw new Error('The paper has no scheme to take')
  const rows = await tx.selectFrom('rating_scheme').select('rating_scheme_id').execute()
  for (const { rating_scheme_id } of rows) {
    const scheme = await selectScheme(tx, rating_scheme_id)
    if (isSameScheme(scheme, guess)) return rating_scheme_id
  }
  return addScheme(tx, { name: guess.name, version: guess.version, values: guess.values })
}

/** Two schemes are one when they have the same words with the same criteria, in the same order. */
export const isSameScheme = (a: Pick<RatingScheme, 'values'>, b: Pick<RatingScheme, 'values'>): boolean =>
  a.values.length === b.values.length &&
  a.values.every((value, index) => {
    const other = b.values[index]!
    return fold(value.word) === fold(other.word) && fold(value.criterion) === fold(other.criterion)
  })

type Frame = { frameId: string; strands: Map<string, string> }

/** A frame that has all these strands, or a new one with them. */
async function frameWith(tx: Tx, title: string, strands: readonly string[]): Promise<Frame> {
  const rows = await tx.selectFrom('strand').select(['frame_id', 'strand_id', 'name']).execute()
  for (const [frameId, own] of Map.groupBy(rows, ({ frame_id }) => frame_id)) {
    const byName = new Map(own.map(({ name, strand_id }) => [fold(name), strand_id]))
    if (strands.every((strand) => byName.has(fold(strand))))
      return { frameId, strands: new Map(strands.map((strand) => [strand, byName.get(fold(strand))!])) }
  }
  const { frameId, strandIds } = await addFrame(tx, title.slice(0, 100), strands)
  return { frameId, strands: new Map(strands.map((strand, index) => [strand, strandIds[index]!])) }
}

const CHUNK = 200

/** Runs an insert for every few hundred rows: a statement has a limit of 65,535 parameters. */
async function inChunks<Row>(rows: readonly Row[], insert: (chunk: Row[]) => Promise<unknown>) {
  for (let from = 0; from < rows.length; from += CHUNK) await insert(rows.slice(from, from + CHUNK))
}

/** An item of a paper with the id it has in the plan. */
export type Taken = { read: ReadItem; itemId: string }

async function addItems(
  tx: Tx,
  planId: string,
  taken: readonly (Taken & { parentId: string | null })[],
  states: TakeChoices['states'],
  strands: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = taken.map(({ read, itemId, parentId }, index) => {
    const state = states.get(read.code) ?? 'not started'
    return {
      partnership_id: tx.actor.partnershipId!,
      plan_item_id: itemId,
      plan_id: planId,
      parent_id: parentId,
      kind: read.kind,
      code: read.code,
      title: read.title,
      position: index + 1,
      strand_id: read.strand === null ? null : (strands.get(read.strand) ?? null),
      aim: wordsOf(read.aim) || null,
      success: wordsOf(read.success) || null,
      outcome: wordsOf(read.outcome) || null,
      state,
      state_note: noteOf(read) ?? (state === 'blocked' ? 'The paper says so and gives no reason' : null),
      starts: read.starts?.toString() ?? null,
      due: read.due?.toString() ?? null,
    }
  })
  await inChunks(rows, (chunk) => tx.insertInto('plan_item').values(chunk).execute())
}

/** What the paper says of an item's position, for an item it does not rate in one way: it stands with the state until someone rates it. */
export const noteOf = (item: ReadItem): string | null =>
  oneRating(item) !== null
    ? null
    : [wordsOf(item.position), ...item.unrated.map(({ words }) => words)].filter(Boolean).join('\n') || null

type Owned = { itemId: string; owners: ReturnType<typeof ownersOfItem> }

async function addOwners(tx: Tx, owned: readonly Owned[]): Promise<void> {
  const rows = owned.flatMap(({ itemId, owners }) =>
    owners.map(({ organisationId, post, unmatched, accountable }, index) => ({
      partnership_id: tx.actor.partnershipId!,
      plan_item_id: itemId,
      organisation_id: organisationId,
      post: post ?? null,
      unmatched: unmatched ?? null,
      accountable,
      position: index + 1,
    })),
  )
  await inChunks(rows, (chunk) => tx.insertInto('item_owner').values(chunk).execute())
}

/** Keeps every rating the paper states, with its place, in the scheme's own spelling. */
export async function addStated(tx: Tx, batchId: string, taken: readonly Taken[], scheme: RatingScheme): Promise<void> {
  const rows = taken.flatMap(({ read, itemId }) =>
    read.stated.map(({ word, place, trend }) => ({
      partnership_id: tx.actor.partnershipId!,
      plan_item_id: itemId,
      word: valueOf(scheme, word)!.word,
      place,
      trend,
      import_batch_id: batchId,
    })),
  )
  await inChunks(rows, (chunk) => tx.insertInto('stated_rating').values(chunk).execute())
}

export type Source = { positionOn: Temporal.PlainDate; source: string }

/** Makes the one rating a paper gives an item its first update. */
export async function addFirstUpdates(tx: Tx, taken: readonly Taken[], scheme: RatingScheme, source: Source): Promise<void> {
  const rows = taken.flatMap(({ read, itemId }) => {
    const word = oneRating(read)
    return word === null ? [] : [updateRow(tx, itemId, valueOf(scheme, word)!.word, wordsOf(read.position), source)]
  })
  await inChunks(rows, (chunk) => tx.insertInto('item_update').values(chunk).execute())
}

/** An update that speaks for a paper: nobody's own words, so nobody's name. `follows`: the update it comes after. */
export const updateRow = (
  tx: Tx,
  itemId: string,
  declared: string,
  narrative: string,
  { positionOn, source }: Source,
  follows: string | null = null,
) => ({
  partnership_id: tx.actor.partnershipId!,
  plan_item_id: itemId,
  declared,
  narrative: narrative || null,
  position_on: positionOn.toString(),
  source,
  follows,
})

/** The day the paper speaks of: its own, or else the last day of the plan that is not in the future. */
export function positionDay(reading: PlanReading, ends: string, today: Temporal.PlainDate): Temporal.PlainDate {
  const day = reading.positionOn ?? Temporal.PlainDate.from(ends)
  return Temporal.PlainDate.compare(day, today) > 0 ? today : day
}

/** Makes the names a person matched by hand other names of those organisations. A post is no name. */
export async function rememberNames(tx: Tx, owners: OwnerChoices): Promise<void> {
  const organisations = await selectOrganisations(tx)
  for (const [folded, { words, organisationId }] of owners) {
    if (organisationId === null || isPost(words)) continue
    const known = organisations.find((each) => each.organisationId === organisationId)
    if (known && !known.names.some(({ name }) => fold(name) === folded))
      await addName(tx, organisationId, { kind: 'alias', name: words.slice(0, 200), from: null })
  }
}
