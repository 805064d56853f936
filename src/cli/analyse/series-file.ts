import type { Series } from '../../statistics/moving-range.ts'
import { inTimeOrder, placePeriods } from '../../statistics/series/periods.ts'
import { CommandError } from '../command.ts'
import { numberIn, readColumns } from './method.ts'

/** One series of a file: its periods in time order, each with its reading, null where the field is empty. */
export type FileSeries = { name: string; labels: string[]; readings: Series }

type Held = { label: string; reading: number | null; line: number; file: string }

/**
 * The series of files with the columns series, period and n, in the order in which they first appear.
 * Throws CommandError for an n that is no number, below `least`, and for a period that a series has twice.
 */
export async function readSeries(files: readonly string[], { least = -Infinity } = {}): Promise<FileSeries[]> {
  const held = new Map<string, Held[]>()
  for (const file of files) {
    for await (const row of readColumns(file, ['series', 'period', 'n'])) {
      const [name, label, text] = [row.fields[0]!, row.fields[1]!, row.fields[2]!]
      if (label === '') throw new CommandError(`${file}, line ${row.line}, column period: there is no period.`, 2)
      const reading = text === '' ? null : numberIn(file, row, 2, 'n')
      if (reading !== null && reading < least) throw new CommandError(`${file}, line ${row.line}, column n: ${text} is below ${least}.`, 2)
      let rows = held.get(name)
      if (!rows) held.set(name, (rows = []))
      rows.push({ label, reading, line: row.line, file })
    }
  }
  return [...held].map(([name, rows]) => {
    rows.sort((one, other) => inTimeOrder(one.label, other.label) || one.line - other.line)
    const labels = rows.map(({ label }) => label)
    const { places } = placePeriods(labels)
    rows.forEach((row, index) => {
      if (index > 0 && (row.label === labels[index - 1] || places[index] === places[index - 1])) throw twice(name, row, rows[index - 1]!)
    })
    return { name, labels, readings: rows.map(({ reading }) => reading) }
  })
}

const twice = (name: string, row: Held, before: Held): CommandError =>
  new CommandError(`${row.file}, line ${row.line}: the series “${name}” has the period ${row.label} twice; it stands also on line ${before.line} of ${before.file}.`, 2)

/** Joins the rows of each series, made one series at a time. */
export function* rowsOf<In, Out>(series: readonly In[], make: (each: In) => Iterable<Out>): Generator<Out> {
  for (const each of series) yield* make(each)
}
