import { type UnusualHour, unusualHours } from '../../statistics/clock/unusual-hours.ts'
import { heaps } from '../../statistics/clock/heaping.ts'

/** Weights of some categories over a period: by hour of the week from Sunday 00:00 (168), and by day from the first. */
export type Weights = { week: Float64Array; days: Float64Array }

/** How well the times are known: rows with a time at all, within an hour, over four hours and over four weeks; `minutes`: recorded starts by minute of the day. */
export type Known = { rows: number; timed: number; withinHour: number; overFourHours: number; tooWide: number; minutes: Readonly<Record<string, number>> }

/** Every category's weights together. */
export function added(all: readonly Weights[], days: number): Weights {
  const sum: Weights = { week: new Float64Array(168), days: new Float64Array(days) }
  for (const { week, days: byDay } of all) {
    week.forEach((weight, hour) => (sum.week[hour]! += weight))
    byDay.forEach((weight, day) => (sum.days[day]! += weight))
  }
  return sum
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** One hour of the grid: `hour` is the hour of the clock it begins at. */
export type Hour = UnusualHour & { day: string; hour: number }

/** The grid a reader knows: Monday to Sunday, each from the hour at which its day begins (6 gives a night to the evening before it). */
export function gridOf({ week }: Weights, dayBegins: number): Hour[][] {
  const shifted = Float64Array.from(week, (_, hour) => Math.max(0, week[(hour + dayBegins) % 168]!))
  const judged = unusualHours(shifted)
  return WEEKDAYS.map((day, index) => Array.from({ length: 24 }, (_, at) => ({ ...judged[((index + 1) % 7) * 24 + at]!, day, hour: (at + dayBegins) % 24 })))
}

const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`

/** "Saturday 00:00 to 03:00": hours that stand out, next to each other taken together, the furthest out first. */
export function standingOut(grid: readonly (readonly Hour[])[]): { text: string; finding: 'more' | 'fewer'; weight: number; expected: number }[] {
  const runs: { day: string; from: number; to: number; finding: 'more' | 'fewer'; weight: number; expected: number }[] = []
  for (const row of grid)
    row.forEach(({ day, hour, finding, weight, expected }, at) => {
      if (finding !== 'more' && finding !== 'fewer') return
      const last = runs.at(-1)
      if (last && at > 0 && last.day === day && last.finding === finding && last.to === hour) {
        last.to = (hour + 1) % 24
        last.weight += weight
        last.expected += expected
      } else runs.push({ day, from: hour, to: (hour + 1) % 24, finding, weight, expected })
    })
  return runs.toSorted((one, other) => Math.abs(other.weight - other.expected) - Math.abs(one.weight - one.expected))
    .map(({ day, from, to, ...run }) => ({ text: `${day} ${clock(from)} to ${clock(to)}`, ...run }))
}

/** Sentences on how well the times are known. */
export function knownSentences({ rows, timed, withinHour, overFourHours, tooWide, minutes }: Known): string[] {
  const percent = (part: number, whole: number) => `${Math.round((part / whole) * 100)}%`
  const untimed = rows - timed
  const round = heaps(Object.entries(minutes).flatMap(([minute, n]) => new Array<number>(n).fill(Number(minute))))
  const midnight = round.find(({ time }) => time === '00:00')
  return [
    `We know the hour for ${percent(withinHour, rows)} of these ${rows.toLocaleString('en-GB')}.`,
    ...(overFourHours > 0 ? [`For ${percent(overFourHours, rows)} only a stretch of more than four hours is known: each is spread over the hours it may have happened in.`] : []),
    ...(tooWide > 0 ? [`${tooWide.toLocaleString('en-GB')} may have happened at any time in more than four weeks, and are left out.`] : []),
    ...(untimed > 0 ? [`${untimed.toLocaleString('en-GB')} have no time at all, and are left out.`] : []),
    ...(midnight ? [`${midnight.count.toLocaleString('en-GB')} are timed at exactly midnight, far more than around it: read that hour as “time not known”.`] : []),
    ...round.filter(({ time }) => time === '12:00').map(({ count }) => `${count.toLocaleString('en-GB')} are timed at exactly noon, far more than around it.`),
  ]
}
