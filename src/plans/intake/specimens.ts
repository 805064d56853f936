import type { Block, Cell, Paper, Table } from '../../documents/paper.ts'

/** A cell for a test: its words, or words with a colour, a merge or bold. */
export type SpecimenCell = string | { text: string; fill?: string; across?: number; down?: number; bold?: boolean }

/** A table for a test. Merged cells are given once, and the positions they cover are left out of their rows. */
export function tableOf(rows: readonly (readonly SpecimenCell[])[], more: Partial<Table> = {}): Table {
  const width = Math.max(...rows.map((row) => row.reduce((sum, cell) => sum + (typeof cell === 'string' ? 1 : (cell.across ?? 1)), 0)))
  const grid: (Cell | undefined)[][] = rows.map(() => Array.from({ length: width }, () => undefined))
  for (const [r, row] of rows.entries()) {
    let column = 0
    for (const each of row) {
      const { text, fill, across = 1, down = 1, bold } = typeof each === 'string' ? { text: each } : each
      while (grid[r]![column]) column++
      for (let y = 0; y < down; y++) for (let x = 0; x < across; x++) grid[r + y]![column + x] = cell('', true)
      grid[r]![column] = { ...cell(text, false), fill: fill ?? null, columnSpan: across, rowSpan: down, ...(bold ? { bold } : {}) }
      column += across
    }
  }
  return { kind: 'table', rows: grid.map((row) => row.map((each) => each ?? cell('', false))), place: { label: 'Table 1' }, ...more }
}

const cell = (text: string, covered: boolean): Cell => ({ text, paragraphs: text === '' ? [] : text.split('\n'), fill: null, columnSpan: 1, rowSpan: 1, covered })

export const heading = (text: string, level = 1): Block => ({ kind: 'heading', level, text, place: { label: `heading “${text}”` } })
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text, place: { label: 'paragraph' } })

/** A Word paper of these blocks. Tables are numbered in order. */
export function paperOf(blocks: readonly Block[], name = 'paper.docx'): Paper {
  let tables = 0
  const numbered = blocks.map((block) => (block.kind === 'table' && !block.sheet ? { ...block, place: { label: `Table ${++tables}` } } : block))
  return { name, format: 'docx', title: null, blocks: numbered, notes: [] }
}
