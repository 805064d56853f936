import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Evidence, EvidenceKind, Item } from '../plan.ts'
import { STANDARD_SCHEMES } from '../rating.ts'
import { derivedByState, differences, isYetToCome, merge, OWNER_STATES, reasonAsked, type Said, supportOf, timeQuestions } from './update.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const span = { starts: day('2026-07-01'), ends: day('2026-09-30') }
const [delivery, completion, confidence] = STANDARD_SCHEMES.map((scheme) => ({ ...scheme, schemeId: scheme.name }))

const piece = (kind: EvidenceKind, on = '2026-08-03'): Evidence => ({ evidenceId: kind, kind, from: day(on), to: day(on), statement: 'Said', quantity: null, unit: null, itemIds: ['a'] })
const withEvidence = (...evidence: Evidence[]): Item => ({
  itemId: 'a', parentId: null, kind: 'activity', code: '1', title: 'Patrols', place: null, strandId: null, mandate: null, strength: null, aim: null, success: null,
  outcome: null, outcomeType: null, state: 'in progress', stateNote: null, stateSince: null, starts: null, due: null, promisedOn: null, reviewOn: null,
  dischargedThrough: null, deferredTo: null, mergedInto: null, owners: [], updates: [], evidence, stated: [], measures: [], links: [], version: 1,
})

describe('a reason is asked for', () => {
  const ask = (scheme: typeof delivery, item: Item, declared: string, state: Item['state'] = 'in progress') => reasonAsked(scheme!, item, { state, declared }, span)

  for (const [what, item, declared, expected] of [
    ['a rating worse than the criteria give', withEvidence(piece('activity')), 'Amber', /criteria give Green.*why you rate it Amber/],
    ['a rating better than the criteria give', withEvidence(piece('decision')), 'Green', /criteria give Amber/],
    ['the best rating on the work of others alone', withEvidence(piece('outside context')), 'Green', /Only the work of others.*cannot support Green/],
    ['the best rating on nothing', withEvidence(), 'Green', /Nothing is recorded/],
    ['the best rating on work done before the period', withEvidence(piece('activity', '2026-06-30')), 'Green', /Nothing is recorded/],
  ] as const)
    test(`of ${what}`, () => assert.match(ask(delivery, item, declared) ?? 'none asked', expected))

  for (const [what, scheme, item, declared] of [
    ['the rating that the criteria give', delivery, withEvidence(piece('output')), 'Green'],
    ['a rating below the best where the criteria give none', delivery, withEvidence(piece('outside context')), 'Amber'],
    ['any rating in a scheme of judgement', confidence, withEvidence(), 'Green'],
  ] as const)
    test(`and not of ${what}`, () => assert.equal(ask(scheme, item, declared), null))

  test('by the state that is being sent, not the one on record', () => {
    assert.equal(ask(completion, withEvidence(), 'Green', 'complete'), null)
    assert.match(ask(completion, withEvidence(), 'Green', 'in progress') ?? '', /criteria give Amber/)
  })
})

test('what the criteria would give is shown once where every state gives the same, and by state where not', () => {
  assert.deepEqual(derivedByState(delivery!, withEvidence(piece('activity')), span, OWNER_STATES).map(({ word }) => word), ['Green'])
  assert.deepEqual(
    derivedByState(completion!, withEvidence(), span, OWNER_STATES).map(({ word, states }) => [word, states]),
    [['Red', ['not started', 'planned']], ['Amber', ['in progress', 'continuous', 'blocked']], ['Green', ['complete']]],
  )
})

test('what a period rests on is own work, the work of others alone, or nothing', () => {
  assert.equal(supportOf(withEvidence(piece('outside context'), piece('obstacle')), span), 'own work')
  assert.equal(supportOf(withEvidence(piece('outside context')), span), 'the work of others')
  assert.equal(supportOf(withEvidence(piece('activity', '2026-10-01')), span), 'nothing')
})

describe('two versions of one update', () => {
  const said = (changes: Partial<Said>): Said => ({
    state: 'in progress', stateNote: '', declared: 'Green', reason: '', narrative: '', outcome: '', outcomeType: '', positionOn: '30 September 2026', ...changes,
  })

  test('differ only where a reader would see it', () => {
    assert.deepEqual(differences(said({ narrative: 'One\r\ntwo ', positionOn: '30/9/2026' }), said({ narrative: 'One\ntwo' })), [])
    assert.deepEqual(differences(said({ reason: 'Late', narrative: 'A' }), said({ narrative: 'B' })).map(({ part }) => part), ['rating', 'narrative'])
  })

  test('become one part by part: a reason goes with its rating, and both texts may stand', () => {
    const yours = said({ narrative: 'Ours', outcome: 'Fewer calls', outcomeType: 'claimed' })
    const theirs = said({ declared: 'Amber', reason: 'Too few', narrative: 'Theirs' })
    const merged = merge(yours, theirs, { rating: 'theirs', narrative: 'both', outcome: 'yours' })
    assert.deepEqual([merged.declared, merged.reason], ['Amber', 'Too few'])
    assert.equal(merged.narrative, 'Theirs\n\nOurs')
    assert.equal(merged.outcomeType, 'claimed')
    assert.deepEqual(merge(yours, theirs, {}), yours)
  })
})

test('a time that cannot be placed is asked about in each text, but for those said to be right', () => {
  const texts = { narrative: 'The grant was asked for three months ago', reason: null }
  const [question] = timeQuestions(texts, [], day('2026-09-30'))
  assert.equal(question?.field, 'narrative')
  assert.match(question?.text ?? '', /^“three months ago”: it counts/)
  assert.deepEqual(timeQuestions(texts, [question!.words], day('2026-09-30')), [])
})

test('work, outputs and decisions cannot lie ahead; next steps, obstacles and context may', () => {
  const ahead = (kind: EvidenceKind) => isYetToCome(kind, '2026-10-01', day('2026-09-30'))
  assert.deepEqual((['activity', 'output', 'decision', 'next step', 'obstacle', 'outside context'] as const).map(ahead), [true, true, true, false, false, false])
  assert.equal(isYetToCome('activity', '2026-09-30', day('2026-09-30')), false)
})
