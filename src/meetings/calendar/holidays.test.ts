import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addGroup } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import type { Actor } from '../../db/tx.ts'
import type { Divisions } from '../series/division.ts'
import { clashesPage } from './calendar-page.ts'
import type { Attended } from './clashes.ts'

const world = await openWorld()
after(() => world.close())
let coordinator: Actor, member: Actor, north: string, south: string
// A year of the list of bank holidays that is still to come, whenever this is run.
const YEAR = Math.min(2028, Temporal.Now.plainDateISO('Europe/London').year + 1)
const MONTHLY = { how: 'words', words: 'first Monday of every month', beginsAt: '10:00', minutes: '60', place: '', onHoliday: 'cancel', starts: `1/1/${YEAR}`, ends: `31/1/${YEAR}`, act: 'write' }
before(async () => {
  coordinator = await world.ours.account('coordinator')
  member = await world.ours.account('board member')
  north = await addGroup(world.ours, { name: 'North Group' })
  south = await addGroup(world.ours, { name: 'South Group' })
})

test('before any series says otherwise the bank holidays are those of England and Wales', async () => {
  const { body } = await world.get(`/calendar?year=${YEAR}&month=11`, member)
  assert.doesNotMatch(body, /St Andrew/)
  assert.match((await world.get(`/groups/${north}/series/new`, coordinator)).body, /<option value="England and Wales" selected>/)
})

test('a series keeps the bank holidays of its division, and its page and the year say whose', async () => {
  const refused = await world.post(`/groups/${north}/series/new`, coordinator, { ...MONTHLY, division: 'Wales' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Choose whose bank holidays it keeps/)
  assert.equal((await world.post(`/groups/${north}/series/new`, member, { ...MONTHLY, division: 'Scotland' })).statusCode, 404)
  assert.equal((await world.post(`/groups/${north}/series/new`, coordinator, { ...MONTHLY, division: 'Scotland' })).statusCode, 303)
  assert.equal((await world.post(`/groups/${south}/series/new`, coordinator, { ...MONTHLY, beginsAt: '14:00', division: 'England and Wales' })).statusCode, 303)
  assert.match((await world.get(`/groups/${north}/series`, member)).body, /That meeting is cancelled \(bank holidays of Scotland\)/)
  const both = (await world.get(`/calendar?year=${YEAR}`, member)).body
  assert.match(both, /Bank holidays, England and Wales[\s\S]*Bank holidays, Scotland/)
  assert.match((await world.get(`/calendar?year=${YEAR}&month=11`, member)).body, /St Andrew’s Day \(Scotland\)/)
  assert.match((await world.get(`/calendar?year=${YEAR}&month=11&group=${north}`, member)).body, /St Andrew’s Day/)
  assert.doesNotMatch((await world.get(`/calendar?year=${YEAR}&month=11&group=${south}`, member)).body, /St Andrew’s Day/)
  assert.match((await world.get(`/groups/${north}/series/new`, coordinator)).body, /<option value="Scotland" selected>/, 'the next series of the group begins from what it keeps')
})

test('a meeting on a bank holiday of its own group’s division is told beside the clashes, with a way to change it for who keeps the group; on another’s it is not', () => {
  const sitting = (groupId: string, heldOn: string): Attended => ({ meetingId: `m-${groupId}-${heldOn}`, groupId, groupName: groupId, heldOn, beginsAt: '10:00', minutes: 60, place: null, people: new Map() })
  const divisions: Divisions = { usual: 'England and Wales', of: (groupId) => (groupId === 'North' ? 'Scotland' : 'England and Wales') }
  const days = ['2026-01-02', '2026-04-06', '2026-11-30'].flatMap((day) => [sitting('North', day), sitting('South', day)])
  const { holidays } = clashesPage(days, [], divisions, new Set(['North']), Temporal.PlainDate.from('2026-01-01'), Temporal.PlainDate.from('2026-12-31'))
  assert.deepEqual(holidays.map(({ group, day, holiday, href }) => [group, day, holiday, href]), [
    ['North', 'Friday 2 January 2026', '2nd January, Scotland', '/meetings/m-North-2026-01-02/change'],
    ['South', 'Monday 6 April 2026', 'Easter Monday, England and Wales', '/meetings/m-South-2026-04-06'],
    ['North', 'Monday 30 November 2026', 'St Andrew’s Day, Scotland', '/meetings/m-North-2026-11-30/change'],
  ])
})
