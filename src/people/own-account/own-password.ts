import { asSystem, asUser, audit } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'
import { storePassword } from '../account-store.ts'
import { hashPassword, isPassword } from '../password.ts'
import { endSessions } from '../session.ts'
import { countTry, forgetTries } from '../sign-in-store.ts'

/** Is this the visitor's own password? Tries count as at sign-in, so that a borrowed screen is no place to guess from. */
export async function isOwnPassword(visitor: Visitor, password: string): Promise<boolean> {
  const { mayTry, stored, email } = await asSystem(
    'check a signed-in person’s own password',
    async (tx) => {
      const row = await tx.selectFrom('account as a')
        .leftJoin('credential as c', (on) => on.onRef('c.partnership_id', '=', 'a.partnership_id').onRef('c.account_id', '=', 'a.account_id'))
        .select(['a.email', 'c.password_hash'])
        .where('a.partnership_id', '=', visitor.partnershipId).where('a.account_id', '=', visitor.accountId).executeTakeFirstOrThrow()
      return { mayTry: await countTry(tx, row.email), stored: row.password_hash, email: row.email }
    },
    visitor.partnershipId,
  )
  if (!(await isPassword(stored, password)) || !mayTry) return false
  await asSystem('forget failed tries', (tx) => forgetTries(tx, email), visitor.partnershipId)
  return true
}

/** Gives the visitor a new password and ends her other sessions; gives how many there were. */
export async function changeOwnPassword(visitor: Visitor, password: string): Promise<number> {
  const passwordHash = await hashPassword(password)
  return asUser(visitor, async (tx) => {
    await storePassword(tx, visitor, passwordHash)
    audit(tx, { act: 'altered', subjectKind: 'account', subjectId: visitor.accountId, details: { fields: ['password'] } })
    return endSessions(tx, visitor, visitor.sessionHash)
  })
}
