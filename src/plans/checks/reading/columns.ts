import type { Cell, Paper, Table } from '../../../documents/paper.ts'
import { guessMeaning, type Meaning } from '../../intake/meanings.ts'

const KINDS = ['action', 'owner', 'start', 'due', 'status', 'outcome', 'measure', 'evidence', 'review'] as const
export type ColumnKind = (typeof KINDS)[number]

const OF_MEANING: Partial<Record<Meaning, ColumnKind>> = {
  title: 'action',
  owner: 'owner',
  starts: 'start',
  due: 'due',
  rating: 'status',
  position: 'status',
  outcome: 'outcome',
  success: 'measure',
}

/** What a column of an action table holds, by what its header says; null when it is none of these. */
function kindOf(header: string): ColumnKind | null {
  if (/\breview(?:ed|s)?\b(?! of)/i.test(header)) return 'review'
  if (/\b(?:evidence|source|proof)\b/i.test(header)) return 'evidence'
  const guess = guessMeaning(header)
  return guess ? (OF_MEANING[guess.meaning] ?? null) : null
}

const TITLE_ROWS = 8

/**
 * How many first rows of a table lead up to its body: what the paper marks, else up to the first row that reads like
 * headers, with rows of a single title before it; 0 when none does.
 */
export function headerRowsOf(table: Table): number {
  if (table.headerRows) return table.headerRows
  for (const [at, row] of table.rows.slice(0, TITLE_ROWS).entries()) {
    if (readsLikeHeaders(row, table.rows.slice(at + 1))) return at + 1
    if (row.filter((cell) => !cell.covered && cell.text.trim() !== '').length > 1) return 0
  }
  return 0
}

function readsLikeHeaders(row: readonly Cell[], rest: readonly Cell[][]): boolean {
  const words = row.filter((cell) => !cell.covered && cell.text.trim() !== '')
  if (rest.length === 0 || words.length < Math.max(2, Math.ceil(row.filter((cell) => !cell.covered).length * 0.6)) || words.some(isFigure))
    return false
  const short = words.every((cell) => cell.text.length <= 120 && !/[!?]$|\p{Ll}{3}\.$/u.test(cell.text.trim()))
  const named = words.some((cell) => kindOf(cell.text) !== null)
  const shorterThanBody = rest.some((each) => each.some((cell) => cell.text.length > 40 || isFigure(cell)))
  return short && (named || words.every((cell) => cell.bold) || shorterThanBody)
}

const isFigure = (cell: Cell) => typeof cell.value === 'number' || /^[£(]?-?[\d,.]+\s?%?\)?$/.test(cell.text.trim())

export type Columns = Partial<Record<ColumnKind, number>>

/** Which column holds what, the first of each kind; a column counts once. */
export function columnsOf(table: Table): Columns {
  const headers = headerRowsOf(table)
  const columns: Columns = {}
  for (const [column, cell] of (table.rows[headers - 1] ?? []).entries()) {
    const kind = cell.covered ? null : kindOf(cell.text)
    if (kind && columns[kind] === undefined) columns[kind] = column
  }
  return columns
}

/** One action of an action table: the row it begins on, and the rows that go on from it. */
export type ActionRow = { row: number; cells: readonly Cell[]; texts: string[] }

/** An action table: it says what is to be done and by whom, or how it stands. `rows` leaves out headers and headings between. */
export type ActionTable = { table: Table; columns: Columns; rows: ActionRow[] }

/** Reads a table as actions, or null when it is another kind of table. */
export function actionTable(table: Table): ActionTable | null {
  const columns = columnsOf(table)
  const { action } = columns
  if (action === undefined || (columns.owner === undefined && columns.status === undefined)) return null
  const rows: ActionRow[] = []
  for (const [row, cells] of table.rows.entries()) {
    if (row < headerRowsOf(table)) continue
    const texts = cells.map((cell) => (cell.covered ? '' : cell.text.trim()))
    const filled = texts.filter((text) => text !== '').length
    const before = rows.at(-1)
    if (texts[action] === '' && before && filled > 0)
      before.texts = before.texts.map((text, column) => [text, texts[column]].filter(Boolean).join('\n'))
    else if (texts[action] && filled > 1) rows.push({ row, cells, texts })
  }
  return rows.length >= 3 ? { table, columns, rows } : null
}

/** What the paper calls a column of an action table. */
export const headerOf = ({ table }: ActionTable, column: number | undefined) =>
  column === undefined ? '' : (table.rows[headerRowsOf(table) - 1]?.[column]?.text ?? '')

/** Whether an action table is of actions: a dashboard of priorities and their trends, or a tracker of projects, is another kind. */
export const isActionPlan = (each: ActionTable): boolean =>
  /action|commitment|task|deliverable|activit|what/i.test(headerOf(each, each.columns.action)) &&
  !/priorit|kpa|project|indicator/i.test(headerOf(each, each.columns.action)) &&
  !each.table.rows[headerRowsOf(each.table) - 1]?.some(({ text }) => guessMeaning(text)?.meaning === 'trend')

/** Every action table of a paper. */
export const actionTables = (tables: readonly Table[]): ActionTable[] => tables.flatMap((table) => actionTable(table) ?? [])

/** The tables of a paper that a reader sees. */
export const tablesOf = (paper: Paper): Table[] => paper.blocks.filter((block): block is Table => block.kind === 'table' && !block.hidden)
