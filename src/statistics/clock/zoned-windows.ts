import { spreadElapsed, spreadOver, windowOf } from './aoristic.ts'
import { HOURS } from './hour-of-week.ts'

const MILLISECONDS = 1000

/** A run of time over which a zone's clocks stand the same number of seconds from universal time. */
type Offset = { until: number; seconds: number }

/** The offsets of a zone from one second of universal time to another. */
function offsetsBetween(from: number, to: number, zone: string): Offset[] {
  const offsets: Offset[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(from * MILLISECONDS).toZonedDateTimeISO(zone)
  for (;;) {
    const change = at.getTimeZoneTransition('next')
    const until = change ? change.epochMilliseconds / MILLISECONDS : Infinity
    offsets.push({ until, seconds: at.offsetNanoseconds / 1e9 })
    if (!change || until > to) return offsets
    at = change
  }
}

/**
 * Weights by hour of the week on the clocks of a zone, from seconds of universal time (NaN for a missing end): a
 * night on which the clocks change has 23 or 25 hours, the hour that is left out gets nothing, and the hour that
 * comes twice gets both. Otherwise as `aoristic`.
 */
export function aoristicInZone(start: Float64Array, end: Float64Array, zone = 'Europe/London'): Float64Array {
  const weights = new Float64Array(HOURS)
  const add = (hour: number, weight: number) => { weights[hour]! += weight }
  let [first, last] = [Infinity, -Infinity]
  for (const times of [start, end]) {
    for (const time of times) {
      if (Number.isNaN(time)) continue
      first = Math.min(first, time)
      last = Math.max(last, time)
    }
  }
  if (first > last) return weights
  const offsets = offsetsBetween(first, last, zone)
  for (let event = 0; event < start.length; event++) {
    const window = windowOf(start[event]!, end[event]!)
    let place = offsets.findIndex(({ until }) => window.from < until)
    const { seconds } = offsets[place]!
    if (window.reading === 'a week or longer' || window.to <= offsets[place]!.until) {
      spreadOver({ ...window, from: window.from + seconds, to: window.to + seconds }, add)
      continue
    }
    for (let at = window.from; at < window.to; place++) {
      const { until, seconds: shift } = offsets[place]!
      const to = Math.min(until, window.to)
      spreadElapsed(at + shift, to + shift, window.to - window.from, add)
      at = to
    }
  }
  return weights
}

/**
 * Universal seconds of a local clock time in a zone. Of an hour that comes twice, the first; of one left out, the
 * hour after it.
 */
export const universalSecond = (clockSecond: number, zone = 'Europe/London'): number =>
  Temporal.Instant.fromEpochMilliseconds(clockSecond * MILLISECONDS).toZonedDateTimeISO('UTC').toPlainDateTime().toZonedDateTime(zone).epochMilliseconds / MILLISECONDS
