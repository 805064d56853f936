import { leadingCode } from './codes.ts'
import { oneLine, opening } from './folding.ts'
import type { Grid } from './grid.ts'
import type { MappedRegion } from './mapping.ts'
import { type Gathered, nothingGathered, sightingOf, takeField } from './sightings.ts'

/** Reads a tracker with one item to a column: its first column holds the labels. */
export function readTracker(grid: Grid, region: MappedRegion): Gathered {
  const gathered = nothingGathered()
  const titleRow = region.from + region.meanings.indexOf('title')
  const codeRow = region.meanings.includes('code') ? region.from + region.meanings.indexOf('code') : null
  const several = region.meanings.filter((meaning) => meaning === 'position').length > 1
  const label = (row: number) => oneLine((grid.text(row, 0).split('\n')[0] ?? '').replace(/\([^)]*\)?/g, ' '))
  const titles = Array.from({ length: grid.width - 1 }, (_, index) => oneLine(grid.text(titleRow, index + 1))).filter(
    (title) => title !== '',
  )
  const isCoded = titles.filter((title) => leadingCode(title) !== null).length * 2 >= titles.length
  for (let column = 1; column < grid.width; column++) {
    const place = `${grid.table.place.label}, column ${column + 1}`
    const rows = region.meanings.map((_, index) => region.from + index).filter((row) => grid.text(row, column) !== '')
    if (rows.length === 0) continue
    const words = titleRow < region.from ? '' : oneLine(grid.text(titleRow, column))
    if (words === '') {
      gathered.leftOut.push({
        place,
        why: `“${opening(rows.map((row) => grid.text(row, column)).join(' '))}” stands under no title`,
      })
      continue
    }
    const coded = codeRow === null && isCoded ? leadingCode(words) : null
    const sighting = sightingOf(place, coded?.title ?? words, {
      words,
      code: codeRow === null ? (coded?.code ?? null) : grid.text(codeRow, column) || null,
    })
    for (const [index, meaning] of region.meanings.entries()) {
      const row = region.from + index
      if (row === titleRow || row === codeRow) continue
      const fill = grid.cell(row, column)?.fill ?? null
      takeField(
        sighting,
        meaning,
        {
          text: grid.text(row, column),
          fill,
          header: label(row),
          place: `${place}, row ${row + 1}`,
          labelled: meaning === 'position' && several,
        },
        gathered,
      )
    }
    gathered.sightings.push(sighting)
  }
  for (const [index, meaning] of region.meanings.entries()) {
    const row = region.from + index
    if (meaning === 'ignore' && grid.filled(row).length > 0)
      gathered.leftOut.push({
        place: grid.place(row),
        why: `“${opening(grid.text(row, 0), 50)}”: a plan has no place for this row`,
      })
  }
  return gathered
}
