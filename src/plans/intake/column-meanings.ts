import type { Column } from './columns.ts'
import { fold } from './folding.ts'
import { isColourWord } from './marks.ts'
import { isLegend, type Meaning } from './meanings.ts'

/** What each column of a list holds: its header's promise, tested on its cells. */
export function meaningsOf(columns: readonly Column[]): Meaning[] {
  const meanings = columns.map(ofContent)
  settleRatings(columns, meanings)
  settleTitle(columns, meanings)
  settleDates(columns, meanings)
  return meanings
}

function ofContent(column: Column): Meaning {
  const { guess, filled, letters } = column
  const rated = (column.marks >= 0.5 && column.marks > 0) || (column.fills >= 0.5 && letters < 400)
  if (guess === 'rating') {
    if (rated || filled === 0) return 'rating'
    if (column.trends >= 0.5) return 'trend'
    return column.dates >= 0.5 ? 'ignore' : letters > 25 ? 'position' : column.marks > 0 ? 'rating' : 'ignore'
  }
  if (column.trends >= 0.7 && column.filled > 0 && (guess === 'trend' || guess === null)) return 'trend'
  if (column.marks >= 0.7 && filled > 1 && (guess === null || guess === 'position' || guess === 'outcome')) return 'rating'
  if (column.fills >= 0.7 && filled === 0 && guess !== 'owner') return 'rating'
  if (guess === 'code') return column.codes >= 0.5 || filled === 0 ? 'code' : letters > 25 ? 'title' : 'ignore'
  if (guess === 'title' || guess === 'heading') {
    if (column.codes >= 0.8 && column.distinct >= 0.9) return 'code'
    return isImportance(column) || column.figures >= 0.8 ? 'ignore' : guess
  }
  if (guess === 'trend') return column.trends >= 0.3 || filled === 0 ? 'trend' : 'ignore'
  if (guess === 'ignore' && column.dates >= 0.7 && /date/i.test(column.header)) return 'ignore'
  if (guess === 'owner' && column.figures >= 0.5) return 'ignore'
  if (guess !== null) return guess
  if (filled === 0) return 'ignore'
  if (column.codes >= 0.8 && column.distinct >= 0.9) return 'code'
  return letters > 60 && column.header !== '' ? 'position' : 'ignore'
}

/** "Priority: high": how much something matters is not what it is. */
const isImportance = (column: Column): boolean => column.weights >= 0.8 && column.distinct < 1

/** One rating stands: the current one. Ratings of earlier quarters are kept apart, and a second kind of status is words. */
function settleRatings(columns: readonly Column[], meanings: Meaning[]) {
  const rated = meanings.flatMap((meaning, column) => (meaning === 'rating' ? [column] : []))
  if (rated.length < 2) return
  const useful = rated.filter((column) => columns[column]!.filled > 0 || columns[column]!.fills > 0)
  const current = useful.find((column) => /\b(current|latest|this|now|overall)\b/i.test(columns[column]!.header))
  const inColour = useful.filter((column) => columns[column]!.markWords.some(isColourWord) || columns[column]!.fills > 0)
  const stands =
    current ??
    (inColour.length > 0
      ? inColour.findLast((column) => !/\b(previous|last|prior|baseline)\b/i.test(columns[column]!.header))
      : useful.at(-1)) ??
    rated[0]!
  for (const column of rated) {
    if (column === stands) continue
    meanings[column] =
      inColour.includes(stands) && !inColour.includes(column) && columns[column]!.filled > 0 ? 'position' : 'earlier rating'
  }
}

/** How surely a header names the thing to be done, and not what it belongs to. */
function titleRank(header: string): number {
  const words = fold(header)
  if (/\b(priority|priorities|themes?|goals?|objectives?|strategic)\b/.test(words) && !/\b(action|activit)/.test(words)) return 1
  if (/\b(milestones?|targets?|outputs?|steps?|item)\b/.test(words)) return 2
  return 3
}

function settleTitle(columns: readonly Column[], meanings: Meaning[]) {
  const candidates = meanings.flatMap((meaning, column) => (meaning === 'title' ? [column] : []))
  if (candidates.length === 0) {
    const stand = ['heading', 'aim', 'success', 'strand', 'outcome']
      .map((meaning) => meanings.indexOf(meaning as Meaning))
      .find((column) => column !== -1 && isText(columns[column]!))
    const longest = columns
      .map((column, index) => ({ column, index }))
      .filter(({ column, index }) => meanings[index] === 'ignore' && isText(column) && column.distinct > 0.8)
    const chosen = stand ?? longest.sort((a, b) => a.index - b.index)[0]?.index
    if (chosen !== undefined) meanings[chosen] = 'title'
    return
  }
  const repeats = (column: number) => columns[column]!.merged > 0 || columns[column]!.distinct < 0.6
  const [title] = [...candidates].sort(
    (a, b) => Number(repeats(a)) - Number(repeats(b)) || titleRank(columns[b]!.header) - titleRank(columns[a]!.header) || a - b,
  )
  for (const column of candidates) {
    if (column === title) continue
    const before = column < title! && (repeats(column) || titleRank(columns[column]!.header) === 1)
    meanings[column] = before
      ? 'heading'
      : titleRank(columns[column]!.header) === 2
        ? 'success'
        : repeats(column)
          ? 'ignore'
          : 'aim'
  }
}

const isText = (column: Column): boolean => column.filled > 0 && column.figures < 0.3 && column.letters >= 5 && column.dates < 0.5

/** Of several due dates, the revised one stands; a review date is nobody's deadline. */
function settleDates(columns: readonly Column[], meanings: Meaning[]) {
  const due = meanings.flatMap((meaning, column) => (meaning === 'due' ? [column] : []))
  const stands =
    due.find((column) => /revis|current|forecast/i.test(columns[column]!.header) && columns[column]!.filled > 0) ??
    due.find((column) => columns[column]!.filled > 0)
  for (const column of due) if (column !== stands && stands !== undefined) meanings[column] = 'ignore'
}

/** How much a list looks like part of a plan, in points: it needs things to do, and to say who, when, how far or to what end. */
export function planPoints(columns: readonly Column[], meanings: readonly Meaning[]): number {
  const title = columns[meanings.indexOf('title')]
  if (!title || !isText(title) || (title.filled > 2 && title.distinct < 0.3)) return 0
  const has = (meaning: Meaning) =>
    meanings.some((each, column) => each === meaning && columns[column]!.filled + columns[column]!.fills > 0)
  const rated = meanings.some(
    (each, column) => each === 'rating' && (columns[column]!.marks >= 0.5 || columns[column]!.fills >= 0.5),
  )
  const promised = columns.some((column, index) => isLegend(column.header) && meanings[index] === 'position')
  const weighed = columns.some(({ header }) => /\b(?:likelihood|probability|inherent|residual)\b/i.test(header))
  const points: readonly (readonly [boolean, number])[] = [
    [weighed, -4], // a register of risks, which has owners and colours too
    [rated, 2],
    [promised, 1],
    [has('owner'), 1.5],
    [has('due'), 1],
    [has('starts'), 0.5],
    [has('position'), 0.5],
    [has('outcome'), 1],
    [has('success'), 1],
    [has('trend'), 1],
    [has('aim'), 0.25],
    [has('code') || title.leadingCodes >= 0.6, 0.5],
    [/\b(action|activit|priorit|objective|commitment|project|kpa|milestone)/i.test(title.header), 0.5],
  ]
  return points.reduce((sum, [holds, worth]) => sum + (holds ? worth : 0), 0)
}
