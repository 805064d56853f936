import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { CONTENT, type Content } from './content.ts'
import { type Answered, answered, type Due, duesOf, EVERY, type Every, toWrite } from './due.ts'

const FeedRow = z.object({
  feedId: z.string(), fromGroupId: z.string(), fromGroup: z.string(), toGroupId: z.string(), toGroup: z.string(), what: z.string(), content: z.array(z.enum(CONTENT).catch('messages')), every: z.enum(EVERY),
  since: z.string(), until: z.string().nullable(),
  /** Whether this account writes it; whether it keeps the group that receives it; and whether it sees what was sent. */
  keeps: z.boolean(), keepsOther: z.boolean(), sees: z.boolean(), fromConfidential: z.boolean(), schemeId: z.string().nullable(),
})
const ReturnRow = z.object({ feedId: z.string(), dueOn: z.string(), sentOn: z.string().nullable() })

/** What one group owes another, with each day it was owed until today and the next; `now` is what to write, or is waited for. Days are ISO. */
export type Feed = z.infer<typeof FeedRow> & { dues: Answered[]; now: Due | null }

/** Feeds with how they stand on a day, by receiving group; ended ones are left out unless asked. Of one whose returns this account may not see, no state is known: `sees` is false. */
export async function selectFeeds(tx: Tx, on: string, { groupId = null, feedId = null, ended = false }: { groupId?: string | null; feedId?: string | null; ended?: boolean } = {}): Promise<Feed[]> {
  const { rows } = await sql`
    with mine as materialized (select kept_groups() as kept, open_groups() as opened)
    select f.owed_feed_id as "feedId", f.from_group_id as "fromGroupId", coalesce(fn.name, 'A group') as "fromGroup", f.to_group_id as "toGroupId", coalesce(tn.name, 'A group') as "toGroup",
      f.what, f.content, f.every, f.since, least(f.until, g.ends, t.ends) as until, g.confidential as "fromConfidential", g.scheme_id as "schemeId",
      f.from_group_id = any (mine.kept) as keeps, f.to_group_id = any (mine.kept) as "keepsOther",
      f.from_group_id = any (mine.kept) or f.to_group_id = any (mine.opened) or (select is_system()) as sees
    from owed_feed f
      join meeting_group g on g.partnership_id = f.partnership_id and g.group_id = f.from_group_id
      join meeting_group t on t.partnership_id = f.partnership_id and t.group_id = f.to_group_id
      left join group_name fn on fn.partnership_id = f.partnership_id and fn.group_id = f.from_group_id and fn.kind = 'name' and fn.valid_to is null
      left join group_name tn on tn.partnership_id = f.partnership_id and tn.group_id = f.to_group_id and tn.kind = 'name' and tn.valid_to is null
      cross join mine
    where f.partnership_id = ${tx.actor.partnershipId} and (${groupId}::uuid is null or ${groupId}::uuid in (f.from_group_id, f.to_group_id)) and (${feedId}::uuid is null or f.owed_feed_id = ${feedId}::uuid)
      and (${ended} or coalesce(least(f.until, g.ends, t.ends), 'infinity') >= ${on}::date)
    order by lower(coalesce(tn.name, '')), lower(coalesce(fn.name, '')), f.what, f.owed_feed_id`.execute(tx)
  const feeds = z.array(FeedRow).parse(rows)
  if (feeds.length === 0) return []
  const meetings = await tx.selectFrom('meeting').select(['group_id', 'held_on']).where('partnership_id', '=', tx.actor.partnershipId).where('group_id', 'in', feeds.map(({ toGroupId }) => toGroupId)).where('state', '<>', 'cancelled').execute()
  const returns = z.array(ReturnRow).parse(await tx.selectFrom('feed_return')
    .select(['owed_feed_id as feedId', 'due_on as dueOn', sql<string | null>`(sent_at at time zone 'Europe/London')::date`.as('sentOn')])
    .where('partnership_id', '=', tx.actor.partnershipId).where('owed_feed_id', 'in', feeds.map(({ feedId: id }) => id)).execute())
  const daysOf = Map.groupBy(meetings, ({ group_id }) => group_id)
  const returnsOf = Map.groupBy(returns, ({ feedId: id }) => id)
  return feeds.map((feed) => {
    const dues = answered(duesOf(feed, (daysOf.get(feed.toGroupId) ?? []).map(({ held_on }) => held_on), on), returnsOf.get(feed.feedId) ?? [], on)
    return { ...feed, dues, now: toWrite(dues) }
  })
}

/** One feed, ended or not; null when there is none of that id, or the id is none. */
export async function selectOptionalFeed(tx: Tx, feedId: string, on: string): Promise<Feed | null> {
  if (!z.uuid().safeParse(feedId).success) return null
  return (await selectFeeds(tx, on, { feedId, ended: true }))[0] ?? null
}

const Return = z.object({ dueOn: z.string(), body: z.string(), drawn: z.unknown(), sentOn: z.string().nullable(), sentBy: z.string().nullable(), version: z.number() })
export type FeedReturn = z.infer<typeof Return>

/** A return written for a day: a draft for those who write it, one that was sent for both sides; null when there is none that this account may see. */
export async function selectReturn(tx: Tx, feedId: string, dueOn: string): Promise<FeedReturn | null> {
  const row = await tx.selectFrom('feed_return as r').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.sent_by'))
    .select(['r.due_on as dueOn', 'r.body', 'r.drawn', sql<string | null>`(r.sent_at at time zone 'Europe/London')::date`.as('sentOn'), 'a.name as sentBy', 'r.version'])
    .where('r.owed_feed_id', '=', feedId).where('r.due_on', '=', dueOn).executeTakeFirst()
  return row ? Return.parse(row) : null
}

/** What a meeting's agenda and pack show of one feed: the last return that was due by its day. `body`: what was sent (see `blocksOf`), or null. */
export type OwedFeed = {
  feedId: string; what: string; fromGroupId: string; fromGroup: string; dueOn: string; state: 'sent' | 'not sent' | 'not known'; sentOn: string | null
  /** Returns that were due before this one and never came. */
  missing: number; body: string | null; href: string
}

/** What is owed to a group by a day (ISO) on which it meets, each with what was sent. */
export async function selectFeedsOwedTo(tx: Tx, groupId: string, on: string): Promise<OwedFeed[]> {
  const owed = (await selectFeeds(tx, on, { groupId })).filter(({ toGroupId }) => toGroupId === groupId)
  const shown: OwedFeed[] = []
  for (const { feedId, what, fromGroupId, fromGroup, sees, dues } of owed) {
    const due = dues.findLast(({ dueOn }) => dueOn <= on)
    if (!due) continue
    const sentOn = due.returned?.sentOn ?? null
    const sent = sentOn === null ? null : await selectReturn(tx, feedId, due.returned!.dueOn)
    shown.push({
      feedId, what, fromGroupId, fromGroup, dueOn: due.dueOn, state: sent ? 'sent' : sees ? 'not sent' : 'not known', sentOn, body: sent?.body ?? null,
      missing: sees ? dues.filter(({ dueOn, state }) => dueOn < due.dueOn && state === 'late').length : 0, href: `/feeds/${feedId}/returns/${due.returned?.dueOn ?? due.dueOn}`,
    })
  }
  return shown
}

export type NewFeed = { fromGroupId: string; toGroupId: string; what: string; content: readonly Content[]; every: Every; since: string }

/** Agrees that one group owes another something, and gives its id. */
export async function addFeed(tx: Tx, { fromGroupId, toGroupId, what, content, every, since }: NewFeed): Promise<string> {
  const owed_feed_id = crypto.randomUUID()
  await tx.insertInto('owed_feed').values({ partnership_id: tx.actor.partnershipId!, owed_feed_id, from_group_id: fromGroupId, to_group_id: toGroupId, what, content: [...content], every, since }).execute()
  audit(tx, { act: 'collected', subjectKind: 'group', subjectId: fromGroupId, details: { feed: owed_feed_id, to: toGroupId } })
  return owed_feed_id
}

/** Ends a feed on a day (ISO): nothing is owed after it. False when it had ended before. */
export async function endFeed(tx: Tx, { feedId, fromGroupId }: Pick<Feed, 'feedId' | 'fromGroupId'>, on: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('owed_feed').set({ until: on }).where('owed_feed_id', '=', feedId).where('until', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'group', subjectId: fromGroupId, details: { feed: feedId, ended: on } })
  return numUpdatedRows > 0n
}

/** Keeps a draft of a return; `version` 0 for the first. Gives its new version, or null when somebody saved or sent it meanwhile, and then nothing is kept. */
export async function saveReturn(tx: Tx, { feedId, fromGroupId }: Pick<Feed, 'feedId' | 'fromGroupId'>, dueOn: string, { body, drawn, version }: { body: string; drawn?: unknown; version: number }): Promise<number | null> {
  const fields = { body, ...(drawn === undefined ? {} : { drawn: JSON.stringify(drawn) }) }
  const saved = version === 0
    ? (await tx.insertInto('feed_return').values({ partnership_id: tx.actor.partnershipId!, owed_feed_id: feedId, due_on: dueOn, ...fields }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()).numInsertedOrUpdatedRows
    : (await tx.updateTable('feed_return').set({ ...fields, version: version + 1 }).where('owed_feed_id', '=', feedId).where('due_on', '=', dueOn).where('version', '=', version).where('sent_at', 'is', null).executeTakeFirst()).numUpdatedRows
  if (!saved) return null
  audit(tx, { act: version === 0 ? 'collected' : 'altered', subjectKind: 'group', subjectId: fromGroupId, details: { feed: feedId, due: dueOn, fields: Object.keys(fields) } })
  return version + 1
}

/** Sends a return as it was saved, once: from then on it is read by both and changed by nobody. False when somebody saved or sent it meanwhile. */
export async function sendReturn(tx: Tx, { feedId, fromGroupId, toGroupId }: Pick<Feed, 'feedId' | 'fromGroupId' | 'toGroupId'>, dueOn: string, version: number): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('feed_return').set({ sent_at: sql`now()`, sent_by: tx.actor.accountId, version: version + 1 })
    .where('owed_feed_id', '=', feedId).where('due_on', '=', dueOn).where('version', '=', version).where('sent_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'disclosed', subjectKind: 'group', subjectId: fromGroupId, details: { feed: feedId, due: dueOn, to: toGroupId } })
  return numUpdatedRows > 0n
}
