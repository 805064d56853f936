import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/tx.ts'

export const LOAD_STATES = ['waiting', 'reading', 'visible', 'undone', 'failed'] as const

/** A file of a load. `storedAs` is null once the load is over; `rowsDone` grows while it is read. */
export type LoadFile = {
  fileNo: number
  name: string
  hash: string
  bytes: number
  storedAs: string | null
  header: string[] | null
  encoding: string | null
  headerLine: number | null
  rowsDone: number
}

/** One load and how far it has come: its numbers grow while it is `reading`, and only what is `visible` is counted anywhere. */
export type Load = {
  loadId: number
  sourceId: number
  mappingVersion: number | null
  state: (typeof LOAD_STATES)[number]
  problem: string | null
  startedBy: string | null // the account's name
  askedAt: Temporal.Instant
  beganAt: Temporal.Instant | null
  finishedAt: Temporal.Instant | null
  becameVisible: number | null
  rowsRead: number
  taken: number
  revised: number
  unchanged: number
  withdrawn: number
  rejected: number
  firstMonth: string | null // ISO first days, of every row it read, changed or not
  lastMonth: string | null
  undoneBy: string | null
  undoneAt: Temporal.Instant | null
  files: LoadFile[]
}

const moment = z.instanceof(Temporal.Instant)
const LoadRow = z.object({
  loadId: z.number(), sourceId: z.number(), mappingVersion: z.number().nullable(), state: z.enum(LOAD_STATES), problem: z.string().nullable(),
  startedBy: z.string().nullable(), askedAt: moment, beganAt: moment.nullable(), finishedAt: moment.nullable(), becameVisible: z.number().nullable(),
  rowsRead: z.number(), taken: z.number(), revised: z.number(), unchanged: z.number(), withdrawn: z.number(), rejected: z.number(),
  firstMonth: z.string().nullable(), lastMonth: z.string().nullable(), undoneBy: z.string().nullable(), undoneAt: moment.nullable(),
})

const loads = (tx: Tx) =>
  tx.selectFrom('load as l')
    .leftJoin('account as s', (on) => on.onRef('s.partnership_id', '=', 'l.partnership_id').onRef('s.account_id', '=', 'l.started_by'))
    .leftJoin('account as u', (on) => on.onRef('u.partnership_id', '=', 'l.partnership_id').onRef('u.account_id', '=', 'l.undone_by'))
    .select([
      'l.load_id as loadId', 'l.source_id as sourceId', 'l.mapping_version as mappingVersion', 'l.state', 'l.problem', 's.name as startedBy', 'l.asked_at as askedAt',
      'l.began_at as beganAt', 'l.finished_at as finishedAt', 'l.became_visible as becameVisible', 'l.rows_read as rowsRead', 'l.taken', 'l.revised', 'l.unchanged',
      'l.withdrawn', 'l.rejected', 'l.first_month as firstMonth', 'l.last_month as lastMonth', 'u.name as undoneBy', 'l.undone_at as undoneAt',
    ])

/** Loads of one source (of every source: null), newest first, at most `limit`. */
export async function selectLoads(tx: Tx, sourceId: number | null, limit = 100): Promise<Load[]> {
  const asked = loads(tx).orderBy('l.load_id', 'desc').limit(limit)
  return withFiles(tx, await (sourceId === null ? asked : asked.where('l.source_id', '=', sourceId)).execute())
}

/** One load with its files, or null when there is none of that number. */
export async function selectOptionalLoad(tx: Tx, loadId: number): Promise<Load | null> {
  return (await withFiles(tx, await loads(tx).where('l.load_id', '=', loadId).execute()))[0] ?? null
}

async function withFiles(tx: Tx, rows: readonly object[]): Promise<Load[]> {
  const found = rows.map((row) => LoadRow.parse(row))
  if (found.length === 0) return []
  const files = await tx.selectFrom('load_file')
    .select(['load_id', 'file_no as fileNo', 'name', 'hash', 'bytes', 'stored_as as storedAs', 'header', 'encoding', 'header_line as headerLine', 'rows_done as rowsDone'])
    .where('load_id', 'in', found.map(({ loadId }) => loadId)).orderBy('load_id').orderBy('file_no').execute()
  const byLoad = Map.groupBy(files, (file) => file.load_id)
  return found.map((load) => ({ ...load, files: (byLoad.get(load.loadId) ?? []).map(({ load_id: _, ...file }) => file) }))
}

/** Months (ISO first days) in which a load changed what is held, and by how many rows it grew or shrank. */
export const selectMonthsChanged = (tx: Tx, loadId: number): Promise<{ month: string; net: number }[]> =>
  tx.selectFrom('area_count as c').innerJoin('load as l', (on) => on.onRef('l.partnership_id', '=', 'c.partnership_id').onRef('l.load_id', '=', 'c.load_id').onRef('l.source_id', '=', 'c.source_id'))
    .select(['c.month', sql<number>`sum(c.n)::integer`.as('net')])
    .where('c.load_id', '=', loadId).where('c.area_id', '=', 0).groupBy('c.month').orderBy('c.month').execute()

/** A row that could not be taken, as it stands in its file. */
export type Rejection = { fileNo: number; file: string; line: number; column: string | null; value: string | null; reason: string; fields: string[] }

/** Where a page of rejections ends: the next begins after it. */
export type After = { fileNo: number; line: number }

/** Rejected rows in the order of their files, `limit` of them after the place given. What a reader may not see is not there. */
export async function selectRejections(tx: Tx, loadId: number, { after = null, limit = 100 }: { after?: After | null; limit?: number } = {}): Promise<Rejection[]> {
  return tx.selectFrom('rejection as r')
    .innerJoin('load_file as f', (on) => on.onRef('f.partnership_id', '=', 'r.partnership_id').onRef('f.load_id', '=', 'r.load_id').onRef('f.file_no', '=', 'r.file_no'))
    .select(['r.file_no as fileNo', 'f.name as file', 'r.line', 'r.column_name as column', 'r.value', 'r.reason', 'r.fields'])
    .where('r.load_id', '=', loadId)
    .$if(after !== null, (asked) => asked.where(sql<boolean>`(r.file_no, r.line) > (${after!.fileNo}::smallint, ${after!.line}::integer)`))
    .orderBy('r.file_no').orderBy('r.line').limit(limit).execute()
}

/** One version of a report in the words of its source. Places and reports of personal sources are as they came; people are elsewhere. */
export type Version = {
  month: string
  line: number
  reference: string | null
  category: string
  place: string | null
  outcome: string | null
  starts: Temporal.Instant | null
  ends: Temporal.Instant | null
  easting: number | null
  northing: number | null
  details: Record<string, string> | null
}
/** `rowNo` names a change within its load, and the next page begins after it. */
export type Change = { rowNo: number; before: Version | null; now: Version | null; differences: { field: string; before: string; now: string }[] }
export type ChangeKind = 'new' | 'revised' | 'withdrawn'

const VersionShape = z.object({
  month: z.string(), line: z.number(), reference: z.string().nullable(), category: z.string(), place: z.string().nullable(), outcome: z.string().nullable(),
  starts: z.string().nullable().transform((text) => (text === null ? null : Temporal.Instant.from(text))),
  ends: z.string().nullable().transform((text) => (text === null ? null : Temporal.Instant.from(text))),
  easting: z.number().nullable(), northing: z.number().nullable(), details: z.record(z.string(), z.string()).nullable(),
}).nullable()

const inWords = (row: string) => sql`(select jsonb_build_object('month', x.month, 'line', x.line, 'reference', x.reference,
    'category', (select text from source_term t where t.partnership_id = x.partnership_id and t.term_id = x.category_id),
    'place', (select text from source_term t where t.partnership_id = x.partnership_id and t.term_id = x.place_id),
    'outcome', (select text from source_term t where t.partnership_id = x.partnership_id and t.term_id = x.outcome_id),
    'starts', x.starts, 'ends', x.ends, 'easting', x.easting, 'northing', x.northing, 'details', x.details)
  from (select ${sql.ref(row)}.*) x where x.row_no is not null)`

/** What a load did to what was held, `limit` of one kind after row `after`: new reports, new versions with what differs, reports its files no longer have. */
export async function changesOf(tx: Tx, loadId: number, kind: ChangeKind, { after = 0, limit = 50 }: { after?: number; limit?: number } = {}): Promise<Change[]> {
  const query = {
    new: sql`select i.row_no as row, null as before, ${inWords('i')} as now from incident i where i.load_id = ${loadId} and i.row_no > ${after}
      and i.row_no not in (select by_row_no from incident_ending where load_id = ${loadId} and by_row_no is not null)
      order by i.row_no limit ${limit}`,
    revised: sql`select i.row_no as row, ${inWords('o')} as before, ${inWords('i')} as now
      from (select * from incident_ending where load_id = ${loadId} and by_row_no > ${after} order by by_row_no limit ${limit}) e
      join incident i on i.partnership_id = e.partnership_id and i.load_id = e.load_id and i.row_no = e.by_row_no
      join incident o on o.partnership_id = e.partnership_id and o.load_id = e.ended_load_id and o.row_no = e.ended_row_no order by i.row_no`,
    withdrawn: sql`select e.place::integer as row, ${inWords('o')} as before, null as now
      from (select *, row_number() over (order by ended_load_id, ended_row_no) as place from incident_ending where load_id = ${loadId} and by_row_no is null) e
      join incident o on o.partnership_id = e.partnership_id and o.load_id = e.ended_load_id and o.row_no = e.ended_row_no
      where e.place > ${after} order by e.place limit ${limit}`,
  }[kind]
  const { rows } = await sql<{ row: number; before: unknown; now: unknown }>`${query}`.execute(tx)
  return rows.map(({ row, before, now }) => {
    const [was, is] = [VersionShape.parse(before), VersionShape.parse(now)]
    return { rowNo: row, before: was, now: is, differences: was && is ? differencesOf(was, is) : [] }
  })
}

const FIELDS_IN_WORDS: readonly (readonly [string, (version: Version) => string])[] = [
  ['Month', ({ month }) => month.slice(0, 7)],
  ['Category', ({ category }) => category],
  ['Outcome', ({ outcome }) => outcome ?? ''],
  ['Place', ({ place }) => place ?? ''],
  ['Point', ({ easting, northing }) => (easting === null ? '' : `${easting}, ${northing}`)],
  ['Starts', ({ starts }) => starts?.toString() ?? ''],
  ['Ends', ({ ends }) => ends?.toString() ?? ''],
]

/** Field by field, what one version says that the other does not. An empty text is nothing said. */
export function differencesOf(before: Version, now: Version): Change['differences'] {
  const named = FIELDS_IN_WORDS.map(([field, text]) => ({ field, before: text(before), now: text(now) }))
  const names = new Set([...Object.keys(before.details ?? {}), ...Object.keys(now.details ?? {})])
  const details = [...names].map((field) => ({ field, before: before.details?.[field] ?? '', now: now.details?.[field] ?? '' }))
  return [...named, ...details].filter((each) => each.before !== each.now)
}
