import pg from 'pg'
import { type Database, openDatabase } from '../src/db/pool.ts'

/**
 * A database of its own on a PostgreSQL server, owned by a role that cannot sign in past its policies, and a pool for the
 * application role. `adminUrl` is a superuser's; the server must be one for tests.
 */
export async function openServerDatabase(adminUrl: string): Promise<{ database: Database; ownerUrl: string; appUrl: string; drop: () => Promise<void> }> {
  const name = `wardmote_test_${crypto.randomUUID().replaceAll('-', '')}`
  const [owner, app] = [`${name}_owner`, `${name}_app`]
  const asAdmin = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: adminUrl })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await asAdmin(
    `create role ${owner} login password 'test'`,
    `create role ${app} login password 'test'`,
    `create database ${name} owner ${owner}`,
  )
  const as = (role: string) => Object.assign(new URL(adminUrl), { username: role, password: 'test', pathname: `/${name}` }).toString()
  const database = await openDatabase({ kind: 'server', url: as(app), ownerUrl: as(owner), poolSize: 10 })
  return {
    database,
    ownerUrl: as(owner),
    appUrl: as(app),
    drop: () => asAdmin(`drop database ${name} with (force)`, `drop role ${app}`, `drop role ${owner}`),
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
