import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startJobs } from './jobs.ts'

test('jobs run one at a time, one that fails is named and the rest go on, and stopping waits for the one under way', async () => {
  const said: string[] = []
  const job = (name: string, fails = false) => ({ name, everyMinutes: 60, run: async () => {
    said.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (fails) throw new Error('no')
    said.push(`${name} ends`)
  } })
  const done = Promise.withResolvers<void>()
  const stop = startJobs([job('one'), job('two', true), job('three'), { name: 'last', everyMinutes: 60, run: async () => done.resolve() }], (name) => said.push(`${name} failed`))
  await done.promise
  await stop()
  assert.deepEqual(said, ['one begins', 'one ends', 'two begins', 'two failed', 'three begins', 'three ends'])
})
