import { createReadStream, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { createGunzip } from 'node:zlib'
import { CsvColumns } from '../../statistics/linkage/csv-columns.ts'
import type { LinkFile, LinkTable } from '../../statistics/linkage/fields.ts'
import { ACCEPT_FROM, type Linkage, LEAST, linkFiles, probabilityOf, REVIEW_FROM } from '../../statistics/linkage/link.ts'
import { guessSettings, ROLES, type Role, type Settings } from '../../statistics/linkage/roles.ts'
import { CommandError } from '../command.ts'
import type { Answer, Method, Options, Value } from './method.ts'

/** Pairs are printed from here when no threshold is given: low, so that a reader can choose; the standing of each is in its probability. */
const THRESHOLD = 0.01

const usage = `wardmote analyse link FILE [FILE] [--pairs | --clusters] [options]
  Finds records of one person in a file (who is in it twice?), or across two files (who of the first is in the second?).
  --pairs            a, b, match_weight, match_probability: one row for each pair (the default). With two files a is an id of the first and b of the second.
                     match_weight is log2 of the odds that the pair is one person; match_probability is 2^weight / (1 + 2^weight).
                     From .95 up a pair can be taken without review: at least 99 in 100 of these are right, as estimated; from .5 it is worth a person's look.
  --threshold P      with --pairs: only pairs of at least this probability, 0.001 or more; ${THRESHOLD} without it.
  --clusters         id, cluster: every record of every file once, with the id of the first record of its person.
  --id COLUMN        the column that names a record; without it one that fits is looked for, else records are numbered from 1.
  --settings FILE    which columns hold what, as JSON. Without it this is guessed from headers and values, and printed to standard error in the form to give back:
                     {"files": [{"id": "ref", "columns": {"forename": ["first_name"], "birth": ["dob"]}}], "within": false}
                     within: with two files, whether two records of one file may be the same person.
                     Columns may hold: ${ROLES.join(', ')}.
  --threads N        how many threads compare records; the result does not depend on it.`

async function run(files: readonly string[], options: Options): Promise<Answer> {
  if (files.length > 2) throw new CommandError('Give one file or two.', 2)
  if (options.pairs === true && options.clusters === true) throw new CommandError('Give --pairs or --clusters, not both.', 2)
  const threshold = options.threshold === undefined ? THRESHOLD : probabilityFrom(String(options.threshold))
  const tables: LinkTable[] = []
  for (const file of files) tables.push(await readTable(file))
  const given = typeof options.settings === 'string' ? readSettings(options.settings) : null
  const linked = tables.map((table, place): LinkFile => ({ table, settings: settingsFor(table, given?.files[place] ?? given?.files[0], options.id, files[place]!) }))
  const within = given?.within ?? files.length === 1
  const threads = options.threads === undefined ? Math.min(4, availableParallelism()) : Math.max(1, Number(options.threads) || 1)
  const linkage = await linkOrSay(linked, { within, threads })
  const ids = linked.map(({ table, settings }) => idsOf(table, settings.id))
  const said = [
    ...(given === null ? [JSON.stringify({ files: linked.map(({ settings }) => settings), within })] : []),
    `Compared ${linkage.fields.join(', ')}; weights learned from ${linkage.trainedOn}.`,
    `${countFrom(linkage, ACCEPT_FROM)} pairs of probability .95 or more can be taken without review; ${countFrom(linkage, REVIEW_FROM) - countFrom(linkage, ACCEPT_FROM)} more, from .5, are worth a person's look.`,
    ...linkage.rules.map(({ rule, pairs, newPairs, tooCommon, leftOut }) =>
      `Looked up by ${rule}: ${pairs} pairs, ${newPairs} of them new${tooCommon > 0 ? `; ${tooCommon} values too common and narrowed` : ''}${leftOut > 0 ? `, ${leftOut} of them left out` : ''}.`),
  ]
  return options.clusters === true ? { ...clusterTable(linkage, ids), said } : { ...pairTable(linkage, ids, threshold), said }
}

async function linkOrSay(files: readonly LinkFile[], options: { within: boolean; threads: number }): Promise<Linkage> {
  try {
    return await linkFiles(files, options)
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message, 2)
    throw error
  }
}

function probabilityFrom(text: string): number {
  const probability = Number(text)
  if (text === '' || !(probability >= 0 && probability < 1)) throw new CommandError(`--threshold takes a probability from 0 up to below 1, not “${text}”.`, 2)
  return probability
}

const countFrom = ({ pairs: { weights } }: Linkage, from: number) => weights.reduce((count, weight) => (weight >= from ? count + 1 : count), 0)

function pairTable({ pairs: { a, b, weights, count }, records }: Linkage, ids: readonly (readonly string[])[], threshold: number): Answer {
  const from = Math.max(LEAST, Math.log2(threshold / (1 - threshold)))
  const first = ids[0]!.length
  const idOf = (record: number) => (record < first ? ids[0]![record]! : ids[1]![record - first]!)
  const order = new Int32Array(count)
  let kept = 0
  for (let pair = 0; pair < count; pair++) if (weights[pair]! >= from) order[kept++] = pair
  const sorted = order.subarray(0, kept).sort((one, other) => a[one]! * records + b[one]! - a[other]! * records - b[other]!)
  function* rows(): Generator<Value[]> {
    for (const pair of sorted) yield [idOf(a[pair]!), idOf(b[pair]!), weights[pair]!, probabilityOf(weights[pair]!)]
  }
  return { columns: ['a', 'b', 'match_weight', 'match_probability'], rows: rows() }
}

function clusterTable({ clusters }: Linkage, ids: readonly (readonly string[])[]): Answer {
  const all = ids.length === 1 ? ids[0]! : ids.flat()
  const first = ids[0]!.length
  const known = new Set(ids.length > 1 ? ids[0] : [])
  const sameIds = ids.length > 1 && ids[1]!.some((id) => known.has(id))
  const nameOf = (record: number) => (sameIds ? `${record < first ? 1 : 2}-${all[record]!}` : all[record]!)
  function* rows(): Generator<Value[]> {
    for (let record = 0; record < clusters.length; record++) yield [all[record]!, nameOf(clusters[record]!)]
  }
  return { columns: ['id', 'cluster'], rows: rows() }
}

function idsOf({ records, columns }: LinkTable, id: string | null): readonly string[] {
  const column = id === null ? undefined : columns.get(id)
  return Array.from({ length: records }, (_, record) => (column === undefined ? String(record + 1) : column.codes[record]! < 0 ? '' : column.at(column.codes[record]!)))
}

function settingsFor(table: LinkTable, given: Settings | undefined, id: Options[string], file: string): Settings {
  const settings = given ?? guessSettings(table.columns, table.records)
  const named = typeof id === 'string' ? id : settings.id
  const missing = [named ?? [], Object.values(settings.columns)].flat(2).filter((name) => !table.columns.has(name))
  if (missing.length > 0) throw new CommandError(`${file} has no column “${missing.join('”, “')}”. Its columns are: ${[...table.columns.keys()].join(', ')}.`, 2)
  return { id: named, columns: Object.fromEntries(Object.entries(settings.columns).map(([role, names]) => [role, names.filter((name) => name !== named)]).filter(([, names]) => names!.length > 0)) }
}

function readSettings(file: string): { files: Settings[]; within?: boolean } {
  let given: unknown
  try {
    given = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new CommandError(`${file} cannot be read as settings: ${error instanceof Error ? error.message : error}`, 2)
  }
  const { files, within } = given as { files?: unknown; within?: unknown }
  const each = Array.isArray(files) ? files : [given]
  return { files: each.map((own) => settingsFrom(file, own)), ...(typeof within === 'boolean' ? { within } : {}) }
}

function settingsFrom(file: string, given: unknown): Settings {
  const { id, columns } = given as { id?: unknown; columns?: unknown }
  if (typeof columns !== 'object' || columns === null) throw new CommandError(`${file}: “columns” must say which columns hold what.`, 2)
  const unknown = Object.keys(columns).filter((role) => !(ROLES as readonly string[]).includes(role))
  if (unknown.length > 0) throw new CommandError(`${file}: “${unknown.join('”, “')}” is nothing a column can hold. Columns may hold: ${ROLES.join(', ')}.`, 2)
  return { id: typeof id === 'string' ? id : null, columns: Object.fromEntries(Object.entries(columns).map(([role, names]) => [role as Role, [names].flat().map(String)])) }
}

async function readTable(file: string): Promise<LinkTable> {
  const columns = new CsvColumns()
  const source = createReadStream(file, { highWaterMark: 1 << 20 })
  const unzip = createGunzip()
  const text = file.endsWith('.gz') ? source.on('error', (error) => unzip.destroy(error)).pipe(unzip) : source
  try {
    for await (const piece of text) columns.take(piece as Buffer)
    return columns.done()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new CommandError(`There is no file ${file}.`, 2)
    if (code === 'EISDIR') throw new CommandError(`${file} is a folder; give a file.`, 2)
    if (error instanceof RangeError || code?.startsWith('Z_')) throw new CommandError(`${file} cannot be read: ${message}.`, 2)
    throw error
  }
}

export const method: Method = { usage, options: { pairs: 'flag', clusters: 'flag', id: 'value', settings: 'value', threshold: 'value', threads: 'value' }, run }
