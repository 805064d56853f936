import { sql } from 'kysely'
import { z } from 'zod'
import { bankHolidayOn } from '../../calendar/bank-holidays.ts'
import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { selectDivisions } from '../../meetings/series/division.ts'
import { typedTable } from '../papers/body.ts'
import type { DraftSource } from './source.ts'

const dayOf = (date: string) => Temporal.PlainDate.from(date)
const onDay = (date: string) => writeDate(dayOf(date))
const presentName = sql`join group_name n on n.partnership_id = g.partnership_id and n.group_id = g.group_id and n.kind = 'name' and n.valid_to is null`

const ActionRow = z.object({ reference: z.string(), body: z.string(), statement: z.string(), owner: z.string(), dueOn: z.string() })

/** Every open action of the groups whose actions this account reads; none that is restricted. */
const actions: DraftSource = {
  key: 'actions', title: 'Meetings: actions outstanding, the oldest first', heading: 'Actions outstanding',
  draft: async (tx: Tx, { today }) => {
    const { rows } = await sql`
      select a.reference, n.name as body, a.statement, coalesce(o.name, r.name) as owner, a.due_on as "dueOn"
      from action a
        join meeting_group g on g.partnership_id = a.partnership_id and g.group_id = a.group_id and not g.confidential ${presentName}
        join organisation_name r on r.partnership_id = a.partnership_id and r.organisation_id = a.owner_agency_id and r.kind = 'name' and r.valid_to is null
        left join account o on o.partnership_id = a.partnership_id and o.account_id = a.owner_account_id
      where a.state = 'open' and not a.restricted order by a.due_on, a.reference limit 200`.execute(tx)
    const open = rows.map((row) => ActionRow.parse(row))
    if (open.length === 0) return { body: 'No action of a meeting is outstanding.', drawn: [] }
    const late = open.filter(({ dueOn }) => dueOn < today.toString()).length
    return {
      body: [
        `${open.length === 1 ? 'One action is' : `${open.length} actions are`} outstanding; ${late === 0 ? 'none is late' : late === 1 ? 'one is late' : `${late} are late`}.`,
        typedTable(['Number', 'Group', 'Action', 'Who', 'Due'], open.map(({ reference, body, statement, owner, dueOn }) => [reference, body, statement, owner, dueOn < today.toString() ? `${onDay(dueOn)}, late` : onDay(dueOn)])),
      ].join('\n\n'),
      drawn: open.map(({ reference, dueOn }) => ({ reference, dueOn })),
    }
  },
}

const MeetingRow = z.object({ groupId: z.string(), heldOn: z.string(), beginsAt: z.string(), name: z.string(), place: z.string().nullable() })
const CampaignRow = z.object({ title: z.string(), begins: z.string(), ends: z.string(), audience: z.string().nullable() })
const MONTHS_AHEAD = 4

/** Meetings and campaigns of the months after the period. */
const comingUp: DraftSource = {
  key: 'coming up', title: 'Calendar: meetings and campaigns of the coming months', heading: 'Coming up',
  draft: async (tx, { today }) => {
    const until = today.add({ months: MONTHS_AHEAD })
    const meetings = (await sql`
      select m.group_id as "groupId", m.held_on as "heldOn", m.begins_at as "beginsAt", n.name, m.place
      from meeting m join meeting_group g on g.partnership_id = m.partnership_id and g.group_id = m.group_id and not g.confidential ${presentName}
      where m.state = 'planned' and m.held_on between ${today.toString()} and ${until.toString()} order by m.held_on, m.begins_at limit 100`.execute(tx)).rows.map((row) => MeetingRow.parse(row))
    const campaigns = (await sql`
      select title, begins, ends, audience from campaign where begins <= ${until.toString()} and ends >= ${today.toString()} order by begins limit 100`.execute(tx)).rows.map((row) => CampaignRow.parse(row))
    const divisions = await selectDivisions(tx)
    const holidayOf = (groupId: string, day: string) => { const holiday = bankHolidayOn(day, divisions.of(groupId)); return holiday ? ` (${holiday})` : '' }
    const body = [
      ...(campaigns.length > 0 ? [typedTable(['Campaign', 'When', 'For whom'], campaigns.map(({ title, begins, ends, audience }) => [title, writeDateRange(dayOf(begins), dayOf(ends)), audience ?? 'Not said']))] : []),
      ...(meetings.length > 0 ? [typedTable(['Meeting', 'When', 'Where'], meetings.map(({ groupId, name, heldOn, beginsAt, place }) => [name, `${onDay(heldOn)}, ${beginsAt}${holidayOf(groupId, heldOn)}`, place ?? 'Not said']))] : []),
    ]
    return { body: body.join('\n\n') || `Nothing is on the calendar up to ${writeDate(until)}.`, drawn: { meetings: meetings.length, campaigns: campaigns.length, until: until.toString() } }
  },
}

const GroupRow = z.object({ name: z.string(), held: z.number(), cancelled: z.number(), decisions: z.number(), seats: z.number(), filled: z.number() })

/** How often each group met, and how full it was. */
const governance: DraftSource = {
  key: 'governance', title: 'Meetings: how often each group met, who came, and what was decided', heading: 'How the partnership worked',
  draft: async (tx, { starts, ends }) => {
    const { rows } = await sql`
      select n.name, count(*) filter (where m.state = 'held')::int as held, count(*) filter (where m.state = 'cancelled')::int as cancelled,
        coalesce(sum((select count(*) from decision d where d.partnership_id = m.partnership_id and d.meeting_id = m.meeting_id and d.kind = 'decided')), 0)::int as decisions,
        coalesce(sum((select count(*) from attendance a where a.partnership_id = m.partnership_id and a.meeting_id = m.meeting_id and a.group_seat_id is not null)), 0)::int as seats,
        coalesce(sum((select count(*) from attendance a where a.partnership_id = m.partnership_id and a.meeting_id = m.meeting_id and a.group_seat_id is not null and a.state in ('present', 'deputy'))), 0)::int as filled
      from meeting m join meeting_group g on g.partnership_id = m.partnership_id and g.group_id = m.group_id and not g.confidential ${presentName}
      where m.held_on between ${starts} and ${ends} group by n.name order by n.name`.execute(tx)
    const groups = rows.map((row) => GroupRow.parse(row))
    if (groups.length === 0) return { body: `No meeting is recorded for ${writeDateRange(dayOf(starts), dayOf(ends))}.`, drawn: [] }
    return {
      body: typedTable(['Group', 'Meetings held', 'Cancelled', 'Decisions', 'Seats filled'], groups.map(({ name, held, cancelled, decisions, seats, filled }) => [name, String(held), String(cancelled), String(decisions), seats === 0 ? 'Not recorded' : `${filled} of ${seats}`])),
      drawn: groups,
    }
  },
}

const FeedRow = z.object({ name: z.string(), what: z.string(), body: z.string(), dueOn: z.string() })

/** What the groups sent one another in the period. */
const feeds: DraftSource = {
  key: 'feeds', title: 'Meetings: what groups owed and sent in the period', heading: 'What the groups report',
  draft: async (tx, { starts, ends }) => {
    const { rows } = await sql`
      select n.name, f.what, r.body, r.due_on as "dueOn"
      from feed_return r
        join owed_feed f on f.partnership_id = r.partnership_id and f.owed_feed_id = r.owed_feed_id
        join meeting_group g on g.partnership_id = f.partnership_id and g.group_id = f.from_group_id and not g.confidential ${presentName}
      where r.sent_at is not null and r.due_on between ${starts} and ${ends} order by n.name, r.due_on`.execute(tx)
    const sent = rows.map((row) => FeedRow.parse(row))
    return { body: sent.map(({ name, what, body, dueOn }) => `${name}, ${what}, due ${onDay(dueOn)}:\n\n${body}`).join('\n\n') || 'No group has sent what it owes for these days.', drawn: sent.map(({ name, what, dueOn }) => ({ name, what, dueOn })) }
  },
}

export const MEETING_SOURCES: readonly DraftSource[] = [actions, comingUp, governance, feeds]
