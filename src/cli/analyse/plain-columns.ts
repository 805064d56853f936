import { createReadStream } from 'node:fs'
import { CommandError } from '../command.ts'
import { readColumns, type Row } from './method.ts'

const QUOTE = 0x22
const RETURN = 0x0d
const NEWLINE = 0x0a

/**
 * Calls `take` with the named columns of each row, as `readColumns` gives them. A file without a quotation mark,
 * which is most tables of numbers, is split at its commas and lines, five times as fast as by a parser that must heed
 * quotes; any other goes through that parser. What `take` is given holds until it returns.
 */
export async function eachRow(file: string, columns: readonly string[], take: (row: Row) => void): Promise<void> {
  if (file.endsWith('.gz') || !(await isPlain(file))) {
    for await (const row of readColumns(file, columns)) take(row)
    return
  }
  const reader = plainReader(file, columns, take)
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) reader.push(decoder.decode(chunk as Buffer, { stream: true }))
  reader.end(decoder.decode())
}

/** Whether a file has neither a quotation mark nor a carriage return that stands alone. */
async function isPlain(file: string): Promise<boolean> {
  let endsInReturn = false
  try {
    for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const chunk = part as Buffer
      if (endsInReturn && chunk[0] !== NEWLINE) return false
      if (chunk.includes(QUOTE)) return false
      for (let place = chunk.indexOf(RETURN); place !== -1; place = chunk.indexOf(RETURN, place + 1)) {
        if (place + 1 < chunk.length && chunk[place + 1] !== NEWLINE) return false
      }
      endsInReturn = chunk.at(-1) === RETURN
    }
  } catch {
    return false // the parser's reader says in words what is wrong with the file
  }
  return true
}

function plainReader(file: string, columns: readonly string[], take: (row: Row) => void) {
  let [places, rest, line]: [number[] | null, string, number] = [null, '', 0]
  const row: { line: number; fields: string[] } = { line: 0, fields: [] }
  const takeLine = (text: string) => {
    line++
    if (text === '' || text === '\r') return
    const parts = text.split(',')
    if (places === null) {
      places = placesOf(file, columns, parts)
      return
    }
    row.line = line
    for (let column = 0; column < places.length; column++) row.fields[column] = (parts[places[column]!] ?? '').trim()
    take(row)
  }
  const push = (text: string) => {
    const all = rest + text
    let from = 0
    for (let end = all.indexOf('\n'); end !== -1; end = all.indexOf('\n', from)) {
      takeLine(all.slice(from, end))
      from = end + 1
    }
    rest = all.slice(from)
  }
  const end = (text: string) => {
    push(`${text}\n`)
    if (places === null) throw new CommandError(`${file} is empty. Its first line must name the columns: ${columns.join(', ')}.`, 2)
  }
  return { push, end }
}

function placesOf(file: string, columns: readonly string[], names: readonly string[]): number[] {
  const header = names.map((name) => name.trim())
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0) throw new CommandError(`${file} has no column “${missing.join('”, “')}”. Its columns are: ${header.join(', ')}.`, 2)
  return columns.map((column) => header.indexOf(column))
}
