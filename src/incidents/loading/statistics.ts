import type { Database } from '../../db/pool.ts'

/** Rows that change how queries are best planned. */
const MANY = 10_000
const GROWN = ['incident', 'incident_ending', 'area_count', 'cell_count', 'hour_count', 'source_term', 'load', 'load_file']

/**
 * Gathers the statistics by which queries are planned, for a load of so many rows that the old ones mislead. One table at a time, so that
 * requests come between. A server has its own autovacuum and is let be.
 */
export async function refreshStatistics({ kind, pool }: Database, rows: number) {
  if (kind === 'server' || rows < MANY) return
  for (const table of GROWN) await pool.query(`analyze ${table}`)
}
