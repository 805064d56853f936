import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemOf, paperOf, planOf, raisedBy, sentencesBy, update } from './specimens.ts'

test('Time counted from an unsaid day is found', () => {
  for (const text of [
    'The operation started 3 months ago.',
    'We have met two thousand people over the last 6 months.',
    'Four cases were heard in the reporting period.',
    'There have been no referrals since the last meeting.',
  ])
    assert.equal(raisedBy('relative-time', `# Update\n\n${text}`).length, 1, text)
})

test('Dates, spans and rules are let pass', () => {
  for (const text of [
    'The operation started on 4 June 2024.',
    'The pilot ran for three months.',
    'Victims are contacted within two working days.',
    'It meets on the first Monday of each month.',
    'Violence rose over the seven years to 2022.',
    'An order lasts up to three years.',
    'The plan covers three years.',
    'Residents told us they felt safer than they did before.',
  ])
    assert.deepEqual(sentencesBy('relative-time', `# Update\n\n${text}`), [], text)
})

test('A paper that gives its month may say “this year”, and one that covers three years may not', () => {
  assert.deepEqual(sentencesBy('relative-time', paperOf('# Update\n\n3 February 2017\n\nWe will publish it this year.', 'update.md')), [])
  assert.equal(
    raisedBy('relative-time', paperOf('# Partnership plan 2011 to 2014\n\nThe structure was changed this year.', 'plan.md')).length,
    1,
  )
})

test('A plan whose title gives its years may speak of the next three', () => {
  assert.deepEqual(
    sentencesBy(
      'relative-time',
      paperOf('# Strategy 2024 to 2027\n\nWe will focus on five aims over the next three years.', 'strategy.md'),
    ),
    [],
  )
})

test('A paper full of such times is one finding, and each item of a plan has its own', () => {
  const lines = Array.from({ length: 9 }, (_, at) => `Work on part ${at} began ${at + 2} weeks ago.`)
  assert.equal(raisedBy('relative-time', `# Update\n\n${lines.join('\n\n')}`).length, 1)
  const plan = planOf(
    ['1', '2'].map((code) => itemOf(code, { updates: [update({ declared: 'Green', narrative: 'It began 3 months ago.' })] })),
  )
  assert.deepEqual(
    raisedBy('relative-time', plan).map(({ itemId }) => itemId),
    ['item 1', 'item 2'],
  )
})

test('Vague times of a paper are one note', () => {
  assert.deepEqual(sentencesBy('vague-time', '# Update\n\nA warden was recently appointed.\n\nThe review will be done in due course.'), [
    '“recently” and “in due course” do not say when.',
  ])
})

test('A frequency with two meanings is found unless the paper explains it', () => {
  for (const text of [
    'The panel meets bi-weekly.',
    'Figures are sent by weekly email, and the list is updated via by weekly document.',
    'A bi-monthly bulletin is sent.',
  ])
    assert.equal(raisedBy('ambiguous-frequency', `# Update\n\n${text}`).length, 1, text)
  for (const text of [
    'The panel meets bi-weekly (every two weeks).',
    'The panel meets fortnightly.',
    'The panel meets twice a month.',
    'Data are shared by weekly email.',
  ])
    assert.deepEqual(sentencesBy('ambiguous-frequency', `# Update\n\n${text}`), [], text)
})

test('A quarter is ambiguous until its year is said to be financial', () => {
  assert.equal(raisedBy('ambiguous-quarter', '# Plan\n\nThe group will begin in quarter one 2025.').length, 1)
  for (const text of [
    'The group will begin in quarter one of 2024/25.',
    'The group will begin in Q1 2024-25.',
    'It will begin in April 2025.',
  ])
    assert.deepEqual(sentencesBy('ambiguous-quarter', `# Plan\n\n${text}`), [], text)
})

test('Two dates with nothing between them are found', () => {
  assert.equal(raisedBy('broken-date-range', '# Plan\n\n25 November 10 December will be 16 Days of Action.').length, 1)
  for (const text of [
    '25 November to 10 December will be 16 Days of Action.',
    'Meetings are on 4 March, 6 June and 9 September.',
    '6-10 February will see activity.',
    'It met on 4 March 2024. 6 June 2024 is next.',
  ])
    assert.deepEqual(sentencesBy('broken-date-range', `# Plan\n\n${text}`), [], text)
})
