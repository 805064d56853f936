import { kept } from '../../incidents/kept-results.ts'
import { monthNumber } from '../holdings/months.ts'
import { type Holding, holdingOf, isHeldFor } from '../holdings/source-holding.ts'
import { columnsOf, eraBefore, type Setting, settle } from '../setting.ts'
import { offThread } from '../working/off-thread.ts'
import type { Overlapping, Theme } from '../working/tasks.ts'

/** Both themes settled on the same places, every theme there is to choose from, and how far they overlap. */
export type Overlapped = { one: Setting; other: Setting; holdings: readonly Holding[]; overlapping: Overlapping; months: { one: Months; other: Months } }
export type Months = { from: number; to: number }

/** The twentieth of places that holds most of each theme. */
export const OVERLAP_SHARE = 0.05
const USUAL_PAIR = [/anti-?social/i, /violence/i]

/** Null when a theme named is not there, or fewer than two are held. */
export async function overlapFor(setting: Setting): Promise<Overlapped | null> {
  const { reader, question, sources } = setting
  const holdings: Holding[] = []
  for (const source of sources) {
    const holding = await holdingOf(reader, source)
    if (holding) holdings.push(holding)
  }
  const first = setting.category === null ? usualTheme(setting.holding, USUAL_PAIR[0]!, null) : setting.holding.categories[setting.category]!.categoryId
  if (first === null) return null
  const second = question.other ?? usualTheme(setting.holding, USUAL_PAIR[1]!, first)
  const secondHolding = holdings.find(({ categories }) => categories.some(({ categoryId }) => categoryId === second))
  if (second === null || !secondHolding) return null
  const one = await settle(reader, { ...question, source: setting.holding.source.sourceId, category: first })
  const other = await settle(reader, { source: secondHolding.source.sourceId, category: second, places: setting.set.kind })
  if (one === null || one === 'nothing' || other === null || other === 'nothing') return null
  const months = { one: yearBefore(one, setting.month), other: yearBefore(other, setting.month) }
  const from = { partnershipId: reader.partnershipId, sources: [one.holding.source, other.holding.source] }
  const overlapping = await kept(from, ['hotspots overlap', one.ground.version, one.set.kind, first, second, setting.month].join(' '), async () =>
    offThread('overlap', { places: one.set.places, one: await themeOf(one, months.one), other: await themeOf(other, months.other), share: OVERLAP_SHARE }))
  return { one, other, holdings, overlapping, months }
}

/** A category by its usual word, or else the one most was held of; never the one already taken. */
function usualTheme({ categories, counts }: Holding, word: RegExp, taken: number | null): number | null {
  const free = categories.map((category, index) => ({ ...category, held: counts[index]!.reduce((sum, n) => sum + n, 0) })).filter(({ categoryId }) => categoryId !== taken)
  const named = free.find(({ text }) => word.test(text))
  return (named ?? free.toSorted((a, b) => b.held - a.held)[0])?.categoryId ?? null
}

/** The twelve months before a month, as the source holds them, inside one map. */
function yearBefore(setting: Setting, month: string): Months {
  const to = Math.max(1, Math.min(setting.holding.months.length, monthNumber(month) - monthNumber(setting.holding.months[0]!)))
  return { from: Math.max(eraBefore({ ...setting, target: to }).from, to - 12), to }
}

const themeOf = async (setting: Setting, { from, to }: Months): Promise<Theme> =>
  ({ columns: await columnsOf(setting), isHeld: isHeldFor(setting.holding, setting.category), category: setting.category, from, to })
