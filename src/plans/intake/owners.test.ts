import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NamedOrganisation } from './owner-lexicon.ts'
import { isPost, matchOwners } from './owners.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const name = (text: string, kind: 'name' | 'code' | 'alias' = 'name', from: string | null = null, to: string | null = null) => ({ name: text, kind, from: from ? day(from) : null, to: to ? day(to) : null })

const ORGANISATIONS: NamedOrganisation[] = [
  { organisationId: 'council', parentId: null, names: [name('Harrow Coast Council'), name('HCC', 'code'), name('the Council', 'alias')] },
  { organisationId: 'housing', parentId: 'council', names: [name('Housing and Estates Service'), name('HE', 'code')] },
  { organisationId: 'licensing', parentId: 'council', names: [name('Licensing Team')] },
  { organisationId: 'police', parentId: null, names: [name('Northshire Police'), name('NP', 'code')] },
  { organisationId: 'transport police', parentId: null, names: [name('Harbour Transport Police'), name('HTP', 'code')] },
  { organisationId: 'drugs', parentId: null, names: [name('Turning Tide'), name('Drug and Alcohol Action, Harrow', 'alias')] },
  { organisationId: 'old probation', parentId: null, names: [name('Coast Probation', 'name', null, '2014-05-31')] },
  { organisationId: 'new probation', parentId: null, names: [name('Coast Probation', 'name', '2014-06-01', null)] },
]

const matched = (words: string, on: string | null = null) => matchOwners(words, ORGANISATIONS, [], on ? day(on) : null).matched.map(({ organisationId, post }) => (post ? `${organisationId} (${post})` : organisationId))
const unmatched = (words: string) => matchOwners(words, ORGANISATIONS).unmatched

test('several owners in one cell are told apart at commas, strokes, "and" and "&"', () => {
  assert.deepEqual(matched('HCC & NP'), ['council', 'police'])
  assert.deepEqual(matched('Northshire police, Licensing teams.'), ['police', 'licensing'])
  assert.deepEqual(matched('HCC/NP/HTP'), ['council', 'police', 'transport police'])
  assert.deepEqual(matched('NP and Turning Tide'), ['police', 'drugs'])
})

test('a name with "and" or a comma in it stays whole', () => {
  assert.deepEqual(matched('Housing & Estates'), ['housing'])
  assert.deepEqual(matched('Northshire Police and Housing and Estates Service'), ['police', 'housing'])
  assert.deepEqual(matched('Drug and Alcohol Action, Harrow'), ['drugs'])
  assert.deepEqual(unmatched('Planning & Development'), ['Planning & Development'])
})

test('a unit written after its parent is the unit alone; joined by "and" it is both', () => {
  assert.deepEqual(matched('HCC HE'), ['housing'])
  assert.deepEqual(matched('Harrow Coast Council, Housing and Estates'), ['housing'])
  assert.deepEqual(matched('HCC HE & NP'), ['housing', 'police'])
  assert.deepEqual(matched('HCC & HE'), ['council', 'housing'])
})

test('capitals and punctuation do not matter, but "he" is no code', () => {
  assert.deepEqual(matched('HARROW COAST COUNCIL'), ['council'])
  assert.deepEqual(matched('n.p.'), [])
  assert.deepEqual(matched('northshire-police'), ['police'])
  assert.deepEqual(unmatched('he decides'), ['he decides'])
})

test('two organisations that answer equally well are never guessed between', () => {
  assert.deepEqual(matched('Police'), [])
  assert.deepEqual(unmatched('Police'), ['Police'])
  assert.deepEqual(matchOwners('Licensing', ORGANISATIONS).matched.map(({ organisationId }) => organisationId), ['licensing'])
  assert.deepEqual(matchOwners('Tide', ORGANISATIONS).matched.map(({ organisationId, guess }) => [organisationId, guess]), [['drugs', true]])
})

test('a name that two bore at different times is the one that bore it on the day of the paper', () => {
  assert.deepEqual(matched('Coast Probation', '2013-01-01'), ['old probation'])
  assert.deepEqual(matched('Coast Probation', '2020-01-01'), ['new probation'])
  assert.deepEqual(matched('Coast Probation'), [])
})

test('a post or a person stands with the organisation named beside it', () => {
  assert.deepEqual(matched('Ann Smith, Community Safety Manager, Harrow Coast Council'), ['council (Ann Smith, Community Safety Manager)'])
  assert.deepEqual(matched('Chief Inspector Rahman (Northshire Police)'), ['police (Chief Inspector Rahman)'])
  assert.deepEqual(unmatched('Prevent Coordinator'), ['Prevent Coordinator'])
  assert.equal(isPost('Prevent Coordinator'), true)
  assert.equal(isPost('Licensing officers'), false)
})

test('the paper’s own key leads from its codes to the organisations of that name', () => {
  const key = [{ code: 'NSP', name: 'Northshire Police', place: 'paragraph 3' }, { code: 'XYZ', name: 'Nobody we know', place: 'paragraph 4' }]
  const found = matchOwners('NSP & XYZ', ORGANISATIONS, key)
  assert.deepEqual(found.matched.map(({ organisationId }) => organisationId), ['police'])
  assert.deepEqual(found.unmatched, ['XYZ'])
})
