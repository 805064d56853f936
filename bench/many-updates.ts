import { sql } from 'kysely'
import { type Actor, asUser } from '../src/db/tx.ts'

/** Adds `count` updates with evidence to a plan's items, spread over its last two years, each following the one before. */
export async function addUpdates(coordinator: Actor, planId: string, count: number): Promise<void> {
  await asUser(coordinator, async (tx) => {
    const items = await tx
      .selectFrom('plan_item as i').select('i.plan_item_id as id').where('plan_id', '=', planId).where('kind', '=', 'activity').execute()
    const each = Math.ceil(count / items.length)
    for (const { id } of items)
      await sql`
        with recursive old as (select item_update_id as id, submitted_at from item_update where plan_item_id = ${id} order by submitted_at desc limit 1),
        fresh as (select gen_random_uuid() as id, n from generate_series(1, ${each}) n)
        insert into item_update (partnership_id, item_update_id, plan_item_id, declared, derived, reason, narrative, position_on, submitted_by, submitted_at, follows)
        select ${coordinator.partnershipId}, f.id, ${id}, case when f.n % 5 = 0 then 'Amber' else 'Green' end, 'Green', 'A reason of ordinary length for the reader',
          repeat('A sentence of the position as an owner might write it. ', 6), date '2018-09-14' - ((${each} - f.n) / 2)::int, ${coordinator.accountId},
          timestamptz '2018-09-14 09:00Z' - make_interval(mins => (${each} - f.n)::int),
          coalesce((select p.id from fresh p where p.n = f.n - 1), (select id from old))
        from fresh f`.execute(tx)
  })
}
