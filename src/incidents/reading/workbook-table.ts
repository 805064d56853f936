import { readFile, stat } from 'node:fs/promises'
import { BOUNDS } from '../../documents/bounds.ts'
import type { Cell, Table as PaperTable } from '../../documents/paper.ts'
import { readPaper } from '../../documents/reading.ts'
import { findHeader, namesOf, ROWS_ABOVE, type FileRow } from './header.ts'
import type { FileToRead } from './read-file.ts'
import type { IsKnown, Table, Taker } from './table.ts'
import { CannotBeRead, grouped } from './unreadable.ts'

/** Opens the table in an Excel workbook, within the bounds on documents: the sheet whose header is known, else the longest. Throws CannotBeRead. */
export async function openWorkbook({ path, name }: FileToRead, isKnown: IsKnown, rows: number): Promise<Table> {
  const { size } = await stat(path)
  if (size > BOUNDS.fileBytes)
    throw new CannotBeRead(
      `The workbook has ${grouped(size)} bytes; at most ${grouped(BOUNDS.fileBytes)} can be read. Save its sheet as CSV and send that.`,
    )
  const reading = await readPaper(name, new Uint8Array(await readFile(path)))
  if (!reading.ok) throw new CannotBeRead(reading.problem)
  const sheets = reading.paper.blocks.filter((block) => block.kind === 'table').filter(({ hidden }) => !hidden)
  const found = sheets
    .map((sheet) => ({ sheet, rows: rowsOf(sheet) }))
    .map((each) => ({ ...each, at: findHeader(each.rows.slice(0, ROWS_ABOVE), isKnown) }))
  const chosen =
    found.find(({ rows: held, at }) => at !== null && isKnown(namesOf(held[at]!.fields))) ??
    found.filter(({ at }) => at !== null).sort((a, b) => b.rows.length - a.rows.length)[0]
  if (!chosen || chosen.at === null)
    throw new CannotBeRead('The workbook holds no rows. Check that the right file was chosen, and send it again.')
  const others = found.filter((each) => each !== chosen).map(({ sheet }) => sheet.sheet)
  const notes = [...reading.paper.notes]
  if (others.length > 0)
    notes.push(
      `Sheet ${chosen.sheet.sheet} was read; ${others.join(', ')} ${others.length === 1 ? 'was' : 'were'} not. Save each as a file to load it.`,
    )
  const below = chosen.rows.slice(chosen.at + 1)
  const { fields, line } = chosen.rows[chosen.at]!
  async function read(taker: Taker) {
    for (const [at, each] of below.entries()) {
      taker.row([...each.fields], each.line)
      if (at % 1000 === 999) await taker.more()
    }
    return { unended: false, cut: null }
  }
  return {
    header: namesOf(fields),
    headerLine: line,
    encoding: 'Excel',
    notes,
    first: below.slice(0, rows),
    read,
    close: async () => {},
  }
}

/** A sheet's rows that hold something, by their row numbers; a cell merged downwards counts for each row it covers. */
function rowsOf({ rows }: PaperTable): FileRow[] {
  const texts = rows.map((row) => row.map(({ text }) => text))
  const fillDown = (cell: Cell, r: number, c: number) => {
    for (let down = 1; down < cell.rowSpan && r + down < rows.length; down++) texts[r + down]![c] = cell.text
  }
  for (const [r, row] of rows.entries())
    for (const [c, cell] of row.entries()) if (cell.rowSpan > 1) fillDown(cell, r, c)
  return texts.flatMap((fields, at) => (fields.some((field) => field.trim() !== '') ? [{ fields, line: at + 1 }] : []))
}
