import { writeChange, writeFigure } from '../../statistics/figures.ts'
import { type Choice, type Dimension, isArea } from './choice.ts'
import type { AreaDenominator, Ground } from './ground.ts'
import { nameOfArea } from './lines.ts'
import { type ComparedRow, type Comparison, couldBeChance, type CrossTable, rateOf, type Shown } from './table.ts'

/** A cell as it is printed: its words, and quieter ones beneath. */
export type Cell = { text: string; note?: string | null; label: string }
export type TableView = { head: string[]; rows: { name: string; cells: Cell[] }[]; total: { name: string; cells: Cell[] } }

export const DIMENSION_WORDS: Record<Dimension, { one: string; many: string }> = {
  category: { one: 'Category', many: 'categories' },
  compared: { one: 'Category sources are compared under', many: 'categories' },
  harm: { one: 'What is harmed', many: 'harms' },
  ward: { one: 'Ward', many: 'wards' },
  lsoa: { one: 'LSOA', many: 'LSOAs' },
  month: { one: 'Month', many: 'months' },
  year: { one: 'Year', many: 'years' },
  source: { one: 'Source', many: 'sources' },
}

/** "6.31", "0.04": three figures, so that small rates are not all nought. */
export function writeRate(rate: number): string {
  const decimals = rate >= 100 ? 0 : rate >= 10 ? 1 : rate >= 1 ? 2 : 3
  return fixed(rate, decimals)
}

// Made once: a formatter costs more than a page of figures.
const formats = [0, 1, 2, 3].map((decimals) => new Intl.NumberFormat('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }))

/** To so many decimals, no more and no fewer, so that columns line up. */
const fixed = (value: number, decimals: 0 | 1 | 2 | 3) => formats[decimals]!.format(value)

const rateCell = (count: Shown, base: AreaDenominator | null, label: string): Cell => {
  const rate = rateOf(count, base)
  return { text: rate === null ? '–' : writeRate(rate), label }
}

/** "412 more (+5.6%)", "No change"; beneath, that it is more than luck alone does, where it is. */
export function changeWords(now: Shown, before: Shown | null): { text: string; note: string | null } {
  if (!before) return { text: '–', note: null }
  if (now.n === null || before.n === null) return { text: 'Not shown', note: null }
  const difference = now.n - before.n
  if (difference === 0) return { text: 'No change', note: null }
  const percent = before.n > 0 ? ` (${writeChange((difference / before.n) * 100)})` : ''
  return { text: `${writeFigure(Math.abs(difference), 0)} ${difference > 0 ? 'more' : 'fewer'}${percent}`, note: couldBeChance(now.n, before.n) ? null : 'more than chance' }
}

export const averageWords = (three: Shown | null): string => (three === null ? '–' : three.n === null ? three.text : fixed(three.n / 3, 1))

export const rateWords = (per: Choice['per']): string => `For each 1,000 ${per}`

/** What three times before are called: "three years before", or of a longer period "three periods before". */
const timesBefore = (years: number) => (years === 1 ? 'A year before' : `${years} years before`)

/** Rows beside other times and another area. `shares`: of which whole each row is a share, in the order of the rows. */
export function comparisonView(choice: Choice, ground: Ground, { rows, total, yearsBack }: Comparison, shares: readonly (number | null)[]): TableView {
  const against = choice.against !== null && total.against ? nameOfArea(choice.against, ground.areas) : null
  const [before, average, change] = [timesBefore(yearsBack), `Average of ${yearsBack === 1 ? 'the 3 years' : 'the 3 periods'} before`, `Change on ${timesBefore(yearsBack).toLowerCase()}`]
  const rate = choice.per ? rateWords(choice.per) : null
  const withShares = shares.some((share) => share !== null)
  const cellsOf = (row: ComparedRow, share: number | null): Cell[] => [
    { text: row.now.text, label: 'Count' },
    ...(rate ? [rateCell(row.now, row.base, rate)] : []),
    ...(withShares ? [{ text: share === null ? '–' : `${writeFigure(share, 1)}%`, label: 'Share' }] : []),
    ...(total.before ? [{ text: row.before!.text, label: before }, { ...changeWords(row.now, row.before), label: change }] : []),
    ...(total.three ? [{ text: averageWords(row.three), label: average }] : []),
    ...(against ? [{ text: row.against!.text, label: `${against}: count` }, ...(rate ? [rateCell(row.against!, row.againstBase, `${against}: rate`)] : [])] : []),
  ]
  const wholes = cellsOf(total, null)
  return {
    head: [DIMENSION_WORDS[choice.rows].one, ...wholes.map(({ label }) => label)],
    rows: rows.map((row, index) => ({ name: row.line.text, cells: cellsOf(row, shares[index]!) })),
    total: { name: 'Total', cells: wholes },
  }
}

/** What is hidden, short enough for a table of many columns. */
const SHORT: Readonly<Record<string, string>> = { 'Fewer than 5': '<5', 'Not shown': '[c]' }

/** Rows by columns, each count with its rate beneath it. */
export function crossView(choice: Choice & { columns: Dimension }, { columns, rows, totals, total, base, columnBases }: CrossTable): TableView {
  const cell = (count: Shown, divided: AreaDenominator | null, label: string): Cell => {
    const rate = rateOf(count, divided)
    return { text: SHORT[count.text] ?? count.text, note: rate === null || count.n === 0 ? null : writeRate(rate), label }
  }
  return {
    head: [DIMENSION_WORDS[choice.rows].one, ...columns.map(({ text }) => text), 'Total'],
    rows: rows.map((row) => ({
      name: row.line.text,
      cells: [...row.cells.map((count, j) => cell(count, isArea(choice.columns) ? columnBases[j]! : row.base, columns[j]!.text)), cell(row.total, row.base, 'Total')],
    })),
    total: { name: 'Total', cells: [...totals.map((count, j) => cell(count, columnBases[j]!, columns[j]!.text)), cell(total, base, 'Total')] },
  }
}

/**
 * Each row's share of its whole, in per cent. Of rows from different sources the whole is each source's own; null where a number is protected,
 * and for rows that are times, whose parts make no whole worth a share.
 */
export function sharesOf(choice: Choice, ground: Ground, { rows }: Comparison): (number | null)[] {
  if (choice.rows === 'month' || choice.rows === 'year') return rows.map(() => null)
  const wholeOf = (row: ComparedRow) => (ownSource(choice, ground, row) === null ? rows : rows.filter((other) => ownSource(choice, ground, other) === ownSource(choice, ground, row)))
  return rows.map((row) => {
    const counts = wholeOf(row).map(({ now }) => now.n)
    if (row.now.n === null || counts.includes(null)) return null
    const whole = counts.reduce<number>((sum, n) => sum + n!, 0)
    return whole === 0 ? null : (row.now.n / whole) * 100
  })
}

/** The source a row of categories belongs to, when there are several and so several wholes. */
function ownSource({ rows, sourceIds }: Choice, { categories }: Ground, { line }: ComparedRow): number | null {
  if (rows !== 'category' || sourceIds.length < 2) return null
  return categories.find(({ categoryId }) => line.categoryIds?.has(categoryId))?.sourceId ?? null
}
