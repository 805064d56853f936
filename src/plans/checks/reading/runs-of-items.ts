import { meaningOf } from './likeness.ts'
import type { Passage } from './passages.ts'

/** A list with what leads to it. `items` are of the list's first level, `all` of every level. */
export type ListRead = { intro: Passage; items: Passage[]; all: Passage[] }

/** The lists of a paper that something leads to: a paragraph, an item with items under it, or a heading. */
export function listsIn(passages: readonly Passage[]): ListRead[] {
  const lists: ListRead[] = []
  for (const [at, passage] of passages.entries()) {
    if (passage.next !== 'list item' || passage.kind === 'cell' || passage.kind === 'footnote') continue
    const all: Passage[] = []
    const first = passages.slice(at + 1).find(({ kind }) => kind !== 'footnote')!
    const isUnder =
      passage.kind !== 'list item' ||
      first.depth > passage.depth ||
      (passage.text.endsWith(':') && (first.number === null) !== (passage.number === null))
    if (!isUnder) continue
    for (const next of passages.slice(at + 1)) {
      if (next.kind === 'footnote') continue
      if (
        next.kind !== 'list item' ||
        next.depth < first.depth ||
        (next.depth === first.depth && (next.number === null) !== (first.number === null) && passage.kind === 'list item')
      )
        break
      all.push(next)
    }
    lists.push({ intro: passage, all, items: all.filter(({ depth }) => depth === first.depth) })
  }
  return lists
}

/** Whether two wordings name the same thing: the shorter's words are, nearly all, among the longer's. */
export function sameName(one: string, other: string): boolean {
  const [first, second] = [wordsOf(one), wordsOf(other)]
  const [short, long] = first.size <= second.size ? [first, second] : [second, first]
  if (short.size === 0) return false
  const shared = [...short].filter((word) => long.has(word)).length
  return shared >= short.size * 0.75 && shared >= Math.min(2, long.size) - (short.size === 1 ? 1 : 0)
}

const BODIES = new Set(meaningOf('group board forum meeting panel partnership committee team delivery working subgroup'))

/** A name's words; what kind of body it is counts only where little else is said. */
function wordsOf(name: string): Set<string> {
  const all = new Set(meaningOf(name))
  const own = new Set([...all].filter((word) => !BODIES.has(word)))
  return own.size >= 2 ? own : all
}
