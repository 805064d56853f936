import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitAddress } from './address.ts'
import { partOrder, readBirth } from './birth.ts'
import { cleanEmail, cleanPhone, cleanPostcode, postcodeAreas } from './contact.ts'
import { cleanName, splitName } from './names.ts'
import { nameFamilies } from './nicknames.ts'

test('a name is compared without its title, accents, apostrophes and case', () => {
  for (const [written, cleaned] of [
    ['Mrs  Siân O’Brien', 'sian obrien'], ["O'NEILL", 'oneill'], ['Smith-Jones', 'smith jones'], ['Dr. Zoë', 'zoe'], [' , kayla', 'kayla'], ['John Smith Jnr', 'john smith'],
  ] as const) assert.equal(cleanName(written), cleaned)
})

test('words that say only that a name is not known are no name', () => {
  for (const written of ['Unknown', 'REFUSED', 'The Occupier', 'Police', 'N/A', 'NA', '', ' - ', 'Mr']) assert.equal(cleanName(written), null, written)
})

test('a full name is split into forename, other names and surname, surname first where the column writes it so', () => {
  assert.deepEqual(splitName('Mr Thomas Edward Clifford', false), { forename: 'thomas', others: ['edward'], surname: 'clifford' })
  assert.deepEqual(splitName('CLIFFORD, Thomas Edward', true), { forename: 'thomas', others: ['edward'], surname: 'clifford' })
  assert.deepEqual(splitName('Clifford', false), { forename: null, others: [], surname: 'clifford' })
})

test('Ted may be an Edward, a Theodore or an Edmund; Edward is not Theodore', () => {
  const together = (one: string, other: string) => nameFamilies(one).some((family) => nameFamilies(other).includes(family))
  assert.ok(together('ted', 'edward') && together('ted', 'theodore') && together('ted', 'edmund'))
  assert.ok(!together('edward', 'theodore'))
})

test('a date of birth is read however it is written', () => {
  for (const written of ['1980-04-03', '19800403', '03/04/1980', '3.4.80', '3 April 1980', '3-Apr-80', '1980-04-03T00:00:00', '03 apr 1980']) assert.equal(readBirth(written, 'day first'), 19800403, written)
  assert.equal(readBirth('04/03/1980', 'month first'), 19800403)
  assert.equal(readBirth('1980', 'day first'), 19800000)
  for (const written of ['01/01/1900', 'unknown', '', '0000-00-00']) assert.equal(readBirth(written, 'day first'), null, written)
})

test('a column whose second part is above 12 writes the month first', () => {
  assert.equal(partOrder(['04/13/1980', '12/25/1975', '01/02/2000']), 'month first')
  assert.equal(partOrder(['13/04/1980', '01/02/2000']), 'day first')
  assert.equal(partOrder(['01/02/2000']), 'day first')
})

test('telephones, postcodes and e-mail addresses are compared in one form', () => {
  for (const written of ['+44 7700 900123', '07700 900 123', '0044 (0)7700-900123', '447700900123']) assert.equal(cleanPhone(written), '7700900123', written)
  for (const written of ['0000000000', '12345', 'withheld']) assert.equal(cleanPhone(written), null, written)
  assert.equal(cleanPostcode(' EC1A 1BB '), 'ec1a1bb')
  assert.deepEqual(postcodeAreas('ec1a1bb'), { district: 'ec1a', sector: 'ec1a1' })
  assert.equal(postcodeAreas('4223'), null)
  assert.equal(cleanEmail('Ann.Smith+council@Example.ORG '), 'ann.smith@example.org')
  assert.equal(cleanEmail('unknown@example.org'), null)
})

test('an address is compared by its numbers, its street and what follows, with the postcode taken off its end', () => {
  assert.deepEqual(splitAddress('Flat 2, 14 High St, Barking, IG11 8XX'), { building: '2 14', street: 'high street', rest: 'barking', postcode: 'ig118xx' })
  assert.deepEqual(splitAddress('14A Acacia Ave'), { building: '14a', street: 'acacia avenue', rest: null, postcode: null })
})
