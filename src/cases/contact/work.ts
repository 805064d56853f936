import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { clocksOf, StandardRules, type Standards } from './standards.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

const Row = z.object({
  caseId: z.string(), reference: z.string(), schemeId: z.string(), stage: z.string(), referredOn: z.string(), openedOn: z.string().nullable(), closedOn: z.string().nullable(), toldOn: z.string().nullable(), high: z.boolean(),
  acknowledgedOn: z.string().nullable(), firstOn: z.string().nullable(), lastOn: z.string().nullable(),
})

/** Victims who are to hear from somebody: what is late, or due by tomorrow, in the cases the reader works. By reference alone. */
export async function contactWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }, today: Temporal.PlainDate): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  // Each table is read once and joined: a look-up for every victim would weigh the policy for each.
  const { rows } = await sql`
    with risk as (select distinct on (r.case_id) r.case_id, coalesce(r.judged_band, r.band) ilike '%high%' as high from risk_assessment r order by r.case_id, r.made_at desc),
      ending as (select distinct on (k.case_id) k.case_id, k.told_on from closure k where k.reopened_at is null order by k.case_id, k.closed_on desc),
      reached as (select t.case_id, t.subject_id,
          (min(t.at) filter (where t.reached or t.purpose = 'acknowledgement') at time zone 'Europe/London')::date as "acknowledgedOn",
          (min(t.at) filter (where t.reached) at time zone 'Europe/London')::date as "firstOn", (max(t.at) filter (where t.reached or t.method = 'letter') at time zone 'Europe/London')::date as "lastOn"
        from contact t group by t.case_id, t.subject_id)
    select c.case_id as "caseId", c.reference, c.scheme_id as "schemeId", c.stage, c.referred_on as "referredOn", c.opened_on as "openedOn", c.closed_on as "closedOn", k.told_on as "toldOn",
      coalesce(r.high, false) as high, t."acknowledgedOn", t."firstOn", t."lastOn"
    from case_file c
      join subject s on s.partnership_id = c.partnership_id and s.case_id = c.case_id and s.role in ('victim', 'both') and s.removed_at is null
      left join risk r on r.case_id = c.case_id
      left join ending k on k.case_id = c.case_id
      left join reached t on t.case_id = c.case_id and t.subject_id = s.subject_id
    where c.stage in ('referred', 'open') or (c.stage = 'closed' and k.told_on is null and c.closed_on > ${today.subtract({ days: 60 }).toString()})`.execute(tx)
  const sets = Map.groupBy(await tx.selectFrom('rule_set').select(['scheme_id as schemeId', 'valid_from as from', 'valid_to as to', 'source', 'rules']).where('kind', '=', 'standards').execute(), ({ schemeId }) => schemeId)
  const standards = new Map([...sets].map(([schemeId, found]): [string, Standards[]] => [schemeId, found.map(({ rules, from, to, source }) => ({ ...StandardRules.parse(rules), from, to, source }))]))
  const tomorrow = today.add({ days: 1 }).toString()
  const waiting = z.array(Row).parse(rows).flatMap(({ caseId, reference, schemeId, stage, high, acknowledgedOn, firstOn, lastOn, ...row }) =>
    clocksOf({
      ...row, openedOn: stage === 'open' ? row.openedOn : null, closedOn: stage === 'closed' ? row.closedOn : null, isHighRisk: high,
      contacts: [...(acknowledgedOn ? [{ on: acknowledgedOn, reached: false, purpose: 'acknowledgement' }] : []), ...(firstOn ? [{ on: firstOn, reached: true, purpose: 'update' }] : []), ...(lastOn ? [{ on: lastOn, reached: false, purpose: 'update', method: 'letter' }] : [])],
    }, standards.get(schemeId) ?? [], today.toString())
      .filter(({ state, dueOn }) => state === 'late' || (state === 'due' && dueOn !== null && dueOn <= tomorrow))
      .map(({ name, dueOn, words }) => ({ caseId, reference, name, dueOn, words })))
  // Two victims of one case who wait for the same are one line of work.
  return [...new Map(waiting.toSorted((a, b) => (b.dueOn ?? '').localeCompare(a.dueOn ?? '')).map((each) => [`${each.caseId} ${each.name}`, each])).values()]
    .map(({ caseId, reference, name, dueOn, words }) => ({ kind: 'Victims to hear from you', title: `${reference}: ${name.toLowerCase()}`, href: name === 'Told of closing' ? `/cases/${caseId}/close` : `/cases/${caseId}/contact`, due: dueOn ? Temporal.PlainDate.from(dueOn) : null, note: words }))
}
