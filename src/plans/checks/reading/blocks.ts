import { MONTH_NAME } from '../../../calendar/months.ts'
import type { Block, Table } from '../../../documents/paper.ts'
import type { Passage } from './passages.ts'

export type Read = Pick<Passage, 'kind' | 'text' | 'number' | 'depth' | 'bold'>

const STARTS_WITH_DATE = new RegExp(`^\\d{1,2} ${MONTH_NAME}\\b`)

export function readBlock(
  block: Exclude<Block, Table | { kind: 'figure' }>,
  blocks: readonly Block[],
  at: number,
  numbering: Numbering,
): Read {
  const number = 'number' in block && block.number ? block.number.replace(/[.)]$/, '').replace(/^\(/, '') : null
  const text = unwrapped(block.text).replace(/^[*_]+([^*_]+)[*_]+$/, '$1')
  const base: Read = { kind: block.kind, text, number, depth: block.kind === 'list item' ? block.depth : 0, bold: false }
  if (block.kind === 'footnote') return base
  const typed = number === null && block.kind === 'heading' ? /^(\d{1,2})\s+(?=\S)/.exec(text) : null
  if (typed && beginsChapter(typed[1]!, blocks, at)) return { ...base, number: typed[1]!, text: text.slice(typed[0].length) }
  if (block.kind === 'heading') return base
  // A note that lost its line: "7 “Responsible partners” refers to…", with the paper's own numbers dotted.
  const note = /^(\d{1,2})(?:\s+(?=["“‘'\p{L}]|https?:)|$)/u.exec(STARTS_WITH_DATE.test(block.text) ? '' : block.text)
  if (block.kind === 'paragraph' && note) {
    const rest = block.text.slice(note[0].length)
    if (beginsChapter(note[1]!, blocks, at)) return { ...base, kind: 'heading', number: note[1]!, text: rest }
    if (number !== null || rest === '' || isAfterProse(blocks, at)) return { ...base, kind: 'footnote', number: note[1]!, text: rest }
  }
  if (block.kind === 'paragraph' && number === null && isLoneHeading(text, blocks[at + 1])) return { ...base, kind: 'heading' }
  if (number && /^\d+$/.test(number)) return { ...base, kind: numbering === 'running' ? 'paragraph' : 'list item' }
  return base
}

/** Lines that only a narrow page broke are put together again. */
const unwrapped = (text: string) =>
  text
    .replaceAll(/(?<=[^\n]{50}[^\n.:;!?])\n(?!\s*(?:[-–•*]\s|\(?\w{1,2}[.)]\s))/g, ' ')
    .replaceAll(/(?<=[^\n]{50}[.;!?])\n(?=\p{Ll})/gu, ' ')

/** "3.1, 3.2 …" under headings; "1. 2. 3. …" through the whole paper; or neither, so that "1." only numbers a list. */
export type Numbering = 'dotted' | 'running' | 'none'

export function numberingOf(blocks: readonly Block[]): Numbering {
  const numbers = blocks.flatMap((block) =>
    'number' in block && block.number && block.kind !== 'footnote' ? [block.number.replace(/[.)]$/, '')] : [],
  )
  if (numbers.filter((number) => /^\d+\.\d+$/.test(number)).length >= 3) return 'dotted'
  const whole = numbers.filter((number) => /^\d+$/.test(number)).map(Number)
  const climbs = whole.filter((number, at) => at === 0 || number > whole[at - 1]!).length
  return whole.length >= 8 && climbs >= whole.length * 0.85 ? 'running' : 'none'
}

/** "3 Crime and disorder" before "3.1 …" is a heading, whatever it was styled as. */
const beginsChapter = (number: string, blocks: readonly Block[], at: number) =>
  blocks
    .slice(at + 1, at + (blocks[at]!.kind === 'heading' ? 25 : 4))
    .some((block) => 'number' in block && block.number?.startsWith(`${number}.1`))

/** The first paragraph of a paper, or one after a heading, is no note. */
const isAfterProse = (blocks: readonly Block[], at: number) => ['paragraph', 'list item'].includes(blocks[at - 1]?.kind ?? '')

const isLoneHeading = (text: string, next: Block | undefined) =>
  next !== undefined &&
  next.kind !== 'heading' &&
  text.length < 90 &&
  text.split(/\s+/).length <= 12 &&
  /^[\p{Lu}\d"“‘']/u.test(text) &&
  !/[.,;:!]["”’']?$/.test(text) &&
  !text.includes('\n') &&
  ('text' in next ? next.text.length > text.length || next.kind === 'list item' : next.kind === 'table')

/** A line of plain text directly under another, that begins nothing of its own, is the same paragraph. */
export const isNextLine = (block: Block, before: Block | undefined) =>
  block.kind === 'paragraph' &&
  block.number === undefined &&
  block.place.line !== undefined &&
  block.place.line - 1 === before?.place.line &&
  (before.kind === 'paragraph' || before.kind === 'list item')
