import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { CommandError } from '../command.ts'
import { eachRow } from './plain-columns.ts'

const folder = mkdtempSync(join(tmpdir(), 'wardmote-columns-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function rowsOf(content: string | Buffer, name = 'table.csv', columns = ['n', 'place']) {
  const file = join(folder, name)
  writeFileSync(file, content)
  const rows: [number, ...string[]][] = []
  await eachRow(file, columns, ({ line, fields }) => rows.push([line, ...fields]))
  return rows
}

const EXPECTED: [number, ...string[]][] = [[2, '3', 'Fleet Street'], [4, '', 'Café'], [5, '7', '']]

test('a table without quotes is read as one with them: either line ending, a byte-order mark, empty lines, fields left out, gzip', async () => {
  const plain = 'place,n,more\nFleet Street, 3 ,x\n\nCafé,,\n,7\n'
  assert.deepEqual(await rowsOf(plain), EXPECTED)
  assert.deepEqual(await rowsOf(plain.replaceAll('\n', '\r\n')), EXPECTED)
  assert.deepEqual(await rowsOf(`\uFEFF${plain}`), EXPECTED)
  assert.deepEqual(await rowsOf(plain.trimEnd()), EXPECTED)
  const fields = (rows: [number, ...string[]][]) => rows.map(([, ...row]) => row)
  assert.deepEqual(fields(await rowsOf(plain.replace('Fleet Street', '"Fleet Street"'))), fields(EXPECTED))
  assert.deepEqual(fields(await rowsOf(gzipSync(plain), 'table.csv.gz')), fields(EXPECTED))
})

test('a quoted comma, and old Macintosh line endings, go through the parser that heeds them', async () => {
  assert.deepEqual(await rowsOf('place,n\n"Fleet Street, east",3\n'), [[2, '3', 'Fleet Street, east']])
  assert.deepEqual((await rowsOf('place,n\rA,3\rB,4\r')).map(([, ...fields]) => fields), [['3', 'A'], ['4', 'B']])
})

test('a letter cut in two between pieces of a large file is read whole', async () => {
  const rows = await rowsOf(`place,n\n${'é,1\n'.repeat(400_000)}`)
  assert.equal(rows.length, 400_000)
  assert.ok(rows.every(([, n, place]) => n === '1' && place === 'é'))
})

test('a missing column, an empty file and no file are said in words', async () => {
  await assert.rejects(rowsOf('x,y\n1,2\n'), (error) => error instanceof CommandError && /no column “n”, “place”\. Its columns are: x, y/.test(error.message))
  await assert.rejects(rowsOf(''), (error) => error instanceof CommandError && /is empty/.test(error.message))
  await assert.rejects(eachRow(join(folder, 'none.csv'), ['n'], () => {}), (error) => error instanceof CommandError && /There is no file/.test(error.message))
})
