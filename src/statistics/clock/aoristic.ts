import { DAY, HOUR, HOURS, hourOfWeek, WEEK } from './hour-of-week.ts'

/**
 * How an event's times were read: as given, at its start because its end is missing or too far before it, the two
 * changed about, or a week or longer.
 */
export type Reading = 'window' | 'instant' | 'end missing' | 'swapped' | 'end ignored' | 'a week or longer'

/** The window of an event that is used, in seconds, and how it was read. */
export type Window = { from: number; to: number; reading: Reading }

const LONGEST_SWAP = DAY

/**
 * Mends the times of one event, in seconds; a missing end is NaN. An end before the start by up to 24 hours is taken
 * as the two changed about; by more, as a slip, and the start alone is used; a missing end, likewise. Source:
 * Ratcliffe 2002 for windows; the mending is ours and is said to the reader.
 */
export function windowOf(start: number, end: number): Window {
  if (Number.isNaN(end)) return { from: start, to: start, reading: 'end missing' }
  if (end === start) return { from: start, to: start, reading: 'instant' }
  if (end < start) return start - end <= LONGEST_SWAP ? { from: end, to: start, reading: 'swapped' } : { from: start, to: start, reading: 'end ignored' }
  return { from: start, to: end, reading: end - start >= WEEK ? 'a week or longer' : 'window' }
}

/**
 * Calls `add` with each hour of the week that an event may have happened in and its weight, the share of the event's
 * window in that hour; the weights sum to 1. An instant weighs 1 in its hour; a week or longer weighs the same in all
 * 168. Times are local clock times in seconds.
 */
export function spreadOver({ from, to, reading }: Window, add: (hour: number, weight: number) => void): void {
  if (reading === 'a week or longer') {
    for (let hour = 0; hour < HOURS; hour++) add(hour, 1 / HOURS)
    return
  }
  if (to === from) return add(hourOfWeek(from), 1)
  spreadElapsed(from, to, to - from, add)
}

/** Weights of the clock hours from one second to another, each over `length` seconds. */
export function spreadElapsed(from: number, to: number, length: number, add: (hour: number, weight: number) => void): void {
  let hour = hourOfWeek(from)
  let at = from
  let next = (Math.floor(from / HOUR) + 1) * HOUR
  while (at < to) {
    add(hour, (Math.min(next, to) - at) / length)
    at = next
    next += HOUR
    hour = hour === HOURS - 1 ? 0 : hour + 1
  }
}

/**
 * Weights by hour of the week, 0 being Sunday 00:00; how many events were read in each way; and how many have a
 * window of over four hours.
 */
export type HourWeights = { weights: Float64Array; readings: Record<Reading, number>; vague: number }

const VAGUE = 4 * HOUR

/** Adds up many events: seconds of local clock time, NaN for a missing end. */
export function aoristic(start: Float64Array, end: Float64Array): HourWeights {
  const weights = new Float64Array(HOURS)
  const readings: Record<Reading, number> = { window: 0, instant: 0, 'end missing': 0, swapped: 0, 'end ignored': 0, 'a week or longer': 0 }
  let vague = 0
  const add = (hour: number, weight: number) => { weights[hour]! += weight }
  for (let event = 0; event < start.length; event++) {
    const window = windowOf(start[event]!, end[event]!)
    readings[window.reading]++
    if (window.to - window.from > VAGUE) vague++
    spreadOver(window, add)
  }
  return { weights, readings, vague }
}
