import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readShown } from './shown.ts'
import { aPlan, anItem, day, evidence, finding, owner, said, show, TODAY } from './specimens.ts'

const priority = anItem('1', { kind: 'priority' })
const under = { parentId: priority.itemId }
const only = (shown: ReturnType<typeof show>, code: string) => shown.items.find((item) => item.code === code)!

describe('what is shown of an item', () => {
  test('both ratings with why, and that they differ', () => {
    const done = evidence('e', '2018-08-01', ['item 1.1'])
    const item = only(show(aPlan([anItem('1.1', { updates: [said('Amber', '2018-09-12', { reason: 'It did not work' })], evidence: [done] })])), '1.1')
    assert.deepEqual([item.declared?.word, item.derived?.word, item.because, item.differs, item.reason], ['Amber', 'Green', '1 piece of work delivered in the period', true, 'It did not work'])
    assert.deepEqual(item.focus, ['Declared Amber, but Green by the criteria'])
  })

  test('a priority by the plan’s rule, with what the other rules would give', () => {
    const rated = ['Green', 'Green', 'Amber'].map((word, at) => anItem(`1.${at}`, { ...under, updates: [said(word, '2018-09-12')] }))
    const shown = show(aPlan([priority, ...rated], { rollUp: 'half' }))
    const item = only(shown, '1')
    assert.deepEqual([item.derived?.word, item.group, item.counted], ['Green', true, false])
    assert.deepEqual(item.otherwise, [{ rule: 'the worst decides', word: 'Amber' }, { rule: 'a third decides', word: 'Amber' }])
    assert.match(shown.rollUp, /half or more .*version 1/)
  })

  test('no measure is said as such, and a measure by what its data say', () => {
    const measure = { measureId: 'm', title: 'Thefts', readings: 2, points: [{ label: 'July', value: 3, signal: null }], mean: null, lower: null, upper: null, sentence: 'Not enough data', targetStatus: 'Target not met', targetMet: false, hasTarget: true, unclosed: 0 }
    const shown = show(aPlan([anItem('1'), anItem('2', { measures: [measure] })]))
    assert.deepEqual(shown.items.map(({ trend }) => trend), ['Nothing measured', 'Not enough data. Target not met'])
    assert.ok(only(shown, '2').focus.includes('A target is missed'))
  })

  test('a withdrawn item leaves a tombstone with its reason and no rating; a heading has none either', () => {
    const gone = anItem('28', { state: 'withdrawn', stateNote: 'The grant ended', stateSince: day('2018-06-01'), updates: [said('Red', '2018-05-01')] })
    const shown = show(aPlan([anItem('H', { kind: 'heading' }), gone]))
    assert.equal(only(shown, '28').stateWords, 'Withdrawn on 1 June 2018: The grant ended')
    for (const { declared, derived, counted, focus } of shown.items) assert.deepEqual([declared, derived, counted, focus], [null, null, false, []])
  })

  test('where a state sends the reader', () => {
    const table: [Parameters<typeof anItem>[1], string][] = [
      [{ state: 'deferred', deferredTo: 'the 2024 plan', stateNote: 'Too dear' }, 'Deferred to the 2024 plan: Too dear'],
      [{ state: 'merged', mergedInto: '12', stateSince: day('2018-02-01') }, 'Merged into 12 on 1 February 2018'],
      [{ state: 'discharged', dischargedThrough: 'the Licensing Committee', stateNote: 'By its policy' }, 'Discharged through the Licensing Committee: By its policy'],
      [{ state: 'blocked', stateNote: 'Waits for the new system' }, 'Blocked: Waits for the new system'],
      [{ state: 'in progress' }, 'In progress'],
    ]
    for (const [changed, words] of table) assert.equal(only(show(aPlan([anItem('1', changed)])), '1').stateWords, words)
  })

  test('how old it is, against the plan’s interval', () => {
    const table: [Parameters<typeof anItem>[1], string, boolean][] = [
      [{ updates: [said('Green', '2018-09-12')] }, 'In time: 8 days old', false],
      [{ updates: [said('Green', '2018-05-01')] }, 'Overdue: 4 months old', true],
      [{}, 'Never updated', true],
      [{ state: 'complete' }, 'Ended, so no longer reported on', false],
    ]
    for (const [changed, fresh, overdue] of table) {
      const item = only(show(aPlan([anItem('1', changed)])), '1')
      assert.deepEqual([item.fresh, item.overdue], [fresh, overdue])
    }
  })

  test('one datum stated two ways is neither, and both are kept', () => {
    const shown = show(aPlan([anItem('4', { stated: [{ word: 'Green', place: 'the summary', trend: null }, { word: 'Amber', place: 'its sheet', trend: null }] })]))
    assert.deepEqual([only(shown, '4').declared, shown.unrated], [null, 1])
    assert.ok(only(shown, '4').focus.includes('Stated two ways: Green in the summary, Amber in its sheet'))
  })
})

describe('what is shown of a plan', () => {
  test('evidence of the period only, newest first, each piece once however many items it serves', () => {
    const shared = evidence('shared', '2018-08-01', ['item 1', 'item 2'], { kind: 'output', quantity: 34, unit: 'people' })
    const earlier = evidence('earlier', '2018-07-02', ['item 1'])
    const shown = show(aPlan([anItem('1', { evidence: [shared, earlier, evidence('old', '2018-03-01', ['item 1'])] }), anItem('2', { evidence: [shared] })]))
    assert.deepEqual(shown.evidence.map(({ statement, serves, quantity, unit }) => [statement, serves, quantity, unit]), [
      ['What was done: shared', ['1', '2'], 34, 'people'],
      ['What was done: earlier', ['1'], null, null],
    ])
    assert.equal(shown.withoutEvidence, 0)
  })

  test('the 2018 dashboard’s figures in a few sentences', () => {
    const rated = Array.from({ length: 30 }, (_, at) => anItem(`${at}`, { updates: [said(at < 24 ? 'Green' : 'Amber', at < 21 ? '2018-09-12' : '2018-05-01')], evidence: [evidence(`e${at}`, '2018-08-01', [`item ${at}`], { kind: at < 24 ? 'activity' : 'decision' })] }))
    const { counts, of, summary } = show(aPlan(rated), { standing: [finding('3'), finding('4', { severity: 'blocks' })] })
    assert.deepEqual([counts.map(({ count }) => count), of], [[24, 6, 0], 30])
    assert.equal(summary, 'Of 30 activities, 24 are rated Green, 6 Amber and none Red. 9 were not updated in time. 2 findings stand, 1 of them grave enough to stop publication.')
  })

  test('nothing rated, and nothing wrong, are said plainly', () => {
    assert.equal(show(aPlan([])).summary, 'Nothing in this plan is rated for itself yet.')
    const fine = anItem('1', { kind: 'action', owners: [owner('Warden, Council')], updates: [said('Green', '2018-09-12')], evidence: [evidence('e', '2018-08-01', ['item 1'])] })
    assert.equal(show(aPlan([fine])).summary, 'Of 1 action, 1 is rated Green, none Amber and none Red. Every rating agrees with the criteria, was given in time and has evidence behind it. No finding stands.')
  })

  test('findings that stand, and those answered with who answered, when and why', () => {
    const at = Temporal.Instant.from('2018-09-19T23:30:00Z') // past midnight in London
    const { findings, answered } = show(aPlan([anItem('1')]), { standing: [finding('1')], dismissed: [{ ...finding('gap', { itemId: null }), reason: 'It was merged', by: 'A Person', at }] })
    assert.deepEqual(findings.map(({ code, subject }) => [code, subject]), [['1', '1']])
    assert.deepEqual(answered.map(({ code, reason, by, on }) => [code, reason, by, on]), [[null, 'It was merged', 'A Person', '2018-09-20']])
  })

  test('a plan that ended is shown as at its period’s end, not as at today', () => {
    assert.equal(show(aPlan([]), {}, day('2026-01-01')).asAt, '2018-09-30')
    assert.equal(show(aPlan([])).asAt, TODAY.toString())
  })
})

test('an edition kept in a form this version does not know is refused, not half shown', () => {
  const kept = show(aPlan([anItem('1')]))
  assert.deepEqual(readShown(JSON.parse(JSON.stringify(kept))), kept)
  assert.throws(() => readShown({ ...kept, form: 2 }), /form 2/)
  assert.throws(() => readShown({ ...kept, items: undefined }))
})
