import type { Block, Paper, Table } from '../../../documents/paper.ts'
import { cellPlace } from '../../../documents/place.ts'
import type { Plan } from '../../plan.ts'
import { headerRowsOf } from './columns.ts'
import { named } from '../item-name.ts'
import { sentencesOf } from './sentences.ts'
import { isNextLine, numberingOf, type Read, readBlock } from './blocks.ts'

/** A run of words with one place: a paragraph, a list item, a heading, a cell, a note, or a field of a plan's item. */
export type Passage = {
  text: string
  place: string
  itemId: string | null
  kind: 'heading' | 'paragraph' | 'list item' | 'cell' | 'footnote'
  /** The number printed before it, without a closing stop: "9.16", "3", "(a)". */
  number: string | null
  depth: number // of a list item
  section: string // the heading it stands under, '' before the first
  chapter: string | null // the number of the numbered section it stands in: "9"
  column: string // a cell's column header, '' elsewhere
  bold: boolean
  at: number // its order in the paper or plan
  /** What follows it directly. */
  next: 'list item' | 'table' | 'other'
}

/** Dates between which a text was written, inclusive; not `sure` where they were gathered from the years it speaks of. */
export type Written = { from: Temporal.PlainDate; to: Temporal.PlainDate; sure: boolean }

/** All the words of a paper, or of a plan, in order, and when they were written, as far as they tell. */
export type Text = { title: string; passages: readonly Passage[]; written: Written | null; said: readonly Said[] }

/** A sentence with the passage it stands in. */
export type Said = { sentence: string; passage: Passage }

/** Every sentence of prose: headings left out. */
export const saidIn = (passages: readonly Passage[]): Said[] =>
  passages
    .filter(({ kind }) => kind !== 'heading')
    .flatMap((passage) => sentencesOf(passage.text).map((sentence) => ({ sentence, passage })))

type Under = { section: string; chapter: string | null; paragraph: string | null }

/**
 * A paper's passages in reading order. A paragraph, list item or cell that a page break or a note cut in two is put
 * together again; a line of a few words that stands alone before text is taken for the heading it is.
 */
export function passagesOf(paper: Paper): Passage[] {
  const passages: Passage[] = []
  const under: Under = { section: '', chapter: null, paragraph: null }
  const numbering = numberingOf(paper.blocks)
  for (const [at, block] of paper.blocks.entries()) {
    if (block.kind === 'figure') continue
    if (block.kind === 'table') {
      passages.push(...cellsOf(block, under, at))
      continue
    }
    const read = readBlock(block, paper.blocks, at, numbering)
    const cut = isNextLine(block, paper.blocks[at - 1])
      ? passages.at(-1)
      : goesOn(read, paper.blocks[at + 1])
        ? cutOff(passages, read)
        : undefined
    if (cut) {
      cut.text += ` ${read.text}`
      continue
    }
    if (read.kind === 'heading') {
      under.section = read.text
      under.paragraph = null
      if (read.number) under.chapter = read.number.split('.')[0]!
    }
    if (read.kind === 'paragraph' && read.number) {
      under.paragraph = read.number
      if (read.number.includes('.')) under.chapter = read.number.split('.')[0]!
    }
    const { section, chapter } = under
    passages.push({ ...read, itemId: null, column: '', section, chapter, at, next: 'other', place: placeOf(paper, block, read, under) })
  }
  for (const [at, passage] of passages.entries()) passage.next = nextOf(passages, at)
  return passages
}

/** Whether a block may be the second half of one that a page break cut: it has no number, and begins no list. */
const goesOn = (read: Read, next: Block | undefined) =>
  read.number === null &&
  (read.kind === 'paragraph' ||
    (read.kind === 'list item' && /^\p{Ll}/u.test(read.text) && (next?.kind !== 'list item' || next.number !== undefined)))

const CANNOT_END = /\b(?:the|a|an|of|our|their|its|this|that the|these|those|with|from|by|or|and the)$/i

/** The last passage, when it breaks off and what is read goes on from it. Notes and what stands between pages are looked past. */
function cutOff(passages: readonly Passage[], read: Read): Passage | undefined {
  const last = passages.findLast(({ kind }) => kind !== 'footnote')
  if (!last || last.kind === 'heading' || last.kind === 'cell' || /[.!?:;]["”’')\]]*$/.test(last.text)) return undefined
  if (CANNOT_END.test(last.text)) return last
  return read.kind === 'paragraph' && /^\p{Ll}/u.test(read.text) && !/,?\s(?:and|or)$/.test(last.text.slice(-5)) ? last : undefined
}

function nextOf(passages: readonly Passage[], at: number): Passage['next'] {
  let next = at + 1
  while (passages[next]?.kind === 'footnote') next++
  const kind = passages[next]?.kind
  return kind === 'list item' ? kind : kind === 'cell' ? 'table' : 'other'
}

function placeOf(paper: Paper, block: Exclude<Block, Table>, read: Read, under: Under): string {
  if (read.kind === 'footnote') return `footnote ${read.number}`
  if (paper.format !== 'docx') return block.place.label
  if (read.kind === 'heading') return read.number ? `heading ${read.number}` : `heading “${shortened(read.text)}”`
  if (read.kind === 'paragraph' && read.number) return `paragraph ${read.number}`
  if (under.paragraph) return `under paragraph ${under.paragraph}`
  const chapter = under.chapter && /^\d+$/.test(under.chapter) ? `section ${under.chapter}, ` : ''
  return under.section ? `${chapter}under “${shortened(under.section)}”` : block.place.label
}

const shortened = (text: string, words = 8) => {
  const all = text.trim().split(/\s+/)
  return all.length > words ? `${all.slice(0, words).join(' ')}…` : all.join(' ')
}

/** A table's cells, header cells included; a cell that goes on from the row above is put to it. */
function cellsOf(table: Table, under: Under, at: number): Passage[] {
  const headers = headerRowsOf(table)
  const names = table.rows[headers - 1] ?? []
  const above: (Passage | undefined)[] = []
  const passages: Passage[] = []
  for (const [row, cells] of table.rows.entries())
    for (const [column, cell] of cells.entries()) {
      if (cell.covered || cell.text.trim() === '') continue
      const before = above[column]
      if (
        row > headers &&
        /^\p{Ll}/u.test(cell.text) &&
        (cells[0]!.text === '' || column === 0) &&
        before &&
        !/[.!?:]$/.test(before.text)
      ) {
        before.text += ` ${cell.text}`
        continue
      }
      const header = row < headers ? '' : (names[column]?.text ?? '')
      const passage: Passage = {
        text: cell.text,
        place: rowPlace(table, row),
        itemId: null,
        kind: 'cell',
        number: null,
        depth: 0,
        column: header,
        bold: cell.bold ?? false,
        section: under.section,
        chapter: under.chapter,
        at: at + (row + column / 1000) / 100_000,
        next: 'other',
      }
      above[column] = passage
      passages.push(passage)
    }
  return passages
}

/** "Table 2, row 4 (“9. Develop community clusters…”)": the row's own first words say more than its number. */
export function rowPlace(table: Table, row: number): string {
  const own = table.rows[row]!.find((cell) => /\p{L}/u.test(cell.text) && !cell.covered)?.text ?? ''
  const first = table.rows[row]!.find((cell) => cell.text !== '' && !cell.covered)?.text ?? ''
  const name = first !== own && first.length < 8 ? `${first} ${own}` : own
  const words = shortened(name.replaceAll(/\s+/g, ' '), 6)
  return `${cellPlace(table, row)}${words && table.rows[row]!.length > 1 ? ` (“${words}”)` : ''}`
}

/** What a plan's people wrote, item by item: its title, aim, measure of success, outcome, latest position and evidence. */
export function passagesOfPlan(plan: Plan): Passage[] {
  const passages: Passage[] = []
  for (const [at, item] of plan.items.entries()) {
    const [latest] = item.updates
    const fields = [
      item.title,
      item.aim,
      item.success,
      item.outcome,
      item.stateNote,
      latest?.narrative,
      latest?.reason,
      ...item.evidence.map(({ statement }) => statement),
    ]
    for (const text of fields) {
      if (!text?.trim()) continue
      passages.push({
        text,
        place: named(item),
        itemId: item.itemId,
        kind: 'paragraph',
        number: null,
        depth: 0,
        section: '',
        chapter: null,
        column: '',
        bold: false,
        at,
        next: 'other',
      })
    }
  }
  return passages
}
