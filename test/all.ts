// Everything CI runs: types, lints, tests on the embedded database, the database suites again on a PostgreSQL server, and journeys in a browser.
// `node bin/run.js test/all.ts quick` leaves the server and the browser out.
// Compiled code is kept for the next process.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgresServer } from './postgres-server.ts'

const root = join(import.meta.dirname, '..')
const quick = process.argv.includes('quick')
const failed: string[] = []

const LONGEST_STAGE_MINUTES = 30

type Ended = { isWell: boolean; how: string; seconds: number }

/** This process goes on meanwhile: the PostgreSQL server writes its log to it, and would wait for ever for a reader that only waits. */
async function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const began = performance.now()
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { NODE_COMPILE_CACHE: join(tmpdir(), 'wardmote-compiled'), ...process.env, ...env }, timeout: LONGEST_STAGE_MINUTES * 60_000 })
  const [status, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return { isWell: status === 0, how: status === 0 ? 'passed' : signal ? `FAILED (stopped by ${signal})` : 'FAILED', seconds: (performance.now() - began) / 1000 }
}

async function stage(what: string, work: () => Promise<Ended>) {
  console.log(`\n── ${what}`)
  const { isWell, how, seconds } = await work()
  console.log(`── ${what}: ${how} in ${seconds.toFixed(1)} s`)
  if (!isWell) failed.push(what)
}

const run = (what: string, command: string, args: readonly string[]) => stage(what, () => start(command, args))

const AT_ONCE = 2

/** Test files in batches, each batch a process (test/batch.ts), two at a time. Files that stand beside each other go into different ones: they take alike long. */
const tests = (what: string, files: readonly string[], { env = {}, inBatchesOf = 24 }: { env?: NodeJS.ProcessEnv; inBatchesOf?: number } = {}) =>
  stage(`${what} (${files.length} files)`, async () => {
    const began = performance.now()
    const count = Math.ceil(files.length / inBatchesOf)
    const batches = Array.from({ length: count }, (_, n) => files.filter((_, at) => at % count === n))
    const ended: Ended[] = []
    const turns = batches[Symbol.iterator]()
    const takeTurns = async () => {
      for (const batch of turns) ended.push(await start(node, ['--disable-warning=ExperimentalWarning', '--test-reporter=./test/reporter.ts', '--test-timeout=300000', 'test/batch.ts', ...batch], env))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, takeTurns))
    return { ...(ended.find(({ isWell }) => !isWell) ?? ended[0]!), seconds: (performance.now() - began) / 1000 }
  })

const node = process.execPath
const files = [...globSync('src/**/*.test.ts', { cwd: root }), ...globSync('test/*.test.ts', { cwd: root })].sort()
const onDatabase = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('openWorld('))

await run('types', join(root, 'node_modules/.bin/tsc'), ['-p', '.'])
await run('rooms', node, ['tools/lint-rooms.ts'])
await run('views', node, ['tools/lint-views.ts'])
await run('database description', node, ['tools/generate-tables.ts', '--check'])
await tests('tests on the embedded database', files)
if (!quick) {
  const server = await startPostgresServer()
  try {
    await tests('tests again on a PostgreSQL server', onDatabase, { env: { WARDMOTE_TEST_SERVER: server.adminUrl } })
  } finally {
    await server.stop()
  }
  const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', process.env.CHROMIUM ?? ''].find((path) => path && existsSync(path)) ?? installChromium()
  if (browser) await tests('journeys in a browser', globSync('test/journeys/*.journey.ts', { cwd: root }).sort(), { env: { CHROMIUM: browser }, inBatchesOf: 1 })
  else failed.push('journeys in a browser: there is no Chromium here and it could not be installed. Install it and set CHROMIUM to its path')
}

/** On Debian, as CI is: the browser comes from the distribution. */
function installChromium(): string | null {
  console.log('No Chromium found: installing it')
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', 'chromium']]) spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : null
}

console.log(failed.length === 0 ? `\nAll passed.` : `\nFailed: ${failed.join('; ')}`)
process.exit(failed.length === 0 ? 0 : 1)
