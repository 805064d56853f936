import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { type Actor, asSystem, type Tx } from '../db/tx.ts'
import type { Visitor } from '../web/visitor.ts'
import { powersOf, type Role } from './powers.ts'

/** Over https the name itself keeps other sites from setting it. */
export const sessionCookie = (secure: boolean) => (secure ? '__Host-wardmote' : 'wardmote')

const IDLE = '30 minutes'
const ABSOLUTE = '12 hours'

/** How the database knows a session whose value only its browser holds. */
export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex')

/** The session value a request carries, where it could be one. */
export const tokenOf = (request: FastifyRequest, cookieName: string): string | null => {
  const token = request.cookies[cookieName]
  return token && token.length <= 100 ? token : null
}

/** Starts a session and gives the value its browser keeps. One that awaits a one-time code opens nothing but the page that asks for it. */
export async function startSession(tx: Tx, account: Actor, awaitsCode = false): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await tx
    .insertInto('session')
    .values({ session_hash: tokenHash(token), partnership_id: account.partnershipId, account_id: account.accountId, awaits_code: awaitsCode })
    .execute()
  return token
}

/** The visitor whose live session this request carries, or null. Read from the database each time, so an end is an end at once. */
export async function recogniseVisitor(request: FastifyRequest, cookieName: string): Promise<Visitor | null> {
  const token = tokenOf(request, cookieName)
  return token ? asSystem('recognise a session', (tx) => selectVisitor(tx, tokenHash(token))) : null
}

async function selectVisitor(tx: Tx, sessionHash: string): Promise<Visitor | null> {
  const row = await tx
    .selectFrom('session as s')
    .innerJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 's.partnership_id').onRef('a.account_id', '=', 's.account_id'))
    .innerJoin('partnership as p', 'p.partnership_id', 's.partnership_id')
    .select(['a.account_id', 'a.partnership_id', 'a.organisation_id', 'a.name', 'p.name as partnership', 'p.area', 'p.synthetic'])
    .select((q) => q.selectFrom('account_role as r').whereRef('r.partnership_id', '=', 'a.partnership_id').whereRef('r.account_id', '=', 'a.account_id')
      .select(sql<string[]>`coalesce(array_agg(r.role order by r.role), '{}')`.as('roles')).as('roles'))
    .select((q) => q.selectFrom('organisation_name as n').whereRef('n.partnership_id', '=', 'a.partnership_id')
      .whereRef('n.organisation_id', '=', 'a.organisation_id').where('n.kind', '=', 'name').where('n.valid_to', 'is', null)
      .select('n.name').limit(1).as('organisation'))
    .select(sql<boolean>`s.seen_at < now() - interval '1 minute'`.as('stale'))
    .where('s.session_hash', '=', sessionHash)
    .where('s.awaits_code', '=', false)
    .where('a.disabled_at', 'is', null)
    .where(sql<boolean>`s.seen_at > now() - ${sql.lit(IDLE)}::interval and s.created_at > now() - ${sql.lit(ABSOLUTE)}::interval`)
    .executeTakeFirst()
  if (!row) return null
  if (row.stale) await tx.updateTable('session').set({ seen_at: sql`now()` }).where('session_hash', '=', sessionHash).execute()
  const roles = (row.roles ?? []) as Role[]
  return {
    sessionHash,
    accountId: row.account_id,
    partnershipId: row.partnership_id,
    organisationId: row.organisation_id,
    organisationName: row.organisation ?? '',
    name: row.name,
    partnershipName: row.partnership,
    partnershipArea: row.area,
    synthetic: row.synthetic,
    roles,
    powers: powersOf(roles),
  }
}

export const endSession = (tx: Tx, sessionHash: string) => tx.deleteFrom('session').where('session_hash', '=', sessionHash).execute()

/** Ends an account's sessions, all or all but one; gives how many. */
export async function endSessions(tx: Tx, account: Actor, exceptHash: string | null = null): Promise<number> {
  const ended = await tx
    .deleteFrom('session')
    .where('partnership_id', '=', account.partnershipId)
    .where('account_id', '=', account.accountId)
    .where('session_hash', '!=', exceptHash ?? '')
    .executeTakeFirst()
  return Number(ended.numDeletedRows)
}
