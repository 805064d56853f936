import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../plan.ts'
import { day, itemOf, measureOf, planOf, raisedBy, sentencesBy, update } from './specimens.ts'

const inPaper = { updates: [], evidence: [] }
const rated = (code: string, word: string, more: Partial<Item> = {}) =>
  itemOf(code, { ...inPaper, stated: [{ word, place: `Table 1, row ${code}`, trend: null }], ...more })
const groups = (shown: Record<string, [word: string, children: string[]]>) =>
  Object.entries(shown).flatMap(([code, [word, children]]) => [
    rated(code, word, { kind: 'priority' }),
    ...children.map((child, at) => rated(`${code}.${at + 1}`, child, { kind: 'activity', parentId: `item ${code}` })),
  ])
const paperPlan = (items: readonly Item[]) => planOf(items, { rollUp: null, state: 'draft' })

const twice = [
  { word: 'Green', place: 'Table 2, row 5', trend: null },
  { word: 'Amber', place: 'Table 10, row 7', trend: null },
]

test('A rating shown two ways stops an edition, with both places', () => {
  const [finding] = raisedBy('rating-shown-two-ways', planOf([itemOf('4', { ...inPaper, kind: 'priority', stated: twice })]))
  assert.match(finding!.sentence, /priority 4 is shown as Green \(Table 2, row 5\) and Amber \(Table 10, row 7\)/i)
})

test('One who updated the item since has chosen between them', () => {
  assert.equal(
    raisedBy('rating-shown-two-ways', planOf([itemOf('4', { stated: twice, updates: [update({ declared: 'Amber', by: 'Ann Owner' })] })]))
      .length,
    0,
  )
  assert.equal(
    raisedBy(
      'rating-shown-two-ways',
      planOf([itemOf('4', { stated: twice, updates: [update({ declared: 'Amber', by: null, source: 'dashboard.docx' })] })]),
    ).length,
    1,
  )
})

test('The same rating in two places is one rating', () => {
  assert.equal(
    raisedBy('rating-shown-two-ways', planOf([rated('4', 'Green', { stated: [twice[0]!, { ...twice[0]!, place: 'Table 9' }] })])).length,
    0,
  )
})

test('Group ratings that no one rule gives are named with their shares', () => {
  const [finding] = raisedBy(
    'roll-up-without-rule',
    paperPlan(groups({ 1: ['Green', ['Green', 'Green', 'Amber']], 2: ['Amber', ['Green', 'Green', 'Amber']] })),
  )
  assert.match(
    finding!.sentence,
    /no one rule gives all of these: priority 1 is Green with 1 of 3 not Green and priority 2 is Amber with 1 of 3 not Green/,
  )
  assert.equal(finding!.severity, 'blocks')
})

test('Group ratings of a paper that one rule gives are a question, and the rule is named', () => {
  const [finding] = raisedBy(
    'roll-up-without-rule',
    paperPlan(groups({ 1: ['Amber', ['Green', 'Green', 'Amber']], 2: ['Green', ['Green', 'Green']] })),
  )
  assert.equal(finding!.severity, 'question')
  assert.match(finding!.suggestion, /as its worst activity/)
})

test('A live plan without a rule is stopped even so, and one with a rule is not', () => {
  const items = groups({ 1: ['Amber', ['Green', 'Green', 'Amber']] })
  assert.equal(raisedBy('roll-up-without-rule', planOf(items, { rollUp: null }))[0]!.severity, 'blocks')
  assert.equal(raisedBy('roll-up-without-rule', planOf(items)).length, 0)
})

test('Priorities without ratings of their own roll nothing up', () => {
  const items = groups({ 1: ['Green', ['Green', 'Amber']] }).map((item) => (item.code === '1' ? { ...item, stated: [] } : item))
  assert.equal(raisedBy('roll-up-without-rule', paperPlan(items)).length, 0)
})

test('A group declared other than the plan’s rule gives is questioned, unless it gives its reason', () => {
  const items = groups({ 1: ['Green', ['Green', 'Amber']] })
  assert.match(sentencesBy('roll-up-against-rule', planOf(items))[0]!, /declared Green, and the plan’s rule gives Amber/)
  const explained = items.map((item) =>
    item.code === '1' ? { ...item, updates: [update({ declared: 'Green', reason: 'The amber activity is small' })] } : item,
  )
  assert.equal(raisedBy('roll-up-against-rule', planOf(explained)).length, 0)
})

test('Worse activities under a better group are one finding, and none where a rule leads from one to the other', () => {
  const items = groups({ 1: ['Green', ['Green', 'Amber']], 2: ['Amber', ['Amber', 'Green']], 3: ['Amber', ['Red', 'Green']] })
  assert.deepEqual(sentencesBy('worse-child-hidden', paperPlan(items)), [
    '2 groups are shown better than what is under them: priority 1 (Green) above 1.2 (Amber) and priority 3 (Amber) above 3.1 (Red).',
  ])
  assert.equal(raisedBy('worse-child-hidden', planOf(items)).length, 0)
})

test('Words outside the scheme are found once each, whatever their capitals', () => {
  const plan = planOf([rated('1', 'GREEN'), rated('2', 'Complete'), rated('3', 'complete'), rated('4', 'Amber')])
  const [finding, ...others] = raisedBy('rating-outside-scheme', plan)
  assert.match(finding!.sentence, /“Complete” is not a value of the scheme Delivery \(Green, Amber, Red\), and 2 ratings use it/)
  assert.equal(others.length, 0)
})

const withTrend = (code: string, trend: string, narrative = '') =>
  itemOf(code, {
    stated: [{ word: 'Green', place: 'Table 1', trend }],
    updates: [update({ declared: 'Green', narrative, by: null, source: 'paper.docx' })],
  })

test('Trends without data are one finding, and all alike when they are', () => {
  const plan = planOf(['1', '2', '3', '4', '5'].map((code) => withTrend(code, 'flat')))
  assert.deepEqual(sentencesBy('trend-without-data', plan), [
    '5 trends are shown without a measure that could show one. All 5 are the same: “flat”.',
  ])
})

test('Trends with readings, or beside figures that compare, are let pass', () => {
  const measure = measureOf(8)
  assert.equal(raisedBy('trend-without-data', planOf([{ ...withTrend('1', 'up'), measures: [measure] }])).length, 0)
  assert.equal(
    raisedBy('trend-without-data', planOf([withTrend('1', 'up', 'Burglary 212 in the quarter against 188 in the same quarter of 2023.')]))
      .length,
    0,
  )
})

test('A rating that its recorded facts do not give is questioned, unless it gives a reason', () => {
  const amber = { updates: [update({ declared: 'Amber' })] }
  assert.match(
    sentencesBy('declared-against-criteria', planOf([itemOf('1', amber)]))[0]!,
    /declared Amber .* its record says Green: 1 piece of work delivered/,
  )
  assert.equal(
    raisedBy(
      'declared-against-criteria',
      planOf([itemOf('1', { updates: [update({ declared: 'Amber', reason: 'The product does not work' })] })]),
    ).length,
    0,
  )
  assert.equal(raisedBy('declared-against-criteria', planOf([itemOf('1')])).length, 0)
  assert.equal(raisedBy('declared-against-criteria', planOf([itemOf('1', { ...amber, evidence: [] })])).length, 0)
})

const outside = {
  evidenceId: 'e',
  kind: 'outside context' as const,
  from: day('2024-08-01'),
  to: day('2024-08-01'),
  statement: 'The ministry published a strategy',
  quantity: null,
  unit: null,
  itemIds: ['item 1'],
}

test('A rating without evidence in the period is questioned', () => {
  assert.match(
    sentencesBy('no-evidence-in-period', planOf([itemOf('1', { evidence: [] })]))[0]!,
    /rated Green and has no evidence from 1 July to 30 September 2024/,
  )
  const old = { ...itemOf('1').evidence[0]!, from: day('2024-06-30'), to: day('2024-06-30') }
  assert.equal(raisedBy('no-evidence-in-period', planOf([itemOf('1', { evidence: [old] })])).length, 1)
})

test('What is rated as not begun, or has ended, or has evidence, is not', () => {
  for (const more of [{ evidence: [], updates: [update({ declared: 'Red' })] }, { evidence: [], state: 'complete' as const }, {}])
    assert.equal(raisedBy('no-evidence-in-period', planOf([itemOf('1', more)])).length, 0)
})

test('Outside context alone does not earn the best rating', () => {
  assert.equal(raisedBy('only-outside-context', planOf([itemOf('1', { evidence: [outside] })])).length, 1)
  assert.equal(raisedBy('only-outside-context', planOf([itemOf('1', { evidence: [outside, ...itemOf('1').evidence] })])).length, 0)
  assert.equal(
    raisedBy('only-outside-context', planOf([itemOf('1', { evidence: [outside], updates: [update({ declared: 'Amber' })] })])).length,
    0,
  )
})
