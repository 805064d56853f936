import type { Tested } from '../../statistics/space/back-test.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { writeMonths } from '../holdings/months.ts'
import { areaName, eventsText, percent, placesText } from '../setting-page.ts'
import { eraBefore, type Setting } from '../setting.ts'
import type { Judged } from '../working/predicting.ts'
import { methodInSentence } from './methods.ts'

/** Some months of a test together. */
export type Pooled = { hits: number; crimes: number; best: number; months: number; from: number; to: number }

/** The months of a test that were predicted inside one era, together; null when none was. */
export function pooledIn({ byMonth }: Pick<Tested, 'byMonth'>, from: number, before: number): Pooled | null {
  const months = byMonth.filter(({ month, crimes }) => month >= from && month < before && crimes > 0)
  if (months.length === 0) return null
  const sum = (of: (month: Tested['byMonth'][number]) => number) => months.reduce((total, month) => total + of(month), 0)
  return {
    hits: sum(({ hits }) => hits), crimes: sum(({ crimes }) => crimes), best: sum(({ best }) => best),
    months: months.length, from: months[0]!.month, to: months.at(-1)!.month,
  }
}

/**
 * How well places chosen this way have done, in sentences: over the months of the map now in use, or that it cannot be said yet.
 * `ours` and `plain` are tested at the budget that the page names places for; `share`: how much of the ground those are.
 */
export function proofSentences(setting: Setting, judged: Judged, ours: Tested, plain: Tested, share = setting.covered / setting.set.count): string[] {
  const pooled = pooledIn(ours, eraBefore(setting).from, setting.target)
  const opening = `These ${placesText(setting, setting.covered)} ${setting.covered === 1 ? 'is' : 'are'} ${percent(share)} of ${areaName(setting)}.`
  if (!pooled) return [opening, 'There are too few months of the present map to say how well places chosen this way have done.']
  const { holding } = setting
  const when = `from ${writeMonths(holding.months[pooled.from]!, holding.months[pooled.to]!)}`
  return [
    `${opening} Chosen this way each month ${when}, they held ${percent(pooled.hits / pooled.crimes)} of the next month’s ${eventsText(setting)}; the best any ${placesText(setting, setting.covered)} could have done, with hindsight, was ${percent(pooled.best / pooled.crimes)}.`,
    comparisonSentence(setting, judged, ours, plain),
  ]
}

// A gain under this share of the rival's catch does not change where anybody goes, however steady it is.
const WORTH_SAYING = 0.03

/** The method, that it did best here, and whether that is better than naming last year's places again. */
export function comparisonSentence(setting: Pick<Setting, 'eras' | 'target'>, { method, isBetterThanLastYear }: Judged, ours: Tested, plain: Tested): string {
  if (method === 'last12') return 'Nothing else that was tried did better here than naming the same places as last year, so that is what is used.'
  const era = eraBefore(setting as Setting)
  const [one, other] = [ours, plain].map((tested) => pooledIn(tested, era.from, setting.target))
  const used = `Of every way tried on your own data, “${methodInSentence(method)}” did best over all the months held, and is used here.`
  if (!one || !other) return `${used} No month of the present map has been predicted yet.`
  const caught = `${writeFigure((100 * one.hits) / one.crimes, 1)}% against ${writeFigure((100 * other.hits) / other.crimes, 1)}%`
  if (!isBetterThanLastYear || one.hits <= other.hits) return `${used} It is no better than a simple count: the same places as last year would have done as well (${caught}).`
  return one.hits / other.hits - 1 < WORTH_SAYING
    ? `${used} It is hardly better than a simple count, the same places as last year: ${caught}.`
    : `${used} The same places as last year would have done less well: ${caught}.`
}
