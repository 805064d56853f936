import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Actor, asSystem, audit, type Tx } from '../../db/tx.ts'

/** More than this many in use at once are forgotten ones. */
export const MOST_ADDRESSES = 20

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
const ID_SIGNS = 22
const RANDOM_BYTES = 32
const compact = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
/** The partnership that a token names, or null where it cannot be one of ours. */
function partnershipOf(token: string): string | null {
  if (!/^[\w-]{65}$/.test(token)) return null
  const hex = Buffer.from(token.slice(0, ID_SIGNS), 'base64url').toString('hex')
  return z.uuid().safeParse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')).data ?? null
}

const AddressRow = z.object({ addressId: z.string(), groupId: z.string().nullable(), madeAt: z.instanceof(Temporal.Instant), readAt: z.instanceof(Temporal.Instant).nullable() })
/** A calendar address in use, of this account: its own meetings where `groupId` is null, and otherwise those of the group. */
export type CalendarAddress = z.infer<typeof AddressRow>

/** This account's addresses in use, newest first. */
export async function selectAddresses(tx: Tx): Promise<CalendarAddress[]> {
  const rows = await tx.selectFrom('calendar_address').select(['calendar_address_id as addressId', 'group_id as groupId', 'made_at as madeAt', 'read_at as readAt'])
    .where('account_id', '=', tx.actor.accountId).where('revoked_at', 'is', null).orderBy('made_at', 'desc').execute()
  return rows.map((row) => AddressRow.parse(row))
}

/** Makes an address for this account and gives its token, which is not kept: only its hash is. */
export async function makeAddress(tx: Tx, groupId: string | null): Promise<string> {
  const { accountId, partnershipId } = tx.actor as Actor
  const token = `${compact(partnershipId)}${randomBytes(RANDOM_BYTES).toString('base64url')}`
  const calendar_address_id = crypto.randomUUID()
  await tx.insertInto('calendar_address').values({ partnership_id: partnershipId, calendar_address_id, account_id: accountId, group_id: groupId, token_hash: hashOf(token) }).execute()
  audit(tx, { act: 'disclosed', subjectKind: 'calendar address', subjectId: calendar_address_id, details: { group: groupId } })
  return token
}

/** Ends one of this account's addresses at once; false where there is none such in use. */
export async function revokeAddress(tx: Tx, addressId: string): Promise<boolean> {
  const done = await tx.updateTable('calendar_address').set({ revoked_at: sql`now()` }).where('calendar_address_id', '=', addressId).where('account_id', '=', tx.actor.accountId).where('revoked_at', 'is', null).executeTakeFirst()
  if (done.numUpdatedRows === 0n) return false
  audit(tx, { act: 'altered', subjectKind: 'calendar address', subjectId: addressId, details: { fields: ['revoked_at'] } })
  return true
}

export type OpenAddress = { actor: Actor; groupId: string | null; madeAt: Temporal.Instant; partnership: string }

/** Whose calendar a token opens, while it is in use and its account is not disabled; null otherwise. Notes, to the hour, that it was read. */
export async function openAddress(token: string): Promise<OpenAddress | null> {
  const partnershipId = partnershipOf(token)
  if (!partnershipId) return null
  return asSystem('see whose a calendar address is', async (tx) => {
    const row = await tx.selectFrom('calendar_address as c')
      .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'c.partnership_id').onRef('a.account_id', '=', 'c.account_id'))
      .innerJoin('partnership as p', 'p.partnership_id', 'c.partnership_id')
      .select(['c.calendar_address_id as addressId', 'c.account_id as accountId', 'c.group_id as groupId', 'c.made_at as madeAt', 'p.name as partnership'])
      .select(sql<boolean>`coalesce(c.read_at < now() - interval '1 hour', true)`.as('stale'))
      .where('c.partnership_id', '=', partnershipId).where('c.token_hash', '=', hashOf(token)).where('c.revoked_at', 'is', null).where('a.disabled_at', 'is', null).executeTakeFirst()
    if (!row) return null
    if (row.stale) await tx.updateTable('calendar_address').set({ read_at: sql`now()` }).where('partnership_id', '=', partnershipId).where('calendar_address_id', '=', row.addressId).execute()
    return { actor: { accountId: row.accountId, partnershipId }, groupId: row.groupId, madeAt: row.madeAt, partnership: row.partnership }
  }, partnershipId)
}
