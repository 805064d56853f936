import { sql } from 'kysely'
import { type Actor, asSystem, asUser } from '../src/db/tx.ts'
import { newReference } from '../src/sharing/reference.ts'
import { asSuperuser } from './server-database.ts'
import { type Sight } from './sharing-oracle.ts'
import { differences, everythingIn, sightByGate, sightInSql } from './sharing-sight.ts'
import { addCasework } from './case-fixture.ts'
import { twinOf, worldsFrom } from './sharing-any-world.ts'
import { circumstancesOf, loadSharingWorld, type SharingWorld } from './sharing-world.ts'
import type { World } from './world.ts'

/** A change to what the database holds to, by which a clause is lost: how to make it, and how to take it back. */
export type Mutant = { what: string; clause: string; apply: string; undo: string }

/** The end of the text that begins at `from` and is closed by a bracket nobody opened in it, or by one of `ends`. */
function endOf(text: string, from: number, ends: RegExp): number {
  let [depth, quoted] = [0, false]
  for (let at = from; at < text.length; at++) {
    const letter = text[at]!
    if (letter === "'") quoted = !quoted
    if (quoted) continue
    if (letter === '(') depth++
    if (letter === ')' && --depth < 0) return at
    ends.lastIndex = at
    if (depth === 0 && ends.test(text)) return at
  }
  return text.length
}

/** Every reading of an expression with one clause left out, at any depth. PostgreSQL prints a bracket around each group of clauses. */
export function withoutEachClause(expression: string): { clause: string; rest: string }[] {
  const found: { clause: string; rest: string }[] = []
  for (let open = expression.indexOf('('); open >= 0; open = expression.indexOf('(', open + 1)) {
    const close = endOf(expression, open + 1, /(?!)/y)
    const parts: [from: number, to: number][] = []
    for (let from = open + 1; from < close; ) {
      const to = Math.min(close, endOf(expression, from, / (AND|OR) /y))
      parts.push([from, to])
      from = to === close ? close : to + (expression.startsWith(' AND ', to) ? 5 : 4)
    }
    if (parts.length > 1)
      for (const [index, [from, to]] of parts.entries()) {
        const [cutFrom, cutTo] = index === 0 ? [from, parts[1]![0]] : [parts[index - 1]![1], to]
        found.push({ clause: expression.slice(from, to).replaceAll(/\s+/g, ' '), rest: expression.slice(0, cutFrom) + expression.slice(cutTo) })
      }
  }
  return found
}

/** The same of statements as somebody wrote them: every clause after the first of each condition. The first says the partnership. */
function withoutEachLaterClause(source: string): { clause: string; rest: string }[] {
  return [...source.matchAll(/ and (?=\S)/g)].map(({ index }) => {
    const end = endOf(source, index + 5, / and | or |\n|;|, ''|\) then| order by/y)
    return { clause: source.slice(index + 5, end), rest: source.slice(0, index) + source.slice(end) }
  })
}

const GATE_TABLES = ['case_file', 'contribution', 'protected_fact', 'access_entry', 'case_document', 'panel_case']

/** Every clause of every policy that lets somebody read, or decide on, the tables of the gate, and each of those policies as a whole. */
export async function policyMutants(world: World): Promise<Mutant[]> {
  const { rows } = await world.database.pool.query<{ table: string; policy: string; rule: string; command: string }>(`select c.relname as table, p.polname as policy, pg_get_expr(p.polqual, p.polrelid) as rule, p.polcmd::text as command
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relname = any ($1) and (p.polcmd = 'r' or (c.relname = 'case_file' and p.polcmd = 'w')) order by 1, 2`, [GATE_TABLES])
  return rows.flatMap(({ table, policy, rule, command }) => {
    const alter = (to: string) => `alter policy ${policy} on ${table} using (${to})`
    const whole = { what: `${table}.${policy}`, clause: 'the whole of it', apply: `drop policy ${policy} on ${table}`, undo: `create policy ${policy} on ${table} for ${command === 'r' ? 'select' : 'update'} using (${rule})` }
    return [whole, ...withoutEachClause(rule).map(({ clause, rest }) => ({ what: `${table}.${policy}`, clause, apply: alter(rest), undo: alter(rule) }))]
  })
}

/** Every clause by which is resolved who somebody is to the cases, and of what makes an agreement live. */
export async function resolvingMutants(world: World): Promise<Mutant[]> {
  const { rows } = await world.database.pool.query<{ source: string; live: string }>("select (select prosrc from pg_proc where proname = 'resolve_powers') as source, pg_get_viewdef('live_agreement'::regclass) as live")
  const { source, live } = rows[0]!
  const make = (body: string) => `create or replace function resolve_powers() returns void language plpgsql as $resolve$${body}$resolve$`
  const view = (body: string) => `create or replace view live_agreement with (security_invoker = true) as ${body}`
  return [
    ...withoutEachLaterClause(source).map(({ clause, rest }) => ({ what: 'resolve_powers', clause, apply: make(rest), undo: make(source) })),
    ...withoutEachClause(live).map(({ clause, rest }) => ({ what: 'live_agreement', clause, apply: view(rest), undo: view(live) })),
  ]
}

/** A policy of the gate that does not say the partnership, or goes to another table without taking it along. Elsewhere that follows from the other table's own policy; it is written all the same. */
async function wrongly(house: World): Promise<string | null> {
  const { rows } = await house.database.pool.query<{ name: string; rule: string }>(`select c.relname || '.' || p.polname as name, pg_get_expr(p.polqual, p.polrelid) as rule
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relname = any ($1) and p.polqual is not null`, [GATE_TABLES])
  const unsaid = rows.find(({ rule }) => !rule.startsWith('((partnership_id = ( SELECT current_partnership()') || (rule.match(/EXISTS/g)?.length ?? 0) !== (rule.match(/WHERE \(\(\w+\.partnership_id = \w+\.partnership_id\)/g)?.length ?? 0))
  return unsaid ? `${unsaid.name} does not say the partnership` : null
}

/** Whoever refers sees the case they make, while they make it; nobody else does. */
async function referredWrongly(referrer: Actor, other: Actor, { schemeId, hostAgencyId }: { schemeId: string; hostAgencyId: string }): Promise<string | null> {
  let seen: number[] = []
  const undone = new Error('undo')
  await asUser(referrer, async (tx) => {
    const case_id = crypto.randomUUID()
    await sql`insert into case_file (partnership_id, case_id, scheme_id, reference, stage, lead_agency_id, parties, about, referred_on, made_by)
      values (${referrer.partnershipId}, ${case_id}, ${schemeId}, ${newReference('community marac')}, 'referred', ${hostAgencyId}, array[${hostAgencyId}, current_agency()]::uuid[], 'victim', '2026-01-05', ${referrer.accountId})`.execute(tx)
    const count = async () => (await tx.selectFrom('case_file').select('case_id').where('case_id', '=', case_id).execute()).length
    seen = [await count()]
    await sql`select set_config('wardmote.account', ${other.accountId}, true), resolve_powers()`.execute(tx)
    seen.push(await count())
    throw undone
  }).catch((error: unknown) => {
    if (error !== undone) throw error
  })
  return seen.join() === '1,0' ? null : `the referrer and another see ${seen.join(' and ')} of the case that is being referred`
}

/** The first `count` worlds of a seed and those of `also` by number (below 250), each in a partnership of its own with a twin in another, and a comparison of the database with the gate that stops at the first difference. */
export async function openGateWatch(house: World, seed: number, count: number, also: readonly number[] = []) {
  const worlds: { world: SharingWorld; everything: Sight; accounts: string[]; partnershipId: string; loaded: Temporal.Instant }[] = []
  const drawn = also.length > 0 ? worldsFrom(seed, 250).filter((_, number) => number < count || also.includes(number)) : worldsFrom(seed, count)
  for (const world of drawn) {
    const partnershipId = await addPartnership()
    const loaded = await loadSharingWorld(world, partnershipId)
    if (worlds.length < 5) await loadSharingWorld(twinOf(world), await addPartnership())
    worlds.push({ world, everything: everythingIn(world), accounts: world.accounts.map(({ accountId }) => accountId), partnershipId, loaded })
  }
  const [referrer, other] = [await house.ours.account('owner'), await house.ours.account('owner')]
  const { schemeId } = await addCasework(house.ours)
  /** Where the database first differs from the gate or from how policies are written; null when nowhere. What told last is asked first. */
  const firstDifference = async (): Promise<string | null> => {
    const wrong = (await wrongly(house)) ?? (await referredWrongly(referrer, other, { schemeId, hostAgencyId: house.ours.council }))
    if (wrong) return wrong
    for (const [index, { world, everything, accounts, partnershipId, loaded }] of worlds.entries())
      for (const [place, accountId] of accounts.entries()) {
        const { now, listed, checked } = await sightInSql({ accountId, partnershipId }, world, everything, false)
        const expected: Sight = { ...sightByGate(world, accountId, circumstancesOf(world, partnershipId, now, loaded), partnershipId, partnershipId, loaded), contributes: new Set() }
        const [first] = [...differences(expected, listed), ...differences(expected, checked)]
        if (!first) continue
        accounts.unshift(...accounts.splice(place, 1))
        worlds.unshift(...worlds.splice(index, 1))
        return first
      }
    return null
  }
  /** Whether a mutant is found out. Afterwards the database is as it was. */
  const isFoundOut = async ({ apply, undo }: Mutant): Promise<boolean> => {
    await asSuperuser(house.database, async (ask) => void (await ask(apply)))
    try {
      return (await firstDifference()) !== null
    } catch {
      // Where nobody can ask anything at all any more, it is found out as well.
      return true
    } finally {
      await asSuperuser(house.database, async (ask) => void (await ask(undo)))
    }
  }
  return { firstDifference, isFoundOut }
}

async function addPartnership(): Promise<string> {
  const partnership_id = crypto.randomUUID()
  await asSystem('add a partnership for a world', async (tx) => {
    await tx.insertInto('partnership').values({ partnership_id, name: 'A world', area: 'Nowhere' }).execute()
    await tx.insertInto('audit_head').values({ partnership_id }).execute()
  }, partnership_id)
  return partnership_id
}
