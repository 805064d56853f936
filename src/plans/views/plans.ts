import { writeDate } from '../../calendar/dates.ts'
import type { PlanSummary } from '../store.ts'

const KIND_WORDS: Record<PlanSummary['kind'], string> = { strategy: 'Strategy', dashboard: 'Dashboard', 'action plan': 'Action plan' }

/** Every plan the partnership keeps, and how to add one. */
export const plansPage = (plans: readonly PlanSummary[], powers: ReadonlySet<string>) => ({
  title: 'Plans',
  actions: powers.has('plans.edit')
    ? [{ text: 'Bring a plan in from a file', href: '/plans/import', primary: true }, { text: 'Start an empty plan', href: '/plans/new' }]
    : [],
  plans: plans.map((plan) => ({
    title: plan.title,
    href: `/plans/${plan.planId}/${plan.kind === 'action plan' ? 'action-plan' : 'dashboard'}`,
    kind: KIND_WORDS[plan.kind],
    span: `${writeDate(plan.starts)} to ${writeDate(plan.ends)}`,
    items: plan.items,
    period: plan.period ? `${plan.period}${plan.periodOpen ? ', open' : ', closed'}` : 'None opened yet',
    state: plan.state === 'live' ? null : plan.state,
    editions: plan.editions,
    editionsHref: `/editions?plan=${plan.planId}`,
  })),
})
