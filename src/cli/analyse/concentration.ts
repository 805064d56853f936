import { concentration } from '../../statistics/space/concentration.ts'
import { CommandError } from '../command.ts'
import { countOf, numberAsked } from './asked.ts'
import { type Answer, type Method, numberIn, type Options } from './method.ts'
import { eachRow } from './plain-columns.ts'

const USAGE = `wardmote analyse concentration FILE… [--places N] [--json]
  In: place, n: incidents at each place; rows of the same place are added up. --places N: all the places there could be, those without incidents included.
  Out: share (0.25, 0.5, 0.8 of all incidents), places (the fewest that hold it), percent_of_places, gini,
  gini_general (the same where there are fewer incidents than places: Bernasco and Steenbeek 2017).`

async function run(files: readonly string[], { places }: Options): Promise<Answer> {
  const counts = new Map<string, number>()
  for (const file of files) {
    await eachRow(file, ['place', 'n'], (row) => {
      const n = numberIn(file, row, 1, 'n')
      if (n < 0) throw new CommandError(`${file}, line ${row.line}, column n: ${n} is below 0.`, 2)
      counts.set(row.fields[0]!, (counts.get(row.fields[0]!) ?? 0) + n)
    })
  }
  const possible = typeof places === 'string' ? numberAsked(places, 'places', { from: 1, whole: true }) : counts.size
  if (possible < counts.size) throw new CommandError(`--places ${possible} is fewer than the ${counts.size} places in the table.`, 2)
  const { holdings, gini, generalGini, used, incidents } = concentration(Float64Array.from(counts.values()), possible)
  const isEmpty = incidents === 0
  const rows = holdings.map((holding) => [holding.share, holding.places, isEmpty ? null : holding.percent, isEmpty ? null : gini, isEmpty ? null : generalGini])
  const said = `${countOf(incidents, 'incident')} at ${used.toLocaleString('en-GB')} of ${countOf(possible, 'place')}.`
  return { columns: ['share', 'places', 'percent_of_places', 'gini', 'gini_general'], rows, said: [said] }
}

export const method: Method = { usage: USAGE, options: { places: 'value' }, run }
