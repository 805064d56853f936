import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { isLive, protectedText, unprotected, writeCsv } from './csv.ts'
import { printable } from './printable.ts'
import { paperOf, tablesOf, textsOf } from './specimens.ts'

const ANY_TEXT = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'=+-@＝＋－＠\t\r\n\0\'", ;|1a\u00a0\u200b\ufeff') }),
)

/** What a spreadsheet program does with a cell that begins so, after it has dropped what it ignores. */
const runs = (cell: string) => /^[=+\-@＝＋－＠\t\r\0]/.test(cell) || /^[\s\u200b\ufeff]+[=+\-@＝＋－＠]/.test(cell)

test('what is written begins with a byte-order mark, ends each row with CRLF, and quotes what must be', () => {
  assert.equal(
    writeCsv(
      [
        ['Theft, cycles', 3, null],
        ['a\nb', -1.5, Temporal.PlainDate.from('2024-09-30')],
      ],
      ['Title', 'Count', 'Due'],
    ),
    '\ufeffTitle,Count,Due\r\n"Theft, cycles",3,\r\n"a\nb",-1.5,2024-09-30\r\n',
  )
})

test('text that would run is disarmed with an apostrophe; negative numbers stay numbers', () => {
  const live = ['=1+1', '+44 20', '-5', '@SUM(A1)', '\tx', '\rx', '＝1', ' =1', '\u200b=1']
  for (const text of live) assert.equal(protectedText(text), `'${text}`)
  assert.equal(writeCsv([['-5', -5]], ['Text', 'Number']), "\ufeffText,Number\r\n'-5,-5\r\n")
})

test('text that already begins with an apostrophe comes back as it was', () => {
  for (const text of ["'=1", "''=1", "'quoted'", "'", "it's"]) assert.equal(unprotected(protectedText(text)), text)
  assert.equal(protectedText("'quoted'"), "'quoted'")
})

test('no text is live once written, and reading gives back every text (10,000 random texts)', () => {
  fc.assert(
    fc.property(ANY_TEXT, (text) => {
      const safe = protectedText(printable(text))
      assert.ok(!runs(safe) && !isLive(safe))
      assert.equal(unprotected(safe), printable(text))
    }),
    { numRuns: 10_000 },
  )
})

test('a whole file read by others has no live cell, and read by us gives the texts (300 random tables)', async () => {
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(ANY_TEXT, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
    )
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const columns = rows[0]!.map((_, at) => `Column ${at}`)
      const text = writeCsv(rows, columns)
      const cells: string[][] = parse(text, { bom: true })
      for (const cell of cells.flat()) assert.ok(!runs(cell), JSON.stringify(cell))
      const kept = rows.map((row) => row.map(printable)).filter((row) => row.some((cell) => cell.trim() !== ''))
      assert.deepEqual(textsOf(tablesOf(await paperOf('rows.csv', text))[0]), [columns, ...kept])
    }),
    { numRuns: 300 },
  )
})
