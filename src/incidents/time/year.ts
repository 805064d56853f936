import { MONTHS } from '../../calendar/months.ts'
import { COVID } from '../../statistics/series/periods.ts'
import { studentShareBeyond } from '../../statistics/series/distributions.ts'
import { falseDiscoveryRates } from '../../statistics/space/false-discovery.ts'
import { monthIndex } from '../catalogue/month-line.ts'

/** One month of the year, or season: what it holds a day as a share of its year's mean, over whole years, and whether that is more than chance. */
export type PartOfYear = { text: string; total: number; index: number | null; finding: 'more' | 'fewer' | 'as expected' | 'too few' }
export type Year = { years: number; months: PartOfYear[]; seasons: PartOfYear[] }

const SEASONS = [
  { text: 'Winter (December to February)', months: [11, 0, 1] },
  { text: 'Spring (March to May)', months: [2, 3, 4] },
  { text: 'Summer (June to August)', months: [5, 6, 7] },
  { text: 'Autumn (September to November)', months: [8, 9, 10] },
]
const FEWEST_YEARS = 4
const EXCEPTIONAL = { from: monthIndex(`${COVID.from}-01`), to: monthIndex(`${COVID.to}-01`) }

/**
 * The pattern of the year in counts by month (`n[0]` is of the month `first`; null is a gap): whole twelve months back from the last, those with a gap or in
 * the lockdowns left out. Each part is judged by how it differs from year to year (t), false discoveries held to one in twenty.
 */
export function patternOfYear(n: readonly (number | null)[], first: number): Year {
  const years: { month: number; perDay: number; n: number }[][] = []
  for (let end = n.length; end >= 12; end -= 12) {
    const year = n.slice(end - 12, end).map((count, at) => ({ month: (first + end - 12 + at) % 12, count, place: first + end - 12 + at }))
    if (year.some(({ count, place }) => count === null || (place >= EXCEPTIONAL.from && place <= EXCEPTIONAL.to))) continue
    years.push(year.map(({ month, count, place }) => ({ month, n: count!, perDay: count! / daysIn(place) })))
  }
  return {
    years: years.length,
    months: judged(years, MONTHS.map((text, month) => ({ text, months: [month] }))),
    seasons: judged(years, SEASONS),
  }
}

const daysIn = (month: number) => new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()
const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length

function judged(years: readonly (readonly { month: number; perDay: number; n: number }[])[], parts: readonly { text: string; months: readonly number[] }[]): PartOfYear[] {
  const found = parts.map(({ text, months }) => {
    const indexes = years.flatMap((year) => {
      const usual = meanOf(year.map(({ perDay }) => perDay))
      return usual > 0 ? [meanOf(year.filter(({ month }) => months.includes(month)).map(({ perDay }) => perDay)) / usual] : []
    })
    const total = years.reduce((sum, year) => sum + year.filter(({ month }) => months.includes(month)).reduce((part, { n }) => part + n, 0), 0)
    return { text, total, index: indexes.length ? meanOf(indexes) : null, p: chanceOf(indexes) }
  })
  const rates = falseDiscoveryRates(Float64Array.from(found, ({ p }) => p))
  return found.map(({ text, total, index }, at) => ({
    text, total, index, finding: Number.isNaN(rates[at]) || index === null ? 'too few' : rates[at]! > 0.05 ? 'as expected' : index > 1 ? 'more' : 'fewer',
  }))
}

/** Two-sided chance that years like these would stray so far from 1; NaN of fewer than four. */
function chanceOf(indexes: readonly number[]): number {
  if (indexes.length < FEWEST_YEARS) return Number.NaN
  const mean = meanOf(indexes)
  const variance = indexes.reduce((sum, index) => sum + (index - mean) ** 2, 0) / (indexes.length - 1)
  if (variance === 0) return mean === 1 ? 1 : 0
  return studentShareBeyond((mean - 1) / Math.sqrt(variance / indexes.length), indexes.length - 1)
}
