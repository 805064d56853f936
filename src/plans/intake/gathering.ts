import type { Paper } from '../../documents/paper.ts'
import { opening } from './folding.ts'
import { type Grid, gridsOf, isBlank, isWide } from './grid.ts'
import { type Criterion, readLegend } from './legend.ts'
import { type BrokenOff, readList } from './list-reading.ts'
import { markOfFill } from './marks.ts'
import { type MappedRegion, type Mapping, textBetween } from './mapping.ts'
import { isLegend } from './meanings.ts'
import { keyEntry, type KeyEntry, keyInText } from './owner-key.ts'
import type { LeftOut, Question } from './plan-reading.ts'
import { type Sheet, readSheet } from './sheet-reading.ts'
import type { Gathered, Sighting } from './sightings.ts'
import { readTracker } from './tracker-reading.ts'

/** A list's or tracker's sightings, in row order. */
export type Listing = { region: MappedRegion; sightings: Sighting[] }

/** Everything the paper's tables say, before it is put together. `particulars` are the lines about the paper itself. */
export type Gathering = {
  listings: Listing[]
  sheets: Sheet[]
  ownerKey: KeyEntry[]
  legends: { criteria: Criterion[]; place: string }[]
  particulars: string[]
  questions: Question[]
  leftOut: LeftOut[]
}

/** Reads every region of a paper by its mapping. */
export function gather(paper: Paper, mapping: Mapping): Gathering {
  const grids = gridsOf(paper)
  const found: Gathering = {
    listings: [],
    sheets: [],
    ownerKey: keyInText(paper),
    legends: legendsInText(paper),
    particulars: [],
    questions: [],
    leftOut: [],
  }
  let broken: BrokenOff | null = null
  for (const [index, region] of mapping.regions.entries()) {
    const grid = grids[region.table]
    const before = mapping.regions[index - 1]
    const goesOn = before !== undefined && region.role === 'list' && isBrokenOff(paper, before, region)
    if (grid)
      broken = takeRegion(
        paper,
        grid,
        region,
        { before: goesOn ? broken : null, next: mapping.regions[index + 1] ?? null },
        found,
      )
  }
  leaveHidden(grids, mapping, found)
  return found
}

/** A list of the same shape in the very next table, with nothing in between, is the same list after a page break. */
const isBrokenOff = (paper: Paper, before: MappedRegion, region: MappedRegion): boolean =>
  before.role === 'list' &&
  region.heading === before.heading &&
  region.table === before.table + 1 &&
  region.meanings.join() === before.meanings.join() &&
  textBetween(paper, before.table, region.table).length === 0

type Beside = { before: BrokenOff | null; next: MappedRegion | null }

function takeRegion(
  paper: Paper,
  grid: Grid,
  region: MappedRegion,
  { before, next }: Beside,
  found: Gathering,
): BrokenOff | null {
  if (region.role !== 'list') {
    takeOther(paper, grid, region, next, found)
    return null
  }
  const { sightings, brokenOff, questions, leftOut } = readList(grid, region, before)
  takeListing(grid, region, { sightings, questions, leftOut }, found)
  return brokenOff
}

function takeListing(grid: Grid, region: MappedRegion, { sightings, questions, leftOut }: Gathered, found: Gathering) {
  found.listings.push({ region, sightings })
  found.questions.push(...questions, ...brokenPromises(grid, region))
  found.leftOut.push(...leftOut)
  for (const header of region.headers) if (isLegend(header)) takeLegend(header, grid.place(region.from), found)
  for (let row = region.from; row < region.from + region.headerRows; row++)
    found.particulars.push(...grid.filled(row).map((column) => grid.text(row, column)))
}

function takeOther(paper: Paper, grid: Grid, region: MappedRegion, next: MappedRegion | null, found: Gathering) {
  const rows = rowsOf(grid, region)
  if (region.role === 'columns') takeListing(grid, region, readTracker(grid, region), found)
  else if (region.role === 'sheet') {
    const { sheet, questions, leftOut } = readSheet(grid, region)
    found.questions.push(...questions)
    found.leftOut.push(...leftOut)
    if (!sheet) return
    for (const { words, place } of sheet.about.criteria) takeLegend(words, place, found)
    const more = runOn(paper, region, next)
    sheet.about.position.push(...more)
    if (more[0])
      found.questions.push({
        place: more[0].place,
        sentence: `What stands after ${grid.table.place.label}, from “${opening(more[0].words)}”, was read as the end of its position.`,
      })
    found.sheets.push(sheet)
  } else if (region.role === 'key') takeKey(grid, bodyOf(grid, region), found)
  else if (region.role === 'criteria')
    takeLegend(
      bodyOf(grid, region)
        .map((row) => legendLine(grid, row))
        .join('\n'),
      grid.place(region.from),
      found,
    )
  else if (region.role === 'about') {
    const words = rows.flatMap((row) => grid.filled(row).map((column) => grid.text(row, column)))
    found.particulars.push(...words)
    found.leftOut.push({ place: placeOfRows(grid, rows), why: `“${opening(words.join(' '))}” says what the paper is` })
  } else
    found.leftOut.push({
      place: placeOfRows(grid, rows),
      why: `“${opening(rows.flatMap((row) => grid.filled(row).map((column) => grid.text(row, column))).join(' '))}” does not look like part of a plan`,
    })
}

const rowsOf = (grid: Grid, region: MappedRegion): number[] =>
  Array.from({ length: region.to - region.from }, (_, index) => region.from + index).filter((row) => !isBlank(grid, row))
const bodyOf = (grid: Grid, region: MappedRegion): number[] =>
  rowsOf(grid, region).filter((row) => row >= region.from + region.headerRows)

const placeOfRows = (grid: Grid, rows: readonly number[]): string =>
  rows.length < 2 ? grid.place(rows[0] ?? 0) : `${grid.place(rows[0]!)} to ${rows.at(-1)! + 1}`

const legendLine = (grid: Grid, row: number): string => {
  const words = grid.filled(row).map((column) => grid.text(row, column))
  const coloured = words.length === 1 ? markOfFill(grid.cell(row, grid.filled(row)[0]! - 1)?.fill ?? null) : null
  if (coloured) return `${coloured}: ${words[0]}`
  return words.length === 2 ? `${words[0]}: ${words[1]}` : words.join(' ')
}

function takeKey(grid: Grid, rows: readonly number[], found: Gathering) {
  for (const row of rows) {
    const entry = keyEntry(
      grid
        .filled(row)
        .map((column) => grid.text(row, column))
        .join('\t'),
    )
    if (entry) found.ownerKey.push({ ...entry, place: grid.place(row) })
    else if (!isWide(grid, row))
      found.leftOut.push({ place: grid.place(row), why: `“${opening(legendLine(grid, row))}” is no line of a key` })
  }
}

function takeLegend(text: string, place: string, found: Gathering) {
  const criteria = readLegend(text)
  if (criteria.length > 0) found.legends.push({ criteria, place })
}

/** Legends in running text: in one block, or one value to a line over several. */
function legendsInText(paper: Paper): Gathering['legends'] {
  const legends: Gathering['legends'] = []
  let lines: { text: string; place: string }[] = []
  const settle = () => {
    const criteria = readLegend(lines.map(({ text }) => text).join('\n'))
    if (criteria.length > 0) legends.push({ criteria, place: lines[0]!.place })
    lines = []
  }
  for (const block of paper.blocks) {
    const text = 'text' in block ? block.text : ''
    if (/^\W*(?:red|amber|green|blue|yellow|grey|black|[ragb]\s*[=:–-])/i.test(text) && text.length < 300)
      lines.push({ text, place: block.place.label })
    else settle()
  }
  settle()
  return legends
}

/** Text after a sheet's last table row and before the next sheet: a narrative that ran on over the page. */
function runOn(paper: Paper, region: MappedRegion, next: MappedRegion | null): { words: string; place: string }[] {
  const last = region.meanings.findLast((meaning) => meaning !== 'ignore')
  if (last !== 'position' || (next !== null && (next.table === region.table || next.role !== 'sheet'))) return []
  const between = textBetween(paper, region.table, next?.table ?? Infinity)
  return between.some(({ kind }) => kind === 'heading') || (next === null && between.length > 5)
    ? []
    : between.map((block) => ({ words: block.text, place: block.place.label }))
}

/** A column whose header promises ratings and whose cells hold text. */
function brokenPromises(grid: Grid, region: MappedRegion): Question[] {
  return region.meanings.flatMap((meaning, column) =>
    meaning === 'position' && region.headers[column] && isLegend(region.headers[column])
      ? [
          {
            place: grid.place(region.from),
            sentence: `The column “${opening(region.headers[column], 80)}” promises ratings, but its cells hold text and no colour. No ratings were taken from it; the text was kept.`,
          },
        ]
      : [],
  )
}

/** Hidden sheets are read like any other, and said to be hidden. */
function leaveHidden(grids: readonly Grid[], mapping: Mapping, found: Gathering) {
  for (const grid of grids)
    if (
      grid.table.hidden &&
      mapping.regions.some(({ table, role }) => table === grid.number && ['list', 'sheet', 'columns'].includes(role))
    )
      found.questions.push({
        place: grid.table.place.label,
        sentence: 'This sheet is hidden in the file, and was read all the same. Leave it out if it is no longer meant.',
      })
}
