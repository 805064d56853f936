import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hotAreasByPermutation, isTooFewForNormal, permutedP } from './conditional-permutations.ts'
import { falseDiscoveryRates } from './false-discovery.ts'
import { getisOrdStar, hotAreas } from './getis-ord.ts'
import { latticeOf, listedNeighbours, queenNeighbours } from './lattice.ts'
import { localMoranI, moranI } from './moran.ts'
import { twoSidedNormal } from './normal-tail.ts'

const near = (one: number, other: number, within = 1e-9) => assert.ok(Math.abs(one - other) <= within, `${one} is not ${other}`)

test('six points of PySAL’s Getis–Ord tests: Gi* of the first is −1.39727626, of the second spdep’s −0.28917762', () => {
  const points = [[10, 10], [20, 10], [40, 10], [15, 20], [30, 20], [30, 30]] as const
  const pairs = points.flatMap(([x, y], i) => points.flatMap(([u, v], j): [number, number][] => (i !== j && Math.hypot(x - u, y - v) <= 15 ? [[i, j]] : [])))
  const { z, neighbours } = getisOrdStar(Float64Array.of(2, 3, 3.2, 5, 8, 7), listedNeighbours(6, pairs))
  near(z[0]!, -1.39727626, 1e-8)
  near(z[1]!, -0.289177615627128)
  assert.deepEqual([...neighbours], [3, 4, 2, 4, 5, 2])
})

/** A square of `side` by `side`, with counts at places. */
function field(side: number, counts: Record<number, number>) {
  const places = Array.from({ length: side * side }, (_, place) => place)
  const lattice = latticeOf(Int32Array.from(places, (place) => place % side), Int32Array.from(places, (place) => Math.floor(place / side)))
  return { neighbours: queenNeighbours(lattice), values: Float64Array.from(places, (place) => counts[place] ?? 0) }
}

test('an empty square beside a busy one has a high score but is never called significant', () => {
  const { values, neighbours } = field(9, { 40: 60, 41: 30, 4: 1 })
  const { z, pFdr, significant } = hotAreas(values, neighbours)
  assert.ok(z[31]! > 3 && pFdr[31]! < 0.05)
  assert.deepEqual([significant[31], significant[40], significant[41]], [0, 1, 1])
})

test('no score is given where all counts are equal, nor where an area’s neighbours are the whole', () => {
  assert.ok(getisOrdStar(new Float64Array(9).fill(0.1), field(3, {}).neighbours).z.every(Number.isNaN))
  const { z } = getisOrdStar(Float64Array.of(1, 0, 0, 0, 5, 0, 0, 0, 0), field(3, {}).neighbours)
  assert.ok(Number.isNaN(z[4]!) && !Number.isNaN(z[0]!))
})

test('the two tails of the normal law: 0.05 at 1.96, and to eleven digits far out', () => {
  near(twoSidedNormal(-1.959963984540054), 0.05, 1e-14)
  for (const [z, p] of [[2.8, 0.005110260660855874], [2.9, 0.003731626600768077], [6, 1.9731752900754024e-09]] as const) near(twoSidedNormal(z) / p, 1, 1e-11)
  near(twoSidedNormal(10) / 1.5239706048321186e-23, 1, 1e-11)
  assert.equal(twoSidedNormal(0), 1)
})

test('false-discovery rates are those of R’s p.adjust; what was not tested is not counted', () => {
  assert.deepEqual([...falseDiscoveryRates(Float64Array.of(0.03, NaN, 0.01, 0.02, 0.9))].map((rate) => Math.round(rate * 1e6) / 1e6), [0.04, NaN, 0.04, 0.04, 0.9])
  assert.deepEqual([...falseDiscoveryRates(Float64Array.of(0.05, 0.01, 0.01))].map((rate) => Math.round(rate * 1e6) / 1e6), [0.05, 0.015, 0.015])
})

test('few incidents are judged by drawing neighbours again: a lone incident is no cluster, three side by side are', () => {
  const { values, neighbours } = field(12, { 65: 3, 66: 4, 78: 3, 5: 1, 120: 1 })
  assert.ok(isTooFewForNormal(values))
  assert.ok(!isTooFewForNormal(Float64Array.of(20, 20, 20)))
  const { p, significant } = hotAreasByPermutation(values, neighbours, { permutations: 1999 })
  assert.deepEqual([significant[5], significant[66], significant[0]], [0, 1, 0])
  assert.ok(Number.isNaN(p[0]!))
  assert.deepEqual(permutedP(values, neighbours, 199, 7), permutedP(values, neighbours, 199, 7))
})

test('a permuted p is the exact share of arrangements: one neighbour among nine areas, one of them busy, is the busy one in an eighth', () => {
  const values = Float64Array.of(1, 5, 0, 0, 0, 0, 0, 0, 0)
  const p = permutedP(values, listedNeighbours(9, [[0, 1]]), 9999)
  near(p[0]!, 2 / 8, 0.02)
  near(permutedP(Float64Array.of(1, 3, 0, 0, 0, 0, 0, 0, 3), listedNeighbours(9, [[0, 1]]), 9999)[0]!, 2 * (2 / 8), 0.02)
})

test('Moran’s I is expected at −1 ÷ (n − 1), and local values average to the global', () => {
  const values = Float64Array.from({ length: 9 }, (_, place) => place + 1)
  const { neighbours } = field(3, {})
  const { i, expected } = moranI(values, neighbours)
  near(expected, -1 / 8)
  near(localMoranI(values, neighbours).reduce((sum, local) => sum + local, 0) / 9, i)
})
