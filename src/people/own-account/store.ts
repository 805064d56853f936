import type { Tx } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'

export type OwnSession = { startedAt: Temporal.Instant; seenAt: Temporal.Instant; isThisOne: boolean }

export type OwnAccount = {
  email: string
  name: string
  post: string | null
  passwordSetAt: Temporal.Instant | null
  hasCodes: boolean
  recoveryCodesLeft: number
  sessions: OwnSession[]
}

/** What the visitor may see of her own account, this session first. */
export async function selectOwnAccount(tx: Tx, visitor: Visitor): Promise<OwnAccount> {
  const account = await tx.selectFrom('account as a')
    .leftJoin('credential as c', (on) => on.onRef('c.partnership_id', '=', 'a.partnership_id').onRef('c.account_id', '=', 'a.account_id'))
    .select(['a.email', 'a.name', 'a.post', 'c.password_set_at', 'c.totp_secret'])
    .where('a.partnership_id', '=', visitor.partnershipId).where('a.account_id', '=', visitor.accountId).executeTakeFirstOrThrow()
  const sessions = await tx.selectFrom('session').select(['session_hash', 'created_at', 'seen_at'])
    .where('partnership_id', '=', visitor.partnershipId).where('account_id', '=', visitor.accountId).where('awaits_code', '=', false)
    .orderBy((q) => q('session_hash', '=', visitor.sessionHash), 'desc').orderBy('seen_at', 'desc').execute()
  const codes = await tx.selectFrom('recovery_code').select((q) => q.fn.countAll<number>().as('left'))
    .where('partnership_id', '=', visitor.partnershipId).where('account_id', '=', visitor.accountId).executeTakeFirstOrThrow()
  return {
    email: account.email,
    name: account.name,
    post: account.post,
    passwordSetAt: account.password_set_at,
    hasCodes: account.totp_secret !== null,
    recoveryCodesLeft: codes.left,
    sessions: sessions.map((row) => ({ startedAt: row.created_at, seenAt: row.seen_at, isThisOne: row.session_hash === visitor.sessionHash })),
  }
}

export const changeOwnDetails = (tx: Tx, visitor: Visitor, { name, post }: { name: string; post: string | null }) =>
  tx.updateTable('account').set({ name, post }).where('partnership_id', '=', visitor.partnershipId).where('account_id', '=', visitor.accountId).execute()
