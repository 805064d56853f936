import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LinkRecord, linkRecords } from './records.ts'

const people: LinkRecord[] = [
  { id: 'noise-1', source: 'noise', forename: 'Elizabeth', surname: 'Okonkwo', dob: '1984-03-12', address: '14 Cloth Fair', postcode: 'EC1A 7JQ', phone: '07700 900123' },
  { id: 'housing-9', source: 'housing', forename: 'Liz', surname: 'Okonkwo', dob: '12/03/1984', address: '14 Cloth Fair', postcode: 'EC1A 7JQ', phone: '+44 7700 900123' },
  { id: 'noise-2', source: 'noise', forename: 'Daniel', surname: 'Okonkwo', dob: '2009-07-30', address: '14 Cloth Fair', postcode: 'EC1A 7JQ', phone: '07700 900123' },
  ...['Mary Price', 'Ahmed Khan', 'Susan Whitfield', 'Tom Barker', 'Priya Nair', 'Owen Rees', 'Grace Mensah', 'Leo Rossi', 'Ivy Lane', 'Noor Aziz', 'Kai Webb', 'Ruth Stone'].map((name, place): LinkRecord => {
    const [forename, surname] = name.split(' ')
    return { id: `other-${place}`, source: 'noise', forename, surname, dob: `19${50 + place * 3}-0${1 + (place % 9)}-1${place % 10}`, address: `${place + 3} Beech Street`, postcode: `EC2Y ${place % 9}AA`, phone: `07700 9${place}0${place}55` }
  }),
]

test('two departments’ records of one caller are found, and each step of the weight is said in words', async () => {
  const { pairs, clusters, trainedOn } = await linkRecords(people)
  const pair = pairs.find(({ a, b }) => a === 'noise-1' && b === 'housing-9')
  assert.equal(pair?.standing, 'accept')
  assert.ok(Math.abs(pair.fields.reduce((sum, { bits }) => sum + bits, 0) - pair.weight) < 0.06)
  assert.match(pair.fields.find(({ field }) => field === 'Forename')?.words ?? '', /short or other form/)
  assert.match(pair.fields.find(({ field }) => field === 'Date of birth')?.words ?? '', /the same .* more likely to be the same person/)
  assert.deepEqual(clusters, [['noise-1', 'housing-9']])
  assert.equal(trainedOn, 'the weights for UK persons')
})

test('a child at the same address with the same telephone is not the same caller', async () => {
  const { pairs, clusters } = await linkRecords(people)
  assert.ok(!pairs.some(({ a, b, standing }) => [a, b].includes('noise-2') && standing === 'accept'))
  assert.ok(!clusters.some((ids) => ids.includes('noise-2')))
})

test('a refusal is remembered and a confirmation joins', async () => {
  const { pairs, clusters } = await linkRecords(people, [
    { a: 'housing-9', b: 'noise-1', verdict: 'refused' }, { a: 'noise-2', b: 'other-3', verdict: 'confirmed' }, { a: 'noise-1', b: 'gone', verdict: 'confirmed' },
  ])
  assert.deepEqual(clusters, [['noise-2', 'other-3']])
  assert.equal(pairs.find(({ a, b }) => a === 'noise-1' && b === 'housing-9')?.standing, 'refused')
  assert.equal(pairs.find(({ a, b }) => a === 'noise-2' && b === 'other-3')?.standing, 'confirmed')
})

test('records without anything to compare stay apart and break nothing', async () => {
  const { clusters } = await linkRecords([{ id: '1', surname: 'Unknown' }, { id: '2', forename: 'Police', surname: 'REFUSED' }, { id: '3', forename: 'Ann', surname: 'Smith' }])
  assert.deepEqual(clusters, [])
})
