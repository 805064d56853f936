import { bankHolidayOn, isListed } from '../../calendar/bank-holidays.ts'
import { weekdayOf } from '../../calendar/dates.ts'

const KINDS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday', 'Bank holiday', 'Days you named'] as const
export type DayKind = (typeof KINDS)[number]

/** The days of one kind in a period: how many there were, what they held each, and whether that is more or fewer than chance gives. */
export type KindOfDay = { kind: DayKind; days: number; each: number; finding: 'more' | 'fewer' | 'as expected' | 'too few' }

const FEWEST_DAYS = 5
const BEYOND = 2.576 // 99 of 100

/**
 * Days of each kind beside all days, by what they hold each. A bank holiday is no longer the weekday it falls on, and a day that was named is neither.
 * `days`: a weight a day, the first on `from`. Judged by how much days differ among themselves, so that busy clusters are not taken for a pattern.
 */
export function kindsOfDay(days: Float64Array, from: Temporal.PlainDate, named: ReadonlySet<string>): KindOfDay[] {
  const byKind = new Map<DayKind, number[]>(KINDS.map((kind) => [kind, []]))
  days.forEach((weight, at) => {
    const date = from.add({ days: at })
    byKind.get(kindOf(date, named))!.push(weight)
  })
  const all = meanOf([...days])
  const spread = Math.sqrt([...days].reduce((sum, weight) => sum + (weight - all) ** 2, 0) / Math.max(1, days.length - 1))
  return KINDS.flatMap((kind) => {
    const of = byKind.get(kind)!
    if (of.length === 0) return []
    const each = meanOf(of)
    const away = spread > 0 ? (each - all) / (spread / Math.sqrt(of.length)) : 0
    const finding = of.length < FEWEST_DAYS ? 'too few' : Math.abs(away) <= BEYOND ? 'as expected' : away > 0 ? 'more' : 'fewer'
    return [{ kind, days: of.length, each, finding }]
  })
}

function kindOf(date: Temporal.PlainDate, named: ReadonlySet<string>): DayKind {
  if (named.has(date.toString())) return 'Days you named'
  if (bankHolidayOn(date.toString())) return 'Bank holiday'
  return KINDS.find((kind) => kind === weekdayOf(date))!
}

const meanOf = (numbers: readonly number[]) => (numbers.length ? numbers.reduce((sum, n) => sum + n, 0) / numbers.length : 0)

/** Whether every day of a period is one for which bank holidays are known. */
export const areHolidaysKnown = (from: Temporal.PlainDate, to: Temporal.PlainDate): boolean => isListed(from.toString()) && isListed(to.toString())
