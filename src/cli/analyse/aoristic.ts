import { aoristic, type Reading, spreadOver, windowOf } from '../../statistics/clock/aoristic.ts'
import { clockSecond } from '../../statistics/clock/hour-of-week.ts'
import { CommandError } from '../command.ts'
import { countOf, growing } from './asked.ts'
import { type Answer, type Method, type Options, type Row, type Value } from './method.ts'
import { eachRow } from './plain-columns.ts'

const USAGE = `wardmote analyse aoristic FILE… [--events] [--json]
  In: id, start, end: local clock times such as 2026-03-01T22:15 or 2026-03-01 22:15:00, without a zone; end may be empty.
  Out: hour_of_week (1 to 168, 1 being Sunday 00:00 to 01:00), weight: the events that may have happened in that hour, each by the share of its window.
  With --events: id, hour_of_week, weight, one row for each event and hour.
  A missing end is taken as the start. An end before the start: up to 24 hours, the two are changed about; more, the start alone is used. Both are listed on standard error.
  A window of 7 days or more weighs the same in every hour.`

async function run(files: readonly string[], options: Options): Promise<Answer> {
  const ids: string[] | null = options.events === true ? [] : null
  const { start, end, said } = await readEvents(files, ids)
  if (ids !== null) return { columns: ['id', 'hour_of_week', 'weight'], rows: rowsOfEvents(ids, start, end), said }
  const { weights, readings } = aoristic(start, end)
  const long = readings['a week or longer']
  if (long > 0) said.push(`${countOf(long, 'event lasts', 'events last')} 7 days or more and ${long === 1 ? 'weighs' : 'weigh'} 1/168 in every hour.`)
  return { columns: ['hour_of_week', 'weight'], rows: Array.from(weights, (weight, hour) => [hour + 1, weight]), said }
}

const MENDED: Partial<Record<Reading, string>> = {
  'end missing': 'no end, so the start was used', swapped: 'the end is before the start by no more than a day, so the two were changed about',
  'end ignored': 'the end is before the start by more than a day, so the start alone was used',
}

/** Starts and ends, a sentence for each row that was mended, and every id where `ids` is there to take them. */
async function readEvents(files: readonly string[], ids: string[] | null) {
  const said: string[] = []
  const [start, end] = [growing(), growing()]
  for (const file of files) {
    await eachRow(file, ['id', 'start', 'end'], (row) => {
      const from = timeIn(file, row, 1, 'start')
      const to = row.fields[2] === '' || row.fields[2] === 'NA' ? NaN : timeIn(file, row, 2, 'end')
      start.push(from)
      end.push(to)
      ids?.push(row.fields[0]!)
      if (!(to >= from)) said.push(`${file}, line ${row.line}, id ${row.fields[0]}: ${MENDED[windowOf(from, to).reading]}.`)
    })
  }
  return { start: start.done(), end: end.done(), said }
}

function timeIn(file: string, row: Row, place: number, column: string): number {
  const second = clockSecond(row.fields[place]!)
  if (second === null) throw new CommandError(`${file}, line ${row.line}, column ${column}: “${row.fields[place]}” is not a time such as 2026-03-01T22:15.`, 2)
  return second
}

function* rowsOfEvents(ids: readonly string[], start: Float64Array, end: Float64Array): Generator<Value[]> {
  for (const [event, id] of ids.entries()) {
    const rows: Value[][] = []
    spreadOver(windowOf(start[event]!, end[event]!), (hour, weight) => rows.push([id, hour + 1, weight]))
    yield* rows
  }
}

export const method: Method = { usage: USAGE, options: { events: 'flag' }, run }
