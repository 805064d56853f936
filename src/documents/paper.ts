/** What a file turned out to be, by its content and not by its name. */
export type Format = 'docx' | 'xlsx' | 'csv' | 'markdown' | 'text'

/**
 * Where something stands, in words a reader can follow: "Table 3, row 4", "paragraph 12", "sheet Plan, row 7, column
 * C", "line 40".
 */
export type Place = { label: string; line?: number }

/** One position of a table's grid. */
export type Cell = {
  /** All paragraphs joined by '\n'. */
  text: string
  paragraphs: string[]
  /** '#RRGGBB' in capitals, from shading or a solid fill; null when there is none, or it is automatic or white. */
  fill: string | null
  columnSpan: number
  rowSpan: number
  /** True where a merged cell to the left or above covers this position; its text is then ''. */
  covered: boolean
  /** Spreadsheets only: the number, or the date as 'YYYY-MM-DD'. */
  value?: number | string
  bold?: boolean
}

/** A rectangular grid: every row has the same length. `sheet` and `hidden` are of spreadsheets. */
export type Table = {
  kind: 'table'
  rows: Cell[][]
  place: Place
  sheet?: string
  hidden?: boolean
  caption?: string
  /** Text and CSV: the line each row begins on, in the order of `rows`. */
  rowLines?: number[]
  /** How many first rows the paper itself marks as repeating headers, when it marks any. */
  headerRows?: number
}

/**
 * `number` is the printed number, typed or from automatic numbering ("9.17", "12.", "(a)"); it is not repeated in `text`, though
 * within a table's cell it is. `depth` is 0 at the top of a list. A number of several parts ("9.17") makes a paragraph, also
 * when a bullet stands before it; a simple one under automatic numbering or a bullet makes a list item.
 */
export type Block =
  | { kind: 'heading'; level: number; text: string; number?: string; place: Place }
  | { kind: 'paragraph'; text: string; number?: string; place: Place }
  | { kind: 'list item'; text: string; depth: number; ordered: boolean; number?: string; place: Place }
  | Table
  | { kind: 'figure'; alt: string | null; caption?: string; place: Place }
  | { kind: 'footnote'; number: string; text: string; place: Place }

/** A paper in reading order. `notes`: what the reader could not carry over, one sentence each. */
export type Paper = { name: string; format: Format; title: string | null; blocks: Block[]; notes: string[] }

/** `problem` is one sentence that says what is wrong with the file and what to do. */
export type Reading = { ok: true; paper: Paper } | { ok: false; problem: string }
