import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { insertCase } from '../../sharing/case-store.ts'
import { answerPointer, selectHolders, selectLookalikes, selectTasks } from './pointer-store.ts'
import { mergeEntries, selectCluster, undoMerge } from './merge-store.ts'
import { searchEntries } from './search-store.ts'
import { inTurn, seekElsewhere } from './seek.ts'
import { addSubject, type NewFact } from './store.ts'

const world = await openWorld()
after(() => world.close())
const open = await addCasework(world.ours)
const closed = await addCasework(world.ours, 'domestic abuse marac', 'closed')
const elsewhere = await addCasework(world.ours, 'asb victims')
const { partnershipId } = world.ours

/** Puts somebody in a case of this casework. */
const about = ({ schemeId, coordinator }: Casework, name: string, facts: readonly NewFact[] = []) =>
  asUser(coordinator, async (tx) => {
    const made = await insertCase(tx, { schemeId, about: 'victim', resident: null, referredOn: '2026-02-01' })
    const subject = await addSubject(tx, made, { kind: 'person', role: 'victim', resident: null, facts: [{ kind: 'name', value: name, source: 'The referral' }, ...facts] })
    return { caseId: made.caseId, entryId: subject!.entryId }
  })
const born: NewFact = { kind: 'birth', value: '1984-11-30', source: 'The referral' }
const tasksOf = async (actor: Actor) => (await asUser(actor, (tx) => selectTasks(tx, { answered: false }))).map(({ heldCaseId }) => heldCaseId)
const holders = (actor: Actor, caseId: string) => asUser(actor, (tx) => selectHolders(tx, [caseId]))
const found = async (actor: Actor, name: string) => (await asUser(actor, (tx) => searchEntries(tx, { name }))).map(({ entryId }) => entryId)

// Strangers beside whom a name is seen to be rare.
for (const name of ['Bea Brook', 'Cal Carr', 'Dee Dunn', 'Eli Eden', 'Fay Frost', 'Gil Grant', 'Hal Hart', 'Ivy Irons', 'Jon Joyce', 'Kim Knapp', 'Lou Lane', 'May Moss']) await about(elsewhere, name)

test('An open case is told whom to ask, the holder whom to get in touch with, and neither sees the other’s file', async () => {
  const held = await about(elsewhere, 'Quentin Exemplar', [born])
  const asking = await about(open, 'Quenten Exemplar', [born])
  assert.ok((await seekElsewhere(partnershipId, [asking.caseId])) >= 1)
  assert.equal(await seekElsewhere(partnershipId, [asking.caseId]), 0, 'looking again finds nothing new')
  assert.deepEqual(await holders(open.worker, asking.caseId), [{ entryId: asking.entryId, agency: 'Testbury Council' }])
  assert.deepEqual(await tasksOf(elsewhere.worker), [held.caseId])
  const [task] = await asUser(elsewhere.worker, (tx) => selectTasks(tx, { answered: false }))
  assert.equal(task!.asking, 'Testbury Council')
  assert.equal(task!.askingEntryId, null, 'the asking case is not theirs to see')
  assert.deepEqual(await found(open.worker, 'exemplar'), [asking.entryId], 'search gives only what the asker sees')
  assert.deepEqual(await tasksOf(open.patrol), [])
  assert.deepEqual(await tasksOf(await world.theirs.account('case worker')), [])
  assert.ok(!(await asUser(open.worker, (tx) => answerPointer(tx, task!.pointerId, 'nothing to share'))), 'only a holder answers')
  assert.ok(await asUser(elsewhere.worker, (tx) => answerPointer(tx, task!.pointerId, 'not the same')))
  assert.deepEqual(await holders(open.worker, asking.caseId), [], 'somebody who knows said it is somebody else')
})

test('A closed compartment is asked and never named, whichever came first; two closed ones say nothing to each other', async () => {
  const shut = await about(closed, 'Ursula Fictive', [born])
  const asking = await about(open, 'Ursula Fictive', [born])
  await seekElsewhere(partnershipId, [asking.caseId])
  assert.deepEqual(await holders(open.coordinator, asking.caseId), [])
  assert.deepEqual(await tasksOf(closed.worker), [shut.caseId])
  const later = await about(closed, 'Winifred Fictive', [{ ...born, value: '1971-05-06' }])
  const before = await about(open, 'Winifred Fictive', [{ ...born, value: '1971-05-06' }])
  await seekElsewhere(partnershipId, [later.caseId])
  assert.ok(!(await tasksOf(open.worker)).includes(before.caseId), 'an open case hears nothing of a closed one')
  assert.ok((await tasksOf(closed.worker)).includes(later.caseId))
  const row = { entryId: 'e', kind: 'person', leadAgencyId: 'x', madeAt: '2026', isAsking: true } as const
  assert.deepEqual(inTurn({ ...row, caseId: '1', compartment: 'closed' }, { ...row, caseId: '2', compartment: 'closed' }, 5), [])
})

test('Nobody is told of either case who is shut out of one of them, and a search gives them what it gives where nobody matches', async () => {
  const held = await about(elsewhere, 'Zenobia Sample', [born])
  const asking = await about(open, 'Zenobia Sample', [born])
  await seekElsewhere(partnershipId, [asking.caseId])
  const shutOut = (casework: Casework, caseId: string, account: Actor) =>
    asSystem('shut somebody out', (tx) => tx.insertInto('case_exclusion').values({ partnership_id: partnershipId, case_id: caseId, account_id: account.accountId, reason: 'Her sister', declared_by: casework.coordinator.accountId }).execute(), partnershipId)
  await shutOut(open, asking.caseId, elsewhere.worker)
  await shutOut(elsewhere, held.caseId, open.worker)
  assert.ok(!(await tasksOf(elsewhere.worker)).includes(held.caseId))
  assert.ok((await tasksOf(elsewhere.coordinator)).includes(held.caseId))
  assert.deepEqual(await holders(open.worker, asking.caseId), [])
  assert.equal((await holders(open.coordinator, asking.caseId)).length, 1)
  await shutOut(open, asking.caseId, open.worker)
  assert.deepEqual(await found(open.worker, 'zenobia'), await found(open.worker, 'nobodyatall'))
})

test('Two entries are one when a person says so, with a reason, and two again when it is undone', async () => {
  const one = await about(open, 'Yolanda Madeup', [born])
  const other = await about(open, 'Yolanda Madeup', [born])
  await seekElsewhere(partnershipId, [other.caseId])
  const [pair] = await asUser(open.worker, (tx) => selectLookalikes(tx, [one.entryId]))
  assert.deepEqual(new Set([pair?.entryId, pair?.otherId]), new Set([one.entryId, other.entryId]))
  assert.deepEqual(await asUser(open.worker, (tx) => selectCluster(tx, one.entryId)), [one.entryId], 'nothing merges by itself')
  assert.equal(await asUser(open.worker, (tx) => mergeEntries(tx, one.entryId, other.entryId, 'Rang her')), 'merged')
  assert.equal(await asUser(open.worker, (tx) => mergeEntries(tx, other.entryId, one.entryId, 'Again')), 'same')
  assert.deepEqual(await asUser(open.worker, (tx) => selectCluster(tx, other.entryId)), [other.entryId, one.entryId])
  assert.deepEqual(await asUser(open.worker, (tx) => selectLookalikes(tx, [one.entryId])), [])
  assert.equal(await asUser(elsewhere.worker, (tx) => mergeEntries(tx, one.entryId, other.entryId, 'Not mine')), 'not worked')
  const merge = await asUser(open.worker, (tx) => tx.selectFrom('index_merge').select('index_merge_id').executeTakeFirstOrThrow())
  assert.ok(!(await asUser(elsewhere.worker, (tx) => undoMerge(tx, merge.index_merge_id, 'Not mine'))))
  assert.ok(await asUser(open.worker, (tx) => undoMerge(tx, merge.index_merge_id, 'Mother and daughter')))
  assert.deepEqual(await asUser(open.worker, (tx) => selectCluster(tx, one.entryId)), [one.entryId])
})

test('A search by name finds what is spelt so before what sounds so', async () => {
  const { caseId } = await addCase(open)
  const spelt = await asUser(open.coordinator, (tx) => addSubject(tx, { caseId }, { kind: 'person', role: 'witness', resident: null, facts: [{ kind: 'name', value: 'Philip Smythson', source: 'Himself' }] }))
  const heard = await asUser(open.coordinator, (tx) => addSubject(tx, { caseId }, { kind: 'person', role: 'witness', resident: null, facts: [{ kind: 'name', value: 'Filip Smithson', source: 'Himself' }] }))
  assert.deepEqual(await asUser(open.worker, (tx) => searchEntries(tx, { name: 'philip smyth' })), [{ entryId: spelt!.entryId, alike: false }])
  assert.deepEqual(await asUser(open.worker, (tx) => searchEntries(tx, { name: 'Philip Smythson' })), [{ entryId: spelt!.entryId, alike: false }, { entryId: heard!.entryId, alike: true }])
})
