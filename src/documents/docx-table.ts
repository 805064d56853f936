import { fillOf } from './fill.ts'
import { shared, type Content } from './docx-text.ts'
import { makeGrid, piece, type CellBudget, type Piece } from './grid.ts'
import type { Cell } from './paper.ts'
import { toggle, valueOf } from './docx-styles.ts'
import { BOUNDS, checkSize } from './bounds.ts'
import { descend, elements, type Element } from './xml.ts'

/** What a cell's content comes to, read by whoever knows the document: its paragraphs and the runs they are made of. */
export type CellReader = (cell: Element) => { paragraphs: string[]; runs: Content['runs']; fills: (string | null)[] }

type Merge = 'none' | 'begins' | 'continues'
type Laid = { piece: Piece; column: number; merge: Merge }

/** Reads a Word table as a rectangular grid; `headerRows` counts the first rows marked to repeat on each page. */
export function readTable(
  table: Element,
  where: string,
  budget: CellBudget,
  readCell: CellReader,
): { rows: Cell[][]; headerRows: number } {
  const rows = rowsOf(table)
  checkSize(where, rows.length, 1)
  const laid = rows.map((row) => layRow(row, where, readCell))
  measureDown(laid)
  const pieces = laid.map((row) => row.filter(({ merge }) => merge !== 'continues').map((each) => each.piece))
  const body = rows.findIndex((row) => !toggle(descend(row, 'w:trPr'), 'w:tblHeader'))
  return { rows: makeGrid(where, pieces, budget), headerRows: body === -1 ? rows.length : body }
}

/** Rows in order, through content controls, leaving out those a tracked change deleted. */
function rowsOf(table: Element): Element[] {
  return elements(table).flatMap((child) => {
    if (child.name === 'w:tr') return descend(child, 'w:trPr', 'w:del') ? [] : [child]
    return child.name === 'w:del' ? [] : rowsOf(inside(child))
  })
}

function cellsOf(row: Element): Element[] {
  return elements(row).flatMap((child) =>
    child.name === 'w:tc' ? [child] : child.name === 'w:del' ? [] : cellsOf(inside(child)),
  )
}

const TRANSPARENT = new Set(['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo'])
const NOTHING: Element = { name: '', attributes: {}, children: [] }
const inside = (child: Element): Element => (TRANSPARENT.has(child.name) ? child : NOTHING)

function layRow(row: Element, where: string, readCell: CellReader): Laid[] {
  const laid: Laid[] = []
  let column = 0
  const blanks = (count: number) => {
    for (let i = 0; i < count; i++) laid.push({ piece: piece([]), column: column++, merge: 'none' })
  }
  const count = (parent: Element | null, name: string) =>
    Math.min(Number(valueOf(parent, name) ?? 0) || 0, BOUNDS.columns + 1)
  blanks(count(descend(row, 'w:trPr'), 'w:gridBefore'))
  for (const cell of cellsOf(row)) {
    const properties = descend(cell, 'w:tcPr')
    const columnSpan = Math.max(1, count(properties, 'w:gridSpan'))
    if (mergeOf(properties, 'w:hMerge') === 'continues' && laid.length > 0) {
      laid.at(-1)!.piece.columnSpan += columnSpan
    } else {
      laid.push({
        piece: { ...filledPiece(properties, readCell(cell)), columnSpan },
        column,
        merge: mergeOf(properties, 'w:vMerge'),
      })
    }
    column += columnSpan
    checkSize(where, 1, column)
  }
  blanks(count(descend(row, 'w:trPr'), 'w:gridAfter'))
  return laid
}

function mergeOf(properties: Element | null, name: string): Merge {
  const merge = descend(properties, name)
  if (!merge) return 'none'
  return merge.attributes['w:val'] === 'restart' ? 'begins' : 'continues'
}

/** A cell's colour is its shading, or else a shading or highlighter that covers all of its words. */
function filledPiece(properties: Element | null, { paragraphs, runs, fills }: ReturnType<CellReader>): Piece {
  const own = fillOf(descend(properties, 'w:shd')?.attributes['w:fill'])
  const covering = fills.length > 0 && fills.every((fill) => fill === fills[0]) ? fills[0] : null
  const bold = shared(runs, (run) => run.bold) === true
  return piece(paragraphs, {
    fill: own ?? shared(runs, (run) => run.fill) ?? covering ?? null,
    ...(bold ? { bold } : {}),
  })
}

/**
 * Lengthens each cell that begins a merge downwards by the cells that continue it; one that continues nothing stands
 * alone.
 */
function measureDown(rows: Laid[][]) {
  let above = new Map<number, Piece>()
  for (const row of rows) {
    const open = new Map<number, Piece>()
    for (const each of row) {
      const origin = above.get(each.column)
      if (each.merge === 'continues' && origin?.columnSpan === each.piece.columnSpan) {
        origin.rowSpan++
        open.set(each.column, origin)
      } else if (each.merge !== 'none') {
        each.merge = 'begins'
        open.set(each.column, each.piece)
      }
    }
    above = open
  }
}
