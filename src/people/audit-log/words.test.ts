import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditRecord } from '../../db/audit.ts'
import { entryInWords } from './words.ts'

const names = new Map([['ann', 'Ann Admin'], ['col', 'Col Ord'], ['council', 'Testbury Council']])
const entry = (given: Partial<AuditRecord>): AuditRecord => ({
  partnershipId: 'p', entry: 1, at: '', accountId: 'ann', act: 'altered', subjectKind: 'account', subjectId: 'col', details: {}, previousSeal: '', seal: '', ...given,
})
const sentence = (given: Partial<AuditRecord>) => {
  const { who, did, what, details } = entryInWords(entry(given), names, new Set())
  return [who, did, what].filter(Boolean).join(' ') + (details && ` (${details})`)
}

test('an entry reads as who did what to what, and how', () => {
  assert.equal(sentence({ details: { fields: ['name', 'organisationId'], rolesGiven: ['owner'], rolesTaken: [] } }), 'Ann Admin changed account of Col Ord (fields: name, organisation id; roles given: owner)')
  assert.equal(sentence({ act: 'consulted', subjectKind: 'audit log', subjectId: null }), 'Ann Admin read the audit log')
  assert.equal(sentence({ subjectKind: 'organisation', subjectId: 'council' }), 'Ann Admin changed Testbury Council')
  assert.equal(sentence({ subjectKind: 'plan item', subjectId: 'unknown', details: { owners: ['council'] } }), 'Ann Admin changed a plan item (owners: Testbury Council)')
})

test('signing in is done by the person, though nobody was signed in yet', () => {
  assert.equal(sentence({ accountId: null, act: 'signed in', details: { by: 'password' } }), 'Col Ord signed in (by: password)')
  assert.equal(sentence({ accountId: null, act: 'refused', subjectKind: 'sign-in', details: { heldOff: true } }), 'Col Ord was refused signing in (held off: yes)')
  assert.equal(sentence({ accountId: null, act: 'collected' }), 'Wardmote itself added account of Col Ord')
})

test('what has a page is linked to it', () => {
  assert.equal(entryInWords(entry({ subjectKind: 'plan item', subjectId: 'x' }), names, new Set(['plans.read'])).href, '/items/x')
  assert.equal(entryInWords(entry({ subjectKind: 'plan item', subjectId: 'x' }), names, new Set(['audit.read'])).href, null)
  assert.equal(entryInWords(entry({ subjectKind: 'constructor', subjectId: 'x' }), names, new Set(['plans.read'])).href, null)
})
