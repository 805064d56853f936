/** What the clocks of the United Kingdom did at a local time: nothing, skipped it, or showed it twice. */
export type Clocks = 'plain' | 'missing' | 'doubled'

type Change = { at: number; from: number; to: number } // an instant and the offsets before and after it, all in milliseconds

const LONDON = 'Europe/London'
const HOUR = 3_600_000
const changes = new Map<number, readonly Change[]>()

/** The changes of the clocks in a year; asked of the time zone database once a year of data. */
function changesOf(year: number): readonly Change[] {
  const known = changes.get(year)
  if (known) return known
  const found: Change[] = []
  let at: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from({ year, month: 1, day: 1, timeZone: LONDON })
  while (true) {
    const before: number = at.offsetNanoseconds / 1e6
    at = at.getTimeZoneTransition('next')
    if (at === null || at.year > year) break
    found.push({ at: at.epochMilliseconds, from: before, to: at.offsetNanoseconds / 1e6 })
  }
  changes.set(year, found)
  return found
}

const offsets = new Map<number, number>()

/** The offset with which a year begins: an hour in 1969 to 1971, none since. */
function offsetAtStart(year: number): number {
  const known = offsets.get(year)
  if (known !== undefined) return known
  const offset = Temporal.ZonedDateTime.from({ year, month: 1, day: 1, timeZone: LONDON }).offsetNanoseconds / 1e6
  offsets.set(year, offset)
  return offset
}

/**
 * The instant, in milliseconds, of a local time given as if it were UTC. A time that the clocks skipped is taken an hour later (01:30 → 02:30 BST);
 * of a time shown twice the first is taken.
 */
export function instantOf(localMilliseconds: number): { instant: number; clocks: Clocks } {
  const year = new Date(localMilliseconds).getUTCFullYear()
  let offset = offsetAtStart(year)
  for (const { at, from, to } of changesOf(year)) {
    if (localMilliseconds < at + Math.min(from, to)) return { instant: localMilliseconds - offset, clocks: 'plain' }
    if (localMilliseconds < at + Math.max(from, to))
      return { instant: localMilliseconds - from, clocks: to > from ? 'missing' : 'doubled' }
    offset = to
  }
  return { instant: localMilliseconds - offset, clocks: 'plain' }
}

/** The local time of an instant, in milliseconds as if it were UTC. */
export function localOf(instant: number): number {
  const year = new Date(instant).getUTCFullYear()
  let offset = offsetAtStart(year)
  for (const change of changesOf(year)) if (instant >= change.at) offset = change.to
  return instant + offset
}

/** Midnight of an ISO date in London, in milliseconds. */
export const midnightOf = (date: string): number => instantOf(Date.parse(`${date}T00:00:00Z`)).instant

export const DAY = 24 * HOUR
