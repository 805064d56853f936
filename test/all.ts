// Everything CI runs: types, lints, tests on the embedded database, the database suites again on a PostgreSQL server, and journeys in a browser.
// `node bin/run.js test/all.ts quick` leaves the server and the browser out.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgresServer } from './postgres-server.ts'

const root = join(import.meta.dirname, '..')
const quick = process.argv.includes('quick')
const failed: string[] = []

function run(what: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const began = performance.now()
  console.log(`\n── ${what}`)
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  console.log(`── ${what}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  if (status !== 0) failed.push(what)
}

const node = process.execPath
const tests = [...globSync('src/**/*.test.ts', { cwd: root }), ...globSync('test/*.test.ts', { cwd: root })].sort()
const onDatabase = tests.filter((file) => readFileSync(join(root, file), 'utf8').includes('openWorld('))
const test = (files: readonly string[]) => ['--disable-warning=ExperimentalWarning', '--test', '--test-reporter=./test/reporter.ts', '--test-concurrency=2', ...files]

run('types', join(root, 'node_modules/.bin/tsc'), ['-p', '.'])
run('rooms', node, ['tools/lint-rooms.ts'])
run('views', node, ['tools/lint-views.ts'])
run('database description', node, ['tools/generate-tables.ts', '--check'])
run(`tests on the embedded database (${tests.length} files)`, node, test(tests))
if (!quick) {
  const server = await startPostgresServer()
  try {
    run(`tests again on a PostgreSQL server (${onDatabase.length} files)`, node, test(onDatabase), { WARDMOTE_TEST_SERVER: server.adminUrl })
  } finally {
    await server.stop()
  }
  const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', process.env.CHROMIUM ?? ''].find((path) => path && existsSync(path)) ?? installChromium()
  if (browser) run('journeys in a browser', node, test(globSync('test/journeys/*.journey.ts', { cwd: root }).sort()), { CHROMIUM: browser })
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
