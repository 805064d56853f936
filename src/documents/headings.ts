import type { Block } from './paper.ts'

/**
 * True when a line standing alone reads as a heading: short, begins with a capital or a figure, does not end as a
 * sentence or a lead-in does, and is no address, number or date.
 */
export function looksLikeHeading(text: string): boolean {
  const words = text.trim()
  if (words.length < 3 || words.length > 100 || words.includes('\n')) return false
  if (!/^["“‘'(]?[\p{Lu}\d]/u.test(words) || /[.,:!…&–-]$/.test(words) || /[.?!]["”’')]$/.test(words)) return false
  if (/@|https?:|www\.|\d{3,} \d{3,}/.test(words)) return false
  return (words.match(/\p{L}{2,}/gu)?.length ?? 0) >= 1 && words.split(/\s+/).length <= 14
}

/**
 * A heading heads something: guessed headings after the last long paragraph, list or table (names and addresses under a
 * report, as a rule) become paragraphs again.
 */
export function demoteTrailing(blocks: Block[], guessed: ReadonlySet<Block>): Block[] {
  const last = blocks.findLastIndex(
    (block) =>
      block.kind === 'table' || block.kind === 'list item' || (block.kind === 'paragraph' && block.text.length > 60),
  )
  return blocks.map((block, at): Block => {
    if (at < last || block.kind !== 'heading' || !guessed.has(block)) return block
    const { text, number, place } = block
    return { kind: 'paragraph', text, ...(number === undefined ? {} : { number }), place }
  })
}
