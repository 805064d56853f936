import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaveNamesOut, namesLeftIn } from './names.ts'

const people = [{ name: 'Jane Doe', instead: 'Testbury Police' }, { name: 'Will Ash', instead: 'Testbury Council' }]

test('Whole names, and titles with a surname, give way to the organisation; other words stay', () => {
  assert.equal(leaveNamesOut('Jane Doe said that Inspector Doe and Mr Ash will ask. Ash trees stay; Will they?', people), 'Testbury Police said that Testbury Police and Testbury Council will ask. Ash trees stay; Will they?')
  assert.equal(leaveNamesOut('Jane Doeson spoke', people), 'Jane Doeson spoke', 'a longer name is another’s')
})

test('First names and surnames that still stand are told to whoever issues the minutes', () => {
  assert.deepEqual(namesLeftIn('Jane agreed with Ash; doe were seen', people), ['Ash', 'Jane'])
})
