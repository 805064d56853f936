import { nextPanelDate } from '../../cases/panels/next-date.ts'
import type { MinutesForAgency } from '../../cases/panels/minutes.ts'
import type { Tx } from '../../db/tx.ts'
import type { Casework } from './keep-casework.ts'
import type { Wanted } from './invent.ts'

/** Both take part in every case here. */
const ISSUED_TO = ['CoLC', 'CoLP'] as const

type Heard = Wanted & { caseId: string; reference: string }

const STATEMENT = 'What is said here is shared to prevent harm, under the agreement each agency has signed. It is kept safe, used for nothing else, and told to nobody who was not here without asking whoever said it.'
const DISCUSSED = ['Each agency said what it holds. The calls come at weekends, when nobody is on duty who knows the case.', 'The visit was made. Things are calmer, and the family above has been spoken to.', 'No change since the last panel; the appointment was missed.', 'Two agencies had been doing the same thing. One will stop.']
const DECISIONS = ['Carry on, with one officer to ring', 'Carry on, and look again when the door is mended', 'Carry on; the nurse to lead']
const CAME = ['coordinator', 'inspector.chair', 'health', 'probation', 'fire', 'support'] as const
const NAMES: Record<(typeof CAME)[number], [name: string, partner: string]> = {
  coordinator: ['Corin Example', 'CoLC'], 'inspector.chair': ['Chidi Example', 'CoLP'], health: ['Hana Example', 'Health'], probation: ['Perry Example', 'Probation'], fire: ['Farid Example', 'LFB'], support: ['Vashti Example', 'Victim Support'],
}

/** Two years of monthly panels, each with the cases then open and its minutes; those of the last still to be issued, and the next planned with its agenda. */
export async function keepPanels(tx: Tx, { cast: { partnershipId: partnership_id, today, below }, schemes, account, partner }: Casework, cases: readonly Heard[]): Promise<void> {
  const scheme_id = schemes['community marac']
  let held = nextPanelDate(today.subtract({ months: 24 }))
  const coming = nextPanelDate(today)
  while (Temporal.PlainDate.compare(held, coming) <= 0) {
    const isComing = held.equals(coming)
    const following = nextPanelDate(held)
    const isIssued = Temporal.PlainDate.compare(following, coming) < 0
    const panel_id = crypto.randomUUID()
    const daysAgo = held.until(today, { largestUnit: 'days' }).days
    const agenda = cases.filter((each) => each.daysAgo > daysAgo + 6 && each.daysAgo < daysAgo + 75 && (!isComing || !each.isClosed)).slice(0, 8)
    await tx.insertInto('panel').values({ partnership_id, panel_id, scheme_id, held_on: held.toString(), begins_at: '10:00', place: 'Guildhall, and online', state: isComing ? 'planned' : isIssued ? 'minutes issued' : 'held', statement: STATEMENT, made_by: account('coordinator') }).execute()
    const turns = agenda.map((each) => ({ ...each, discussion: DISCUSSED[below(DISCUSSED.length)]!, decision: DECISIONS[below(DECISIONS.length)]! }))
    if (turns.length > 0)
      await tx.insertInto('panel_case').values(turns.map(({ caseId, daysAgo: referred, discussion, decision }, at) => ({
        partnership_id, panel_id, case_id: caseId, position: at + 1, why: referred < daysAgo + 38 ? 'new' : 'review',
        ...(!isComing && { begun_at: `${held}T10:${String(at * 7).padStart(2, '0')}:00Z`, finished_at: `${held}T10:${String(at * 7 + 6).padStart(2, '0')}:00Z`, discussion, decision, decided: 'continue', typed_by: account('coordinator') }),
      }))).execute()
    if (isIssued && turns.length > 0)
      await tx.insertInto('issued_minute').values(turns.flatMap(({ caseId, reference, discussion, decision }) => ISSUED_TO.map((key) => ({
        partnership_id, panel_id, case_id: caseId, scheme_id, agency_id: partner(key), issue: 1, issued_at: `${held.add({ days: 3 })}T12:00:00Z`, issued_by: account('coordinator'),
        shown: JSON.stringify({ reference, about: [], risk: null, information: [], discussion, decided: 'continue', decision, actions: [] } satisfies MinutesForAgency),
      })))).execute()
    if (!isComing)
      await tx.insertInto('panel_attendance').values(CAME.map((who) => {
        const isHere = who === 'coordinator' || who === 'inspector.chair' || below(5) > 0
        return { partnership_id, panel_id, agency_id: partner(NAMES[who][1]), account_id: account(who), name: NAMES[who][0], state: isHere ? 'present' : 'apologies', accepted_at: isHere ? `${held}T09:55:00Z` : null }
      })).execute()
    held = following
  }
}
