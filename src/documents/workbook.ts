import { ZipFile } from 'yazl'
import { isLive } from './csv.ts'
import { escaped, part, tag } from './markup.ts'
import { columnLetters } from './place.ts'
import { printable } from './printable.ts'
import { lookBook, type Look, type LookBook } from './workbook-look.ts'

/** What a cell may hold: text, a number, a date, yes or no, or nothing. */
export type SheetValue = string | number | boolean | Temporal.PlainDate | null
/** A value, or a value on a colour ('#RRGGBB') or in bold. */
export type SheetCell = SheetValue | { value: SheetValue; fill?: string; bold?: boolean }
/** A sheet: its columns' titles, with widths in characters when the text should not decide, and its rows. */
export type Sheet = {
  name: string
  columns: readonly { title: string; width?: number }[]
  rows: readonly (readonly SheetCell[])[]
}

const MOST_ROWS = 1_048_576
const MOST_CHARACTERS = 32_767
const CUT = ' [cut here: a workbook cell holds no more]'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const HEADER_FILL = '#ECE8DF'

/**
 * Writes a workbook: header row in bold, frozen, filtered and repeated in print; text wrapped; numbers and dates as
 * such. Text is always text and never a formula, whatever it begins with. The same sheets give the same bytes. Throws
 * RangeError for no sheets or more rows than a sheet holds.
 */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  if (sheets.length === 0) throw new RangeError('A workbook needs a sheet')
  const looks = lookBook()
  const names = sheetNames(sheets.map(({ name }) => name))
  const bodies = sheets.map((sheet, at) => ({ path: `worksheets/sheet${at + 1}.xml`, xml: sheetXml(sheet, looks) }))
  const listed = [...bodies.map(({ path }) => ['worksheet', path] as const), ['styles', 'styles.xml'] as const]
  const zip = new ZipFile()
  const add = (path: string, xml: string) =>
    zip.addBuffer(Buffer.from(part(xml)), path, { mtime: new Date(2000, 0, 1) })
  // The first part is what file managers look at to tell a workbook from any archive.
  add('[Content_Types].xml', contentTypes(bodies.map(({ path }) => path)))
  add('_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']]))
  add('xl/workbook.xml', workbookXml(sheets, names))
  add('xl/_rels/workbook.xml.rels', relationships(listed))
  add('xl/styles.xml', looks.xml(MAIN))
  for (const { path, xml } of bodies) add(`xl/${path}`, xml)
  zip.end()
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>))
}

function contentTypes(sheetPaths: readonly string[]): string {
  const defaults = [
    tag('Default', { Extension: 'rels', ContentType: 'application/vnd.openxmlformats-package.relationships+xml' }),
    tag('Default', { Extension: 'xml', ContentType: 'application/xml' }),
  ]
  const typed = (path: string, kind: string) =>
    tag('Override', { PartName: `/xl/${path}`, ContentType: `${TYPE}.${kind}+xml` })
  const sheets = sheetPaths.map((path) => typed(path, 'worksheet'))
  const parts = [typed('workbook.xml', 'sheet.main'), typed('styles.xml', 'styles'), ...sheets]
  return tag('Types', { xmlns: `${PACKAGE}/content-types` }, [...defaults, ...parts])
}

const relationships = (all: readonly (readonly [kind: string, target: string])[]) =>
  tag(
    'Relationships',
    { xmlns: `${PACKAGE}/relationships` },
    all.map(([kind, Target], at) => tag('Relationship', { Id: `rId${at + 1}`, Type: `${OFFICE}/${kind}`, Target })),
  )

function workbookXml(sheets: readonly Sheet[], names: readonly string[]): string {
  const list = names.map((name, at) => tag('sheet', { name, sheetId: at + 1, 'r:id': `rId${at + 1}` }))
  const defined = sheets.flatMap(({ columns, rows }, localSheetId) => {
    if (columns.length === 0) return []
    const sheet = `'${names[localSheetId]!.replaceAll("'", "''")}'`
    const range = `${sheet}!$A$1:$${columnLetters(columns.length - 1)}$${rows.length + 1}`
    return [
      tag('definedName', { name: '_xlnm._FilterDatabase', localSheetId, hidden: 1 }, [escaped(range)]),
      tag('definedName', { name: '_xlnm.Print_Titles', localSheetId }, [escaped(`${sheet}!$1:$1`)]),
    ]
  })
  const definedNames = defined.length === 0 ? [] : [tag('definedNames', {}, defined)]
  return tag('workbook', { xmlns: MAIN, 'xmlns:r': OFFICE }, [tag('sheets', {}, list), ...definedNames])
}

// Excel allows 31 characters, none of these, no apostrophe at the ends, no name twice, and keeps "History" for itself.
function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>()
  return wanted.map((name, at) => {
    const allowed = printable(name)
      .replace(/[\\/?*[\]:\n\t]+/g, ' ')
      .trim()
      .replace(/^'+|'+$/g, '')
      .trim()
    const base = allowed === '' || /^history$/i.test(allowed) ? `${allowed} Sheet ${at + 1}`.trim() : allowed
    let unique = shortened(base, 31)
    for (let copy = 2; taken.has(unique.toLowerCase()); copy++)
      unique = `${shortened(base, 31 - ` (${copy})`.length)} (${copy})`
    taken.add(unique.toLowerCase())
    return unique
  })
}

const shortened = (name: string, length: number) =>
  name.slice(0, length).toWellFormed().replace('\ufffd', '').trim().replace(/'+$/, '')

function sheetXml({ columns, rows }: Sheet, looks: LookBook): string {
  if (rows.length >= MOST_ROWS) {
    throw new RangeError(`A sheet holds at most ${MOST_ROWS - 1} rows under its header; this has ${rows.length}`)
  }
  const header = columns.map(({ title }): SheetCell => ({ value: title, bold: true, fill: HEADER_FILL }))
  const widths = columns.map(({ width, title }, at) => width ?? widthOf(title, rows, at))
  const body = [header, ...rows].map((row, r) => {
    const cells = row.map((cell, c) => cellXml(cell, `${columnLetters(c)}${r + 1}`, looks))
    return `<row r="${r + 1}" ht="${heightOf(row, widths)}">${cells.join('')}</row>`
  })
  const cols = widths.map((width, at) => tag('col', { min: at + 1, max: at + 1, width: width + 2, customWidth: 1 }))
  const ref = `A1:${columnLetters(columns.length - 1)}${rows.length + 1}`
  const pane = tag('pane', { ySplit: 1, topLeftCell: 'A2', activePane: 'bottomLeft', state: 'frozen' })
  return tag('worksheet', { xmlns: MAIN }, [
    tag('sheetPr', {}, [tag('pageSetUpPr', { fitToPage: 1 })]),
    tag('sheetViews', {}, [tag('sheetView', { workbookViewId: 0 }, [pane])]),
    tag('sheetFormatPr', { defaultRowHeight: 15 }),
    ...(columns.length === 0 ? [] : [tag('cols', {}, cols)]),
    tag('sheetData', {}, body),
    ...(columns.length === 0 ? [] : [tag('autoFilter', { ref })]),
    tag('pageMargins', { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 }),
    tag('pageSetup', { paperSize: 9, orientation: 'landscape', fitToWidth: 1, fitToHeight: 0 }),
  ])
}

/** As wide as the longest line among the first rows, but no wider than is easy to read. */
function widthOf(title: string, rows: Sheet['rows'], at: number): number {
  const lengths = rows.slice(0, 200).map((row) =>
    Math.max(
      ...String(valueOf(row[at] ?? null) ?? '')
        .split('\n')
        .map((line) => line.length),
    ),
  )
  return Math.min(60, Math.max(8, title.length + 3, ...lengths))
}

/**
 * A row's height in points, for the lines its longest cell wraps to; programs that measure text themselves adjust it.
 */
function heightOf(row: readonly SheetCell[], widths: readonly number[]): number {
  const wrapped = row.map((cell, at) =>
    String(valueOf(cell) ?? '')
      .split('\n')
      .reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / (widths[at] ?? 8))), 0),
  )
  return Math.min(409, 15 * Math.max(1, ...wrapped))
}

const isPlain = (cell: SheetCell): cell is SheetValue =>
  cell === null || typeof cell !== 'object' || cell instanceof Temporal.PlainDate
const valueOf = (cell: SheetCell): SheetValue => (isPlain(cell) ? cell : cell.value)

function cellXml(cell: SheetCell, reference: string, looks: LookBook): string {
  const value = valueOf(cell)
  const { fill, bold = false } = isPlain(cell) ? {} : cell
  const colour = fill === undefined ? null : fill.replace('#', '').toUpperCase()
  const opening = (kind: Look['kind']) => `<c r="${reference}" s="${looks.number({ kind, bold, fill: colour })}"`
  if (value === null || value === '' || (typeof value === 'number' && !Number.isFinite(value))) {
    return colour === null ? '' : `${opening('plain')}/>`
  }
  if (typeof value === 'number') return `${opening('plain')}><v>${value}</v></c>`
  if (typeof value === 'boolean') return `${opening('plain')} t="b"><v>${value ? 1 : 0}</v></c>`
  if (value instanceof Temporal.PlainDate) return dateXml(value, opening)
  return textXml(opening(isLive(printable(value)) ? 'quoted' : 'plain'), printable(value))
}

const textXml = (opening: string, text: string) =>
  `${opening} t="inlineStr"><is><t xml:space="preserve">${escaped(fitted(text))}</t></is></c>`

const FIRST_DAY = Temporal.PlainDate.from('1899-12-30')

/** A date from March 1900 on is a number of days; before that workbooks have no sure way, so it is text. */
function dateXml(date: Temporal.PlainDate, opening: (kind: Look['kind']) => string): string {
  const days = FIRST_DAY.until(date, { largestUnit: 'day' }).days
  if (days > 60) return `${opening('date')}><v>${days}</v></c>`
  return textXml(opening('plain'), date.toString())
}

const fitted = (text: string) =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - CUT.length).toWellFormed()}${CUT}`
