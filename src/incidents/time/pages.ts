import { BANK_HOLIDAY_LIST } from '../../calendar/bank-holidays.ts'
import { writeDate } from '../../calendar/dates.ts'
import { writeChange, writeFigure } from '../../statistics/figures.ts'
import type { DataFinding } from '../catalogue/finding.ts'
import { monthAt, writeMonths } from '../catalogue/month-line.ts'
import { ROW_WORDS } from '../catalogue/words.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { Category, ExploredSource } from '../explore/ground.ts'
import { firstDay, lastDay } from './clock-store.ts'
import { areHolidaysKnown, type KindOfDay, kindsOfDay } from './day-kinds.ts'
import { hourGrid, yearBars } from './grid-drawing.ts'
import { added, gridOf, type Hour, type Known, knownSentences, standingOut, type Weights } from './hours.ts'
import type { PartOfYear, Year } from './year.ts'

/** What is asked of the clock. Months of the line, both included; `named`: days to look at by themselves (ISO). */
export type TimeChoice = { sourceId: number; categoryIds: readonly number[]; from: number; to: number; dayBegins: 0 | 6; named: readonly string[] }

/** What was found: `clock` null where the source has no hours, 'late' while it is being worked out. */
export type TimeFound = { clock: { weights: ReadonlyMap<number, Weights>; known: Known } | 'late' | null; year: Year }

const FINDING_WORDS = { more: 'More than chance gives', fewer: 'Fewer than chance gives', 'as expected': '', 'too few': 'Too few to say' } as const

/** The page of one source: its hours where it has any, and its months and seasons. */
export function timePage(
  choice: TimeChoice, sources: readonly ExploredSource[], categories: readonly Category[], held: { first: number; last: number },
  { clock, year }: TimeFound, findings: readonly DataFinding[], problems: readonly string[], powers: ReadonlySet<string>,
) {
  const source = sources.find(({ sourceId }) => sourceId === choice.sourceId)!
  const chosen = choice.categoryIds.length ? choice.categoryIds : categories.map(({ categoryId }) => categoryId)
  const named = categories.filter(({ categoryId }) => choice.categoryIds.includes(categoryId)).map(({ text }) => text)
  const rows = ROW_WORDS[source.rowIs].many
  const subject = named.length === 0 ? `All ${rows}` : named.length > 3 ? `${named.slice(0, 2).join(', ')} and ${named.length - 2} other kinds` : named.join(' and ')
  return {
    ...frame(powers),
    problems,
    subject: `${subject}, ${writeMonths(choice.from, choice.to)}`,
    filters: {
      sources: sources.map(({ sourceId, name }) => ({ value: String(sourceId), text: name, selected: sourceId === choice.sourceId })),
      categories: categories.map(({ categoryId, text }) => ({ value: String(categoryId), text, checked: choice.categoryIds.includes(categoryId) })),
      counted: choice.categoryIds.length ? `${choice.categoryIds.length} of ${categories.length} categories` : categories.length === 1 ? 'One category' : `All ${categories.length} categories`,
      isNarrowed: choice.categoryIds.length > 0,
      from: monthAt(choice.from).slice(0, 7), to: monthAt(choice.to).slice(0, 7), limits: { min: monthAt(held.first).slice(0, 7), max: monthAt(held.last).slice(0, 7) },
      dayBegins: [{ value: '0', text: 'Midnight', selected: choice.dayBegins === 0 }, { value: '6', text: '06:00: a night belongs to its evening', selected: choice.dayBegins === 6 }],
      named: choice.named.join(', '),
    },
    isLate: clock === 'late',
    noHours: clock === null ? noHoursWords(source) : null,
    clock: clock && clock !== 'late' ? clockView(choice, added(chosen.flatMap((id) => clock.weights.get(id) ?? []), daysOf(choice)), clock.known) : null,
    year: yearView(year, subject),
    findings: findings.slice(0, 5),
    findingsHref: `/data/sources/${source.sourceId}#findings`,
    attributions: [...new Set([source.attribution ?? `${source.name}, ${source.provider}`, ...(clock && clock !== 'late' ? [`Bank holidays: ${BANK_HOLIDAY_LIST.source}, as at ${writeDate(Temporal.PlainDate.from(BANK_HOLIDAY_LIST.updated))}. ${BANK_HOLIDAY_LIST.attribution}`] : [])])],
  }
}

const frame = (powers: ReadonlySet<string>) => ({ title: 'Time', rooms: dataNavigation('Time', powers) })
const daysOf = ({ from, to }: TimeChoice) => firstDay(from).until(firstDay(to).add({ months: 1 })).days

/** The page while nothing is held. */
export const nothingPage = (powers: ReadonlySet<string>, source: Pick<ExploredSource, 'name'> | null) => ({
  ...frame(powers), nothing: source ? `Nothing is held yet of “${source.name}”.` : 'No source of data has been added yet.', mayLoad: powers.has('incidents.load'),
})

/** Why a source has no hours. */
export const noHoursWords = ({ layout, name }: Pick<ExploredSource, 'layout' | 'name'>): string =>
  layout === 'police.uk street' || layout === 'police.uk outcomes'
    ? 'Data.police.uk gives only the month of each crime, so that nobody can be found by it. Nothing can be said of hours, weekdays or holidays from it; ask the force for times under an agreement. What follows is by month and season.'
    : `No row of “${name}” says a time of day, so nothing can be said of hours, weekdays or holidays. What follows is by month and season.`

function clockView(choice: TimeChoice, weights: Weights, known: Known) {
  const total = weights.days.reduce((sum, weight) => sum + weight, 0)
  if (known.timed === 0 || total < 0.5) return { nothing: 'None of these has a time of day in this period.' }
  const grid = gridOf(weights, choice.dayBegins)
  const stands = standingOut(grid)
  const busiest = grid.flat().toSorted((one, other) => other.weight - one.weight)[0]!
  const kinds = kindsOfDay(weights.days, firstDay(choice.from), new Set(choice.named))
  const busy = `Most in one hour: ${Math.round(busiest.weight).toLocaleString('en-GB')}, ${busiest.day} from ${String(busiest.hour).padStart(2, '0')}:00.`
  return {
    known: knownSentences(known),
    chart: hourGrid(grid, 'Hours by weekday', `${busy} The table beneath has every hour.`),
    busy,
    stands: stands.slice(0, 8).map(({ text, finding, weight, expected }) => `${text}: ${writeFigure(weight, 0)}, where ${writeFigure(expected, 0)} would be expected of that hour and that day.${finding === 'fewer' ? ' Fewer.' : ''}`),
    moreStands: Math.max(0, stands.length - 8),
    head: grid[0]!.map(({ hour }) => String(hour).padStart(2, '0')),
    rows: grid.map((hours) => ({ day: hours[0]!.day, cells: hours.map(cellOf) })),
    kinds: kinds.map(kindView),
    holidays: areHolidaysKnown(firstDay(choice.from), lastDay(choice.to)) ? null : `Bank holidays are known from ${writeDate(Temporal.PlainDate.from(BANK_HOLIDAY_LIST.from))} to ${writeDate(Temporal.PlainDate.from(BANK_HOLIDAY_LIST.to))} only; before and after, they count as the weekday they fall on.`,
  }
}

const cellOf = ({ weight, finding }: Hour) => ({ text: writeFigure(weight, 1), isFew: weight < 5, mark: finding === 'more' ? 'more' : finding === 'fewer' ? 'fewer' : null })
const kindView = ({ kind, days, each, finding }: KindOfDay) => ({ kind, days: days.toLocaleString('en-GB'), each: writeFigure(each, 2), finding: FINDING_WORDS[finding] })

function yearView({ years, months, seasons }: Year, subject: string) {
  const row = ({ text, total, index, finding }: PartOfYear) => ({ text, total: total.toLocaleString('en-GB'), index: index === null ? '–' : writeChange((index - 1) * 100, 0), finding: FINDING_WORDS[finding] })
  return {
    basis: years === 0 ? 'There are no twelve months together without a gap, the lockdowns apart, so nothing can be said of months and seasons.'
      : years < 4 ? `Over ${years} whole ${years === 1 ? 'year' : 'years'}: too few to say which months differ by more than chance.`
        : `Over ${years} whole years without a gap, back from the latest month; the lockdowns are left out. A month is marked where the years agree that it differs.`,
    chart: years > 0 ? yearBars(months, `${subject}: each month of the year against the mean. The table beneath has the figures.`) : null,
    months: years > 0 ? months.map(row) : [],
    seasons: years > 0 ? seasons.map(row) : [],
  }
}
