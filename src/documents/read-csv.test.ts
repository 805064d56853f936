import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paperOf, problemOf, tablesOf, textsOf } from './specimens.ts'

const table = async (content: Uint8Array | string, name = 'rows.csv') => tablesOf(await paperOf(name, content))[0]!

test('comma, semicolon, tab and bar are told apart by content', async () => {
  for (const sign of [',', ';', '\t', '|']) {
    const text = [
      ['name', 'rating'],
      ['Theft, of cycles; and "phones"', 'Amber'],
      ['Noise', 'Green'],
    ]
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(sign))
      .join('\n')
    assert.deepEqual(textsOf(await table(text, 'rows.txt')), [
      ['name', 'rating'],
      ['Theft, of cycles; and "phones"', 'Amber'],
      ['Noise', 'Green'],
    ])
  }
})

test('Excel may state the delimiter on the first line', async () => {
  assert.deepEqual(textsOf(await table('sep=;\r\na;b,c\r\n1;2\r\n')), [
    ['a', 'b,c'],
    ['1', '2'],
  ])
})

test('UTF-8, UTF-16 in both orders, with and without marks, and Windows-1252 all give the pound sign', async () => {
  const text = 'item,cost\nlock,£5\nlamp,£6\n'
  const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()
  const files = [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(text, 'utf16le'),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    swapped(Buffer.from(text, 'utf16le')),
    swapped(Buffer.from(`\ufeff${text}`, 'utf16le')),
    Buffer.from(text, 'latin1'),
  ]
  for (const file of files)
    assert.deepEqual(textsOf(await table(file)), [
      ['item', 'cost'],
      ['lock', '£5'],
      ['lamp', '£6'],
    ])
  assert.match((await paperOf('rows.csv', files.at(-1)!)).notes[0]!, /Windows-1252/)
})

test('line ends may be mixed, also within quotation marks, and each row keeps the line it begins on', async () => {
  const found = await table('a,b\r\n"x\ny","z\r\nw"\rq,"r\rs"\n\n1,2\r\n')
  assert.deepEqual(textsOf(found), [
    ['a', 'b'],
    ['x\ny', 'z\nw'],
    ['q', 'r\ns'],
    ['1', '2'],
  ])
  assert.deepEqual(found.rowLines, [1, 2, 5, 8])
  assert.deepEqual(found.rows[1]![0]!.paragraphs, ['x', 'y'])
})

test('short rows are filled and named by line', async () => {
  const paper = await paperOf('rows.csv', 'a,b,c\n1,2\n1,2,3\n4\n')
  assert.deepEqual(textsOf(tablesOf(paper)[0]), [
    ['a', 'b', 'c'],
    ['1', '2', ''],
    ['1', '2', '3'],
    ['4', '', ''],
  ])
  assert.match(paper.notes[0]!, /lines 2, 4 were shorter than the widest row \(3 columns\)/)
})

test('a quotation mark never closed is a problem that names the line', async () => {
  assert.match(await problemOf('rows.csv', 'a,b\n1,2\n3,"four\n5,6\n'), /line 3 is never closed/)
})

test('stray quotation marks inside words are kept', async () => {
  assert.deepEqual(textsOf(await table('a,b\nthe "Square Mile",x\n')), [
    ['a', 'b'],
    ['the "Square Mile"', 'x'],
  ])
})

test('one column named .csv is a table; prose with commas is not', async () => {
  assert.deepEqual(textsOf(await table('ward\nAldgate\nCripplegate\n')), [['ward'], ['Aldgate'], ['Cripplegate']])
  const prose = 'The board met, as planned.\nIt noted, with thanks, the report.\nNothing else was raised.\n'
  assert.equal((await paperOf('minutes.txt', prose)).format, 'text')
})
