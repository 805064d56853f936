import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import type { Paper } from './paper.ts'
import { readPaper } from './reading.ts'
import { outline, tablesOf, textsOf } from './specimens.ts'

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url))
const FILES = ['documents/*', 'seeds/*.txt', 'data/documents/*/*.{docx,xlsx,csv}']
  .flatMap((pattern) => globSync(pattern, { cwd: SHARED }))
  .filter((path) => /\.\w+$/.test(path))

async function read(path: string): Promise<Paper> {
  const reading = await readPaper(basename(path), readFileSync(SHARED + path))
  if (!reading.ok) throw new Error(`${path}: ${reading.problem}`)
  return reading.paper
}

// Files that hold nothing to read.
const EMPTY = new Set(['mammoth-empty.docx', 'exceljs-duplicateRowTest.xlsx'])

for (const path of FILES) {
  test(`${path} is read whole, or refused with a clear sentence`, async () => {
    const reading = await readPaper(basename(path), readFileSync(SHARED + path))
    if (EMPTY.has(basename(path))) return assert.match(reading.ok ? '' : reading.problem, /holds no text/)
    assert.ok(reading.ok, reading.ok ? '' : reading.problem)
    for (const table of tablesOf(reading.paper)) {
      assert.equal(new Set(table.rows.map((row) => row.length)).size, 1)
      for (const cell of table.rows.flat()) assert.equal(cell.text, cell.paragraphs.join('\n'))
    }
    for (const block of reading.paper.blocks) {
      if (block.kind !== 'table' && block.kind !== 'figure')
        assert.ok(block.text.trim() !== '' || block.kind === 'footnote', block.place.label)
      assert.notEqual(block.place.label, '')
    }
    const words = JSON.stringify(reading.paper)
    assert.ok(
      !/\[object|undefined|\bNaN\b|<\/?(?:p|li|ul|td|u|i)>/.test(words.replaceAll('undefined behaviour', '')),
      'marks of a bad reading',
    )
  })
}

test('the 2018 dashboard: a priority table, 30 activities and eight sheets, coloured as the words say', async () => {
  const paper = await read('documents/performance-dashboard-2018-09.docx')
  const tables = tablesOf(paper)
  const sheets = tables.filter(({ rows }) => rows.some((row) => row[0]!.text === 'TARGET OWNER'))
  assert.equal(sheets.length, 8)
  assert.deepEqual(
    sheets.map(({ rows }) => rows.find((row) => row[0]!.text === 'TRAFFIC LIGHT')![1]!.text),
    ['GREEN', 'GREEN', 'AMBER', 'GREEN', 'GREEN', 'AMBER', 'GREEN', 'AMBER'],
  )
  const activities = tables
    .flatMap(({ rows }) => rows)
    .filter((row) => row.length === 3 && /^\d\.1\.1[a-g]\./.test(row[0]!.text))
  assert.equal(activities.length, 30)
  const colours: Record<string, string> = { GREEN: '#00B050', AMBER: '#FFC000' }
  for (const row of tables.flatMap(({ rows }) => rows))
    for (const cell of row) if (cell.text in colours) assert.equal(cell.fill, colours[cell.text])
})

test('the 2018 dashboard gives the same tables as Word and as text', async () => {
  const word = tablesOf(await read('documents/performance-dashboard-2018-09.docx')).map(textsOf)
  const text = tablesOf(await read('seeds/001_8f85b53c263a1b2c.txt')).map(textsOf)
  assert.deepEqual(
    text.map((rows) => [rows.length, rows[0]!.length]),
    word.map((rows) => [rows.length, rows[0]!.length]),
  )
  const first = (tables: string[][][]) =>
    tables.map((rows) => rows.map((row) => row[0]!.replace(/\s+/g, ' ').slice(0, 60)))
  assert.deepEqual(
    first(text).map((rows) => rows.slice(0, 6)),
    first(word).map((rows) => rows.slice(0, 6)),
  )
})

test('the 2023 action plan: 28 numbered actions as Word, as workbook and as text', async () => {
  const numbered = (rows: string[][]) => rows.filter((row) => /(^|\s)\d{1,2}\. \p{Lu}/u.test(row[0]!)).length
  for (const path of [
    'documents/asb-action-plan-2023.docx',
    'documents/asb-action-plan-2023.xlsx',
    'seeds/004_ea9d701fb189cbcc.txt',
  ]) {
    const tables = tablesOf(await read(path))
    assert.deepEqual([path, tables.length, numbered(textsOf(tables[0])), tables[0]!.rows[0]!.length], [path, 1, 28, 4])
  }
  assert.equal(tablesOf(await read('documents/asb-action-plan-2023.docx'))[0]!.rows.length, 32)
})

test('the strategy: numbered chapters, paragraphs and footnotes', async () => {
  for (const path of ['documents/strategy-2022-25-update-2024.docx', 'seeds/003_d5e08e4078b0e3ac.txt']) {
    const { blocks, title } = await read(path)
    assert.equal(title, 'City of London Safer City Partnership Strategy 2022-2025')
    const chapters = blocks.flatMap((block) =>
      block.kind === 'heading' && block.number !== undefined ? [Number(block.number)] : [],
    )
    const expected = path.startsWith('seeds')
      ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
      : [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert.deepEqual(chapters.slice(0, expected.length), expected)
    const numbers = new Set(
      blocks.flatMap((block) => (block.kind === 'paragraph' && block.number ? [block.number] : [])),
    )
    for (const number of ['1.1', '4.3', '7.4', '9.17', '10.42', '12.5'])
      assert.ok(numbers.has(number), `${path} ${number}`)
  }
  const { blocks } = await read('seeds/003_d5e08e4078b0e3ac.txt')
  assert.ok(blocks.filter(({ kind }) => kind === 'footnote').length >= 5)
})

test('the projects portfolio: as many projects as its keeper says, in each year and format', async () => {
  const size = async (path: string) =>
    tablesOf(await read(`data/documents/gmpp-rag/${path}`)).map(({ rows }) => [rows.length, rows[0]!.length])[0]
  assert.deepEqual(await size('gmpp-2021.xlsx'), [185, 16])
  assert.deepEqual(await size('gmpp-2021.csv'), [185, 16])
  assert.deepEqual(await size('gmpp-2020.csv'), [126, 16])
  assert.deepEqual(await size('gmpp-2018.csv'), [134, 14])
  assert.equal((await size('gmpp-2016.csv'))![1], 1 + 143)
  assert.equal((await size('gmpp-2014.csv'))![1], 1 + 199)
})

test('the 2021 portfolio says the same as workbook and as CSV', async () => {
  const key = (paper: Paper) =>
    textsOf(tablesOf(paper)[0]).map((row) => [row[1], row[2], row[3], row[6]].map((cell) => cell!.trim()))
  assert.deepEqual(
    key(await read('data/documents/gmpp-rag/gmpp-2021.xlsx')),
    key(await read('data/documents/gmpp-rag/gmpp-2021.csv')),
  )
  assert.ok(
    textsOf(tablesOf(await read('data/documents/gmpp-rag/gmpp-2021.csv'))[0])
      .flat()
      .includes('£654.46'),
  )
})

test('workbooks that trip importers: 1904 dates, escapes, hidden sheets, formulas, lost strings', async () => {
  const xlsx = async (name: string) => await read(`data/documents/office-xlsx/${name}.xlsx`)
  assert.equal(tablesOf(await xlsx('exceljs-1904'))[0]!.rows[3]![1]!.value, '1904-01-01')
  assert.equal(tablesOf(await xlsx('exceljs-dateIssue'))[0]!.rows[1]![0]!.value, '2020-11-20')
  assert.deepEqual(textsOf(tablesOf(await xlsx('exceljs-shared_string_with_escape'))[0]), [['_x000D_']])
  assert.equal(tablesOf(await xlsx('exceljs-formulas'))[0]!.rows[0]![0]!.text, 'someone@example.com')
  assert.ok(tablesOf(await xlsx('exceljs-test-issue-877')).every(({ hidden }) => hidden))
  assert.ok((await xlsx('exceljs-missing-bits')).notes.some((note) => /text the file has lost/.test(note)))
  assert.equal(tablesOf(await xlsx('owasp-asvs-checklist-3.0.1'))[0]!.rows.length, 202)
})

test('Word files that trip importers: strict, byte-order mark, lists, footnotes', async () => {
  const docx = async (name: string) => outline(await read(`data/documents/office-docx/mammoth-${name}.docx`))
  assert.deepEqual(await docx('strict-format'), ['paragraph: Test'])
  assert.deepEqual(await docx('utf8-bom'), ['paragraph: This XML has a byte order mark.'])
  assert.deepEqual(await docx('simple-list'), ['list item 0: Apple', 'list item 0: Banana'])
  assert.deepEqual(await docx('footnotes'), [
    'paragraph: Ouch.',
    'footnote [1]: A tachyon walks into a bar.',
    'footnote [2]: Fin.',
  ])
  assert.deepEqual(await docx('tables'), ['paragraph: Above', 'table 2x2', 'paragraph: Below'])
})
