import { codeKey, leadingCode, namedCode, tidyCode } from './codes.ts'
import { oneLine, opening } from './folding.ts'
import { type Grid, isBlank, isWide } from './grid.ts'
import { headingOf } from './headings.ts'
import type { MappedRegion } from './mapping.ts'
import { guessMeaning, type Meaning } from './meanings.ts'
import { type Gathered, nothingGathered, type Sighting, sightingOf, takeField } from './sightings.ts'

/** A sheet: what it says as a whole, the heading it stands under, and each item it names. */
export type Sheet = { about: Sighting; heading: Sighting | null; items: { code: string | null; title: string }[] }

/** Reads a sheet of labels and words about one item or a group of them. */
export function readSheet(grid: Grid, region: MappedRegion): { sheet: Sheet | null } & Gathered {
  const gathered = nothingGathered()
  const about = sightingOf(grid.place(region.from), '')
  let heading: Sighting | null = null
  let items: Sheet['items'] = []
  let open: { meaning: Meaning; header: string } | null = null
  for (let row = region.from; row < region.to; row++) {
    if (isBlank(grid, row)) continue
    const meaning = region.meanings[row - region.from] ?? 'ignore'
    const label = grid.text(row, 0)
    const place = grid.place(row)
    if (meaning === 'ignore' && (isWide(grid, row) || grid.width === 1)) {
      const words = grid.text(row, grid.filled(row)[0]!)
      if (open) takeField(about, open.meaning, { text: words, fill: null, header: open.header, place, labelled: false }, gathered)
      else heading = joinHeading(heading, words, place)
      continue
    }
    if (meaning === 'ignore') {
      gathered.leftOut.push({ place, why: `“${opening(label)}” is no label that is known` })
      continue
    }
    const pairs = pairsOf(grid, row, meaning)
    for (const pair of pairs) {
      if (pair.meaning === 'title') items = items.concat(itemsNamed(pair.text))
      else
        takeField(
          about,
          pair.meaning,
          { text: pair.text, fill: pair.fill, header: pair.header, place, labelled: false },
          gathered,
        )
    }
    const last = pairs.at(-1)
    open = last && (last.text === '' || last.meaning === 'position') ? { meaning: last.meaning, header: last.header } : null
  }
  about.sheetPlace = about.place
  if (items.length === 0 && heading?.code != null) return { sheet: { about, heading, items: [] }, ...gathered }
  if (items.length === 0 && heading)
    return { sheet: { about, heading: null, items: [{ code: heading.code, title: heading.title }] }, ...gathered }
  if (items.length > 0) return { sheet: { about, heading, items }, ...gathered }
  gathered.leftOut.push({ place: about.place, why: 'This sheet does not say what it is about' })
  return { sheet: null, ...gathered }
}

/** Further wide rows above the labels: what it is for, or more of the title. */
function joinHeading(heading: Sighting | null, words: string, place: string): Sighting {
  const next = headingOf(words, place)
  if (!heading) return next
  const aim = /^(?:objective|rationale|aim|purpose)s?\s*[;:–,-]?\s*(.+)$/is.exec(words)?.[1]
  heading.aim.push({ words: oneLine(aim ?? words), place })
  return heading
}

type Pair = { meaning: Meaning; header: string; text: string; fill: string | null }

/** The labels of a row with their words: one pair, or several across ("Owner | CST | Due | May"). */
function pairsOf(grid: Grid, row: number, first: Meaning): Pair[] {
  const columns = grid.filled(row)
  const pairs: Pair[] = [{ meaning: first, header: grid.text(row, 0), text: '', fill: null }]
  for (let column = 1; column < grid.width; column++) {
    const text = grid.text(row, column)
    const current = pairs.at(-1)!
    const guess = columns.length > 2 && current.text !== '' && text.length < 40 ? guessMeaning(text) : null
    if (guess?.whole) pairs.push({ meaning: guess.meaning, header: text, text: '', fill: null })
    else {
      current.text = current.text === '' || text === '' ? current.text + text : `${current.text}\n${text}`
      current.fill ??= grid.cell(row, column)?.fill ?? null
    }
  }
  return pairs
}

const CODED = /(?:^|[\s;])(\p{Lu}{0,3}\d+(?:\.\d+)+\.?[a-z]?)[.):]?\s+(?=["'“‘(]?\p{L})/gu

/** The items a cell names: by the codes in it, or line by line, or the one it is. */
export function itemsNamed(text: string): Sheet['items'] {
  const found = [...text.matchAll(CODED)]
  if (found.length > 1)
    return found.map((match, index) => ({
      code: tidyCode(match[1]!),
      title: oneLine(text.slice(match.index + match[0].length, found[index + 1]?.index ?? text.length)),
    }))
  const lines = text.split('\n')
  const coded = lines.map((line) => leadingCode(line, true))
  if (lines.length > 1 && coded.every((each) => each !== null))
    return coded.map((each) => ({ code: each!.code, title: each!.title }))
  const one = namedCode(oneLine(text)) ?? leadingCode(oneLine(text), true)
  return [{ code: one?.code ?? null, title: one && one.title !== '' ? one.title : oneLine(text) }]
}

/** The code of the priority a group sheet is about: its heading's, or what the codes of its items begin with. */
export function groupCode(sheet: Sheet): string | null {
  if (sheet.heading?.code != null) return sheet.heading.code
  const keys = sheet.items.flatMap(({ code }) => (code === null ? [] : [codeKey(code).split('.')]))
  if (keys.length < 2) return null
  const shared = keys[0]!.filter((part, index) =>
    keys.every((key) => key.slice(0, index + 1).join('.') === keys[0]!.slice(0, index + 1).join('.') && part !== ''),
  )
  return shared.length > 0 ? shared.join('.') : null
}
