import { writeShortDate } from '../../calendar/dates.ts'
import type { Finding } from '../checks/finding.ts'
import { childrenOf, type Item, type Plan } from '../plan.ts'
import { dashboardRow } from './dashboard.ts'
import { planHeading } from './plan-heading.ts'

/** The action plan as a partnership prints it: actions under their headings, tombstones in their places. */
export function actionPlanPage(plan: Plan, findings: readonly Finding[], today: Temporal.PlainDate, powers: ReadonlySet<string>) {
  const row = (item: Item) => {
    const { declared, derived, derivedNote, owner, href, updated } = dashboardRow(plan, item, findings, today)
    return {
      code: item.code,
      title: item.title,
      href,
      owner,
      others: item.owners.filter(({ accountable }) => !accountable).map(({ words }) => words),
      declared,
      derived,
      derivedNote,
      updated,
      state: item.state,
      stateNote: item.updates[0] || item.state === 'withdrawn' ? item.stateNote : null,
      // A paper whose ratings were narrative leaves it with the state, since nobody has rated the item yet.
      position: item.updates[0]?.narrative || item.stateNote || '',
      outcome: item.outcome,
      outcomeType: item.outcomeType,
      due: item.due && writeShortDate(item.due, today),
      late: item.due !== null && Temporal.PlainDate.compare(item.due, today) < 0 && item.state !== 'complete',
      ended: item.state === 'withdrawn',
    }
  }
  const leavesUnder = (item: Item): Item[] => {
    const children = childrenOf(plan, item.itemId)
    return children.length === 0 ? [item] : children.flatMap(leavesUnder)
  }
  const tops = childrenOf(plan, null)
  const headings = tops.filter((item) => item.kind === 'heading' || childrenOf(plan, item.itemId).length > 0)
  const loose = tops.filter((item) => !headings.includes(item))
  return {
    title: plan.kind === 'action plan' ? plan.title : 'Action plan',
    ...planHeading(plan, 'action-plan', powers, today),
    groups: [
      ...headings.map((item) => ({ heading: item.kind === 'heading' ? item.title : `${item.code} ${item.title}`, rows: childrenOf(plan, item.itemId).flatMap(leavesUnder).map(row) })),
      ...(loose.length > 0 ? [{ heading: headings.length > 0 ? 'Under no heading' : plan.title, rows: loose.map(row) }] : []),
    ],
    schemeName: plan.scheme.name,
    scheme: plan.scheme.values.map(({ word, criterion }) => `${word}: ${criterion}`).join('. '),
  }
}
