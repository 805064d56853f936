import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DatabaseConfig } from '../config.ts'
import { keepingPlans } from './kept-plans.ts'
import type { Tables } from './tables.ts'

export type Database = {
  kind: 'embedded' | 'server'
  pool: pg.Pool
  ask: Kysely<Tables>
  /** Role every transaction takes on; null on a server, where the login already is the application role. */
  role: string | null
  close: () => Promise<void>
  /** The embedded database's whole folder in one piece. */
  pack?: () => Promise<Blob>
}

// Dates stay 'YYYY-MM-DD' until a rule parses them; counts are numbers; moments are Temporal.Instant.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => Temporal.Instant.from(text))

// Memory and solid-state discs find a row almost as fast as they read on. With the default, 4, PostgreSQL weighs every case for a policy
// where looking at the few asked for is quicker.
const RANDOM_PAGE_COST = 1.1

export const EMBEDDED_ROLE = 'wardmote_app'

/**
 * Opens the embedded database in its folder (made when missing), or a pool on a PostgreSQL server.
 * `memory` is for tests: a database that is gone when closed, begun as a copy of `from` (a PGlite data folder, packed) if given.
 */
export async function openDatabase(config: DatabaseConfig | { kind: 'memory'; from?: Blob }): Promise<Database> {
  if (config.kind === 'server') {
    const pool = new pg.Pool({ connectionString: config.url, max: config.poolSize, application_name: 'wardmote', options: `-c random_page_cost=${RANDOM_PAGE_COST}` })
    return database('server', pool, null, async () => pool.end())
  }
  const release = config.kind === 'embedded' ? await lockFolder(config.folder) : () => {}
  const engine = config.kind === 'embedded' ? await openFolder(config.folder) : await PGlite.create({ loadDataDir: config.from })
  await engine.exec(`set random_page_cost = ${RANDOM_PAGE_COST}`)
  const pool = new pg.Pool({ ...createPgConfig(engine), max: 1 })
  const close = async () => {
    await pool.end()
    await engine.close()
    release()
  }
  return { ...database('embedded', pool, EMBEDDED_ROLE, close), pack: () => engine.dumpDataDir('none') }
}

function database(kind: Database['kind'], pool: pg.Pool, role: string | null, close: () => Promise<void>): Database {
  // A connection lost while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  return { kind, pool, role, close, ask: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: keepingPlans(pool) }) }) }
}

/** Initialises in a scratch folder and renames: a process killed during its first start leaves nothing half made. */
async function openFolder(folder: string): Promise<PGlite> {
  if (!existsSync(folder)) {
    const scratch = `${folder}.new`
    rmSync(scratch, { recursive: true, force: true })
    mkdirSync(dirname(folder), { recursive: true })
    const engine = await PGlite.create(scratch)
    await engine.close()
    renameSync(scratch, folder)
  }
  return PGlite.create(folder)
}

/** PGlite does not survive being opened twice, so one process holds a lock file naming itself. */
async function lockFolder(folder: string): Promise<() => void> {
  const file = `${folder}.lock`
  mkdirSync(dirname(folder), { recursive: true })
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(readFileSync(file, 'utf8'))
      if (isRunning(holder)) {
        await new Promise((resolve) => setTimeout(resolve, 100))
        continue
      }
      rmSync(file, { force: true })
    }
  }
  throw new Error(
    `Another Wardmote (process ${readFileSync(file, 'utf8')}) has the database in ${folder} open. Stop it first, or use a PostgreSQL server (see README).`,
  )
}

function isRunning(pid: number): boolean {
  if (!pid || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    const status = `/proc/${pid}/cmdline`
    return !existsSync(dirname(status)) || readFileSync(status, 'utf8').includes('node')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The folder of migrations, in order of their numbers. */
export const MIGRATIONS = join(import.meta.dirname, 'migrations')
