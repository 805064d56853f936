import { writeDate } from '../../calendar/dates.ts'
import { type PowerKey, powerOn, selectPower, successorOf, type Term } from './power.ts'

export const USE_STATES = ['considered', 'applied for', 'in force', 'given', 'refused', 'ended'] as const
export type UseState = (typeof USE_STATES)[number]

/** What can become of a use: an order is thought of, applied for, made or refused, and ends; advice or a warning is given. */
export const statesAfter = (state: UseState | null, formal: boolean): readonly UseState[] => {
  switch (state) {
    case null: return formal ? ['considered', 'applied for', 'in force', 'refused'] : ['considered', 'given']
    case 'considered': return formal ? ['applied for', 'in force', 'ended'] : ['given', 'ended']
    case 'applied for': return ['in force', 'refused', 'ended']
    case 'in force': return ['ended']
    case 'given': return []
    case 'refused': return ['applied for']
    case 'ended': return []
  }
}

/** A use as it is to be recorded. Dates are ISO; `age` in whole years on the day decided, null when not known or for a place or a body. */
export type Use = {
  power: string
  state: UseState
  decidedOn: string
  starts: string | null
  ends: string | null
  age: number | null
  isBody?: boolean
  extended?: boolean
  skippedReason: string | null
  earlier: readonly { power: string; state: UseState; decidedOn: string }[]
}

/** What the rules make of a use: `limit` is beyond the law and cannot be recorded, `reason` wants one, `note` is to be known. `field` is the form's. */
export type UseFinding = { kind: 'limit' | 'reason' | 'note'; field: 'power' | 'ends' | 'starts' | 'skipped_reason' | 'subject'; text: string; source: string }

const isMade = (state: UseState) => state === 'in force' || state === 'given'
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const lastDay = (starts: string, months: number) => Temporal.PlainDate.from(starts).add({ months }).subtract({ days: 1 }).toString()
const span = (months: number) => (months % 12 === 0 && months > 12 ? `${months / 12} years` : months === 12 ? '12 months' : `${months} months`)

/** What the law and the ladder say of using a power so: limits exceeded, what was skipped, and what to see to. Nothing for a use within them. */
export function checkUse(use: Use): UseFinding[] {
  const power = powerOn(use.power, use.decidedOn)
  if (!power) {
    const known = selectPower(use.power)
    const text = !known ? 'Choose a power'
      : known.to && use.decidedOn > known.to ? `${known.title} ended on ${day(known.to)}. What took its place is: ${selectPower(successorOf(known.key))!.title.toLowerCase()}`
      : `${known.title} did not exist before ${day(known.from)}`
    return [{ kind: 'limit', field: 'power', text, source: known?.source ?? '' }]
  }
  const { source, title, ageFrom, bodies } = power
  const findings: UseFinding[] = []
  const add = (kind: UseFinding['kind'], field: UseFinding['field'], text: string) => findings.push({ kind, field, text, source })
  if (use.isBody && power.on === 'person' && !bodies) add('limit', 'subject', `${title} is for a person, not a company or other body`)
  if (ageFrom !== undefined && !use.isBody && power.on === 'person') {
    if (use.age === null) add('note', 'subject', `No date of birth is held: make sure that the person is ${ageFrom} or over`)
    else if (use.age < ageFrom) add('limit', 'subject', `${title} is for people aged ${ageFrom} or over; this person was ${use.age}`)
  }
  const isYoung = use.age !== null && use.age < 18 && power.on === 'person'
  for (const [field, text] of termFaults(title, isYoung && power.youthTerm ? power.youthTerm : power.term, isYoung && power.youthTerm ? ' for anyone under 18' : '', use)) add('limit', field, text)
  if (power.needs && use.state !== 'considered' && !use.earlier.some((other) => other.power === power.needs && isMade(other.state) && other.decidedOn <= use.decidedOn) && !use.earlier.some((other) => other.power === power.needs && other.state === 'ended'))
    add('limit', 'power', `${title} needs ${article(selectPower(power.needs)!.title)} first, and none is recorded as given`)
  const skipped = skippedRungs(use.power, use.decidedOn, use.earlier)
  if (skipped.length > 0 && use.state !== 'considered') {
    const text = `Not tried before: ${skipped.map((key) => selectPower(key)!.title.toLowerCase()).join(', ')}`
    if (use.skippedReason) add('note', 'skipped_reason', text)
    else add('reason', 'skipped_reason', `Say why steps were left out. ${text}`)
  }
  if (isYoung && power.yearlyYouthReview) add('note', 'ends', 'The order of anyone under 18 is reviewed every 12 months')
  if (power.onConviction && use.state !== 'considered') add('note', 'power', 'A court makes it only when it convicts')
  if (power.consult) add('note', 'power', power.consult)
  return findings
}

const article = (title: string) => `a ${title.toLowerCase()}`

function termFaults(title: string, term: Term, whose: string, { state, starts, ends, extended }: Use): ['starts' | 'ends', string][] {
  if (state !== 'in force' && !(state === 'ended' && starts)) return []
  if (!starts) return state === 'in force' ? [['starts', 'Enter the day it began']] : []
  if (!ends) return term.openEnded ? [] : [['ends', `Enter the day it ends: ${title.toLowerCase()}${whose} always has one`]]
  if (ends < starts) return [['ends', 'It cannot end before it begins']]
  const faults: ['starts' | 'ends', string][] = []
  if (term.shortestMonths && ends < lastDay(starts, term.shortestMonths)) faults.push(['ends', `It must run for at least ${span(term.shortestMonths)}${whose}: until ${day(lastDay(starts, term.shortestMonths))}${term.openEnded ? ', or with no end' : ''}`])
  const most = extended && term.extendedToMonths ? term.extendedToMonths : term.longestMonths
  // The same day so many months on is the last it can be, read generously.
  if (most && ends > Temporal.PlainDate.from(starts).add({ months: most }).toString()) faults.push(['ends', `It can run for at most ${span(most)}${whose}: until ${day(lastDay(starts, most))}`])
  if (term.longestDays && ends > Temporal.PlainDate.from(starts).add({ days: term.longestDays }).toString()) faults.push(['ends', `It can run for at most ${term.longestDays * 24} hours`])
  return faults
}

/** The rungs below a power's own on which nothing was given, made or refused before; those of one rung stand for each other, and older powers for what took their place. Empty for a power beside the ladder. */
export function skippedRungs(key: string, on: string, earlier: Use['earlier']): PowerKey[] {
  const power = powerOn(key, on)
  if (!power || power.rung === null) return []
  const tried = new Set(earlier.filter(({ state, decidedOn }) => state !== 'considered' && decidedOn <= on).map((use) => selectPower(use.power)?.rung))
  const below = (candidate: PowerKey) => selectPower(candidate)!
  return (['advice', 'rapid contact', 'warning letter', 'acceptable behaviour contract', 'community protection warning', 'community protection notice', 'closure notice'] as const)
    .filter((candidate) => below(candidate).rung! < power.rung! && powerOn(candidate, on) !== null && !tried.has(below(candidate).rung))
    // What shuts a place is no step towards an order on a person, nor the other way about.
    .filter((candidate) => power.on === 'place' ? below(candidate).on !== 'person' || below(candidate).rung! <= 3 : below(candidate).on !== 'place')
}

/** Age in whole years on a day (both ISO). */
export const ageOn = (birth: string, on: string): number => Temporal.PlainDate.from(birth).until(Temporal.PlainDate.from(on), { largestUnit: 'year' }).years

/**
 * When the order of a young person is next to be looked at: 12 months after it was made or last reviewed, while they are then under 18 and it runs (2014 Act, s.28).
 * Null when no review is due. All ISO.
 */
export function nextYouthReview({ birth, starts, ends, reviewedOn }: { birth: string; starts: string; ends: string | null; reviewedOn: string | null }): string | null {
  const due = Temporal.PlainDate.from(reviewedOn ?? starts).add({ months: 12 }).toString()
  return ageOn(birth, due) < 18 && (ends === null || due < ends) ? due : null
}

/** A use by where it stands today: one that ran past its last day is over, whoever has written so or not. */
export const standingOn = (today: string, { state, ends }: { state: UseState; ends: string | null }): UseState | 'expired' => (state === 'in force' && ends !== null && ends < today ? 'expired' : state)
