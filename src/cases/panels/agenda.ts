import type { Decided, Why } from './panel.ts'

/** An open case of the scheme, as far as its agenda is concerned; dates as YYYY-MM-DD. */
export type Hearable = { caseId: string; reviewOn: string | null; lastHeardOn: string | null; lastDecided: Decided | null }
export type Proposal = { caseId: string; why: Why; because: string }

const BECAUSE = { unheard: 'Not heard by a panel yet', deferred: 'Put off at the last panel', review: 'Its review is due by then' }
const ORDER = Object.values(BECAUSE)

/** Which open cases a panel on a date should hear, and why: those never heard, then those put off, then those due for review by that date. The rest are not proposed. */
export function propose(cases: readonly Hearable[], panelOn: string): Proposal[] {
  const found = cases.flatMap(({ caseId, reviewOn, lastHeardOn, lastDecided }): Proposal[] => {
    if (lastHeardOn === null) return [{ caseId, why: 'new', because: BECAUSE.unheard }]
    if (lastDecided === 'defer') return [{ caseId, why: 'update', because: BECAUSE.deferred }]
    return reviewOn !== null && reviewOn <= panelOn ? [{ caseId, why: 'review', because: BECAUSE.review }] : []
  })
  return found.toSorted((a, b) => ORDER.indexOf(a.because) - ORDER.indexOf(b.because))
}

/** When each of `count` cases begins ('HH:MM'), one after the other from the panel's own beginning. */
export function timesOf(beginsAt: string, minutesEach: number, count: number): string[] {
  const start = Temporal.PlainTime.from(beginsAt)
  return Array.from({ length: count }, (_, at) => start.add({ minutes: at * minutesEach }).toString({ smallestUnit: 'minute' }))
}

/** A list with one of it moved a place up or down; as it was when it cannot move. */
export function moved<T>(list: readonly T[], one: T, way: 'up' | 'down'): T[] {
  const [from, to] = [list.indexOf(one), list.indexOf(one) + (way === 'up' ? -1 : 1)]
  if (from < 0 || to < 0 || to >= list.length) return [...list]
  const next = [...list]
  ;[next[from], next[to]] = [next[to]!, next[from]!]
  return next
}
