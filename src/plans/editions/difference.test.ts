import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ITEM_KINDS, ITEM_STATES, type Item } from '../plan.ts'
import { STANDARD_SCHEMES } from '../rating.ts'
import { CHANGE_KINDS, differenceOf } from './difference.ts'
import { readShown } from './shown.ts'
import { aPlan, anItem, day, evidence, finding, owner, said, show } from './specimens.ts'

const sentences = (before: readonly Item[], after: readonly Item[]) => differenceOf(show(aPlan(before)), show(aPlan(after))).map(({ sentence }) => sentence)

describe('what changed, in sentences a board can read', () => {
  const old = anItem('1.1.1c', { owners: [owner('Prevent coordinator')], updates: [said('Amber', '2018-07-12', { narrative: 'As before' })], due: day('2018-12-01') })
  const table: [string, Partial<Item>, string[]][] = [
    ['nothing', {}, []],
    ['a rating', { updates: [said('Green', '2018-07-12', { narrative: 'As before' })] }, ['1.1.1c went from Amber to Green.']],
    ['a rating taken away', { updates: [] }, ['1.1.1c went from Amber to not rated.', 'What is said of where 1.1.1c stands is reworded.']],
    ['an owner', { owners: [owner('Business team')] }, ['Business team now answers for 1.1.1c, before Prevent coordinator.']],
    ['nobody answering', { owners: [owner('Prevent coordinator', false)] }, ['Nobody now answers for 1.1.1c, before Prevent coordinator.', '1.1.1c is now shared in by Prevent coordinator.']],
    ['a title', { title: 'New words' }, ['1.1.1c now reads “New words”, before “Title of 1.1.1c”.']],
    ['a due date', { due: null }, ['1.1.1c is now due on no date, before on 1 December 2018.']],
    ['a state', { state: 'blocked', stateNote: 'Waits' }, ['1.1.1c is now blocked, before in progress.']],
    ['a new position', { updates: [said('Amber', '2018-09-12')] }, ['1.1.1c was reported on again, as at 12 September 2018.']],
    ['other words for the same day', { updates: [said('Amber', '2018-07-12', { narrative: 'Otherwise' })] }, ['What is said of where 1.1.1c stands is reworded.']],
    ['new evidence', { evidence: [evidence('e', '2018-08-01', ['item 1.1.1c'])] }, ['By the criteria, 1.1.1c went from undecided to Green.', '1.1.1c has 1 new piece of evidence.']],
    ['a typed outcome', { outcome: 'Fewer thefts', outcomeType: 'claimed' }, ['The outcome of 1.1.1c is now: claimed; before: none.']],
    ['an aim', { aim: 'To prevent' }, ['What 1.1.1c is for is reworded.']],
    ['withdrawal', { state: 'withdrawn', stateNote: 'The grant ended', stateSince: day('2018-08-01') }, ['1.1.1c is out of the plan. Withdrawn on 1 August 2018: The grant ended.']],
  ]
  for (const [what, changed, expected] of table) test(what, () => assert.deepEqual(sentences([old], [{ ...old, ...changed }]), expected))

  test('an item that came and one that went', () => {
    assert.deepEqual(sentences([anItem('1')], [anItem('2')]), ['2 is new: Title of 2.', '1 is no longer in the plan: Title of 1.'])
  })

  test('better and worse are by the scheme’s order', () => {
    const rated = (word: string) => [anItem('1', { updates: [said(word, '2018-07-12')] })]
    const way = (from: string, to: string) => differenceOf(show(aPlan(rated(from))), show(aPlan(rated(to)))).find(({ kind }) => kind === 'rating')?.way
    assert.deepEqual([way('Amber', 'Green'), way('Green', 'Red')], ['better', 'worse'])
  })

  test('ratings of two schemes are never compared', () => {
    const item = anItem('1', { updates: [said('Green', '2018-07-12')] })
    const moved = anItem('1', { updates: [said('Red', '2018-07-12')] })
    const scheme = { schemeId: 'other', ...STANDARD_SCHEMES[1]! }
    assert.deepEqual(differenceOf(show(aPlan([item])), show(aPlan([moved], { scheme }))).map(({ sentence }) => sentence), [
      'Ratings are now given by the scheme “Completion” (version 1), before by “Delivery” (version 1): the two cannot be compared.',
    ])
  })

  test('a changed roll-up rule, title, period and term are said first', () => {
    const changed = differenceOf(show(aPlan([])), show(aPlan([], { title: 'Other', rollUp: 'worst', rollUpVersion: 2, ends: day('2020-03-31'), period: null })))
    assert.deepEqual(changed.map(({ kind }) => kind), ['plan', 'plan', 'plan', 'plan'])
    assert.match(changed[3]!.sentence, /Now: A priority is rated as its worst activity \(“the worst decides”, version 2/)
  })

  test('findings that are new, that are answered, and that are put right', () => {
    const at = Temporal.Instant.from('2018-09-19T12:00:00Z')
    const before = show(aPlan([]), { standing: [finding('1'), finding('2')] })
    const after = show(aPlan([]), { standing: [finding('3')], dismissed: [{ ...finding('1'), reason: 'It is merged', by: null, at }] })
    assert.deepEqual(differenceOf(before, after).map(({ sentence }) => sentence), ['Newly found, 3: 3 says nothing', 'Answered with a reason, 1: 1 says nothing', 'Put right, 2: 2 says nothing'])
  })

  test('before the first edition there is nothing to say', () => assert.deepEqual(differenceOf(null, show(aPlan([anItem('1')]))), []))
})

const someDay = fc.integer({ min: 0, max: 400 }).map((days) => day('2017-09-01').add({ days }))
const someWords = fc.string({ maxLength: 30, unit: 'grapheme' })
const someUpdate = fc.record({ declared: fc.constantFrom('Green', 'Amber', 'Red', 'Purple'), on: someDay, narrative: someWords, reason: fc.option(someWords) })
const someItem = fc.record({
  kind: fc.constantFrom(...ITEM_KINDS), state: fc.constantFrom(...ITEM_STATES), title: someWords, stateNote: fc.option(someWords), due: fc.option(someDay),
  owner: fc.option(someWords), update: fc.option(someUpdate), evidence: fc.array(fc.record({ on: someDay, quantity: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })) }), { maxLength: 3 }),
  parent: fc.option(fc.nat(10)),
})
const somePlan = fc.array(someItem, { maxLength: 12 }).map((all) =>
  aPlan(
    all.map(({ owner: words, update, evidence: pieces, parent, ...item }, at) =>
      anItem(`${at + 1}`, {
        ...item,
        parentId: parent !== null && parent < at ? `item ${parent + 1}` : null,
        owners: words === null ? [] : [owner(words)],
        updates: update ? [said(update.declared, update.on.toString(), { narrative: update.narrative, reason: update.reason })] : [],
        evidence: pieces.map(({ on, quantity }, piece) => evidence(`${at} ${piece}`, on.toString(), [`item ${at + 1}`], { quantity: quantity === null || Object.is(quantity, -0) ? null : quantity, unit: 'people' })),
      }),
    ),
  ),
)

describe('of any plan', () => {
  test('nothing differs from itself', () => {
    fc.assert(fc.property(somePlan, (plan) => assert.deepEqual(differenceOf(show(plan), show(plan)), [])))
  })

  test('what is shown comes back from JSON as it went in', () => {
    fc.assert(fc.property(somePlan, (plan) => assert.deepEqual(readShown(JSON.parse(JSON.stringify(show(plan)))), show(plan))))
  })

  test('every rated item is counted once, under a rating of the scheme, as another word, or as not rated', () => {
    fc.assert(
      fc.property(somePlan, (plan) => {
        const { counts, unrated, of, items, scheme } = show(plan)
        const strange = items.filter(({ counted, declared }) => counted && declared && !scheme.values.some(({ word }) => word === declared.word)).length
        assert.equal(counts.reduce((sum, { count }) => sum + count, 0) + unrated + strange, of)
      }),
    )
  })

  test('between any two, changes come in a reader’s order and no sentence has a hole in it', () => {
    fc.assert(
      fc.property(somePlan, somePlan, (one, other) => {
        const changes = differenceOf(show(one), show(other))
        assert.deepEqual(changes.map(({ kind }) => CHANGE_KINDS.indexOf(kind)), changes.map(({ kind }) => CHANGE_KINDS.indexOf(kind)).toSorted((a, b) => a - b))
        for (const { sentence } of changes) assert.doesNotMatch(sentence.replaceAll(/“[^”]*”|: .*|before .*|now .*/g, ''), /undefined|null|\bNaN\b|\[object/)
      }),
    )
  })
})
