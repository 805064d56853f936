import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type pg from 'pg'
import { type Actor, asSystem, asUser } from '../src/db/tx.ts'
import { ROLES } from '../src/people/powers.ts'
import { asSuperuser } from './server-database.ts'
import { openWorld } from './world.ts'

// Row-level security, tried as the application's own role. Runs on the embedded database, and again on a server.
const world = await openWorld()
after(() => world.close())

const ask = async <T extends object>(actor: Actor, statement: string) => (await asUser(actor, (tx) => sql.raw<T>(statement).execute(tx)))
const rowsAs = async <T extends object>(actor: Actor, statement: string) => (await ask<T>(actor, statement)).rows
const asOwner = async <T extends object>(statement: string): Promise<T[]> => {
  let rows: T[] = []
  await asSuperuser(world.database, async (askOwner) => void (rows = (await askOwner(statement)).rows))
  return rows
}
/** PostgreSQL's code for "you may not": 42501. */
const isRefusal = (error: unknown) => (error as { code?: string }).code === '42501'

type Column = { table: string; column: string; type: string }
const columns = await asOwner<Column>(`
  select c.table_name as table, c.column_name as column, c.udt_name as type from information_schema.columns c
  join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' and c.is_identity = 'NO' order by c.table_name, c.ordinal_position`)
const byTable = Map.groupBy(columns, ({ table }) => table)
const PARTNERSHIP_TABLES = [...byTable].filter(([, own]) => own.some(({ column }) => column === 'partnership_id')).map(([table]) => table)

const VALUES: Record<string, () => string> = {
  uuid: () => `'${crypto.randomUUID()}'`,
  text: () => `'${crypto.randomUUID()}'`,
  date: () => "'2026-01-31'",
  timestamptz: () => "'2026-01-31T12:00:00Z'",
  int2: () => String(1 + Math.floor(Math.random() * 30_000)),
  int4: () => String(1 + Math.floor(Math.random() * 1e9)),
  int8: () => String(1 + Math.floor(Math.random() * 1e9)),
  numeric: () => '1.5',
  float8: () => '1.5',
  bool: () => 'false',
  jsonb: () => "'{}'",
  bytea: () => "'\\x00'",
  _text: () => "'{}'",
  _int4: () => "'{}'",
  _uuid: () => "'{}'",
}
/** A row of anything for a table, in a partnership. */
function anyRow(table: string, partnershipId: string): string {
  const own = byTable.get(table)!
  const values = own.map(({ column, type }) => {
    if (column === 'partnership_id') return `'${partnershipId}'`
    const value = VALUES[type]
    if (!value) throw new Error(`No value for a column of type ${type}; add one to test/policies.test.ts`)
    return value()
  })
  return `insert into ${table} (${own.map(({ column }) => column).join(', ')}) values (${values.join(', ')})`
}

describe('what a role opens closes with it', () => {
  const power = async (actor: Actor) => (await rowsAs<{ may: boolean }>(actor, "select may('plans.edit') as may"))[0]!.may
  const seen = async (actor: Actor) => (await rowsAs(actor, 'select 1 from rating_scheme')).length
  before(async () => {
    await asUser(await world.ours.account('coordinator'), (tx) => tx.insertInto('rating_scheme').values({ partnership_id: world.ours.partnershipId, name: 'Three words' }).execute())
  })
  const takeAway = (actor: Actor) => asSystem('take a role away', (tx) => tx.deleteFrom('account_role').where('account_id', '=', actor.accountId).execute(), actor.partnershipId)
  const disable = (actor: Actor) => asSystem('disable an account', (tx) => tx.updateTable('account').set({ disabled_at: '2026-01-01T00:00:00Z' }).where('account_id', '=', actor.accountId).execute(), actor.partnershipId)

  for (const [what, revoke] of [['taking a role away', takeAway], ['disabling an account', disable]] as const)
    test(`${what} counts at the very next transaction`, async () => {
      const actor = await world.ours.account('coordinator')
      assert.deepEqual([await power(actor), await seen(actor) > 0], [true, true])
      await revoke(actor)
      assert.deepEqual([await power(actor), await seen(actor)], [false, 0])
    })

  // Powers are resolved once, as a transaction begins; the embedded database has one connection, so nothing there happens meanwhile.
  if (world.database.kind === 'server') test('a role taken away while a transaction is under way counts at the next one, on the same connection', async () => {
    const actor = await world.ours.account('coordinator')
    const client = await world.database.pool.connect()
    const begin = async () => {
      await client.query('begin')
      await client.query("select set_config('wardmote.account', $1, true), set_config('wardmote.partnership', $2, true)", [actor.accountId, actor.partnershipId])
      await client.query('select resolve_powers()')
      return (await client.query('select 1 from rating_scheme')).rowCount
    }
    try {
      assert.notEqual(await begin(), 0)
      await takeAway(actor)
      await client.query('commit')
      assert.equal(await begin(), 0)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  test('an account named with another’s partnership is nobody', async () => {
    const theirs = await world.theirs.account('coordinator')
    const muddled = { accountId: theirs.accountId, partnershipId: world.ours.partnershipId }
    assert.deepEqual([await power(muddled), await seen(muddled)], [false, 0])
  })
})

describe('an owner answers for her own items and no others', () => {
  let owner: Actor
  const items: Record<'own' | 'other', string> = { own: crypto.randomUUID(), other: crypto.randomUUID() }
  before(async () => {
    owner = await world.ours.account('owner', world.ours.council)
    const partnership_id = world.ours.partnershipId
    await asUser(await world.ours.account('coordinator'), async (tx) => {
      const [rating_scheme_id, plan_id] = [crypto.randomUUID(), crypto.randomUUID()]
      await tx.insertInto('rating_scheme').values({ partnership_id, rating_scheme_id, name: 'Two words' }).execute()
      await tx.insertInto('plan').values({ partnership_id, plan_id, kind: 'action plan', title: 'A plan', starts: '2026-01-01', ends: '2026-12-31', rating_scheme_id, update_interval: 'quarterly' }).execute()
      for (const [code, [whose, organisation]] of [['own', world.ours.council], ['other', world.ours.police]].entries()) {
        const plan_item_id = items[whose as 'own']
        await tx.insertInto('plan_item').values({ partnership_id, plan_item_id, plan_id, kind: 'action', code: String(code), title: 'An action', position: code }).execute()
        await tx.insertInto('item_owner').values({ partnership_id, plan_item_id, organisation_id: organisation!, accountable: true }).execute()
      }
    })
  })
  const update = (item: string, by: Actor) => asUser(by, (tx) => tx.insertInto('item_update')
    .values({ partnership_id: by.partnershipId, plan_item_id: item, declared: 'Green', position_on: '2026-03-01', submitted_by: by.accountId }).execute())
  const progress = (item: string) => ask(owner, `update plan_item set state = 'in progress' where plan_item_id = '${item}'`)

  test('she says where her item stands, and not another’s, nor in another’s name', async () => {
    await update(items.own, owner)
    await assert.rejects(update(items.other, owner), isRefusal)
    await assert.rejects(asUser(owner, (tx) => tx.insertInto('item_update')
      .values({ partnership_id: owner.partnershipId, plan_item_id: items.own, declared: 'Green', position_on: '2026-03-01', submitted_by: crypto.randomUUID() }).execute()), isRefusal)
  })
  test('she moves her item on, and not another’s, and rewords neither', async () => {
    assert.equal((await progress(items.own)).numAffectedRows, 1n)
    assert.equal((await progress(items.other)).numAffectedRows, 0n)
    await assert.rejects(ask(owner, `update plan_item set title = 'Less' where plan_item_id = '${items.own}'`), isRefusal)
  })
  test('what she said is never changed or taken back', async () => {
    assert.equal((await ask(owner, "update item_update set declared = 'Red'")).numAffectedRows, 0n)
    assert.equal((await ask(owner, 'delete from item_update')).numAffectedRows, 0n)
  })
  test('a reader of the same organisation says nothing', async () => {
    await assert.rejects(update(items.own, await world.ours.account('board member', world.ours.council)), isRefusal)
  })
})

describe('what proves who someone is, is nobody else’s to see', () => {
  test('an administrator sees no password, secret or recovery code, and cannot write one, nor begin a session as another', async () => {
    const [admin, other] = [await world.ours.account('administrator'), await world.ours.account('reader')]
    await asSystem('give a password', (tx) => tx.insertInto('credential').values([admin, other].map(({ accountId }) => ({ partnership_id: world.ours.partnershipId, account_id: accountId, password_hash: 'x' }))).execute(), world.ours.partnershipId)
    assert.equal((await rowsAs(admin, 'select 1 from credential')).length, 1)
    assert.equal((await ask(admin, `update credential set password_hash = 'known' where account_id = '${other.accountId}'`)).numAffectedRows, 0n)
    for (const statement of [
      `insert into recovery_code values ('${other.partnershipId}', '${other.accountId}', 'known')`,
      `insert into session (session_hash, partnership_id, account_id) values ('known', '${other.partnershipId}', '${other.accountId}')`,
    ]) await assert.rejects(ask(admin, statement), isRefusal, statement)
  })
  test('nobody writes in the audit log in another’s name', async () => {
    const [one, other] = [await world.ours.account('coordinator'), await world.ours.account('coordinator')]
    const entry = (accountId: string | null) => `insert into audit_entry values ('${one.partnershipId}', 1000000, 'now', ${accountId ? `'${accountId}'` : 'null'}, 'altered', 'plan', null, '{}', '', '')`
    await assert.rejects(ask(one, entry(other.accountId)), isRefusal)
    await assert.rejects(ask(one, entry(null)), isRefusal)
  })
  test('a person changes her own name and never her organisation, address or standing', async () => {
    const one = await world.ours.account('reader')
    assert.equal((await ask(one, `update account set name = 'New name' where account_id = '${one.accountId}'`)).numAffectedRows, 1n)
    for (const change of [`organisation_id = '${world.ours.police}'`, "email = 'other@testbury.example'", 'disabled_at = now()'])
      await assert.rejects(ask(one, `update account set ${change} where account_id = '${one.accountId}'`), isRefusal, change)
    assert.equal((await ask(one, "update account set name = 'Taken over'")).numAffectedRows, 1n, 'hers alone')
    await assert.rejects(ask(one, `insert into account_role values ('${one.partnershipId}', '${one.accountId}', 'administrator')`), isRefusal)
  })
})

// From here on the tables hold rows of anything, so their own constraints are taken off; the policies stay.
describe('nothing crosses from one partnership to another', () => {
  // Rows that nobody sees as a signed-in person, or only the one they belong to.
  const UNSEEN: Record<string, string> = {
    review_quarantine: 'seen by those of the scheme’s host who work in it: src/cases/case-review/quarantine.test.ts',
    credential: 'seen by its own account only', recovery_code: 'seen by its own account only', one_time_link: 'seen by sign-in only', form_key: 'seen by its own account only', referral_draft: 'seen by its own account only', referral_draft_file: 'seen by its own account only',
    calendar_address: 'seen by its own account only',
    // A row of anything hangs on no group: test/meetings.test.ts.
    ...Object.fromEntries(['agenda_item', 'meeting_paper', 'attendance', 'declared_interest', 'decision', 'issued_minutes', 'minutes_note', 'feed_return', 'change_evidence'].map((table) => [table, 'seen through a group or a review'])),
    // A row of anything hangs on no case, and these open with a case: src/sharing/gate.test.ts.
    ...Object.fromEntries(['case_file', 'case_party', 'case_exclusion', 'protected_reader', 'contribution', 'index_entry', 'index_fact', 'index_word', 'protected_fact', 'protected_mark', 'index_link',
      'index_pointer', 'referral', 'diary_entry', 'risk_assessment', 'information_request', 'action', 'power_use', 'power_breach', 'support_offer', 'safe_contact', 'contact', 'case_document', 'letter',
      'transfer', 'closure', 'held_review', 'satisfaction', 'panel', 'panel_case', 'panel_attendance', 'issued_minute', 'review_application', 'review_recommendation', 'review_notice'].map((table) => [table, 'seen through a case'])),
  }
  let ours: Actor, theirs: Actor
  const fingerprint = async (table: string) => (await asOwner<{ print: string }>(`select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as print from ${table} t where partnership_id = '${world.ours.partnershipId}'`))[0]!.print

  before(async () => {
    ours = await world.ours.account(ROLES)
    theirs = await world.theirs.account(ROLES)
    await asSuperuser(world.database, async (askOwner) => {
      const { rows } = await askOwner(`select conrelid::regclass::text as "table", conname as name from pg_constraint where contype in ('f', 'c') and connamespace = 'public'::regnamespace`)
      for (const { table, name } of rows) await askOwner(`alter table ${table} drop constraint "${name}"`)
      await askOwner('set session_replication_role = replica')
      for (const table of PARTNERSHIP_TABLES)
        if (table !== 'partnership' && table !== 'audit_head')
          for (const { partnershipId } of [ours, theirs]) await askOwner(anyRow(table, partnershipId))
      await askOwner('set session_replication_role = origin')
    })
  })

  for (const table of PARTNERSHIP_TABLES) {
    test(`${table}: a person with every role sees their own partnership’s rows and no other’s`, async () => {
      const counts = async (actor: Actor) => (await rowsAs<{ own: number; other: number }>(actor,
        `select count(*) filter (where partnership_id = '${actor.partnershipId}') as own, count(*) filter (where partnership_id <> '${actor.partnershipId}') as other from ${table}`))[0]!
      for (const actor of [ours, theirs]) {
        const { own, other } = await counts(actor)
        assert.equal(other, 0)
        assert.equal(own > 0, !Object.hasOwn(UNSEEN, table), `sees ${own} rows`)
      }
    })

    test(`${table}: a row cannot be added, changed, moved or removed across`, async () => {
      const print = await fingerprint(table)
      const { column, type } = byTable.get(table)!.findLast(({ column }) => column !== 'partnership_id')!
      const across = `where partnership_id = '${world.ours.partnershipId}'`
      const isKept = (error: unknown) => isRefusal(error) || /never|not changed|cannot/.test(String(error))
      for (const statement of [
        ...(table === 'audit_head' ? [] : [anyRow(table, world.ours.partnershipId)]),
        `update ${table} set ${column} = ${column} ${across}`,
        `update ${table} set partnership_id = '${world.ours.partnershipId}'`,
        `delete from ${table} ${across}`,
      ])
        await ask(theirs, statement).then(
          ({ numAffectedRows }) => assert.equal(numAffectedRows, 0n, statement),
          (error: unknown) => assert.ok(isKept(error), `${statement}: ${error}`),
        )
      // Without a where, PostgreSQL asks the policy for changing alone, not the one for reading too.
      const [{ own }] = await asOwner<{ own: number }>(`select count(*) as own from ${table} where partnership_id = '${world.theirs.partnershipId}'`) as [{ own: number }]
      for (const statement of [`update ${table} set ${column} = ${VALUES[type]!()}`, `delete from ${table}`]) {
        const undone = new Error('undo')
        await asUser(theirs, async (tx) => {
          const { numAffectedRows = 0n } = await sql.raw(statement).execute(tx)
          assert.ok(numAffectedRows <= own, `${statement} reached ${numAffectedRows} rows; the partnership has ${own}`)
          throw undone
        }).catch((error: unknown) => assert.ok(error === undone || isKept(error), `${statement}: ${error}`))
      }
      assert.equal(await fingerprint(table), print)
    })
  }

  /** Runs statements as the application's role with nobody set, in one transaction that is rolled back. */
  async function asNobody(client: pg.PoolClient, statement: string) {
    await client.query('begin')
    try {
      if (world.database.role) await client.query(`set local role ${world.database.role}`)
      return await client.query(statement)
    } finally {
      await client.query('rollback')
    }
  }
  const withClient = async (work: (client: pg.PoolClient) => Promise<void>) => {
    const client = await world.database.pool.connect()
    try {
      await work(client)
    } finally {
      client.release()
    }
  }

  test('with nobody set there is nothing to see, in any table, and no error', () =>
    withClient(async (client) => {
      for (const table of [...PARTNERSHIP_TABLES, 'sign_in_try']) assert.equal((await asNobody(client, `select 1 from ${table}`)).rowCount, 0, table)
    }))

  test('after somebody’s transaction the connection is nobody’s again, and still there is no error', () =>
    withClient(async (client) => {
      await client.query('begin')
      await client.query("select set_config('wardmote.account', $1, true), set_config('wardmote.partnership', $2, true), set_config('wardmote.system', 'a reason', true)", [ours.accountId, ours.partnershipId])
      await client.query('commit')
      assert.equal((await client.query("select current_setting('wardmote.account') as setting")).rows[0].setting, '')
      for (const table of PARTNERSHIP_TABLES) assert.equal((await asNobody(client, `select 1 from ${table}`)).rowCount, 0, table)
    }))

  test('a broken setting is an error and never an open door', async () => {
    for (const partnershipId of ["' or true", 'null', '*'])
      await assert.rejects(asUser({ accountId: ours.accountId, partnershipId }, (tx) => sql`select 1 from plan`.execute(tx)), /invalid input syntax for type uuid/)
  })

  const ESCALATIONS = [
    'set local row_security = off; select * from account',
    'alter table account disable row level security', 'alter table account no force row level security',
    'drop policy read_own on account', 'create policy open on account using (true)', 'alter policy read_own on account using (true)',
    'alter table account owner to current_user', 'alter table account disable trigger guard_own_account', 'drop trigger guard_own_account on account',
    'create or replace function is_system() returns boolean language sql as $$ select true $$',
    'set session_replication_role = replica', 'alter role current_user bypassrls', 'alter role current_user superuser',
    'update audit_entry set act = act', 'delete from audit_entry', 'truncate audit_entry', 'truncate account', 'delete from audit_head',
    "insert into role_power values ('reader', 'accounts.manage')", 'update role_power set power = power', 'delete from role_power',
    "insert into migration values ('9999.sql', 'x')", 'create table public.mine (x int)', 'create schema mine', 'select * from pg_authid',
    'copy (select 1) to program \'id\'', "select pg_read_file('/etc/passwd')",
  ]
  for (const statement of ESCALATIONS)
    test(`the application may not: ${statement}`, () => withClient(async (client) => {
      await assert.rejects(asNobody(client, statement), (error: unknown) => isRefusal(error) || /must be owner/.test(String(error)))
    }))

  // The embedded database has one sign-in, its owner's: no statement there may ever be built from input.
  if (world.database.kind === 'server') test('the application’s sign-in cannot become the owner or a superuser', () =>
    withClient(async (client) => {
      const owner = (await asOwner<{ name: string }>("select pg_get_userbyid(relowner) as name from pg_class where relname = 'account'"))[0]!.name
      for (const role of ['postgres', owner]) await assert.rejects(asNobody(client, `set role ${role}`), isRefusal)
    }))
})

describe('the catalogue holds to the rules', () => {
  test('every table enforces its policies, on its owner too', async () => {
    const open = await asOwner<{ name: string }>(`select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and (not relrowsecurity or not relforcerowsecurity or not exists (select from pg_policy where polrelid = c.oid))`)
    assert.deepEqual(open.map(({ name }) => name), ['migration'], 'migrations are no partnership’s; the application may only read their names')
  })
  test('every view asks as the person who looks, and nothing is materialised', async () => {
    const views = await asOwner<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace
      and (relkind = 'm' or (relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false)))`)
    assert.deepEqual(views, [])
  })
  test('no function runs as its owner, and none claims to leak nothing', async () => {
    assert.deepEqual(await asOwner("select proname as name from pg_proc where pronamespace = 'public'::regnamespace and (prosecdef or proleakproof)"), [])
  })
  test('there is no enum: their comparison is slow behind a policy', async () => {
    assert.deepEqual(await asOwner("select typname as name from pg_type where typnamespace = 'public'::regnamespace and typtype = 'e'"), [])
  })
  // Known before anybody is: what a browser or a link holds, and the address that somebody types.
  const WITHOUT_PARTNERSHIP = ['migration', 'one_time_link', 'role_power', 'session', 'sign_in_try']
  test('the partnership comes first in every primary key', async () => {
    const other = await asOwner<{ name: string }>(`select c.relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not exists (
      select from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where k.conrelid = c.oid and k.contype = 'p' and a.attname = 'partnership_id') order by 1`)
    assert.deepEqual(other.map(({ name }) => name), WITHOUT_PARTNERSHIP)
  })
  test('the partnership is in every unique key, so that no key tells of another’s row', async () => {
    const keys = await asOwner<{ name: string }>(`select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and i.indisunique and not exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'partnership_id' and a.attnum = any (i.indkey)) order by 1`)
    // The address of a public site is for everybody to know.
    assert.deepEqual(keys.map(({ name }) => name), [...WITHOUT_PARTNERSHIP.map((table) => `${table}_pkey`), 'public_site_address_key'].sort())
  })
  test('every policy speaks of the partnership, of the system, or of nothing secret, and asks each question once', async () => {
    const policies = await asOwner<{ name: string; rule: string }>(`select c.relname || '.' || p.polname as name,
      coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as rule
      from pg_policy p join pg_class c on c.oid = p.polrelid`)
    assert.ok(policies.length > 40)
    for (const { name, rule } of policies.filter(({ name }) => !name.startsWith('role_power.'))) {
      assert.match(rule, /current_partnership\(\)|is_system\(\)/, name)
      assert.doesNotMatch(rule, /(?<!SELECT )(current_partnership|current_account|current_organisation|is_system|may|current_agency|open_doors|own_schemes|led_schemes|shut_cases|broken_cases|is_resolving|my_groups|open_groups|kept_groups|seatless_groups)\(/, `${name}: wrap it in (select …), or it runs for every row`)
    }
  })
  test('the application’s role can add no key, trigger or emptying to any table', async () => {
    const role = world.database.role ?? (await world.database.pool.query('select current_user as name')).rows[0].name
    assert.deepEqual(await asOwner(`select table_name, privilege_type from information_schema.role_table_grants where grantee = '${role}' and table_schema = 'public' and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')`), [])
  })
})

test('a key to another table carries the partnership with it', async () => {
  // Looked at in a database of its own: the one above has had its keys taken off.
  const { migrate } = await import('../src/db/migrate.ts')
  const { openDatabase } = await import('../src/db/pool.ts')
  const fresh = await openDatabase({ kind: 'memory' })
  await migrate(fresh, {}, null)
  const { rows } = await fresh.pool.query(`select conrelid::regclass::text || ' ' || conname as name from pg_constraint k
    where contype = 'f' and confrelid <> 'partnership'::regclass and not exists (
      select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'partnership_id' and a.attnum = any (k.conkey))`)
  await fresh.close()
  assert.deepEqual(rows, [])
})
