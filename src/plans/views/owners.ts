import type { Finding } from '../checks/finding.ts'
import { hasEnded, type Plan } from '../plan.ts'
import { type DashboardRow, dashboardRow } from './dashboard.ts'
import { planHeading } from './plan-heading.ts'

/** Who owns what: each owner's items, accountable first, with what is overdue; then what nobody answers for. */
export function ownersPage(plan: Plan, findings: readonly Finding[], today: Temporal.PlainDate, powers: ReadonlySet<string>) {
  const live = plan.items.filter((item) => item.kind !== 'heading' && !hasEnded(item))
  const rows = new Map(live.map((item) => [item.itemId, dashboardRow(plan, item, findings, today)]))
  const held = live.flatMap((item) => item.owners.map((owner) => ({ item, owner, name: owner.words.split(', ').at(-1)! })))
  const groups = [...Map.groupBy(held, ({ name }) => name)]
    .map(([name, holdings]) => ({
      name,
      matched: holdings.some(({ owner }) => owner.organisationId !== null),
      overdue: holdings.filter(({ item, owner }) => owner.accountable && rows.get(item.itemId)!.updated.overdue).length,
      items: holdings
        .toSorted((a, b) => Number(b.owner.accountable) - Number(a.owner.accountable))
        .map(({ item, owner }) => ({ row: rows.get(item.itemId)!, as: owner.accountable ? `Accountable${owner.words === name ? '' : `: ${owner.words.slice(0, -name.length - 2)}`}` : 'Contributes' })),
    }))
    .toSorted((a, b) => b.overdue - a.overdue || a.name.localeCompare(b.name))
  const unowned: DashboardRow[] = live.filter(({ owners }) => !owners.some(({ accountable }) => accountable)).map(({ itemId }) => rows.get(itemId)!)
  return { title: 'By owner', ...planHeading(plan, 'owners', powers, today), groups, unowned }
}
