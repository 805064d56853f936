import { sql } from 'kysely'
import { asSystem, type Tx } from '../db/tx.ts'

/** `effect` names what the notice is for: the same effect is never sent twice. Subject and body carry a reference and a link, nothing personal. */
export type Notice = { accountId: string; effect: string; subject: string; body: string }

/** Writes notices in the caller's transaction; those whose effect was written before are left out. Gives how many are new. */
export async function notify(tx: Tx, notices: readonly Notice[]): Promise<number> {
  if (notices.length === 0) return 0
  const written = await tx
    .insertInto('notice')
    .values(notices.map(({ accountId, ...notice }) => ({ partnership_id: tx.actor.partnershipId!, account_id: accountId, ...notice })))
    .onConflict((conflict) => conflict.columns(['partnership_id', 'effect']).doNothing())
    .returning('notice_id')
    .execute()
  return written.length
}

export type Waiting = { partnershipId: string; noticeId: string; email: string; subject: string; body: string }

/** What sends one message. A message sent again after a crash has the same `messageId`, so that a receiver can know it. */
export type Send = (message: { to: string; subject: string; text: string; messageId: string }) => Promise<void>

const MOST_ATTEMPTS = 10

/**
 * Sends what is waiting, oldest first, and marks each as it goes; gives how many went. One that fails is tried again later (after 1, 2, 4 …
 * minutes, ten times) and keeps the reason in words.
 */
export async function sendWaiting(send: Send): Promise<number> {
  let sent = 0
  for (let notice = await nextWaiting(); notice; notice = await nextWaiting()) {
    try {
      await send({ to: notice.email, subject: notice.subject, text: notice.body, messageId: `<${notice.noticeId}@wardmote>` })
      await mark(notice, { sent_at: sql`now()`, failed: null })
      sent++
    } catch (error) {
      // A mail server that refuses is expected; the reason stays with the notice and is shown to the coordinator.
      await mark(notice, { failed: error instanceof Error ? error.message.slice(0, 500) : 'The mail server refused it' })
    }
  }
  return sent
}

/** Takes the oldest waiting notice, putting off its next attempt at once so that no other sender takes it too. */
const nextWaiting = (): Promise<Waiting | null> =>
  asSystem('take a waiting notice', async (tx) => {
    const { rows } = await sql<Waiting>`
      update notice n set attempts = attempts + 1, next_attempt_at = now() + interval '1 minute' * power(2, least(attempts, 8))
      from account a
      where a.partnership_id = n.partnership_id and a.account_id = n.account_id and (n.partnership_id, n.notice_id) = (
        select w.partnership_id, w.notice_id from notice w
        where w.sent_at is null and w.next_attempt_at <= now() and w.attempts < ${MOST_ATTEMPTS}
        order by w.created_at limit 1 for update skip locked)
      returning n.partnership_id as "partnershipId", n.notice_id as "noticeId", a.email, n.subject, n.body`.execute(tx)
    return rows[0] ?? null
  })

const mark = (notice: Waiting, how: { sent_at?: ReturnType<typeof sql>; failed: string | null }) =>
  asSystem(
    'mark a notice',
    (tx) =>
      tx.updateTable('notice').set(how as { failed: string | null }).where('partnership_id', '=', notice.partnershipId).where('notice_id', '=', notice.noticeId).execute(),
    notice.partnershipId,
  )
