import { ZipFile } from 'yazl'
import { isLive } from './csv.ts'
import { columnLetters } from './place.ts'
import { printable } from './printable.ts'

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
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const HEADER_FILL = 'ECE8DF'
const RULE = 'D9D4C7'

/**
 * Writes a workbook: header row in bold, frozen, filtered and repeated in print; text wrapped; numbers and dates as such. Text is
 * always text and never a formula, whatever it begins with. The same sheets give the same bytes. Throws RangeError for no sheets
 * or more rows than a sheet holds.
 */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  if (sheets.length === 0) throw new RangeError('A workbook needs a sheet')
  const names = sheetNames(sheets.map(({ name }) => name))
  const styles = styleBook()
  const parts = new Map<string, string>()
  for (const [at, sheet] of sheets.entries()) parts.set(`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheet, styles))
  parts.set('xl/styles.xml', styles.xml())
  parts.set('xl/workbook.xml', workbookXml(sheets, names))
  parts.set(
    'xl/_rels/workbook.xml.rels',
    relationships([
      ...sheets.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const),
      ['styles', 'styles.xml'] as const,
    ]),
  )
  parts.set('_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']]))
  const contentTypes = [
    ...sheets.map((_, at) => [`/xl/worksheets/sheet${at + 1}.xml`, 'worksheet'] as const),
    ['/xl/styles.xml', 'styles'] as const,
    ['/xl/workbook.xml', 'sheet.main'] as const,
  ]
  const overrides = contentTypes
    .map(([path, kind]) => `<Override PartName="${path}" ContentType="${TYPE}.${kind}+xml"/>`)
    .join('')
  const defaults = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
  parts.set('[Content_Types].xml', `${XML}<Types xmlns="${PACKAGE}/content-types">${defaults}${overrides}</Types>`)
  return await zipped(parts)
}

async function zipped(parts: ReadonlyMap<string, string>): Promise<Uint8Array> {
  const zip = new ZipFile()
  // The first of the order is what file managers look at to tell a workbook from any archive.
  for (const path of [...parts.keys()].reverse())
    zip.addBuffer(Buffer.from(parts.get(path)!), path, { mtime: new Date(2000, 0, 1) })
  zip.end()
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>))
}

const relationships = (all: readonly (readonly [string, string])[]) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.map(([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`).join('')}</Relationships>`

function workbookXml(sheets: readonly Sheet[], names: readonly string[]): string {
  const list = names
    .map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
    .join('')
  const defined = sheets.flatMap(({ columns, rows }, at) => {
    const sheet = escaped(`'${names[at]!.replaceAll("'", "''")}'`)
    const filter = `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">${sheet}!$A$1:$${columnLetters(Math.max(0, columns.length - 1))}$${rows.length + 1}</definedName>`
    return columns.length === 0
      ? []
      : [filter, `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${sheet}!$1:$1</definedName>`]
  })
  const names_ = defined.length === 0 ? '' : `<definedNames>${defined.join('')}</definedNames>`
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list}</sheets>${names_}</workbook>`
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

type Look = { kind: 'plain' | 'date' | 'quoted'; bold: boolean; fill: string | null }
type StyleBook = { number(look: Look): number; xml(): string }

/** Collects the looks that cells have and numbers them. */
function styleBook(): StyleBook {
  const looks = new Map<string, { look: Look; number: number }>()
  const fills = new Map<string, number>()
  const number = (look: Look) => {
    const key = JSON.stringify(look)
    const known = looks.get(key) ?? { look, number: looks.size }
    looks.set(key, known)
    if (look.fill !== null && !fills.has(look.fill)) fills.set(look.fill, fills.size + 2)
    return known.number
  }
  number({ kind: 'plain', bold: false, fill: null })
  const xml = () => {
    const patterns = [...fills.keys()]
      .map((fill) => `<fill><patternFill patternType="solid"><fgColor rgb="FF${fill}"/></patternFill></fill>`)
      .join('')
    const xfs = [...looks.values()].map(({ look: { kind, bold, fill } }) => {
      const fillId = fill === null ? 0 : fills.get(fill)!
      return `<xf numFmtId="${kind === 'date' ? 164 : 0}" fontId="${bold ? 1 : 0}" fillId="${fillId}" borderId="1" xfId="0" applyBorder="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"${kind === 'quoted' ? ' quotePrefix="1"' : ''}><alignment vertical="top" wrapText="1"/></xf>`
    })
    const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="Arial"/><family val="2"/></font>`
    return (
      `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="2">${font('')}${font('<b/>')}</fonts>` +
      `<fills count="${fills.size + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${patterns}</fills>` +
      `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color rgb="FF${RULE}"/></bottom><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
      `<cellXfs count="${xfs.length}">${xfs.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
    )
  }
  return { number, xml }
}

function sheetXml({ columns, rows }: Sheet, styles: StyleBook): string {
  if (rows.length >= MOST_ROWS)
    throw new RangeError(`A sheet holds at most ${MOST_ROWS - 1} rows under its header; this has ${rows.length}`)
  const header = columns.map(({ title }): SheetCell => ({ value: title, bold: true, fill: `#${HEADER_FILL}` }))
  const widths = columns.map(({ width, title }, at) => width ?? widthOf(title, rows, at))
  const cols = widths
    .map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width + 2}" customWidth="1"/>`)
    .join('')
  const body = [header, ...rows].map(
    (row, r) =>
      `<row r="${r + 1}" ht="${heightOf(row, widths)}">${row.map((cell, c) => cellXml(cell, `${columnLetters(c)}${r + 1}`, styles)).join('')}</row>`,
  )
  const filter =
    columns.length === 0 ? '' : `<autoFilter ref="A1:${columnLetters(columns.length - 1)}${rows.length + 1}"/>`
  return (
    `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>` +
    `${cols === '' ? '' : `<cols>${cols}</cols>`}<sheetData>${body.join('')}</sheetData>${filter}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
    `<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`
  )
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

/** A row's height in points, for the lines its longest cell wraps to; programs that measure text themselves adjust it. */
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

function cellXml(cell: SheetCell, reference: string, styles: StyleBook): string {
  const value = valueOf(cell)
  const { fill, bold = false } = isPlain(cell) ? {} : cell
  const look = { bold, fill: fill === undefined ? null : fill.replace('#', '').toUpperCase() }
  const style = (kind: Look['kind']) => ` s="${styles.number({ kind, ...look })}"`
  if (value === null || value === '' || (typeof value === 'number' && !Number.isFinite(value)))
    return look.fill === null ? '' : `<c r="${reference}"${style('plain')}/>`
  if (typeof value === 'number') return `<c r="${reference}"${style('plain')}><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${reference}"${style('plain')} t="b"><v>${value ? 1 : 0}</v></c>`
  if (value instanceof Temporal.PlainDate) return dateXml(value, reference, style)
  const text = printable(value)
  return `<c r="${reference}"${style(isLive(text) ? 'quoted' : 'plain')} t="inlineStr"><is><t xml:space="preserve">${escaped(fitted(text))}</t></is></c>`
}

const FIRST_DAY = Temporal.PlainDate.from('1899-12-30')

/** A date from March 1900 on is a number of days; before that workbooks have no sure way, so it is text. */
function dateXml(date: Temporal.PlainDate, reference: string, style: (kind: Look['kind']) => string): string {
  const days = FIRST_DAY.until(date, { largestUnit: 'day' }).days
  if (days > 60) return `<c r="${reference}"${style('date')}><v>${days}</v></c>`
  return `<c r="${reference}"${style('plain')} t="inlineStr"><is><t>${date.toString()}</t></is></c>`
}

const fitted = (text: string) =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - CUT.length).toWellFormed()}${CUT}`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML; what looks like a workbook's own escape ('_x000D_') has its first character escaped. */
const escaped = (text: string): string =>
  text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)
