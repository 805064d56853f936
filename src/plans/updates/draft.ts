import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { SAID_FIELDS, type Said } from './update.ts'

/** What someone has typed of an update so far: as typed, right or wrong. */
export type Entered = {
  said: Said
  /** The update that was the latest, and the item's version, when the person first saw the form. */
  follows: string | null
  version: number | null
  /** Expressions of time the person has said are right as they stand. */
  accepted: readonly string[]
}

const text = z.string().catch('')
const EnteredForm = z.object({
  ...(Object.fromEntries(SAID_FIELDS.map((field) => [field, text])) as Record<keyof Said, typeof text>),
  follows: z.uuid().nullable().catch(null),
  version: z.coerce.number().int().positive().nullable().catch(null),
  accepted: z.array(z.string()).catch([]),
})

/** What a posted form, or a kept draft, says of an update. Anything that is not a field of it is left out. */
export function readEntered(posted: unknown): Entered {
  const { follows, version, accepted, ...said } = EnteredForm.parse(typed(posted))
  return { said, follows, version, accepted }
}

/** A posted form without the signs that no text column can hold. */
export function typed(posted: unknown): Record<string, unknown> {
  const clean = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\0', '') : Array.isArray(value) ? value.map(clean) : value)
  return Object.fromEntries(Object.entries(posted ?? {}).map(([name, value]) => [name, clean(value)]))
}

/** This account's own draft of an item's update; another's is never given. */
export async function selectDraft(tx: Tx, itemId: string): Promise<(Entered & { savedAt: Temporal.Instant }) | null> {
  const row = await tx
    .selectFrom('update_draft')
    .select(['entered', 'follows', 'saved_at'])
    .where('plan_item_id', '=', itemId)
    .where('account_id', '=', tx.actor.accountId)
    .executeTakeFirst()
  return row ? { ...readEntered(row.entered), follows: row.follows, savedAt: row.saved_at } : null
}

/** Keeps what was typed so far. */
export async function saveDraft(tx: Tx, itemId: string, { said, follows, version, accepted }: Entered): Promise<void> {
  const row = { entered: JSON.stringify({ ...said, version, accepted }), follows, saved_at: Temporal.Now.instant().toString() }
  await tx
    .insertInto('update_draft')
    .values({ partnership_id: tx.actor.partnershipId!, plan_item_id: itemId, account_id: tx.actor.accountId!, ...row })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'plan_item_id', 'account_id']).doUpdateSet(row))
    .execute()
}

export const dropDraft = (tx: Tx, itemId: string) =>
  tx.deleteFrom('update_draft').where('plan_item_id', '=', itemId).where('account_id', '=', tx.actor.accountId).execute()
