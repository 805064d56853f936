import { ZipFile } from 'yazl'
import { tag } from './markup.ts'
import type { Block, Paper, Table } from './paper.ts'
import { parsePaper } from './parse.ts'

/** Files made by hand for the tests of this room. */

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const S = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MORE = Object.entries({
  r: R,
  mc: 'http://schemas.openxmlformats.org/markup-compatibility/2006',
  wp: 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
  a: 'http://schemas.openxmlformats.org/drawingml/2006/main',
  wps: 'urn:shape',
  v: 'urn:schemas-microsoft-com:vml',
})
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ')

export async function zipOf(parts: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content as string), path)
  zip.end()
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>))
}

const contentTypes = (main: string, type: string) =>
  tag('Types', { xmlns: 'http://schemas.openxmlformats.org/package/2006/content-types' }, [
    tag('Default', { Extension: 'xml', ContentType: 'application/xml' }),
    tag('Override', {
      PartName: `/${main}`,
      ContentType: `application/vnd.openxmlformats-officedocument.${type}.main+xml`,
    }),
  ])

export const relationships = (all: Readonly<Record<string, string>>): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(all)
    .map(
      ([kind, target], at) =>
        `<Relationship Id="rId${at + 1}" Type="${R}/${kind.replace(/\d+$/, '')}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

/**
 * The parts of a Word document with this body; `parts` adds or replaces, `styles`, `numbering` and `footnotes` hold
 * inner XML.
 */
export const docxParts = (
  body: string,
  {
    styles = '',
    numbering = '',
    footnotes = '',
    parts = {},
  }: { styles?: string; numbering?: string; footnotes?: string; parts?: Record<string, string> } = {},
) => ({
  '[Content_Types].xml': contentTypes('word/document.xml', 'wordprocessingml.document'),
  '_rels/.rels': relationships({ officeDocument: 'word/document.xml' }),
  'word/_rels/document.xml.rels': relationships({
    styles: 'styles.xml',
    numbering: 'numbering.xml',
    footnotes: 'footnotes.xml',
  }),
  'word/document.xml': `<w:document xmlns:w="${W}" ${MORE}><w:body>${body}</w:body></w:document>`,
  'word/styles.xml': `<w:styles xmlns:w="${W}">${styles}</w:styles>`,
  'word/numbering.xml': `<w:numbering xmlns:w="${W}">${numbering}</w:numbering>`,
  'word/footnotes.xml': `<w:footnotes xmlns:w="${W}">${footnotes}</w:footnotes>`,
  ...parts,
})

export const docx = (body: string, more: Parameters<typeof docxParts>[1] = {}) => zipOf(docxParts(body, more))

/** A paragraph of Word, its words in one run. */
export const p = (text: string, properties = '') =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
export const tc = (content: string, properties = '') =>
  `<w:tc>${properties && `<w:tcPr>${properties}</w:tcPr>`}${content.startsWith('<') ? content : p(content)}</w:tc>`
export const tr = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`
export const tbl = (...rows: string[]) => `<w:tbl>${rows.join('')}</w:tbl>`

type SheetSpecimen = { name: string; xml: string; state?: string }

/** The parts of a workbook; each sheet's `xml` is the inside of its worksheet element. */
export const xlsxParts = (
  sheets: readonly SheetSpecimen[],
  {
    strings = '',
    styles = '',
    properties = '',
    parts = {},
  }: { strings?: string; styles?: string; properties?: string; parts?: Record<string, string> } = {},
) => ({
  '[Content_Types].xml': contentTypes('xl/workbook.xml', 'spreadsheetml.sheet'),
  '_rels/.rels': relationships({ officeDocument: 'xl/workbook.xml' }),
  'xl/_rels/workbook.xml.rels': relationships({
    ...Object.fromEntries(sheets.map((_, at) => [`worksheet${at + 1}`, `worksheets/sheet${at + 1}.xml`])),
    sharedStrings: 'sharedStrings.xml',
    styles: 'styles.xml',
  }),
  'xl/workbook.xml': `<workbook xmlns="${S}" xmlns:r="${R}">${properties}<sheets>${sheets
    .map(
      ({ name, state }, at) =>
        `<sheet name="${name}" sheetId="${at + 1}" ${state ? `state="${state}"` : ''} r:id="rId${at + 1}"/>`,
    )
    .join('')}</sheets></workbook>`,
  'xl/sharedStrings.xml': `<sst xmlns="${S}">${strings}</sst>`,
  'xl/styles.xml': `<styleSheet xmlns="${S}">${styles}</styleSheet>`,
  ...Object.fromEntries(
    sheets.map(({ xml }, at) => [
      `xl/worksheets/sheet${at + 1}.xml`,
      `<worksheet xmlns="${S}" xmlns:r="${R}">${xml}</worksheet>`,
    ]),
  ),
  ...parts,
})

export const xlsx = (sheets: readonly SheetSpecimen[], more: Parameters<typeof xlsxParts>[1] = {}) =>
  zipOf(xlsxParts(sheets, more))

/** One sheet named Plan holding these cells' XML, one row a string. */
export const oneSheet = (rows: readonly string[], more: Parameters<typeof xlsxParts>[1] & { after?: string } = {}) =>
  xlsx(
    [
      {
        name: 'Plan',
        xml: `<sheetData>${rows.map((row) => `<row>${row}</row>`).join('')}</sheetData>${more.after ?? ''}`,
      },
    ],
    more,
  )

/** A cell holding text, in the sheet itself. */
export const inline = (text: string, attributes = '') => `<c t="inlineStr" ${attributes}><is><t>${text}</t></is></c>`

/** Reads a file that must be readable. */
export async function paperOf(name: string, content: Uint8Array | string): Promise<Paper> {
  const reading = await parsePaper(name, typeof content === 'string' ? Buffer.from(content) : content)
  if (!reading.ok) throw new Error(reading.problem)
  return reading.paper
}

/** Reads a file that must not be readable, and gives the sentence its sender sees. */
export async function problemOf(name: string, content: Uint8Array | string): Promise<string> {
  const reading = await parsePaper(name, typeof content === 'string' ? Buffer.from(content) : content)
  if (reading.ok)
    throw new Error(`${name} was read as ${reading.paper.format} with ${reading.paper.blocks.length} blocks`)
  return reading.problem
}

export const tablesOf = ({ blocks }: Paper): Table[] => blocks.filter((block): block is Table => block.kind === 'table')

export const textsOf = (table: Table | undefined): string[][] =>
  (table?.rows ?? []).map((row) => row.map(({ text }) => text))

/** Blocks in one line each: "heading 2 [9] Title", "list item 0 [] Text". */
export const outline = ({ blocks }: Paper): string[] =>
  blocks.map((block: Block) => {
    if (block.kind === 'table') return `table ${block.rows.length}x${block.rows[0]?.length ?? 0}`
    if (block.kind === 'figure')
      return `figure ${block.alt ?? 'without words'}${block.caption ? ` (${block.caption})` : ''}`
    const rank =
      block.kind === 'heading'
        ? ` ${block.level}`
        : block.kind === 'list item'
          ? ` ${block.depth}${block.ordered ? ' ordered' : ''}`
          : ''
    return `${block.kind}${rank}${block.number === undefined ? '' : ` [${block.number}]`}: ${block.text}`
  })
