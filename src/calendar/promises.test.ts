import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn, promiseIn } from './promises.ts'

test('Words that say something will be done are promises (E-36)', () => {
  for (const sentence of [
    'The police will circulate the map by April.', 'To bring back figures on repeat calls.', 'Housing to report in June.', 'Jane Doe agreed to speak to the school.', 'The plan will be published in spring.',
    'Oral update in September.', 'Draft in April', 'Sign-off by June', 'Testbury Police will also share the list.', 'The chair was asked to write to the bus company.', 'Police will count the calls by April.',
  ]) assert.ok(promiseIn(sentence)?.undertaken, sentence)
})

test('What was done, is so, or will not be done is no promise', () => {
  for (const sentence of [
    'The police circulated the map in April.', 'The figures were brought to the last meeting.', 'The square will be dark in winter.', 'The council will not publish the list.', 'Members thanked the team for the report.', 'The meeting was told that calls fell.', 'The report to the board was noted.', 'Calls will fall in winter.', 'Will Ash spoke of the lamps.',
  ]) assert.ok(!promiseIn(sentence)?.undertaken, sentence)
})

test('The day a promise means is the last that its words allow after the meeting', () => {
  const by = (sentence: string) => dayIn(sentence, '2026-03-02', '2026-04-13')
  const found = ['by April', 'by 12 April', 'in January', 'by April 2027', 'by Friday', 'at the next meeting', 'next week', 'within two weeks', 'by the end of the month', 'in the summer', 'in May', 'they may ask'].map((words) => [words, by(`They will write ${words}`)])
  assert.deepEqual(found, [['by April', '2026-04-30'], ['by 12 April', '2026-04-12'], ['in January', '2027-01-31'], ['by April 2027', '2027-04-30'], ['by Friday', '2026-03-06'], ['at the next meeting', '2026-04-13'], ['next week', '2026-03-09'], ['within two weeks', '2026-03-16'], ['by the end of the month', '2026-03-31'], ['in the summer', '2026-08-31'], ['in May', '2026-05-31'], ['they may ask', null]])
})

test('A date to come with its year is read to the last day it allows, with the words that say so; what is only expected is not undertaken', () => {
  const read = (sentence: string) => { const found = promiseIn(sentence); return found && [found.undertaken, found.dated?.part, found.dated?.by.toString()] }
  assert.deepEqual(read('The strategy will be published by May 2027.'), [true, 'will be published by May 2027', '2027-05-31'])
  assert.deepEqual(read('The new unit will be open in 2027.'), [false, 'will be open in 2027', '2027-12-31'])
  assert.deepEqual(read('Data is expected in spring 2027.'), [false, 'is expected in spring 2027', '2027-12-31'])
  assert.deepEqual(read('The police will circulate the map by April.'), [true, undefined, undefined])
  for (const sentence of ['Work started in 2019.', 'It was due in 2019, but has slipped.', 'The unit will be larger than levels in 2019.']) assert.equal(read(sentence), null, sentence)
})
