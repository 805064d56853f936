import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseHighest, kthHighest, mostPossible, squaresIn } from './best-places.ts'
import { latticeOf } from './lattice.ts'
import { seededRandom, shuffle } from './random.ts'
import { gaussianSmoother } from './smoothing.ts'

const chosen = (scores: number[], places: number) => {
  const into = new Int32Array(places)
  chooseHighest(Float64Array.from(scores), places, into, new Float64Array(scores.length))
  return [...into]
}

test('the highest squares are chosen, and among equals the first; all may be chosen', () => {
  assert.deepEqual(chosen([1, 5, 3, 5, 2], 3), [1, 2, 3])
  assert.deepEqual(chosen([2, 2, 9, 2, 2], 3), [0, 1, 2])
  assert.deepEqual(chosen([0, 0], 2), [0, 1])
})

test('the best possible, with hindsight, is the sum of as many highest counts', () => {
  const best = (counts: number[], places: number) => mostPossible(Float64Array.from(counts), places, new Float64Array(counts.length))
  assert.deepEqual([best([1, 5, 3, 5, 2], 3), best([0, 0, 4], 2), best([3, 3, 3], 2)], [13, 4, 6])
})

test('the k-th highest agrees with sorting, on 200 lists with many ties', () => {
  const random = seededRandom(4)
  for (let list = 0; list < 200; list++) {
    const values = Float64Array.from({ length: 1 + Math.floor(random() * 60) }, () => Math.floor(random() * 8))
    const k = 1 + Math.floor(random() * values.length)
    assert.equal(kthHighest(values.slice(), k), values.slice().sort().reverse()[k - 1])
  }
})

test('five per cent of 348 squares are 17, and a share is never none', () => assert.deepEqual([squaresIn(0.05, 348), squaresIn(0.01, 20), squaresIn(1, 5)], [17, 1, 5]))

test('the same seed gives the same stream and order, another seed another; numbers are even over nought to one', () => {
  const first = seededRandom(1)
  const again = seededRandom(1)
  assert.deepEqual(Array.from({ length: 5 }, first), Array.from({ length: 5 }, again))
  assert.notEqual(seededRandom(2)(), seededRandom(1)())
  const mean = Array.from({ length: 20_000 }, first).reduce((sum, value) => sum + value, 0) / 20_000
  assert.ok(Math.abs(mean - 0.5) < 0.01)
  const deck = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7)
  shuffle(deck, first)
  assert.deepEqual([...deck].sort(), [0, 1, 2, 3, 4, 5, 6, 7])
})

const row = latticeOf(Int32Array.of(0, 1, 2, 3, 4), new Int32Array(5))

test('smoothing spreads a count by the normal curve; kept inside the area, an even field stays even to its edge', () => {
  const into = new Float64Array(5)
  gaussianSmoother(row, 1, 'open')(Float64Array.of(0, 0, 1, 0, 0), into)
  assert.ok(Math.abs(into[1]! / into[2]! - Math.exp(-0.5)) < 1e-12 && Math.abs(into[4]! / into[2]! - Math.exp(-2)) < 1e-12)
  gaussianSmoother(row, 2, 'shared')(new Float64Array(5).fill(3), into)
  assert.ok(into.every((value) => Math.abs(value - 3) < 1e-12))
  gaussianSmoother(row, 2, 'open')(new Float64Array(5).fill(3), into)
  assert.ok(into[0]! < into[2]! && into[2]! < 3)
})
