import { writeShortDate } from '../../calendar/dates.ts'
import { type Item, type Plan, ratedItems } from '../plan.ts'
import { planHeading } from './plan-heading.ts'

export type ThreadRow = {
  item: Item
  serves: { text: string; href: string }[]
  deliveredBy: { text: string; href: string }[]
  evidence: string | null
  measures: { text: string; href: string }[]
  outcome: string | null
  /** What is missing on the way from commitment to outcome, in order. Empty: the thread is whole. */
  broken: string[]
}

/**
 * Commitment → action → evidence → measure → outcome, for everything in the plan that is rated for itself. A commitment is broken without
 * an action that delivers it; anything else is its own action. An outcome that is claimed but not measured ends no thread.
 */
export function threadRows(plan: Plan): ThreadRow[] {
  const parents = new Map(plan.items.map((item) => [item.itemId, item]))
  return ratedItems(plan).map((item) => {
    const parent = item.parentId ? parents.get(item.parentId) : undefined
    const linked = (way: 'to' | 'from') =>
      item.links.filter((link) => link.way === way && link.kind === 'delivers').map(({ code, title, itemId }) => ({ text: `${code} ${title}`, href: `/items/${itemId}` }))
    const deliveredBy = linked('from')
    const own = item.evidence.filter(({ kind }) => kind !== 'outside context')
    const measured = item.outcomeType === 'measured'
    return {
      item,
      serves: [...(parent && parent.kind !== 'heading' ? [{ text: `${parent.code} ${parent.title}`, href: `/items/${parent.itemId}` }] : []), ...linked('to')],
      deliveredBy,
      evidence: own[0] ? `${own.length} ${own.length === 1 ? 'piece' : 'pieces'}, last ${writeShortDate(own[0].to, plan.ends)}` : null,
      measures: item.measures.map(({ title, measureId }) => ({ text: title, href: `/measures/${measureId}` })),
      outcome: item.outcome ? `${item.outcomeType ?? 'Not typed'}` : null,
      broken: [
        ...(item.kind === 'commitment' && deliveredBy.length === 0 ? ['no action'] : []),
        ...(own.length === 0 && deliveredBy.length === 0 ? ['no evidence'] : []),
        ...(item.measures.length === 0 ? ['no measure'] : []),
        ...(measured ? [] : ['no measured outcome']),
      ],
    }
  })
}

export function threadPage(plan: Plan, onlyBroken: boolean, today: Temporal.PlainDate, powers: ReadonlySet<string>) {
  const rows = threadRows(plan)
  const broken = rows.filter((row) => row.broken.length > 0)
  const missing = (what: string) => rows.filter((row) => row.broken.includes(what)).length
  return {
    title: 'Thread: from commitment to outcome',
    ...planHeading(plan, 'thread', powers, today),
    figures: [
      { number: rows.length - broken.length, text: `of ${rows.length} threads are whole` },
      { number: missing('no evidence'), text: 'have no evidence' },
      { number: missing('no measure'), text: 'have no measure' },
      { number: missing('no measured outcome'), text: 'have no measured outcome' },
    ],
    rows: onlyBroken ? broken : rows,
    onlyBroken,
    total: rows.length,
  }
}
