import type { Paper } from '../../documents/paper.ts'
import type { Item, Owner, Plan, Update } from '../plan.ts'
import type { RatingScheme } from '../rating.ts'
import { applyMapping } from './applying.ts'
import type { NamedOrganisation } from './owner-lexicon.ts'
import { isPost, keyAsOrganisations, matchOwners } from './owners.ts'
import { proposeMapping } from './mapping.ts'
import { oneRating, type PlanReading, type ReadItem, wordsOf } from './plan-reading.ts'

/** Reads a plan from a paper by our own guess of what its tables are; null when nothing in it looks like a plan. */
export function readPlanFrom(paper: Paper): PlanReading | null {
  const reading = applyMapping(paper, proposeMapping(paper))
  return reading.items.length === 0 ? null : reading
}

const item = (code: string) => `item ${code}`

/**
 * The plan a paper holds, for reading it where no database is: identifiers are made from codes, owners resolved by the
 * paper's own key alone. An item that the paper rates in one way has an update; one it rates in two, or not at all, keeps
 * its position as the note to its state. Where the paper names no period, the plan's is so wide that nothing falls outside it.
 */
export function planOf(reading: PlanReading): Plan {
  const keyed = keyAsOrganisations(reading.ownerKey)
  const strands = [...new Set(reading.items.flatMap(({ strand }) => strand ?? []))]
  const scheme: RatingScheme = reading.scheme
    ? { schemeId: 'scheme', name: reading.scheme.name, version: reading.scheme.version, values: reading.scheme.values }
    : { schemeId: 'scheme', name: 'None', version: 1, values: [] }
  const on = reading.positionOn
  return {
    planId: 'paper',
    kind: reading.kind,
    title: reading.title,
    starts: reading.period?.starts ?? Temporal.PlainDate.from('1900-01-01'),
    ends: reading.period?.ends ?? Temporal.PlainDate.from('2199-12-31'),
    scheme,
    rollUp: null,
    rollUpVersion: 1,
    updateInterval: 'quarterly',
    strands: strands.map((name) => ({ strandId: `strand ${name}`, name })),
    state: 'draft',
    period: on && {
      reportingPeriodId: null,
      name: on.toLocaleString('en-GB', { month: 'long', year: 'numeric' }),
      starts: on.add({ days: 1 }).subtract({ months: 3 }),
      ends: on,
      due: null,
    },
    items: reading.items.map((each) => itemOf(each, reading, keyed)),
    version: 1,
  }
}

function itemOf(read: ReadItem, reading: PlanReading, keyed: readonly NamedOrganisation[]): Item {
  const narrative = wordsOf(read.position)
  const update = updateOf(read, reading, narrative)
  return {
    itemId: item(read.code),
    parentId: read.parentCode === null ? null : item(read.parentCode),
    kind: read.kind,
    code: read.code,
    title: read.title,
    place: read.place,
    strandId: read.strand === null ? null : `strand ${read.strand}`,
    mandate: null,
    strength: null,
    aim: wordsOf(read.aim) || null,
    success: wordsOf(read.success) || null,
    outcome: wordsOf(read.outcome) || null,
    outcomeType: null,
    state: read.stateGuess?.state ?? 'not started',
    stateNote: update ? null : [narrative, ...read.unrated.map(({ words }) => words)].filter(Boolean).join('\n') || null,
    stateSince: null,
    starts: read.starts,
    due: read.due,
    promisedOn: null,
    reviewOn: null,
    dischargedThrough: null,
    deferredTo: null,
    mergedInto: null,
    owners: ownersOf(read, keyed),
    updates: update ? [update] : [],
    evidence: [],
    stated: read.stated,
    measures: [],
    links: [],
    version: 1,
  }
}

function updateOf(read: ReadItem, reading: PlanReading, narrative: string): Update | null {
  const declared = oneRating(read)
  if (declared === null) return null
  const positionOn = reading.positionOn ?? reading.period?.ends ?? Temporal.PlainDate.from('2199-12-31')
  return {
    updateId: `update ${read.code}`,
    declared,
    derived: null,
    reason: null,
    narrative,
    positionOn,
    by: null,
    source: reading.fileName,
    reportingPeriodId: null,
  }
}

/** Owners in the paper's words. One named alone answers for the item; of several, the paper does not say which. */
function ownersOf(read: ReadItem, keyed: readonly NamedOrganisation[]): Owner[] {
  const named = read.owners.flatMap(({ words }) => {
    const { matched, unmatched } = matchOwners(words, keyed)
    return [...matched.map((each) => [each.words, each.post].filter(Boolean).join(', ')), ...unmatched]
  })
  const once = [...new Set(named)]
  return once.map((words) => ({
    organisationId: null,
    accountId: null,
    words,
    accountable: once.length === 1,
    single: isPost(words),
  }))
}
