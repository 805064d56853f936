import { writeDate } from '../../calendar/dates.ts'
import { caveats } from '../../statistics/change.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { ROW_WORDS } from '../catalogue/words.ts'
import { writeMonth, writeMonths } from '../catalogue/month-line.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import type { Choice } from './choice.ts'
import { type SourceCounts } from './counts.ts'
import type { AreaDenominator, ExploredSource, Ground } from './ground.ts'
import { baseLine, countOf } from './lines.ts'
import { baseOf, isHeldThrough } from './table.ts'

/** What the rows of these sources are called together: "crimes", or "records" where they are not the same thing. */
export function rowWords(sources: readonly Pick<ExploredSource, 'rowIs'>[], n = 2): string {
  const [first, ...others] = new Set(sources.map(({ rowIs }) => rowIs))
  if (!first || others.length) return n === 1 ? 'record' : 'records'
  return ROW_WORDS[first][n === 1 ? 'one' : 'many']
}

/** What to know of the denominator: where it comes from and when it was true, and whether it misleads here. */
export function denominatorNotes({ areas, denominators }: Pick<Ground, 'areas' | 'denominators'>, { per, areaId, to }: Pick<Choice, 'per' | 'areaId' | 'to'>): string[] {
  if (!per) return []
  const used = baseOf({ areas, denominators }, per, areaId, to)
  const any = used ?? denominators.findLast((each) => each.counted === per) ?? null
  if (!any) return [`Nobody has entered how many ${per} there are, so there are no rates.`]
  const others = [...new Set(denominators.filter((each) => each.counted === per && each.asAt !== any.asAt).map(({ asAt }) => asAt))]
  return [
    `Rates are of ${used ? `${writeFigure(used.n, 0)} ` : ''}${per} as at ${writeDate(Temporal.PlainDate.from(any.asAt))} (${any.provenance}), over the whole period${others.length ? '; an area without a figure of that date has the nearest' : ''}.`,
    ...(per === 'residents' ? residentsNote({ areas, denominators }, used, to) : []),
  ]
}

/** Where many more are present than live there, incidents for each resident say nothing of risk. */
function residentsNote(ground: Pick<Ground, 'areas' | 'denominators'>, residents: AreaDenominator | null, month: number): string[] {
  const present = (['daytime population', 'workers'] as const).map((per) => ({ per, base: baseOf(ground, per, residents?.areaId ?? EVERYWHERE, month) })).find(({ base }) => base)
  if (present?.base && residents && present.base.n > 2 * residents.n)
    return [`Residents are a misleading base here: ${writeFigure(residents.n, 0)} live in the area and ${writeFigure(present.base.n, 0)} are its ${present.per}. Choose ${present.per} to divide by.`]
  if (present) return []
  return ['Only residents are known. Where many come to work or go out, a rate for each resident overstates the risk.']
}

/** What to know of the counts themselves, whatever their source. */
export function countNotes(choice: Choice, ground: Ground, counts: readonly SourceCounts[]): string[] {
  const sources = ground.sources.filter(({ sourceId }) => choice.sourceIds.includes(sourceId))
  const notes: string[] = []
  if (sources.length > 1)
    notes.push('These are records of several sources: one incident may be in more than one of them, and nobody has matched them. Read the totals as reports, not incidents.')
  const base = baseLine(choice, ground)
  if (choice.areaId === EVERYWHERE && !choice.publishable) {
    const all = countOf(counts, [base])
    const part = (areaId: number) => countOf(counts, [base, { text: '', areas: [{ areaId, sign: 1 }] }])
    const [outside, unplaced] = [part(OUTSIDE), part(UNPLACED)]
    const share = (n: number) => `${writeFigure(n, 0)} (${writeFigure((n / all) * 100, 1)}%)`
    if (all > 0 && outside + unplaced > 0) notes.push(`Of these, ${share(outside)} were outside the partnership’s area and ${share(unplaced)} could not be placed on the map; all are counted here.`)
  }
  if (!isHeldThrough(counts, choice.from, choice.to)) notes.push('Not every month of the period is held by every source: see the gaps in the chart.')
  for (const { month, reason } of breaksIn(choice, ground)) notes.push(`A break in ${writeMonth(month)}: ${reason} Do not compare across it.`)
  return notes
}

/** Breaks confirmed by a person within the period or the year before it that concern what is chosen. */
export function breaksIn(choice: Choice, { breaks, categories }: Ground): { month: number; reason: string }[] {
  const chosen = new Set(categories.filter(({ categoryId }) => choice.categoryIds.length === 0 || choice.categoryIds.includes(categoryId)).map(({ categoryId }) => categoryId))
  return breaks
    .filter(({ state, sourceId, categoryId, areaId }) => state === 'confirmed' && choice.sourceIds.includes(sourceId) && (categoryId === null || chosen.has(categoryId)) && (areaId === null || areaId === choice.areaId))
    .map(({ month, reason }) => ({ month: Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1, reason: /[.!?]$/.test(reason) ? reason : `${reason}.` }))
    .filter(({ month }) => month > choice.from - 12 && month <= choice.to)
}

/** Why the shares in one table may not be set beside one another; empty when they are all of one whole. */
export function shareCaveats(choice: Choice, ground: Ground): string[] {
  if (choice.rows !== 'category' || choice.columns) return []
  const period = writeMonths(choice.from, choice.to)
  const [first, ...others] = ground.sources.filter(({ sourceId }) => choice.sourceIds.includes(sourceId)).map(({ name, rowIs }) => ({ percent: 100, base: `the ${ROW_WORDS[rowIs].many} of “${name}”`, period }))
  return others.flatMap((other) => caveats(first!, other)).map((caveat) => `These shares are of different wholes and may not be compared or added up. ${caveat}.`)
}
