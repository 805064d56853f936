import { writeDate, writeShortDate } from '../../calendar/dates.ts'
import { freshness } from '../../calendar/freshness.ts'
import { sparkline } from '../../web/charts.ts'
import type { Finding } from '../checks/finding.ts'
import { type Aggregate, aggregate, derive, spanOf, standingDate } from '../derivation.ts'
import { childrenOf, declaredOf, hasEnded, type Item, type Plan, ratedItems } from '../plan.ts'
import { ROLL_UP_NAMES, ROLL_UP_WORDS, valueOf } from '../rating.ts'
import { planHeading } from './plan-heading.ts'

/** What the dashboard is narrowed to, from its address. Anything not understood is as if not asked. */
export type DashboardFilter = {
  owner?: string // an organisation's id, or 'none'
  strand?: string
  rating?: string // a word of the scheme, 'differs' or 'none'
  overdue?: boolean
  finding?: boolean
  sort?: 'plan' | 'rating' | 'oldest' | 'findings'
}

type Tag = { word: string; colour: string } | null

export type DashboardRow = {
  item: Item
  group: boolean
  href: string
  owner: { text: string; note: string | null; warn: boolean }
  declared: Tag
  declaredNote: string | null
  derived: Tag
  derivedNote: string
  differs: boolean
  updated: { text: string; note: string | null; overdue: boolean; ageDays: number | null }
  signals: { sentence: string; svg: string }[]
  findings: number
  blocks: number
}

/** One row as the dashboard, the sheet's head and the by-owner list all show it. */
export function dashboardRow(plan: Plan, item: Item, findings: readonly Finding[], today: Temporal.PlainDate): DashboardRow {
  const group = childrenOf(plan, item.itemId).some((child) => child.kind !== 'heading')
  const tag = (word: string | null): Tag => {
    const value = valueOf(plan.scheme, word)
    return value ? { word: value.word, colour: value.colour } : word ? { word, colour: 'grey' } : null
  }
  const declared = declaredOf(item)
  const rolled = group ? aggregate(plan, item) : null
  const derived = rolled ?? derive(plan.scheme, item, spanOf(plan, today))
  const otherwise = rolled && otherwiseOf(rolled)
  const stated = [...new Set(item.stated.map(({ word }) => word))]
  const disputed = declared === null && stated.length > 1
  const differs = declared !== null && derived.word !== null && declared !== derived.word
  const own = findings.filter((finding) => finding.itemId === item.itemId)
  return {
    item,
    group,
    href: `/items/${item.itemId}`,
    owner: ownerOf(item),
    declared: tag(declared),
    declaredNote: disputed ? `Stated two ways: ${item.stated.map(({ word, place }) => `${word.toLowerCase()} in ${place}`).join(', ')}` : null,
    derived: tag(derived.word),
    derivedNote: [differs && item.updates[0]?.reason ? item.updates[0].reason : derived.because, otherwise].filter(Boolean).join('. '),
    differs,
    updated: updatedOf(plan, item, group, today),
    signals: item.measures.map((figure) => ({
      sentence: [figure.sentence, figure.targetStatus].filter(Boolean).join('. '),
      svg: figure.readings < 3 ? '' : sparkline(figure.points, { ...figure, label: `${figure.title}: ${figure.sentence}` }),
    })),
    findings: own.length,
    blocks: own.filter(({ severity }) => severity === 'blocks').length,
  }
}

/** What the plan's other possible rules would give, those that agree put together: "If half decide, or most decide: green". */
const otherwiseOf = ({ otherwise }: Aggregate): string | null =>
  [...Map.groupBy(otherwise, ({ word }) => word)].map(([word, rules]) => `If ${rules.map(({ rule }) => ROLL_UP_NAMES[rule]).join(' or ')}: ${word.toLowerCase()}`).join('. ') || null

function ownerOf({ owners, kind }: Item): DashboardRow['owner'] {
  const accountable = owners.find((owner) => owner.accountable)
  if (accountable) return { text: accountable.words, note: null, warn: false }
  if (kind === 'heading') return { text: '', note: null, warn: false }
  return { text: owners.length > 0 ? 'No single owner' : 'No owner', note: owners.map(({ words }) => words).join('; ') || null, warn: true }
}

function updatedOf(plan: Plan, item: Item, group: boolean, today: Temporal.PlainDate): DashboardRow['updated'] {
  const asAt = standingDate(plan, today)
  const [latest] = item.updates
  if (hasEnded(item)) return { text: item.state === 'complete' ? 'Complete' : `Ended: ${item.state}`, note: null, overdue: false, ageDays: null }
  if (!latest && group) return { text: 'From its activities', note: null, overdue: false, ageDays: null }
  const { state, ageDays } = freshness(latest?.positionOn ?? null, plan.updateInterval, asAt)
  if (!latest) return { text: 'Never', note: null, overdue: true, ageDays: null }
  return { text: writeShortDate(latest.positionOn, asAt), note: state === 'overdue' ? `${ageDays} days` : null, overdue: state === 'overdue', ageDays }
}

/** The dashboard: figures first, then every priority and activity with what is said, what the record says, and what a careful reader would ask. */
export function dashboardPage(plan: Plan, findings: readonly Finding[], filter: DashboardFilter, today: Temporal.PlainDate, powers: ReadonlySet<string>) {
  const all = plan.items.filter(({ kind, state }) => kind !== 'heading' && state !== 'withdrawn').map((item) => dashboardRow(plan, item, findings, today))
  const rated = ratedItems(plan)
  const own = all.filter(({ item }) => rated.includes(item))
  const rows = sorted(plan, narrowed(all, filter), filter.sort ?? 'plan')
  const blocks = findings.filter(({ severity }) => severity === 'blocks').length
  const count = (word: string) => own.filter(({ declared }) => declared?.word === word).length
  const unrated = own.filter(({ declared }) => !declared).length
  const words = plan.scheme.values.map(({ word }) => word)
  return {
    title: plan.kind === 'dashboard' ? 'Performance dashboard' : plan.title,
    ...planHeading(plan, 'dashboard', powers, today),
    figures: [
      { number: words.map(count).join(' · ') + (unrated ? ` · ${unrated}` : ''), text: `${words.join(', ').toLowerCase()}${unrated ? ', not rated' : ''}, of ${own.length} activities, as declared` },
      { number: all.filter(({ differs }) => differs).length, text: 'ratings differ from the criteria or the roll-up', href: '?rating=differs' },
      { number: own.filter(({ updated }) => updated.overdue).length, text: `not updated this ${plan.period ? 'period' : 'interval'}`, href: '?only=overdue' },
      { number: findings.length, text: `findings, ${blocks === 1 ? '1 stops' : `${blocks} stop`} publication`, href: `/plans/${plan.planId}/checks` },
    ],
    rows,
    total: all.length,
    asAt: Temporal.PlainDate.compare(standingDate(plan, today), today) < 0 ? `Shown as at ${writeDate(standingDate(plan, today))}, ${plan.period ? 'when its last reporting period ended' : 'when the plan ended'}.` : null,
    filter: filterFields(plan, filter),
    narrowed: rows.length < all.length,
    unmeasured: powers.has('measures.read') ? 'Nothing measured' : 'Measures are not open to you',
    scheme: plan.scheme.values.map(({ word, criterion }) => `${word}: ${criterion}`).join('. '),
    schemeName: plan.scheme.name,
    rollUp: plan.rollUp
      ? `A priority is rated ${ROLL_UP_WORDS[plan.rollUp]} (“${ROLL_UP_NAMES[plan.rollUp]}”, version ${plan.rollUpVersion} of this plan’s rule).`
      : 'This plan has no roll-up rule, so no priority’s rating can be worked out from its activities.',
  }
}

const narrowed = (rows: readonly DashboardRow[], { owner, strand, rating, overdue, finding }: DashboardFilter) =>
  rows.filter(
    (row) =>
      (!owner || (owner === 'none' ? row.item.owners.length === 0 : row.item.owners.some(({ organisationId }) => organisationId === owner))) &&
      (!strand || row.item.strandId === strand) &&
      (!rating || (rating === 'differs' ? row.differs : rating === 'none' ? !row.declared : row.declared?.word === rating)) &&
      (!overdue || row.updated.overdue) &&
      (!finding || row.findings > 0),
  )

function sorted(plan: Plan, rows: DashboardRow[], sort: NonNullable<DashboardFilter['sort']>): DashboardRow[] {
  const severity = (row: DashboardRow) => plan.scheme.values.findIndex(({ word }) => word === row.declared?.word)
  const by: Record<typeof sort, (row: DashboardRow) => number> = {
    plan: () => 0,
    rating: (row) => -severity(row),
    oldest: (row) => (row.updated.overdue ? -(row.updated.ageDays ?? 1e6) : 0),
    findings: (row) => -row.findings,
  }
  return rows.toSorted((a, b) => by[sort](a) - by[sort](b))
}

function filterFields(plan: Plan, filter: DashboardFilter) {
  const organisations = new Map(
    plan.items.flatMap(({ owners }) => owners.filter(({ organisationId }) => organisationId).map(({ organisationId, words }) => [organisationId!, words.split(', ').at(-1)!])),
  )
  const options = (chosen: string | undefined, choices: readonly (readonly [string, string])[]) =>
    choices.map(([value, text]) => ({ value, text, selected: (chosen ?? '') === value }))
  return {
    owner: options(filter.owner, [['', 'Anyone'], ['none', 'No owner'], ...[...organisations].toSorted((a, b) => a[1].localeCompare(b[1]))]),
    strand: plan.strands.length > 0 ? options(filter.strand, [['', 'Any'], ...plan.strands.map(({ strandId, name }) => [strandId, name] as const)]) : null,
    rating: options(filter.rating, [['', 'Any'], ...plan.scheme.values.map(({ word }) => [word, word] as const), ['none', 'Not rated'], ['differs', 'Differs from the criteria']]),
    sort: options(filter.sort ?? 'plan', [['plan', 'Plan order'], ['rating', 'Worst rating first'], ['oldest', 'Oldest update first'], ['findings', 'Most findings first']]),
    overdue: filter.overdue ?? false,
    finding: filter.finding ?? false,
  }
}
