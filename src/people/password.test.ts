import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, isPassword, newPassword } from './password.ts'

const refusal = (password: string) => newPassword('jo.smith@testbury.example').safeParse(password).error?.issues[0]?.message ?? null

test('a password is stored salted, by argon2id at 19 MiB and two passes, and is recognised again', async () => {
  const [once, again] = [await hashPassword('three blue kettles'), await hashPassword('three blue kettles')]
  assert.match(once, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.notEqual(once, again)
  assert.equal(await isPassword(once, 'three blue kettles'), true)
  assert.equal(await isPassword(once, 'three blue kettle'), false)
})

test('nobody’s password is never right, not even the one it is compared with', async () => {
  assert.equal(await isPassword(null, 'nobody has this password'), false)
})

test('a letter typed as one sign or as two is the same letter', async () => {
  assert.equal(await isPassword(await hashPassword('café au lait at noon'), 'cafe\u0301 au lait at noon'), true)
})

test('twelve characters are enough, of any kind, and so are 128', () => {
  assert.equal(refusal('kettlesbluex'), null)
  assert.equal(refusal('tall ships & small boats, '.repeat(4).slice(0, 100)), null)
  assert.equal(refusal('ab cd ef gh '.repeat(11).slice(0, 128)), null)
  assert.equal(refusal('🦊🌧🚲🏠🎺🪁🦊🌧🚲🏠🎺🪁'), null)
})

test('eleven characters are too few and 129 too many', () => {
  assert.match(refusal('kettlesblue')!, /12 characters or more/)
  assert.match(refusal('ab cd ef gh '.repeat(11).slice(0, 129))!, /128 characters or fewer/)
  assert.match(refusal('')!, /Enter a new password/)
})

test('the passwords guessed first are refused, and so are runs and one’s own address', () => {
  for (const guessed of ['Password1234', 'QWERTYUIOP123', 'aaaaaaaaaaaa', 'abababababab', '345678901234', 'mnbvcxzlkjhg'])
    assert.match(refusal(guessed)!, /first that would be guessed/, guessed)
  assert.match(refusal('my jo.smith door')!, /e-mail name/)
})
