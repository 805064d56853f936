import pg from 'pg'
import { type Database, openDatabase } from '../src/db/pool.ts'

const [OWNER, APP] = ['wardmote_test_owner', 'wardmote_test_app']

/** What a test's database is a copy of: made by the first test file that asks, under a name that changes with what makes it. */
export type Template = { name: string; make: (database: Database, ownerUrl: string) => Promise<unknown> }

/**
 * A database of its own on a PostgreSQL server, owned by a role that cannot sign in past its policies, and a pool for the
 * application role. `adminUrl` is a superuser's; the server must be one for tests.
 */
export async function openServerDatabase(adminUrl: string, template: Template): Promise<{ database: Database; drop: () => Promise<void> }> {
  const name = `wardmote_test_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock(7261002)')
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template.name])
    if (rowCount === 0) await makeTemplate(admin, adminUrl, template)
    await admin.query('select pg_advisory_unlock(7261002)')
    await admin.query(`create database ${name} owner ${OWNER} template ${template.name}`)
  } finally {
    await admin.end()
  }
  const database = await openAs(adminUrl, name)
  return { database, drop: () => askOnce(adminUrl, `drop database ${name} with (force)`) }
}

async function makeTemplate(admin: pg.Client, adminUrl: string, { name, make }: Template) {
  for (const role of [OWNER, APP]) if ((await admin.query('select from pg_roles where rolname = $1', [role])).rowCount === 0) await admin.query(`create role ${role} login password 'test'`)
  const unfinished = `${name}_unfinished`
  await admin.query(`drop database if exists ${unfinished} with (force)`)
  await admin.query(`create database ${unfinished} owner ${OWNER}`)
  const database = await openAs(adminUrl, unfinished)
  try {
    await make(database, addressOf(adminUrl, unfinished, OWNER))
  } finally {
    await database.close()
  }
  await admin.query(`alter database ${unfinished} rename to ${name}`)
}

const addressOf = (adminUrl: string, database: string, role: string) => Object.assign(new URL(adminUrl), { username: role, password: 'test', pathname: `/${database}` }).toString()

const openAs = (adminUrl: string, name: string) => openDatabase({ kind: 'server', url: addressOf(adminUrl, name, APP), ownerUrl: addressOf(adminUrl, name, OWNER), poolSize: 10 })

async function askOnce(adminUrl: string, statement: string) {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Runs statements as somebody who owns the whole database and is bound by no policy. */
export async function asSuperuser(database: Database, work: (ask: (statement: string) => Promise<pg.QueryResult>) => Promise<void>): Promise<void> {
  const adminUrl = process.env.WARDMOTE_TEST_SERVER
  if (database.kind === 'embedded' || !adminUrl) return work((statement) => database.pool.query(statement))
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  const client = new pg.Client({ connectionString: Object.assign(new URL(adminUrl), { pathname: `/${rows[0]!.name}` }).toString() })
  await client.connect()
  try {
    await work((statement) => client.query(statement))
  } finally {
    await client.end()
  }
}
