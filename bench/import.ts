// Loading invented street crime into the embedded database of a folder, as the server does it, beside what the same machine inserts bare.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../src/app.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Database, openDatabase } from '../src/db/pool.ts'
import { asSystem, useDatabase } from '../src/db/tx.ts'
import { beginLoad } from '../src/incidents/loading/begin.ts'
import { integers, texts } from '../src/incidents/loading/arrays.ts'
import { runLoad } from '../src/incidents/loading/run.ts'
import { refreshStatistics } from '../src/incidents/loading/statistics.ts'
import { insertSource } from '../src/incidents/source-store.ts'
import { ROLE_POWERS } from '../src/people/powers.ts'
import { startSession } from '../src/people/session.ts'
import { syntheticAreas, writeStreetFile } from './synthetic-street.ts'

type Figure = { work: string; figure: string; budget: string; limit: string }

const SIZES = [10_000, 100_000, 1_000_000]
const AT_A_TIME = 5000
const rate = (rows: number, seconds: number) => `${Math.round(rows / seconds / 100) / 10} thousand rows a second`

/** Loads files of so many rows, each into a fresh source of one database, and loads the last again; pages are asked for ten times a second meanwhile. */
export async function benchImport(sizes: readonly number[] = SIZES): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wardmote-import-'))
  const database = await openDatabase({ kind: 'embedded', folder: join(folder, 'database') })
  try {
    await migrate(database, ROLE_POWERS, null)
    const secret = randomBytes(32)
    useDatabase(database, secret)
    const { partnershipId, ...actor } = await settle()
    const app = buildApp({ secret, baseUrl: 'http://127.0.0.1', logLevel: 'silent', data: folder } as Parameters<typeof buildApp>[0])
    await app.ready()
    const cookie = `wardmote=${await asSystem('sign in for the benchmark', (tx) => startSession(tx, { ...actor, partnershipId }), partnershipId)}`
    const ask = async (url: string) => {
      const began = performance.now()
      const { statusCode } = await app.inject({ url, headers: { cookie } })
      if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`)
      return performance.now() - began
    }
    for (const url of PAGES) await ask(url)
    const bare = await bareRate(database)
    const figures: Figure[] = []
    for (const [index, size] of sizes.entries()) {
      const path = join(folder, `street-${size}.csv`)
      await writeStreetFile(path, size)
      const sourceId = await asSystem('add a source', (tx) => insertSource(tx, { ...SOURCE, name: `Street crime ${index}` }), partnershipId)
      const file = { name: 'invented-street.csv', bytes: statSync(path).size, storedAs: path }
      const again = index === sizes.length - 1 ? [false, true] : [false]
      for (const isAgain of again) {
        const { loadId } = await asSystem('begin', (tx) => beginLoad(tx, { sourceId }, [{ ...file, hash: `${size} ${isAgain}` }]), partnershipId)
        const pages = asking(ask)
        const [began, cpu] = [performance.now(), process.threadCpuUsage()]
        let most = 0
        const outcome = await runLoad(partnershipId, loadId, { data: folder, progress: () => (most = Math.max(most, process.memoryUsage().rss)) })
        const seconds = (performance.now() - began) / 1000
        const used = process.threadCpuUsage(cpu)
        const asked = await pages()
        await refreshStatistics(database, size)
        if (outcome !== 'visible') throw new Error(`The load ended as ${outcome}`)
        figures.push({
          work: `${isAgain ? 'the same again' : 'import'}, ${size.toLocaleString('en-GB')} rows`,
          figure: `${rate(size, seconds)}; ${rate(size, (used.user + used.system) / 1e6)} of its thread’s own time; memory ${Math.round(most / 2 ** 20)} MB; pages p95 ${Math.round(asked)} ms`,
          budget: '50 thousand rows a second; pages p95 500 ms', limit: `bare insert of the same columns: ${bare}; load average ${loadavg()[0]!.toFixed(1)}`,
        })
      }
      rmSync(path)
    }
    await app.close()
    return figures
  } finally {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const PAGES = ['/data', '/measures', '/my-work']

const SOURCE = {
  provider: 'Invented', rowIs: 'crime', layout: 'police.uk street', personal: false, basis: 'Invented for a benchmark', attribution: null, refresh: 'month', dueDays: 60,
  positions: 'snapped', fileIs: 'whole', knownGaps: null,
} as const

async function settle() {
  const partnershipId = crypto.randomUUID()
  const [organisationId, accountId] = [crypto.randomUUID(), crypto.randomUUID()]
  await asSystem('settle a partnership for the benchmark', async (tx) => {
    const of = { partnership_id: partnershipId }
    await tx.insertInto('partnership').values({ ...of, name: 'Benchmark', area: 'Benchmark' }).execute()
    await tx.insertInto('audit_head').values(of).execute()
    await tx.insertInto('organisation').values({ ...of, organisation_id: organisationId, standing: 'statutory', sector: 'council' }).execute()
    await tx.insertInto('account').values({ ...of, account_id: accountId, organisation_id: organisationId, email: 'bench@example.org', name: 'Bench' }).execute()
    await tx.insertInto('account_role').values({ ...of, account_id: accountId, role: 'coordinator' }).execute()
    for (const { areaId, kind, code, validFrom, boundary } of syntheticAreas())
      await tx.insertInto('area').values({ ...of, area_id: areaId, kind, code, name: code, valid_from: validFrom, boundary: JSON.stringify(boundary), provenance: 'Invented' }).execute()
  }, partnershipId)
  return { partnershipId, accountId }
}

/** Asks for pages ten times a second until told to stop; then gives the 95th of a hundred waits, in milliseconds. */
function asking(ask: (url: string) => Promise<number>): () => Promise<number> {
  const waits: Promise<number>[] = []
  const timer = setInterval(() => waits.push(ask(PAGES[waits.length % PAGES.length]!)), 100)
  return async () => {
    clearInterval(timer)
    const sorted = (await Promise.all(waits)).toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length * 0.95)] ?? 0
  }
}

/** What the database takes of rows as wide as an incident, ready made, with its two indexes and nothing else around it. */
async function bareRate({ pool }: Database): Promise<string> {
  const rows = 20 * AT_A_TIME
  const column = integers(Array.from({ length: AT_A_TIME }, (_, index) => index))
  const references = texts(Array.from({ length: AT_A_TIME }, (_, index) => createHash('sha256').update(String(index)).digest('hex')))
  await pool.query('create temporary table bare (p uuid, load_id integer, row_no integer, month date, reference text, key bigint, content bigint, a integer, b integer, c integer, d integer, e integer, f integer, g integer, h integer, i integer, primary key (p, load_id, row_no))')
  await pool.query('create index on bare (p, a, month)')
  const [began, cpu] = [performance.now(), process.threadCpuUsage()]
  for (let batch = 0; batch < rows / AT_A_TIME; batch++)
    await pool.query(
      `insert into bare select '00000000-0000-0000-0000-000000000001', ${batch}, unnest($1::integer[]), date '2024-01-01', unnest($2::text[]), unnest($1::integer[]), unnest($1::integer[]),
        1, unnest($1::integer[]), unnest($1::integer[]), unnest($1::integer[]), unnest($1::integer[]), unnest($1::integer[]), unnest($1::integer[]), unnest($1::integer[]), unnest($1::integer[])`,
      [column, references],
    )
  const seconds = (performance.now() - began) / 1000
  const used = process.threadCpuUsage(cpu)
  await pool.query('drop table bare')
  return `${rate(rows, seconds)}; ${rate(rows, (used.user + used.system) / 1e6)} of the thread’s own time`
}

if (import.meta.main) {
  const sizes = process.argv.slice(2).map(Number)
  console.table(await benchImport(sizes.length > 0 ? sizes : SIZES))
}
