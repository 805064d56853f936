import { tableOf } from './html.ts'
import { makeGrid, piece, type CellBudget, type Piece } from './grid.ts'
import type { Table } from './paper.ts'
import { typedNumber } from './typed-number.ts'

/** A line of text with its number in the file, from 1. */
export type Line = { number: number; text: string }

/** Turns the words of one cell into its paragraphs. */
export type CellWords = (text: string) => string[]

/** A table found in text, before it is laid out: its rows, each with the line it begins on. */
export type Draft = { rows: { pieces: Piece[]; line: number }[]; caption?: string | null; headerRows?: number }

export const laidOut = (draft: Draft, index: number, budget: CellBudget): Table => {
  const where = `Table ${index}`
  const line = draft.rows[0]?.line ?? 1
  return {
    kind: 'table',
    rows: makeGrid(
      where,
      draft.rows.map(({ pieces }) => pieces),
      budget,
    ),
    rowLines: draft.rows.map((row) => row.line),
    place: { label: `${where} (line ${line})`, line },
    ...(draft.caption ? { caption: draft.caption } : {}),
    ...(draft.headerRows ? { headerRows: draft.headerRows } : {}),
  }
}

/** True when a line is a row of a table written with tabs; an indent alone makes none. */
export const isTabRow = (text: string): boolean => {
  const tabs = text.split('\t').length - 1
  return text.trim() !== '' && (tabs > 1 || (tabs === 1 && !/^\s/.test(text)))
}

/** "3.2<tab>Text" is a numbered paragraph; "1<tab>Introduction<tab>3" is a row. */
export const isNumberThenTab = (text: string): boolean => {
  const [first = '', ...rest] = text.trim().split('\t')
  return rest.length === 1 && typedNumber(`${first} X`)?.rest === 'X'
}

/** Rows of dashes that tools leave where a table's rule was. */
const isRuleRow = (cells: readonly string[]) =>
  cells.every((cell) => /^:?-*:?$/.test(cell.trim())) && cells.some((cell) => cell.includes('-'))

const cellsOf = (text: string) => text.split('\t')
const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length

/**
 * Reads a run of tab-separated rows. Blank lines part tables, except where a page break fell within one: then the next
 * rows have as many columns and do not begin as a table does (with a header again, a title row, or short headings).
 * Gives the drafts, how many lines were used, and notes of rows that were joined across a page break.
 */
export function readTabTables(
  lines: readonly Line[],
  from: number,
  words: CellWords,
): { drafts: Draft[]; next: number; joined: number[] } {
  const drafts: Draft[] = []
  const joined: number[] = []
  let at = from
  let table: { cells: string[]; line: number }[] = []
  const end = () => {
    const rows = table.filter(({ cells }) => !isRuleRow(cells))
    if (rows.length > 0)
      drafts.push({ rows: rows.map(({ cells, line }) => ({ pieces: cells.map((cell) => piece(words(cell))), line })) })
    table = []
  }
  while (at < lines.length) {
    const start = at
    while (at < lines.length && lines[at]!.text.trim() === '') at++
    const line = lines[at]
    const alone = at > start || table.length === 0
    if (
      !line ||
      (alone && isNumberThenTab(line.text)) ||
      !(isTabRow(line.text) || (table.length > 0 && isContinuation(line.text, table[0]!.cells)))
    ) {
      at = start
      break
    }
    const cells = cellsOf(line.text)
    if (at > start && table.length > 0) {
      if (!goesOn(cells, table)) end()
      else if (cells[0]!.trim() === '' && table.every((row) => row.cells[0]!.trim() !== '')) {
        join(table.at(-1)!.cells, cells)
        joined.push(line.number)
        at++
        continue
      }
    }
    table.push({ cells, line: line.number })
    at++
  }
  end()
  return { drafts, next: at, joined }
}

const isContinuation = (text: string, header: readonly string[]) =>
  /^\t/.test(text) && cellsOf(text).length === header.length

function goesOn(cells: readonly string[], table: readonly { cells: string[] }[]): boolean {
  const header = table[0]!.cells
  if (cells.length !== header.length || filled(cells) === 0) return false
  if (cells.slice(1).some((cell, at) => cell.trim() !== '' && cell.trim() === header[at + 1]?.trim())) return false
  if (cells[0]!.trim() === '') return true
  return filled(cells) > 1 && cells.some((cell) => cell.length > 80)
}

/** Adds the rest of a row to its beginning: mid-sentence with a space, else as a paragraph of its own. */
function join(row: string[], rest: readonly string[]) {
  for (const [at, cell] of rest.entries()) {
    if (cell.trim() === '') continue
    row[at] = /^\s*\p{Ll}/u.test(cell) ? `${row[at]} ${cell.trim()}` : `${row[at]}<br>${cell}`
  }
}

const isPipeRule = (text: string) => {
  const cells = pipeCells(text)
  return text.includes('|') && cells.every((cell) => /^:?-+:?$/.test(cell.trim()))
}

/** True when a Markdown table begins at the line: a row with a bar, then the rule under the header. */
export const beginsPipeTable = (lines: readonly Line[], at: number): boolean =>
  lines[at]!.text.includes('|') && isPipeRule(lines[at + 1]?.text ?? '')

export function readPipeTable(lines: readonly Line[], from: number, words: CellWords): { draft: Draft; next: number } {
  const rows: Draft['rows'] = []
  let at = from
  for (; at < lines.length && lines[at]!.text.includes('|'); at++) {
    if (at !== from + 1)
      rows.push({ pieces: pipeCells(lines[at]!.text).map((cell) => piece(words(cell))), line: lines[at]!.number })
  }
  return { draft: { rows, headerRows: 1 }, next: at }
}

const pipeCells = (text: string) =>
  text
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|'))

/** Reads an HTML table that begins on a line; one never closed runs to the end of the text. */
export function readHtmlTable(
  lines: readonly Line[],
  from: number,
): { draft: Draft; next: number; before: string; after: string } {
  let depth = 0
  let html = ''
  let at = from
  const first = lines[from]!.text
  const opens = first.search(/<table\b/i)
  for (; at < lines.length; at++) {
    const text = at === from ? first.slice(opens) : lines[at]!.text
    for (const tag of text.matchAll(/<(\/?)table\b[^<>]*>/gi)) {
      depth += tag[1] === '/' ? -1 : 1
      if (depth === 0) {
        const end = tag.index + tag[0].length
        const { rows, ...rest } = tableOf(html + text.slice(0, end))
        const line = lines[from]!.number
        return {
          draft: { rows: rows.map((pieces) => ({ pieces, line })), ...rest },
          next: at + 1,
          before: first.slice(0, opens),
          after: text.slice(end),
        }
      }
    }
    html += `${text}\n`
  }
  const { rows, ...rest } = tableOf(html)
  return {
    draft: { rows: rows.map((pieces) => ({ pieces, line: lines[from]!.number })), ...rest },
    next: at,
    before: first.slice(0, opens),
    after: '',
  }
}
