import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkLimit } from './network-limit.ts'

test('a network has its tries an hour and no more, and another network its own', () => {
  let now = 0
  const limit = networkLimit(3, () => now)
  assert.deepEqual(Array.from({ length: 5 }, () => limit.take('192.0.2.1')), [true, true, true, false, false])
  assert.equal(limit.take('192.0.2.2'), true)
  now = 3_600_000
  assert.equal(limit.take('192.0.2.1'), true)
})

test('a right password is not counted', () => {
  const limit = networkLimit(2)
  for (let time = 0; time < 10; time++) {
    assert.equal(limit.take('192.0.2.1'), true)
    limit.giveBack('192.0.2.1')
  }
})

test('the addresses of one IPv6 network count as one, and IPv4 written as IPv6 as itself', () => {
  const limit = networkLimit(1)
  assert.equal(limit.take('2001:db8:1:2::1'), true)
  assert.equal(limit.take('2001:0db8:1:2:ffff::9'), false)
  assert.equal(limit.take('2001:db8:1:3::1'), true)
  assert.equal(limit.take('192.0.2.7'), true)
  assert.equal(limit.take('::ffff:192.0.2.7'), false)
})
