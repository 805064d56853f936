import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { clocksOf, StandardRules, type Standards } from './standards.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

const Row = z.object({
  caseId: z.string(), reference: z.string(), schemeId: z.string(), stage: z.string(), referredOn: z.string(), openedOn: z.string().nullable(), closedOn: z.string().nullable(), toldOn: z.string().nullable(), high: z.boolean(),
  last: z.number().nullable(), reached: z.boolean(), acknowledged: z.boolean(),
})

/** The day in London of a moment given in seconds since 1970: asked here, for the embedded database takes ten times as long over it. */
const dayOf = (seconds: number) => todayInLondon(Temporal.Instant.fromEpochMilliseconds(Math.floor(seconds * 1000))).toString()

/** Victims who are to hear from somebody: what is late, or due by tomorrow, in the cases the reader works. By reference alone. */
export async function contactWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }, today: Temporal.PlainDate): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  // The cases first, then the last contact of each victim, and what else is kept only where that leaves something to ask: each row read is weighed by its policy.
  const { rows } = await sql`
    with worked as materialized (
      select c.partnership_id, c.case_id, c.reference, c.scheme_id, c.stage, c.referred_on, c.opened_on, c.closed_on from case_file c
      where c.stage in ('referred', 'open') or (c.stage = 'closed' and c.closed_on > ${today.subtract({ days: 60 }).toString()}))
    select c.case_id as "caseId", c.reference, c.scheme_id as "schemeId", c.stage, c.referred_on as "referredOn", c.opened_on as "openedOn", c.closed_on as "closedOn", k.told_on as "toldOn", l.last,
      coalesce(l.reached, false) or exists (select from contact t where t.partnership_id = c.partnership_id and t.case_id = c.case_id and t.subject_id = s.subject_id and t.reached) as reached,
      coalesce(l.reached, false) or exists (select from contact t where t.partnership_id = c.partnership_id and t.case_id = c.case_id and t.subject_id = s.subject_id and (t.reached or t.purpose = 'acknowledgement')) as acknowledged,
      case when l.reached then false else coalesce((select coalesce(r.judged_band, r.band) ilike '%high%' from risk_assessment r
        where r.partnership_id = c.partnership_id and r.case_id = c.case_id order by r.made_at desc limit 1), false) end as high
    from worked c
      join subject s on s.partnership_id = c.partnership_id and s.case_id = c.case_id and s.role in ('victim', 'both') and s.removed_at is null
      left join lateral (select k.told_on from closure k
        where k.partnership_id = c.partnership_id and k.case_id = c.case_id and c.stage = 'closed' and k.reopened_at is null order by k.closed_on desc limit 1) k on true
      left join lateral (select extract(epoch from t.at)::float8 as last, t.reached from contact t
        where t.partnership_id = c.partnership_id and t.case_id = c.case_id and t.subject_id = s.subject_id and (t.reached or t.method = 'letter') order by t.at desc limit 1) l on true
    where c.stage <> 'closed' or k.told_on is null`.execute(tx)
  const sets = Map.groupBy(await tx.selectFrom('rule_set').select(['scheme_id as schemeId', 'valid_from as from', 'valid_to as to', 'source', 'rules']).where('kind', '=', 'standards').execute(), ({ schemeId }) => schemeId)
  const standards = new Map([...sets].map(([schemeId, found]): [string, Standards[]] => [schemeId, found.map(({ rules, from, to, source }) => ({ ...StandardRules.parse(rules), from, to, source }))]))
  const tomorrow = today.add({ days: 1 }).toString()
  const waiting = z.array(Row).parse(rows).flatMap(({ caseId, reference, schemeId, stage, high, last, reached, acknowledged, ...row }) => {
    // Of what was done, it counts here that it was, and not when: only the last contact begins a clock that still runs.
    const begun = { on: row.referredOn, reached, purpose: acknowledged ? 'acknowledgement' : 'update' }
    return clocksOf({
      ...row, openedOn: stage === 'open' ? row.openedOn : null, closedOn: stage === 'closed' ? row.closedOn : null, isHighRisk: high,
      contacts: [...(acknowledged || reached ? [begun] : []), ...(last === null ? [] : [{ on: dayOf(last), reached: false, purpose: 'update', method: 'letter' }])],
    }, standards.get(schemeId) ?? [], today.toString())
      .filter(({ state, dueOn }) => state === 'late' || (state === 'due' && dueOn !== null && dueOn <= tomorrow))
      .map(({ name, dueOn, words }) => ({ caseId, reference, name, dueOn, words }))
  })
  // Two victims of one case who wait for the same are one line of work.
  return [...new Map(waiting.toSorted((a, b) => (b.dueOn ?? '').localeCompare(a.dueOn ?? '')).map((each) => [`${each.caseId} ${each.name}`, each])).values()]
    .map(({ caseId, reference, name, dueOn, words }) => ({ kind: 'Victims to hear from you', title: `${reference}: ${name.toLowerCase()}`, href: name === 'Told of closing' ? `/cases/${caseId}/close` : `/cases/${caseId}/contact`, due: dueOn ? Temporal.PlainDate.from(dueOn) : null, note: words }))
}
