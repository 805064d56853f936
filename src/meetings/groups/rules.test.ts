import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePaper } from '../../documents/parse.ts'
import { writeWord } from '../../documents/word.ts'
import { group, seat, terms } from './findings/specimens.ts'
import { GROUP_KINDS, holdsOn, overlap } from './group.ts'
import { threadOf } from './names-page.ts'
import { programmeOf } from './programme.ts'
import { mayGiveSeat } from './seat-keeping.ts'
import { branchesOf, mayStandUnder, nodesOf } from './structure.ts'
import { structureChart } from './structure-chart.ts'
import { termsPaper } from './terms-word.ts'
import { changesBetween, missingFrom, STARTING_AGENDA } from './terms.ts'

test('dates count at both ends, and no date is no bound', () => {
  for (const [since, until, expected] of [[null, null, true], ['2026-06-01', '2026-06-01', true], ['2026-06-02', null, false], [null, '2026-05-31', false]] as const)
    assert.equal(holdsOn({ since, until }, '2026-06-01'), expected)
  assert.equal(overlap({ since: '2011-01-01', until: '2022-12-31' }, { since: '2023-01-01', until: null }), false)
  assert.equal(overlap({ since: null, until: null }, { since: '2023-01-01', until: null }), true)
})

const placed = (groupId: string, parentId: string | null) => ({ groupId, parentId })

test('bodies hang from those they report to, and none is lost to a missing parent or a ring', () => {
  const names = (groups: ReturnType<typeof placed>[]) => nodesOf(branchesOf(groups)).map(({ group: { groupId }, depth }) => `${'-'.repeat(depth)}${groupId}`)
  assert.deepEqual(names([placed('board', null), placed('asb', 'board'), placed('victims', 'asb'), placed('forum', 'board')]), ['board', '-asb', '--victims', '-forum'])
  assert.deepEqual(names([placed('orphan', 'gone')]), ['orphan'])
  assert.deepEqual(names([placed('a', 'b'), placed('b', 'a'), placed('c', null)]), ['c', 'a', '-b'])
})

test('a group may not stand under itself or under one beneath it', () => {
  const groups = [placed('board', null), placed('asb', 'board'), placed('victims', 'asb')]
  for (const [groupId, parentId, may] of [['asb', 'board', true], ['board', 'victims', false], ['board', 'board', false], ['victims', 'board', true]] as const)
    assert.equal(mayStandUnder(groups, groupId, parentId), may)
})

test('the drawing says every name as text and lets no markup in', () => {
  const drawing = structureChart(branchesOf([{ groupId: '1', parentId: null, name: '<b>Bold & brave</b>', words: 'Board', dashed: true }]).map(({ group: each }) => ({ group: each, under: [] })), 'Structure', 'One body')
  assert.match(drawing, /&lt;b&gt;Bold &amp; brave/)
  assert.doesNotMatch(drawing, /<b>| style=/)
  assert.match(drawing, /wm-structure__box--beside/)
})

test('the programme of the vehicle crime group of 2011: kick-off, two months of oversight, report, and two quarters to look back on', () => {
  const steps = programmeOf('2011-06-28', '2011-09-27', [{ heldOn: '2011-06-28', state: 'held' }, { heldOn: '2011-08-01', state: 'planned' }], '2011-09-01')
  assert.deepEqual(steps.map(({ on, what, state }) => [on, what, state]), [
    ['2011-06-28', 'Kick-off', 'done'], ['2011-07-28', 'Monthly oversight', 'late'], ['2011-08-28', 'Monthly oversight', 'ahead'], ['2011-09-27', 'Final report', 'ahead'],
    ['2011-12-31', 'Look back at the first quarter after it', 'ahead'], ['2012-03-31', 'Look back at the second quarter after it', 'ahead'],
  ])
})

test('terms lack what they leave empty, and every kind of group has an agenda to begin from', () => {
  assert.deepEqual(missingFrom(terms()), [])
  assert.deepEqual(missingFrom(terms({ aims: [], dates: '' })), ['aims', 'meeting dates'])
  for (const kind of GROUP_KINDS) assert.ok(STARTING_AGENDA[kind].length > 4, kind)
  assert.ok(STARTING_AGENDA.panel.some(({ kind }) => kind === 'confidentiality'))
})

test('the changes between two versions name what came, what went and what moved', () => {
  const line = (title: string, restricted = false) => ({ title, kind: 'discussion' as const, restricted })
  const before = terms({ aims: ['One', 'Two'], dates: 'Monthly', agenda: [line('First'), line('Second')] })
  assert.deepEqual(changesBetween(before, before), [])
  assert.deepEqual(changesBetween(before, { ...before, aims: ['Two', 'Three'], dates: '' }), [
    { part: 'Aims', was: 'One', is: null }, { part: 'Aims', was: null, is: 'Three' }, { part: 'Meeting dates', was: 'Monthly', is: null },
  ])
  assert.deepEqual(changesBetween(before, { ...before, agenda: [line('Second'), line('First')] }).map(({ part, was }) => [part, was]), [['Standard agenda', 'First (discussion); Second (discussion)']])
  assert.deepEqual(changesBetween(before, { ...before, agenda: [line('First', true), line('Second')] }).map(({ is }) => is), [null, 'First (discussion, restricted)'])
})

test('the thread of a group runs through every one before it, once', () => {
  const tie = (groupId: string) => [{ groupId, on: null, note: null }]
  const groups = [group('DV Forum'), group('DA Forum', { cameFrom: tie('DV Forum') }), group('VAWG Group', { cameFrom: [...tie('DA Forum'), ...tie('DV Forum')] })]
  assert.deepEqual(threadOf(groups, 'VAWG Group', 'cameFrom').map(({ name }) => name), ['DA Forum', 'DV Forum'])
})

test('a seat is given by who keeps the group; in a confidential group without anybody left, by who governs sharing', () => {
  const governs = new Set(['sharing.manage'])
  const empty = group('Panel', { confidential: true, seats: [seat({ person: 'Without an account' }), seat({ accountId: 'gone', until: '2020-01-01' })] })
  const rows: [ReturnType<typeof group>, Set<string>, boolean][] = [
    [group('Open', { keeps: true }), new Set<string>(), true], [group('Open'), governs, false], [empty, governs, true], [empty, new Set(['meetings.edit']), false],
    [{ ...empty, seats: [seat({ accountId: 'somebody' })] }, governs, false], [{ ...empty, seats: [seat({ deputyAccountId: 'somebody' })] }, governs, false],
  ]
  for (const [given, powers, may] of rows) assert.equal(mayGiveSeat(given, powers, '2026-06-01'), may)
})

test('terms in Word have a heading for each part, the agenda as a table with a header row, what is owed, and say when they are a draft', async () => {
  const agenda = [{ title: 'Matters arising', kind: 'matters arising' as const, restricted: true }]
  const bytes = await writeWord(termsPaper('ASB Group', 'Testbury Safer Together', [{ what: 'Numbers dealt with', to: 'Strategy Group', often: 'each quarter' }], terms({ agenda, adoptedOn: null, dates: '' })))
  const read = await parsePaper('terms.docx', bytes)
  assert.ok(read.ok)
  assert.deepEqual(read.paper.blocks.flatMap((block) => (block.kind === 'heading' && block.level === 1 ? [block.text] : [])).slice(-6), ['Introduction', 'Aims', 'Attendees', 'Standard agenda', 'Meeting dates', 'Reports owed to other groups'])
  const text = JSON.stringify(read.paper.blocks)
  for (const words of ['Matters arising', 'Members alone', 'a draft, not adopted', 'Nothing is written here yet', 'Numbers dealt with: to Strategy Group, each quarter']) assert.ok(text.includes(words), words)
})
