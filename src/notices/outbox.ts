import { sql } from 'kysely'
import { z } from 'zod'
import { asSystem, type Tx } from '../db/tx.ts'
import { withWholeLinks } from './links.ts'

/** `effect` names what the notice is for: the same effect is never sent twice. Subject and body carry a reference and a link, nothing personal; a link may be a path (/my-work), and is made whole when it is sent. */
export type Notice = { accountId: string; effect: string; subject: string; body: string }

/** Writes notices in the caller's transaction; those whose effect was written before are left out. Gives how many are new. */
export async function notify(tx: Tx, notices: readonly Notice[]): Promise<number> {
  if (notices.length === 0) return 0
  const written = await tx
    .insertInto('notice')
    .values(notices.map(({ accountId, ...notice }) => ({ partnership_id: tx.actor.partnershipId!, account_id: accountId, ...notice })))
    // Naming the columns, or asking for the rows back, would need that the writer may read them; one who tells somebody else may not.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(written.numInsertedOrUpdatedRows ?? 0n)
}

/** What sends one message. A message sent again after a crash has the same `messageId`, so that a receiver can know it. */
export type Send = (message: { to: string; subject: string; text: string; messageId: string }) => Promise<void>

const MOST_ATTEMPTS = 10
const MOST_FAILURES = 3
/** A reminder that waited longer, perhaps because no mail was set up, says nothing true any more. */
const STALE_AFTER = '7 days'

/**
 * Sends what is waiting, oldest first, and marks each as it goes; gives how many went. One that fails is tried again later (after 1, 2, 4 …
 * minutes, ten times) and keeps the reason in words; three in a row leave the rest for the next round, since the server may be away.
 * Stops between messages once `stopping` is true.
 */
export async function sendWaiting(send: Send, stopping: () => boolean = () => false): Promise<number> {
  let sent = 0
  let failures = 0
  while (failures < MOST_FAILURES && !stopping()) {
    const notice = await takeNext()
    if (!notice) break
    const failed = await attempt(send, notice)
    await mark(notice, failed)
    if (failed === null) sent++
    failures = failed === null ? 0 : failures + 1
  }
  return sent
}

/** Why it could not be sent, or null when it was. */
async function attempt(send: Send, { email, subject, body, noticeId }: Waiting): Promise<string | null> {
  try {
    await send({ to: email, subject, text: withWholeLinks(body), messageId: `<${noticeId}@wardmote>` })
    return null
  } catch (error) {
    // A mail server that refuses or cannot be reached is expected; the reason stays with the notice and is shown to the coordinator.
    return (error instanceof Error ? error.message : 'The mail server refused it').slice(0, 500)
  }
}

const WaitingRow = z.object({ partnershipId: z.string(), noticeId: z.string(), email: z.string(), subject: z.string(), body: z.string() })
type Waiting = z.infer<typeof WaitingRow>

/** Takes the oldest waiting notice, putting off its next attempt at once, so that no other sender takes it and a crash does not lose it. */
const takeNext = (): Promise<Waiting | null> =>
  asSystem('take a waiting notice', async (tx) => {
    const { rows } = await sql`
      with taken as (
        select w.partnership_id, w.notice_id, a.email from notice w
          join account a on a.partnership_id = w.partnership_id and a.account_id = w.account_id and a.disabled_at is null
        where w.sent_at is null and w.next_attempt_at <= now() and w.attempts < ${MOST_ATTEMPTS} and w.created_at > now() - ${sql.lit(STALE_AFTER)}::interval
        order by w.created_at limit 1 for update of w skip locked)
      update notice n set attempts = n.attempts + 1, next_attempt_at = now() + interval '1 minute' * power(2, n.attempts)
      from taken t where n.partnership_id = t.partnership_id and n.notice_id = t.notice_id
      returning n.partnership_id as "partnershipId", n.notice_id as "noticeId", t.email, n.subject, n.body`.execute(tx)
    return rows.length > 0 ? WaitingRow.parse(rows[0]) : null
  })

const mark = ({ partnershipId, noticeId }: Waiting, failed: string | null) =>
  asSystem(
    'mark a notice',
    (tx) =>
      tx
        .updateTable('notice')
        .set(failed === null ? { sent_at: sql`now()`, failed } : { failed })
        .where('partnership_id', '=', partnershipId)
        .where('notice_id', '=', noticeId)
        .execute(),
    partnershipId,
  )

export type Undelivered = { name: string; failed: string; at: Temporal.Instant; givenUp: boolean }

/** Notices whose effect begins so, that were tried and could not be delivered: to whom, why, since when, and whether that was the last try. */
export async function selectUndelivered(tx: Tx, effectBegins: string): Promise<Undelivered[]> {
  const rows = await tx
    .selectFrom('notice as n')
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'n.partnership_id').onRef('a.account_id', '=', 'n.account_id'))
    .select(['a.name', 'n.failed', 'n.created_at as at', 'n.attempts'])
    .where('n.sent_at', 'is', null)
    .where('n.failed', 'is not', null)
    .where(sql<boolean>`starts_with(n.effect, ${effectBegins})`)
    .orderBy('n.created_at')
    .execute()
  return rows.map(({ attempts, failed, ...row }) => ({ ...row, failed: failed ?? '', givenUp: attempts >= MOST_ATTEMPTS }))
}
