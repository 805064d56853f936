import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cluster, type ClusterRules, type Weighed } from './cluster.ts'

const pairs = (...each: (readonly [a: number, b: number, weight: number])[]): Weighed =>
  ({ a: Int32Array.from(each, ([a]) => a), b: Int32Array.from(each, ([, b]) => b), weights: Float32Array.from(each, ([, , weight]) => weight), count: each.length })
const rules = (own: Partial<ClusterRules> = {}): ClusterRules => ({ threshold: 1, weigh: () => -12, onePerSource: null, confirmed: [], refused: [], ...own })
const found = (records: number, given: Weighed, own?: Partial<ClusterRules>) => [...cluster(records, given, rules(own))]

test('records that agree with one another are one person, and a record alone is its own', () => {
  assert.deepEqual(found(4, pairs([0, 1, 8], [1, 2, 7], [0, 2, 5])), [0, 0, 0, 3])
})

test('one good pair does not bridge two groups that otherwise conflict', () => {
  assert.deepEqual(found(4, pairs([0, 1, 15], [2, 3, 14], [1, 2, 9], [0, 3, -20])), [0, 0, 2, 2])
})

test('pairs never proposed are weighed before clusters join', () => {
  assert.deepEqual(found(3, pairs([0, 1, 8], [1, 2, 6]), { weigh: () => 3 }), [0, 0, 0])
  assert.deepEqual(found(3, pairs([0, 1, 8], [1, 2, 6]), { weigh: () => -9 }), [0, 0, 2])
})

test('what a person confirmed is together and what a person refused is apart, whatever the weights', () => {
  assert.deepEqual(found(3, pairs([0, 1, 9], [1, 2, 8], [0, 2, 8]), { refused: [[0, 1]] }), [0, 1, 0])
  assert.deepEqual(found(3, pairs([0, 1, 9]), { confirmed: [[1, 2]] }), [0, 1, 1])
  assert.deepEqual(found(2, pairs([0, 1, -9]), { confirmed: [[0, 1]] }), [0, 0])
})

test('where a person stands once in each source, the better of two claims is kept', () => {
  assert.deepEqual(found(3, pairs([0, 1, 9], [0, 2, 8], [1, 2, 7]), { onePerSource: Int32Array.of(0, 1, 1) }), [0, 0, 2])
})

test('the order in which pairs are given changes nothing', () => {
  const given: (readonly [number, number, number])[] = [[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 4, 4], [0, 4, 4], [1, 3, -3]]
  assert.deepEqual(found(5, pairs(...given)), found(5, pairs(...given.toReversed())))
})
