import { asSystem } from '../../db/tx.ts'
import { isOwnPassword } from '../../people/own-account/own-password.ts'
import { networkLimit } from '../../people/network-limit.ts'
import { useCode } from '../../people/sign-in-store.ts'
import type { Visitor } from '../../web/visitor.ts'
import type { FieldError } from '../../web/forms.ts'

const codeTries = networkLimit(5)

/** Whether whoever sits there proves again to be the visitor: by their own password, and by a one-time code when the account has those. Gives what is wrong, or nothing. */
export async function refusalOfIdentity(visitor: Visitor, password: string, code: string | null): Promise<FieldError[]> {
  if (!(await isOwnPassword(visitor, password))) return [{ field: 'password', text: 'That is not your password, or there have been too many tries. After five, wait a few minutes' }]
  const { accountId } = visitor
  const isRight = await asSystem('check the one-time code of somebody who asks for emergency access', async (tx) => {
    const row = await tx.selectFrom('credential as c')
      .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'c.partnership_id').onRef('a.account_id', '=', 'c.account_id'))
      .select(['a.email', 'c.totp_secret', 'c.totp_last_step']).where('c.partnership_id', '=', visitor.partnershipId).where('c.account_id', '=', accountId).executeTakeFirstOrThrow()
    if (row.totp_secret === null) return true
    if (!codeTries.take(accountId)) return false
    return useCode(tx, { accountId, partnershipId: visitor.partnershipId, email: row.email, totpSecret: row.totp_secret, totpLastStep: row.totp_last_step }, code ?? '')
  }, visitor.partnershipId)
  if (isRight) return []
  return [{ field: 'code', text: 'That code is not right, or was used already, or there have been too many tries. Wait for your app to show the next one' }]
}
