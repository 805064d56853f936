import { childrenOf, type Item, type Plan } from '../plan.ts'
import { planHeading } from './plan-heading.ts'

export type MatrixRow = { code: string; title: string; href: string; cells: { strand: string; items: { code: string; title: string; href: string }[] }[]; gaps: number }

/** Priority or harm by strand. A strand with nothing under it is a gap, shown as one; withdrawn items fill nothing. */
export function matrixRows(plan: Plan): MatrixRow[] {
  const tops = childrenOf(plan, null).filter(({ kind, state }) => kind !== 'heading' && state !== 'withdrawn')
  const under = (item: Item): Item[] => childrenOf(plan, item.itemId).flatMap((child) => [child, ...under(child)])
  return tops.map((top) => {
    const live = under(top).filter(({ state }) => state !== 'withdrawn')
    const cells = plan.strands.map(({ strandId, name }) => ({
      strand: name,
      items: live.filter((item) => item.strandId === strandId).map(({ code, title, itemId }) => ({ code, title, href: `/items/${itemId}` })),
    }))
    return { code: top.code, title: top.title, href: `/items/${top.itemId}`, cells, gaps: cells.filter(({ items }) => items.length === 0).length }
  })
}

export function matrixPage(plan: Plan, today: Temporal.PlainDate, powers: ReadonlySet<string>) {
  const rows = matrixRows(plan)
  const gaps = rows.reduce((sum, row) => sum + row.gaps, 0)
  return {
    title: 'What is planned, by strand',
    ...planHeading(plan, 'matrix', powers, today),
    strands: plan.strands.map(({ name }) => name),
    rows,
    summary: rows.length === 0 ? null : gaps === 0 ? 'Every priority has something under every strand.' : `${gaps} of ${rows.length * plan.strands.length} cells ${gaps === 1 ? 'has' : 'have'} nothing under ${gaps === 1 ? 'it' : 'them'}.`,
  }
}
