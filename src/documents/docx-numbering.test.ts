import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatted } from './docx-numbering.ts'
import { docx, outline, p, paperOf } from './specimens.ts'

const level = (at: number, format: string, text: string, more = '') =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${more}</w:lvl>`
const abstract = (id: number, ...levels: string[]) =>
  `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`
const num = (id: number, of: number, more = '') =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${more}</w:num>`
const at = (text: string, id: number, depth = 0) =>
  p(text, `<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${id}"/></w:numPr>`)
const numbersOf = async (body: string, numbering: string, styles = '') =>
  (await paperOf('paper.docx', await docx(body, { numbering, styles }))).blocks.map((block) =>
    'number' in block ? block.number : undefined,
  )

const LEGAL = abstract(0, level(0, 'decimal', '%1'), level(1, 'decimal', '%1.%2'), level(2, 'lowerLetter', '(%3)'))

test('automatic numbers run on over chapters, and deeper levels start again under each', async () => {
  const body = [
    at('Chapter', 1, 0),
    at('a', 1, 1),
    at('b', 1, 1),
    at('i', 1, 2),
    at('Chapter', 1, 0),
    at('c', 1, 1),
    at('ii', 1, 2),
  ].join('')
  assert.deepEqual(await numbersOf(body, LEGAL + num(1, 0)), ['1', '1.1', '1.2', '(a)', '2', '2.1', '(a)'])
})

test('a number of several parts makes a numbered paragraph, a simple one an item of a list', async () => {
  const paper = await paperOf(
    'paper.docx',
    await docx(at('Chapter', 1, 0) + at('Text', 1, 1), { numbering: LEGAL + num(1, 0) }),
  )
  assert.deepEqual(outline(paper), ['list item 0 ordered [1]: Chapter', 'paragraph [1.1]: Text'])
})

test('lists that share a definition count on, and one with a start of its own begins there', async () => {
  const numbering =
    abstract(0, level(0, 'decimal', '%1.')) +
    num(1, 0) +
    num(2, 0) +
    num(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
  assert.deepEqual(await numbersOf(at('a', 1) + at('b', 2) + at('c', 3) + at('d', 3), numbering), [
    '1.',
    '2.',
    '5.',
    '6.',
  ])
})

test('a level can be told not to start again, and to print its parents as figures', async () => {
  const numbering =
    abstract(0, level(0, 'upperRoman', '%1'), level(1, 'decimal', '%1.%2', '<w:isLgl/><w:lvlRestart w:val="0"/>')) +
    num(1, 0)
  assert.deepEqual(await numbersOf(at('a', 1) + at('b', 1, 1) + at('c', 1) + at('d', 1, 1), numbering), [
    'I',
    '1.1',
    'II',
    '2.2',
  ])
})

test('a heading style carries its numbering, at the level that names the style', async () => {
  const styles = ['1', '2']
    .map(
      (n) =>
        `<w:style w:type="paragraph" w:styleId="H${n}"><w:name w:val="heading ${n}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`,
    )
    .join('')
  const numbering =
    abstract(
      0,
      level(0, 'decimal', '%1', '<w:pStyle w:val="H1"/>'),
      level(1, 'decimal', '%1.%2', '<w:pStyle w:val="H2"/>'),
    ) + num(1, 0)
  const heading = (text: string, n: number) => p(text, `<w:pStyle w:val="H${n}"/>`)
  const body =
    heading('One', 1) +
    heading('Part', 2) +
    p('Off', '<w:pStyle w:val="H2"/><w:numPr><w:numId w:val="0"/></w:numPr>') +
    heading('Part', 2)
  assert.deepEqual(await numbersOf(body, numbering, styles), ['1', '1.1', undefined, '1.2'])
})

test('an empty numbered paragraph uses up its number, as it does in print', async () => {
  assert.deepEqual(
    await numbersOf(at('a', 1) + at('', 1) + at('c', 1), abstract(0, level(0, 'decimal', '%1.')) + num(1, 0)),
    ['1.', '3.'],
  )
})

test('numbers come in the formats of Word', () => {
  const formats = ['decimal', 'decimalZero', 'lowerLetter', 'upperLetter', 'lowerRoman', 'upperRoman', 'ordinal']
  assert.deepEqual(
    formats.map((format) => formatted(4, format)),
    ['4', '04', 'd', 'D', 'iv', 'IV', '4th'],
  )
  assert.deepEqual(
    [
      formatted(27, 'lowerLetter'),
      formatted(28, 'lowerLetter'),
      formatted(53, 'upperLetter'),
      formatted(1999, 'upperRoman'),
      formatted(22, 'ordinal'),
    ],
    ['aa', 'bb', 'AAA', 'MCMXCIX', '22nd'],
  )
})
