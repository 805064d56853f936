import { type Action, dueInWords, isLate, ownerInWords } from '../../actions/action.ts'
import { STAGE_IN_WORDS } from '../../sharing/case-page.ts'
import { propose, timesOf } from './agenda.ts'
import type { AgendaCase, OpenCase } from './agenda-store.ts'
import { DECIDED_IN_WORDS, isPlanned, isTyped, type Panel, WHY_IN_WORDS, WHYS } from './panel.ts'
import { dateOf, stateTag } from './panels-page.ts'

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
export const aboutInWords = ({ about, resident }: Pick<AgendaCase, 'about' | 'resident'>) => capital(about) + (resident === true ? ', resident' : resident === false ? ', not resident' : '')

/** Heading and tabs that every page of a panel has. Its title names the day, and no case. */
export function panelHeading(panel: Panel, current: 'Agenda' | 'On the day' | 'Actions' | 'Minutes') {
  const { panelId, schemeName, heldOn, beginsAt, place, state } = panel
  const parts = [['Agenda', ''], ['On the day', '/live'], ['Actions', '/actions'], ['Minutes', '/minutes']] as const
  return {
    title: `Panel of ${dateOf(heldOn)}${current === 'Agenda' ? '' : `: ${current.toLowerCase()}`}`,
    heading: `Panel of ${dateOf(heldOn)}`,
    context: [schemeName, `begins ${beginsAt}`, place].filter(Boolean).join(' · '),
    panelId, leads: panel.leads, version: panel.version, tag: stateTag(state),
    back: { href: '/panels', text: 'All panels' },
    tabs: parts.map(([text, path]) => ({ text, href: `/panels/${panelId}${path}`, current: text === current })),
  }
}

const OF_STATE: Partial<Record<Panel['state'], { to: string; text: string; says: string }>> = {
  planned: { to: 'under way', text: 'Open the panel', says: 'On the day: opens the screens on which the discussion is typed.' },
  'under way': { to: 'held', text: 'The panel is over', says: 'What was typed can still be put right until the minutes are issued.' },
}

/** Actions as a table shows them. */
export const actionRows = (actions: readonly Action[], today: Temporal.PlainDate) => actions.map((action) => ({
  href: `/cases/${action.caseId}/actions`, reference: action.reference, statement: action.statement, owner: ownerInWords(action),
  due: action.state === 'open' ? dueInWords(action.dueOn, today) : `Was due ${dateOf(action.dueOn)}`,
  tag: action.state !== 'open' ? { word: capital(action.state), colour: action.state === 'done' ? 'green' : 'grey' } : isLate(action.dueOn, today) ? { word: 'Late', colour: 'red' } : { word: 'Open', colour: 'blue' },
}))

type Asked = { entered: Record<string, unknown>; errors: object }

/** The agenda: each reader's own list, numbered and timed by itself, and what its leads do with it. */
export function panelPage(panel: Panel, agenda: readonly AgendaCase[], hearable: readonly OpenCase[], waiting: ReadonlyMap<string, { asked: number; answered: number }>, { entered, errors }: Asked) {
  const times = timesOf(panel.beginsAt, panel.minutesEach, agenda.length)
  const changes = panel.leads && isPlanned(panel)
  const proposals = changes ? propose(hearable, panel.heldOn) : []
  const whys = (chosen: string) => WHYS.map((why) => ({ value: why, text: WHY_IN_WORDS[why], selected: why === chosen }))
  const pick = (found: OpenCase, why: string, because: string) => ({
    caseId: found.caseId, reference: found.reference, about: capital(found.about), because, whys: whys(why), review: found.reviewOn ? dateOf(found.reviewOn) : 'No date',
  })
  const proposed = new Set(proposals.map(({ caseId }) => caseId))
  return {
    ...panelHeading(panel, 'Agenda'), ...errors, entered,
    next: panel.leads ? OF_STATE[panel.state] ?? null : null,
    cancels: panel.leads && panel.state === 'planned', changes,
    cancelled: panel.state === 'cancelled',
    ends: agenda.length > 0 ? timesOf(panel.beginsAt, panel.minutesEach, agenda.length + 1).at(-1) : null,
    minutesEach: panel.minutesEach,
    agenda: agenda.map((each, at) => {
      const research = waiting.get(each.caseId)
      return {
        caseId: each.caseId, reference: each.reference, number: at + 1, time: times[at], about: aboutInWords(each), why: WHY_IN_WORDS[each.why],
        href: isTyped(panel) || panel.state === 'minutes issued' ? `/panels/${panel.panelId}/cases/${each.caseId}` : `/cases/${each.caseId}`,
        stage: STAGE_IN_WORDS[each.stage],
        research: research ? `${research.answered} of ${research.asked} answered` : 'Not asked',
        decided: each.decided ? DECIDED_IN_WORDS[each.decided] : null,
        up: changes && at > 0, down: changes && at < agenda.length - 1, off: changes && each.begunAt === null,
      }
    }),
    proposals: proposals.map(({ caseId, why, because }) => pick(hearable.find((each) => each.caseId === caseId)!, why, because)),
    others: changes ? hearable.filter(({ caseId }) => !proposed.has(caseId)).slice(0, 200).map((each) => pick(each, 'update', each.lastHeardOn ? `Last heard ${dateOf(each.lastHeardOn)}` : '')) : [],
    asks: changes && agenda.some(({ works }) => works),
  }
}
