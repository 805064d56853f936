/**
 * A time of day at which many more events are recorded than at the minutes around it, as when an unknown time is
 * written as midnight.
 */
export type Heap = { time: string; count: number; around: number }

const DAY_MINUTES = 1440
const TIMES_AROUND = 3
const FEWEST = 5
const NEIGHBOURS = 10

/**
 * Tests 00:00, 00:01 and 12:00, and whole and half hours together, for more than three times what the minutes around
 * them hold. `minutes`: minute of the day of each recorded start, 0 to 1439. `around`: mean events in a minute within
 * ten minutes, round minutes left out.
 */
export function heaps(minutes: Iterable<number>): Heap[] {
  const counts = new Float64Array(DAY_MINUTES)
  for (const minute of minutes) counts[minute]!++
  const suspects: [string, number[]][] = [
    ['00:00', [0]], ['00:01', [1]], ['12:00', [720]],
    ['on the hour', hoursFrom(0)], ['on the half hour', hoursFrom(30)],
  ]
  return suspects.flatMap(([time, places]) => {
    const count = places.reduce((sum, minute) => sum + counts[minute]!, 0)
    const around = places.reduce((sum, minute) => sum + meanAround(counts, minute), 0)
    return count >= FEWEST && count > TIMES_AROUND * around ? [{ time, count, around }] : []
  })
}

const hoursFrom = (first: number) => Array.from({ length: 24 }, (_, hour) => hour * 60 + first)

/** Minutes that people round to are no measure of the others. */
const isRound = (minute: number) => minute % 5 === 0 || minute === 1

function meanAround(counts: Float64Array, minute: number): number {
  let [sum, places] = [0, 0]
  for (let step = -NEIGHBOURS; step <= NEIGHBOURS; step++) {
    const near = (minute + step + DAY_MINUTES) % DAY_MINUTES
    if (step === 0 || isRound(near)) continue
    sum += counts[near]!
    places++
  }
  return sum / places
}
