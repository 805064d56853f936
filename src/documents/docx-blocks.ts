import { BOUNDS, grouped, Unreadable } from './bounds.ts'
import type { Counter, Label } from './docx-numbering.ts'
import { outlineLevel, valueOf, type Style, type Styles } from './docx-styles.ts'
import { readTable, type CellReader } from './docx-table.ts'
import { paragraphReader, wordsOf, type Content, type NoteMark, type Tally } from './docx-text.ts'
import { newCellBudget } from './grid.ts'
import { formatted } from './docx-numbering.ts'
import { fillOf } from './fill.ts'
import type { Block } from './paper.ts'
import { afterBullet, headingNumbers, isDotted, isRule, typedNumber } from './typed-number.ts'
import { descend, elements, type Element } from './xml.ts'

/** What the other parts of the document give the reader of its body. */
export type DocxParts = { styles: Styles; counter: Counter; tally: Tally; noteText(mark: NoteMark): string }

/**
 * The body's blocks in reading order; `captions` are those set in the caption style, `title` the first in the title
 * style.
 */
export type Body = { blocks: Block[]; captions: Set<Block>; title: string | null }

/** Reads the body of a Word document. Throws Unreadable beyond the bounds. */
export function readBody(body: Element, { styles, counter, tally, noteText }: DocxParts): Body {
  const found: Body = { blocks: [], captions: new Set(), title: null }
  const readParagraph = paragraphReader(styles, tally)
  const numberHeading = headingNumbers()
  const budget = newCellBudget()
  const count = { paragraph: 0, table: 0, figure: 0, footnote: 0, endnote: 0 }
  let list: { typed: boolean; depth: number } | null = null

  function add(block: Block) {
    found.blocks.push(block)
    if (found.blocks.length > BOUNDS.blocks)
      throw new Unreadable(`The file has more than ${grouped(BOUNDS.blocks)} paragraphs. Split it and send the parts.`)
  }

  function readAll(container: Element) {
    eachParagraphAndTable(container, tally, readParagraph, {
      paragraph: (element, content) => readOne(element, content),
      table: (element) => readGrid(element),
    })
  }

  function readOne(element: Element, content: Content) {
    const style = styleOf(element)
    const label = labelOf(element, style)
    const text = wordsOf(content)
    if (/^(toc \d|toc heading|table of figures)/.test(style.name)) tally.contents++
    else if (text !== '' && !isRule(text)) {
      const block = blockOf(text, headingLevel(element, style), style, label)
      if (style.name === 'caption') found.captions.add(block)
      if (style.name === 'title') found.title ??= text
      add(block)
    }
    addAttached(content, `paragraph ${count.paragraph}`)
  }

  function blockOf(text: string, level: number | null, style: Style, label: Label | null): Block {
    const place = { label: `paragraph ${++count.paragraph}` }
    const before = list
    list = null
    if (level !== null) {
      const line = text.replace(/\s+/g, ' ')
      const typed = label?.label ? { number: label.label, text: line } : numberHeading(text)
      return {
        kind: 'heading',
        level,
        ...typed,
        text: typed.text.replace(/\s+/g, ' '),
        place: { label: `heading “${line.slice(0, 80)}”` },
      }
    }
    const bulleted = label ? !label.ordered : /^list bullet/.test(style.name)
    const depth = Math.max(label?.depth ?? 0, Number(/^list \w+ ([2-5])$/.exec(style.name)?.[1] ?? 1) - 1)
    const typed = label?.ordered ? null : typedNumber(text)
    const number = label?.label ?? typed?.number
    const rest = typed?.rest ?? text
    if (number !== undefined && (isDotted(number) || (!label && !bulleted))) {
      return {
        kind: 'paragraph',
        text: rest,
        number,
        place: isDotted(number) ? { label: `paragraph ${number.replace(/[.)]$/, '')}` } : place,
      }
    }
    const bare = label || bulleted ? null : afterBullet(text)
    if (bare !== null) {
      list = { typed: true, depth: before === null ? 0 : before.typed ? before.depth : before.depth + 1 }
      return { kind: 'list item', text: bare, depth: list.depth, ordered: false, place }
    }
    if (!label && !bulleted) return { kind: 'paragraph', text, place }
    list = { typed: false, depth }
    return {
      kind: 'list item',
      text: rest,
      depth,
      ordered: number !== undefined,
      ...(number === undefined ? {} : { number }),
      place,
    }
  }

  /** Figures, text boxes and footnotes follow the paragraph or table that holds them. */
  function addAttached({ pictures, boxes, marks }: Content, where: string) {
    for (const { alt } of pictures) add({ kind: 'figure', alt, place: { label: `figure ${++count.figure}` } })
    for (const box of boxes) readAll(box)
    for (const mark of marks) {
      const running = ++count[mark.kind]
      const number = mark.mark ?? (mark.kind === 'footnote' ? String(running) : formatted(running, 'lowerRoman'))
      add({ kind: 'footnote', number, text: noteText(mark), place: { label: `${mark.kind} ${number}, at ${where}` } })
    }
  }

  function readGrid(table: Element) {
    list = null
    const where = `Table ${++count.table}`
    const attached: Content = { runs: [], pictures: [], boxes: [], marks: [] }
    const { rows, headerRows } = readTable(table, where, budget, cellReader(attached))
    const place = { label: where }
    if (rows.length > 0) add({ kind: 'table', rows, place, ...(headerRows > 0 ? { headerRows } : {}) })
    addAttached(attached, where)
  }

  /**
   * A cell's paragraphs with their printed numbers before them; nested tables and text boxes become paragraphs of it.
   */
  function cellReader(attached: Content): CellReader {
    return (cell) => {
      const content: ReturnType<CellReader> = { paragraphs: [], runs: [], fills: [] }
      eachParagraphAndTable(cell, tally, readParagraph, {
        paragraph(element, own) {
          const label = labelOf(element, styleOf(element))?.label ?? ''
          const words = wordsOf(own)
          if (words !== '') {
            content.paragraphs.push(`${label} ${words}`.trim())
            content.fills.push(fillOf(descend(element, 'w:pPr', 'w:shd')?.attributes['w:fill']))
          }
          content.runs.push(...own.runs)
          attached.pictures.push(...own.pictures)
          attached.marks.push(...own.marks)
          for (const box of own.boxes) take(content, cellReader(attached)(box))
        },
        table(element) {
          const nested = readTable(element, 'A table inside a table', budget, cellReader(attached)).rows
          for (const row of nested)
            content.paragraphs.push(
              row
                .filter(({ covered }) => !covered)
                .map(({ text }) => text)
                .join('\t')
                .trim(),
            )
        },
      })
      return content
    }
  }

  const styleOf = (element: Element) =>
    styles.of(valueOf(descend(element, 'w:pPr'), 'w:pStyle') ?? styles.defaultParagraph)

  const headingLevel = (element: Element, style: Style) => {
    const direct = outlineLevel(descend(element, 'w:pPr'))
    return direct === undefined ? style.headingLevel : direct
  }

  function labelOf(element: Element, style: Style): Label | null {
    const direct = descend(element, 'w:pPr', 'w:numPr')
    const id = valueOf(direct, 'w:numId') ?? style.numbering?.numberingId
    if (id === undefined || id === '0') return null
    const inherited = () =>
      style.numbering && (style.numbering.level ?? counter.levelOfStyle(id, style.numbering.styleId))
    const level = Number(valueOf(direct, 'w:ilvl') ?? inherited() ?? 0) || 0
    return counter.next(id, Math.min(8, Math.max(0, level)))
  }

  readAll(body)
  return found
}

function take(into: ReturnType<CellReader>, from: ReturnType<CellReader>) {
  into.paragraphs.push(...from.paragraphs)
  into.runs.push(...from.runs)
  into.fills.push(...from.fills)
}

type Visitor = { paragraph(element: Element, content: Content): void; table(element: Element): void }

const TRANSPARENT = new Set(['w:customXml', 'w:ins', 'w:moveTo', 'w:sdtContent', 'w:smartTag'])

/** Visits paragraphs and tables in order, joining a paragraph whose end mark was deleted to the one after it. */
function eachParagraphAndTable(
  container: Element,
  tally: Tally,
  read: (paragraph: Element) => Content,
  visitor: Visitor,
) {
  let carried: Content | null = null
  const visit = (parent: Element) => {
    for (const child of elements(parent)) {
      if (child.name === 'w:p') {
        const own = read(child)
        const content: Content = carried === null ? own : joined(carried, own)
        carried = isMarkDeleted(child) ? content : null
        if (carried === null) visitor.paragraph(child, content)
      } else if (child.name === 'w:tbl') visitor.table(child)
      else if (child.name === 'w:sdt') visitContentControl(child)
      else if (child.name === 'mc:AlternateContent') visit(descend(child, 'mc:Choice') ?? child)
      else if (child.name === 'w:altChunk') tally.embedded++
      else if (TRANSPARENT.has(child.name)) visit(child)
    }
  }
  const visitContentControl = (control: Element) => {
    const gallery = descend(control, 'w:sdtPr', 'w:docPartObj', 'w:docPartGallery')?.attributes['w:val']
    if (gallery === 'Table of Contents') tally.contents++
    else if (!descend(control, 'w:sdtPr', 'w:showingPlcHdr')) visit(control)
  }
  visit(container)
}

const isMarkDeleted = (paragraph: Element) =>
  elements(descend(paragraph, 'w:pPr', 'w:rPr')).some(({ name }) => name === 'w:del' || name === 'w:moveFrom')

const joined = (first: Content, second: Content): Content => ({
  runs: [...first.runs, ...second.runs],
  pictures: [...first.pictures, ...second.pictures],
  boxes: [...first.boxes, ...second.boxes],
  marks: [...first.marks, ...second.marks],
})
