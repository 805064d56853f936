import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'

const folder = mkdtempSync(join(tmpdir(), 'wardmote-killed-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the loads in a process, killed at the first line that `at` finds; gives the last line it wrote. */
async function run(at: RegExp | null): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'killed.ts'), join(folder, 'database')], { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = ''
  for await (const line of createInterface({ input: child.stdout })) {
    last = line
    if (at?.test(line)) {
      child.kill('SIGKILL')
      break
    }
  }
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve))
  return last
}

test('a load killed twice, in its first file and in a revision of it, ends as if nothing had happened', async () => {
  assert.match(await run(/^load 1 row 10000/), /^load 1/)
  assert.match(await run(/^load 2 row 10000/), /^load 2/)
  assert.deepEqual(JSON.parse(await run(null)), {
    loads: [
      { state: 'visible', rows_read: 20_000, taken: 20_000, revised: 0, unchanged: 0, withdrawn: 0 },
      { state: 'visible', rows_read: 19_500, taken: 0, revised: 4875, unchanged: 14_625, withdrawn: 500 },
    ],
    rows: 19_500, counts: 19_500,
  })
})
