import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareBirths } from './compare.ts'
import { isOneEdit, jaroWinkler, soundOf } from './similarity.ts'
import { lettersOf } from './text.ts'

test('Jaro–Winkler gives the values published by Winkler (1990) and in the census bureau’s table', () => {
  for (const [one, other, published] of [
    ['martha', 'marhta', 0.961], ['dixon', 'dicksonx', 0.813], ['dwayne', 'duane', 0.84], ['jones', 'johnson', 0.832], ['shackleford', 'shackelford', 0.982],
    ['nichleson', 'nichulson', 0.956], ['itman', 'smith', 0.467], ['abc', 'xyz', 0],
  ] as const) {
    const letters = lettersOf([one, other])
    const found = jaroWinkler(letters, 0, letters, 1)
    assert.ok(Math.abs(found - published) <= 0.0006, `${one} and ${other}: ${found}, published ${published}`)
    assert.equal(jaroWinkler(letters, 1, letters, 0), found)
  }
})

test('one slip is a letter put in, left out, changed or exchanged with its neighbour', () => {
  const one = (a: string, b: string) => isOneEdit(lettersOf([a, b]), 0, 1)
  for (const [left, right] of [['7700900123', '770090123'], ['7700900123', '7700900133'], ['ec1a1bb', 'e1ca1bb']] as const) assert.ok(one(left, right), `${left} ${right}`)
  for (const [left, right] of [['7700900123', '7700900231'], ['abc', 'abcde'], ['abcd', 'badc']] as const) assert.ok(!one(left, right), `${left} ${right}`)
})

test('dates of birth: a slip or an exchange is nearer than two parts alike, then the year; 1 January tells only its year', () => {
  assert.equal(compareBirths(19800403, 19800304), 2)
  assert.equal(compareBirths(19800403, 19800408), 2)
  assert.equal(compareBirths(19800403, 19800430), 2)
  assert.equal(compareBirths(19800403, 19801203), 3)
  assert.equal(compareBirths(19800101, 19800617), 4)
  assert.equal(compareBirths(19800000, 19800617), 4)
  assert.equal(compareBirths(19800403, 19650617), 5)
})

test('names that sound alike are looked up together', () => {
  for (const [one, other] of [['smith', 'smyth'], ['philips', 'phillips'], ['knight', 'night'], ['macdonald', 'mcdonald']] as const) assert.equal(soundOf(one), soundOf(other))
  assert.notEqual(soundOf('smith'), soundOf('jones'))
})
