import { unprotected } from '../../documents/csv.ts'
import { csvDelimiter } from '../../documents/read-csv.ts'
import { bytesOf, kindOf } from './bytes.ts'
import { makeDecoder, type Decoder } from './decode.ts'
import { findHeader, namesOf, ROWS_ABOVE, type FileRow } from './header.ts'
import { lookInside } from './members.ts'
import { EndlessLine, makeSplitter, type Found } from './split.ts'
import { CannotBeRead, grouped } from './unreadable.ts'
import { openWorkbook } from './workbook-table.ts'
import type { FileToRead } from './read-file.ts'

/** Takes the rows below the header; `more` is awaited between pieces of the file, so that whoever takes them may rest. */
export type Taker = Found & { more(): Promise<void> }

/** A table found in a file: its header, and its rows once, in order. */
export type Table = {
  header: string[]
  headerLine: number
  encoding: string
  notes: string[]
  first: readonly FileRow[] // some of the rows below the header, as a sample
  /** `unended`: the last row had no line ending. `cut`: why the file stopped before its end. */
  read(taker: Taker): Promise<{ unended: boolean; cut: string | null }>
  /** Lets go of the file; asked when its rows are not to be read. */
  close(): Promise<void>
}

export type IsKnown = (names: readonly string[]) => boolean

/**
 * Opens the table in a file: text, packed or not, or a workbook. `isKnown` tells the header looked for; where no row is known the likeliest is taken.
 * `rows`: how many first rows to have at hand. Throws CannotBeRead.
 */
export async function openTable(file: FileToRead, isKnown: IsKnown, rows = 200): Promise<Table> {
  const kind = await kindOf(file.path)
  if (kind === 'zip' && file.member === undefined) {
    const inside = await lookInside(file.path)
    if (inside.kind === 'xlsx') return await openWorkbook(file, isKnown, rows)
    throw new CannotBeRead(
      inside.readable.length === 1
        ? 'The archive’s file was not chosen.'
        : 'The archive holds several files. Unpack it and send them one by one.',
    )
  }
  return await openText(bytesOf(file.path, kind, file.member), isKnown, rows)
}

// Enough for the header and a sample of rows; more is read where rows are long.
const HEAD = 64 * 1024
const DELIMITER_SAMPLE = 16 * 1024

async function openText(bytes: AsyncGenerator<Buffer>, isKnown: IsKnown, rows: number): Promise<Table> {
  const decoder = makeDecoder()
  const pieces = decoded(bytes, decoder)
  let head = ''
  let ended: { cut: string | null } | null = null
  let sample: FileRow[] = []
  let delimiter = ','
  do {
    const wanted = Math.max(HEAD, head.length * 4)
    while (ended === null && head.length < wanted) {
      const next = await pieces.next()
      if (next.done) ended = next.value
      else head += next.value
    }
    delimiter = delimiterOf(head)
    sample = firstRows(head, delimiter, ROWS_ABOVE + rows, ended !== null)
  } while (ended === null && sample.length < ROWS_ABOVE + rows && head.length < 4_000_000)
  const stated = /^sep=.$/i.test(head.slice(0, 6).split(/[\r\n]/, 1)[0]!) ? 1 : 0
  const above = sample.slice(stated, stated + ROWS_ABOVE)
  const at = findHeader(above, isKnown)
  if (at === null) {
    await bytes.return(undefined)
    throw new CannotBeRead(
      ended?.cut ?? 'The file holds no rows. Check that the right file was chosen, and send it again.',
    )
  }
  const headerLine = above[at]!.line
  const encoding = decoder.encoding()
  const notes: string[] = []

  async function read(taker: Taker) {
    const row = (fields: string[], line: number) => void (line > headerLine && taker.row(plain(fields), line))
    const openQuote = (text: string, line: number) => void (line > headerLine && taker.openQuote(text, line))
    const splitter = makeSplitter(delimiter, { row, openQuote })
    try {
      splitter.push(head)
      head = ''
      await taker.more()
      while (ended === null) {
        const next = await pieces.next()
        if (next.done) ended = next.value
        else {
          splitter.push(next.value)
          await taker.more()
        }
      }
      const unended = splitter.end()
      notes.push(...encodingNotes(decoder, encoding))
      return { unended, cut: ended.cut }
    } catch (error) {
      if (!(error instanceof EndlessLine)) throw error
      const remedy = 'Check that this is a table with one incident a line, and send it again.'
      return {
        unended: true,
        cut: `Line ${grouped(error.line)} is longer than a row can be, and reading stopped there. ${remedy}`,
      }
    } finally {
      await bytes.return(undefined)
    }
  }
  return {
    header: namesOf(above[at]!.fields),
    headerLine,
    encoding,
    notes,
    first: sample.slice(stated + at + 1).slice(0, rows),
    read,
    close: async () => void (await bytes.return(undefined)),
  }
}

function encodingNotes(decoder: Decoder, atFirst: string): string[] {
  if (decoder.isDamaged()) return ['Some characters are not in the encoding of the rest of the file and were lost; they stand as \ufffd.']
  return decoder.encoding() === atFirst
    ? []
    : ['The text is not in UTF-8 and was read as Windows-1252: check pound signs and quotation marks.']
}

/** A table of refusals is downloaded with an apostrophe before what a spreadsheet would run, and comes back with it. */
function plain(fields: string[]): string[] {
  for (let at = 0; at < fields.length; at++) if (fields[at]!.charCodeAt(0) === 39) fields[at] = unprotected(fields[at]!)
  return fields
}

/** The file's text a piece at a time, then how it ended. */
async function* decoded(
  bytes: AsyncGenerator<Buffer>,
  decoder: Decoder,
): AsyncGenerator<string, { cut: string | null }> {
  try {
    for await (const piece of bytes) yield decoder.decode(piece)
    const last = decoder.end()
    if (last !== '') yield last
    return { cut: null }
  } catch (error) {
    if (error instanceof CannotBeRead) return { cut: error.message }
    throw error
  }
}

function delimiterOf(head: string): string {
  const sample = head.slice(0, DELIMITER_SAMPLE)
  const whole =
    head.length > DELIMITER_SAMPLE
      ? sample.slice(0, Math.max(sample.lastIndexOf('\n'), sample.lastIndexOf('\r')) + 1) || sample
      : sample
  return csvDelimiter('table.csv', whole) ?? ','
}

function firstRows(head: string, delimiter: string, most: number, ended: boolean): FileRow[] {
  const rows: FileRow[] = []
  const splitter = makeSplitter(delimiter, {
    row: (fields, line) => void (rows.length < most && rows.push({ fields, line })),
    openQuote: () => {},
  })
  try {
    splitter.push(head)
    if (ended) splitter.end()
  } catch (error) {
    if (!(error instanceof EndlessLine)) throw error
    if (rows.length === 0)
      throw new CannotBeRead(
        'The file’s first line does not end, so it is no table. Check that the right file was chosen.',
      )
  }
  return rows
}
