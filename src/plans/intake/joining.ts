import { codeKey, partsOf } from './codes.ts'
import { fold, likeness, opening } from './folding.ts'
import type { Gathering, Listing } from './gathering.ts'
import type { LeftOut, Question } from './plan-reading.ts'
import { groupCode, type Sheet } from './sheet-reading.ts'
import { joinSighting, type Sighting, sightingOf } from './sightings.ts'

/** One entry for each item and heading of the paper, in reading order, and what was unclear on the way. */
export type Joined = { entries: Sighting[]; questions: Question[]; leftOut: LeftOut[] }

/** The entries so far, found by code and by title. */
type Joining = Joined & { byCode: Map<string, Sighting>; byTitle: Map<string, Sighting> }

/** Brings together what lists and sheets say of the same items. */
export function join(gathering: Gathering): Joined {
  const joined: Joining = { entries: [], questions: [], leftOut: [], byCode: new Map(), byTitle: new Map() }
  partNumbersThatRestart(gathering.listings, joined)
  const stands = new Map<Sighting, Sighting>()
  for (const { sightings } of gathering.listings) {
    const before = new Set(joined.entries)
    for (const sighting of sightings) {
      if (sighting.under) sighting.under = stands.get(sighting.under) ?? sighting.under
      stands.set(sighting, takeSighting(joined, sighting, before))
    }
  }
  for (const sheet of gathering.sheets) attach(joined, sheet)
  return joined
}

/** Adds a sighting, or joins it to the entry it is of; gives the entry. `before`: entries of the lists before this one. */
function takeSighting(joined: Joining, sighting: Sighting, before: ReadonlySet<Sighting>): Sighting {
  const known = sighting.code === null ? withTitle(joined, sighting, before) : joined.byCode.get(codeKey(sighting.code))
  if (!known || known === sighting.under) return add(joined, sighting)
  if (sighting.code === null || areOne(known, sighting, before.has(known))) {
    joinSighting(known, sighting)
    return known
  }
  return add(joined, { ...sighting, code: freeCode(joined, sighting, known) })
}

function add(joined: Joining, sighting: Sighting): Sighting {
  joined.entries.push(sighting)
  if (sighting.code !== null && !joined.byCode.has(codeKey(sighting.code))) joined.byCode.set(codeKey(sighting.code), sighting)
  if (!joined.byTitle.has(titleKey(sighting))) joined.byTitle.set(titleKey(sighting), sighting)
  return sighting
}

const titleKey = ({ level, title, under }: Sighting): string =>
  level === 'item' ? `item ${fold(title)}` : `heading ${fold(title)} under ${fold(under?.title ?? '')}`

/** An entry without a code is known again by its words: headings anywhere, items only from another list. */
function withTitle(joined: Joining, sighting: Sighting, before: ReadonlySet<Sighting>): Sighting | undefined {
  const known = joined.byTitle.get(titleKey(sighting))
  return known && (known.level === 'heading' || before.has(known)) ? known : undefined
}

/** Whether two sightings with one code are of one item: a heading and its line in the summary, or the same words again. */
function areOne(known: Sighting, again: Sighting, fromAnotherList: boolean): boolean {
  if (known.level === 'heading' || again.level === 'heading') return again.under === null || again.level === 'heading'
  return likeness(known.title, again.title) >= (fromAnotherList ? 0.4 : 0.8)
}

/** A code that a second item has too: the second is given another, and both places are named. */
function freeCode(joined: Joining, sighting: Sighting, known: Sighting): string {
  let number = 2
  while (joined.byCode.has(codeKey(`${sighting.code}-${number}`))) number++
  const code = `${sighting.code}-${number}`
  joined.questions.push({
    place: sighting.place,
    sentence: `Code ${sighting.code} is used twice: for “${opening(known.title)}” (${known.place}) and for “${opening(sighting.title)}”. The second was given ${code}. Give it a code of its own if it should have another.`,
  })
  return code
}

/**
 * Where each heading's items are numbered from 1 again, the heading's number goes before theirs; where headings and items
 * are numbered alike ("Priority 1" and action 1), the heading's noun goes before its number.
 */
function partNumbersThatRestart(listings: readonly Listing[], joined: Joined) {
  const all = listings.flatMap(({ sightings }) => sightings)
  const items = all.filter(
    ({ level, code, under }) => level === 'item' && code !== null && under !== null && partsOf(code).length === 1,
  )
  const named = new Set(
    all.flatMap((each) => (each.level === 'heading' && each.noun !== null && each.code !== null ? [codeKey(each.code)] : [])),
  )
  const clash = items.some((item) => named.has(codeKey(item.code!)))
  const byCode = Map.groupBy(items, (item) => codeKey(item.code!))
  const restarts = [...byCode.values()].filter(
    (same) => new Set(same.map(({ under }) => under)).size > 1 && same.some((each) => likeness(each.title, same[0]!.title) < 0.4),
  )
  if (restarts.length === 0) {
    if (clash)
      for (const each of all)
        if (each.level === 'heading' && each.noun !== null && each.code !== null)
          each.code = `${each.noun.charAt(0).toUpperCase()}${each.code}`
    return
  }
  const headings = [...new Set(items.map(({ under }) => under!))]
  for (const [index, heading] of headings.entries()) heading.code ??= String.fromCharCode(65 + (index % 26))
  for (const item of items) item.code = `${item.under!.code}.${item.code}`
  joined.questions.push({
    place: items[0]!.place,
    sentence: 'Numbers begin again under each heading, so each item was given its heading’s code before its number.',
  })
}

/** What a sheet says, given to the item or the group of items it is about. */
function attach(joined: Joining, sheet: Sheet) {
  const { about, heading } = sheet
  const group = groupCode(sheet)
  const parent =
    (group !== null ? joined.byCode.get(codeKey(group)) : undefined) ??
    (heading ? joined.byTitle.get(titleKey(heading)) : undefined)
  if (heading && parent) addAim(parent, heading)
  const over = parent ?? (heading && (heading.code !== null || sheet.items.length > 1) ? add(joined, heading) : null)
  const named = sheet.items.map(({ code, title }) => find(joined, code, title) ?? addFromSheet(joined, code, title, about, over))
  if (named.length === 1) return joinSighting(named[0]!, { ...about, level: 'item' })
  if (over) joinSighting(over, { ...about, level: over.level })
  for (const item of named)
    joinSighting(item, {
      ...about,
      level: 'item',
      ratings: [],
      unrated: [],
      trend: null,
      position: over ? [] : about.position,
      outcome: over ? [] : about.outcome,
    })
}

function find(joined: Joining, code: string | null, title: string): Sighting | undefined {
  if (code !== null) return joined.byCode.get(codeKey(code))
  const alike = joined.entries
    .filter(({ level }) => level === 'item')
    .map((entry) => ({ entry, like: likeness(entry.title, title) }))
  const best = alike.sort((a, b) => b.like - a.like)[0]
  return best && best.like >= 0.7 ? best.entry : undefined
}

function addFromSheet(joined: Joining, code: string | null, title: string, about: Sighting, under: Sighting | null): Sighting {
  const listed = joined.entries.some(({ level, sheetPlace }) => level === 'item' && sheetPlace === null)
  if (listed)
    joined.questions.push({
      place: about.place,
      sentence: `${code ?? `“${opening(title)}”`} is on this sheet and in no list. It was taken from the sheet.`,
    })
  return add(joined, sightingOf(about.place, title, { code, under, words: code ? `${code} ${title}` : title }))
}

function addAim(parent: Sighting, heading: Sighting) {
  for (const aim of heading.aim) if (!parent.aim.some(({ words }) => likeness(words, aim.words) > 0.9)) parent.aim.push(aim)
}
