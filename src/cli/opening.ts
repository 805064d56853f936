import { type Config, readConfig } from '../config.ts'
import { migrate, unsafe } from '../db/migrate.ts'
import { type Database, openDatabase } from '../db/pool.ts'
import { useDatabase } from '../db/tx.ts'
import { ROLE_POWERS } from '../people/powers.ts'
import { CommandError } from './command.ts'

/**
 * Reads the settings, opens the database and brings it up to date. Throws CommandError when it is not safe to serve from
 * or somebody else has it open.
 */
export async function openWardmote(log: (line: object) => void = () => {}): Promise<{ config: Config; database: Database }> {
  const config = readConfig(process.env)
  refuseOneRoleForBoth(config)
  const database = await openDatabase(config.database).catch((error: unknown) => {
    if (!(error instanceof Error && error.message.startsWith('Another Wardmote'))) throw error
    throw new CommandError(`${error.message}\nThe embedded database can be open in one process only: stop the server with Ctrl-C, run this command, and start it again.`)
  })
  try {
    await migrate(database, ROLE_POWERS, config.database.kind === 'server' ? config.database.ownerUrl : null)
    const danger = await unsafe(database)
    if (danger) throw new CommandError(`${danger}\nWardmote does not run so. See “On a PostgreSQL server” in README.`)
  } catch (error) {
    await database.close()
    throw error
  }
  useDatabase(database, config.secret, log)
  return { config, database }
}

function refuseOneRoleForBoth({ database }: Config) {
  if (database.kind === 'server' && database.ownerUrl && new URL(database.url).username === new URL(database.ownerUrl).username)
    throw new CommandError(
      'DATABASE_URL and DATABASE_OWNER_URL name the same role. The owner of the tables could switch the access policies off, so the service must run as another.\nSee “On a PostgreSQL server” in README.',
    )
}

/** Opens the database for one piece of work, and closes it whatever comes of it. */
export async function withWardmote<T>(work: (config: Config) => Promise<T>): Promise<T> {
  const { config, database } = await openWardmote()
  try {
    return await work(config)
  } finally {
    await database.close()
  }
}
