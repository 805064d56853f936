import { writeDate } from '../../calendar/dates.ts'
import type { Plan } from '../plan.ts'

export type PlanView = 'dashboard' | 'action-plan' | 'matrix' | 'thread' | 'owners' | 'checks' | 'periods' | 'settings'

/** The line of context, the views to move between and the things to do, as every page of a plan shows them. */
export function planHeading(plan: Plan, view: PlanView, powers: ReadonlySet<string>, today: Temporal.PlainDate) {
  const at = (rest: string) => `/plans/${plan.planId}/${rest}`
  const tabs: { view: PlanView; text: string; power?: string }[] = [
    { view: 'dashboard', text: 'Dashboard' },
    { view: 'action-plan', text: 'Action plan' },
    ...(plan.strands.length > 0 ? [{ view: 'matrix', text: 'Strands' } as const] : []),
    { view: 'thread', text: 'Thread' },
    { view: 'owners', text: 'By owner' },
    { view: 'checks', text: 'Checks' },
    { view: 'periods', text: 'Periods' },
    { view: 'settings', text: 'Set up', power: 'plans.edit' },
  ]
  return {
    planId: plan.planId,
    context: [plan.title, `${writeDate(plan.starts)} to ${writeDate(plan.ends)}`, plan.period ? `period ${plan.period.name}` : null].filter(Boolean).join(' · '),
    tabs: tabs.filter(({ power }) => !power || powers.has(power)).map((tab) => ({ text: tab.text, href: at(tab.view), current: tab.view === view })),
    actions: [
      ...(powers.has('editions.publish') ? [{ text: 'Publish edition', href: at('publish'), primary: true }] : []),
      { text: 'Word', href: at(view === 'action-plan' ? 'action-plan.docx' : 'board-paper.docx'), download: true },
      { text: 'Excel', href: at('plan.xlsx'), download: true },
      { text: 'Print', print: true },
    ],
    today: writeDate(today),
  }
}
