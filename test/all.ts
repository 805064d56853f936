// Everything CI runs: types, lints, tests on the embedded database, the database suites again on a PostgreSQL server, and journeys in a browser.
// `node bin/run.js test/all.ts quick` leaves the server and the browser out.
// Each test file is a process of its own and loads the whole product: compiled code is kept for the next one.
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

/** This process goes on meanwhile: the PostgreSQL server writes its log to it, and would wait for ever for a reader that only waits. */
async function run(what: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const began = performance.now()
  console.log(`\n── ${what}`)
  const stage = spawn(command, args, { cwd: root, stdio: 'inherit', env: { NODE_COMPILE_CACHE: join(tmpdir(), 'wardmote-compiled'), ...process.env, ...env }, timeout: LONGEST_STAGE_MINUTES * 60_000 })
  const [status, signal] = (await once(stage, 'exit')) as [number | null, string | null]
  const ended = status === 0 ? 'passed' : signal ? `FAILED (stopped by ${signal})` : 'FAILED'
  console.log(`── ${what}: ${ended} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  if (status !== 0) failed.push(what)
}

const node = process.execPath
const tests = [...globSync('src/**/*.test.ts', { cwd: root }), ...globSync('test/*.test.ts', { cwd: root })].sort()
const onDatabase = tests.filter((file) => readFileSync(join(root, file), 'utf8').includes('openWorld('))
const test = (files: readonly string[]) => ['--disable-warning=ExperimentalWarning', '--test', '--test-reporter=./test/reporter.ts', '--test-concurrency=2', '--test-timeout=300000', ...files]

await run('types', join(root, 'node_modules/.bin/tsc'), ['-p', '.'])
await run('rooms', node, ['tools/lint-rooms.ts'])
await run('views', node, ['tools/lint-views.ts'])
await run('database description', node, ['tools/generate-tables.ts', '--check'])
await run(`tests on the embedded database (${tests.length} files)`, node, test(tests))
if (!quick) {
  const server = await startPostgresServer()
  try {
    await run(`tests again on a PostgreSQL server (${onDatabase.length} files)`, node, test(onDatabase), { WARDMOTE_TEST_SERVER: server.adminUrl })
  } finally {
    await server.stop()
  }
  const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', process.env.CHROMIUM ?? ''].find((path) => path && existsSync(path)) ?? installChromium()
  if (browser) await run('journeys in a browser', node, test(globSync('test/journeys/*.journey.ts', { cwd: root }).sort()), { CHROMIUM: browser })
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
