import type { Agency } from '../../sharing/case-store.ts'
import { GATEWAYS, type Gateway } from '../../sharing/law.ts'
import type { AgendaCase } from './agenda-store.ts'
import type { Attendee } from './attendance-store.ts'
import type { MinutesForAgency } from './minutes.ts'
import type { IssuedMinutes } from './minutes-store.ts'
import { DECIDED_IN_WORDS, type Panel } from './panel.ts'
import { panelHeading } from './panel-page.ts'
import { dateOf } from './panels-page.ts'

const londonDate = (moment: Temporal.Instant) => dateOf(moment.toZonedDateTimeISO('Europe/London').toPlainDate().toString())
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const nameOf = (agencies: readonly Agency[], agencyId: string) => agencies.find((agency) => agency.agencyId === agencyId)?.name ?? 'An agency that has left'

/** One case's part, as a page and a paper set it out. */
export type CaseMinutes = ReturnType<typeof caseMinutes>
export const caseMinutes = (number: number, shown: MinutesForAgency, agencies: readonly Agency[], issued: Pick<IssuedMinutes, 'issue' | 'correction' | 'issuedAt'> | null) => ({
  number, reference: shown.reference,
  issued: issued && (issued.correction ? `Issued again ${londonDate(issued.issuedAt)} (issue ${issued.issue}). Put right: ${issued.correction}` : `Issued ${londonDate(issued.issuedAt)}.`),
  about: shown.about.map(({ role, name }) => `${name} (${role})`),
  risk: shown.risk ? shown.risk.replace(/\d{4}-\d\d-\d\d/, dateOf) : 'Not assessed',
  information: shown.information.map(({ agencyId, nature, standing, statement }) => ({ agency: nameOf(agencies, agencyId), note: [capital(nature), standing && `said of a ${standing}`].filter(Boolean).join(', '), statement })),
  discussion: shown.discussion ?? 'Nothing was written down.',
  decided: shown.decided ? DECIDED_IN_WORDS[shown.decided] : 'Nothing was decided.',
  decision: shown.decision,
  actions: shown.actions.map(({ statement, owner, dueOn }) => ({ statement, owner, due: dateOf(dueOn) })),
})

/** Who came, agency by agency, and who sent apologies. */
export function attendanceLines(attendees: readonly Attendee[], agencies: readonly Agency[]) {
  const of = (state: Attendee['state']) => attendees.filter((each) => each.state === state).map(({ name, agencyId }) => `${name}, ${nameOf(agencies, agencyId)}`)
  return { present: of('present'), apologies: of('apologies') }
}

/** The minutes as one agency is given them. `madeFor`: the agency, which they are marked with. */
export function minutesPage(panel: Panel, agencies: readonly Agency[], madeFor: string, attendees: readonly Attendee[], cases: readonly CaseMinutes[], { draft, own }: { draft: boolean; own: boolean }) {
  const heading = panelHeading(panel, 'Minutes')
  const agency = nameOf(agencies, madeFor)
  return {
    ...heading,
    mark: `Restricted. Made for ${agency}. Not to be passed on, or kept longer than the case is.`,
    agency, draft, own, cases, ...attendanceLines(attendees, agencies),
    held: `${panel.schemeName}, ${dateOf(panel.heldOn)} at ${panel.beginsAt}${panel.place ? `, ${panel.place}` : ''}`,
    nothing: own ? 'No minutes of this panel are issued to your agency.' : 'There is nothing of this panel for this agency.',
    toIssue: own && panel.leads && (panel.state === 'held' || panel.state === 'minutes issued') ? `/panels/${panel.panelId}/minutes/issue` : null,
    back: own ? heading.back : { href: `/panels/${panel.panelId}/minutes/issue`, text: 'Look over and issue' },
    actions: own && cases.length > 0 ? [{ text: 'Print', print: true }, { text: 'Word', href: `/panels/${panel.panelId}/minutes/word`, download: true }] : [],
  }
}

/** What is usually true of minutes: to be read and changed by whoever issues them. */
const USUAL_GROUNDS = {
  necessity: 'The agencies that take part need a record of what was agreed, to carry it out and to be held to it.',
  proportionality: 'Each agency is given only the cases that are open to it, and of those only what it may see.',
}

export type Waiting = { seen: AgendaCase; agencies: readonly string[]; issued: IssuedMinutes | undefined; heard: boolean }

/** What is to be issued to whom, with each agency's own version to look over first, and the grounds on which it is shared. */
export function issuePage(panel: Panel, agencies: readonly Agency[], cases: readonly Waiting[], gateways: readonly Gateway[], entered: Record<string, unknown>, errors: object) {
  const given = new Set(cases.flatMap((each) => each.agencies))
  const waits = cases.filter(({ issued, heard, seen }) => !issued && heard && seen.leads)
  return {
    ...panelHeading(panel, 'Minutes'), ...errors,
    title: `${panelHeading(panel, 'Minutes').title}: issue`,
    back: { href: `/panels/${panel.panelId}/minutes`, text: 'Your agency’s minutes' },
    waits: waits.length,
    rows: cases.map(({ seen, agencies: to, issued, heard }, at) => ({
      number: at + 1, reference: seen.reference, href: `/panels/${panel.panelId}/cases/${seen.caseId}`,
      to: to.length > 0 ? to.map((agencyId) => nameOf(agencies, agencyId)).join(', ') : 'Nobody',
      state: issued ? (issued.issue > 1 ? `Issued again ${londonDate(issued.issuedAt)}` : `Issued ${londonDate(issued.issuedAt)}`) : heard ? 'To be issued' : 'Nothing was typed',
      correct: issued && seen.leads ? `/panels/${panel.panelId}/minutes/cases/${seen.caseId}` : null,
    })),
    versions: agencies.filter(({ agencyId }) => given.has(agencyId)).map(({ agencyId, name }) => ({ href: `/panels/${panel.panelId}/minutes/agencies/${agencyId}`, name })),
    gateways: [{ value: '', text: 'Choose the power' }, ...gateways.map((gateway) => ({ value: gateway, text: `${gateway}: ${GATEWAYS[gateway].title}`, selected: entered.gateway === gateway || (entered.gateway === undefined && gateways.length === 1) }))],
    entered: { ...USUAL_GROUNDS, ...entered },
  }
}

/** The form on which issued minutes are put right. */
export const correctPage = (panel: Panel, seen: AgendaCase, last: IssuedMinutes, gateways: readonly Gateway[], entered: Record<string, unknown>, errors: object) => ({
  ...issuePage(panel, [], [], gateways, { discussion: last.shown.discussion ?? '', decision: last.shown.decision ?? '', ...entered }, errors),
  title: `${panelHeading(panel, 'Minutes').title}: put right ${seen.reference}`,
  back: { href: `/panels/${panel.panelId}/minutes/issue`, text: 'Look over and issue' },
  reference: seen.reference, here: `/panels/${panel.panelId}/minutes/cases/${seen.caseId}`,
})
