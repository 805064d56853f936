import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellPlace, columnLetters } from './place.ts'
import { docx, oneSheet, inline, p, paperOf, tablesOf, tbl, tc, tr } from './specimens.ts'

test('a cell is found again by words: table and row, sheet and letter, or the line of the text', async () => {
  const first = async (name: string, content: Uint8Array | string) => tablesOf(await paperOf(name, content))[0]!
  assert.equal(
    cellPlace(await first('a.docx', await docx(p('x') + tbl(tr(tc('a'), tc('b'))))), 0, 1),
    'Table 1, row 1, column 2',
  )
  assert.equal(
    cellPlace(await first('a.xlsx', await oneSheet([inline('a') + inline('b') + inline('c')])), 0, 2),
    'sheet Plan, row 1, column C',
  )
  assert.equal(cellPlace(await first('a.csv', 'a,b\n"1\n2",3\n4,5\n'), 2), 'Table 1, row 3 (line 4)')
  assert.equal(cellPlace(await first('a.txt', '# T\n\nOwner\tPolice\n'), 0, 0), 'Table 1, row 1, column 1 (line 3)')
})

test('columns are lettered as in a spreadsheet', () => {
  assert.deepEqual([0, 25, 26, 701, 702, 16_383].map(columnLetters), ['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD'])
})
