import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openArchive } from './archive.ts'
import { printable } from './printable.ts'
import { outline, paperOf, tablesOf, textsOf } from './specimens.ts'
import { writeWorkbook, type Sheet } from './workbook.ts'

const read = async (sheets: readonly Sheet[]) => await paperOf('book.xlsx', await writeWorkbook(sheets))

async function partOf(sheets: readonly Sheet[], path: string): Promise<string> {
  let text = ''
  await (
    await openArchive(await writeWorkbook(sheets))
  ).read(path, (bytes) => void (text += Buffer.from(bytes).toString()))
  return text
}

const PLAN: Sheet = {
  name: 'Plan',
  columns: [
    { title: 'Action', width: 40 },
    { title: 'Rating' },
    { title: 'Due' },
    { title: 'Count' },
    { title: 'Done' },
  ],
  rows: [
    [
      'Light the\nunderpass',
      { value: 'Amber', fill: '#FFC000', bold: true },
      Temporal.PlainDate.from('2024-09-30'),
      -1.5,
      true,
    ],
    [
      '=HYPERLINK("http://example.org")',
      { value: 'Green', fill: '#00B050' },
      Temporal.PlainDate.from('1899-01-01'),
      0,
      null,
    ],
  ],
}

test('what is written is read back: text, numbers, dates, colours, yes and no', async () => {
  const [table] = tablesOf(await read([PLAN]))
  assert.deepEqual(textsOf(table), [
    ['Action', 'Rating', 'Due', 'Count', 'Done'],
    ['Light the\nunderpass', 'Amber', '2024-09-30', '-1.5', 'TRUE'],
    ['=HYPERLINK("http://example.org")', 'Green', '1899-01-01', '0', ''],
  ])
  assert.deepEqual(
    table!.rows[1]!.map(({ value }) => value),
    [undefined, undefined, '2024-09-30', -1.5, undefined],
  )
  assert.deepEqual(
    table!.rows.slice(1).map((row) => row[1]!.fill),
    ['#FFC000', '#00B050'],
  )
  assert.equal(table!.rows[1]![1]!.bold, true)
})

test('the header row is frozen, filtered, bold and repeated in print', async () => {
  const sheet = await partOf([PLAN], 'xl/worksheets/sheet1.xml')
  assert.match(sheet, /<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"\/>/)
  assert.match(sheet, /<autoFilter ref="A1:E3"\/>/)
  assert.match(await partOf([PLAN], 'xl/workbook.xml'), /Print_Titles" localSheetId="0">'Plan'!\$1:\$1</)
  assert.ok(tablesOf(await read([PLAN]))[0]!.rows[0]!.every(({ bold }) => bold))
})

test('text is never a formula, and what would run when typed again carries the quote-prefix style', async () => {
  const sheet = await partOf([PLAN], 'xl/worksheets/sheet1.xml')
  assert.ok(!sheet.includes('<f'))
  const style = /r="A3" s="(\d+)" t="inlineStr"/.exec(sheet)?.[1]
  const styles = (await partOf([PLAN], 'xl/styles.xml')).split('<cellXfs')[1]!.match(/<xf [^>]*>/g)!
  assert.match(styles[Number(style)]!, /quotePrefix="1"/)
  assert.equal(styles.filter((each) => each.includes('quotePrefix')).length, 1)
})

test('sheet names obey the rules of Excel and stay apart', async () => {
  const sheet = (name: string): Sheet => ({ name, columns: [{ title: 'a' }], rows: [] })
  const paper = await read(
    [
      'Plan: 2024/25 [draft]?',
      "'quoted'",
      '',
      'History',
      'A name that is far longer than thirty-one characters',
      'A name that is far longer than thirty-two characters',
      'PLAN',
      'plan',
    ].map(sheet),
  )
  assert.deepEqual(
    tablesOf(paper).map((table) => table.sheet),
    [
      'Plan  2024 25  draft',
      'quoted',
      'Sheet 3',
      'History Sheet 4',
      'A name that is far longer than',
      'A name that is far longer t (2)',
      'PLAN',
      'plan (2)',
    ],
  )
})

test('a sheet without rows keeps its header, and a workbook without sheets is a mistake of ours', async () => {
  assert.deepEqual(outline(await read([{ name: 'Plan', columns: [{ title: 'Only' }], rows: [] }])), ['table 1x1'])
  await assert.rejects(writeWorkbook([]), RangeError)
})

test('a text longer than a cell may be is cut and says so', async () => {
  const [table] = tablesOf(await read([{ name: 'Plan', columns: [{ title: 'Text' }], rows: [['x'.repeat(40_000)]] }]))
  assert.match(table!.rows[1]![0]!.text, /x \[cut here: a workbook cell holds no more\]$/)
  assert.equal(table!.rows[1]![0]!.text.length, 32_767)
})

test('the same sheets give the same bytes', async () => {
  assert.deepEqual(await writeWorkbook([PLAN]), await writeWorkbook([PLAN]))
})

test('any text comes back as it was, and no cell is a formula (60 random sheets)', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'=+-@＝\t\r\n_x000D<>&"\' a') }),
    fc.constant('_x000D_'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), async (rows) => {
      const written = rows.map((row) => row.map(printable))
      const [table] = tablesOf(await read([{ name: 'Plan', columns: [{ title: 'One' }, { title: 'Two' }], rows }]))
      while (written.at(-1)?.every((cell) => cell.trim() === '')) written.pop()
      assert.deepEqual(textsOf(table), [['One', 'Two'], ...written])
    }),
    { numRuns: 60 },
  )
})
