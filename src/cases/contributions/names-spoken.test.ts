import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesSpoken } from './names-spoken.ts'

test('what is to be published is held when it says any part of a name, however it is written', () => {
  const names = ['Zoë Example-Person', 'Bo Li']
  assert.deepEqual(namesSpoken('We spoke to ZOE about it', names), ['Zoë'])
  assert.deepEqual(namesSpoken('The flat was Zoë’s', names), ['Zoë'])
  assert.deepEqual(namesSpoken('The example-person family', names), ['Example-Person'])
  assert.deepEqual(namesSpoken('An example of what worked', names), [])
  assert.deepEqual(namesSpoken('Noise fell by half in six months', names), [])
})
