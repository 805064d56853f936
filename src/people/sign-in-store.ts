import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor, Tx } from '../db/tx.ts'
import { recoveryHash, stepOf } from './one-time-code.ts'
import { tokenHash } from './session.ts'

const TRIES_BEFORE_HOLDING = 5
const LONGEST_HOLD_MINUTES = 60

const emailHash = (email: string) => createHash('sha256').update(`wardmote sign-in ${email.toLowerCase()}`).digest('hex')

/**
 * Counts a try at this address before it is judged, so that a hundred at once count as a hundred. False: the address is being
 * held off and the try must be refused unjudged. From the fifth failure the hold doubles: 1, 2, 4 … 60 minutes.
 */
export async function countTry(tx: Tx, email: string): Promise<boolean> {
  await tx.deleteFrom('sign_in_try').where(sql<boolean>`last_at < now() - interval '1 day'`).execute()
  const { rows } = await sql`
    insert into sign_in_try as t (email_hash, failures) values (${emailHash(email)}, 1)
    on conflict (email_hash) do update set
      failures = t.failures + 1,
      last_at = now(),
      held_until = case when t.failures + 1 >= ${TRIES_BEFORE_HOLDING}
        then now() + make_interval(mins => least(${LONGEST_HOLD_MINUTES}, 2 ^ least(t.failures + 1 - ${TRIES_BEFORE_HOLDING}, 10))::integer) end
    where t.held_until is null or t.held_until <= now()
    returning failures`.execute(tx)
  return rows.length > 0
}

/** Forgets the failed tries at an address: its owner is in. */
export const forgetTries = (tx: Tx, email: string) => tx.deleteFrom('sign_in_try').where('email_hash', '=', emailHash(email)).execute()

export type Candidate = Actor & { passwordHash: string | null; wantsCode: boolean }

/** The accounts that may be meant by an address: one in each partnership that has it, oldest first. Disabled ones are not. */
export async function selectCandidates(tx: Tx, email: string): Promise<Candidate[]> {
  const rows = await tx
    .selectFrom('account as a')
    .leftJoin('credential as c', (on) => on.onRef('c.partnership_id', '=', 'a.partnership_id').onRef('c.account_id', '=', 'a.account_id'))
    .select(['a.account_id', 'a.partnership_id', 'c.password_hash', 'c.totp_secret'])
    .where('a.email', '=', email.toLowerCase())
    .where('a.disabled_at', 'is', null)
    .orderBy('a.created_at')
    .execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    partnershipId: row.partnership_id,
    passwordHash: row.password_hash,
    wantsCode: row.totp_secret !== null,
  }))
}

export type Awaited = Actor & { email: string; totpSecret: string; totpLastStep: number | null }

/** Who has given the right password in this browser, within ten minutes, and must now give a one-time code. */
export async function selectAwaited(tx: Tx, token: string): Promise<Awaited | null> {
  const row = await tx
    .selectFrom('session as s')
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 's.partnership_id').onRef('a.account_id', '=', 's.account_id'))
    .innerJoin('credential as c', (on) => on.onRef('c.partnership_id', '=', 'a.partnership_id').onRef('c.account_id', '=', 'a.account_id'))
    .select(['a.account_id', 'a.partnership_id', 'a.email', 'c.totp_secret', 'c.totp_last_step'])
    .where('s.session_hash', '=', tokenHash(token))
    .where('s.awaits_code', '=', true)
    .where(sql<boolean>`s.created_at > now() - interval '10 minutes'`)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row?.totp_secret) return null
  return {
    accountId: row.account_id,
    partnershipId: row.partnership_id,
    email: row.email,
    totpSecret: row.totp_secret,
    totpLastStep: row.totp_last_step,
  }
}

/** Uses up a one-time code or a recovery code. False: it is neither, or was used before, even a moment ago in another window. */
export async function useCode(tx: Tx, { accountId, partnershipId, totpSecret, totpLastStep }: Awaited, code: string): Promise<boolean> {
  const step = stepOf(totpSecret, code, totpLastStep)
  if (step === null) {
    const used = await tx.deleteFrom('recovery_code')
      .where('partnership_id', '=', partnershipId).where('account_id', '=', accountId).where('code_hash', '=', recoveryHash(code))
      .executeTakeFirst()
    return used.numDeletedRows > 0n
  }
  const used = await tx.updateTable('credential').set({ totp_last_step: step })
    .where('partnership_id', '=', partnershipId).where('account_id', '=', accountId)
    .where((q) => q.or([q('totp_last_step', 'is', null), q('totp_last_step', '<', step)]))
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}
