import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { writeMonth, writeMonths } from '../../incidents/catalogue/month-line.ts'
import { dataNavigation } from '../../incidents/data-navigation.ts'
import type { ExploredSource, Ground } from '../../incidents/explore/ground.ts'
import { nameOfArea } from '../../incidents/explore/lines.ts'
import { rowWords } from '../../incidents/explore/notes.ts'
import { writeChange, writeFigure } from '../../statistics/figures.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { monthChart, monthRows } from './chart.ts'
import { AREA_KINDS, type AreaKind, type Group, GROUP_WORDS, GROUPS, type Intervention, KIND_WORDS } from './intervention.ts'
import { type Evidence, weigh, type Weighing } from './weighing.ts'
import { leftOut, type Phase } from './windows.ts'
import { ALWAYS, changeNote, say, writeP } from './words.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null

const rooms = (powers: ReadonlySet<string>) => dataNavigation('Before and after', powers)
const subject = ({ categories, source }: Intervention) => `${categories.join(', ') || 'Everything'} in “${source}”`
const place = (groups: readonly number[], { areas }: Pick<Ground, 'areas'>) => groups.map((areaId) => nameOfArea(areaId, areas)).join(', ')

export const listPage = (interventions: readonly Intervention[], ground: Ground, powers: ReadonlySet<string>) => ({
  title: 'Before and after',
  rooms: rooms(powers),
  actions: powers.has('analysis.edit') ? [{ text: 'Add what was done', href: '/evaluations/new', primary: true }] : [],
  interventions: interventions.map((each) => ({
    href: `/evaluations/${each.interventionId}`, title: each.title, about: subject(each), where: place(each.treated, ground), when: writeDateRange(each.starts, each.ends),
  })),
})

const PHASE_WORDS: Record<Phase, string> = { while: 'While it was done', afterwards: 'When it was over' }

/** What was done, and what the months before and after say of it. `findings`: those that concern the months compared. */
export function evaluationPage(evidence: Evidence, source: ExploredSource, findings: readonly DataFinding[], powers: ReadonlySet<string>) {
  const { intervention, ground } = evidence
  const url = `/evaluations/${intervention.interventionId}`
  const rows = rowWords([source])
  const weighings = weigh(evidence)
  const months = monthRows(evidence)
  const groups = GROUPS.filter((group) => intervention[group].length > 0)
  return {
    title: intervention.title,
    rooms: rooms(powers),
    context: `${subject(intervention)}, ${writeDateRange(intervention.starts, intervention.ends)}`,
    actions: [{ text: 'Print', print: true }, ...(powers.has('analysis.edit') ? [{ text: 'Change', href: `${url}/about` }, { text: 'Delete', href: `${url}/delete` }] : [])],
    what: intervention.what,
    expected: intervention.expected,
    places: groups.map((group) => ({ name: GROUP_WORDS[group].name, areas: place(intervention[group], ground) })),
    nothing: weighings.length === 0 ? `Nothing is held yet of “${source.name}”.` : null,
    leftOut: leftOut(intervention),
    always: weighings.some((weighing) => !('refusal' in weighing)) ? ALWAYS : [],
    comparisons: weighings.map((weighing) => comparisonView(weighing, rows)),
    chart: monthChart(evidence, months, `${rows[0]!.toUpperCase()}${rows.slice(1)} each month`),
    heads: groups.map((group) => GROUP_WORDS[group].name),
    months: months.toReversed().map(({ month, counts }) => ({
      name: writeMonth(month), side: sidesOf(month, weighings),
      cells: groups.map((group) => ({ label: GROUP_WORDS[group].name, text: counts[group] == null ? 'Not held' : writeFigure(counts[group], 0) })),
    })),
    findings,
    findingsHref: `/data/sources/${source.sourceId}`,
    attributions: [source.attribution],
    sourceLine: `Source: ${source.name}, ${source.provider}.`,
  }
}

function comparisonView(weighing: Weighing, rows: string) {
  if ('refusal' in weighing) return { heading: PHASE_WORDS[weighing.phase], refusal: weighing.refusal }
  const { before, after, groups, warnings } = weighing
  const n = after.to - after.from + 1
  const period = n === 1 ? 'One whole month' : `${n} whole months`
  return {
    heading: PHASE_WORDS[weighing.phase],
    compared: `${period} before (${writeMonths(before.from, before.to)}) beside as many ${weighing.phase === 'while' ? 'of those in which it was done' : 'after it'} (${writeMonths(after.from, after.to)}).`,
    warnings,
    ...say(weighing, rows),
    rows: groups.map(({ group, counts, p }) => ({
      name: GROUP_WORDS[group].name, before: writeFigure(counts.before, 0), after: writeFigure(counts.after, 0),
      change: counts.before > 0 ? writeChange((100 * (counts.after - counts.before)) / counts.before) : '–', note: `${changeNote(p)}, p ${writeP(p)}`,
    })),
  }
}

/** Which side of which comparison a month is on. */
const sidesOf = (month: number, weighings: readonly Weighing[]): string | null =>
  weighings.flatMap((weighing) => {
    if ('refusal' in weighing) return []
    const within = ({ from, to }: { from: number; to: number }) => month >= from && month <= to
    return within(weighing.before) ? ['before'] : within(weighing.after) ? [weighing.phase === 'while' ? 'while it was done' : 'after it'] : []
  })[0] ?? null

/** The form that adds what was done (`intervention` null) or changes it. `asked`: the kind of area asked for. */
export function aboutPage(intervention: Intervention | null, ground: Ground, asked: AreaKind | null, failed: Failed = null, stale = false) {
  const entered: Record<string, unknown> = failed?.entered ?? (intervention
    ? { ...intervention, source: intervention.sourceId, categories: intervention.categoryIds, starts: writeDate(intervention.starts), ends: writeDate(intervention.ends), carryOver: intervention.carryOverMonths }
    : { source: ground.sources[0]?.sourceId, carryOver: 0, version: 0 })
  const chosen = (name: string) => new Set([entered[name] ?? []].flat().map(String))
  const kind = asked ?? kindOf(chosen, ground)
  const kinds = AREA_KINDS.filter((each) => ground.areas.some((area) => area.kind === each))
  const url = intervention ? `/evaluations/${intervention.interventionId}/about` : '/evaluations/new'
  const categories = chosen('categories')
  const checks = (group: Group) => ground.areas.filter((area) => area.kind === kind).map(({ areaId }) => ({ value: String(areaId), text: nameOfArea(areaId, ground.areas), checked: chosen(group).has(String(areaId)) }))
  return {
    title: intervention ? 'Change what was done' : 'Add what was done',
    back: intervention ? { href: `/evaluations/${intervention.interventionId}`, text: intervention.title } : { href: '/evaluations', text: 'Before and after' },
    entered: stale && intervention ? { ...entered, version: intervention.version } : entered,
    nothing: ground.sources.length === 0 ? 'data' : kinds.length === 0 ? 'areas' : null,
    sources: ground.sources.map(({ sourceId, name }) => ({ value: sourceId, text: name, selected: String(sourceId) === String(entered.source) })),
    categories: ground.categories.map(({ categoryId, sourceId, text }) => ({
      value: String(categoryId), text: ground.sources.length > 1 ? `${text} (${ground.sources.find((source) => source.sourceId === sourceId)?.name})` : text, checked: categories.has(String(categoryId)),
    })),
    kinds: kinds.length > 1 ? kinds.map((each) => ({ text: KIND_WORDS[each], href: `${url}?kind=${each}`, current: each === kind })) : [],
    groups: GROUPS.map((field) => ({ field, legend: GROUP_WORDS[field].legend, hint: GROUP_WORDS[field].hint, items: checks(field) })),
    ...errorsForPage(failed?.errors),
  }
}

/** The kind of area that is chosen already; wards where they are kept when none is. */
function kindOf(chosen: (name: string) => Set<string>, { areas }: Ground): AreaKind {
  const ids = new Set(GROUPS.flatMap((group) => [...chosen(group)]))
  const kinds = areas.filter(({ areaId }) => ids.size === 0 || ids.has(String(areaId))).map(({ kind }) => kind)
  return AREA_KINDS.find((kind) => kinds.includes(kind)) ?? 'ward'
}

export const deletePage = ({ interventionId, title }: Intervention) => ({ title: `Delete “${title}”?`, back: { href: `/evaluations/${interventionId}`, text: title } })
