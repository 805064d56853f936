import type { Archive } from './archive.ts'
import { Unreadable } from './bounds.ts'
import { readBody, type Body } from './docx-blocks.ts'
import { readNumbering } from './docx-numbering.ts'
import { readStyles, type Styles } from './docx-styles.ts'
import { newTally, paragraphReader, wordsOf, type NoteMark, type Tally } from './docx-text.ts'
import type { OfficeFile } from './office.ts'
import type { Block, Paper } from './paper.ts'
import { descend, descendants, elements, readTree, type Element } from './xml.ts'

/** Reads a Word document. Headers and footers are passed over. Throws Unreadable when the file cannot be read. */
export async function readDocx(archive: Archive, office: OfficeFile): Promise<Omit<Paper, 'name'>> {
  const part = (kind: string) =>
    readTree(archive, office.relationships.find((each) => each.kind === kind && !each.external)?.target ?? null)
  const body = descend(await readTree(archive, office.mainPart), 'w:body')
  if (!body)
    throw new Unreadable(
      'The file is damaged: the text of the document is missing. Open it, save it again, and send the new copy.',
    )
  const styles = readStyles(await part('styles'))
  const tally = newTally()
  const footnotes = await part('footnotes')
  const endnotes = await part('endnotes')
  const counter = readNumbering(await part('numbering'))
  const found = readBody(body, { styles, counter, tally, noteText: noteReader(footnotes, endnotes, styles, tally) })
  const blocks = withCaptions(found)
  return {
    format: 'docx',
    title: found.title ?? openingHeading(blocks) ?? office.title,
    blocks,
    notes: [...office.notes, ...notesOf(tally)],
  }
}

function noteReader(footnotes: Element | null, endnotes: Element | null, styles: Styles, tally: Tally) {
  const byId = new Map<string, Element>()
  for (const note of elements(footnotes, 'w:footnote')) byId.set(`footnote ${note.attributes['w:id']}`, note)
  for (const note of elements(endnotes, 'w:endnote')) byId.set(`endnote ${note.attributes['w:id']}`, note)
  return ({ kind, id }: NoteMark): string => {
    const note = byId.get(`${kind} ${id}`)
    const read = paragraphReader(styles, tally)
    const paragraphs = note ? [...descendants(note, 'w:p')].map((paragraph) => wordsOf(read(paragraph))) : []
    return paragraphs.filter((text) => text !== '').join('\n')
  }
}

/** A paper that begins with a heading is named by it; one that begins otherwise has a cover we cannot judge. */
const openingHeading = (blocks: readonly Block[]): string | null =>
  blocks[0]?.kind === 'heading' ? blocks[0].text : null

/**
 * Gives each caption to its table (below the caption, as a rule) or figure (above it); one that belongs to neither
 * stays a paragraph.
 */
function withCaptions({ blocks, captions }: Body): Block[] {
  const given = new Set<Block>()
  for (const [at, block] of blocks.entries()) {
    if (!captions.has(block) || !('text' in block)) continue
    const text = 'number' in block && block.number ? `${block.number} ${block.text}` : block.text
    const near = /^table/i.test(text) ? [blocks[at + 1], blocks[at - 1]] : [blocks[at - 1], blocks[at + 1]]
    const owner = near.find((each) => (each?.kind === 'table' || each?.kind === 'figure') && each.caption === undefined)
    if (owner?.kind !== 'table' && owner?.kind !== 'figure') continue
    owner.caption = text
    given.add(block)
  }
  return blocks.filter((block) => !given.has(block))
}

const times = (count: number, one: string, many: string) => (count === 1 ? `One ${one}` : `${count} ${many}`)

function notesOf(tally: Tally): string[] {
  const notes: string[] = []
  if (tally.insertions + tally.deletions > 0)
    notes.push('The file has tracked changes: what was inserted was read as text, what was deleted was left out.')
  if (tally.comments > 0) notes.push(`${times(tally.comments, 'comment was', 'comments were')} left out.`)
  if (tally.hidden > 0) notes.push('Text marked as hidden was left out.')
  if (tally.struck > 0) notes.push('Words struck through were read as text.')
  if (tally.contents > 0) notes.push('The table of contents was left out.')
  if (tally.charts > 0)
    notes.push(
      `${times(tally.charts, 'chart or diagram was', 'charts or diagrams were')} read as a figure, without the numbers in it.`,
    )
  if (tally.embedded > 0) notes.push(`${times(tally.embedded, 'embedded file was', 'embedded files were')} not read.`)
  if (tally.symbols > 0)
    notes.push(`${times(tally.symbols, 'character', 'characters')} of a symbol font could not be recognised.`)
  return notes
}
