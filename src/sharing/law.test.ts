import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Dated, GATEWAYS, inForce, PURPOSES } from './law.ts'

test('each purpose and gateway has a real first day and says where it is written', () => {
  for (const [key, { from, to, source }] of Object.entries<Dated>({ ...PURPOSES, ...GATEWAYS })) {
    assert.equal(Temporal.PlainDate.from(from).toString(), from, key)
    assert.ok(to === undefined || to > from, key)
    assert.match(source, /Act \d{4}|UK GDPR/, key)
  }
})

test('what is in force on a day has begun and is not over', () => {
  const table = { old: { from: '1990-01-01', to: '1999-12-31', source: '' }, now: { from: '2000-01-01', source: '' } }
  assert.deepEqual([inForce(table, '1999-12-31'), inForce(table, '2000-01-01'), inForce(table, '1989-12-31')], [['old'], ['now'], []])
  assert.ok(!inForce(GATEWAYS, '2023-01-30').includes('PCSC s.16'))
  assert.ok(inForce(GATEWAYS, '2023-01-31').includes('PCSC s.16'))
})
