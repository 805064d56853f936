// Writes src/example/recorded-crime.json from the street-level files of data.police.uk, which a clone does not carry. Say where they are:
// node tools/make-example-series.ts ../shared/data/police-uk/city-of-london/street
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'

const FILE = join(import.meta.dirname, '../src/example/recorded-crime.json')
const FROM = '2016-01'
const TO = '2018-09'
const TYPES = ['Anti-social behaviour', 'Bicycle theft', 'Theft from the person', 'Vehicle crime', 'Violence and sexual offences']

const Row = z.object({ 'Crime ID': z.string(), 'Crime type': z.string() })

const months: string[] = []
for (let month = Temporal.PlainYearMonth.from(FROM); Temporal.PlainYearMonth.compare(month, TO) <= 0; month = month.add({ months: 1 })) months.push(month.toString())

/** Rows of one month, or null where no file was published. */
function rowsOf(folder: string, month: string): z.infer<typeof Row>[] | null {
  const file = join(folder, `${month}-city-of-london-street.csv.gz`)
  return existsSync(file) ? z.array(Row).parse(parse(gunzipSync(readFileSync(file)), { columns: true })) : null
}

/**
 * A crime listed twice under one identifier is one crime; anti-social behaviour has no identifiers, so its rows are counted.
 * Null where the month has no file, or the file has nothing of the type: in the City that is a gap, never a month without crime.
 */
function countOf(rows: ReturnType<typeof rowsOf>, type: string): number | null {
  const own = (rows ?? []).filter((row) => row['Crime type'] === type)
  const identified = own.filter((row) => row['Crime ID'] !== '')
  return own.length === 0 ? null : new Set(identified.map((row) => row['Crime ID'])).size + own.length - identified.length
}

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('Say which folder holds the street-level files')
const found = months.map((month) => rowsOf(folder, month))
const lines = TYPES.map((type) => `    ${JSON.stringify(type)}: ${JSON.stringify(found.map((rows) => countOf(rows, type)))}`)
writeFileSync(FILE, `{
  "source": "data.police.uk, street-level files of the City of London Police",
  "licence": "Contains public sector information licensed under the Open Government Licence v3.0",
  "madeBy": "tools/make-example-series.ts",
  "from": "${FROM}",
  "counts": {
${lines.join(',\n')}
  }
}
`)
console.log(`${months.length} months of ${TYPES.length} types in ${FILE}`)
