import assert from 'node:assert/strict'
import { test } from 'node:test'
import { latticeOf, listedNeighbours, type Neighbours, queenNeighbours, squareFinder } from './lattice.ts'

const lattice = (...squares: [number, number][]) => latticeOf(Int32Array.from(squares, ([x]) => x), Int32Array.from(squares, ([, y]) => y))
const lists = ({ starts, of }: Neighbours) => Array.from({ length: starts.length - 1 }, (_, area) => [...of.subarray(starts[area], starts[area + 1])].sort((a, b) => a - b))

test('squares that touch at a side or a corner are neighbours, and each is its own; a square apart has only itself', () => {
  const squares = lattice([10, -3], [11, -3], [11, -2], [13, -2], [10, -1])
  assert.deepEqual(lists(queenNeighbours(squares)), [[0, 1, 2], [0, 1, 2], [0, 1, 2, 4], [3], [2, 4]])
})

test('a square is found by column and row, and a place outside the area is none', () => {
  const find = squareFinder(lattice([10, 5], [12, 5]))
  assert.deepEqual([find(12, 5), find(11, 5), find(9, 5), find(13, 5), find(12, 6), find(10.5, 5)], [1, -1, -1, -1, -1, -1])
})

test('a square that comes twice, or lies a country away from the rest, is refused', () => {
  assert.throws(() => queenNeighbours(lattice([1, 1], [1, 1])), { name: 'RangeError', message: /1, 1 comes twice/ })
  assert.throws(() => lattice([0, 0], [10_000, 10_000]), { name: 'RangeError', message: /far from the others/ })
  assert.deepEqual(lists(queenNeighbours(lattice())), [])
})

test('listed neighbours are read as they stand: each its own, none counted twice', () => {
  assert.deepEqual(lists(listedNeighbours(3, [[0, 1], [0, 1], [1, 0], [2, 2]])), [[0, 1], [0, 1], [2]])
})
