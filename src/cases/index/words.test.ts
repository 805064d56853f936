import assert from 'node:assert/strict'
import { test } from 'node:test'
import { birthWord, partsOf, soughtOf, wordsOf } from './words.ts'

const found = (typed: Parameters<typeof soughtOf>[0], kind: Parameters<typeof wordsOf>[0], value: string, parts = {}) => {
  const words = wordsOf(kind, value, parts)
  return soughtOf(typed).spelt.every(({ word, begins }) => words.some((each) => (begins ? each.startsWith(word) : each === word)))
}

test('A name is found by the beginning of any of its parts, whatever its accents, titles and capitals', () => {
  assert.ok(found({ name: 'zoe' }, 'name', 'Dr Zoë O’Brien'))
  assert.ok(found({ name: 'OBRIEN zo' }, 'name', 'Dr Zoë O’Brien'))
  assert.ok(!found({ name: 'brien' }, 'name', 'Dr Zoë O’Brien'))
  assert.ok(found({ name: 'mr smith' }, 'alias', 'Smith'))
})

test('A name spelt otherwise is found by its sound', () => {
  const words = wordsOf('name', 'Katherine Smyth')
  assert.ok(soughtOf({ name: 'Smith' }).sounding.every(({ word }) => words.includes(word)))
  assert.ok(!soughtOf({ name: 'Jones' }).sounding.every(({ word }) => words.includes(word)))
})

test('A telephone number is one number however it is written, and so is a postcode', () => {
  assert.ok(found({ contact: '+44 7700 900 123' }, 'phone', '07700 900123'))
  assert.ok(!found({ contact: '07700 900124' }, 'phone', '07700 900123'))
  assert.ok(found({ contact: 'Some.One@Example.com' }, 'email', 'some.one@example.com'))
  assert.ok(found({ postcode: 'ec1a1bb' }, 'address', '12 High Street, London EC1A 1BB'))
  assert.ok(found({ postcode: 'EC1A' }, 'address', '12 High Street, London EC1A 1BB'), 'by its district')
})

test('A date of birth is found by its day alone, and one that nobody can read finds nobody', () => {
  assert.equal(birthWord('1980-03-04'), 'dob:1980-03-04')
  assert.equal(birthWord('4/3/1980'), 'dob:1980-03-04')
  assert.equal(birthWord('1980'), 'dob:1980')
  assert.ok(found({ birth: '4 March 1980' }, 'birth', '1980-03-04'))
  assert.ok(!found({ birth: 'soon' }, 'birth', '1980-03-04'))
})

test('Premises are found by any word of their name on, and an address by its number and street', () => {
  assert.ok(found({ place: 'crown' }, 'premises', 'The Crown Inn'))
  assert.ok(found({ place: '12 high st' }, 'address', '12 High Street, London EC1A 1BB'))
  assert.ok(found({ place: 'High Street' }, 'address', '12 High Street, London EC1A 1BB'))
  assert.ok(!found({ place: '13 High Street' }, 'address', '12 High Street, London EC1A 1BB'))
})

test('A name and an address are read for their parts where nobody has said them', () => {
  assert.deepEqual(partsOf('name', 'Ann Marie Person'), { forename: 'Ann Marie', surname: 'Person' })
  assert.deepEqual(partsOf('address', '12 High St, London ec1a1bb'), { building: '12', street: 'high street', postcode: 'EC1A 1BB' })
  assert.deepEqual(partsOf('need', 'Uses a wheelchair'), {})
})
