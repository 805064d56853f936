import { audit, type Tx } from '../../db/tx.ts'
import { selectOrganisations } from '../../people/organisation-store.ts'
import { addItem, changeItem, changeState, type ItemFields, setOwners } from '../keeping/store.ts'
import type { Item, Plan } from '../plan.ts'
import { valueOf } from '../rating.ts'
import type { Batch } from './batch-store.ts'
import { codeKey } from './codes.ts'
import { type Difference, pair } from './comparing.ts'
import { namedOrganisations, type OwnerChoices, ownerMatcher, ownersOfItem } from './owner-choice.ts'
import { oneRating, type PlanReading, type ReadItem, wordsOf } from './plan-reading.ts'
import { fold } from './folding.ts'
import { addFirstUpdates, addStated, noteOf, positionDay, type Source, type Taken, updateRow } from './taking.ts'

export type NextChoices = { owners: OwnerChoices; firstAnswers: boolean; removedReason: string | null }

/**
 * Brings the accepted differences into the plan, and gives how many. Items are changed or added, never doubled; one that is
 * no longer in the paper leaves a tombstone with the reason; ratings and positions are new updates, and the old ones stay.
 * The caller holds the batch and found no problem.
 */
export async function takeNextVersion(
  tx: Tx,
  batch: Batch,
  plan: Plan,
  reading: PlanReading,
  accepted: readonly Difference[],
  choices: NextChoices,
  today: Temporal.PlainDate,
): Promise<number> {
  const match = ownerMatcher(reading, namedOrganisations(await selectOrganisations(tx)))
  const owners = (read: ReadItem) => ownersOfItem(read, match, choices.owners, choices.firstAnswers)
  const source = { positionOn: positionDay(reading, plan.ends.toString(), today), source: batch.fileName }
  const byItem = Map.groupBy(
    accepted.filter(({ itemId }) => itemId !== null),
    ({ itemId }) => itemId!,
  )
  const parents = new Map(pair(plan, reading).pairs.map(({ read, item }) => [read.code, item.itemId]))
  for (const [itemId, changes] of byItem) {
    const item = plan.items.find((each) => each.itemId === itemId)!
    const kinds = new Set(changes.map(({ kind }) => kind))
    const read = changes[0]!.read
    if (!read)
      await changeState(tx, itemId, item.version, {
        state: 'withdrawn',
        note: choices.removedReason ?? `No longer in ${batch.fileName}`,
        since: today.toString(),
      })
    else {
      const worded = (['parent', 'title', 'aim', 'success', 'outcome', 'starts', 'due'] as const).some((kind) => kinds.has(kind))
      if (worded) await changeItem(tx, itemId, item.version, wording(item, read, kinds, parents))
      if (kinds.has('owner')) await setOwners(tx, itemId, owners(read))
      if (kinds.has('rating') || kinds.has('position')) await say(tx, plan, item, read, kinds, source, batch.batchId)
    }
  }
  await addNew(tx, batch, plan, reading, accepted, owners, source)
  audit(tx, {
    act: 'altered',
    subjectKind: 'plan',
    subjectId: plan.planId,
    details: { import: batch.batchId, changes: accepted.length },
  })
  return accepted.length
}

/** The item as it stands, with what was accepted in its place. */
function wording(
  item: Item,
  read: ReadItem,
  kinds: ReadonlySet<Difference['kind']>,
  parents: ReadonlyMap<string, string>,
): ItemFields {
  const either = <T>(kind: Difference['kind'], now: T, was: T): T => (kinds.has(kind) ? now : was)
  return {
    kind: item.kind,
    code: item.code,
    strandId: item.strandId,
    mandate: item.mandate,
    strength: item.strength,
    outcomeType: item.outcomeType,
    promisedOn: item.promisedOn?.toString() ?? null,
    reviewOn: item.reviewOn?.toString() ?? null,
    parentId: either('parent', read.parentCode === null ? null : (parents.get(read.parentCode) ?? item.parentId), item.parentId),
    title: either('title', read.title, item.title),
    aim: either('aim', wordsOf(read.aim), item.aim),
    success: either('success', wordsOf(read.success), item.success),
    outcome: either('outcome', wordsOf(read.outcome), item.outcome),
    starts: either('starts', read.starts, item.starts)?.toString() ?? null,
    due: either('due', read.due, item.due)?.toString() ?? null,
  }
}

/** Takes what the paper now says of an item's rating and position. What it stated before gives way; updates are added to. */
async function say(
  tx: Tx,
  plan: Plan,
  item: Item,
  read: ReadItem,
  kinds: ReadonlySet<Difference['kind']>,
  source: Source,
  batchId: string,
) {
  if (kinds.has('rating')) {
    await tx.deleteFrom('stated_rating').where('plan_item_id', '=', item.itemId).execute()
    await addStated(tx, batchId, [{ read, itemId: item.itemId }], plan.scheme)
  }
  const last = item.updates[0]
  const rating = kinds.has('rating') ? oneRating(read) : (last?.declared ?? null)
  const narrative = kinds.has('position') ? wordsOf(read.position) : (last?.narrative ?? wordsOf(read.position))
  if (rating !== null)
    await tx
      .insertInto('item_update')
      .values(updateRow(tx, item.itemId, valueOf(plan.scheme, rating)!.word, narrative, source, last?.updateId ?? null))
      .execute()
  else if (kinds.has('position'))
    await tx
      .updateTable('plan_item')
      .set({ state_note: noteOf(read) ?? wordsOf(read.position) })
      .where('plan_item_id', '=', item.itemId)
      .execute()
}

type Owners = (read: ReadItem) => ReturnType<typeof ownersOfItem>

/** Adds the new items that were accepted, each after its siblings, under the parent it has in the paper where that is in the plan. */
async function addNew(
  tx: Tx,
  batch: Batch,
  plan: Plan,
  reading: PlanReading,
  accepted: readonly Difference[],
  owners: Owners,
  source: Source,
) {
  const ids = new Map(pair(plan, reading).pairs.map(({ read, item }) => [read.code, item.itemId]))
  const used = new Set(plan.items.map(({ code }) => codeKey(code)))
  const strands = new Map(plan.strands.map(({ name, strandId }) => [fold(name), strandId]))
  const added: Taken[] = []
  for (const { kind, read } of accepted) {
    if (kind !== 'added' || !read) continue
    const code = free(read.code, used)
    used.add(codeKey(code))
    const itemId = await addItem(tx, plan.planId, {
      parentId: (read.parentCode !== null && ids.get(read.parentCode)) || null,
      kind: read.kind,
      code,
      title: read.title,
      strandId: (read.strand && strands.get(fold(read.strand))) || null,
      aim: wordsOf(read.aim) || null,
      success: wordsOf(read.success) || null,
      outcome: wordsOf(read.outcome) || null,
      starts: read.starts?.toString() ?? null,
      due: read.due?.toString() ?? null,
    })
    const note = noteOf(read)
    if (note !== null) await tx.updateTable('plan_item').set({ state_note: note }).where('plan_item_id', '=', itemId).execute()
    await setOwners(tx, itemId, owners(read))
    ids.set(read.code, itemId)
    added.push({ read, itemId })
  }
  await addStated(tx, batch.batchId, added, plan.scheme)
  await addFirstUpdates(tx, added, plan.scheme, source)
}

/** A code that no item of the plan has had, withdrawn ones included. */
function free(code: string, used: ReadonlySet<string>): string {
  if (!used.has(codeKey(code))) return code
  for (let number = 2; ; number++) if (!used.has(codeKey(`${code}-${number}`))) return `${code}-${number}`
}
