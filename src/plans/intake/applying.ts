import type { Paper } from '../../documents/paper.ts'
import { writeDate } from '../../calendar/dates.ts'
import { codeKey, namedCode } from './codes.ts'
import { placeEntries, type Placed } from './coding.ts'
import { opening } from './folding.ts'
import { gather, type Gathering } from './gathering.ts'
import { join } from './joining.ts'
import { type Mapping, PLAN_SURE } from './mapping.ts'
import { particularsOf } from './particulars.ts'
import { type PlanReading, type Question, type ReadItem, wordsOf } from './plan-reading.ts'
import { positionLines } from './position.ts'
import { schemeFor } from './scheme-choice.ts'
import { type Sighting, withTrend } from './sightings.ts'
import { stateOfRating, stateOfWords } from './state-guess.ts'

/** Reads a plan from a paper by a given mapping. Without a table that is part of a plan, it has no items. */
export function applyMapping(paper: Paper, mapping: Mapping): PlanReading {
  const gathering = gather(paper, mapping)
  const { entries, questions, leftOut } = join(gathering)
  const about = particularsOf(paper, gathering.particulars)
  const rated = entries.some(({ ratings }) => ratings.length > 0)
  const nouns = nounOf(gathering)
  const kind =
    about.kind ?? (gathering.sheets.length > 0 || (rated && !/\bactions?\b/i.test(nouns)) ? 'dashboard' : 'action plan')
  const misdated = settleDates(entries)
  const { placed, ...coding } = placeEntries(entries, kind, nouns)
  const { scheme, ...choice } = schemeFor(entries, gathering.legends)
  const codes = new Map(placed.map(({ code }) => [codeKey(code), code]))
  const withChildren = new Set(placed.map(({ parent }) => parent))
  const items = placed.map((each) => itemOf(each, withChildren.has(each), codes, about.positionOn, scheme))
  shareCitedLines(items)
  guessGroups(items)
  return {
    fileName: paper.name,
    title: about.title,
    kind,
    period: about.period,
    positionOn: about.positionOn,
    scheme,
    items,
    ownerKey: gathering.ownerKey,
    questions: [...gathering.questions, ...questions, ...misdated, ...coding.questions, ...choice.questions],
    leftOut: [...gathering.leftOut, ...leftOut, ...coding.leftOut],
    unsure: unsureOf(mapping, items.length),
  }
}

/** The words over the lists' titles: what the paper calls its items. */
const nounOf = ({ listings }: Gathering): string =>
  listings
    .map(({ region }) => region.headers[region.meanings.indexOf('title')] ?? '')
    .filter((header) => !namedCode(header))
    .join(' ')

function unsureOf(mapping: Mapping, items: number): string | null {
  const parts = mapping.regions.filter(({ role }) => role === 'list' || role === 'sheet' || role === 'columns')
  if (parts.some(({ points }) => points >= PLAN_SURE) && items > 1) return null
  return 'This may not be a plan: its tables have few of the marks of one. Look at what each table was taken for before you go on.'
}

/** A due date before the start is a misprint in one of the two: the start is left off, and the row named. */
function settleDates(entries: readonly Sighting[]): Question[] {
  return entries.flatMap((entry) => {
    const { starts, due } = entry
    if (!starts || !due || Temporal.PlainDate.compare(due, starts) >= 0) return []
    entry.starts = null
    return [
      {
        place: entry.place,
        sentence: `“${opening(entry.title)}” is due on ${writeDate(due)}, before it starts on ${writeDate(starts)}. The start was left off: correct the one that is wrong.`,
      },
    ]
  })
}

function itemOf(
  { entry, code, codeMade, parent, kind }: Placed,
  hasChildren: boolean,
  codes: ReadonlyMap<string, string>,
  on: Temporal.PlainDate | null,
  scheme: PlanReading['scheme'],
): ReadItem {
  const stated = withTrend(entry)
  const words = new Set(stated.map(({ word }) => word))
  const facts = scheme?.values.find(({ word }) => words.has(word))?.facts ?? []
  const byRating = words.size === 1 ? stateOfRating([...words][0]!, facts) : null
  const said = [entry.undated ?? '', wordsOf(entry.position), wordsOf(entry.outcome)].filter(Boolean).join('\n')
  return {
    code,
    codeMade,
    kind,
    parentCode: parent?.code ?? null,
    title: entry.title || entry.words || `Item ${code}`,
    words: entry.words,
    place: entry.place,
    owners: entry.owners,
    stated,
    unrated: entry.unrated,
    position: positionLines(entry.position, codes, on),
    outcome: entry.outcome,
    success: entry.success,
    aim: entry.aim,
    criteria: entry.criteria,
    strand: entry.strand,
    starts: entry.starts,
    due: entry.due,
    stateGuess:
      kind === 'heading' || hasChildren || words.size > 1
        ? null
        : (byRating ?? (said.length <= 2_500 ? stateOfWords(said) : null)),
    sheetPlace: entry.sheetPlace,
  }
}

/** A line of a group's position that names one of its items by code is that item's too. */
function shareCitedLines(items: ReadItem[]) {
  const byCode = new Map(items.map((item) => [item.code, item]))
  for (const item of items)
    for (const line of item.position)
      for (const code of line.codes) {
        const cited = byCode.get(code)
        if (cited?.parentCode === item.code && !cited.position.includes(line)) cited.position.push(line)
      }
}

/** A group whose items are under way is under way. */
function guessGroups(items: ReadItem[]) {
  const byParent = Map.groupBy(items, ({ parentCode }) => parentCode)
  for (const item of items.toReversed()) {
    const states = (byParent.get(item.code) ?? []).flatMap(({ stateGuess }) => stateGuess?.state ?? [])
    if (item.kind === 'heading' || item.stateGuess || states.length === 0) continue
    const state = states.every((each) => each === states[0]) && states[0] !== 'deferred' ? states[0]! : 'in progress'
    item.stateGuess = { state, because: 'as its items are' }
  }
}
