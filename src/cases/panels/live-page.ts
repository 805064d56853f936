import type { Agency } from '../../sharing/case-store.ts'
import type { AgendaCase } from './agenda-store.ts'
import { type Attendee, keyOf } from './attendance-store.ts'
import { timesOf } from './agenda.ts'
import { ATTENDANCE, DECIDED_IN_WORDS, isTyped, type Panel, WHY_IN_WORDS } from './panel.ts'
import { aboutInWords, panelHeading } from './panel-page.ts'
import { clockOf } from './panels-page.ts'

const nameOf = (agencies: readonly Agency[], agencyId: string) => agencies.find((agency) => agency.agencyId === agencyId)?.name ?? 'An agency that has left'

/** The panel on its day: signing in, who came, and the cases with where each has got to. */
export function livePage(panel: Panel, agenda: readonly AgendaCase[], attendees: readonly Attendee[], agencies: readonly Agency[], accepted: boolean, { entered, errors }: { entered: Record<string, unknown>; errors: object }) {
  const times = timesOf(panel.beginsAt, panel.minutesEach, agenda.length)
  const open = isTyped(panel)
  return {
    ...panelHeading(panel, 'On the day'), ...errors, entered,
    statement: panel.statement, accepted, open,
    waits: panel.state === 'planned', over: panel.state === 'minutes issued', cancelled: panel.state === 'cancelled',
    marks: panel.leads && (panel.state === 'planned' || open),
    cases: agenda.map((each, at) => ({
      number: at + 1, time: times[at], reference: each.reference, about: aboutInWords(each), why: WHY_IN_WORDS[each.why],
      href: accepted ? `/panels/${panel.panelId}/cases/${each.caseId}` : null,
      got: each.finishedAt ? `Ended at ${clockOf(each.finishedAt)}` : each.begunAt ? `Under way since ${clockOf(each.begunAt)}` : 'Not begun',
      decided: each.decided ? DECIDED_IN_WORDS[each.decided] : 'Not yet',
    })),
    people: attendees.map((each) => ({
      key: keyOf(each), name: each.name, agency: nameOf(agencies, each.agencyId),
      state: each.state ? each.state[0]!.toUpperCase() + each.state.slice(1) : 'Not said',
      accepted: each.acceptedAt ? `At ${clockOf(each.acceptedAt)}` : each.state === 'present' ? 'Not yet' : 'No',
      choices: ATTENDANCE.map((state) => ({ value: state, text: state[0]!.toUpperCase() + state.slice(1), checked: each.state === state })),
    })),
    agencies: [{ value: '', text: 'Choose an agency' }, ...agencies.map(({ agencyId, name }) => ({ value: agencyId, text: name, selected: entered.agencyId === agencyId }))],
    states: ATTENDANCE.map((state) => ({ value: state, text: state[0]!.toUpperCase() + state.slice(1), checked: (entered.state ?? 'present') === state })),
  }
}
