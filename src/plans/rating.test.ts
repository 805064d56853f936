import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ROLL_UPS, rollUp, severity, STANDARD_SCHEMES } from './rating.ts'

const delivery = { schemeId: 'delivery', ...STANDARD_SCHEMES[0]! }
const [G, A, R] = ['Green', 'Amber', 'Red'] as const

const CASES: readonly { words: readonly (string | null)[]; worst: string; third: string; half: string; majority: string }[] = [
  { words: [G, G, A], worst: A, third: A, half: G, majority: G },
  { words: [G, G, G, A], worst: A, third: G, half: G, majority: G },
  { words: [G, G, A, A], worst: A, third: A, half: A, majority: A },
  { words: [G, A, R], worst: R, third: R, half: A, majority: R },
  { words: [G, G, G, G, G, A, A], worst: A, third: G, half: G, majority: G },
  { words: [null, G], worst: G, third: G, half: G, majority: G },
]

for (const { words, ...expected } of CASES)
  for (const rule of ROLL_UPS)
    test(`${words.map((word) => word ?? 'not rated').join(', ')} by the rule “${rule}” is ${expected[rule]}`, () => {
      assert.equal(rollUp(delivery, rule, words)?.word, expected[rule])
    })

test('nothing rated rolls up to nothing, and the unrated are counted', () => {
  assert.equal(rollUp(delivery, 'worst', [null, null]), null)
  assert.equal(rollUp(delivery, 'worst', [G, null])?.unrated, 1)
})

test('a word of another scheme is never aggregated', () => {
  assert.throws(() => rollUp(delivery, 'worst', [G, 'Amber/Red']), RangeError)
})

test('no rule rates a parent worse than its worst child or better than its best', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(G, A, R), { minLength: 1, maxLength: 12 }), fc.constantFrom(...ROLL_UPS), (words, rule) => {
      const order = words.map((word) => severity(delivery, word))
      const rolled = severity(delivery, rollUp(delivery, rule, words)!.word)
      return rolled <= Math.max(...order) && rolled >= Math.min(...order)
    }),
  )
})
