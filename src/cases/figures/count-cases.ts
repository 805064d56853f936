import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { powerPart } from './figure.ts'

const Row = z.object({ schemeId: z.string(), month: z.string(), figure: z.string(), part: z.string(), n: z.number() })

/** Counts a partnership's casework anew, in one transaction: what was counted before gives way to what stands. Gives how many counts there are. Runs as the system. */
export async function countCases(tx: Tx): Promise<number> {
  const partnershipId = tx.actor.partnershipId
  const { rows } = await sql`
    with c as (select * from case_file where partnership_id = ${partnershipId} and stage <> 'erased')
    select scheme_id as "schemeId", date_trunc('month', on_day)::date::text as month, figure, part, count(*)::integer as n from (
      select scheme_id, referred_on as on_day, 'referrals' as figure, case when about in ('location', 'emerging issue') or resident is null then 'no person' when resident then 'resident' else 'not resident' end as part from c
      union all select c.scheme_id, (r.decided_at at time zone 'Europe/London')::date, 'decisions', r.outcome from referral r join c using (partnership_id, case_id) where r.outcome is not null
      union all select c.scheme_id, k.closed_on, 'closed', k.outcome from closure k join c using (partnership_id, case_id) where k.reopened_at is null
      union all select c.scheme_id, u.decided_on, 'powers:' || u.power, '' from power_use u join c using (partnership_id, case_id) where u.state in ('given', 'in force', 'ended')
      union all select c.scheme_id, s.answered_on, 'satisfaction', case when s.answer in ('satisfied', 'very satisfied') then 'satisfied' else 'not satisfied' end from satisfaction s join c using (partnership_id, case_id) where s.answered_on is not null
    ) each_one group by 1, 2, 3, 4
    union all
    select c.scheme_id, date_trunc('month', k.closed_on)::date::text, 'repeats', p.part, sum(p.n)::integer from closure k join c using (partnership_id, case_id)
      cross join lateral (values ('before', k.contacts_before), ('after', k.contacts_after)) as p (part, n)
      where k.reopened_at is null and k.contacts_before is not null and k.contacts_after is not null group by 1, 2, 4`.execute(tx)
  const counts = new Map<string, z.infer<typeof Row>>()
  for (const row of rows.map((each) => Row.parse(each)).map(inParts)) {
    const key = [row.schemeId, row.month, row.figure, row.part].join(' ')
    counts.set(key, { ...row, n: row.n + (counts.get(key)?.n ?? 0) })
  }
  await tx.deleteFrom('case_count').where('partnership_id', '=', partnershipId!).execute()
  const values = [...counts.values()].map(({ schemeId, ...count }) => ({ partnership_id: partnershipId!, scheme_id: schemeId, ...count }))
  for (let from = 0; from < values.length; from += 1000) await tx.insertInto('case_count').values(values.slice(from, from + 1000)).execute()
  return values.length
}

const inParts = (row: z.infer<typeof Row>) => (row.figure.startsWith('powers:') ? { ...row, figure: 'powers', part: powerPart(row.figure.slice(7)) } : row)
