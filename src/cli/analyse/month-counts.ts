import { boxOf, type Lattice, latticeOf, squareFinder } from '../../statistics/space/lattice.ts'
import type { MonthCounts } from '../../statistics/space/past.ts'
import { CommandError } from '../command.ts'
import { countOf, growing } from './asked.ts'
import { numberIn, type Options, readColumns } from './method.ts'
import { eachRow } from './plain-columns.ts'

/**
 * Counts of each type month by month over the squares of a study area; a month in which the file holds no row of any
 * type is null.
 */
export type MonthTable = { lattice: Lattice; months: string[]; types: Map<string, MonthCounts[]>; said: string[] }

/** Reads month, x, y, type, n, and the squares of `--cells`. Rows outside the squares are left out and said. */
export async function readMonthTable(files: readonly string[], { cells }: Options): Promise<MonthTable> {
  if (typeof cells !== 'string') throw new CommandError('Give --cells FILE: the squares of the study area (x, y), those without incidents included.', 2)
  const lattice = await readSquares(cells)
  const squareAt = squareFinder(lattice)
  const rows = new Map<string, Map<string, Float64Array>>()
  let [outside, outsideSum] = [0, 0]
  for (const file of files) {
    await eachRow(file, ['month', 'x', 'y', 'type', 'n'], (row) => {
      const month = row.fields[0]!
      if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new CommandError(`${file}, line ${row.line}, column month: “${month}” is not a month such as 2026-03.`, 2)
      const n = numberIn(file, row, 4, 'n')
      if (n < 0) throw new CommandError(`${file}, line ${row.line}, column n: ${n} is below 0.`, 2)
      const square = squareAt(numberIn(file, row, 1, 'x'), numberIn(file, row, 2, 'y'))
      const counts = countsOf(rows, row.fields[3]!, month, lattice.x.length)
      if (square === -1) {
        outside++
        outsideSum += n
      } else counts[square]! += n
    })
  }
  if (rows.size === 0) throw new CommandError('There are no rows to work with.', 2)
  const { months, missing } = monthsOf(rows)
  const types = new Map([...rows].map(([type, held]) => [type, months.map((month) => (missing.has(month) ? null : (held.get(month) ?? new Float64Array(lattice.x.length))))]))
  const said = outside > 0 ? [`${countOf(outside, 'row')} (${countOf(outsideSum, 'incident')}) left out: not in any square of ${cells}.`] : []
  if (missing.size > 0) said.push(`No row for ${[...missing].join(', ')}: taken as missing, not as none.`)
  return { lattice, months, types, said }
}

async function readSquares(file: string): Promise<Lattice> {
  const [x, y] = [growing(), growing()]
  for await (const row of readColumns(file, ['x', 'y'])) {
    for (const [place, [column, into]] of ([['x', x], ['y', y]] as const).entries()) {
      const value = numberIn(file, row, place, column)
      if (!Number.isInteger(value)) throw new CommandError(`${file}, line ${row.line}, column ${column}: ${value} is not the number of a column or row of squares.`, 2)
      into.push(value)
    }
  }
  try {
    const lattice = latticeOf(Int32Array.from(x.done()), Int32Array.from(y.done()))
    boxOf(lattice)
    if (lattice.x.length === 0) throw new RangeError('It names no square')
    return lattice
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(`${file}: ${error.message}.`, 2)
    throw error
  }
}

function countsOf(rows: Map<string, Map<string, Float64Array>>, type: string, month: string, squares: number): Float64Array {
  const months = rows.get(type) ?? new Map<string, Float64Array>()
  rows.set(type, months)
  const counts = months.get(month) ?? new Float64Array(squares)
  months.set(month, counts)
  return counts
}

function monthsOf(rows: ReadonlyMap<string, ReadonlyMap<string, unknown>>): { months: string[]; missing: Set<string> } {
  const held = [...new Set([...rows.values()].flatMap((months) => [...months.keys()]))].sort()
  const months: string[] = []
  for (let month = held[0]!; month <= held.at(-1)!; month = monthAfter(month)) months.push(month)
  return { months, missing: new Set(months).difference(new Set(held)) }
}

export const monthAfter = (month: string): string => Temporal.PlainYearMonth.from(month).add({ months: 1 }).toString()

/** Places in the list of the months named in an option, between commas. Throws CommandError for a month that is not there. */
export function monthsAsked(text: string, months: readonly string[], option: string): number[] {
  return text.split(',').map((part) => {
    const place = months.indexOf(part.trim())
    if (place === -1) throw new CommandError(`--${option}: there is no month “${part.trim()}” from ${months[0]} to ${months.at(-1)}.`, 2)
    return place
  })
}
