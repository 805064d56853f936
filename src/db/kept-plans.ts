import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

// Before a statement is worth keeping, and how many are kept at most: each takes memory in every connection.
const SEEN_BEFORE = 2
const MOST_KEPT = 400
const MOST_COUNTED = 4000

/**
 * Names statements that come again, so that PostgreSQL keeps their plans: with a policy on every table, planning takes longer than finding.
 * A plan holds nothing of who asks; policies ask that anew each time. Gives a statement's name, or undefined for one that is planned each time.
 */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  const seen = new Map<string, number>()
  return (text) => {
    const name = names.get(text)
    if (name || names.size >= MOST_KEPT || !/^\s*(select|with|insert|update|delete)\b/i.test(text) || text.includes(';')) return name
    const times = (seen.get(text) ?? 0) + 1
    if (times <= SEEN_BEFORE) {
      if (seen.size >= MOST_COUNTED) seen.clear()
      seen.set(text, times)
      return undefined
    }
    seen.delete(text)
    names.set(text, `w${names.size}`)
    return names.get(text)
  }
}

/** The pool, as Kysely asks of it, with statements named. */
export function keepingPlans(pool: pg.Pool): PostgresPool {
  const nameOf = statementNames()
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      const query = (text: string, values: readonly unknown[]) => client.query({ name: nameOf(text), text, values: [...values] })
      return { query, release: (destroy?: boolean) => client.release(destroy) } as unknown as PostgresPoolClient
    },
  }
}
