import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, EMBEDDED_ROLE, MIGRATIONS } from './pool.ts'

/** Which powers each role holds: written to the database at every migration, so that policies and routes read one table. */
export type Grants = Readonly<Record<string, readonly string[]>>

export class MigrationError extends Error {}

type Migration = { name: string; text: string; hash: string }

const migrations = (): Migration[] =>
  readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(MIGRATIONS, name), 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    })

/**
 * Brings the database up to date, each migration in a transaction of its own, and gives the names of those it ran.
 * `ownerUrl` is the migrating role of a PostgreSQL server; the embedded database migrates as its own superuser.
 * Throws MigrationError when a migration that has run was changed since.
 */
export async function migrate(database: Database, grants: Grants, ownerUrl: string | null): Promise<string[]> {
  if (database.kind === 'embedded') return withClient(database.pool, (client) => migrateAs(client, EMBEDDED_ROLE, grants))
  if (!ownerUrl) {
    const waiting = await pending(database)
    if (waiting.length === 0) return []
    throw new MigrationError(
      `The database needs ${waiting.length} migration(s), from ${waiting[0]} on. Set DATABASE_OWNER_URL to the role that owns the tables, and start again.`,
    )
  }
  const { rows } = await database.pool.query<{ name: string }>('select current_user as name')
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1, application_name: 'wardmote migrations' })
  try {
    return await withClient(owner, (client) => migrateAs(client, rows[0]!.name, grants))
  } finally {
    await owner.end()
  }
}

async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

async function migrateAs(client: pg.PoolClient, appRole: string, grants: Grants): Promise<string[]> {
  await client.query('select pg_advisory_lock(7261001)')
  try {
    await client.query(
      'create table if not exists migration (name text primary key, hash text not null, ran_at timestamptz not null default now())',
    )
    const ran = new Map(
      (await client.query<{ name: string; hash: string }>('select name, hash from migration')).rows.map((row) => [row.name, row.hash]),
    )
    const fresh: string[] = []
    for (const { name, text, hash } of migrations()) {
      const before = ran.get(name)
      if (before === hash) continue
      if (before) throw new MigrationError(`Migration ${name} was changed after it ran. Write a new migration instead.`)
      await inTransaction(client, async () => {
        await client.query(text)
        await client.query('insert into migration (name, hash) values ($1, $2)', [name, hash])
      })
      fresh.push(name)
    }
    await inTransaction(client, () => grantToApplication(client, appRole, grants))
    return fresh
  } finally {
    await client.query('select pg_advisory_unlock(7261001)')
  }
}

async function inTransaction(client: pg.PoolClient, work: () => Promise<unknown>) {
  await client.query('begin')
  try {
    await work()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** The application role owns nothing; it may not change the audit log's past, and reads no table of migrations but this. */
async function grantToApplication(client: pg.PoolClient, appRole: string, grants: Grants) {
  const role = pg.escapeIdentifier(appRole)
  const exists = await client.query('select 1 from pg_roles where rolname = $1', [appRole])
  if (exists.rowCount === 0) await client.query(`create role ${role} nologin nobypassrls nosuperuser`)
  await client.query(`
    grant usage on schema public to ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    revoke insert, update, delete on migration, role_power from ${role};
    revoke update, delete on audit_entry from ${role};
    revoke insert, delete on audit_head from ${role};
    grant insert on audit_head to ${role}`)
  await client.query('delete from role_power')
  const pairs = Object.entries(grants).flatMap(([holder, powers]) => powers.map((power) => [holder, power] as const))
  await client.query('insert into role_power (role, power) select * from unnest($1::text[], $2::text[])', [
    pairs.map(([holder]) => holder),
    pairs.map(([, power]) => power),
  ])
}

/** Names of migrations that have not run, in order. */
export async function pending(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ known: string | null }>("select to_regclass('migration') as known")
  const ran = rows[0]!.known ? (await database.pool.query<{ name: string }>('select name from migration')).rows : []
  const names = new Set(ran.map((row) => row.name))
  return migrations().filter(({ name }) => !names.has(name)).map(({ name }) => name)
}

/**
 * Says why this database must not be served from, or nothing when it is safe: a role that can bypass policies,
 * owns tables or can become their owner, and any table without enforced policies.
 */
export async function unsafe(database: Database): Promise<string | null> {
  const { rows } = await database.pool.query<{ superuser: boolean; bypass: boolean; owns: boolean; becomes: boolean }>(`
    select rolsuper as superuser, rolbypassrls as bypass,
      exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace) as owns,
      exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and pg_has_role(r.oid, c.relowner, 'member')) as becomes
    from pg_roles r where rolname = session_user`)
  const role = rows[0]!
  if (database.kind === 'server') {
    if (role.superuser) return 'DATABASE_URL signs in as a superuser, who bypasses every access policy.'
    if (role.bypass) return 'DATABASE_URL signs in as a role with BYPASSRLS, which bypasses every access policy.'
    if (role.owns) return 'DATABASE_URL signs in as the owner of the tables, who could switch the access policies off.'
    if (role.becomes) return 'DATABASE_URL signs in as a member of the role that owns the tables, who could switch the access policies off.'
  }
  const open = await database.pool.query<{ name: string }>(`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migration'
      and (not c.relrowsecurity or not c.relforcerowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))
    order by 1`)
  if (open.rows.length > 0) return `These tables have no enforced access policy: ${open.rows.map((row) => row.name).join(', ')}.`
  return null
}
