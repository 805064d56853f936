// Writes routes.txt: every route with the power it needs. Committed, so that a change of access shows in review; test/routes.test.ts compares.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from '../src/app.ts'

const FILE = join(import.meta.dirname, '../routes.txt')

/** Every route of the application: method, pattern and power, in order of pattern. */
export async function listRoutes(): Promise<string> {
  const app = buildApp({ secret: Buffer.alloc(32), baseUrl: 'http://127.0.0.1', logLevel: 'silent' })
  await app.ready()
  const routes = app.getDecorator<string[]>('routeList').map((line) => line.split(/ +/))
  await app.close()
  const widest = Math.max(...routes.map(([, pattern]) => pattern!.length))
  return routes
    .map(([method, pattern, ...power]) => `${method!.padEnd(5)} ${pattern!.padEnd(widest)}  ${power.join(' ')}\n`)
    .toSorted((a, b) => a.slice(6).localeCompare(b.slice(6), 'en-GB') || a.localeCompare(b, 'en-GB'))
    .join('')
}

if (import.meta.main) writeFileSync(FILE, await listRoutes())
