import { opening } from './folding.ts'
import { type Grid, isWide } from './grid.ts'
import type { MappedRegion } from './mapping.ts'
import type { LeftOut, Question } from './plan-reading.ts'
import type { Sighting } from './sightings.ts'

/** Asks about headings that only standing alone in their row makes so: each may be an item whose other cells were left empty. */
export function askAboutHeadings(alone: readonly Sighting[]): Question[] {
  const [first] = alone
  if (!first) return []
  const named = listed(alone.map(({ words }) => `“${opening(words, 40)}”`))
  const read = alone.length === 1 ? 'stands alone in its row, and was read as a heading' : 'stand alone in their rows, and were read as headings'
  return [{ place: first.place, sentence: `${named} ${read}.` }]
}

const MOST_NAMED = 4

/** "A, B and C", or of many the first few "and 7 more". */
function listed(words: readonly string[]): string {
  const named = words.length > MOST_NAMED ? [...words.slice(0, MOST_NAMED - 1), `${words.length - MOST_NAMED + 1} more`] : words
  return named.length === 1 ? named[0]! : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}

/** The columns with words that a plan has no place for. */
export function columnsLeftOut(grid: Grid, region: MappedRegion): LeftOut[] {
  const from = region.from + region.headerRows
  const rows = Array.from({ length: region.to - from }, (_, index) => from + index).filter((row) => !isWide(grid, row))
  return region.meanings.flatMap((meaning, column) => {
    if (meaning !== 'ignore' || !rows.some((row) => grid.text(row, column) !== '')) return []
    const header = region.headers[column] ? ` “${opening(region.headers[column], 40)}”` : ''
    return [{ place: `${grid.table.place.label}, column ${column + 1}${header}`, why: 'A plan has no place for this column' }]
  })
}
