import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CaseRecord, corrected, minutesFor } from './minutes.ts'
import type { Information } from './turn-store.ts'

const [council, police, health, charity] = ['council', 'police', 'health', 'charity']
/** Council and police are covered, council and health, and no others. */
const isCovered = (one: string, other: string) => one === other || [one, other].toSorted().join() === 'council,police' || [one, other].toSorted().join() === 'council,health'
const said = (contributionId: string, agencyId: string, audience: Information['audience'], namedAgencies: string[] = []): Information => ({
  contributionId, agencyId, audience, namedAgencies, nature: 'fact', standing: null, subjectEntryId: null, informationOf: null, statement: contributionId, writtenAt: Temporal.Instant.from('2026-01-01T00:00:00Z'),
})
const record: CaseRecord = {
  reference: 'CM-2222-2222', leadAgencyId: council, parties: [council, police, health], about: [{ entryId: 'e', role: 'victim', name: 'Testa Person' }], risk: null,
  information: [
    said('council to panel', council, 'panel'), said('police to panel', police, 'panel'), said('council to police', council, 'named agencies', [police]), said('health to council', health, 'one agency', [council]),
    said('police to leads', police, 'case lead'), said('council publishes', council, 'publication'),
  ],
  discussion: 'Talk', decided: 'continue', decision: 'More to do', actions: [],
}
const told = (agencyId: string) => minutesFor(agencyId, record, isCovered)?.information.map(({ contributionId }) => contributionId)

test('Each agency’s minutes hold its own information, what was said to the panel, and what was said to it by name, under a live agreement with whoever said it', () => {
  assert.deepEqual(told(council), ['council to panel', 'police to panel', 'council to police', 'health to council', 'council publishes'])
  assert.deepEqual(told(police), ['council to panel', 'police to panel', 'council to police', 'police to leads', 'council publishes'])
  assert.deepEqual(told(health), ['council to panel', 'health to council', 'council publishes'], 'no agreement covers health and police')
})

test('An agency to which the case is not open has no part of its minutes', () => {
  assert.equal(minutesFor(charity, { ...record, parties: [...record.parties, charity] }, isCovered), null, 'takes part, and no agreement covers it')
  assert.equal(minutesFor(police, { ...record, parties: [council] }, isCovered), null, 'takes no part any more')
})

test('Minutes put right keep what was issued, without what has been replaced or may no longer be told, and take up nothing new', () => {
  const before = minutesFor(police, record, isCovered)!
  const now = minutesFor(police, { ...record, information: [said('council to panel', council, 'panel'), said('brand new', council, 'panel')] }, isCovered)!
  const put = corrected(before, now, { discussion: 'Better talk', decision: 'More to do' })
  assert.deepEqual(put.information.map(({ contributionId }) => contributionId), ['council to panel'])
  assert.equal(put.discussion, 'Better talk')
  assert.equal(before.discussion, 'Talk')
})
