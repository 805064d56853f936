import { sql } from 'kysely'
import { selectActions } from '../actions/store.ts'
import { writeDate } from '../calendar/dates.ts'
import type { Tx } from '../db/tx.ts'
import { selectRequests } from './contributions/request-store.ts'
import { selectTasks } from './index/pointer-store.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

const DAYS_AHEAD = 14
const on = (day: string) => Temporal.PlainDate.from(day)

/**
 * What casework asks of whoever works cases, for my work: referrals to decide, information asked of their agency, actions of theirs, panels coming, and what
 * other cases ask about theirs. By reference alone: the first page of the day is read over shoulders, and no look at a case is written down for it.
 */
export async function caseWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }, today: Temporal.PlainDate): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  return [...(await triage(tx)), ...(await requests(tx)), ...(await actions(tx)), ...(await panels(tx, today)), ...(await pointers(tx))]
}

async function triage(tx: Tx): Promise<Work[]> {
  const rows = await tx.selectFrom('case_file').select(['case_id', 'reference', 'referred_on']).where('stage', '=', 'referred')
    .where(sql<boolean>`scheme_id = any ((select led_schemes())::uuid[]) and door = any ((select open_doors())::text[]) and (select current_agency()) = any (parties)`).orderBy('referred_on').execute()
  return rows.map(({ case_id, reference, referred_on }) => ({ kind: 'Referrals to decide', title: reference, href: `/triage/${case_id}`, due: null, note: `Referred ${writeDate(on(referred_on))}` }))
}

async function requests(tx: Tx): Promise<Work[]> {
  const waiting = await selectRequests(tx, { waiting: true })
  return waiting.map(({ requestId, caseId, reference, dueOn }) => ({ kind: 'Information asked of your agency', title: reference, href: `/cases/${caseId}/information/requests/${requestId}`, due: on(dueOn), note: 'Say what it holds' }))
}

async function actions(tx: Tx): Promise<Work[]> {
  const mine = await selectActions(tx, { mine: true }, { openOnly: true })
  return mine.map(({ actionId, caseId, reference, dueOn, ownerAccountId }) => ({
    kind: 'Actions of cases', title: reference, href: `/cases/${caseId}/actions/${actionId}`, due: on(dueOn), note: ownerAccountId ? 'Yours' : 'Your agency’s: nobody is named for it',
  }))
}

async function panels(tx: Tx, today: Temporal.PlainDate): Promise<Work[]> {
  const rows = await tx.selectFrom('panel as p').innerJoin('scheme as s', (j) => j.onRef('s.partnership_id', '=', 'p.partnership_id').onRef('s.scheme_id', '=', 'p.scheme_id'))
    .select(['p.panel_id', 'p.held_on', 'p.begins_at', 's.name']).where('p.state', 'in', ['planned', 'under way']).where('p.held_on', '>=', today.toString()).where('p.held_on', '<=', today.add({ days: DAYS_AHEAD }).toString()).orderBy('p.held_on').execute()
  return rows.map(({ panel_id, held_on, begins_at, name }) => ({ kind: 'Panels', title: name, href: `/panels/${panel_id}`, due: on(held_on), note: `At ${begins_at}` }))
}

async function pointers(tx: Tx): Promise<Work[]> {
  const asked = await selectTasks(tx, { answered: false })
  return asked.map(({ heldReference }) => ({ kind: 'Another case may concern somebody in yours', title: heldReference, href: '/people-and-places/pointers', due: null, note: 'Say whether you will get in touch' }))
}
