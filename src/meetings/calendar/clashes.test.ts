import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Attended, clashesIn } from './clashes.ts'

const sitting = (groupName: string, beginsAt: string, fields: Partial<Attended> = {}, people: string[] = []): Attended =>
  ({ meetingId: `${groupName} ${fields.heldOn ?? ''}${beginsAt}`, groupId: groupName, groupName, heldOn: '2026-03-02', beginsAt, minutes: 60, place: null, people: new Map(people.map((name) => [name, name])), ...fields })

test('the two anti-social behaviour groups, on the first Monday in one room with one person, are put back to back', () => {
  const [clash, ...others] = clashesIn([sitting('Victims', '10:00', { place: 'North Wing' }, ['Ann', 'Bo']), sitting('Perpetrators', '10:00', { place: 'north wing ' }, ['Bo', 'Cy'])])
  assert.equal(others.length, 0)
  assert.deepEqual([clash!.room, clash!.sharedPeople], ['North Wing', ['Bo']])
  assert.deepEqual(clash!.remedy, { kind: 'back to back', movedId: 'Victims 10:00', beginsAt: '11:00', endsAt: '12:00' })
})

test('groups that share neither room nor people do not clash, nor do those that follow one another', () => {
  assert.deepEqual(clashesIn([sitting('A', '10:00', { place: 'One' }, ['Ann']), sitting('B', '10:00', { place: 'Two' }, ['Bo'])]), [])
  assert.deepEqual(clashesIn([sitting('A', '10:00', { place: 'One' }), sitting('B', '11:00', { place: 'One' })]), [])
  assert.deepEqual(clashesIn([sitting('A', '10:00'), sitting('B', '10:00')]), [], 'two without a place are in no room')
  assert.deepEqual(clashesIn([sitting('A', '10:00', { place: 'One' }), sitting('B', '10:00', { place: 'One', heldOn: '2026-03-03' })]), [])
})

test('where the hour after is taken too, the next free slot is proposed, and where the day is full none', () => {
  const [clash] = clashesIn([sitting('A', '10:00', { place: 'One' }), sitting('B', '10:30', { place: 'One' }), sitting('C', '11:10', { place: 'Two' }, ['Ann']), sitting('B2', '11:45', { place: 'One' })]).filter(({ one }) => one.groupName === 'A')
  assert.deepEqual([clash!.remedy!.kind, clash!.remedy!.beginsAt], ['next free slot', '12:45'])
  const [full] = clashesIn([sitting('A', '16:00', { place: 'One', minutes: 120 }), sitting('B', '16:30', { place: 'One', minutes: 120 })])
  assert.equal(full!.remedy, null)
})
