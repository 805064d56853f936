import assert from 'node:assert/strict'
import { test } from 'node:test'
import { protectList, protectTable, type PublishableCount, type PublishableTable, sayPublishable } from './disclosure.ts'

const words = (table: PublishableTable) => [...table.cells.map((row, i) => [...row, table.rowTotals[i]!]), [...table.columnTotals, table.total]].map((row) => row.map(sayPublishable))

test('a count of 1 to 4 is shown as fewer than 5, and nought as nought', () => {
  const { counts, total } = protectList([0, 1, 4, 5, 12])
  assert.deepEqual(counts.map(sayPublishable), ['0', 'Fewer than 5', 'Fewer than 5', '5', '12'])
  assert.equal(sayPublishable(total), '22')
})

test('one small count is not given away by its total: the next smallest is held back too', () => {
  const { counts, total } = protectList([3, 40, 12, 9])
  assert.deepEqual(counts.map(sayPublishable), ['Fewer than 5', '40', '12', 'Not shown'])
  assert.equal(sayPublishable(total), '64')
})

test('two small counts that could only be 4 and 4 are not given away by their total', () => {
  const { counts } = protectList([4, 4, 30])
  assert.deepEqual(counts.map(sayPublishable), ['Fewer than 5', 'Fewer than 5', 'Not shown'])
})

test('the only count there is hides its total as well', () => {
  assert.deepEqual(words(protectTable([[2]])), [['Fewer than 5', 'Fewer than 5'], ['Fewer than 5', 'Fewer than 5']])
  assert.deepEqual(words(protectTable([[2, 0, 0]])).at(0), ['Fewer than 5', '0', '0', 'Fewer than 5'])
})

test('a table without small counts is shown whole, and an empty one stays empty', () => {
  assert.deepEqual(words(protectTable([[5, 6], [7, 0]])), [['5', '6', '11'], ['7', '0', '7'], ['12', '6', '18']])
  assert.deepEqual(words(protectTable([])), [['0']])
})

test('what is not a count is refused', () => {
  for (const wrong of [-1, 1.5, Number.NaN]) assert.throws(() => protectTable([[wrong]]), RangeError)
})

/** Every number that each hidden place could hold, for a reader who knows what is printed and what the labels mean. */
function possibleValues(table: PublishableTable, highest: number): Set<number>[] {
  const [height, width] = [table.cells.length, table.cells[0]!.length]
  const inner = table.cells.flat()
  const found = Array.from({ length: (height + 1) * (width + 1) }, () => new Set<number>())
  const agrees = (shown: PublishableCount, n: number) =>
    shown.shown === 'count' ? shown.n === n : shown.shown === 'small' ? n >= 1 && n <= 4 : n >= 5
  const values = new Array<number>(inner.length).fill(0)
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
  const rowOf = (i: number) => values.slice(i * width, (i + 1) * width)
  const columnOf = (j: number) => Array.from({ length: height }, (_, i) => values[i * width + j]!)
  const place = (at: number) => {
    if (at === inner.length) {
      const rows = Array.from({ length: height }, (_, i) => sum(rowOf(i)))
      const columns = Array.from({ length: width }, (_, j) => sum(columnOf(j)))
      if (!columns.every((n, j) => agrees(table.columnTotals[j]!, n)) || !agrees(table.total, sum(rows))) return
      for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) found[i * (width + 1) + j]!.add(values[i * width + j]!)
      rows.forEach((n, i) => found[i * (width + 1) + width]!.add(n))
      columns.forEach((n, j) => found[height * (width + 1) + j]!.add(n))
      found.at(-1)!.add(sum(rows))
      return
    }
    const shown = inner[at]!
    const [from, to] = shown.shown === 'count' ? [shown.n, shown.n] : shown.shown === 'small' ? [1, 4] : [5, highest]
    for (let n = from; n <= to; n++) {
      values[at] = n
      const row = Math.floor(at / width)
      if ((at + 1) % width === 0 && !agrees(table.rowTotals[row]!, sum(rowOf(row)))) continue
      place(at + 1)
    }
  }
  place(0)
  return found
}

test('no combination of totals reveals a hidden count: every one could be two numbers, in 400 tables tried by brute force', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((seed / 2 ** 31) * below)
  }
  let hidden = 0
  for (let trial = 0; trial < 400; trial++) {
    const [height, width, most] = [1 + random(2), 1 + random(3), 4 + random(6)]
    const counts = Array.from({ length: height }, () => Array.from({ length: width }, () => random(most)))
    const table = protectTable(counts)
    const printed = [...table.cells.flatMap((row, i) => [...row, table.rowTotals[i]!]), ...table.columnTotals, table.total]
    const truth = [...counts.flatMap((row) => [...row, row.reduce((sum, n) => sum + n, 0)])]
    possibleValues(table, 11).forEach((possible, at) => {
      const shown = printed[at]!
      if (shown.shown === 'count') return assert.ok(shown.n === 0 || shown.n > 4, JSON.stringify(counts))
      hidden++
      assert.ok(possible.size > 1, `${JSON.stringify(counts)} at ${at}: only ${[...possible]}`)
      if (at < truth.length) assert.ok(possible.has(truth[at]!))
    })
  }
  assert.ok(hidden > 500)
})

test('a whole table of small counts is settled at once: 40 rows by 14 columns', () => {
  const counts = Array.from({ length: 40 }, (_, i) => Array.from({ length: 14 }, (_, j) => (i * 7 + j * 3) % 9))
  const table = protectTable(counts)
  assert.ok(table.cells.flat().every((cell) => cell.shown !== 'count' || cell.n === 0 || cell.n > 4))
  assert.equal(table.total.shown, 'count')
})
