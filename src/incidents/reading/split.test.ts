import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { EndlessLine, LONGEST_ROW, makeSplitter } from './split.ts'

function split(pieces: readonly string[], delimiter = ',') {
  const rows: string[][] = []
  const lines: number[] = []
  const open: string[] = []
  const splitter = makeSplitter(delimiter, {
    row(fields, line) {
      rows.push(fields)
      lines.push(line)
    },
    openQuote: (text, line) => void open.push(`${line}: ${text}`),
  })
  for (const piece of pieces) splitter.push(piece)
  const unended = splitter.end()
  return { rows, lines, open, unended }
}

const plain = fc.stringMatching(/^[a-z0-9 é.]{0,6}$/)
const within = fc.stringMatching(/^[a-z]{1,3}"[a-z"]{0,3}$/)
const quoted = fc.stringMatching(/^[a-z,;"\n\r ]{0,8}$/).map((text) => `"${text.replaceAll('"', '""')}"`)
const field = fc.oneof(plain, quoted, within)
const table = fc.record({
  rows: fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
  ending: fc.constantFrom('\n', '\r\n', '\r'),
  delimiter: fc.constantFrom(',', ';', '\t'),
  last: fc.boolean(),
  cuts: fc.array(fc.nat(120), { maxLength: 6 }),
})

test('Rows and fields are those that csv-parse reads, wherever the file is cut into pieces', () => {
  fc.assert(
    fc.property(table, ({ rows, ending, delimiter, last, cuts }) => {
      const text = rows.map((row) => row.join(delimiter)).join(ending) + (last && rows.length > 0 ? ending : '')
      const expected = parse(text, { delimiter, record_delimiter: ending, relax_column_count: true, relax_quotes: true, skip_empty_lines: true })
      const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length]
      const pieces = places.slice(1).map((to, at) => text.slice(places[at], to))
      const got = split(pieces, delimiter)
      assert.deepEqual(got.open, [])
      assert.deepEqual(got.rows, expected)
    }),
    { numRuns: 2000 },
  )
})

test('A row is named by the line it begins on, whatever the line endings and quoted line breaks before it', () => {
  const { rows, lines } = split(['a,b\r\n"one\r\ntwo\nthree",1\r\r\nlast,2\n'])
  assert.deepEqual(rows, [
    ['a', 'b'],
    ['one\r\ntwo\nthree', '1'],
    ['last', '2'],
  ])
  assert.deepEqual(lines, [1, 2, 6])
})

test('A quotation mark that is never closed costs its own line and no other', () => {
  const { rows, open } = split(['a,b\n1,"never closed\n2,x\n3,y\n'])
  assert.deepEqual(open, ['2: 1,"never closed'])
  assert.deepEqual(rows, [
    ['a', 'b'],
    ['2', 'x'],
    ['3', 'y'],
  ])
  const far = split(['a,b\n1,"open\n', ...Array.from({ length: 30 }, () => `${'row,of\n'.repeat(LONGEST_ROW / 140)}`)])
  assert.equal(far.open.length, 1)
  assert.equal(far.rows.length, 1 + 30 * Math.floor(LONGEST_ROW / 140))
})

test('A last row without a line ending is told of, quoted or not', () => {
  assert.equal(split(['a,b\n1,2']).unended, true)
  assert.equal(split(['a,b\n1,"2"']).unended, true)
  assert.equal(split(['a,b\n1,"2"\n']).unended, false)
  assert.equal(split(['a,b\r\n1,2\r\n']).unended, false)
})

test('A line that does not end is refused rather than kept', () => {
  const endless = 'x'.repeat(100_000)
  assert.throws(() => split(Array.from({ length: 12 }, () => endless)), EndlessLine)
})
