import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'

/** What happened in a case, in the words of the timeline. `detail` completes them: a band, a power, an outcome; never what somebody wrote. */
const IN_WORDS = {
  referred: (by) => `Referred by ${by}`,
  triaged: (_, detail) => `Triage: ${detail}`,
  joined: (by) => `${by} took part`,
  left: (by) => `${by} no longer took part`,
  assessed: (by, detail) => `Risk assessed as ${detail} by ${by}`,
  said: (by) => `${by} gave information`,
  asked: (by) => `${by} was asked for information`,
  answered: (by, detail) => `${by} answered: ${detail}`,
  agreed: (by) => `An action was agreed for ${by}`,
  ended: (by, detail) => `An action of ${by} was ${detail}`,
  power: (by, detail) => `${detail}, by ${by}`,
  offered: (by) => `Support was offered by ${by}`,
  contact: (by, detail) => `${by} ${detail}`,
  reviewed: () => 'Review held',
  panel: (_, detail) => `Discussed at a panel${detail}`,
  transferred: (_, detail) => `Sent to ${detail}`,
  closed: (_, detail) => `Closed: ${detail}`,
} as const satisfies Record<string, (by: string, detail: string) => string>

const EventRow = z.object({ on: z.string(), kind: z.enum(Object.keys(IN_WORDS) as [keyof typeof IN_WORDS]), by: z.string().nullable(), detail: z.string().nullable() })
export type Happened = z.infer<typeof EventRow>

const day = (column: string) => sql.raw(`(${column} at time zone 'Europe/London')::date`)

/** What happened in a case, as far as this account may see, the latest first. */
export async function selectTimeline(tx: Tx, caseId: string, limit = 60): Promise<Happened[]> {
  const { rows } = await sql`
    select e."on"::text as "on", e.kind, n.name as by, e.detail from (
      select ${day('made_at')} as "on", made_at as at, 'referred' as kind, agency_id, null::text as detail from referral where case_id = ${caseId}
      union all select ${day('decided_at')}, decided_at, 'triaged', agency_id, outcome from referral where case_id = ${caseId} and decided_at is not null
      union all select ${day('joined_at')}, joined_at, 'joined', agency_id, null from case_party where case_id = ${caseId}
      union all select ${day('left_at')}, left_at, 'left', agency_id, null from case_party where case_id = ${caseId} and left_at is not null
      union all select assessed_on, made_at, 'assessed', agency_id, coalesce(judged_band, band) from risk_assessment where case_id = ${caseId}
      union all select ${day('written_at')}, written_at, 'said', agency_id, null from contribution where case_id = ${caseId}
      union all select ${day('asked_at')}, asked_at, 'asked', to_agency_id, null from information_request where case_id = ${caseId} and cancelled_at is null
      union all select ${day('answered_at')}, answered_at, 'answered', to_agency_id, case answer when 'contribution' then 'with what it holds' else answer end from information_request where case_id = ${caseId} and answered_at is not null
      union all select ${day('made_at')}, made_at, 'agreed', owner_agency_id, null from action where case_id = ${caseId}
      union all select closed_on, closed_on::timestamptz, 'ended', owner_agency_id, state from action where case_id = ${caseId} and state <> 'open'
      union all select decided_on, recorded_at, 'power', agency_id, upper(left(power, 1)) || substr(power, 2) || ' ' || state from power_use where case_id = ${caseId}
      union all select offered_on, offered_on::timestamptz, 'offered', agency_id, null from support_offer where case_id = ${caseId}
      union all select ${day('at')}, at, 'contact', agency_id, case when reached then 'reached somebody by ' else 'tried to reach somebody by ' end || method from contact where case_id = ${caseId}
      union all select held_on, recorded_at, 'reviewed', null, null from held_review where case_id = ${caseId}
      union all select p.held_on, k.finished_at, 'panel', null, case when k.decided is null then '' else ': ' || k.decided end
        from panel_case k join panel p on p.partnership_id = k.partnership_id and p.panel_id = k.panel_id where k.case_id = ${caseId} and k.finished_at is not null
      union all select ${day('sent_at')}, sent_at, 'transferred', null, to_area from transfer where case_id = ${caseId} and recalled_at is null
      union all select closed_on, closed_on::timestamptz, 'closed', null, outcome from closure where case_id = ${caseId}
    ) e left join organisation_name n on n.organisation_id = e.agency_id and n.kind = 'name' and n.valid_to is null
    order by e."on" desc, e.at desc limit ${limit}`.execute(tx)
  return z.array(EventRow).parse(rows)
}

/** The timeline in words, one group to a day. */
export const timelineInWords = (happened: readonly Happened[], today = todayInLondon(Temporal.Now.instant())): { on: string; words: string[] }[] =>
  [...Map.groupBy(happened, ({ on }) => on)].map(([on, events]) => ({
    on: on === today.toString() ? 'Today' : writeDate(Temporal.PlainDate.from(on)),
    words: [...new Set(events.map(({ kind, by, detail }) => IN_WORDS[kind](by ?? 'The case', detail ?? '')))],
  }))
