import { BOUNDS, grouped, Unreadable } from './bounds.ts'
import { newCellBudget } from './grid.ts'
import { demoteTrailing, looksLikeHeading } from './headings.ts'
import { hasBlocks, paragraphsOf, withoutComments } from './html.ts'
import { cleaner, isAllBold, type Clean } from './inline.ts'
import type { Block, Paper } from './paper.ts'
import {
  beginsPipeTable,
  isNumberThenTab,
  isTabRow,
  laidOut,
  readHtmlTable,
  readPipeTable,
  readTabTables,
  type Draft,
  type Line,
} from './text-tables.ts'
import { afterBullet, headingNumbers, isDotted, isRule, typedNumber } from './typed-number.ts'

/** True when text is written in Markdown: headings with #, or a table with bars. */
export const isMarkdown = (text: string): boolean =>
  /^ {0,3}#{1,6} \S/m.test(text) || /^\|.*\|[ \t]*\n\|[ :|-]{3,}\|[ \t]*$/m.test(text)

const FOOTNOTE = /^\s*(?:<sup>\s*(\w{1,4})\s*<\/sup>|\[\^([\w-]{1,20})\]:)\s*(\S.*)$/
const ITEM = /^(\s*)([-*+•·●▪■○◦‣⁃–—]|\d{1,3}[.)]|\([a-z\d]{1,4}\)|[a-z][.)]|[ivx]{1,5}[.)])\s+(\S.*)$/

/** Reads Markdown or plain text. Rows parted by tabs are tables in both; only plain text has its headings guessed. */
export function readText(source: string, markdown: boolean): Omit<Paper, 'name'> {
  const lines: Line[] = withoutComments(source)
    .split(/\r\n|[\n\r\f\u2028\u2029]/)
    .map((text, at) => ({ number: at + 1, text }))
  const footnotes = new Set(lines.map(({ text }) => footnoteOf(text)?.number).filter((number) => number !== undefined))
  const reader = makeReader(markdown, cleaner(markdown, footnotes), isWrapped(lines))
  reader.readAll(lines)
  const blocks = demoteTrailing(reader.blocks, reader.guessed)
  const first = reader.blocks[0]
  const title = first?.kind === 'heading' && !reader.guessed.has(first) ? first.text : null
  return { format: markdown ? 'markdown' : 'text', title, blocks, notes: reader.notes }
}

function footnoteOf(text: string): { number: string; text: string } | null {
  const found = FOOTNOTE.exec(text)
  return found ? { number: found[1] ?? found[2] ?? '', text: found[3] ?? '' } : null
}

/** Text whose lines were broken at a margin: its lines belong together until a blank one. */
function isWrapped(lines: readonly Line[]): boolean {
  const lengths = lines.filter(({ text }) => text.trim() !== '' && !isTabRow(text)).map(({ text }) => text.length)
  return (
    lengths.length > 0 &&
    lengths.every((length) => length <= 120) &&
    lengths.filter((length) => length >= 55).length >= lengths.length / 3
  )
}

function makeReader(markdown: boolean, clean: Clean, wrapped: boolean) {
  const blocks: Block[] = []
  const guessed = new Set<Block>()
  const notes: string[] = []
  const budget = newCellBudget()
  const numberHeading = headingNumbers()
  let tables = 0
  let figures = 0
  let heading = { level: 1, numbered: false }
  let indents: number[] = []

  const placeOf = ({ number }: Line) => ({ label: `line ${number}`, line: number })
  const words = (text: string): string[] =>
    /<br\b/i.test(text) || hasBlocks(text) ? paragraphsOf(text).map(clean) : [clean(text)]

  function add(block: Block) {
    blocks.push(block)
    if (blocks.length > BOUNDS.blocks)
      throw new Unreadable(`The file has more than ${grouped(BOUNDS.blocks)} paragraphs. Split it and send the parts.`)
  }

  const addTable = (draft: Draft) => {
    if (draft.rows.length > 0) add(laidOut(draft, ++tables, budget))
  }

  function addHeading(text: string, level: number | null, line: Line) {
    const named = numberHeading(clean(text).replace(/\s+/g, ' '))
    if (named.text === '') return
    const numbered = named.number !== undefined
    const parts = named.number?.match(/\d+/g)?.length ?? 0
    const block: Block = {
      kind: 'heading',
      level: level ?? (markdown ? boldLevel(numbered) : numbered ? Math.min(6, parts) : 2),
      ...named,
      place: placeOf(line),
    }
    if (level === null) guessed.add(block)
    else heading = { level, numbered }
    add(block)
  }

  /** A bold line heads a part of the chapter it stands in, unless it is numbered as the chapters are. */
  const boldLevel = (numbered: boolean) =>
    numbered || !heading.numbered ? heading.level : Math.min(6, heading.level + 1)

  function addParagraph(text: string, line: Line) {
    const alone = /^!\[([^\]]*)\]\([^()]*\)$/.exec(text.trim())
    if (markdown && alone)
      return add({
        kind: 'figure',
        alt: alone[1] || null,
        place: { label: `figure ${++figures} (line ${line.number})`, line: line.number },
      })
    for (const paragraph of hasBlocks(text) ? paragraphsOf(text) : [text]) {
      const typed = typedNumber(paragraph.replace(/^[*_]+(?=[\d(])/, '').replace(/^([\d.()a-z]+)[*_]+(?=\s)/, '$1'))
      const body = clean(typed?.rest ?? paragraph)
      if (body !== '')
        add({ kind: 'paragraph', text: body, ...(typed ? { number: typed.number } : {}), place: placeOf(line) })
    }
  }

  function addItem(indent: number, marker: string, text: string, line: Line) {
    const ordered = /[\da-z]/.test(marker)
    const typed = ordered ? null : typedNumber(text.replace(/^\*\*(?=\d)/, '').replace(/^([\d.]+)\*\*/, '$1'))
    const number = ordered ? marker : typed?.number
    const body = clean((typed?.rest ?? text).replace(/^[•·●▪○◦]\s+/, ''))
    if (body === '') return
    if (number !== undefined && isDotted(number))
      return add({ kind: 'paragraph', text: body, number, place: placeOf(line) })
    indents = indents.filter((outer) => outer < indent)
    add({
      kind: 'list item',
      text: body,
      depth: indents.length,
      ordered: number !== undefined,
      ...(number === undefined ? {} : { number }),
      place: placeOf(line),
    })
    indents.push(indent)
  }

  /** Reads what begins at a line; gives the line after it. */
  function readOne(lines: readonly Line[], at: number): number {
    const line = lines[at]!
    const { text } = line
    if (text.trim() === '' || isRule(text)) return at + 1
    if (/<table\b/i.test(text)) {
      const { draft, next, before, after } = readHtmlTable(lines, at)
      if (before.trim() !== '') addParagraph(before, line)
      addTable(draft)
      if (after.trim() !== '') addParagraph(after, lines[next - 1]!)
      return next
    }
    if (beginsPipeTable(lines, at)) {
      const { draft, next } = readPipeTable(lines, at, words)
      addTable(draft)
      return next
    }
    if (isTabRow(text) && !isNumberThenTab(text)) {
      const { drafts, next, joined } = readTabTables(lines, at, words)
      for (const draft of drafts) addTable(draft)
      for (const number of joined)
        notes.push(`Line ${number} goes on with the row above it, cut by a page break, and was joined to it.`)
      return next
    }
    const hashes = markdown ? /^ {0,3}(#{1,6})(?=\s)/.exec(text) : null
    if (hashes) {
      const title = text.slice(hashes[0].length).trim()
      addHeading(title.replace(/(^|\s)#{1,20}$/, ''), hashes[1]!.length, line)
      indents = []
      return at + 1
    }
    if (markdown && /^ {0,3}```/.test(text)) return readFence(lines, at)
    const footnote = footnoteOf(text)
    if (footnote) {
      add({
        kind: 'footnote',
        number: footnote.number,
        text: clean(footnote.text),
        place: { label: `footnote ${footnote.number} (line ${line.number})`, line: line.number },
      })
      return at + 1
    }
    const item = ITEM.exec(text)
    if (item && (afterBullet(text.trim()) !== null || item[2] === '+' || markdown || isInList(lines, at))) {
      const [, indent = '', marker = '', words = ''] = item
      const { text: whole, next } = gather(lines, at)
      addItem(indent.replaceAll('\t', '    ').length, marker, whole.slice(whole.indexOf(spaced(words))), line)
      return next
    }
    return readParagraph(lines, at)
  }

  function readParagraph(lines: readonly Line[], at: number): number {
    const line = lines[at]!
    indents = /^\s/.test(line.text) ? indents : []
    const { text, last, next } = gather(lines, at)
    if (markdown && next > at + 1 && /^(=+|-+)$/.test(last)) {
      addHeading(text.slice(0, -last.length), last.startsWith('=') ? 1 : 2, line)
      return next
    }
    const alone = next === at + 1 && isBlank(lines[at - 1]) && isBlank(lines[next])
    const named = markdown ? isAllBold(text) : !isNumberThenTab(line.text)
    if (alone && named && looksLikeHeading(clean(text))) addHeading(text, null, line)
    else addParagraph(isNumberThenTab(line.text) ? line.text : text, line)
    return next
  }

  function readFence(lines: readonly Line[], at: number): number {
    const end = lines.findIndex(({ text }, index) => index > at && /^ {0,3}```\s*$/.test(text))
    const next = end === -1 ? lines.length : end
    const body = Array.from(lines.slice(at + 1, next), ({ text }) => text).join('\n')
    if (body.trim() !== '') add({ kind: 'paragraph', text: body, place: placeOf(lines[at]!) })
    return next + 1
  }

  /**
   * One paragraph or list item: in Markdown and in text broken at a margin its lines up to a blank one or to another
   * item, joined by spaces; two spaces at a line's end keep the break in Markdown.
   */
  function gather(lines: readonly Line[], at: number): { text: string; last: string; next: number } {
    let text = spaced(lines[at]!.text)
    let next = at + 1
    while ((markdown || wrapped) && next < lines.length && !isBlank(lines[next]) && !begins(lines, next)) {
      const broken = markdown && lines[next - 1]!.text.endsWith('  ')
      text += (broken ? '\n' : ' ') + spaced(lines[next++]!.text).trimStart()
    }
    return { text, last: lines[next - 1]!.text.trim(), next }
  }

  const begins = (lines: readonly Line[], at: number) => {
    const { text } = lines[at]!
    return (
      ITEM.test(text) ||
      isTabRow(text) ||
      /^ {0,3}(#{1,6}\s|```)/.test(text) ||
      /<table\b/i.test(text) ||
      footnoteOf(text) !== null ||
      beginsPipeTable(lines, at)
    )
  }

  return {
    blocks,
    guessed,
    notes,
    readAll(lines: readonly Line[]) {
      for (let at = 0; at < lines.length;) at = readOne(lines, at)
    },
  }
}

/** A line with its tabs and runs of blanks as one blank each. */
const spaced = (text: string) => text.trimEnd().replace(/(\S)[ \t]+/g, '$1 ')

const isBlank = (line: Line | undefined) => line === undefined || line.text.trim() === ''

/**
 * A typed number belongs to a list, not to a paragraph of its own, when it is indented or its neighbours have numbers.
 */
const isInList = (lines: readonly Line[], at: number) =>
  /^\s/.test(lines[at]!.text) ||
  [lines[at - 1], lines[at + 1]].some((line) => line !== undefined && ITEM.test(line.text))
