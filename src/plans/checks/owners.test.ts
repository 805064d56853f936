import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemOf, owner, planOf, raisedBy, sentencesBy } from './specimens.ts'

const table = (...owners: string[]) =>
  `| Action | Lead | RAG |\n|---|---|---|\n${owners.map((words, at) => `| Do thing ${at + 1} | ${words} | Green |`).join('\n')}`
const plan = (body: string, before = '') => `# Action plan\n\n${before}\n\n${body}\n`

test('A column of organisations names nobody to ask', () => {
  assert.match(
    sentencesBy('owners-are-groups', plan(table('Police', 'Council & Police', 'All partners', 'Housing team')))[0]!,
    /^4 of 4 owners name an organisation/,
  )
})

test('Posts and people do', () => {
  for (const owners of [
    ['Head of Housing', 'Community Safety Manager', 'Detective Inspector, Public Protection', 'Prevent coordinator'],
    ['Ann Lee', 'Bob Marsh', 'Cy Okafor (Police)', 'Dee Patel'],
    ['Head of Housing', 'Police', 'Community Safety Manager', 'ASB Officer'],
  ])
    assert.deepEqual(sentencesBy('owners-are-groups', plan(table(...owners))), [], owners.join())
})

const KEY = 'Key:\n\n- WBC Wexmere Borough Council\n- WMP Wexmere Police\n- CCS Community and Children’s Services\n'

test('A code outside the paper’s own key is found, with the one it resembles', () => {
  assert.deepEqual(sentencesBy('unknown-owner-code', plan(table('WBC', 'WMP', 'CCSS', 'WBC & CCS'), KEY)), [
    '“CCSS” is not in the paper’s own key, which has CCS.',
  ])
})

test('Codes of the key, and what any reader knows, are let pass', () => {
  assert.deepEqual(sentencesBy('unknown-owner-code', plan(table('WBC', 'WMP', 'CCS', 'NHS & WBC'), KEY)), [])
})

test('Without a key a code has to be spelt out somewhere', () => {
  assert.match(
    sentencesBy('unknown-owner-code', plan(table('DCCCS', 'Police', 'Housing', 'Licensing')))[0]!,
    /“DCCCS” is named as an owner and the paper does not say what it stands for/,
  )
  assert.deepEqual(
    sentencesBy('unknown-owner-code', plan(table('CST', 'Police', 'Housing', 'Licensing'), 'The Community Safety Team wrote this plan.')),
    [],
  )
})

test('A code of the key in other capitals is noted', () => {
  assert.deepEqual(sentencesBy('code-in-other-capitals', plan(table('WBC', 'Wmp', 'CCS', 'WBC'), KEY)), ['WMP is also written Wmp.'])
  assert.deepEqual(sentencesBy('code-in-other-capitals', plan(table('WBC', 'WMP', 'CCS', 'WBC'), KEY)), [])
})

test('An item needs one person or post who answers for it', () => {
  for (const [owners, says] of [
    [[], 'has no owner'],
    [
      [owner('Police', { accountable: false }), owner('Council', { accountable: false })],
      'is shared by Police and Council, and none of them is accountable',
    ],
    [[owner('Safer Wexmere Partnership', { single: false })], 'which is not one person or post'],
    [[owner('Ann Lee'), owner('Bob Marsh')], 'has 2 accountable owners'],
  ] as const)
    assert.match(sentencesBy('no-accountable-owner', planOf([itemOf('1', { owners })]))[0]!, new RegExp(says))
  assert.equal(raisedBy('no-accountable-owner', planOf([itemOf('1'), itemOf('2', { owners: [], state: 'withdrawn' })])).length, 0)
  assert.equal(
    raisedBy('no-accountable-owner', planOf([itemOf('1', { owners: [owner('Ann Lee'), owner('Police', { accountable: false })] })])).length,
    0,
  )
})

test('An owner that is no partner is found once, with what it owns', () => {
  const unmatched = owner('DCCCS', { organisationId: null })
  const [finding, ...others] = raisedBy(
    'owner-not-partner',
    planOf([itemOf('1', { owners: [unmatched] }), itemOf('2', { owners: [unmatched] }), itemOf('3')]),
  )
  assert.match(finding!.sentence, /“DCCCS” owns 2 items/)
  assert.equal(others.length, 0)
})

test('What is so of many under one group is one finding about the group', () => {
  const items = ['1', '2', '3', '4'].map((code) => itemOf(`3.${code}`, { parentId: 'item 3', owners: [] }))
  assert.deepEqual(sentencesBy('no-accountable-owner', planOf([itemOf('3', { kind: 'priority' }), ...items])), [
    '4 items of priority 3 have no owner: 3.1, 3.2, 3.3 and 3.4.',
  ])
  assert.equal(raisedBy('no-accountable-owner', planOf([itemOf('3', { kind: 'priority' }), ...items.slice(1)])).length, 3)
})
