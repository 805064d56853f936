import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { CommandError } from '../command.ts'

export type Value = string | number | boolean | null
export type Options = Readonly<Record<string, string | boolean | undefined>>

/** What a method gives: a table, and sentences for the person at the terminal, which go to standard error. */
export type Answer = { columns: readonly string[]; rows: Iterable<readonly Value[]>; said?: readonly string[] }

/** One method of `wardmote analyse`. `options`: what it takes beside `--json`; true for a flag. */
export type Method = {
  usage: string
  options: Readonly<Record<string, 'value' | 'flag'>>
  run: (files: readonly string[], options: Options) => Promise<Answer>
}

export type Row = { line: number; fields: readonly string[] }

/**
 * Reads the named columns of a CSV file (gzip when its name ends in .gz) in the order asked, row by row, each with the line it begins on.
 * Other columns are ignored. Throws CommandError when the file or a column is missing, naming the columns that are there.
 */
export async function* readColumns(file: string, columns: readonly string[]): AsyncGenerator<Row> {
  let places: number[] | undefined
  for await (const { line, fields } of readRows(file)) {
    if (places === undefined) {
      const header = fields.map((name) => name.trim())
      places = columns.map((column) => header.indexOf(column))
      const missing = columns.filter((_, index) => places![index] === -1)
      if (missing.length > 0) throw new CommandError(`${file} has no column “${missing.join('”, “')}”. Its columns are: ${header.join(', ')}.`, 2)
      continue
    }
    yield { line, fields: places.map((place) => (fields[place] ?? '').trim()) }
  }
  if (places === undefined) throw new CommandError(`${file} is empty. Its first line must name the columns: ${columns.join(', ')}.`, 2)
}

/** Every row of a CSV file, the header included. */
export async function* readRows(file: string): AsyncGenerator<Row> {
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true })
  const source = createReadStream(file)
  const forward = (error: Error) => parser.destroy(error)
  source.on('error', forward)
  if (file.endsWith('.gz')) source.pipe(createGunzip().on('error', forward)).pipe(parser)
  else source.pipe(parser)
  let line = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line, fields: record }
      line = info.lines + 1
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new CommandError(`There is no file ${file}.`, 2)
    if (code === 'EISDIR') throw new CommandError(`${file} is a folder; give a file.`, 2)
    if (code?.startsWith('CSV_') || code?.startsWith('Z_')) throw new CommandError(`${file}, at or after line ${line}: ${message}`, 2)
    throw error
  }
}

/** A number from a field, or CommandError naming its file, line and column. */
export function numberIn(file: string, { line, fields }: Row, place: number, column: string): number {
  const text = fields[place]!
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) throw new CommandError(`${file}, line ${line}, column ${column}: “${text}” is not a number.`, 2)
  return value
}
