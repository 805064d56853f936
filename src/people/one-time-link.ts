import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor, Tx } from '../db/tx.ts'

const linkHash = (token: string) => createHash('sha256').update(token).digest('hex')

/**
 * Issues a link with which somebody sets their own password, good once and for a day, and gives its path. Only its hash is kept.
 * `endsCodes`: using it also switches one-time codes off, for a person who has lost what made them.
 */
export async function issueLink(tx: Tx, account: Actor, { endsCodes = false } = {}): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await tx.insertInto('one_time_link').values({
    link_hash: linkHash(token),
    partnership_id: account.partnershipId,
    account_id: account.accountId,
    ends_codes: endsCodes,
    expires_at: Temporal.Now.instant().add({ hours: 24 }).toString(),
  }).execute()
  return `/set-password/${token}`
}

/** Whom a live link is for: the account must be enabled still. */
export const selectLink = (tx: Tx, token: string) =>
  linked(tx).where('l.link_hash', '=', linkHash(token)).executeTakeFirst()

const linked = (tx: Tx) =>
  tx.selectFrom('one_time_link as l')
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'l.partnership_id').onRef('a.account_id', '=', 'l.account_id'))
    .innerJoin('partnership as p', 'p.partnership_id', 'a.partnership_id')
    .select(['a.partnership_id as partnershipId', 'a.account_id as accountId', 'a.email', 'a.name', 'p.name as partnership', 'l.ends_codes as endsCodes'])
    .where('a.disabled_at', 'is', null)
    .where(sql<boolean>`l.expires_at > now()`)

/** Uses a link up, with every other of the same account. False: it was used a moment ago. */
export async function spendLink(tx: Tx, token: string, account: Actor): Promise<boolean> {
  const spent = await tx.deleteFrom('one_time_link').where('link_hash', '=', linkHash(token)).executeTakeFirst()
  await tx.deleteFrom('one_time_link').where('partnership_id', '=', account.partnershipId).where('account_id', '=', account.accountId).execute()
  return spent.numDeletedRows > 0n
}
