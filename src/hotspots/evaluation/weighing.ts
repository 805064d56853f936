import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { listMonths, monthAt, monthIndex, writeMonth } from '../../incidents/catalogue/month-line.ts'
import { isHeld, type SourceCounts, sumOf } from '../../incidents/explore/counts.ts'
import type { Area, Ground } from '../../incidents/explore/ground.ts'
import { type BeforeAfter, displacement, type Displacement } from '../../statistics/space/displacement.ts'
import { eTest } from '../../statistics/space/e-test.ts'
import { type Group, GROUPS, type Intervention } from './intervention.ts'
import { type Months, type Phase, type Window, windowsOf } from './windows.ts'

/** All that an evaluation is worked out from. `findings`: of the whole source. */
export type Evidence = { intervention: Intervention; counts: SourceCounts; ground: Pick<Ground, 'areas' | 'breaks'>; findings: readonly DataFinding[] }

/** One comparison worked out. `net`: treated against compared alone; `whole`: with nearby counted in; `spread`: nearby against compared. */
export type Weighed = {
  phase: Phase
  before: Months
  after: Months
  groups: readonly { group: Group; counts: BeforeAfter; p: number }[]
  net: Displacement
  whole: Displacement
  spread: Displacement | null
  warnings: readonly string[]
}
export type Weighing = Weighed | { phase: Phase; refusal: string }

/** What the months before and after say, for each part of its time; or in words why they say nothing. Empty only when nothing is held. */
export function weigh(evidence: Evidence): Weighing[] {
  const { counts, intervention } = evidence
  if (counts.months === 0) return []
  return windowsOf(intervention, { first: counts.firstMonth, last: counts.firstMonth + counts.months - 1 }).map((window) => weighOne(evidence, window))
}

function weighOne(evidence: Evidence, window: Window): Weighing {
  if ('refusal' in window) return window
  const { phase, before, after } = window
  const refusal = missingSentence(evidence, window) ?? boundarySentence(evidence, before.from, after.to)
  if (refusal) return { phase, refusal }
  const sums = (group: Group): BeforeAfter => ({ before: countIn(evidence, group, before), after: countIn(evidence, group, after) })
  const [treated, nearby, control] = GROUPS.map(sums) as [BeforeAfter, BeforeAfter, BeforeAfter]
  const hasNearby = evidence.intervention.nearby.length > 0
  const [daysBefore, daysAfter] = [daysIn(before), daysIn(after)]
  return {
    phase, before, after,
    groups: GROUPS.map((group, index) => ({ group, counts: [treated, nearby, control][index]! })).filter(({ group }) => group !== 'nearby' || hasNearby)
      .map((each) => ({ ...each, p: eTest({ count: each.counts.before, exposure: daysBefore }, { count: each.counts.after, exposure: daysAfter }) })),
    net: displacement({ treated, control }),
    whole: displacement({ treated, control, ...(hasNearby ? { displaced: nearby } : {}) }),
    spread: hasNearby ? displacement({ treated: nearby, control }) : null,
    warnings: warningsOf(evidence, before.from, after.to),
  }
}

/** What was counted in a group of areas over some months. */
export function countIn({ intervention, counts }: Pick<Evidence, 'intervention' | 'counts'>, group: Group, { from, to }: Months): number {
  const categories = intervention.categoryIds.length ? intervention.categoryIds : [...counts.categories.keys()]
  let sum = 0
  for (const areaId of intervention[group]) for (const categoryId of categories) sum += sumOf(counts, areaId, categoryId, from, to)
  return sum
}

const daysIn = ({ from, to }: Months): number => Temporal.PlainDate.from(monthAt(from)).until(monthAt(to + 1), { largestUnit: 'days' }).days

/** Whether a month can be counted: the source holds it, and no kind that was asked for was left out of what was sent. */
export function isWhole({ intervention: { categoryIds }, counts, findings }: Pick<Evidence, 'intervention' | 'counts' | 'findings'>, month: number): boolean {
  if (!isHeld(counts, month)) return false
  return !findings.some(({ kind, categoryIds: of, months, from, to }) => {
    if (kind !== 'gap like a zero' || !of?.some((id) => categoryIds.includes(id))) return false
    if (months.length > 0) return months.some((gap) => monthIndex(gap) === month)
    return from !== null && to !== null && month >= monthIndex(from) && month <= monthIndex(to)
  })
}

function missingSentence(evidence: Evidence, { before, after }: { before: Months; after: Months }): string | null {
  const asked = [before, after].flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
  const missing = asked.filter((month) => !isWhole(evidence, month))
  if (missing.length === 0) return null
  return `${listMonths(missing)} ${missing.length === 1 ? 'is' : 'are'} not held, or not in full, so before and after cannot be set side by side. Load what is missing, or choose other dates.`
}

/** Why counts of these areas are not of one place throughout: a boundary that came or went between these months. */
function boundarySentence({ intervention, ground: { areas } }: Evidence, from: number, to: number): string | null {
  const isThroughout = (area: Area | undefined) => area && area.validFrom <= monthAt(from) && (area.validTo === null || area.validTo >= monthAt(to + 1))
  const chosen = GROUPS.flatMap((group) => intervention[group]).map((areaId) => ({ areaId, area: areas.find((each) => each.areaId === areaId) }))
  const partly = chosen.filter(({ area }) => !isThroughout(area))
  if (partly.length === 0) return null
  return `The boundaries of ${partly.map(({ area }) => area?.name ?? 'an area since removed').join(', ')} were not in force in all of these months. Choose areas that were.`
}

function warningsOf({ intervention, ground: { breaks }, findings }: Evidence, from: number, to: number): string[] {
  const isBetween = (month: string) => monthIndex(month) > from && monthIndex(month) <= to
  const eras = findings.filter(({ kind, from: month }) => kind === 'map era' && month !== null && isBetween(month))
  const chosen = new Set<number>(GROUPS.flatMap((group) => intervention[group]))
  const found = breaks.filter(({ state, sourceId, categoryId, areaId, month }) =>
    state === 'confirmed' && sourceId === intervention.sourceId && isBetween(month) && (areaId === null || areaId === 0 || chosen.has(areaId)) &&
    (categoryId === null || intervention.categoryIds.length === 0 || intervention.categoryIds.includes(categoryId)))
  return [
    ...eras.map(({ from: month }) => `The source’s map changed in ${writeMonth(monthIndex(month!))}, within these months: it puts what happened at other points from then on, which can move counts from one area to another by itself. Do not rest a decision on this comparison.`),
    ...found.map(({ month, reason }) => `A break was confirmed in ${writeMonth(monthIndex(month))}, within these months: ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`),
  ]
}
