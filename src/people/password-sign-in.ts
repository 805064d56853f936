import { asSystem, audit } from '../db/tx.ts'
import { isPassword } from './password.ts'
import { endSession, startSession, tokenHash } from './session.ts'
import { countTry, forgetTries, selectAwaited, selectCandidates, useCode } from './sign-in-store.ts'

/** What came of a try. Refusals are all one: unknown, wrong, disabled and held off cannot be told apart. */
export type SignInAnswer = { is: 'refused' } | { is: 'in' | 'awaiting code'; token: string }

const REFUSED: SignInAnswer = { is: 'refused' }
const ANSWER_AFTER_MS = 250

/**
 * Signs in by e-mail address and password. `oldToken` is the session the browser had, which ends.
 * Nothing is held open while the password is worked on, and every refusal takes as long as the next.
 */
export async function signInByPassword(email: string, password: string, oldToken: string | null): Promise<SignInAnswer> {
  const answerAt = Temporal.Now.instant().add({ milliseconds: ANSWER_AFTER_MS })
  const { mayTry, candidates } = await asSystem('find who is signing in', async (tx) => ({
    mayTry: await countTry(tx, email),
    candidates: await selectCandidates(tx, email),
  }))
  // The same address may stand in two partnerships; with nobody there, one password is worked on all the same.
  const tries = candidates.length > 0 ? candidates : [{ passwordHash: null }]
  const rights: boolean[] = []
  for (const { passwordHash } of tries) rights.push(await isPassword(passwordHash, password))
  const account = candidates.find((_, index) => rights[index])
  if (!mayTry || !account) {
    for (const { accountId, partnershipId } of candidates)
      await asSystem('record a refused sign-in', async (tx) => audit(tx, { act: 'refused', subjectKind: 'sign-in', subjectId: accountId, details: { heldOff: !mayTry } }), partnershipId)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, answerAt.epochMilliseconds - Temporal.Now.instant().epochMilliseconds)))
    return REFUSED
  }
  return asSystem(
    'begin a session',
    async (tx) => {
      if (oldToken) await endSession(tx, tokenHash(oldToken))
      if (account.wantsCode) return { is: 'awaiting code', token: await startSession(tx, account, true) }
      await forgetTries(tx, email)
      audit(tx, { act: 'signed in', subjectKind: 'account', subjectId: account.accountId, details: { by: 'password' } })
      return { is: 'in', token: await startSession(tx, account) }
    },
    account.partnershipId,
  )
}

/** Finishes signing in with a one-time code or a recovery code. Null: this browser is not awaiting one (it waited too long). */
export async function signInByCode(token: string, code: string): Promise<SignInAnswer | null> {
  const found = await asSystem('find who is giving a code', async (tx) => {
    const awaited = await selectAwaited(tx, token)
    return awaited && { awaited, mayTry: await countTry(tx, awaited.email) }
  })
  if (!found) return null
  const { awaited, mayTry } = found
  return asSystem(
    'check a one-time code',
    async (tx): Promise<SignInAnswer> => {
      if (!mayTry || !(await useCode(tx, awaited, code))) {
        audit(tx, { act: 'refused', subjectKind: 'sign-in', subjectId: awaited.accountId, details: { code: true, heldOff: !mayTry } })
        return REFUSED
      }
      await endSession(tx, tokenHash(token))
      await forgetTries(tx, awaited.email)
      audit(tx, { act: 'signed in', subjectKind: 'account', subjectId: awaited.accountId, details: { by: 'password and code' } })
      return { is: 'in', token: await startSession(tx, awaited) }
    },
    awaited.partnershipId,
  )
}
