import { readDays } from './dates.ts'
import { opening, oneLine } from './folding.ts'
import { isWithheld, markOfFill, readMark, readTrend } from './marks.ts'
import type { Meaning } from './meanings.ts'
import type { LeftOut, Question, Said } from './plan-reading.ts'

/** What one row (or column, or sheet) of the paper says of one item. Several sightings may be of the same item. */
export type Sighting = {
  code: string | null
  title: string
  words: string
  place: string
  /** A heading gathers the items after it; an item may still turn out to have children by its code. */
  level: 'heading' | 'item'
  noun: string | null
  /** The heading it stands under. */
  under: Sighting | null
  owners: Said[]
  ratings: { word: string; place: string; trend: string | null }[]
  unrated: Said[]
  trend: string | null
  position: Said[]
  outcome: Said[]
  success: Said[]
  aim: Said[]
  criteria: Said[]
  strand: string | null
  starts: Temporal.PlainDate | null
  due: Temporal.PlainDate | null
  /** Words of a date column that are no date: "Ongoing". */
  undated: string | null
  sheetPlace: string | null
}

export const sightingOf = (place: string, title: string, seen: Partial<Sighting> = {}): Sighting => ({
  code: null,
  title,
  words: title,
  place,
  level: 'item',
  noun: null,
  under: null,
  owners: [],
  ratings: [],
  unrated: [],
  trend: null,
  position: [],
  outcome: [],
  success: [],
  aim: [],
  criteria: [],
  strand: null,
  starts: null,
  due: null,
  undated: null,
  sheetPlace: null,
  ...seen,
})

/** What a reader of tables gathers as it goes. */
export type Gathered = { sightings: Sighting[]; questions: Question[]; leftOut: LeftOut[] }
export const nothingGathered = (): Gathered => ({ sightings: [], questions: [], leftOut: [] })

export type FieldCell = {
  text: string
  fill: string | null
  header: string
  place: string
  /** Label the words with the header. */ labelled: boolean
}

/** Adds a cell's words to a sighting, by what its column or row means. */
export function takeField(sighting: Sighting, meaning: Meaning, cell: FieldCell, gathered: Gathered) {
  const { text, place, header } = cell
  if (meaning === 'rating') return takeRating(sighting, cell, gathered)
  if (text === '') return
  const said = { words: cell.labelled && header !== '' ? `${header}: ${text}` : text, place }
  if (meaning === 'owner')
    sighting.owners.push({ words: oneLine(text.replace(/\n/g, ', ').replace(/([,;/&]), /g, '$1 ')), place })
  else if (meaning === 'trend') sighting.trend = readTrend(text) ?? text
  else if (meaning === 'position') sighting.position.push(said)
  else if (meaning === 'outcome' || meaning === 'success' || meaning === 'aim' || meaning === 'criteria')
    sighting[meaning].push(said)
  else if (meaning === 'strand') sighting.strand = oneLine(text)
  else if (meaning === 'starts' || meaning === 'due') takeDate(sighting, meaning, cell, gathered)
  else if (meaning === 'earlier rating')
    gathered.leftOut.push({
      place,
      why: `“${opening(text)}” under “${header}” is an earlier rating, and only the current one is taken`,
    })
}

function takeRating(sighting: Sighting, { text, fill, place }: FieldCell, gathered: Gathered) {
  const mark = readMark(text)
  const coloured = markOfFill(fill)
  if (mark) {
    sighting.ratings.push({ word: mark.word, place, trend: null })
    if (mark.rest !== '' && readTrend(mark.rest)) sighting.trend = readTrend(mark.rest)
    else if (mark.rest !== '') sighting.position.push({ words: mark.rest, place })
    if (coloured && disagrees(mark.word, coloured))
      gathered.questions.push({
        place,
        sentence: `The cell says ${mark.word} and is coloured ${coloured.toLowerCase()}. The word was taken.`,
      })
    return
  }
  if (text !== '' && isWithheld(text)) sighting.unrated.push({ words: oneLine(text), place })
  else if (coloured) {
    sighting.ratings.push({ word: coloured, place, trend: null })
    if (text !== '' && readTrend(text)) sighting.trend = readTrend(text)
    else if (text !== '') sighting.position.push({ words: text, place })
  } else if (text !== '' && readTrend(text)) sighting.trend = readTrend(text)
  else if (text !== '') {
    sighting.unrated.push({ words: oneLine(text), place })
    gathered.questions.push({
      place,
      sentence: `“${opening(text)}” stands where a rating should, and is none that is known. The item was left without a rating; its words are kept.`,
    })
  }
}

/** Two colours that are not shades of one another. */
const disagrees = (word: string, coloured: string): boolean =>
  ['Red', 'Amber', 'Green', 'Blue'].includes(word) && word !== coloured && !(word === 'Blue' && coloured === 'Green')

function takeDate(sighting: Sighting, meaning: 'starts' | 'due', { text, place, header }: FieldCell, gathered: Gathered) {
  const days = readDays(text)
  if (days) sighting[meaning] ??= meaning === 'due' ? days.ends : days.starts
  else {
    sighting.undated = oneLine(text)
    if (isWithheld(text))
      gathered.leftOut.push({
        place,
        why: `“${opening(text)}” stands where the ${meaning === 'due' ? 'due' : 'start'} date should`,
      })
    else
      gathered.leftOut.push({
        place,
        why: `“${opening(text)}” under “${header || meaning}” is not one date. Give the item a ${meaning === 'due' ? 'due' : 'start'} date, or leave it without`,
      })
  }
}

/** Adds what a later sighting says to an earlier one of the same item. The first title and code stand. */
export function joinSighting(first: Sighting, again: Sighting) {
  first.code ??= again.code
  if (first.level === 'heading' && again.level === 'item') first.level = 'item'
  first.noun ??= again.noun
  first.under ??= again.under
  for (const field of ['owners', 'position', 'outcome', 'success', 'aim', 'criteria', 'unrated'] as const)
    first[field].push(...again[field])
  first.ratings.push(...withTrend(again))
  first.trend ??= again.trend
  first.strand ??= again.strand
  first.starts ??= again.starts
  first.due ??= again.due
  first.undated ??= again.undated
  first.sheetPlace ??= again.sheetPlace
}

/** Ratings with the trend that stood beside them. */
export const withTrend = (sighting: Sighting): Sighting['ratings'] =>
  sighting.ratings.map((rating) => ({ ...rating, trend: rating.trend ?? sighting.trend }))
