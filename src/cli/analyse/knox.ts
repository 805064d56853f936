import { DAY, clockSecond } from '../../statistics/clock/hour-of-week.ts'
import { knox, type KnoxQuestions, USUAL_SPACE, USUAL_TIME } from '../../statistics/space/knox.ts'
import { CommandError } from '../command.ts'
import { edgesAsked, growing, numberAsked } from './asked.ts'
import { type Answer, type Method, numberIn, type Options, type Row } from './method.ts'
import { eachRow } from './plain-columns.ts'

const USAGE = `wardmote analyse knox FILE… [--space ${USUAL_SPACE.slice(1).join(',')}] [--time ${USUAL_TIME.join(',')}] [--distance euclidean|manhattan] [--permutations 999] [--seed 1] [--json]
  In: x, y (metres), day (a date such as 2026-03-01, or a number of days).
  Bands run from one edge up to, not including, the next, and begin at 0: with --space 0.1,100 the first band, 0 to 0.1, is the same place. End with inf to take in all the rest.
  Out: space_from, space_to, time_from, time_to, observed, expected (exact), ratio, p (share of arrangements of the dates with at least as many pairs).`

async function run(files: readonly string[], { space, time, distance = 'euclidean', permutations = '999', seed = '1' }: Options): Promise<Answer> {
  if (distance !== 'euclidean' && distance !== 'manhattan') throw new CommandError(`--distance is euclidean or manhattan, not “${distance}”.`, 2)
  const questions: KnoxQuestions = {
    distance, space: typeof space === 'string' ? edgesAsked(space, 'space') : USUAL_SPACE, time: typeof time === 'string' ? edgesAsked(time, 'time') : USUAL_TIME,
    permutations: numberAsked(String(permutations), 'permutations', { from: 0, to: 1_000_000, whole: true }), seed: numberAsked(String(seed), 'seed', { from: 0, whole: true }),
  }
  for (const [option, edges] of [['space', questions.space], ['time', questions.time]] as const) {
    if (edges.length < 2) throw new CommandError(`--${option} needs an edge above 0.`, 2)
    if (edges.length > 200) throw new CommandError(`--${option} takes up to 199 bands.`, 2)
  }
  if (questions.space[1] === Infinity) throw new CommandError('--space needs an edge before inf.', 2)
  const events = await readEvents(files)
  const said = events.day.length < 2 ? ['There are no two events to compare.'] : []
  const known = (value: number | null) => (value === null || Number.isNaN(value) ? null : value)
  const bands = bandsOf(events, questions)
  const rows = bands.map((band) => [band.spaceFrom, band.spaceTo, band.timeFrom, band.timeTo, band.observed, known(band.expected), known(band.ratio), known(band.p)])
  return { columns: ['space_from', 'space_to', 'time_from', 'time_to', 'observed', 'expected', 'ratio', 'p'], rows, said }
}

function bandsOf(...asked: Parameters<typeof knox>): ReturnType<typeof knox> {
  try {
    return knox(...asked)
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(`${error.message}.`, 2)
    throw error
  }
}

async function readEvents(files: readonly string[]) {
  const [x, y, day] = [growing(), growing(), growing()]
  for (const file of files) {
    await eachRow(file, ['x', 'y', 'day'], (row) => {
      x.push(numberIn(file, row, 0, 'x'))
      y.push(numberIn(file, row, 1, 'y'))
      day.push(dayIn(file, row))
    })
  }
  return { x: x.done(), y: y.done(), day: day.done() }
}

/** A day as a number. Of a date with a time, the date. */
function dayIn(file: string, row: Row): number {
  const text = row.fields[2]!
  if (text !== '' && Number.isFinite(Number(text))) return Number(text)
  const second = clockSecond(text)
  if (second === null) throw new CommandError(`${file}, line ${row.line}, column day: “${text}” is neither a date such as 2026-03-01 nor a number of days.`, 2)
  return Math.floor(second / DAY)
}

export const method: Method = { usage: USAGE, options: { space: 'value', time: 'value', distance: 'value', permutations: 'value', seed: 'value' }, run }
