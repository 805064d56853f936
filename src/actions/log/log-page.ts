import { dueInWords, isLate, ownerInWords } from '../action.ts'
import { ageInWords, endedInWords, type GroupAction, nameOf, sourceInWords } from '../group-action.ts'
import { LOG_STATES, logAddress, type LogQuery, type LogState } from './query.ts'

export const PAGE_ROWS = 100
const STATE_IN_WORDS: Record<LogState, string> = { open: 'Open', late: 'Late', done: 'Done', dropped: 'Dropped', all: 'All' }
const SHOWN_IN_WORDS: Record<LogState, string> = { open: 'open', late: 'late', done: 'done', dropped: 'dropped', all: 'in all' }

export type Named = { id: string; name: string }
export type LogParts = {
  actions: readonly GroupAction[]
  owners: readonly { agencyId: string; name: string; open: number; late: number }[]
  standing: { open: number; late: number; soon: number; done: number }
  choices: { groups: readonly Named[]; people: readonly Named[]; agencies: readonly Named[] }
}

export const rowOf = (action: GroupAction, today: Temporal.PlainDate) => ({
  href: `/meeting-actions/${action.actionId}`, name: nameOf(action), number: action.number, statement: action.statement, restricted: action.restricted,
  owner: ownerInWords(action), source: sourceInWords(action), age: ageInWords(action, today),
  when: endedInWords(action) ?? dueInWords(action.dueOn, today), late: action.state === 'open' && isLate(action.dueOn, today), evidence: action.evidence,
})

const options = (chosen: string | undefined, all: string, list: readonly Named[]) => [{ value: '', text: all }, ...list.map(({ id, name }) => ({ value: id, text: name, selected: id === chosen }))]

/** The log: how actions stand, who owns the open ones, and those asked for, the latest first. One row more than a page holds means there is a next one. */
export function logPage(query: LogQuery, { actions, owners, standing, choices }: LogParts, today: Temporal.PlainDate) {
  const { page: _, ...kept } = query
  const narrowed = Object.entries(kept).some(([name, value]) => value !== undefined && !(name === 'state' && value === 'open'))
  const rows = actions.slice(0, PAGE_ROWS)
  const of = choices.agencies.find(({ id }) => id === query.agency)
  return {
    title: 'Actions of meetings', context: 'All groups',
    actions: [
      { text: 'Print', print: true },
      ...(rows.length > 0 ? [{ text: 'CSV', href: logAddress(kept, '.csv'), download: true }, { text: 'Excel', href: logAddress(kept, '.xlsx'), download: true }] : []),
    ],
    figures: [
      { number: standing.open, text: 'open', href: logAddress({}) }, { number: standing.late, text: 'late', href: logAddress({ state: 'late' }) },
      { number: standing.soon, text: 'due within seven days' }, { number: standing.done, text: 'done in the last 90 days', href: logAddress({ state: 'done' }) },
    ],
    owners: owners.map(({ agencyId, name, open, late }) => ({ href: logAddress({ agency: agencyId }), name, open, late, current: agencyId === query.agency && query.state === 'open' })),
    any: standing.open + standing.done > 0 || rows.length > 0 || narrowed,
    filter: {
      group: options(query.group, 'All groups', choices.groups), agency: options(query.agency, 'All organisations', choices.agencies), person: options(query.person, 'Anybody', choices.people),
      state: LOG_STATES.map((value) => ({ value, text: STATE_IN_WORDS[value], selected: value === query.state })),
      source: [{ value: '', text: 'Meetings and reviews' }, { value: 'meeting', text: 'Meetings', selected: query.source === 'meeting' }, { value: 'recommendation', text: 'Recommendations of reviews', selected: query.source === 'recommendation' }],
      mine: query.mine === 'yes',
    },
    narrowed, all: logAddress({}),
    caption: `Actions ${SHOWN_IN_WORDS[query.state]}${of ? `, owned by ${of.name}` : ''}, the latest first`,
    rows: rows.map((action) => rowOf(action, today)),
    pageLine: query.page > 1 || actions.length > PAGE_ROWS ? `Page ${query.page}` : null,
    earlier: query.page > 1 ? logAddress({ ...query, page: query.page - 1 }) : null,
    later: actions.length > PAGE_ROWS ? logAddress({ ...query, page: query.page + 1 }) : null,
  }
}
