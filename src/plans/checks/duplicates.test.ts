import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemOf, planOf, raisedBy, sentencesBy } from './specimens.ts'

test('Two actions that ask for the same are found, with their owners', () => {
  const titles = [
    'Identify repeat victims through analysis, assess risk and manage through the MARAC',
    'Develop a process to identify repeat victims and manage them through the MARAC as appropriate',
    'Train housing officers in coercive control',
    'Train licensing officers in coercive control',
    'Fit lights on the towpath',
    'Publish a burglary bulletin',
    'Mark bicycles at the station',
    'Hold walks with residents',
  ]
  const found = raisedBy('near-duplicates', planOf(titles.map((title, at) => itemOf(String(at + 1), { title }))))
  assert.deepEqual(
    found.map(({ subject }) => subject),
    ['1 and 2'],
  )
})

test('Names of projects that are kin, and phases told apart by number, are not the same', () => {
  const titles = [
    'Building Safety Programme Remediation North',
    'Building Safety Programme Remediation South',
    'Fit lights along the canal towpath in phase 1',
    'Fit lights along the canal towpath in phase 2',
    'Mark bicycles',
    'Hold walks',
  ]
  assert.deepEqual(sentencesBy('near-duplicates', planOf(titles.map((title, at) => itemOf(String(at + 1), { title })))), [])
})
