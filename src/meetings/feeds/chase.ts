import { sql } from 'kysely'
import { z } from 'zod'
import { reminderOwed } from '../../actions/action.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import { asSystem, type Tx } from '../../db/tx.ts'
import { type Notice, notify } from '../../notices/outbox.ts'
import { selectFeeds } from './store.ts'

const Keeper = z.object({ groupId: z.string(), accountId: z.string() })

/**
 * Reminds those who write what a group owes three days before it is due, and each week that it is late: the group's secretary and facilitator, or its chair where it has
 * neither. Safe to run at any time: no reminder is sent twice. Gives how many were written.
 */
export async function chaseFeeds(baseUrl: string, today: Temporal.PlainDate = todayInLondon(Temporal.Now.instant())): Promise<number> {
  const partnerships = await asSystem('look for partnerships whose groups owe one another something', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
  let written = 0
  for (const { partnership_id } of partnerships) written += await asSystem('remind groups of what they owe', (tx) => chase(tx, today, baseUrl), partnership_id)
  return written
}

async function chase(tx: Tx, today: Temporal.PlainDate, baseUrl: string): Promise<number> {
  const due = (await selectFeeds(tx, today.toString())).flatMap(({ feedId, fromGroupId, fromGroup, now, dues }) => {
    const which = now && reminderOwed(now.dueOn, today)
    const key = dues.find(({ dueOn }) => dueOn === now?.dueOn)?.returned?.dueOn ?? now?.dueOn
    return which && key ? [{ feedId, fromGroupId, fromGroup, dueOn: now.dueOn, key, which }] : []
  })
  if (due.length === 0) return 0
  const keepers = await selectKeepers(tx, due.map(({ fromGroupId }) => fromGroupId), today)
  return notify(tx, due.flatMap(({ feedId, fromGroupId, fromGroup, dueOn, key, which }): Notice[] => (keepers.get(fromGroupId) ?? []).map(({ accountId }) => ({
    accountId, effect: `feed ${feedId} ${dueOn} ${which} ${accountId}`,
    subject: which === 'soon' ? `What ${fromGroup} owes another group is nearly due` : `What ${fromGroup} owes another group is late`,
    body: `${which === 'soon' ? 'It is due within three days' : 'It was due and is not sent'}. It is drafted from the record; read it, write what is missing, and send it:\n${baseUrl}/feeds/${feedId}/returns/${key}\n`,
  }))))
}

async function selectKeepers(tx: Tx, groupIds: readonly string[], today: Temporal.PlainDate) {
  const { rows } = await sql`
    with sitting as (
      select s.group_id, s.account_id, s.role in ('secretary', 'facilitator') as writes from group_seat s join account a on a.partnership_id = s.partnership_id and a.account_id = s.account_id and a.disabled_at is null
      where s.partnership_id = ${tx.actor.partnershipId} and s.group_id = any (${[...groupIds]}::uuid[]) and s.role in ('secretary', 'facilitator', 'chair', 'co-chair')
        and coalesce(s.since, '-infinity') <= ${today.toString()}::date and coalesce(s.until, 'infinity') >= ${today.toString()}::date)
    select distinct s.group_id as "groupId", s.account_id as "accountId" from sitting s where s.writes or not exists (select from sitting w where w.group_id = s.group_id and w.writes)`.execute(tx)
  return Map.groupBy(z.array(Keeper).parse(rows), ({ groupId }) => groupId)
}
