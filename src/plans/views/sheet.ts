import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import type { Finding } from '../checks/finding.ts'
import { ownEvidence, spanOf, standingDate, within } from '../derivation.ts'
import { childrenOf, type Evidence, type Item, type LinkKind, type Plan } from '../plan.ts'
import { valueOf } from '../rating.ts'
import { dashboardRow } from './dashboard.ts'

const KIND_HEADINGS: Record<Evidence['kind'], string> = {
  activity: 'Work done', output: 'Output', decision: 'Decision', obstacle: 'Obstacle', 'next step': 'Next step', 'outside context': 'Outside context',
}

const LINK_TO: Record<LinkKind, string> = { delivers: 'Delivers', 'depends on': 'Waits for', follows: 'Follows' }
const LINK_FROM: Record<LinkKind, string> = { delivers: 'Delivered by', 'depends on': 'Waited for by', follows: 'Followed by' }

/** One item whole: what it is for, how it stands and why, what was done, what the data say, and everything ever said of it. */
export function sheetPage(plan: Plan, item: Item, findings: readonly Finding[], today: Temporal.PlainDate, may: { update: boolean; edit: boolean }) {
  const row = dashboardRow(plan, item, findings, today)
  const span = spanOf(plan, today)
  const parent = plan.items.find(({ itemId }) => itemId === item.parentId)
  const tag = (word: string) => ({ word, colour: valueOf(plan.scheme, word)?.colour ?? 'grey' })
  const children = childrenOf(plan, item.itemId).map((child) => dashboardRow(plan, child, findings, today))
  const asAt = standingDate(plan, today)
  return {
    title: `${item.code} ${item.title}`,
    back: { href: `/plans/${plan.planId}/dashboard`, text: 'Back to the dashboard' },
    planTitle: plan.title,
    planId: plan.planId,
    item,
    row,
    parent: parent && { href: `/items/${parent.itemId}`, text: `${parent.code} ${parent.title}` },
    may,
    facts: facts(item, today),
    withdrawn: item.state === 'withdrawn' ? `Withdrawn${item.stateSince ? ` on ${writeDate(item.stateSince)}` : ''}: ${item.stateNote}` : null,
    owners: item.owners.map(({ words, accountable }) => ({ text: words, role: accountable ? 'Accountable' : 'Contributes' })),
    criteria: plan.scheme.values.map(({ word, criterion }) => ({ tag: tag(word), criterion })),
    period: `${writeDate(span.starts)} to ${writeDate(span.ends)}`,
    evidence: item.evidence.map((each) => ({
      kind: KIND_HEADINGS[each.kind],
      when: writeDateRange(each.from, each.to),
      statement: each.statement,
      quantity: each.quantity === null ? null : `${each.quantity.toLocaleString('en-GB')} ${each.unit}`,
      inPeriod: within(each, span),
      outside: each.kind === 'outside context',
      also: plan.items.filter(({ itemId }) => itemId !== item.itemId && each.itemIds.includes(itemId)).map(({ code, itemId }) => ({ code, href: `/items/${itemId}` })),
    })),
    inPeriod: ownEvidence(item, span).length,
    position: item.updates[0] ?? (item.stateNote && item.state !== 'withdrawn' ? { narrative: item.stateNote, reason: null } : null),
    measures: item.measures.map((measure) => ({ ...measure, href: `/measures/${measure.measureId}` })),
    children,
    links: item.links.map(({ kind, way, itemId, code, title, planId, planTitle }) => ({
      sentence: (way === 'to' ? LINK_TO : LINK_FROM)[kind],
      href: `/items/${itemId}`,
      text: `${code} ${title}`,
      plan: planId === plan.planId ? null : planTitle,
    })),
    stated: item.stated.map(({ word, place, trend }) => ({ tag: tag(word), place, trend })),
    history: item.updates.map((update) => ({
      declared: tag(update.declared),
      derived: update.derived ? tag(update.derived) : null,
      reason: update.reason,
      narrative: update.narrative,
      when: writeDate(update.positionOn),
      ago: age(update.positionOn, asAt),
      by: update.by ?? (update.source ? `brought in from ${update.source}` : 'not recorded'),
    })),
    findings: findings.filter(({ itemId }) => itemId === item.itemId),
  }
}

/** What is recorded of an item, each with its name, leaving out what is not. */
function facts(item: Item, today: Temporal.PlainDate): { key: string; value: string }[] {
  const date = (day: Temporal.PlainDate | null) => day && writeDate(day)
  const late = item.due && Temporal.PlainDate.compare(item.due, today) < 0 && item.state !== 'complete' ? ` (${age(item.due, today)})` : ''
  return [
    { key: 'State', value: item.stateNote && item.updates[0] && item.state !== 'withdrawn' ? `${item.state}: ${item.stateNote}` : item.state },
    { key: 'Mandate', value: item.mandate === 'both' ? 'statutory, and from consultation' : item.mandate },
    { key: 'Commitment', value: item.strength && `“${item.strength}”` },
    { key: 'Starts', value: date(item.starts) },
    { key: 'Due', value: item.due && `${date(item.due)}${late}` },
    { key: 'First promised', value: item.promisedOn && `${date(item.promisedOn)}, ${age(item.promisedOn, today)}` },
    { key: 'Review', value: date(item.reviewOn) },
    { key: 'Discharged through', value: item.dischargedThrough },
    { key: 'Deferred to', value: item.deferredTo },
    { key: 'Merged into', value: item.mergedInto },
  ].filter((fact): fact is { key: string; value: string } => Boolean(fact.value))
}
