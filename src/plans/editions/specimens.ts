import type { Finding } from '../checks/finding.ts'
import type { PlanFindings } from '../checks/store.ts'
import type { Evidence, Item, Plan, Update } from '../plan.ts'
import { STANDARD_SCHEMES } from '../rating.ts'
import { shownOf } from './showing.ts'

// For tests: a plain plan, item, update and piece of evidence to change one thing about.

export const day = (text: string) => Temporal.PlainDate.from(text)
export const TODAY = day('2018-09-20')

export const anItem = (code: string, changed: Partial<Item> = {}): Item => ({
  itemId: `item ${code}`, parentId: null, kind: 'activity', code, title: `Title of ${code}`, place: null, strandId: null, mandate: null, strength: null, aim: null,
  success: null, outcome: null, outcomeType: null, state: 'in progress', stateNote: null, stateSince: null, starts: null, due: null, promisedOn: null, reviewOn: null,
  dischargedThrough: null, deferredTo: null, mergedInto: null, owners: [], updates: [], evidence: [], stated: [], measures: [], links: [], version: 1, ...changed,
})

export const aPlan = (items: readonly Item[], changed: Partial<Plan> = {}): Plan => ({
  planId: 'plan', kind: 'dashboard', title: 'Safer Testbury', starts: day('2017-04-01'), ends: day('2019-03-31'), scheme: { schemeId: 'scheme', ...STANDARD_SCHEMES[0]! },
  rollUp: 'third', rollUpVersion: 1, updateInterval: 'quarterly', strands: [], state: 'live',
  period: { reportingPeriodId: 'period', name: 'July to September 2018', starts: day('2018-07-01'), ends: day('2018-09-30'), due: day('2018-10-07') },
  items, version: 1, ...changed,
})

export const said = (declared: string, on: string, changed: Partial<Update> = {}): Update => ({
  updateId: `update ${on}`, declared, derived: null, reason: null, narrative: `Where it stands on ${on}`, positionOn: day(on), by: 'A Person', source: null, reportingPeriodId: null, ...changed,
})

export const evidence = (evidenceId: string, on: string, itemIds: readonly string[], changed: Partial<Evidence> = {}): Evidence => ({
  evidenceId, kind: 'activity', from: day(on), to: day(on), statement: `What was done: ${evidenceId}`, quantity: null, unit: null, itemIds, ...changed,
})

export const owner = (words: string, accountable = true) => ({ organisationId: 'council', accountId: null, words, accountable, single: accountable })

export const finding = (subject: string, changed: Partial<Finding> = {}): Finding => ({
  check: 'no-evidence', severity: 'question', subject, itemId: `item ${subject}`, place: subject, sentence: `${subject} says nothing`, suggestion: 'Say something', ...changed,
})

export const show = (plan: Plan, findings: Partial<PlanFindings> = {}, today = TODAY) => shownOf(plan, { standing: [], dismissed: [], ...findings }, 'Testbury Partnership', today)
