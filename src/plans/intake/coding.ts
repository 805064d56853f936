import type { ItemKind, PlanKind } from '../plan.ts'
import { codeKey, gapsIn, parentCodeOf, partsOf } from './codes.ts'
import { opening } from './folding.ts'
import type { LeftOut, Question } from './plan-reading.ts'
import type { Sighting } from './sightings.ts'

/** An entry in its place in the tree: what the paper shows of it, its final code and its parent. */
export type Placed = { entry: Sighting; code: string; codeMade: boolean; parent: Placed | null; kind: ItemKind }

/** Longest code the plan can hold (0002_plans.sql). */
const LONGEST_CODE = 30

/** Puts entries under their parents by code or heading, gives codes to those without, and orders them parents first. */
export function placeEntries(
  entries: readonly Sighting[],
  kindOfPlan: PlanKind,
  noun: string,
): { placed: Placed[]; questions: Question[]; leftOut: LeftOut[] } {
  const questions: Question[] = []
  const parents = parentsOf(entries)
  const withChildren = new Set(parents.values())
  const childless = new Set(
    entries.filter(
      (entry) => entry.level === 'heading' && !withChildren.has(entry) && entry.ratings.length === 0 && entry.owners.length === 0,
    ),
  )
  const leftOut = [...childless].map(({ place, words }) => ({ place, why: `“${words}” is a heading with nothing under it` }))
  const kept = entries.filter((entry) => !childless.has(entry))
  const codes = codesFor(kept, parents, questions)
  const placed = new Map<Sighting, Placed>()
  for (const entry of inOrder(kept, parents)) {
    const parent = parents.get(entry)
    placed.set(entry, {
      entry,
      code: codes.get(entry)!,
      codeMade: entry.code === null,
      parent: parent ? (placed.get(parent) ?? null) : null,
      kind: kindOf(entry, parent !== undefined, withChildren.has(entry), kindOfPlan, noun),
    })
  }
  for (const missing of gapsIn(kept.flatMap(({ code }) => (code === null ? [] : [code]))))
    questions.push(gapQuestion(missing, kept))
  return { placed: [...placed.values()], questions, leftOut }
}

function gapQuestion(missing: string, entries: readonly Sighting[]): Question {
  const after = entries.findLast(
    ({ code }) =>
      code !== null &&
      partsOf(code).length === partsOf(missing).length &&
      codeKey(code).localeCompare(codeKey(missing), 'en', { numeric: true }) < 0,
  )
  return {
    place: after?.place ?? '',
    sentence: `There is no ${missing}: the numbering goes from ${after?.code ?? 'the start'} past it. Say whether it was withdrawn.`,
  }
}

function parentsOf(entries: readonly Sighting[]): Map<Sighting, Sighting> {
  const byKey = new Map(entries.flatMap((entry) => (entry.code === null ? [] : [[codeKey(entry.code), entry] as const])))
  const parents = new Map<Sighting, Sighting>()
  const there = new Set(entries)
  for (const entry of entries) {
    const byCode = entry.code === null ? null : parentCodeOf(entry.code, byKey)
    const parent = (byCode === null ? null : byKey.get(byCode)!) ?? entry.under
    if (parent && parent !== entry && there.has(parent) && !leadsBack(parents, parent, entry)) parents.set(entry, parent)
  }
  return parents
}

function leadsBack(parents: ReadonlyMap<Sighting, Sighting>, from: Sighting, to: Sighting): boolean {
  for (let at: Sighting | undefined = from; at; at = parents.get(at)) if (at === to) return true
  return false
}

/** Parents before their children, each family in reading order. */
function inOrder(entries: readonly Sighting[], parents: ReadonlyMap<Sighting, Sighting>): Sighting[] {
  const children = Map.groupBy(entries, (entry) => parents.get(entry) ?? null)
  const walk = (parent: Sighting | null): Sighting[] => (children.get(parent) ?? []).flatMap((entry) => [entry, ...walk(entry)])
  return walk(null)
}

function codesFor(
  entries: readonly Sighting[],
  parents: ReadonlyMap<Sighting, Sighting>,
  questions: Question[],
): Map<Sighting, string> {
  const used = new Set<string>()
  const codes = new Map<Sighting, string>()
  for (const entry of entries) if (entry.code !== null) codes.set(entry, ownCode(entry, entry.code, used, questions))
  const series = new Map<string, Iterator<string>>()
  const claim = (key: string, begin: () => Iterator<string>): string => {
    const candidates = series.get(key) ?? begin()
    series.set(key, candidates)
    for (let next = candidates.next(); !next.done; next = candidates.next()) {
      const code = next.value
      if (used.has(codeKey(code))) continue
      used.add(codeKey(code))
      return code
    }
    throw new Error('A series of codes came to an end')
  }
  const bare = entries.filter((entry) => !codes.has(entry))
  for (const level of ['heading', 'item'] as const)
    for (const entry of bare.filter((each) => each.level === level)) {
      const parent = codes.get(parents.get(entry)!)
      codes.set(
        entry,
        claim(`${level} under ${parent}`, () => (level === 'heading' ? letters(parent) : numbers(parent))),
      )
    }
  tellMade(bare, codes, entries.length, questions)
  return codes
}

/** The code the paper gives, or one like it where an earlier entry has that already, or where it is longer than a code can be. */
function ownCode(entry: Sighting, code: string, used: Set<string>, questions: Question[]): string {
  const short = code.slice(0, LONGEST_CODE)
  let free = short
  for (let number = 2; used.has(codeKey(free)); number++) free = `${short.slice(0, LONGEST_CODE - 5)}-${number}`
  used.add(codeKey(free))
  if (free !== code)
    questions.push({
      place: entry.place,
      sentence: `“${opening(entry.title)}” has the code ${opening(code)}, which is ${free === short ? 'longer than a code can be' : 'used before it'}. It was given ${free}.`,
    })
  return free
}

/** A, B, … Z, AA, AB, … under the parent's code where there is one. */
function* letters(parent: string | undefined): Generator<string> {
  for (let number = 0; number < 18_000; number++) {
    const [first, last] = [Math.floor(number / 26) - 1, number % 26].map((each) =>
      each < 0 ? '' : String.fromCharCode(65 + each),
    )
    yield parent === undefined ? `${first}${last}` : `${parent}.${first}${last}`
  }
}

function* numbers(parent: string | undefined): Generator<string> {
  for (let number = 1; number < 1_000_000; number++)
    yield parent === undefined ? `${number}` : /\p{L}$/u.test(parent) ? `${parent}${number}` : `${parent}.${number}`
}

function tellMade(bare: readonly Sighting[], codes: ReadonlyMap<Sighting, string>, all: number, questions: Question[]) {
  for (const level of ['heading', 'item'] as const) {
    const made = bare.filter((each) => each.level === level)
    const [first, last] = [made[0], made.at(-1)]
    if (!first || !last) continue
    const which = made.length === 1 ? codes.get(first)! : `${codes.get(first)!} to ${codes.get(last)!}`
    const whose =
      level === 'heading'
        ? 'its headings'
        : made.length === all
          ? 'its items'
          : made.length === 1
            ? 'one item'
            : `${made.length} of its items`
    questions.push({
      place: first.place,
      sentence: `The paper does not number ${whose}. Wardmote gave ${made.length === 1 ? 'it' : 'them'} ${which}; the next version of the paper will be matched to ${made.length === 1 ? 'it' : 'them'} by title.`,
    })
  }
}

const PARENT_NOUN: Readonly<Record<string, ItemKind>> = {
  objective: 'objective',
  aim: 'objective',
  outcome: 'outcome',
  target: 'target',
  commitment: 'commitment',
}

function kindOf(entry: Sighting, hasParent: boolean, hasChildren: boolean, plan: PlanKind, noun: string): ItemKind {
  if (entry.level === 'heading' && entry.noun) return PARENT_NOUN[entry.noun] ?? 'priority'
  if (entry.level === 'heading' && entry.code === null && entry.ratings.length === 0 && entry.owners.length === 0)
    return 'heading'
  if (hasChildren) return hasParent ? 'objective' : 'priority'
  if (/\bactions?\b/i.test(noun)) return 'action'
  if (/\bcommitments?\b/i.test(noun)) return 'commitment'
  if (!hasParent && /\bpriorit/i.test(noun)) return 'priority'
  if (/\bobjectives?\b/i.test(noun)) return 'objective'
  if (/\boutcomes?\b/i.test(noun)) return 'outcome'
  return plan === 'action plan' ? 'action' : plan === 'strategy' ? 'commitment' : 'activity'
}
