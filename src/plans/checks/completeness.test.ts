import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paperOf as wordPaper, tableOf } from '../intake/specimens.ts'
import { itemOf, planOf, raisedBy, sentencesBy } from './specimens.ts'

const table = (header: string, rows: string[]) =>
  `# Plan\n\n| ${header} |\n|${header
    .split('|')
    .map(() => '---')
    .join('|')}|\n${rows.map((row) => `| ${row} |`).join('\n')}\n`
const five = (row: (number: number) => string) => [1, 2, 3, 4, 5].map(row)

test('Actions without dates or measures are one finding to a table', () => {
  assert.deepEqual(
    sentencesBy(
      'plan-without-dates-or-measures',
      table(
        'Action | Owner | RAG | Update',
        five((n) => `Do thing ${n} | Ann Lee | Green | Done in May`),
      ),
    ),
    ['In Table 1 (line 3) none of the 5 actions has a due date or a measure.'],
  )
})

test('Some without a date are counted', () => {
  assert.match(
    sentencesBy(
      'plan-without-dates-or-measures',
      table(
        'Action | Owner | Due | Measure',
        five((n) => `Do thing ${n} | Ann Lee | ${n > 2 ? '' : '1 May 2025'} | Ten held`),
      ),
    )[0]!,
    /3 of 5 have no due date/,
  )
})

test('A whole plan, a dashboard, a list of projects and a list of partners are let pass', () => {
  for (const source of [
    table(
      'Action | Owner | Due | Measure',
      five((n) => `Do thing ${n} | Ann Lee | 1 May 2025 | Ten held`),
    ),
    table(
      'Priority | Owner | RAG | Trend',
      five((n) => `Priority ${n} | Ann Lee | Green | Up`),
    ),
    table(
      'Project | Department | Rating',
      five((n) => `Project ${n} | Housing | Green`),
    ),
    table(
      'Partner | Role | Contact',
      five((n) => `Partner ${n} | Chair | 020 7946 000${n}`),
    ),
  ])
    assert.deepEqual(sentencesBy('plan-without-dates-or-measures', source), [])
})

const LEGEND = 'Red (not complete) Amber (in progress) Green (complete)'

test('A status column that holds narrative has lost its colours', () => {
  assert.equal(
    raisedBy(
      'colour-only',
      table(
        `Action | Owner | ${LEGEND}`,
        five((n) => `Do thing ${n} | Ann Lee | The team has met twice and is working through the list of premises`),
      ),
    ).length,
    1,
  )
})

test('A status given by fill alone is colour alone', () => {
  const cell = { text: '', fill: '#00B050' }
  assert.match(
    sentencesBy(
      'colour-only',
      wordPaper([
        tableOf([
          ['Action', 'Owner', 'RAG'],
          ['One', 'Ann', cell],
          ['Two', 'Bob', cell],
          ['Three', 'Cy', cell],
        ]),
      ]),
    )[0]!,
    /given by colour alone in 3 of 3 rows/,
  )
})

test('A status in words is let pass, whatever stands beside it', () => {
  for (const word of ['Green', 'AMBER – delayed by the contractor until the summer', 'G', 'On track', 'Complete: report published'])
    assert.deepEqual(
      sentencesBy(
        'colour-only',
        table(
          'Action | Owner | RAG',
          five((n) => `Do thing ${n} | Ann Lee | ${word}`),
        ),
      ),
      [],
      word,
    )
  assert.deepEqual(
    sentencesBy(
      'colour-only',
      table(
        'Action | Owner | RAG comment',
        five((n) => `Do thing ${n} | Ann Lee | The team has met twice and is working through the list`),
      ),
    ),
    [],
  )
})

test('An item without a date or a measure is noted, and one that goes on for ever needs a review date', () => {
  assert.deepEqual(sentencesBy('item-without-date-or-measure', planOf([itemOf('1', { due: null, success: null })])), [
    'action 1 has no due date and no measure.',
  ])
  assert.deepEqual(sentencesBy('item-without-date-or-measure', planOf([itemOf('1', { due: null, state: 'continuous' })])), [
    'action 1 has no review date.',
  ])
  assert.equal(raisedBy('item-without-date-or-measure', planOf([itemOf('1')])).length, 0)
})
