import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { Database } from '../db/pool.ts'
import type { Config } from '../config.ts'
import { asSystem } from '../db/tx.ts'
import { loadExample } from '../example/load.ts'
import { startLoader } from '../incidents/loading/loader.ts'
import { startJobs } from '../notices/jobs.ts'
import { startMailer } from '../notices/mailer.ts'
import { type Command, readArguments } from './command.ts'
import { jobs } from './jobs.ts'
import { openWardmote } from './opening.ts'
import { startUpkeep } from './upkeep.ts'
import { startWarming } from './warming.ts'

const USAGE = `wardmote serve
  Starts the service. Settings come from the environment: PORT, HOST, BASE_URL, WARDMOTE_DATA, DATABASE_URL … (README lists them).`

const STOP_WITHIN_MS = 8000

async function run(args: string[]): Promise<number> {
  readArguments(args, USAGE, {})
  let log = (_: object) => {}
  const { config, database } = await openWardmote((line) => log(line))
  try {
    const app = buildApp(config)
    log = (line) => app.log.debug(line)
    await listen(app, config, database)
    const stopMailer = config.mail ? startMailer(config.mail, (line) => app.log.info(line)) : null
    const stopUpkeep = startUpkeep(database, (error) => app.log.error({ err: error }, 'upkeep of the embedded database'))
    const stopLoader = startLoader(database, config.data, (line) => ('err' in line ? app.log.error(line, 'a load broke off') : app.log.info(line)))
    const stopWarming = startWarming((error) => app.log.error({ err: error }, 'hotspots could not be worked out beforehand'))
    const stopJobs = startJobs(jobs(config.baseUrl), (job, error) => app.log.error({ err: error }, `a job failed: ${job}`))
    await stopped()
    // Requests under way finish; those that take longer than this are cut off, and their transactions roll back.
    const cut = setTimeout(() => app.server.closeAllConnections(), STOP_WITHIN_MS)
    await app.close()
    clearTimeout(cut)
    await stopJobs()
    await stopWarming()
    await stopLoader()
    await stopMailer?.()
    await stopUpkeep()
  } finally {
    await database.close()
  }
  return 0
}

/** Loads the example where it is wanted, takes requests, and says where and who can sign in. */
async function listen(app: FastifyInstance, config: Config, database: Database) {
  const accounts = config.example ? await loadExample(database) : []
  const partnerships = await asSystem('see whether there is a partnership', (tx) => tx.selectFrom('partnership').select('name').execute())
  await app.listen({ host: config.host, port: config.port })
  console.log(`Wardmote is at ${addressOf(config.baseUrl, app.server.address())}`)
  if (accounts.length > 0) console.log(signInLines(accounts))
  if (partnerships.length === 0) console.log('There is no partnership yet. Stop it, add one with “npx wardmote partnership add”, and start again.')
}

/** Who can sign in to the example, so long as nobody has changed it. */
const signInLines = (accounts: Awaited<ReturnType<typeof loadExample>>) =>
  [`The example partnership is loaded. Sign in with the password ${accounts[0]!.password} as`, ...accounts.map(({ email, role, does }) => `  ${email.padEnd(26)} ${role}: ${does}`)].join('\n')

/** PORT=0 takes any free port: say which. */
const addressOf = (baseUrl: string, bound: AddressInfo | string | null) =>
  bound !== null && typeof bound === 'object' ? baseUrl.replace(/:0$/, `:${bound.port}`) : baseUrl

/** Resolves at the first request to stop. The terminal and bin/wardmote.js may both pass on one Ctrl-C, so more are let be. */
const stopped = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })

export const command: Command = { usage: USAGE, run }
