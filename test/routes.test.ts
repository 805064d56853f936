import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildServer } from '../src/web/server.ts'
import { listRoutes } from '../tools/write-routes.ts'

test('routes.txt lists every route with the power it needs; when it differs, run “npm run routes” and look at what changed', async () => {
  assert.equal(readFileSync(join(import.meta.dirname, '../routes.txt'), 'utf8'), await listRoutes())
})

test('a route that names no power, or one that nobody holds, keeps the server from starting', () => {
  const server = () => buildServer({ secret: Buffer.alloc(32), secure: false, logger: false, powers: ['plans.read'], recognise: async () => null })
  assert.throws(() => server().get('/open', async () => 'open'), /names no known permission/)
  assert.throws(() => server().get('/misspelt', { config: { power: 'plan.read' } }, async () => 'open'), /plan\.read/)
  assert.doesNotThrow(() => server().get('/plans', { config: { power: 'plans.read' } }, async () => 'plans'))
})
