import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemOf, planOf, raisedBy, sentencesBy } from './specimens.ts'

const table = (header: string, rows: string[]) =>
  `# Plan\n\n| ${header} |\n|${header
    .split('|')
    .map(() => '---')
    .join('|')}|\n${rows.map((row) => `| ${row} |`).join('\n')}\n`
const five = (row: (number: number) => string) => [1, 2, 3, 4, 5].map(row)

const harms = (rows: string[]) =>
  `# Strategy\n\n| Harm | Definition |\n|---|---|\n| Slavery | Forced work |\n| Cuckooing | Taking over a home |\n| Child exploitation | Abuse of a child |\n| Exploitation | Abuse of an adult |\n| County lines | Drug running |\n\nWhat we do:\n\n| Harm | Activity |\n|---|---|\n${rows.map((row) => `| ${row} | We act on it |`).join('\n')}`

test('What is defined and has no row is found, however like another its name is', () => {
  assert.match(
    sentencesBy('missing-row', harms(['Slavery', 'Cuckooing', 'Child exploitation', 'County lines']))[0]!,
    /no row for “Exploitation”/,
  )
})

test('Rows in other words, and tables of other things, are let pass', () => {
  assert.deepEqual(
    sentencesBy('missing-row', harms(['Modern slavery', 'Cuckooing', 'Child exploitation', 'Exploitation', 'County lines'])),
    [],
  )
  assert.deepEqual(sentencesBy('missing-row', harms(['Burglary', 'Theft', 'Robbery'])), [])
})

const matrix = (cell: string) =>
  table('Harm | Prevent | Protect | Pursue', [
    `Slavery | We train staff | We house victims | We share what we know`,
    `Cuckooing | ${cell} | We visit | We close premises`,
    'County lines | We teach | We mentor | We arrest',
  ])

test('An empty cell of a matrix is found, and one that says “none” is an answer', () => {
  assert.deepEqual(sentencesBy('empty-cell', matrix('')), ['Table 1 (line 3) has nothing for “Cuckooing” under “Prevent”.'])
  assert.deepEqual(sentencesBy('empty-cell', matrix('Nothing: covered by the county')), [])
})

test('Empty cells of other tables are let pass', () => {
  assert.deepEqual(
    sentencesBy(
      'empty-cell',
      table(
        'Action | Owner | Due | RAG',
        five((n) => `Do thing ${n} | Ann | ${n > 3 ? '' : '1 May 2025'} | Green`),
      ),
    ),
    [],
  )
})

test('A plan with a frame shows strands without work, and items without any', () => {
  const strands = [
    { strandId: 'a', name: 'Prevent' },
    { strandId: 'b', name: 'Protect' },
  ]
  const harm = (code: string, ...under: string[]) => [
    itemOf(code, { kind: 'priority' }),
    ...under.map((strandId) => itemOf(`${code}${strandId}`, { parentId: `item ${code}`, strandId })),
  ]
  const plan = planOf([...harm('1', 'a', 'b'), ...harm('2', 'a'), ...harm('3', 'a', 'b'), ...harm('4')], { strands })
  assert.deepEqual(sentencesBy('strand-gap', plan), ['priority 2 has nothing under Protect.'])
  assert.deepEqual(
    raisedBy('no-strands', plan).map(({ subject }) => subject),
    ['4'],
  )
  assert.equal(raisedBy('strand-gap', planOf(harm('2', 'a'))).length, 0)
})
