import type { Database } from '../db/pool.ts'

const DAY_MS = 86_400_000

/**
 * Keeps the embedded database in trim now and once a day: it runs alone, so nobody else gathers the statistics by which queries are
 * planned or clears away what updates leave behind. One table at a time, so that requests come between. Gives what stops it.
 * A server has its own autovacuum and is let be.
 */
export function startUpkeep({ kind, pool }: Database, failed: (error: unknown) => void): () => Promise<void> {
  if (kind === 'server') return async () => {}
  let isStopping = false
  let underWay = Promise.resolve()
  const tidy = async () => {
    const { rows } = await pool.query<{ name: string }>("select quote_ident(relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
    for (const { name } of rows) if (!isStopping) await pool.query(`vacuum (analyze) ${name}`)
  }
  // Queries are right without it, only slower: a failure is told and tried again tomorrow.
  const begin = () => void (underWay = tidy().catch(failed))
  begin()
  const daily = setInterval(begin, DAY_MS)
  return async () => {
    isStopping = true
    clearInterval(daily)
    await underWay
  }
}
