import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../src/app.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Database, MIGRATIONS, openDatabase } from '../src/db/pool.ts'
import { type Actor, asSystem, useDatabase } from '../src/db/tx.ts'
import { ROLE_POWERS, type Role } from '../src/people/powers.ts'
import { startSession } from '../src/people/session.ts'
import { openServerDatabase } from './server-database.ts'

/** A partnership for tests: a council (with a unit) and a police force, and an account for any role asked for. */
export type TestPartnership = {
  partnershipId: string
  council: string
  police: string
  /** An account holding these roles, in the council unless said; its actor for asUser. */
  account: (role: Role | readonly Role[], organisationId?: string) => Promise<Actor>
}

export type World = {
  database: Database
  app: FastifyInstance
  ours: TestPartnership
  /** A second partnership, from which nothing of ours may be seen. */
  theirs: TestPartnership
  /** The cookie header of a fresh session for this account. */
  signIn: (actor: Actor) => Promise<string>
  /** Gets a page as an account: status and body as a reader has them. */
  get: (url: string, actor: Actor | null) => Promise<{ statusCode: number; body: string; headers: Record<string, unknown> }>
  /** Posts a form as an account, with the token its page carries. */
  post: (url: string, actor: Actor, fields: Record<string, string | readonly string[]>) => Promise<{ statusCode: number; body: string; headers: Record<string, unknown> }>
  close: () => Promise<void>
}

/**
 * Opens a database of its own (in memory, or on the server that WARDMOTE_TEST_SERVER names), with two partnerships and the app.
 * One to a test file: close it in `after`.
 */
export async function openWorld(): Promise<World> {
  const server = process.env.WARDMOTE_TEST_SERVER
  const made = server ? await openServerDatabase(server, { name: `wardmote_template_${recipe()}`, make: (database, ownerUrl) => migrate(database, ROLE_POWERS, ownerUrl) }) : null
  const database = made?.database ?? (await openMigratedCopy())
  const secret = randomBytes(32)
  useDatabase(database, secret)
  const ours = await addPartnership('Testbury Safer Together', 'Testbury')
  const theirs = await addPartnership('Otherham Community Safety Partnership', 'Otherham')
  const app = buildApp({ secret, baseUrl: 'http://127.0.0.1', logLevel: 'silent' })
  await app.ready()
  const cookies = new Map<string, string>()
  const signIn = async (actor: Actor) => `wardmote=${await asSystem('sign a test account in', (tx) => startSession(tx, actor), actor.partnershipId)}`
  const cookieOf = async (actor: Actor) => {
    const known = cookies.get(actor.accountId) ?? (await signIn(actor))
    cookies.set(actor.accountId, known)
    return known
  }
  const get: World['get'] = async (url, actor) => app.inject({ url, headers: actor ? { cookie: await cookieOf(actor) } : {} })
  const post: World['post'] = async (url, actor, fields) => {
    const cookie = await cookieOf(actor)
    // Every page carries a token, and the one that is not there asks least of the database.
    const page = await app.inject({ url: '/nowhere', headers: { cookie } })
    const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const payload = new URLSearchParams([['_csrf', token]])
    for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) payload.append(name, each)
    return app.inject({ method: 'POST', url, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, payload: payload.toString() })
  }
  return {
    database, app, ours, theirs, signIn, get, post,
    close: async () => {
      await app.close()
      await database.close()
      await made?.drop()
    },
  }
}

/** What a migrated database is made of, as a name: another as soon as a migration or a role's powers are. */
const recipe = () =>
  createHash('sha256').update(JSON.stringify([readdirSync(MIGRATIONS).map((name) => readFileSync(join(MIGRATIONS, name), 'utf8')), ROLE_POWERS])).digest('hex').slice(0, 16)

/** A migrated database in memory. Making one takes seconds and copying one tenths, so the first test file packs its own for the rest. */
async function openMigratedCopy(): Promise<Database> {
  const file = join(tmpdir(), `wardmote-test-database-${recipe()}`)
  if (existsSync(file)) return openDatabase({ kind: 'memory', from: new Blob([readFileSync(file)]) })
  const database = await openDatabase({ kind: 'memory' })
  await migrate(database, ROLE_POWERS, null)
  const scratch = `${file}.${process.pid}`
  writeFileSync(scratch, Buffer.from(await (await database.pack!()).arrayBuffer()))
  renameSync(scratch, file)
  return database
}

async function addPartnership(name: string, area: string): Promise<TestPartnership> {
  const partnershipId = crypto.randomUUID()
  const [council, police] = [crypto.randomUUID(), crypto.randomUUID()]
  await asSystem(
    'add a test partnership',
    async (tx) => {
      await tx.insertInto('partnership').values({ partnership_id: partnershipId, name, area }).execute()
      await tx.insertInto('audit_head').values({ partnership_id: partnershipId }).execute()
      await tx.insertInto('organisation').values([
        { partnership_id: partnershipId, organisation_id: council, standing: 'statutory', sector: 'council' },
        { partnership_id: partnershipId, organisation_id: police, standing: 'statutory', sector: 'police' },
      ]).execute()
      await tx.insertInto('organisation_name').values([
        { partnership_id: partnershipId, organisation_id: council, name: `${area} Council`, kind: 'name' },
        { partnership_id: partnershipId, organisation_id: council, name: `${area.slice(0, 2).toUpperCase()}C`, kind: 'code' },
        { partnership_id: partnershipId, organisation_id: police, name: `${area} Police`, kind: 'name' },
      ]).execute()
    },
    partnershipId,
  )
  let accounts = 0
  return {
    partnershipId,
    council,
    police,
    account: (role, organisationId = council) =>
      asSystem(
        'add a test account',
        async (tx) => {
          const accountId = crypto.randomUUID()
          const roles = [role].flat() as Role[]
          await tx.insertInto('account').values({
            partnership_id: partnershipId, account_id: accountId, organisation_id: organisationId,
            email: `person${++accounts}@${area.toLowerCase()}.example`, name: `${area} ${roles[0]} ${accounts}`,
          }).execute()
          await tx.insertInto('account_role').values(roles.map((each) => ({ partnership_id: partnershipId, account_id: accountId, role: each }))).execute()
          return { accountId, partnershipId }
        },
        partnershipId,
      ),
  }
}
