import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret } from 'otpauth'
import { authenticatorLink, newRecoveryCodes, newSecret, recoveryHash, stepOf } from './one-time-code.ts'

// RFC 6238, appendix B: the shared secret is the twenty characters 12345678901234567890; codes are the last six digits there.
const SECRET = Secret.fromLatin1('12345678901234567890').base32
const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000)

test('codes are those of RFC 6238, appendix B', () => {
  for (const [seconds, code] of [[59, '287082'], [1_111_111_109, '081804'], [1_234_567_890, '005924'], [2_000_000_000, '279037']] as const)
    assert.equal(stepOf(SECRET, code, null, at(seconds)), Math.floor(seconds / 30))
})

test('a code is taken one step early or late, and no further', () => {
  const taken = [-61, -31, -30, 0, 30, 59, 61].filter((late) => stepOf(SECRET, '005924', null, at(1_234_567_890 + late)) !== null)
  assert.deepEqual(taken, [-30, 0, 30, 59])
})

test('a code is good once, and so is no earlier one', () => {
  const step = stepOf(SECRET, '005924', null, at(1_234_567_890))!
  assert.equal(stepOf(SECRET, '005924', step, at(1_234_567_890)), null)
  assert.equal(stepOf(SECRET, '005924', step + 1, at(1_234_567_890)), null)
  assert.equal(stepOf(SECRET, '005924', step - 1, at(1_234_567_890)), step)
})

test('a code may be typed with a space in it; anything else is no code', () => {
  assert.ok(stepOf(SECRET, ' 005 924', null, at(1_234_567_890)))
  for (const typed of ['', '5924', '0059240', 'abcdef', '٠٠٥٩٢٤']) assert.equal(stepOf(SECRET, typed, null, at(1_234_567_890)), null)
})

test('a new secret has 160 bits, and its link names the service and the account', () => {
  assert.equal(newSecret().length, 32)
  assert.match(authenticatorLink(SECRET, 'jo@testbury.example'), /^otpauth:\/\/totp\/Wardmote:jo%40testbury\.example\?.*secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ/)
})

test('ten recovery codes differ, and each is recognised however it is typed', () => {
  const codes = newRecoveryCodes()
  assert.equal(new Set(codes).size, 10)
  for (const code of codes) assert.match(code, /^([A-HJKMNP-Z2-9]{3}-){3}[A-HJKMNP-Z2-9]{3}$/)
  assert.equal(recoveryHash(codes[0]!), recoveryHash(` ${codes[0]!.toLowerCase().replaceAll('-', ' ')}`))
})
