import { writeFigure } from '../../statistics/figures.ts'
import { type PublishableCount, protectList, protectTable, sayPublishable } from '../../statistics/disclosure.ts'
import { EVERYWHERE } from '../incident.ts'
import { type Choice, type Dimension, isArea } from './choice.ts'
import { isHeld, type SourceCounts } from './counts.ts'
import type { AreaDenominator, Denominator, Ground } from './ground.ts'
import { areasOf, baseLine, countOf, type Line, linesOf } from './lines.ts'

/** A count as it is shown. `n` is null where the number is protected, and then nothing may be worked out from it. */
export type Shown = { text: string; n: number | null }

/** Counts of one row. `before`: of the same months a year (or as many years as the period needs) earlier; `three`: of the three times before, together. */
export type ComparedRow = { line: Line; now: Shown; before: Shown | null; three: Shown | null; against: Shown | null; base: AreaDenominator | null; againstBase: AreaDenominator | null }
export type Comparison = { rows: ComparedRow[]; total: ComparedRow; yearsBack: number; missing: string[] }

export type CrossTable = { columns: Line[]; rows: { line: Line; cells: Shown[]; total: Shown; base: AreaDenominator | null }[]; totals: Shown[]; total: Shown; base: AreaDenominator | null; columnBases: (AreaDenominator | null)[] }

const whole = (n: number): Shown => ({ text: writeFigure(n, 0), n })
const protectedCount = (count: PublishableCount): Shown => ({ text: sayPublishable(count), n: count.shown === 'count' ? count.n : null })

/** How many years back the same months are, so that a period is never compared with part of itself. */
export const yearsBack = ({ from, to }: Pick<Choice, 'from' | 'to'>): number => Math.ceil((to - from + 1) / 12)

/** Whether every source holds every month of a period. */
export function isHeldThrough(counts: readonly SourceCounts[], from: number, to: number): boolean {
  for (let month = from; month <= to; month++) if (!counts.every((source) => isHeld(source, month))) return false
  return true
}

/** The rows of a choice, each beside other times and another area. Rows of areas in which nothing happened at any time are left out. */
export function compare(choice: Choice, ground: Ground, counts: readonly SourceCounts[]): Comparison {
  const base = baseLine(choice, ground)
  const shift = -12 * yearsBack(choice)
  const years = yearsBack(choice)
  const held = [1, 2, 3].map((times) => isHeldThrough(counts, choice.from + shift * times, choice.to + shift * times))
  // Months and years are themselves other times: a publishable table would give a hidden one away in the column beside it.
  const isTime = choice.rows === 'month' || choice.rows === 'year'
  const mayCompare = !(isTime && choice.publishable)
  const withBefore = held[0]! && mayCompare
  const withThree = held.every(Boolean) && mayCompare
  const against = choice.against !== null && !isArea(choice.rows) ? areasOf(choice.against, ground.areas) : null
  const lines = linesOf(choice.rows, base, ground)
  const measured = lines.map((line) => ({
    line,
    now: countOf(counts, [base, line]),
    before: withBefore ? countOf(counts, [base, line], shift) : 0,
    earlier: withThree ? countOf(counts, [base, line], 2 * shift) + countOf(counts, [base, line], 3 * shift) : 0,
    against: against ? countOf(counts, [base, line, { text: '', areas: against }]) : 0,
  })).filter(({ line, now, before, earlier }) => !line.areas || now !== 0 || before !== 0 || earlier !== 0)
  const isPart = choice.areaId === EVERYWHERE && measured.every((row) => row.against <= row.now)
  const columns = choice.publishable ? protectColumns(measured, withThree, Boolean(against) && isPart) : openColumns(measured)
  const bases = lineBase(choice, ground)
  const rowOf = (line: Line, at: number, isTotal: boolean): ComparedRow => ({
    line,
    now: columns.now[at]!,
    before: withBefore ? columns.before[at]! : null,
    three: withThree ? columns.three[at]! : null,
    against: against ? columns.against[at]! : null,
    base: isTotal ? baseOf(ground, choice.per, choice.areaId, choice.to) : bases(line),
    againstBase: against ? baseOf(ground, choice.per, choice.against!, line.to ?? choice.to) : null,
  })
  const missing = mayCompare ? [...(held[0] ? [] : [`the ${years === 1 ? 'year' : `${years} years`} before`]), ...(held.every(Boolean) ? [] : ['all three times before'])] : []
  return { rows: measured.map(({ line }, at) => rowOf(line, at, false)), total: rowOf(base, measured.length, true), yearsBack: years, missing }
}

type Measured = { now: number; before: number; earlier: number; against: number }
type Columns = Record<'now' | 'before' | 'three' | 'against', Shown[]> // a figure a row, then the total

function openColumns(rows: readonly Measured[]): Columns {
  const column = (of: (row: Measured) => number) => [...rows.map(of), rows.reduce((sum, row) => sum + of(row), 0)].map(whole)
  return { now: column(({ now }) => now), before: column(({ before }) => before), three: column(({ before, earlier }) => before + earlier), against: column((row) => row.against) }
}

/** Where one column is part of another, both are protected as one table, so that neither gives the other's difference away. */
function protectColumns(rows: readonly Measured[], withThree: boolean, isPart: boolean): Columns {
  const list = (numbers: readonly number[]) => {
    const { counts, total } = protectList(numbers)
    return [...counts, total].map(protectedCount)
  }
  const pair = (parts: readonly (readonly [number, number])[]) => {
    const { cells, rowTotals, columnTotals, total } = protectTable(parts.length ? parts : [[0, 0]])
    const used = parts.length ? cells : []
    return { part: [...used.map(([first]) => first!), columnTotals[0]!].map(protectedCount), sum: [...(parts.length ? rowTotals : []), total].map(protectedCount) }
  }
  const times = withThree ? pair(rows.map(({ before, earlier }) => [before, earlier])) : null
  const places = isPart ? pair(rows.map(({ against, now }) => [against, now - against])) : null
  return {
    now: places?.sum ?? list(rows.map(({ now }) => now)),
    against: places?.part ?? list(rows.map(({ against }) => against)),
    before: times?.part ?? list(rows.map(({ before }) => before)),
    three: times?.sum ?? [],
  }
}

/** How many counts a table of rows by columns would have. */
export function cellsIn(choice: Choice & { columns: Dimension }, ground: Ground): number {
  const base = baseLine(choice, ground)
  return linesOf(choice.rows, base, ground).length * linesOf(choice.columns, base, ground).length
}

/** The rows of a choice by its columns, with totals. Areas in which nothing happened are left out. */
export function cross(choice: Choice & { columns: Dimension }, ground: Ground, counts: readonly SourceCounts[]): CrossTable {
  const base = baseLine(choice, ground)
  const [down, across] = [linesOf(choice.rows, base, ground), linesOf(choice.columns, base, ground)]
  const all = down.map((row) => across.map((column) => countOf(counts, [base, column, row])))
  const keptRows = down.map((_, i) => i).filter((i) => !down[i]!.areas || all[i]!.some((n) => n !== 0))
  const keptColumns = across.map((_, j) => j).filter((j) => !across[j]!.areas || all.some((row) => row[j] !== 0))
  const numbers = keptRows.map((i) => keptColumns.map((j) => all[i]![j]!))
  const [rows, columns] = [keptRows.map((i) => down[i]!), keptColumns.map((j) => across[j]!)]
  const { cells, rowTotals, columnTotals, total } = choice.publishable ? protectedTable(numbers, columns.length) : openTable(numbers, columns.length)
  const bases = lineBase(choice, ground)
  return {
    columns, totals: columnTotals, total, base: baseOf(ground, choice.per, choice.areaId, choice.to), columnBases: columns.map(bases),
    rows: rows.map((line, i) => ({ line, cells: cells[i]!, total: rowTotals[i]!, base: bases(line) })),
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

function openTable(numbers: readonly (readonly number[])[], width: number) {
  const columnTotals = Array.from({ length: width }, (_, j) => sum(numbers.map((row) => row[j]!)))
  return { cells: numbers.map((row) => row.map(whole)), rowTotals: numbers.map((row) => whole(sum(row))), columnTotals: columnTotals.map(whole), total: whole(sum(columnTotals)) }
}

function protectedTable(numbers: readonly (readonly number[])[], width: number) {
  const table = protectTable(numbers)
  const columnTotals = numbers.length ? table.columnTotals.map(protectedCount) : Array.from({ length: width }, () => whole(0))
  return { cells: table.cells.map((row) => row.map(protectedCount)), rowTotals: table.rowTotals.map(protectedCount), columnTotals, total: protectedCount(table.total) }
}

/** What a row or column is divided by: its own area's figure, or that of the area chosen. What is left of several areas has none. */
const lineBase = (choice: Choice, ground: Ground) => (line: Line): AreaDenominator | null =>
  line.areas && line.areas.length !== 1 ? null : baseOf(ground, choice.per, line.areas?.[0]!.areaId ?? choice.areaId, line.to ?? choice.to)

/**
 * What an area is divided by: the figure in force at the end of a month, or else the first there is. All that was recorded is divided by the
 * partnership's area. Null where nobody has entered one.
 */
export function baseOf(ground: Pick<Ground, 'areas' | 'denominators'>, per: Denominator | null, areaId: number, month: number): AreaDenominator | null {
  if (!per || areaId < 0) return null
  const partnerships = ground.areas.filter(({ kind }) => kind === 'partnership').map((area) => area.areaId)
  const of = areaId === EVERYWHERE ? partnerships : [areaId]
  const found = ground.denominators.filter((each) => each.counted === per && of.includes(each.areaId))
  const end = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10)
  return found.findLast(({ asAt }) => asAt <= end) ?? found[0] ?? null
}

/** Incidents for each 1,000; null where there is nothing to divide by. */
export const rateOf = (count: Shown, base: AreaDenominator | null): number | null => (count.n === null || !base || base.n === 0 ? null : (count.n / base.n) * 1000)

/** Whether two counts are no further apart than luck sets them in 99 of 100 comparisons. Source: the conditional test of two Poisson counts, by its normal limit. */
export const couldBeChance = (one: number, other: number): boolean => Math.abs(one - other) <= 2.576 * Math.sqrt(one + other)
