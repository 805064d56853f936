import { type Action } from '../../actions/action.ts'
import type { Owner } from '../../actions/store.ts'
import { type Agency, type CaseCover } from '../../sharing/case-store.ts'
import { STAGE_IN_WORDS } from '../../sharing/case-page.ts'
import type { AgendaCase } from './agenda-store.ts'
import { DECIDED, DECIDED_IN_WORDS, isTyped, type Panel, WHYS, WHY_IN_WORDS } from './panel.ts'
import { aboutInWords, actionRows, panelHeading } from './panel-page.ts'
import { clockOf, dateOf } from './panels-page.ts'
import type { About, Information, Risk, Turn, Typed } from './turn-store.ts'

/** Everything one screen shows of a case at a panel, as far as whoever asks may see it. */
export type TurnSeen = {
  cover: CaseCover
  turn: Turn
  about: readonly About[]
  risk: Risk | null
  last: { panelId: string; heldOn: string; decided: Turn['decided']; decision: string | null } | null
  information: readonly Information[]
  requests: { asked: number; answered: number } | undefined
  actions: readonly Action[]
  owners: readonly (Owner & { name: string })[]
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const minutesSince = (from: Temporal.Instant, to: Temporal.Instant) => Math.floor(from.until(to).total('minutes'))

function timer(turn: Turn, minutesEach: number, now: Temporal.Instant) {
  if (!turn.begunAt) return { words: `Not begun. ${minutesEach} minutes are planned.`, since: null, over: false }
  const took = minutesSince(turn.begunAt, turn.finishedAt ?? now)
  const minutes = took === 1 ? '1 minute' : `${took} minutes`
  return turn.finishedAt
    ? { words: `Begun at ${clockOf(turn.begunAt)}, ended at ${clockOf(turn.finishedAt)}: ${minutes} of ${minutesEach}.`, since: null, over: took > minutesEach }
    : { words: `Begun at ${clockOf(turn.begunAt)}: ${minutes} of ${minutesEach}.`, since: turn.begunAt.toString(), over: took > minutesEach }
}

/** What each agency has said, agency by agency in the order of their names. */
function byAgency(information: readonly Information[], about: readonly About[], agencies: readonly Agency[]) {
  const nameOf = (agencyId: string) => agencies.find((agency) => agency.agencyId === agencyId)?.name ?? 'An agency that has left'
  return [...Map.groupBy(information, ({ agencyId }) => agencyId)].map(([agencyId, said]) => ({
    agency: nameOf(agencyId),
    said: said.map(({ statement, nature, standing, subjectEntryId, informationOf, audience, namedAgencies, writtenAt }) => ({
      statement,
      note: [capital(nature), standing && `${about.find(({ entryId }) => entryId === subjectEntryId)?.name ?? 'Somebody'} as ${standing}`, informationOf && `information of ${informationOf}`, dateOf(writtenAt.toZonedDateTimeISO('Europe/London').toPlainDate().toString())].filter(Boolean).join(' · '),
      restricted: audience === 'panel' || audience === 'publication' ? null : audience === 'case lead' ? 'For those who lead the case' : `For ${namedAgencies.map(nameOf).join(', ')}`,
    })),
  })).toSorted((a, b) => a.agency.localeCompare(b.agency, 'en-GB'))
}

type Entered = Record<string, unknown>
const ownerValue = ({ agencyId, accountId }: Owner) => (accountId ? `${agencyId} ${accountId}` : agencyId)

/** One screen for a case: what is known, and what is said and decided. */
export function turnPage(panel: Panel, agenda: readonly AgendaCase[], agencies: readonly Agency[], seen: TurnSeen, now: Temporal.Instant, asked: { entered: Entered; errors: object }) {
  const { cover, turn, about, risk, last, information, requests, actions, owners } = seen
  const today = now.toZonedDateTimeISO('Europe/London').toPlainDate()
  const at = agenda.findIndex(({ caseId }) => caseId === cover.caseId)
  const to = (each: AgendaCase | undefined) => each && { href: `/panels/${panel.panelId}/cases/${each.caseId}`, reference: each.reference }
  const entered: Entered = { discussion: turn.discussion ?? '', decided: turn.decided ?? '', decision: turn.decision ?? '', ...asked.entered, version: turn.version }
  const here = `/panels/${panel.panelId}/cases/${cover.caseId}`
  const heading = panelHeading(panel, 'On the day')
  return {
    ...heading, ...asked.errors, here, entered,
    title: `${heading.title}: ${cover.reference}`,
    back: { href: `/panels/${panel.panelId}/live`, text: 'The panel on its day' },
    reference: cover.reference, caseId: cover.caseId, number: at + 1, of: agenda.length,
    describes: `${aboutInWords(cover)} · ${STAGE_IN_WORDS[cover.stage]} · ${WHY_IN_WORDS[WHYS.find((why) => why === turn.why) ?? 'update']}`,
    emergency: cover.clause === 'emergency access',
    types: cover.works && isTyped(panel), live: isTyped(panel),
    begins: cover.works && isTyped(panel) && (turn.begunAt === null || turn.finishedAt !== null), again: turn.finishedAt !== null,
    timer: { ...timer(turn, panel.minutesEach, now), minutes: panel.minutesEach },
    typedBy: turn.typedBy,
    about: about.map(({ role, name }) => ({ role: capital(role), name })),
    risk: risk && `${risk.band}, score ${risk.score}${risk.judged ? ', set by judgement' : ''}, assessed ${dateOf(risk.assessedOn)}`,
    last: last && { text: `Last heard ${dateOf(last.heldOn)}. ${last.decided ? `Decided: ${DECIDED_IN_WORDS[last.decided].toLowerCase()}` : 'Nothing was decided'}.`, decision: last.decision },
    earlier: actionRows(actions.filter(({ panelId }) => panelId !== panel.panelId), today),
    agreed: actionRows(actions.filter(({ panelId }) => panelId === panel.panelId), today),
    information: byAgency(information, about, agencies),
    requests: requests && `${requests.answered} of ${requests.asked} requests for information are answered.`,
    decisions: DECIDED.map((decided) => ({ value: decided, text: DECIDED_IN_WORDS[decided], checked: entered.decided === decided })),
    discussion: turn.discussion, decided: turn.decided && DECIDED_IN_WORDS[turn.decided], decision: turn.decision,
    owners: [{ value: '', text: 'Choose who will do it' }, ...owners.map((owner) => ({ value: ownerValue(owner), text: owner.name, selected: entered.owner === ownerValue(owner) }))],
    closes: turn.decided === 'close' && cover.leads && cover.stage === 'open' ? `/cases/${cover.caseId}/close` : null,
    previous: to(agenda[at - 1]), next: to(agenda[at + 1]),
  }
}

const LABELS = { discussion: 'Discussion', decided: 'Decision', decision: 'Reasons' } as const

/** Two people typed of one case at once: what stands beside what this one typed, for whoever comes second to choose. */
export function bothPage(panel: Panel, cover: CaseCover, stands: Turn, mine: Typed, rest: Entered) {
  const words = (field: keyof typeof LABELS, text: string | null) => (text === null ? '(nothing)' : field === 'decided' ? DECIDED_IN_WORDS[DECIDED.find((each) => each === text)!] : text)
  return {
    ...panelHeading(panel, 'On the day'),
    title: 'Somebody else typed while you were typing',
    back: { href: `/panels/${panel.panelId}/cases/${cover.caseId}`, text: 'What stands now' },
    reference: cover.reference, here: `/panels/${panel.panelId}/cases/${cover.caseId}`,
    by: stands.typedBy ?? 'A colleague', version: stands.version,
    fields: (Object.keys(LABELS) as (keyof typeof LABELS)[]).filter((field) => stands[field] !== mine[field]).map((field) => ({ label: LABELS[field], theirs: words(field, stands[field]), yours: words(field, mine[field]) })),
    mine: { discussion: mine.discussion ?? '', decided: mine.decided ?? '', decision: mine.decision ?? '' },
    statement: rest.statement ?? '', owner: rest.owner ?? '', dueOn: rest.dueOn ?? '',
  }
}

/** What two people typed, put together: theirs first. A decision is this one's own. */
export const together = (stands: Typed, mine: Typed): Typed => {
  const join = (theirs: string | null, yours: string | null) => (theirs === yours ? theirs : [theirs, yours].filter(Boolean).join('\n\n') || null)
  return { discussion: join(stands.discussion, mine.discussion), decided: mine.decided ?? stands.decided, decision: join(stands.decision, mine.decision) }
}
