import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asWord, itemOf, paperOf, planOf, raisedBy, sentencesBy } from './specimens.ts'

test('A sentence that stops half-way is found', () => {
  for (const text of [
    'We will support people who were referred by their doctor and provide support to',
    'The group includes the council, the police, the health service and the',
    'Stalls were held at the market, the library and the station, i. We spoke to two hundred people.',
    'The outreach team has worked with the charity to house people who are sleeping rough in',
  ])
    assert.equal(
      raisedBy('cut-off-text', `# Report\n\nAn opening paragraph that is whole.\n\n${text}\n\n## Next part\n\nMore.`).length,
      1,
      text,
    )
})

test('A sentence that leads to a list, a label or a title is whole', () => {
  for (const text of [
    'Over the next year we will seek to\n\n- reduce noise\n- reduce litter',
    'The partnership is responsible for\n\n1. the plan\n2. its review',
    'Head of Community Safety and',
    'It is the service that residents said they most rely on',
    'This is the agency that victims are referred to',
    'People who had nowhere to turn to',
    'Rapid communication with victims and perpetrators (where known)',
    'We asked partners what the group is for',
    'Officers meet weekly, e.g. at the town hall. They share information.',
    'The crime rate was 81 per 1,000 residents, the lowest in the county, i.e. below the average. It fell again.',
  ])
    assert.deepEqual(sentencesBy('cut-off-text', `# Report\n\nAn opening paragraph that is whole.\n\n${text}\n`), [], text)
})

test('A paragraph that a page break cut in two is read as one', () => {
  const paper = asWord(
    paperOf(
      '# Report\n\n1.1 The service works with the\n\nneighbouring boroughs to share what it knows.\n\n1.2 A second paragraph.\n\n1.3 A third.',
    ),
  )
  assert.deepEqual(sentencesBy('cut-off-text', paper), [])
})

test('Errors of fields and formulas are found, whatever their case', () => {
  assert.equal(raisedBy('broken-field', '# Plan\n\nSee section Error! Reference source not found. for more.').length, 1)
  assert.equal(raisedBy('broken-field', '# Plan\n\n| Measure | Value |\n|---|---|\n| Share | #DIV/0! |\n| Other | 4 |').length, 1)
  assert.deepEqual(
    sentencesBy('broken-field', '# Plan\n\nWe found an error in the figures, and corrected it. Reference: the source was not found.'),
    [],
  )
})

test('Placeholders are found, and brackets that hold words are not', () => {
  assert.equal(raisedBy('placeholder', '# Plan\n\nThe lead is [insert name] until further notice.').length, 1)
  assert.equal(raisedBy('placeholder', '# Plan\n\nDate of review: XX/XX/XXXX').length, 1)
  for (const text of ['The lead [from April] is the manager.', 'The date [1 April] was agreed.', 'Rates are per 1,000 [2023].'])
    assert.deepEqual(sentencesBy('placeholder', `# Plan\n\n${text}`), [], text)
})

test('An aim that only serves the plan, or repeats the title, goes in a circle', () => {
  for (const aim of [
    'To address the priorities of the Safer Wexmere action plan',
    'To deliver the partnership’s strategic objectives',
    'Contributes to priority 2 of the plan',
  ])
    assert.equal(raisedBy('circular-aim', planOf([itemOf('1', { aim })])).length, 1, aim)
  assert.equal(
    raisedBy(
      'circular-aim',
      planOf([itemOf('1', { title: 'Reduce noise in the market square', aim: 'To reduce noise in the Market Square' })]),
    ).length,
    1,
  )
})

test('An aim that names a need does not', () => {
  for (const aim of [
    'To cut the harm that repeat burglary does to older residents',
    'Residents told us in the 2023 survey that they avoid the park after dark',
    'To meet the duty of section 17 of the Crime and Disorder Act 1998',
    'So that every victim is offered help within two days',
  ])
    assert.deepEqual(sentencesBy('circular-aim', planOf([itemOf('1', { aim })])), [], aim)
})

test('Aims that go round in the same words are one finding, named by their groups', () => {
  const aim = 'To address the priorities in the plan'
  const plan = planOf([
    itemOf('1', { kind: 'priority' }),
    itemOf('1.1', { parentId: 'item 1', aim }),
    itemOf('1.2', { parentId: 'item 1', aim }),
  ])
  assert.deepEqual(
    raisedBy('circular-aim', plan).map(({ place }) => place),
    ['all of priority 1'],
  )
})

test('A text of twenty thousand characters is noted, and one of nineteen is not', () => {
  assert.equal(raisedBy('long-narrative', planOf([itemOf('1', { aim: 'x'.repeat(20_000) })])).length, 1)
  assert.equal(raisedBy('long-narrative', planOf([itemOf('1', { aim: 'x'.repeat(19_000) })])).length, 0)
})
