import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, itemOf, paperOf, planOf, raisedBy, sentencesBy } from './specimens.ts'

const report = (title: string, date: string) => paperOf(`# ${title}\n\n${date}\n\n## Position\n\nWork goes on.`, 'report.md')

test('A report that comes long after the year of its plan is questioned', () => {
  assert.match(sentencesBy('report-after-plan', report('Dashboard: Strategic Plan 2017-18', 'September 2018'))[0]!, /ended by March 2018/)
})

test('A report in the year, just after it, or looking back on it is not', () => {
  for (const [title, date] of [
    ['Dashboard: Strategic Plan 2018-19', 'September 2018'],
    ['Dashboard: Strategic Plan 2017-18', 'May 2018'],
    ['Year-end review of the Strategic Plan 2017-18', 'September 2018'],
    ['Partnership plan 2022-25, update', 'June 2024'],
    ['Minutes', 'September 2018'],
  ] as const)
    assert.deepEqual(sentencesBy('report-after-plan', report(title, date)), [], title)
})

test('A date to come that had passed when the paper was written is found', () => {
  for (const text of [
    'The duty is expected to be commenced in 2023.',
    'The strategy will be published by March 2024.',
    'A decision is due in spring 2023.',
  ])
    assert.equal(raisedBy('date-passed', paperOf(`# Update\n\n10 June 2024\n\n${text}`, 'update.md')).length, 1, text)
})

test('What is told of the past, or lies ahead, is let pass', () => {
  for (const text of [
    'The strategy will be published by March 2025.',
    'The plan was due in 2023 but was delayed.',
    'The centre opened as planned in July 2023.',
    'This will build on the work started in 2019.',
    'The strategy published in 2021 will be reviewed.',
    'The service will cost £2m in 2022 prices.',
    'The Victim Strategy 2018 will be followed.',
    'We will use the census of 2021.',
    'The VAWG Strategy 2021-24 will be replaced.',
    'Offences will be compared with those in 2019.',
  ])
    assert.deepEqual(sentencesBy('date-passed', paperOf(`# Update\n\n10 June 2024\n\n${text}`, 'update.md')), [], text)
})

test('Promises of an old paper that have since fallen due are one note', () => {
  const paper = paperOf(
    '# Action plan 2023\n\nThe policy will be public in early 2024.\n\nA review is planned for March 2024.\n\nThe camera scheme will end in 2030.',
    'plan.md',
  )
  const [note, ...others] = raisedBy('promises-now-due', paper, day('2026-06-01'))
  assert.match(note!.sentence, /^2 promises/)
  assert.equal(others.length, 0)
})

test('A live plan past its end, and a period that begins after it, are questioned', () => {
  assert.equal(raisedBy('plan-over', planOf([], { ends: day('2024-03-31') })).length, 2)
  assert.equal(raisedBy('plan-over', planOf([], { ends: day('2024-03-31'), state: 'closed', period: null })).length, 0)
  assert.equal(raisedBy('plan-over', planOf([])).length, 0)
})

test('Dates in the wrong order are found in a plan and in a paper’s table', () => {
  assert.equal(raisedBy('due-before-start', planOf([itemOf('1', { starts: day('2024-06-01'), due: day('2024-05-31') })])).length, 1)
  assert.equal(raisedBy('due-before-start', planOf([itemOf('1', { starts: day('2024-06-01'), due: day('2024-06-01') })])).length, 0)
  const table = (start: string, due: string) =>
    `# Plan\n\n| Action | Owner | Start | Due |\n|---|---|---|---|\n| Do one thing | Ann | 1 April 2024 | 1 May 2024 |\n| Do another | Bob | ${start} | ${due} |\n| Do a third | Cy | 1 April 2024 | ongoing |`
  assert.equal(raisedBy('ends-before-start', table('1 June 2024', '31 March 2024')).length, 1)
  assert.equal(raisedBy('ends-before-start', table('1 June 2024', '31 March 2025')).length, 0)
})

test('An item past its date is found until it ends', () => {
  assert.equal(raisedBy('due-passed', planOf([itemOf('1', { due: day('2024-11-14') })])).length, 1)
  assert.equal(raisedBy('due-passed', planOf([itemOf('1', { due: day('2024-11-14'), state: 'complete' })])).length, 0)
  assert.equal(raisedBy('due-passed', planOf([itemOf('1', { due: day('2024-11-15') })])).length, 0)
})

test('An item due after the plan ends is noted', () => {
  assert.match(
    sentencesBy('due-after-plan', planOf([itemOf('1', { due: day('2027-04-01') }), itemOf('2')]))[0]!,
    /^1 item is due after the plan ends/,
  )
})

test('A promise is old after two years, unless it was kept or never ends', () => {
  const promised = { promisedOn: day('2018-09-01') }
  assert.match(
    sentencesBy('old-promise', planOf([itemOf('7', promised)]))[0]!,
    /Action 7 was first promised on 1 September 2018, 6 years ago|action 7 was first promised/,
  )
  for (const more of [
    { promisedOn: day('2023-09-01') },
    { ...promised, state: 'complete' as const },
    { ...promised, state: 'continuous' as const },
  ])
    assert.equal(raisedBy('old-promise', planOf([itemOf('7', more)])).length, 0)
})
