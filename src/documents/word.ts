import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlign,
} from 'docx'
import { printable } from './printable.ts'
import { HEADER_FILL, NUMBERING, pageOf, RULE, STYLES, textWidth } from './word-look.ts'

/** Words set in one way. A line feed breaks the line. */
export type Words = { text: string; bold?: boolean; italic?: boolean }

/**
 * A cell: its text (a line feed begins a paragraph), or text on a colour ('#RRGGBB'). A colour never stands without a
 * word.
 */
export type WordCell = string | { text: string; fill?: string; bold?: boolean; align?: 'left' | 'right' | 'centre' }

/**
 * What a Word document is made of, in reading order. Column widths are shares of the page's width; sizes are in
 * centimetres.
 */
export type WordBlock =
  | { kind: 'heading'; level: 1 | 2 | 3 | 4; text: string; number?: string; newPage?: boolean }
  | { kind: 'paragraph'; text: string | readonly Words[]; number?: string }
  | { kind: 'list'; items: readonly (string | { text: string; depth: number })[]; ordered?: boolean }
  | {
      kind: 'table'
      columns: readonly { title: string; width: number; align?: 'left' | 'right' | 'centre' }[]
      rows: readonly (readonly WordCell[])[]
      caption?: string
    }
  | { kind: 'figure'; image: Picture; alt: string; caption?: string; width: number; height: number }
  | { kind: 'page break' }

/** A picture's bytes. Word before 2016 shows an SVG's `fallback`, or nothing but its alternative text. */
export type Picture = { format: 'png'; data: Uint8Array } | { format: 'svg'; data: Uint8Array; fallback?: Uint8Array }

export type WordDocument = {
  title: string
  subtitle?: readonly string[]
  author?: string
  landscape?: boolean
  footer: string
  blocks: readonly WordBlock[]
}

/**
 * Writes a Word document: real headings, header rows that repeat, rows that stay whole on a page, alternative text,
 * British English, page numbers. Throws RangeError for a coloured cell or a picture without words.
 */
export async function writeWord(paper: WordDocument): Promise<Uint8Array> {
  const { title, subtitle = [], author, landscape = false, footer, blocks } = paper
  const width = textWidth(landscape)
  const lists = { count: 0 }
  const children = [
    new Paragraph({ style: 'Title', children: runs(title) }),
    ...subtitle.map((line) => new Paragraph({ style: 'Subtitle', children: runs(line) })),
    ...blocks.flatMap((block) => write(block, width, lists)),
  ]
  const document = new Document({
    title: printable(title),
    creator: printable(author ?? ''),
    lastModifiedBy: printable(author ?? ''),
    description: '',
    styles: STYLES,
    numbering: NUMBERING,
    sections: [{ properties: { page: pageOf(landscape) }, footers: { default: footerOf(footer, width) }, children }],
  })
  return await Packer.toBuffer(document)
}

const footerOf = (text: string, width: number) =>
  new Footer({
    children: [
      new Paragraph({
        style: 'Footer',
        tabStops: [{ type: TabStopType.RIGHT, position: width }],
        border: { top: { style: BorderStyle.SINGLE, size: 4, color: RULE, space: 6 } },
        children: [
          ...runs(text),
          new TextRun({ children: [new Tab(), 'Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  })

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
] as const

function write(block: WordBlock, width: number, lists: { count: number }): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading': {
      const text = block.number === undefined ? block.text : `${block.number} ${block.text}`
      return [
        new Paragraph({
          heading: HEADINGS[block.level - 1]!,
          keepNext: true,
          pageBreakBefore: block.newPage ?? false,
          children: runs(text),
        }),
      ]
    }
    case 'paragraph':
      return [
        block.number === undefined
          ? new Paragraph({ children: runs(block.text) })
          : numberedParagraph(block.number, block.text),
      ]
    case 'list': {
      const instance = ++lists.count
      const reference = block.ordered ? 'numbers' : 'bullets'
      return block.items.map((item) => {
        const { text, depth } = typeof item === 'string' ? { text: item, depth: 0 } : item
        return new Paragraph({
          style: 'ListParagraph',
          numbering: { reference, level: Math.min(2, depth), instance },
          children: runs(text),
        })
      })
    }
    case 'table':
      // Word joins tables that touch; an empty line keeps them apart and gives the eye a rest.
      return [
        ...captionOf(block.caption, true),
        tableOf(block, width),
        new Paragraph({ spacing: { after: 0 }, children: [] }),
      ]
    case 'figure':
      return [
        new Paragraph({ keepNext: block.caption !== undefined, children: [imageOf(block)] }),
        ...captionOf(block.caption, false),
      ]
    case 'page break':
      return [new Paragraph({ pageBreakBefore: true, spacing: { after: 0 }, children: [] })]
  }
}

const numberedParagraph = (number: string, text: string | readonly Words[]) =>
  new Paragraph({
    indent: { left: 720, hanging: 720 },
    tabStops: [{ type: TabStopType.LEFT, position: 720 }],
    children: [new TextRun({ children: [printable(number), new Tab()] }), ...runs(text)],
  })

const captionOf = (caption: string | undefined, keepNext: boolean) =>
  caption === undefined ? [] : [new Paragraph({ style: 'Caption', keepNext, children: runs(caption) })]

function runs(text: string | readonly Words[], look: { bold?: boolean; color?: string } = {}): TextRun[] {
  const all = typeof text === 'string' ? [{ text }] : text
  return all.flatMap(({ text: words, bold, italic }: Words) =>
    printable(words)
      .split('\n')
      .map(
        (line, at) =>
          new TextRun({
            text: line.replaceAll('\t', ' '),
            ...look,
            ...(bold ? { bold } : {}),
            ...(italic ? { italics: true } : {}),
            ...(at > 0 ? { break: 1 } : {}),
          }),
      ),
  )
}

type TableBlock = Extract<WordBlock, { kind: 'table' }>
const ALIGN = { left: AlignmentType.LEFT, right: AlignmentType.RIGHT, centre: AlignmentType.CENTER } as const

function tableOf({ columns, rows }: TableBlock, width: number): Table {
  const shares = columns.reduce((sum, column) => sum + column.width, 0)
  const widths = columns.map((column) => Math.round((column.width / shares) * width))
  const header = columns.map(({ title, align }) => ({
    text: title,
    fill: HEADER_FILL,
    bold: true,
    ...(align ? { align } : {}),
  }))
  const line = { style: BorderStyle.SINGLE, size: 4, color: RULE }
  return new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: widths,
    width: { size: width, type: 'dxa' },
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    rows: [rowOf(header, columns, widths, true), ...rows.map((row) => rowOf(row, columns, widths, false))],
  })
}

const rowOf = (
  cells: readonly WordCell[],
  columns: TableBlock['columns'],
  widths: readonly number[],
  tableHeader: boolean,
) =>
  new TableRow({
    tableHeader,
    cantSplit: true,
    children: columns.map(({ align }, at) => cellOf(cells[at] ?? '', align ?? 'left', widths[at]!)),
  })

function cellOf(cell: WordCell, columnAlign: keyof typeof ALIGN, width: number): TableCell {
  const { text, fill, bold, align = columnAlign } = typeof cell === 'string' ? { text: cell } : cell
  if (fill !== undefined && text.trim() === '' && fill !== HEADER_FILL)
    throw new RangeError(`A cell coloured ${fill} needs a word: colour alone cannot be read by everyone`)
  const look = { ...(bold ? { bold } : {}), ...(fill === undefined ? {} : { color: inkOn(fill) }) }
  return new TableCell({
    width: { size: width, type: 'dxa' },
    verticalAlign: VerticalAlign.TOP,
    ...(fill === undefined ? {} : { shading: { type: ShadingType.CLEAR, color: 'auto', fill: fill.replace('#', '') } }),
    children: text
      .split('\n')
      .map((line) => new Paragraph({ style: 'TableText', alignment: ALIGN[align], children: runs(line, look) })),
  })
}

/** Dark or white ink, whichever stands out more on a colour. Source: WCAG 2.2, relative luminance. */
function inkOn(fill: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(fill.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? '000000' : 'FFFFFF'
}

// One transparent dot, for readers that do not know SVG.
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII=',
  'base64',
)

function imageOf({ image, alt, width, height }: Extract<WordBlock, { kind: 'figure' }>): ImageRun {
  if (alt.trim() === '') throw new RangeError('A picture needs words for those who cannot see it')
  const shared = {
    transformation: { width: (width / 2.54) * 96, height: (height / 2.54) * 96 },
    altText: { name: 'Figure', description: printable(alt) },
  }
  if (image.format === 'png') return new ImageRun({ type: 'png', data: image.data, ...shared })
  return new ImageRun({
    type: 'svg',
    data: image.data,
    fallback: { type: 'png', data: image.fallback ?? DOT },
    ...shared,
  })
}
