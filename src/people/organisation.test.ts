import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOwnUnit, refusalOfRename, withUnits, type Organisation } from './organisation.ts'

const organisation = (organisationId: string, parentId: string | null = null, name = organisationId): Organisation => ({
  organisationId, parentId, name, codes: [], standing: 'invited', legalGround: null, sector: 'other', joinedOn: null, leftOn: null,
  names: [{ organisationNameId: '1', name, kind: 'name', validFrom: '2011-04-01', validTo: null }],
})

test('each organisation is followed by its units, by name, and none is lost', () => {
  const all = [organisation('Police'), organisation('Licensing', 'Council'), organisation('Council'), organisation('Youth', 'Housing'), organisation('Housing', 'Council'), organisation('Astray', 'gone')]
  assert.deepEqual(withUnits(all).map(({ organisation: { name }, depth }) => `${depth} ${name}`),
    ['0 Astray', '0 Council', '1 Housing', '2 Youth', '1 Licensing', '0 Police'])
})

test('an organisation cannot be a unit of itself, nor of its own unit', () => {
  const all = [organisation('Council'), organisation('Housing', 'Council'), organisation('Youth', 'Housing')]
  assert.equal(isOwnUnit(all, 'Council', 'Youth'), true)
  assert.equal(isOwnUnit(all, 'Council', 'Council'), true)
  assert.equal(isOwnUnit(all, 'Youth', 'Council'), false)
  assert.equal(isOwnUnit(all, 'Youth', null), false)
})

test('a name follows the one before it, and begins when it has begun', () => {
  const council = organisation('Council')
  assert.equal(refusalOfRename(council, 'City Council', '2024-05-01', '2024-05-01'), null)
  assert.match(refusalOfRename(council, 'City Council', '2024-05-02', '2024-05-01')!.text, /today or in the past/)
  assert.match(refusalOfRename(council, 'City Council', '2011-04-01', '2024-05-01')!.text, /after 01\/04\/2011/)
  assert.equal(refusalOfRename(council, 'Council', '2024-01-01', '2024-05-01')!.field, 'name')
})
