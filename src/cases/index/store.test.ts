import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { insertCase } from '../../sharing/case-store.ts'
import { addProtected, endReader, nameReader, selectProtected, selectProtectedEntries } from './protected-store.ts'
import { addFact, addSubject, endFact } from './store.ts'
import { ageOf, selectSubjects } from './subject-store.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { coordinator, worker, officer, chair, patrol } = casework
const named = (value: string) => ({ kind: 'person', role: 'victim', resident: false, homeArea: 'Otherham', facts: [{ kind: 'name', value, source: 'The referral' }, { kind: 'birth', value: '1980-03-04', source: 'The referral' }] }) as const

test('Whoever refers says who a case is about in the same act, and those who work it see them; another partnership sees nobody', async () => {
  const { caseId } = await asUser(patrol, async (tx) => {
    const made = await insertCase(tx, { schemeId: casework.schemeId, about: 'victim', resident: false, referredOn: '2026-01-05' })
    await addSubject(tx, made, named('Ada Invented'))
    return made
  })
  assert.equal((await asUser(patrol, (tx) => selectSubjects(tx, caseId))).length, 0, 'the referrer works in no scheme')
  const [subject] = await asUser(coordinator, (tx) => selectSubjects(tx, caseId))
  assert.deepEqual([subject?.name, subject?.role, subject?.homeArea, subject?.resident], ['Ada Invented', 'victim', 'Otherham', false])
  assert.ok(!('birth' in subject!) && !('born' in subject!))
  const words = await asUser(coordinator, (tx) => tx.selectFrom('index_word').select('word').where('case_id', '=', caseId).orderBy('word').execute())
  assert.deepEqual(words.map(({ word }) => word).filter((word) => !word.startsWith('snd:')), ['ada', 'dob:1980-03-04', 'invented'])
  const stranger = await world.theirs.account('case worker')
  assert.equal((await asUser(stranger, (tx) => tx.selectFrom('index_entry').select('index_entry_id').execute())).length, 0)
})

test('An entry that somebody does not see cannot be made a subject of a case they do see', async () => {
  const hidden = await addCase(casework)
  const mine = await addCase(casework)
  await asUser(coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: hidden.caseId, account_id: worker.accountId, reason: 'A cousin', declared_by: coordinator.accountId }).execute())
  assert.equal(await asUser(worker, (tx) => addSubject(tx, mine, { ...named('Anyone'), facts: [], entryId: hidden.indexEntryId })), null)
  assert.ok(await asUser(coordinator, (tx) => addSubject(tx, mine, { ...named('Anyone'), facts: [], entryId: hidden.indexEntryId })))
})

test('What was never right is no longer found by; what was once so still is', async () => {
  const { caseId, indexEntryId } = await addCase(casework)
  const words = () => asUser(coordinator, async (tx) => (await tx.selectFrom('index_word').select('word').where('case_id', '=', caseId).execute()).map(({ word }) => word))
  const [old, wrong] = await asUser(worker, async (tx) => [
    await addFact(tx, { caseId }, indexEntryId, { kind: 'alias', value: 'Oldname', source: 'Herself' }), await addFact(tx, { caseId }, indexEntryId, { kind: 'alias', value: 'Wrongname', source: 'A slip' }),
  ])
  assert.ok(await asUser(worker, (tx) => endFact(tx, caseId, old!, { reason: 'Married', on: '2026-02-01', neverRight: false })))
  assert.ok(await asUser(worker, (tx) => endFact(tx, caseId, wrong!, { reason: 'Misheard', on: null, neverRight: true })))
  assert.ok(!(await asUser(worker, (tx) => endFact(tx, caseId, wrong!, { reason: 'Again', on: null, neverRight: true }))), 'it has ended')
  const left = await words()
  assert.ok(left.includes('oldname') && !left.includes('wrongname'))
})

test('A protected detail is read by those named, and by whoever recorded it; a lead who is not named, an officer and the governance lead read none', async () => {
  const { caseId, indexEntryId } = await addCase(casework)
  await asUser(officer, (tx) => addProtected(tx, { caseId }, indexEntryId, { kind: 'address', value: '4 Hidden Mews, EC9Z 9ZZ', source: 'Herself' }))
  const read = (actor: typeof officer) => asUser(actor, async (tx) => (await selectProtected(tx, caseId)).length)
  assert.deepEqual([await read(officer), await read(coordinator), await read(worker), await read(chair), await read(casework.governance)], [1, 0, 0, 0, 0])
  assert.ok(await asUser(coordinator, (tx) => nameReader(tx, caseId, worker.accountId, 'Visits her')))
  assert.equal(await read(worker), 1)
  assert.ok(!(await asUser(coordinator, (tx) => nameReader(tx, caseId, patrol.accountId, 'Not in the scheme'))), 'only somebody who sees the case')
  assert.ok(await asUser(coordinator, (tx) => endReader(tx, caseId, worker.accountId, 'Left the team')))
  assert.equal(await read(worker), 0, 'ended on the very next page')
  assert.ok(await asUser(coordinator, (tx) => nameReader(tx, caseId, worker.accountId, 'Back')))
  assert.equal(await read(worker), 1)
  await assert.rejects(asUser(worker, (tx) => nameReader(tx, caseId, officer.accountId, 'I say so')), /row-level security/, 'only a lead names readers')
  assert.deepEqual(await asUser(coordinator, (tx) => selectProtectedEntries(tx, caseId)), new Set([indexEntryId]), 'that something is held is no secret to those who see the case')
  const everywhere = await asSystem('look for a protected value where it must not be', (tx) => tx.selectFrom('index_word').select('word').execute(), world.ours.partnershipId)
  assert.ok(everywhere.every(({ word }) => !word.includes('hidden') && !word.includes('ec9z')))
})

test('An age is in whole years, and none is made up', () => {
  const today = Temporal.PlainDate.from('2026-03-03')
  assert.deepEqual([ageOf('1980-03-04', today), ageOf('1980-03-03', today), ageOf('1980', today), ageOf('2030-01-01', today), ageOf('unknown', today), ageOf(null, today)], [45, 46, 46, null, null, null])
})
