import { z } from 'zod'
import { readText } from '../../documents/read-text.ts'
import type { WordBlock } from '../../documents/word.ts'

export const BodyBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), text: z.string() }),
  z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(z.object({ text: z.string(), depth: z.number() })) }),
  z.object({ kind: z.literal('table'), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
])
/** What a section is made of, once it is read: no markup is left in it. A table's first row is its header. */
export type BodyBlock = z.infer<typeof BodyBlock>

/** Reads what was typed: paragraphs parted by a blank line, items that begin with a hyphen or a number, tables with bars. A heading within a section reads as a paragraph. */
export function readBody(body: string): BodyBlock[] {
  const blocks: BodyBlock[] = []
  for (const block of readText(body, true).blocks) {
    if (block.kind === 'table') {
      const [head = [], ...rows] = block.rows.map((row) => row.map(({ text }) => text))
      blocks.push({ kind: 'table', head, rows })
    } else if (block.kind === 'list item') {
      const last = blocks.at(-1)
      const item = { text: block.text, depth: block.depth }
      if (last?.kind === 'list' && (last.ordered === block.ordered || block.depth > 0)) last.items.push(item)
      else blocks.push({ kind: 'list', ordered: block.ordered, items: [item] })
    } else if (block.kind === 'paragraph' || block.kind === 'heading') {
      blocks.push({ kind: 'paragraph', text: block.number === undefined ? block.text : `${block.number} ${block.text}` })
    }
  }
  return blocks
}

/** A table as it is typed, for what is drafted: bars in a cell would end it, so they are written as dashes. */
export function typedTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '–').replaceAll(/\s+/g, ' ').trim()).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A section's blocks in Word. `nextNumber` numbers its paragraphs where the paper's are numbered. */
export const bodyInWord = (blocks: readonly BodyBlock[], nextNumber: (() => string) | null): WordBlock[] =>
  blocks.map((block): WordBlock => {
    if (block.kind === 'paragraph') return { kind: 'paragraph', text: block.text, ...(nextNumber ? { number: nextNumber() } : {}) }
    if (block.kind === 'list') return { kind: 'list', ordered: block.ordered, items: block.items }
    return { kind: 'table', columns: block.head.map((title) => ({ title, width: 1 })), rows: block.rows }
  })
