import { leadingCode, namedCode, partsOf, tidyCode } from './codes.ts'
import { fold, oneLine, opening } from './folding.ts'
import { type Grid, isBlank, isWide } from './grid.ts'
import { depth, headingInCell, headingOf, isBelow, isSameLevel, SAYS_WHY } from './headings.ts'
import { askAboutHeadings, columnsLeftOut } from './list-remarks.ts'
import type { MappedRegion } from './mapping.ts'
import { guessMeaning, type Meaning } from './meanings.ts'
import { headerRowsAt } from './headers.ts'
import { type Gathered, nothingGathered, type Sighting, sightingOf, takeField } from './sightings.ts'

/** How the titles of one list are numbered, seen over all its rows. */
type Numbering = { coded: boolean; bare: boolean }

type Reader = {
  grid: Grid
  region: MappedRegion
  numbering: Numbering
  gathered: Gathered
  headings: Sighting[]
  last: Sighting | null
  titleColumn: number
  /** Headings that only standing alone in their row makes one. */
  alone: Sighting[]
  inColumns: string[]
}

/** Where a list broke off at the end of a page or table: the headings it stood under, and its last item. */
export type BrokenOff = Pick<Reader, 'headings' | 'last' | 'inColumns'>

/** Reads a list: each row is a heading, an item, or the continuation of the row above. `before`: the list that it continues. */
export function readList(grid: Grid, region: MappedRegion, before: BrokenOff | null): Gathered & { brokenOff: BrokenOff } {
  const gathered = nothingGathered()
  const { headings = [], last = null, inColumns = [] } = before ?? {}
  const reader: Reader = {
    grid,
    region,
    gathered,
    numbering: numberingOf(grid, region),
    headings: [...headings],
    last,
    titleColumn: region.meanings.indexOf('title'),
    inColumns,
    alone: [],
  }
  if (reader.titleColumn === -1) {
    gathered.leftOut.push({ place: grid.place(region.from), why: 'No column was said to hold the action, activity or priority' })
    return { ...gathered, brokenOff: reader }
  }
  if (region.heading !== null)
    openHeading(reader, region.heading, region.headerRows > 0 ? grid.table.place.label : grid.place(region.from))
  if (region.headerRows > 0) readHeaderHeading(reader, region.from + region.headerRows - 1)
  for (let row = region.from + region.headerRows; row < region.to; row++) if (!isBlank(grid, row)) readRow(reader, row)
  gathered.questions.push(...askAboutHeadings(reader.alone))
  gathered.leftOut.push(...columnsLeftOut(grid, region))
  return { ...gathered, brokenOff: { headings: reader.headings, last: reader.last, inColumns: reader.inColumns } }
}

function numberingOf(grid: Grid, region: MappedRegion): Numbering {
  const column = region.meanings.indexOf('title')
  const titles: string[] = []
  for (let row = region.from + region.headerRows; row < region.to; row++)
    if (grid.text(row, column) !== '') titles.push(grid.text(row, column))
  const share = (test: (title: string) => boolean) => titles.filter(test).length / Math.max(1, titles.length)
  const figures = titles.map((title) => Number(/^(\d{1,3})[a-z]?\s/.exec(title)?.[1])).filter((figure) => !Number.isNaN(figure))
  const rising = figures.length >= 2 && figures.every((figure, index) => index === 0 || figure >= figures[index - 1]!)
  const bare = share((title) => /^\d{1,3}[a-z]?\s+\p{Lu}/u.test(title)) >= 0.6 && rising
  return {
    bare,
    coded:
      region.meanings.includes('code') ||
      share((title) => (namedCode(title) ?? leadingCode(title.split('\n').at(-1)!, bare) ?? leadingCode(title, bare)) !== null) >=
        0.5,
  }
}

function readRow(reader: Reader, row: number) {
  const { grid, region, titleColumn, gathered } = reader
  if (headerRowsAt(grid, row) > 0) return readHeaderHeading(reader, row)
  const taken = grid.filled(row).filter((column) => region.meanings[column] !== 'ignore')
  if (taken.length === 0)
    return void gathered.leftOut.push({
      place: grid.place(row),
      why: `“${opening(rowWords(grid, row))}” stands in columns that are left out`,
    })
  const title = grid.text(row, titleColumn)
  if (isTotal(title) || isTotal(grid.text(row, grid.filled(row)[0]!)))
    return void gathered.leftOut.push({
      place: grid.place(row),
      why: `“${opening(rowWords(grid, row))}” is a total, which is counted anew`,
    })
  if (isWide(grid, row) && grid.width > 1) return readWide(reader, row, grid.filled(row)[0]!)
  readParentColumns(reader, row)
  if (title !== '') return readItem(reader, row, title)
  const code = codeCell(reader, row)
  if (code !== '' && !grid.cell(row, titleColumn)?.covered)
    return void gathered.leftOut.push({
      place: grid.place(row),
      why: `Code ${code} has no title. Write what it is beside it, or take the row out`,
    })
  if (!reader.last)
    return void gathered.leftOut.push({
      place: grid.place(row),
      why: `“${opening(rowWords(grid, row))}” belongs to no item above it`,
    })
  takeCells(reader, row, reader.last)
}

const isTotal = (text: string) => /^(?:sub-?|grand )?totals?(?:\s*[:(]|$)/i.test(text)
const rowWords = (grid: Grid, row: number) =>
  grid
    .filled(row)
    .map((column) => grid.text(row, column))
    .join(' ')
const codeCell = ({ grid, region }: Reader, row: number) => {
  const text = grid.text(row, region.meanings.indexOf('code'))
  return namedCode(text)?.code ?? tidyCode(text)
}

/** A header that comes again says nothing new, unless its first words name the group that follows. */
function readHeaderHeading(reader: Reader, row: number) {
  const { grid, region, titleColumn } = reader
  const words = grid.text(row, titleColumn)
  const first = grid.text(region.from + region.headerRows - 1, titleColumn)
  const isFirst = row < region.from + region.headerRows
  if (words === '' || (!isFirst && fold(words) === fold(first) && !namedCode(words))) return
  if (namedCode(words) || (!isFirst && !guessMeaning(words)?.whole)) openHeading(reader, words, grid.place(row))
}

function openHeading(reader: Reader, text: string, place: string): Sighting {
  const heading = headingOf(text, place)
  const { headings, gathered } = reader
  const level = headings.findIndex((each) => isSameLevel(each, heading))
  const after = gathered.sightings.at(-1)
  if (level !== -1) headings.splice(level)
  else if (!(after && after === headings.at(-1) && heading.code === null))
    while (headings.length > 0 && !isBelow(headings.at(-1)!, heading)) headings.pop()
  heading.under = headings.at(-1) ?? null
  headings.push(heading)
  gathered.sightings.push(heading)
  reader.last = null
  return heading
}

function readWide(reader: Reader, row: number, column: number) {
  const { grid, region, gathered, titleColumn } = reader
  const text = grid.text(row, column)
  const place = grid.place(row)
  const meaning: Meaning = region.meanings[column] ?? 'ignore'
  const merged = (grid.cell(row, column)?.columnSpan ?? 1) > 1
  if (!merged && column !== titleColumn && meaning !== 'code' && meaning !== 'heading' && reader.last)
    return takeCells(reader, row, reader.last)
  const heading = reader.headings.at(-1)
  if (SAYS_WHY.test(text) && !namedCode(text) && heading && gathered.sightings.at(-1) === heading)
    return void heading.aim.push({ words: oneLine(text.replace(SAYS_WHY, '')), place })
  if (!merged && reader.last && /^[\p{Ll}(]/u.test(text)) return continueTitle(reader.last, text)
  if (!merged && isUnratedItem(reader, row, text)) return readItem(reader, row, text)
  if (text.split(/\s+/).length > 30 && !namedCode(text))
    return void gathered.leftOut.push({ place, why: `“${opening(text)}” is a note between the rows` })
  const opened = openHeading(reader, text, place)
  if (!merged && !grid.cell(row, column)?.bold && opened.code === null) reader.alone.push(opened)
}

/** A row with only its title is an item when it is numbered like the items around it. */
function isUnratedItem({ numbering, gathered, headings }: Reader, _row: number, text: string): boolean {
  const coded = namedCode(text) ? null : leadingCode(text, numbering.bare)
  if (!coded) return false
  const items = gathered.sightings.filter(({ level, code }) => level === 'item' && code !== null)
  const last = items.at(-1)
  return (
    (last !== undefined && depth(last) === partsOf(coded.code).length) ||
    (headings.at(-1)?.code != null && partsOf(coded.code).length > depth(headings.at(-1)!))
  )
}

function continueTitle(sighting: Sighting, text: string) {
  sighting.title = oneLine(`${sighting.title} ${text}`)
  sighting.words = oneLine(`${sighting.words} ${text}`)
}

/** Columns that name what the items belong to, widest first: each opens a heading whenever its words change. */
function readParentColumns(reader: Reader, row: number) {
  const { grid, region, gathered } = reader
  const columns = region.meanings.flatMap((meaning, column) => (meaning === 'heading' ? [column] : []))
  const words = columns.map((column, level) => grid.spread(row, column) || reader.inColumns[level] || '')
  const changed = words.findIndex((each, level) => fold(each) !== fold(reader.inColumns[level] ?? ''))
  if (changed === -1) return
  const outer = region.heading === null ? 0 : 1
  reader.headings.length = Math.min(reader.headings.length, outer + words.slice(0, changed).filter(Boolean).length)
  for (const each of words.slice(changed).filter(Boolean)) {
    const above = reader.headings.at(-1) ?? null
    const known = gathered.sightings.find(
      ({ level, words: said, under }) => level === 'heading' && fold(said) === fold(each) && under === above,
    )
    const opened = known ?? headingOf(each, grid.place(row))
    opened.under = above
    reader.headings.push(opened)
    if (!known) gathered.sightings.push(opened)
  }
  reader.inColumns = words
  reader.last = null
}

function readItem(reader: Reader, row: number, text: string) {
  const { grid, region, numbering, gathered } = reader
  const place = grid.place(row)
  const inCell = numbering.coded ? headingInCell(text, numbering.bare, codeBefore(reader)) : { heading: null, title: text }
  if (inCell.heading) openHeading(reader, inCell.heading, place)
  const cellCode = codeCell(reader, row)
  const line = oneLine(inCell.title)
  const leading =
    region.meanings.includes('code') && cellCode !== ''
      ? null
      : (namedCode(line) ?? (numbering.coded ? leadingCode(line, numbering.bare) : null))
  const continuing =
    numbering.coded &&
    !leading &&
    cellCode === '' &&
    reader.last &&
    /^[\p{Ll}(]/u.test(line) &&
    grid.filled(row).every((column) => !['owner', 'rating'].includes(region.meanings[column]!))
  if (continuing) {
    continueTitle(reader.last!, line)
    return takeCells(reader, row, reader.last!)
  }
  const title = leading && leading.title !== '' ? leading.title : line
  const isHeading = isBoldHeading(reader, row)
  const sighting = sightingOf(place, title, {
    code: cellCode !== '' ? cellCode : (leading?.code ?? null),
    words: line,
    under: reader.headings.at(-1) ?? null,
    level: isHeading ? 'heading' : 'item',
  })
  if (isHeading) {
    reader.headings.length = region.heading === null ? 0 : Math.min(1, reader.headings.length)
    sighting.under = reader.headings.at(-1) ?? null
    reader.headings.push(sighting)
  }
  gathered.sightings.push(sighting)
  reader.last = sighting
  takeCells(reader, row, sighting)
}

/** The last code of an item so far. */
const codeBefore = ({ last, gathered }: Reader): string | null =>
  last?.code ?? gathered.sightings.findLast(({ level, code }) => level === 'item' && code !== null)?.code ?? null

/** Where codes are missing, a bold row among plain ones gathers those after it. */
function isBoldHeading({ grid, region, numbering, titleColumn }: Reader, row: number): boolean {
  if (numbering.coded || !grid.cell(row, titleColumn)?.bold || row + 1 >= region.to || grid.cell(row + 1, titleColumn)?.bold)
    return false
  let bold = 0
  for (let each = region.from + region.headerRows; each < region.to; each++) if (grid.cell(each, titleColumn)?.bold) bold++
  return bold * 2 < region.to - region.from - region.headerRows
}

function takeCells({ grid, region, gathered }: Reader, row: number, sighting: Sighting) {
  const several = region.meanings.filter((meaning) => meaning === 'position').length > 1
  for (const [column, meaning] of region.meanings.entries()) {
    const cell = grid.cell(row, column)
    const covered = cell?.covered && grid.spread(row, column) !== '' && ['owner', 'due', 'starts', 'strand'].includes(meaning)
    const text = covered && sighting.place === grid.place(row) ? grid.spread(row, column) : grid.text(row, column)
    takeField(
      sighting,
      meaning,
      {
        text,
        fill: cell?.fill ?? null,
        header: region.headers[column] ?? '',
        place: grid.place(row),
        labelled: meaning === 'position' && several,
      },
      gathered,
    )
  }
}
