import { writeDate, writeShortDate } from '../../calendar/dates.ts'
import type { Agency } from '../../sharing/case-store.ts'
import { caseNavigation } from '../case-navigation.ts'
import type { Attended, Panel, PanelState } from './panel.ts'
import type { PanelScheme } from './panel-store.ts'

export const dateOf = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
export const shortDateOf = (iso: string) => writeShortDate(Temporal.PlainDate.from(iso))
/** The time in London, 'HH:MM'. */
export const clockOf = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/London').toPlainTime().toString({ smallestUnit: 'minute' })

const GROUPS: Record<PanelState, string> = { 'under way': 'Under way', planned: 'Coming', held: 'Held, minutes to be issued', 'minutes issued': 'Minutes issued', cancelled: 'Cancelled' }
export const STATE_COLOUR: Record<PanelState, string> = { planned: 'blue', 'under way': 'green', held: 'amber', 'minutes issued': 'grey', cancelled: 'grey' }
export const stateTag = (state: PanelState) => ({ word: state[0]!.toUpperCase() + state.slice(1), colour: STATE_COLOUR[state] })

type Came = { panelId: string; agencyId: string; state: Attended; people: number }
const LAST_PANELS = 6

/** Who came, agency by agency, at the last six panels that were held. */
export function attendanceTable(panels: readonly Panel[], came: readonly Came[], agencies: readonly Agency[]) {
  const held = panels.filter(({ state }) => state === 'held' || state === 'minutes issued').slice(0, LAST_PANELS).toReversed()
  const counted = came.filter(({ panelId }) => held.some((panel) => panel.panelId === panelId))
  const of = (agencyId: string, panelId: string) => {
    const said = counted.filter((each) => each.agencyId === agencyId && each.panelId === panelId)
    const people = (state: Attended) => said.find((each) => each.state === state)?.people ?? 0
    if (people('present') > 0) return `${people('present')} present`
    return people('apologies') > 0 ? 'Apologies' : people('absent') > 0 ? 'Absent' : 'Nobody expected'
  }
  return {
    columns: held.map(({ heldOn }) => shortDateOf(heldOn)),
    rows: agencies.filter(({ agencyId }) => counted.some((each) => each.agencyId === agencyId)).map(({ agencyId, name }) => ({
      agency: name,
      cells: held.map(({ panelId, heldOn }) => ({ label: shortDateOf(heldOn), text: of(agencyId, panelId) })),
      came: `${held.filter(({ panelId }) => of(agencyId, panelId).endsWith('present')).length} of ${held.length}`,
    })),
  }
}

/** Every panel of the schemes one works in, scheme by scheme, those under way and coming first; schemes without a panel stand last. */
export function panelsPage(schemes: readonly PanelScheme[], panels: readonly Panel[], came: readonly Came[], agencies: readonly Agency[]) {
  const hasPanel = (scheme: PanelScheme) => panels.some(({ schemeId }) => schemeId === scheme.schemeId)
  return {
    title: 'Panels',
    tabs: caseNavigation('Panels'),
    schemes: schemes.toSorted((a, b) => Number(hasPanel(b)) - Number(hasPanel(a))).map(({ schemeId, name, leads }) => {
      const own = panels.filter((panel) => panel.schemeId === schemeId)
      return {
        name, schemeId,
        newPanel: leads ? `/panels/new?scheme=${schemeId}` : null,
        groups: (Object.keys(GROUPS) as PanelState[]).map((state) => ({
          title: GROUPS[state],
          panels: own.filter((panel) => panel.state === state).toSorted((a, b) => (state === 'planned' ? a.heldOn.localeCompare(b.heldOn) : 0))
            .map(({ panelId, heldOn, beginsAt, place }) => ({ href: `/panels/${panelId}`, text: dateOf(heldOn), beginsAt, place: place ?? 'No place given', tag: stateTag(state) })),
        })).filter((group) => group.panels.length > 0),
        attendance: attendanceTable(own, came, agencies),
      }
    }),
  }
}

type Entered = Record<string, unknown>

/** The form for a new panel or a changed one. */
export function panelFormPage(title: string, action: string, schemes: readonly PanelScheme[] | null, entered: Entered, errors: object, back: { href: string; text: string }) {
  return {
    title, action, entered, back, ...errors,
    schemes: schemes && schemes.map(({ schemeId, name }) => ({ value: schemeId, text: name, checked: entered.schemeId === schemeId || schemes.length === 1 })),
  }
}
