import { readdirSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { MIGRATIONS } from '../db/pool.ts'
import { asSystem } from '../db/tx.ts'

const PATIENCE_MS = 2000

/** `/health`: this process answers. `/ready`: and its database does, with every migration run. For whatever watches the service. */
export function health(app: FastifyInstance) {
  const known = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql')).length

  app.get('/health', { config: { power: 'public' } }, async (_, reply) => reply.type('text/plain').send('alive\n'))

  app.get('/ready', { config: { power: 'public' } }, async (request, reply) => {
    const late = new Promise<string>((resolve) => setTimeout(resolve, PATIENCE_MS, 'the database does not answer').unref())
    const state = await Promise.race([databaseState(known), late]).catch((error: Error) => {
      // Not thrown on: that the database is gone is what this page is there to say.
      request.log.error({ err: error })
      return 'the database cannot be reached'
    })
    return reply.code(state === 'ready' ? 200 : 503).type('text/plain').send(`${state}\n`)
  })
}

async function databaseState(known: number): Promise<string> {
  const { rows } = await asSystem('see that the database is ready', (tx) => sql<{ ran: number }>`select count(*) as ran from migration`.execute(tx))
  return rows[0]!.ran >= known ? 'ready' : 'migrations are waiting'
}
