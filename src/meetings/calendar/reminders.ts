import { hoursInWords } from '../meeting.ts'
import { todayInLondon, weekdayOf, writeDate } from '../../calendar/dates.ts'
import { asSystem, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'

const inFull = (text: string) => { const day = Temporal.PlainDate.from(text); return `${weekdayOf(day)} ${writeDate(day)}` }

/** Which reminder is owed so many days before: a week, or a day; null for neither. One missed, because nothing ran, is made up on a later day. */
export const reminderBefore = (days: number): 'a week' | 'a day' | null => (days === 0 || days === 1 ? 'a day' : days > 1 && days <= 7 ? 'a week' : null)

/**
 * Reminds those with a seat of a meeting a week and a day before it, and whoever owes a paper a week and a day before that is due. Safe to run at any
 * time: the same reminder is never sent twice, and a meeting that moves is reminded of anew. A message names no group that is confidential. Gives how many were written.
 */
export async function remindOfMeetings(baseUrl: string, today: Temporal.PlainDate = todayInLondon(Temporal.Now.instant())): Promise<number> {
  const partnerships = await asSystem('look for partnerships to remind of meetings in', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
  let written = 0
  for (const { partnership_id } of partnerships)
    written += await asSystem('remind of meetings and papers', async (tx) => (await remindSeats(tx, today, baseUrl)) + (await remindOfPapers(tx, today, baseUrl)), partnership_id)
  return written
}

const nameOf = (name: string | null, confidential: boolean) => (confidential || !name ? 'A group you have a seat in' : name)

async function remindSeats(tx: Tx, today: Temporal.PlainDate, baseUrl: string): Promise<number> {
  const day = today.toString()
  const rows = await tx.selectFrom('meeting as m')
    .innerJoin('meeting_group as g', (on) => on.onRef('g.partnership_id', '=', 'm.partnership_id').onRef('g.group_id', '=', 'm.group_id'))
    .innerJoin('group_seat as s', (on) => on.onRef('s.partnership_id', '=', 'm.partnership_id').onRef('s.group_id', '=', 'm.group_id'))
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 's.partnership_id').onRef('a.account_id', '=', 's.account_id'))
    .leftJoin('group_name as n', (on) => on.onRef('n.partnership_id', '=', 'm.partnership_id').onRef('n.group_id', '=', 'm.group_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['m.meeting_id as meetingId', 'm.held_on as heldOn', 'm.begins_at as beginsAt', 'm.minutes', 'm.place', 'g.confidential', 'n.name', 'a.account_id as accountId'])
    .distinct()
    .where('m.partnership_id', '=', tx.actor.partnershipId).where('m.state', '=', 'planned').where('m.held_on', '>=', day).where('m.held_on', '<=', today.add({ days: 7 }).toString())
    .where('a.disabled_at', 'is', null)
    .where((on) => on.or([on('s.since', 'is', null), on('s.since', '<=', day)])).where((on) => on.or([on('s.until', 'is', null), on('s.until', '>=', day)])).execute()
  return notify(tx, rows.flatMap(({ meetingId, heldOn, beginsAt, minutes, place, confidential, name, accountId }) => {
    const which = reminderBefore(today.until(Temporal.PlainDate.from(heldOn)).days)
    if (!which) return []
    return [{
      accountId, effect: `meeting ${meetingId} ${heldOn} ${beginsAt} ${which} ${accountId}`, subject: `${nameOf(name, confidential)} meets on ${inFull(heldOn)}`,
      body: `${nameOf(name, confidential)} meets on ${inFull(heldOn)}, ${hoursInWords({ beginsAt, minutes })}${place && !confidential ? `, ${place}` : ''}.\nIts agenda and papers, and where to send apologies:\n${baseUrl}/meetings/${meetingId}\n`,
    }]
  }))
}

async function remindOfPapers(tx: Tx, today: Temporal.PlainDate, baseUrl: string): Promise<number> {
  const rows = await tx.selectFrom('meeting_paper as p')
    .innerJoin('meeting as m', (on) => on.onRef('m.partnership_id', '=', 'p.partnership_id').onRef('m.meeting_id', '=', 'p.meeting_id'))
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'p.partnership_id').onRef('a.account_id', '=', 'p.asked_of'))
    .select(['p.meeting_paper_id as paperId', 'p.meeting_id as meetingId', 'p.due_on as dueOn', 'm.held_on as heldOn', 'a.account_id as accountId'])
    .where('p.partnership_id', '=', tx.actor.partnershipId).where('p.received_at', 'is', null).where('m.state', '=', 'planned').where('p.due_on', 'is not', null)
    .where('p.due_on', '>=', today.toString()).where('p.due_on', '<=', today.add({ days: 7 }).toString()).where('a.disabled_at', 'is', null).execute()
  return notify(tx, rows.flatMap(({ paperId, meetingId, dueOn, heldOn, accountId }) => {
    const which = dueOn && reminderBefore(today.until(Temporal.PlainDate.from(dueOn)).days)
    if (!which) return []
    return [{
      accountId, effect: `meeting paper ${paperId} ${dueOn} ${which} ${accountId}`, subject: `A paper is due by ${inFull(dueOn)}`,
      body: `A paper you were asked for is due by ${inFull(dueOn)}, for a meeting on ${inFull(heldOn)}:\n${baseUrl}/meetings/${meetingId}/papers/${paperId}\n`,
    }]
  }))
}
