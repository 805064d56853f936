import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { Recurrence } from '../../calendar/recurrence.ts'
import { assemble } from '../../meetings/minutes/assemble.ts'
import { selectRecord } from '../../meetings/minutes/record-store.ts'
import { keepIssue } from '../../meetings/minutes/store.ts'
import { selectOptionalMeeting } from '../../meetings/meeting-store.ts'
import { USUAL_DIVISION } from '../../meetings/series/division.ts'
import { sittingsOf } from '../../meetings/series/sitting.ts'
import type { Known } from '../keep-partners.ts'
import { FEEDS, GROUPS, type GroupFound } from './groups.ts'
import { type ActionSaid, ORDINARY, PUBLIC_MINUTES, SAID } from './minutes.ts'

type Setting = Known & { partnershipId: string; today: Temporal.PlainDate; schemes: ReadonlyMap<string, string>; priorities: ReadonlyMap<string, string> }
type Sat = { meetingId: string; heldOn: string; beginsAt: string }

const insertMany = async <T>(rows: readonly T[], insert: (some: T[]) => Promise<unknown>) => {
  for (let from = 0; from < rows.length; from += 500) await insert(rows.slice(from, from + 500))
}
const idOf = (ids: ReadonlyMap<string, string>, key: string, what: string): string => {
  const id = ids.get(key)
  if (!id) throw new Error(`The example has no ${what} “${key}”`)
  return id
}

/** The bodies of the example, a year of their meetings behind them and one ahead, what was said in some, what was promised, and what they owe one another. */
export async function keepMeetings(tx: Tx, setting: Setting): Promise<void> {
  const groupIds = new Map(GROUPS.map(({ key }) => [key, crypto.randomUUID() as string]))
  for (const group of GROUPS.toSorted((one, other) => Number(Boolean(one.parent)) - Number(Boolean(other.parent)))) await keepGroup(tx, group, groupIds, setting)
  for (const { key, tookOverBy } of GROUPS)
    if (tookOverBy) await tx.insertInto('group_succession').values({ partnership_id: setting.partnershipId, from_group_id: idOf(groupIds, key, 'group'), to_group_id: idOf(groupIds, tookOverBy[0], 'group'), took_over_on: tookOverBy[1] }).execute()
  await tx.insertInto('owed_feed').values(FEEDS.map(({ from, to, what, content, every, since }) => ({
    partnership_id: setting.partnershipId, from_group_id: idOf(groupIds, from, 'group'), to_group_id: idOf(groupIds, to, 'group'), what, content: [...content], every, since,
  }))).execute()
  for (const group of GROUPS) await keepSittings(tx, group, idOf(groupIds, group.key, 'group'), setting)
  for (const { key } of GROUPS) await keepSaid(tx, key, idOf(groupIds, key, 'group'), setting)
}

async function keepGroup(tx: Tx, group: GroupFound, groupIds: ReadonlyMap<string, string>, { partnershipId: partnership_id, partners, accounts, schemes, priorities }: Setting) {
  const group_id = idOf(groupIds, group.key, 'group')
  const account = (who?: string) => (who ? idOf(accounts, `${who}@city.example`, 'account') : null)
  await tx.insertInto('meeting_group').values({
    partnership_id, group_id, kind: group.kind, parent_id: group.parent ? idOf(groupIds, group.parent, 'group') : null, remit: group.remit, handles: [...(group.handles ?? [])], confidential: group.confidential ?? false,
    scheme_id: (group.scheme && schemes.get(group.scheme)) ?? null, run_by_id: group.runBy ? idOf(partners, group.runBy, 'partner') : null, quorum: group.quorum ?? null, begins: group.begins, ends: group.ends ?? null, ended_reason: group.endedReason ?? null,
  }).execute()
  await tx.insertInto('group_name').values([
    { partnership_id, group_id, name: group.name, kind: 'name', valid_from: group.begins, valid_to: null },
    ...(group.code ? [{ partnership_id, group_id, name: group.code, kind: 'code', valid_from: null, valid_to: null }] : []),
    ...(group.aliases ?? []).map(([name, from, to]) => ({ partnership_id, group_id, name, kind: 'alias', valid_from: from ?? null, valid_to: to ?? null })),
  ]).execute()
  if (group.seats.length > 0)
    await tx.insertInto('group_seat').values(group.seats.map(({ partner, role = 'member', post, account: who, person, deputy, statutory = false, since, until }) => ({
      partnership_id, group_id, organisation_id: idOf(partners, partner, 'partner'), role, post: post ?? null, account_id: account(who), person: person ?? null, deputy: deputy ?? null, statutory, since: since ?? group.begins, until: until ?? null,
    }))).execute()
  if (group.delivers?.length)
    await tx.insertInto('group_priority').values(group.delivers.map((code) => ({ partnership_id, group_id, plan_item_id: idOf(priorities, code, 'priority'), since: null, until: null }))).execute()
  if (group.terms) {
    const { introduction, aims, attendees, dates, agenda, adopted } = group.terms
    await tx.insertInto('terms').values({
      partnership_id, group_id, number: 1, introduction, aims: JSON.stringify(aims), attendees, dates, adopted_on: adopted,
      agenda: JSON.stringify(agenda.map(([title, kind, restricted]) => ({ title, kind, restricted: restricted ?? false }))),
    }).execute()
  }
}

async function keepSittings(tx: Tx, { key, series = [], ends }: GroupFound, group_id: string, { partnershipId: partnership_id, today, accounts }: Setting) {
  const [aYearAgo, to] = [today.subtract({ years: 1 }).toString(), today.add({ years: 1 }).toString()]
  if (ends && ends < aYearAgo) return
  for (const { every, at, minutes = 90, place, onHoliday, starts } of series) {
    // Of what meets each week or fortnight, eight weeks back are enough to look at.
    const from = 'everyWeeks' in every ? today.subtract({ weeks: 8 }).toString() : aYearAgo
    const series_id = crypto.randomUUID()
    const recurrence = Recurrence.parse(every)
    await tx.insertInto('series').values({ partnership_id, series_id, group_id, recurrence: JSON.stringify(recurrence), begins_at: at, minutes, place: place ?? null, on_holiday: onHoliday, starts }).execute()
    const sittings = sittingsOf({ recurrence, beginsAt: at, onHoliday, division: USUAL_DIVISION, starts, ends: null }, from, to)
    await insertMany(sittings, (some) => tx.insertInto('meeting').values(some.map(({ meantFor, heldOn, beginsAt, state, reason }) => ({
      partnership_id, group_id, series_id, meant_for: meantFor === heldOn && state === 'planned' ? null : meantFor, held_on: heldOn, begins_at: beginsAt, minutes, place: place ?? null,
      state: state === 'planned' && heldOn < today.toString() ? 'held' : state, changed_reason: reason, made_by: accounts.get('coordinator@city.example')!,
    }))).execute())
  }
  // The agendas of what comes next: the standing items of the terms.
  await sql`
    insert into agenda_item (partnership_id, meeting_id, group_id, position, title, kind, restricted)
    select m.partnership_id, m.meeting_id, m.group_id, line.position, line.item->>'title', line.item->>'kind', (line.item->>'restricted')::boolean
    from meeting m join terms t on t.partnership_id = m.partnership_id and t.group_id = m.group_id and t.number = 1
      cross join lateral jsonb_array_elements(t.agenda) with ordinality as line(item, position)
    where m.group_id = ${group_id} and m.state = 'planned'`.execute(tx)
  const seats = await tx.selectFrom('group_seat as s').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 's.partnership_id').onRef('a.account_id', '=', 's.account_id'))
    .select(['s.group_seat_id', 's.organisation_id', sql<string | null>`coalesce(a.name, s.person)`.as('person'), 's.deputy']).where('s.group_id', '=', group_id).where('s.until', 'is', null).execute()
  const held = await satOf(tx, group_id)
  // Who came: mostly everybody; nobody where a seat is vacant; the third seat of a weekly group sends a deputy or apologies now and then.
  await insertMany(held.flatMap(({ meetingId: meeting_id }, n) => seats.map(({ group_seat_id, organisation_id, person, deputy }, seat) => {
    const away = SAID.find((each) => each.group === key && each.ago === n)?.away?.length ? seat === 4 : (n + seat) % 7 === 3
    const state = person === null ? 'absent' : away ? (deputy ? 'deputy' : 'apologies') : 'present'
    return { partnership_id, meeting_id, group_id, group_seat_id, organisation_id, name: state === 'deputy' ? deputy! : (person ?? 'Nobody'), state, accepted_statement: state === 'present' || state === 'deputy' }
  })), (some) => tx.insertInto('attendance').values(some).execute())
}

/** The meetings a group has held, the last first. */
const satOf = (tx: Tx, groupId: string): Promise<Sat[]> =>
  tx.selectFrom('meeting').select(['meeting_id as meetingId', 'held_on as heldOn', 'begins_at as beginsAt']).where('group_id', '=', groupId).where('state', '=', 'held').orderBy('held_on', 'desc').orderBy('begins_at', 'desc').execute()

async function keepSaid(tx: Tx, key: string, group_id: string, setting: Setting) {
  const { partnershipId: partnership_id, accounts, partners, today } = setting
  const secretary = accounts.get('coordinator@city.example')!
  const held = await satOf(tx, group_id)
  const said = SAID.filter(({ group }) => group === key)
  const ordinary = ORDINARY[key]
  const unsaid = ordinary ? held.flatMap((_, ago) => (ago === 0 || said.some((each) => each.ago === ago) ? [] : [{ group: key, ago, items: [ordinary] }])) : []
  const told = [...said, ...unsaid].toSorted((one, other) => other.ago - one.ago)
  const numbers = new Map<string, number>()
  const next = (prefix: string, heldOn: string) => {
    const year = heldOn.slice(0, 4)
    numbers.set(prefix + year, (numbers.get(prefix + year) ?? 0) + 1)
    return `${prefix}${numbers.get(prefix + year)}/${year}`
  }
  for (const { ago, items } of told) {
    const sitting = held[ago]
    if (!sitting) continue
    const { meetingId: meeting_id, heldOn } = sitting
    for (const [at, { title, kind, said, restricted = false, decisions = [], actions = [] }] of items.entries()) {
      const agenda_item_id = crypto.randomUUID()
      const hung = { partnership_id, meeting_id, group_id, agenda_item_id, restricted }
      await tx.insertInto('agenda_item').values({ ...hung, position: at + 1, title, kind, minuted: said, minuted_by: secretary, minuted_at: `${heldOn}T16:00:00Z` }).execute()
      if (decisions.length > 0)
        await tx.insertInto('decision').values(decisions.map(([what, statement]) => ({ ...hung, reference: next('D', heldOn), kind: what, statement, made_by: secretary, made_at: `${heldOn}T16:00:00Z` }))).execute()
      if (actions.length > 0) await tx.insertInto('action').values(actions.map((action) => actionRow(action, hung, next('', heldOn), heldOn))).execute()
    }
    const meeting = await selectOptionalMeeting(tx, meeting_id)
    if (!meeting) throw new Error(`The example lost its meeting of ${heldOn}`)
    // The last minutes of the board wait for its chair.
    const state = key === 'board' && ago === 0 ? 'with the chair' : 'issued'
    if (state === 'issued') {
      const record = await selectRecord(tx, meeting)
      for (const audience of PUBLIC_MINUTES.includes(key) ? (['group', 'partnership', 'public'] as const) : (['group', 'partnership'] as const))
        await keepIssue(tx, { meetingId: meeting_id, groupId: group_id }, assemble({ ...record, approvedBy: 'The chair' }, audience), null)
    }
    await tx.updateTable('meeting').set({ minutes_state: state, ...(state === 'issued' ? { approved_at: `${heldOn}T18:00:00Z` } : {}) }).where('meeting_id', '=', meeting_id).execute()
  }

  function actionRow([statement, partner, who, days, closedWith]: ActionSaid, hung: object, reference: string, heldOn: string) {
    const dueOn = Temporal.PlainDate.from(heldOn).add({ days })
    const closedOn = Temporal.PlainDate.compare(dueOn, today) < 0 ? dueOn : today
    return {
      ...(hung as { partnership_id: string; meeting_id: string; group_id: string; agenda_item_id: string; restricted: boolean }), reference, statement, owner_agency_id: idOf(partners, partner, 'partner'), owner_account_id: who ? idOf(accounts, `${who}@city.example`, 'account') : null,
      due_on: dueOn.toString(), state: closedWith ? 'done' : 'open', closed_on: closedWith ? closedOn.toString() : null, closed_by: closedWith ? secretary : null, evidence: closedWith ?? null, made_by: secretary, made_at: `${heldOn}T16:00:00Z`,
    }
  }
}

/** Ids of the schemes of casework by kind, and of the strategy's priorities by code. */
export async function selectMeetingSetting(tx: Tx, strategy: string): Promise<Pick<Setting, 'schemes' | 'priorities'>> {
  const schemes = await tx.selectFrom('scheme').select(['kind', 'scheme_id']).execute()
  const priorities = await tx.selectFrom('plan_item as i').innerJoin('plan as p', (on) => on.onRef('p.partnership_id', '=', 'i.partnership_id').onRef('p.plan_id', '=', 'i.plan_id')).select(['i.code', 'i.plan_item_id']).where('p.title', '=', strategy).where('i.kind', '=', 'priority').execute()
  return { schemes: new Map(schemes.map(({ kind, scheme_id }) => [kind, scheme_id])), priorities: new Map(priorities.map(({ code, plan_item_id }) => [code, plan_item_id])) }
}

export const selectHasMeetings = async (tx: Tx): Promise<boolean> => (await tx.selectFrom('meeting_group').select('group_id').limit(1).execute()).length > 0
