import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemOf, measureOf, planOf, raisedBy, sentencesBy } from './specimens.ts'

const table = (header: string, rows: string[]) =>
  `# Plan\n\n| ${header} |\n|${header
    .split('|')
    .map(() => '---')
    .join('|')}|\n${rows.map((row) => `| ${row} |`).join('\n')}\n`

const outcomes = (header: string, ...cells: string[]) =>
  table(
    `Action | Owner | RAG | ${header}`,
    cells.map((cell, at) => `Do thing ${at + 1} | Ann Lee | Green | ${cell}`),
  )

test('An intention, a need and a status are no outcomes', () => {
  const [sentence] = sentencesBy(
    'outcome-is-none',
    outcomes(
      'Outcome',
      'To be moved to the 2025 plan',
      'The intention is to improve cameras',
      'Greater awareness is required',
      'Noise complaints fell from 40 to 12',
    ),
  )
  assert.match(sentence!, /^3 outcomes are none/)
  assert.doesNotMatch(sentence!, /Noise/)
})

test('Outcomes, and columns of what is intended, are let pass', () => {
  assert.deepEqual(
    sentencesBy(
      'outcome-is-none',
      outcomes(
        'Outcome',
        'We reduced noise by half and will go on',
        'Victims say they feel safer',
        'Ten landlords trained',
        'Reports rose to 40',
      ),
    ),
    [],
  )
  assert.deepEqual(
    sentencesBy(
      'outcome-is-none',
      outcomes('Intended outcome', 'To reduce noise', 'To reduce litter', 'To house people', 'We will listen'),
    ),
    [],
  )
})

test('Claims without a figure are one note, and claims with figures none', () => {
  assert.equal(
    raisedBy(
      'outcome-unmeasured',
      outcomes('Impact and outcome', 'Our communities are safer', 'People are aware', 'We work together', 'Staff are trained'),
    ).length,
    1,
  )
  assert.equal(
    raisedBy(
      'outcome-unmeasured',
      outcomes('Impact and outcome', '40 people trained', 'Calls down 12%', '9 orders made', 'Staff are trained'),
    ).length,
    0,
  )
})

test('One outcome for three actions, word for word, is noted; for two it is not', () => {
  assert.equal(
    raisedBy(
      'outcome-repeated',
      outcomes(
        'Outcome',
        'Our communities are safeguarded.',
        'Our communities are safeguarded',
        'Our communities are safeguarded',
        'Other',
      ),
    ).length,
    1,
  )
  assert.equal(
    raisedBy(
      'outcome-repeated',
      outcomes('Outcome', 'Our communities are safeguarded.', 'Our communities are safeguarded', 'Other', 'Another'),
    ).length,
    0,
  )
})

test('What is put off needs a date or a named place', () => {
  for (const update of ['Discussions have been moved to later in 2025.', 'Deferred to the next plan', 'Postponed'])
    assert.equal(raisedBy('put-off', outcomes('Progress', update, 'Done', 'Done', 'Done')).length, 1, update)
  for (const update of [
    'Deferred to March 2025',
    'Moved to the Wexmere Housing Strategy',
    'Carried forward as action 14',
    'The service moved to the new building',
    'Data have been moved to the cloud',
    'Deferred prosecutions were used twice',
  ])
    assert.deepEqual(sentencesBy('put-off', outcomes('Progress', update, 'Done', 'Done', 'Done')), [], update)
})

test('A deferred item needs the plan it goes to', () => {
  assert.equal(raisedBy('deferred-nowhere', planOf([itemOf('1', { state: 'deferred' })])).length, 1)
  assert.equal(raisedBy('deferred-nowhere', planOf([itemOf('1', { state: 'deferred', deferredTo: 'Plan 2025' })])).length, 0)
})

test('A measured outcome needs a measure with readings', () => {
  assert.equal(raisedBy('outcome-without-measure', planOf([itemOf('1', { outcome: 'Noise fell', outcomeType: 'measured' })])).length, 1)
  assert.equal(raisedBy('outcome-without-measure', planOf([itemOf('1', { outcome: 'Noise fell', outcomeType: 'claimed' })])).length, 0)
  assert.equal(raisedBy('outcome-of-no-kind', planOf([itemOf('1', { outcome: 'Noise fell' })])).length, 1)
})

test('A target that came due and was not closed is found once, whichever items its measure serves', () => {
  const measure = { ...measureOf(8), unclosed: 2 }
  assert.deepEqual(sentencesBy('target-not-closed', planOf([itemOf('1', { measures: [measure] }), itemOf('2', { measures: [measure] })])), [
    '2 targets of “Burglary” came due, and nobody has said how they came out.',
  ])
  assert.equal(raisedBy('target-not-closed', planOf([itemOf('1', { measures: [measureOf(8)] })])).length, 0)
})
