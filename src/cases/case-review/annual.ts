import { type PublishableCount, protectList } from '../../statistics/disclosure.ts'
import type { ReviewApplication } from './store.ts'

/** The four counts the Act has published at least every twelve months, each fit to leave the partnership. */
export type AnnualFigures = { year: string; applications: PublishableCount; notMet: PublishableCount; reviews: PublishableCount; withRecommendations: PublishableCount }

/** The financial year (April to March) a date (ISO) falls in, as "2025 to 2026". */
export function financialYear(date: string): string {
  const { year, month } = Temporal.PlainDate.from(date)
  const begins = month >= 4 ? year : year - 1
  return `${begins} to ${begins + 1}`
}

/** One count by itself: nothing published beside it adds up with it. */
const publishable = (n: number): PublishableCount => protectList([n]).counts[0]!

/**
 * The published figures for each financial year since the scheme began, the newest first, a year in which nobody applied as noughts. Applications count in
 * the year they came, decisions in the year they were made, reviews in the year they were held. Source: 2014 Act, s.104(9).
 */
export function annualFigures(applications: readonly (Pick<ReviewApplication, 'receivedOn' | 'decision' | 'decidedOn' | 'metOn'> & { recommendations: number })[], begins: string, today: string): AnnualFigures[] {
  const first = Number(financialYear(begins).slice(0, 4))
  const last = Number(financialYear(today).slice(0, 4))
  return Array.from({ length: last - first + 1 }, (_, at) => `${last - at} to ${last - at + 1}`).map((year) => {
    const inYear = (date: string | null) => date !== null && financialYear(date) === year
    const held = applications.filter(({ metOn }) => inYear(metOn))
    return {
      year,
      applications: publishable(applications.filter(({ receivedOn }) => inYear(receivedOn)).length),
      notMet: publishable(applications.filter(({ decision, decidedOn }) => decision === 'not met' && inYear(decidedOn)).length),
      reviews: publishable(held.length),
      withRecommendations: publishable(held.filter(({ recommendations }) => recommendations > 0).length),
    }
  })
}
