import { sql } from 'kysely'
import { z } from 'zod'
import { endedInWords, type GroupAction } from '../../actions/group-action.ts'
import { dueInWords, ownerInWords } from '../../actions/action.ts'
import { consultRestricted } from '../../actions/group-store.ts'
import { selectGroupActions } from '../../actions/store.ts'
import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import type { Meeting } from '../meeting.ts'
import { dayInWords } from '../meeting-page.ts'
import { selectFeedsOwedTo } from '../feeds/store.ts'
import { type AgendaItem, previousMeeting, selectMeetings } from '../meeting-store.ts'
import { dataWindow } from './data-window.ts'
import type { AgendaSource, Drawn, DrawnFor } from './source.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const today = () => Temporal.Now.plainDateISO('Europe/London')

const apologies: AgendaSource = {
  kind: 'apologies',
  none: 'No apologies so far.',
  show: async (tx, { meetingId }) => {
    const rows = await tx.selectFrom('attendance as a')
      .leftJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'a.partnership_id').onRef('n.organisation_id', '=', 'a.organisation_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
      .select(['a.name', 'n.name as organisation']).where('a.meeting_id', '=', meetingId).where('a.state', '=', 'apologies').orderBy('a.name').execute()
    return rows.map(({ name, organisation }) => ({ title: name, href: null, note: organisation ?? '' }))
  },
}

const minutes: AgendaSource = {
  kind: 'minutes',
  none: 'The group has not met before.',
  show: async (tx, meeting) => {
    const previous = await previousMeeting(tx, meeting)
    if (!previous) return []
    const note = previous.minutesState === 'issued' ? 'Issued' : previous.minutesState === 'none' ? 'No minutes yet' : 'Not issued yet'
    return [{ title: `Minutes of ${dayInWords(previous.heldOn)}`, href: previous.group.reads ? `/meetings/${previous.meetingId}/minutes` : null, note }]
  },
}

/** Groups whose threads this one carries on: itself, and all it took over from. */
async function threads(tx: Tx, groupId: string): Promise<string[]> {
  const { rows } = await sql`
    with recursive thread as (select ${groupId}::uuid as id union select s.from_group_id from group_succession s join thread t on s.to_group_id = t.id) select id from thread`.execute(tx)
  return z.array(z.object({ id: z.string() })).parse(rows).map(({ id }) => id)
}

const actionLine = (action: GroupAction): Drawn => ({
  title: `${action.number ?? ''} ${action.statement}`.trim(), href: `/meeting-actions/${action.actionId}`,
  note: `${ownerInWords(action)} · ${endedInWords(action) ?? dueInWords(action.dueOn, today())}`,
})

/** Actions of a group that are open, by number, and those ended since it last met. */
export async function selectMattersArising(tx: Tx, { groupId, previousOn }: Pick<DrawnFor, 'groupId' | 'previousOn'>): Promise<GroupAction[]> {
  const found: GroupAction[] = []
  for (const id of await threads(tx, groupId)) found.push(...(await selectGroupActions(tx, { groupId: id })))
  consultRestricted(tx, found)
  const order = ({ number }: GroupAction) => { const [n, year] = (number ?? '0/0').split('/'); return Number(year) * 100_000 + Number(n) }
  return found.filter(({ state, closedOn }) => state === 'open' || (previousOn !== null && closedOn !== null && closedOn >= previousOn))
    .toSorted((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open') || order(a) - order(b))
}

const matters: AgendaSource = { kind: 'matters arising', none: 'No action is open.', show: async (tx, meeting) => (await selectMattersArising(tx, meeting)).map(actionLine) }

const next: AgendaSource = {
  kind: 'next meeting',
  none: 'No date is set yet.',
  show: async (tx, { groupId, meetingId, heldOn }) => {
    const coming = (await selectMeetings(tx, { groupId, from: heldOn, limit: 8 })).filter((each) => each.meetingId !== meetingId && each.state === 'planned').slice(0, 1)
    return coming.map((each) => ({ title: dayInWords(each.heldOn), href: `/meetings/${each.meetingId}`, note: [`at ${each.beginsAt}`, each.place].filter(Boolean).join(', ') }))
  },
}

const Counted = z.object({ name: z.string(), n: z.number() })
const data: AgendaSource = {
  kind: 'data',
  show: async (tx, { meetingId, heldOn, previousOn }) => {
    const { rows: [reader] } = await sql<{ reads: boolean }>`select may('incidents.read') as reads`.execute(tx)
    const { rows: [weekly] } = await sql`select from meeting m join series s on s.partnership_id = m.partnership_id and s.series_id = m.series_id
      where m.meeting_id = ${meetingId}::uuid and s.recurrence ->> 'kind' = 'weekly' and (s.recurrence ->> 'everyWeeks')::int = 1`.execute(tx)
    const { from, to, weekend } = dataWindow(heldOn, previousOn, weekly !== undefined)
    const begins = day(from).toZonedDateTime('Europe/London').toInstant().toString()
    const ends = day(to).add({ days: 1 }).toZonedDateTime('Europe/London').toInstant().toString()
    const { rows } = await sql`
      select s.name, count(*)::int as n from current_incident i join source s on s.partnership_id = i.partnership_id and s.source_id = i.source_id
      where i.month between date_trunc('month', ${from}::date) and ${to}::date and i.starts >= ${begins}::timestamptz and i.starts < ${ends}::timestamptz group by s.name order by s.name`.execute(tx)
    const words = weekend ? `The weekend of Friday ${writeDateRange(day(from), day(to)).replace(' to ', ' to Sunday ')}` : writeDateRange(day(from), day(to))
    const counted = z.array(Counted).parse(rows).map(({ name, n }) => `${name}: ${n.toLocaleString('en-GB')}`)
    if (!reader?.reads) return [{ title: words, href: null, note: 'Figures are for those who read data' }]
    return [{ title: words, href: `/explore?from=${from.slice(0, 7)}&to=${to.slice(0, 7)}`, note: counted.length > 0 ? counted.join('; ') : 'Nothing with a day was loaded for these days yet' }]
  },
}

const feeds: AgendaSource = {
  kind: 'feeds',
  none: 'No group owes this one anything for this meeting.',
  show: async (tx, { groupId, heldOn }) => (await selectFeedsOwedTo(tx, groupId, heldOn)).map(({ what, fromGroup, dueOn, state, sentOn, missing, href }) => ({
    title: `${fromGroup}: ${what}`, href: state === 'sent' ? href : null,
    note: [state === 'sent' ? `Sent on ${dateInWords(sentOn!)}` : state === 'not sent' ? `${dueOn < today().toString() ? 'Late' : 'To come'}: due ${dateInWords(dueOn)}` : `Due ${dateInWords(dueOn)}`, missing > 0 && `${missing} before it never came`].filter(Boolean).join(' · '),
  })),
}

const OWN: readonly AgendaSource[] = [apologies, minutes, matters, feeds, next, data]

/** What stands under the items of an agenda by itself, by kind, as this account sees it. */
export type DrawnItems = ReadonlyMap<AgendaItem['kind'], { lines: Drawn[]; none: string | null }>

/** Draws what stands under each kind of item on an agenda. Several sources of one kind follow one another. */
export async function drawAgenda(tx: Tx, meeting: Meeting, agenda: readonly AgendaItem[], offered: readonly AgendaSource[]): Promise<DrawnItems> {
  const drawn = new Map<AgendaItem['kind'], { lines: Drawn[]; none: string | null }>()
  const previousOn = (await previousMeeting(tx, meeting))?.heldOn ?? null
  for (const source of [...OWN, ...offered]) {
    if (!agenda.some(({ kind }) => kind === source.kind)) continue
    const before = drawn.get(source.kind) ?? { lines: [], none: null }
    drawn.set(source.kind, { lines: [...before.lines, ...(await source.show(tx, { ...meeting, previousOn }))], none: before.none ?? source.none ?? null })
  }
  return drawn
}

/** "2 March 2026". */
export const dateInWords = (iso: string) => writeDate(day(iso))
