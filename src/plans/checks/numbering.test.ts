import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableOf, paperOf as wordPaper, paragraph } from '../intake/specimens.ts'
import { itemOf, paperOf, planOf, raisedBy, sentencesBy } from './specimens.ts'

const numbered = (...numbers: string[]) =>
  `# Report\n\n${numbers.map((number) => `${number} The committee considered matter ${number} and agreed on what to do about it.`).join('\n\n')}`

test('Paragraph numbers left out are found', () => {
  assert.deepEqual(sentencesBy('paragraph-numbering', numbered('2.', '3.', '4.', '5.', '6.', '7.', '8.', '10.', '11.')), [
    'The numbering of paragraphs leaves out 1 and 9.',
  ])
  assert.deepEqual(sentencesBy('paragraph-numbering', numbered('3.1', '3.2', '3.4', '3.5')), [
    'The numbering of paragraphs leaves out 3.3.',
  ])
})

test('A number used twice is found', () => {
  assert.deepEqual(sentencesBy('paragraph-numbering', numbered('3.1', '3.2', '3.2', '3.3')), ['Two paragraphs are numbered 3.2.'])
})

test('Numbers in order, and numbers of lists, are let pass', () => {
  assert.deepEqual(sentencesBy('paragraph-numbering', numbered('3.1', '3.2', '3.3', '4.1', '4.2')), [])
  assert.deepEqual(
    sentencesBy(
      'paragraph-numbering',
      '# Report\n\nWe will\n\n1. do this\n2. do that\n\nThen we will\n\n1. rest\n2. stop\n3. look\n4. listen',
    ),
    [],
  )
  assert.deepEqual(sentencesBy('paragraph-numbering', numbered('2.1', '5.4', '9.9')), [])
})

const actions = (...numbers: number[]) =>
  `# Plan\n\n| No | Action | Owner | RAG |\n|---|---|---|---|\n${numbers.map((number) => `| ${number} | Do thing ${number} | Ann Lee | Green |`).join('\n')}`

test('An action missing from the count is found', () => {
  assert.deepEqual(sentencesBy('action-number-missing', actions(1, 2, 3, 4, 6, 7)), ['The actions run from 1 to 7 and there is no 5.'])
})

test('Actions that start elsewhere, or whose numbers mean something else, are let pass', () => {
  assert.deepEqual(sentencesBy('action-number-missing', actions(5, 6, 7, 8)), [])
  assert.deepEqual(sentencesBy('action-number-missing', actions(1, 2, 3, 4)), [])
  assert.deepEqual(sentencesBy('action-number-missing', actions(12, 40, 77, 103, 210)), [])
})

test('One number for two actions stops a paper, and counts that start again do not', () => {
  assert.equal(raisedBy('action-number-repeated', actions(1, 2, 3, 3, 4)).length, 1)
  assert.equal(raisedBy('action-number-repeated', actions(1, 2, 3, 1, 2, 3)).length, 0)
})

test('Codes left out of a plan are found, and a tombstone answers for its own', () => {
  const items = ['1', '2', '3', '5'].map((code) => itemOf(code))
  assert.equal(raisedBy('code-left-out', planOf(items)).length, 1)
  assert.equal(raisedBy('code-left-out', planOf([...items, itemOf('4', { state: 'withdrawn' })])).length, 0)
  assert.match(sentencesBy('code-left-out', planOf(['2.1', '2.2', '2.3', '2.5'].map((code) => itemOf(code))))[0]!, /leave out 2\.4/)
})

test('One code for two items stops an edition', () => {
  assert.equal(raisedBy('code-used-twice', planOf([itemOf('1', { itemId: 'a' }), itemOf('1', { itemId: 'b' })])).length, 1)
  assert.equal(
    raisedBy('code-used-twice', planOf([itemOf('1'), itemOf('2'), itemOf('', { itemId: 'x' }), itemOf('', { itemId: 'y' })])).length,
    0,
  )
})

const footnote = (number: string, text: string) => ({ kind: 'footnote' as const, number, text, place: { label: `footnote ${number}` } })

test('A table’s own notes collide with the paper’s footnotes', () => {
  const table = tableOf([
    ['Drug', 'Users'],
    ['Class A 1', '6,387 (2.2%) 2'],
    ['Any drug 3', '18,001 (6.4%)'],
  ])
  assert.equal(
    raisedBy('note-numbering', wordPaper([paragraph('See the table.'), table, footnote('1', 'A source.'), footnote('2', 'Another.')]))
      .length,
    1,
  )
  assert.equal(raisedBy('note-numbering', wordPaper([paragraph('See the table.'), table])).length, 0)
})

test('Figures that end a cell are no notes', () => {
  const table = tableOf([
    ['Ward', 'Visits'],
    ['Ward 1', 'Phase 1'],
    ['Ward 2', 'Phase 2'],
    ['Ward 3', 'Phase 3'],
  ])
  assert.deepEqual(
    sentencesBy('note-numbering', wordPaper([paragraph('See the table.'), table, footnote('1', 'A source.'), footnote('2', 'Another.')])),
    [],
  )
})

test('A footnote number used twice is found', () => {
  assert.equal(raisedBy('note-numbering', wordPaper([paragraph('Text.'), footnote('1', 'A source.'), footnote('1', 'Another.')])).length, 1)
})

test('A paper of plain text keeps its wrapped lines together', () => {
  assert.deepEqual(
    sentencesBy(
      'cut-off-text',
      paperOf('# Report\n\n1. The partnership works with the district and\ncounty councils to reduce crime.', 'r.md'),
    ),
    [],
  )
})
