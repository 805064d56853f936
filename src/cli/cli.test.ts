import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { command as account } from './account.ts'
import { command as audit } from './audit.ts'
import type { Command } from './command.ts'
import { command as partnership } from './partnership.ts'

const folder = mkdtempSync(join(tmpdir(), 'wardmote-cli-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const CLI = join(import.meta.dirname, '../cli.ts')
const OWN_SETTINGS = { WARDMOTE_DATA: join(folder, 'data'), WARDMOTE_EXAMPLE: 'no', PORT: '0', LOG_LEVEL: 'silent' }
const { DATABASE_URL: _, ...inherited } = process.env

function start(args: string[], environment: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    env: { ...inherited, ...OWN_SETTINGS, ...environment },
  })
}

/** What a command prints, and the status it ends with. */
async function run(args: string[], environment: Record<string, string> = {}, input = ''): Promise<{ out: string; error: string; status: number }> {
  const child = start(args, environment)
  let [out, error] = ['', '']
  child.stdout!.on('data', (text) => (out += text))
  child.stderr!.on('data', (text) => (error += text))
  child.stdin!.end(input)
  const status = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  return { out, error, status }
}

/** What a command prints, run within this process: starting another for each would take longer than the work. */
async function runHere(command: Command, args: string[]): Promise<{ out: string; status: number }> {
  const [settings, log] = [{ ...process.env }, console.log]
  const printed: string[] = []
  Object.assign(process.env, OWN_SETTINGS)
  delete process.env.DATABASE_URL
  console.log = (line: string) => printed.push(line)
  try {
    const status = await command.run(args)
    return { out: printed.join('\n'), status }
  } finally {
    console.log = log
    process.env = settings
  }
}

test('a partnership is set up, its people come and go, and its audit log is checked, from the command line alone', async () => {
  await assert.rejects(runHere(account, ['list']), { message: /^There is no partnership yet/, status: 1 })

  const added = await runHere(partnership, ['add', '--name', 'Testbury Safer', '--area', 'Testbury', '--council', 'Testbury Council', '--administrator', 'Ann Admin', '--email', 'ann@testbury.example'])
  assert.match(added.out, /Ann Admin sets a password within 24 hours at\nhttp:\/\/127\.0\.0\.1:0\/set-password\/[\w-]{32}$/)

  const add = ['add', '--email', 'Col@testbury.example', '--name', 'Col Ord', '--organisation', 'testbury council', '--role', 'coordinator']
  const weak = await run(['account', ...add, '--password-stdin'], {}, 'short\n')
  assert.deepEqual([weak.status, weak.out], [1, ''])
  assert.match(weak.error, /12 characters or more/)
  assert.equal((await run(['account', ...add, '--password-stdin'], {}, 'three blue kettles\n')).out, 'Added col@testbury.example.\n')
  await assert.rejects(runHere(account, add), /col@testbury\.example has an account already/)
  await assert.rejects(runHere(account, [...add.slice(0, -1), 'emperor']), /There is no role “emperor”/)

  await assert.rejects(runHere(account, ['disable', '--email', 'ann@testbury.example']), /last administrator/)
  assert.equal((await runHere(account, ['disable', '--email', 'col@testbury.example'])).status, 0)
  assert.equal((await runHere(account, ['list'])).out, 'ann@testbury.example · Ann Admin · Testbury Council · administrator\ncol@testbury.example · Col Ord · Testbury Council · coordinator · disabled')

  const checkpoint = /^(3:[0-9a-f]{64})  Testbury Safer$/.exec((await runHere(audit, ['checkpoint'])).out)![1]!
  assert.equal((await runHere(audit, ['verify', '--checkpoint', checkpoint])).out, 'Testbury Safer: 3 entries read; the log is whole.')
  const forged = await run(['audit', 'verify', '--checkpoint', `3:${'0'.repeat(64)}`])
  assert.equal(forged.status, 1)
  assert.match(forged.out, /Entries 1 to 3 were sealed anew/)
})

test('what is mistyped is said, with how it should be', async () => {
  for (const [args, said] of [
    [['nonsense'], /There is no command “nonsense”\. The commands are: serve,/],
    [['account', 'add', '--emial', 'x'], /Unknown option '--emial'\.\n\nwardmote account add/],
    [['account', 'add'], /^Give --email/],
    [['account', 'remove'], /There is no “account remove”/],
    [['audit', 'verify', '--checkpoint', '12'], /must be ENTRY:SEAL/],
  ] as const) {
    const { status, error } = await run([...args])
    assert.match(error, said)
    assert.ok([1, 2].includes(status))
    assert.doesNotMatch(error, /\n {4}at /)
  }
})

test('a server answers, is ready, finishes what it is doing when told to stop, and ends well', async () => {
  const server = start(['serve'], { LOG_LEVEL: 'info' })
  let out = ''
  const address = await new Promise<string>((resolve) => server.stdout!.on('data', (text) => {
    out += text
    const found = /Wardmote is at (\S+)\n/.exec(out)
    if (found) resolve(found[1]!)
  }))
  assert.equal(await (await fetch(`${address}/health`)).text(), 'alive\n')
  assert.equal(await (await fetch(`${address}/ready`)).text(), 'ready\n')

  const locked = await run(['account', 'list'])
  assert.equal(locked.status, 1)
  assert.match(locked.error, /^Another Wardmote \(process \d+\) has the database in .+ open/)
  assert.match(locked.error, /stop the server with Ctrl-C, run this command, and start it again/)

  const page = await (await fetch(`${address}/sign-in`)).text()
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page)![1]!
  const slow = fetch(`${address}/sign-in`, { method: 'POST', body: new URLSearchParams({ _csrf: csrf, email: 'col@testbury.example', password: 'a wrong password' }) })
  await new Promise<void>((resolve) => {
    const look = () => void (/"method":"POST"/.test(out) && resolve())
    server.stdout!.on('data', look)
    look()
  })
  server.kill('SIGTERM')
  server.kill('SIGINT')
  assert.equal((await slow).status, 422)
  assert.equal(await new Promise((resolve) => server.on('close', resolve)), 0)
})

test('what keeps a server from starting is said in a sentence or two, without a stack', async () => {
  const port = await new Promise<number>((resolve) => {
    const busy = createServer().listen(0, '127.0.0.1', () => resolve((busy.address() as { port: number }).port))
    busy.unref()
  })
  writeFileSync(join(folder, 'a-file'), '')
  const secret = { WARDMOTE_SECRET: 'x'.repeat(40) }
  for (const [environment, said] of [
    [{ PORT: String(port) }, new RegExp(`^Port ${port} is in use`)],
    [{ PORT: 'many' }, /PORT must be a number/],
    [{ WARDMOTE_DATA: join(folder, 'a-file') }, /cannot write to .+a-file: a file stands where a folder should/],
    [{ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x', DATABASE_OWNER_URL: 'postgres://a:b@127.0.0.1:1/x', ...secret }, /name the same role/],
    [{ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x', ...secret }, /No PostgreSQL server answers at 127\.0\.0\.1:1/],
  ] as const) {
    const { status, error } = await run(['serve'], environment)
    assert.equal(status, 1)
    assert.match(error, said)
    assert.doesNotMatch(error, /\n {4}at /)
  }
})
