import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundsOf, type Polygon, squareAt, squaresOver } from './squares.ts'

test('squares are aligned to round kilometres of the national grid, and an edge belongs to the square north-east of it', () => {
  assert.deepEqual(squareAt(532_499.9, 181_100, 100), { x: 5324, y: 1811 })
  assert.deepEqual(squareAt(532_500, 181_099.8, 150), { x: 3550, y: 1207 })
  assert.deepEqual(boundsOf({ x: 3550, y: 1207 }, 150), { west: 532_500, south: 181_050, east: 532_650, north: 181_200 })
})

test('a point thrown a few centimetres off an edge by projection stays in its square', () => {
  assert.deepEqual(squareAt(532_499.987, 181_087.99, 150), squareAt(532_500, 181_088, 150))
})

const keys = (polygon: Polygon, side: number) => squaresOver([polygon], side).map(({ x, y }) => `${x},${y}`)

test('an area has every square that it touches, a hole’s inside excepted', () => {
  const outer: [number, number][] = [[10, 10], [490, 10], [490, 490], [10, 490], [10, 10]]
  assert.equal(keys([outer], 100).length, 25)
  const hole: [number, number][] = [[190, 190], [190, 310], [310, 310], [310, 190], [190, 190]]
  assert.deepEqual(keys([outer, hole], 100).includes('2,2'), false)
  assert.equal(keys([outer, hole], 100).length, 24)
})

test('a sliver that misses every centre still has the squares it runs through', () => {
  assert.deepEqual(keys([[[20, 20], [280, 20], [280, 21], [20, 21], [20, 20]]], 100), ['0,0', '1,0', '2,0'])
})
