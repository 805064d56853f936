import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blankCell, cellOf, piece, textCell } from './grid.ts'
import { packRows, unpackRows } from './packing.ts'

test('rows come out of their packing as they went in, whatever their cells carry', () => {
  const row = [
    textCell('Noise'),
    blankCell(),
    blankCell(true),
    textCell('45%', { value: 0.45 }),
    textCell('Amber', { fill: '#FFC000', bold: true }),
    cellOf(piece(['one paragraph\nof two lines', 'and another'], { rowSpan: 2 })),
    cellOf(piece(['one paragraph\nof two lines'])),
    cellOf(piece(['wide'], { columnSpan: 3 })),
  ]
  assert.deepEqual(unpackRows(packRows([row])), [row])
  assert.deepEqual(
    packRows([row])[0]!.map((cell) => typeof cell),
    ['string', 'string', 'object', 'object', 'object', 'object', 'object', 'object'],
  )
})
