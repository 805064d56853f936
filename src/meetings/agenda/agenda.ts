import type { AgendaKind } from '../groups/group.ts'
import { clockAfter } from '../meeting.ts'

/** What each kind of item is called, and what stands under it by itself. Null: nothing but what is typed. */
export const AGENDA_KIND_IN_WORDS: Record<AgendaKind, { text: string; draws: string | null }> = {
  welcome: { text: 'Welcome', draws: null },
  apologies: { text: 'Apologies', draws: 'who sent apologies so far' },
  confidentiality: { text: 'Confidentiality statement', draws: null },
  interests: { text: 'Interests to declare', draws: null },
  minutes: { text: 'Minutes of the last meeting', draws: 'the minutes of the last meeting' },
  'matters arising': { text: 'Matters arising', draws: 'open actions, and those closed since the last meeting' },
  feeds: { text: 'Reports from other groups', draws: 'what other groups owe this one' },
  plan: { text: 'Plan', draws: 'items of plans that are slipping or late' },
  measures: { text: 'Measures', draws: 'measures with a signal' },
  cases: { text: 'Cases', draws: 'the panel at which cases are heard' },
  data: { text: 'Data', draws: 'the figures of the time before the meeting' },
  paper: { text: 'Papers', draws: 'papers asked for this item' },
  discussion: { text: 'Discussion', draws: null },
  'any other business': { text: 'Any other business', draws: null },
  'next meeting': { text: 'Next meeting', draws: 'the group’s next date' },
}

/** Items of a usual meeting, for a group without terms in force. */
export const USUAL_ITEMS: readonly { title: string; kind: AgendaKind }[] = [
  { title: 'Welcome and apologies', kind: 'apologies' },
  { title: 'Interests to declare', kind: 'interests' },
  { title: 'Minutes of the last meeting', kind: 'minutes' },
  { title: 'Matters arising', kind: 'matters arising' },
  { title: 'Any other business', kind: 'any other business' },
  { title: 'Next meeting', kind: 'next meeting' },
]

/** The clock at which each item begins, 'HH:MM', as long as every item before it has its minutes; null from there on. */
export function runningClock(beginsAt: string, planned: readonly (number | null)[]): (string | null)[] {
  let spent: number | null = 0
  return planned.map((minutes) => {
    const at = spent === null ? null : clockAfter(beginsAt, spent)
    spent = spent === null || minutes === null ? null : spent + minutes
    return at
  })
}

/** The position between its new neighbours for an item moved one step, in the order of `positions`; null where it can go no further. */
export function movedPosition(positions: readonly number[], at: number, way: 'up' | 'down'): number | null {
  const [near, far] = way === 'up' ? [at - 1, at - 2] : [at + 1, at + 2]
  const beside = positions[near]
  if (beside === undefined) return null
  const beyond = positions[far]
  return beyond === undefined ? beside + (way === 'up' ? -1 : 1) : (beside + beyond) / 2
}

/** Working days by which the law wants agenda and papers out before a meeting held in public: Local Government Act 1972, s.100B, kept to here by boards. */
export const CLEAR_DAYS = 5
