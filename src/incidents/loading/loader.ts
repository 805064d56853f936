import type { Database } from '../../db/pool.ts'
import { asSystem } from '../../db/tx.ts'
import type { AfterChange } from './after-change.ts'
import { makeFailed } from './finish.ts'
import { type Outcome, runLoad } from './run.ts'
import { refreshStatistics } from './statistics.ts'
import { inTurnOf } from './task.ts'
import { clearAway } from './undo.ts'

const EVERY_MS = 1000
const MOST_ATTEMPTS = 3

const BROKEN = 'Something went wrong in Wardmote itself, three times over. Nothing of this load counts. The log of the server says what it was.'

/**
 * Reads the loads that wait, one after another, and goes on with those that a restart broke off; clears away what undone ones left. Gives
 * what stops it: the batch under way is stored, and the load is gone on with after the next start.
 */
export function startLoader(database: Database, data: string, log: (line: object) => void = () => {}, afterChange?: readonly AfterChange[]): () => Promise<void> {
  let isStopping = false
  let round: Promise<void> | null = null
  const attempts = new Map<string, number>()
  const stopping = () => isStopping
  const attempt = async ({ partnershipId, loadId }: Waiting) => {
    try {
      const outcome = await alone(database, partnershipId, loadId, () => runLoad(partnershipId, loadId, { data, stopping, beforeVisible: (rows) => refreshStatistics(database, rows), ...(afterChange && { afterChange }) }))
      log({ load: loadId, outcome })
    } catch (error) {
      const name = `${partnershipId} ${loadId}`
      const tried = (attempts.get(name) ?? 0) + 1
      attempts.set(name, tried)
      log({ load: loadId, err: error })
      if (tried >= MOST_ATTEMPTS) await inTurnOf(partnershipId, loadId)((tx) => makeFailed(tx, loadId, BROKEN))
    }
  }
  const run = async () => {
    try {
      for (const partnershipId of await partnerships()) {
        for (const loadId of await selectWaiting(partnershipId)) if (!isStopping) await attempt({ partnershipId, loadId })
        if (!isStopping) await clearAway((work) => asSystem('clear away what is left of a load', work, partnershipId), stopping)
      }
    } catch (error) {
      // The database may be away for a moment; what waits still waits.
      log({ err: error })
    } finally {
      round = null
    }
  }
  const begin = () => {
    round ??= run()
  }
  const timer = setInterval(begin, EVERY_MS)
  begin()
  return async () => {
    isStopping = true
    clearInterval(timer)
    await round
  }
}

type Waiting = { partnershipId: string; loadId: number }

const partnerships = async () => (await asSystem('list partnerships', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())).map(({ partnership_id }) => partnership_id)

/** Loads of a partnership to be read, one of each source: the one that was being read, or the oldest that waits. */
const selectWaiting = async (partnershipId: string) =>
  (await asSystem('look for loads', (tx) => tx.selectFrom('load').distinctOn('source_id').select(['load_id', 'source_id', 'state']).where('state', 'in', ['waiting', 'reading'])
    .orderBy('source_id').orderBy('state').orderBy('load_id').execute(), partnershipId)).map(({ load_id }) => load_id).toSorted((a, b) => a - b)

/** On a server, where several processes may look for loads, runs `work` only if none of them reads this one. The embedded database has one process. */
export async function alone(database: Database, partnershipId: string, loadId: number, work: () => Promise<Outcome>): Promise<Outcome> {
  if (database.kind === 'embedded') return work()
  const client = await database.pool.connect()
  const name = [`load ${partnershipId} ${loadId}`]
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 7263)) as mine', name)
    if (!rows[0]!.mine) return 'waits'
    try {
      return await work()
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 7263))', name)
    }
  } finally {
    client.release()
  }
}

