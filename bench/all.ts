// Prints each figure of the design's budgets beside the budget and beside the machine's own limit for the same kind of work.
// `node bin/run.js bench/all.ts pages` leaves out imports and methods, which take minutes.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../src/app.ts'
import { migrate } from '../src/db/migrate.ts'
import { openDatabase } from '../src/db/pool.ts'
import { type Actor, asSystem, asUser, useDatabase } from '../src/db/tx.ts'
import { loadExample } from '../src/example/load.ts'
import { ROLE_POWERS } from '../src/people/powers.ts'
import { startSession } from '../src/people/session.ts'
import { boardPaper } from '../src/plans/editions/papers.ts'
import { PaperShown } from '../src/publications/papers/shown.ts'
import { paperInWord } from '../src/publications/papers/word.ts'
import { previewEdition } from '../src/plans/editions/store.ts'
import { timeHotspots } from './hotspots.ts'
import { benchImport } from './import.ts'
import { measureLinkage } from './linkage.ts'
import { addCases } from './many-cases.ts'
import { addUpdates } from './many-updates.ts'
import { publicFigure } from './public-page.ts'
import { seriesFigures } from './series.ts'
import { spaceFigures } from './space.ts'

type Figure = { work: string; figure: string; budget: string; limit: string }
const figures: Figure[] = []
const root = join(import.meta.dirname, '..')

const quantile = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`

/** Asks `times` times, beginning `perSecond` a second whether or not the last has come back; gives milliseconds, sorted. */
async function arrivals(times: number, perSecond: number, ask: (n: number) => Promise<unknown>): Promise<number[]> {
  const taken: Promise<number>[] = []
  for (let n = 0; n < times; n++) {
    const began = performance.now()
    taken.push(ask(n).then(() => performance.now() - began))
    await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond))
  }
  return (await Promise.all(taken)).toSorted((a, b) => a - b)
}

/** Starts the whole program on this folder, waits until it is ready, and stops it; gives seconds until ready. */
async function startSeconds(folder: string): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const began = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/cli.ts', 'serve'], {
    cwd: root, stdio: 'ignore', env: { ...process.env, PORT: String(port), WARDMOTE_DATA: folder, DATABASE_URL: '', LOG_LEVEL: 'error' },
  })
  for (;;) {
    const ready = await fetch(`http://127.0.0.1:${port}/ready`).then((answer) => answer.ok, () => false)
    if (ready) break
    if (child.exitCode !== null) throw new Error('The program ended before it was ready')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const seconds = (performance.now() - began) / 1000
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
  return seconds
}

const folder = mkdtempSync(join(tmpdir(), 'wardmote-bench-'))
try {
  const first = await startSeconds(join(folder, 'data'))
  const later = await startSeconds(join(folder, 'data'))
  const bare = performance.now()
  const engine = await openDatabase({ kind: 'memory' })
  await engine.close()
  figures.push({ work: 'first start: create, migrate, load the example, serve', figure: `${first.toFixed(1)} s`, budget: '20 s', limit: `an empty database alone: ${((performance.now() - bare) / 1000).toFixed(1)} s` })
  figures.push({ work: 'a later start', figure: `${later.toFixed(1)} s`, budget: '2 s', limit: '' })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const database = await openDatabase({ kind: 'memory' })
await migrate(database, ROLE_POWERS, null)
const secret = randomBytes(32)
useDatabase(database, secret)
await loadExample(database)
const { coordinator, planId } = await asSystem('find the example coordinator', async (tx): Promise<{ coordinator: Actor; planId: string }> => {
  const account = await tx.selectFrom('account').select(['account_id', 'partnership_id']).where('email', '=', 'coordinator@city.example').executeTakeFirstOrThrow()
  return { coordinator: { accountId: account.account_id, partnershipId: account.partnership_id }, planId: '' }
}).then(async ({ coordinator }) => ({
  coordinator,
  planId: (await asUser(coordinator, (tx) => tx.selectFrom('plan').select('plan_id').where('kind', '=', 'dashboard').executeTakeFirstOrThrow())).plan_id,
}))
await addUpdates(coordinator, planId, 10_000)
await addCases(coordinator, 5_000)
await database.pool.query('analyze')
const caseId = (await asUser(coordinator, (tx) => tx.selectFrom('contribution').select('case_id').groupBy('case_id').orderBy((is) => is.fn.countAll(), 'desc').limit(1).executeTakeFirstOrThrow())).case_id
const app = buildApp({ secret, baseUrl: 'http://127.0.0.1', logLevel: 'silent' })
app.get('/bench-empty', { config: { power: 'public' } }, () => 'ok')
await app.listen({ port: 0, host: '127.0.0.1' })
const at = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
const cookie = `wardmote=${await asSystem('sign in for the benchmark', (tx) => startSession(tx, coordinator), coordinator.partnershipId)}`
const page = async (path: string) => {
  const answer = await fetch(`${at}${path}`, { headers: { cookie } })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return answer.text()
}
const itemId = (await asUser(coordinator, (tx) => tx.selectFrom('plan_item').select('plan_item_id').where('code', '=', '1.1.1a').where('plan_id', '=', planId).executeTakeFirstOrThrow())).plan_item_id
const empty = await arrivals(200, 100, () => page('/bench-empty'))
for (const [work, path] of [
  ['dashboard with 10,000 updates', `/plans/${planId}/dashboard`],
  ['action plan with 10,000 updates', `/plans/${planId}/action-plan`],
  ['sheet of one item with its whole history', `/items/${itemId}`],
  ['checks of the plan', `/plans/${planId}/checks`],
  ['my work', '/my-work'],
  ['measures', '/measures'],
  ['data', '/data'],
  ['explore, 76,000 incidents', '/explore'],
  ['signals', '/signals'],
  ['where next', '/hotspots'],
  ['a profile’s list', '/profiles'],
  ['caseload of 5,000 cases', '/cases'],
  ['a case file', `/cases/${caseId}`],
  ['what agencies said of a case', `/cases/${caseId}/information`],
  ['people of a case', `/cases/${caseId}/people`],
  ['triage', '/triage'],
  ['orders and notices in force', '/cases/powers'],
  ['panels', '/panels'],
  ['a search for a person', '/people-and-places?name=Greta+Notional'],
  ['case figures', '/case-figures'],
  ['meetings', '/meetings'],
  ['the year’s calendar', '/calendar'],
  ['gaps in governance', '/groups/gaps'],
  ['the action log', '/meeting-actions'],
  ['papers', '/papers'],
] as const) {
  for (let warm = 0; warm < 5; warm++) await page(path)
  const taken = await arrivals(200, 20, () => page(path))
  figures.push({ work: `${work}, 20 a second`, figure: `p50 ${ms(quantile(taken, 0.5))}, p95 ${ms(quantile(taken, 0.95))}`, budget: 'p95 100 ms', limit: `an empty route: p95 ${ms(quantile(empty, 0.95))}` })
}
// The site holds what was released to it: the dashboard as the public has it. Asked as fast as twenty callers can, from a process of their own.
const site = await page('/public/city-of-london/plans')
const [dashboardPath] = /\/public\/city-of-london\/plans\/[0-9a-f-]{36}/.exec(site)!
figures.push(await publicFigure(`${at}${dashboardPath}`, `${at}/bench-empty`))
const preview = await asUser(coordinator, (tx) => previewEdition(tx, planId, 'Example', Temporal.Now.plainDateISO('Europe/London')))
const long = { ...preview!.shown, items: Array.from({ length: 12 }, (_, copy) => preview!.shown.items.map((item) => ({ ...item, code: `${copy}.${item.code}` }))).flat() }
const began = performance.now()
const paper = await boardPaper(long, { line: 'Benchmark', changes: [], overrideReason: null, correction: null })
figures.push({ work: `board paper in Word, ${long.items.length} items, ${(paper.length / 1024).toFixed(0)} KB`, figure: `${((performance.now() - began) / 1000).toFixed(2)} s`, budget: '3 s', limit: '' })
// The example's board pack is eleven pages in Word: six of them are the sixty and more that a board of a large area is sent.
const { shown } = await asUser(coordinator, (tx) => tx.selectFrom('paper_edition as e').innerJoin('paper as p', 'p.paper_id', 'e.paper_id').select('e.shown').where('p.kind', '=', 'board pack').executeTakeFirstOrThrow())
const pack = PaperShown.parse(shown)
const begun = performance.now()
const packInWord = await paperInWord({ ...pack, sections: Array.from({ length: 6 }, () => pack.sections).flat() }, 'Benchmark')
figures.push({ work: `a board pack of over 60 pages in Word, ${(packInWord.length / 1024).toFixed(0)} KB`, figure: `${((performance.now() - begun) / 1000).toFixed(2)} s`, budget: '3 s', limit: '' })
await app.close()
await database.close()

if (!process.argv.includes('pages')) {
  figures.push(...(await benchImport()), ...spaceFigures(), ...seriesFigures(), ...(await measureLinkage()))
  for (const { work, milliseconds } of timeHotspots()) figures.push({ work, figure: ms(milliseconds), budget: '', limit: 'in a thread of its own' })
}

console.table(figures)
