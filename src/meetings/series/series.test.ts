import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addGroup } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem } from '../../db/tx.ts'

const world = await openWorld()
after(() => world.close())
let coordinator: Actor
let member: Actor
let secretary: Actor
const groups: Record<string, string> = {}

before(async () => {
  coordinator = await world.ours.account('coordinator')
  member = await world.ours.account('board member')
  secretary = await world.ours.account('board member')
  for (const name of ['Perpetrators', 'Changing', 'Ending', 'Quarterly', 'Fortnight', 'Tasking']) groups[name] = await addGroup(world.ours, { name })
  groups.Shut = await addGroup(world.ours, { name: 'Shut', confidential: true, seats: [{ account: secretary.accountId, role: 'secretary' }] })
})

const NEXT = Temporal.Now.plainDateISO('Europe/London').year + 1
// A year of the list of bank holidays that is still to come, whenever this is run.
const YEAR = Math.min(2028, NEXT)
const FIRST_MONDAYS = { how: 'words', words: 'first Monday of every month', beginsAt: '10:00', minutes: '90', place: 'North Wing', onHoliday: 'next working day', starts: `1/1/${YEAR}`, ends: `31/12/${YEAR}` }
const at = (name: string, under = '') => `/groups/${groups[name]}/series${under}`
const sittings = (name: string) => asSystem('look at meetings', (tx) => tx.selectFrom('meeting').select(['meeting_id', 'held_on', 'meant_for', 'state', 'changed_reason', 'begins_at', 'series_id', 'version']).where('group_id', '=', groups[name]!).orderBy('held_on').orderBy('begins_at').execute(), world.ours.partnershipId)
const seriesOf = async (name: string) => asSystem('look at series', (tx) => tx.selectFrom('series').select(['series_id', 'version', 'ends']).where('group_id', '=', groups[name]!).orderBy('starts', 'desc').execute(), world.ours.partnershipId)

test('the first-Monday group: the preview shows every bank holiday and its remedy, and writes nothing until it is confirmed', async () => {
  const looked = await world.post(at('Perpetrators', '/new'), coordinator, FIRST_MONDAYS)
  assert.equal(looked.statusCode, 200)
  assert.equal((looked.body.match(/<th scope="row"/g) ?? []).length, 12)
  assert.match(looked.body, /Early May bank holiday/)
  assert.match(looked.body, /would fall on a bank holiday and move/)
  assert.doesNotMatch(looked.body, /undefined|\bNaN\b|\[object/)
  assert.equal((await sittings('Perpetrators')).length, 0)
  const written = await world.post(at('Perpetrators', '/new'), coordinator, { ...FIRST_MONDAYS, act: 'write' })
  assert.equal(written.statusCode, 303)
  const made = await sittings('Perpetrators')
  assert.equal(made.length, 12)
  const may = made.find(({ meant_for }) => meant_for?.slice(5, 7) === '05')!
  assert.equal(may.held_on, Temporal.PlainDate.from(may.meant_for!).add({ days: 1 }).toString())
  assert.match(may.changed_reason ?? '', /Early May bank holiday/)
  const shown = await world.get(at('Perpetrators'), member)
  assert.match(shown.body, /The first Monday of every month/)
  assert.doesNotMatch(shown.body, /Change from a date/, 'who does not keep the group changes nothing')
})

test('each meeting has the standard agenda; of a restricted line it has a copy only where somebody with a seat wrote it, and a cancelled one has none', async () => {
  const titles = (name: string) => asSystem('look at agendas', (tx) => tx.selectFrom('agenda_item as i').innerJoin('meeting as m', 'm.meeting_id', 'i.meeting_id').select(['i.title', 'm.state']).where('m.group_id', '=', groups[name]!).execute(), world.ours.partnershipId)
  const open = await titles('Perpetrators')
  assert.deepEqual([...new Set(open.map(({ title }) => title))].sort(), ['Matters arising', 'Welcome and apologies'])
  assert.equal(open.length, 24)
  groups.Seated = await addGroup(world.ours, { name: 'Seated', seats: [{ account: secretary.accountId, role: 'secretary' }] })
  await world.post(at('Seated', '/new'), secretary, { ...FIRST_MONDAYS, place: 'Elsewhere', onHoliday: 'cancel', act: 'write' })
  const seated = await titles('Seated')
  assert.ok(seated.some(({ title }) => title === 'People of concern') && seated.every(({ state }) => state === 'planned'))
})

test('a group that another names in the same room at the same hour is told before it is written', async () => {
  const { body } = await world.post(at('Tasking', '/new'), coordinator, { ...FIRST_MONDAYS, place: 'north wing' })
  assert.match(body, /Clashes with other groups/)
  assert.match(body, /Perpetrators meets at 10:00; both are in north wing\. Both fit/i)
})

test('“bi-weekly” is refused with a question, and what was typed stays', async () => {
  const { statusCode, body } = await world.post(at('Tasking', '/new'), coordinator, { ...FIRST_MONDAYS, words: 'bi-weekly' })
  assert.equal(statusCode, 422)
  assert.match(body, /twice a week and for every two weeks/)
  assert.match(body, />bi-weekly<\/textarea>/)
})

test('days are chosen instead of written: every two weeks needs a day to count from', async () => {
  const form = { ...FIRST_MONDAYS, how: 'week', words: '', weekdays: ['2'], everyWeeks: '2', countedFrom: '' }
  assert.match((await world.post(at('Fortnight', '/new'), coordinator, form)).body, /Enter the day of the first meeting to count from/)
  const anchor = Temporal.PlainDate.from({ year: YEAR, month: 1, day: 4 }).with({ day: 4 + ((2 - Temporal.PlainDate.from({ year: YEAR, month: 1, day: 4 }).dayOfWeek + 7) % 7) })
  const { body } = await world.post(at('Fortnight', '/new'), coordinator, { ...form, countedFrom: `${anchor.day}/1/${YEAR}` })
  assert.match(body, /Every two weeks on Tuesday, from/)
})

test('who does not keep a group adds no series, and keeping meetings is no key to a confidential one', async () => {
  for (const [name, actor] of [['Perpetrators', member], ['Shut', coordinator], ['Perpetrators', await world.theirs.account('coordinator')]] as const) {
    assert.equal((await world.get(at(name, '/new'), actor)).statusCode, 404)
    assert.equal((await world.post(at(name, '/new'), actor, { ...FIRST_MONDAYS, act: 'write' })).statusCode, 404)
  }
  assert.equal((await world.post(at('Shut', '/new'), secretary, { ...FIRST_MONDAYS, act: 'write' })).statusCode, 303, 'its secretary does')
})

test('a change from a date on leaves what is before, moves what fits, and keeps a meeting with work on it unless it is said', async () => {
  await world.post(at('Changing', '/new'), coordinator, { ...FIRST_MONDAYS, act: 'write' })
  const before = await sittings('Changing')
  const worked = before[7]!
  await asSystem('put work on an agenda', (tx) => tx.insertInto('agenda_item').values({ partnership_id: world.ours.partnershipId, meeting_id: worked.meeting_id, group_id: groups.Changing!, position: 90, title: 'Knife bins', kind: 'discussion' }).execute(), world.ours.partnershipId)
  const [series] = await seriesOf('Changing')
  const form = { ...FIRST_MONDAYS, words: 'second Tuesday of every month', starts: `1/7/${YEAR}`, version: String(series!.version) }
  const looked = await world.post(at('Changing', `/${series!.series_id}/change`), coordinator, form)
  assert.match(looked.body, /Meetings that fall away/)
  assert.match(looked.body, /it has 1 item put on its agenda/)
  assert.equal((looked.body.match(/name="keep"[^>]*checked/g) ?? []).length, 1)
  const done = await world.post(at('Changing', `/${series!.series_id}/change`), coordinator, { ...form, keep: [worked.meeting_id], act: 'write' })
  assert.equal(done.statusCode, 303)
  const now = await sittings('Changing')
  assert.deepEqual(now.filter(({ held_on }) => held_on < `${YEAR}-07-01`).map(({ held_on, state }) => [held_on, state]), before.filter(({ held_on }) => held_on < `${YEAR}-07-01`).map(({ held_on, state }) => [held_on, state]))
  assert.equal(now.find(({ meeting_id }) => meeting_id === worked.meeting_id)!.state, 'planned')
  const later = now.filter(({ held_on }) => held_on >= `${YEAR}-07-01`)
  assert.equal(later.filter(({ state }) => state === 'cancelled').length, 5)
  assert.equal(later.filter(({ state, meeting_id }) => state === 'planned' && meeting_id !== worked.meeting_id).length, 6)
  assert.equal((await seriesOf('Changing'))[1]!.ends, `${YEAR}-06-30`)
  const stale = await world.post(at('Changing', `/${series!.series_id}/end`), coordinator, { ends: `1/6/${YEAR}`, reason: 'Late', version: String(series!.version), act: 'write' })
  assert.equal(stale.statusCode, 303)
  assert.equal((await seriesOf('Changing'))[1]!.ends, `${YEAR}-06-30`, 'an end that was decided on an older look changes nothing')
})

test('a change of hour alone moves the meetings that are there, with their work', async () => {
  const [series] = await seriesOf('Perpetrators')
  const ids = (await sittings('Perpetrators')).map(({ meeting_id }) => meeting_id).sort()
  await world.post(at('Perpetrators', `/${series!.series_id}/change`), coordinator, { ...FIRST_MONDAYS, beginsAt: '14.30', starts: `1/6/${YEAR}`, version: String(series!.version), act: 'write' })
  const now = await sittings('Perpetrators')
  assert.deepEqual(now.map(({ meeting_id }) => meeting_id).sort(), ids)
  assert.deepEqual(now.map(({ begins_at }) => begins_at), [...Array(5).fill('10:00'), ...Array(7).fill('14:30')])
})

test('a series is ended: what is after its last day is cancelled with the reason, and the rest stays', async () => {
  await world.post(at('Ending', '/new'), coordinator, { ...FIRST_MONDAYS, act: 'write' })
  const [series] = await seriesOf('Ending')
  const form = { ends: `30/6/${YEAR}`, reason: 'The work is done', version: String(series!.version) }
  assert.match((await world.post(at('Ending', `/${series!.series_id}/end`), coordinator, { ...form, act: 'look' })).body, /Meetings that fall away/)
  await world.post(at('Ending', `/${series!.series_id}/end`), coordinator, { ...form, act: 'write' })
  const made = await sittings('Ending')
  assert.deepEqual([made.filter(({ state }) => state === 'planned').length, made.filter(({ state, changed_reason }) => state === 'cancelled' && changed_reason === 'The work is done').length], [6, 6])
})

test('published dates are added when they are known, a missing one is shown, and none is written twice', async () => {
  await world.post(at('Quarterly', '/new'), coordinator, { ...FIRST_MONDAYS, words: `4 published dates a year: 12 February ${YEAR}, 14 May ${YEAR}`, starts: `1/1/${YEAR}`, ends: '', act: 'write' })
  const [series] = await seriesOf('Quarterly')
  const url = at('Quarterly', `/${series!.series_id}/later`)
  const form = { dates: `14 May ${YEAR}, 10 September ${YEAR} and 26 December ${YEAR}`, to: `31/12/${YEAR}`, version: String(series!.version) }
  const looked = await world.post(url, coordinator, { ...form, act: 'look' })
  assert.equal((looked.body.match(/<th scope="row"/g) ?? []).length, 2)
  await world.post(url, coordinator, { ...form, act: 'write' })
  assert.equal((await sittings('Quarterly')).length, 4)
  assert.match((await world.post(url, coordinator, { ...form, dates: 'soon', act: 'look' })).body, /Enter the dates in full/)
})

test('later years follow on from the last meeting that stands in the calendar', async () => {
  await world.post(at('Fortnight', '/new'), coordinator, { ...FIRST_MONDAYS, words: 'last Wednesday of every month', starts: `1/1/${YEAR - 1}`, ends: '', act: 'write' })
  const [series] = await seriesOf('Fortnight')
  const planned = (await sittings('Fortnight')).length
  assert.equal(planned, 12)
  await world.post(at('Fortnight', `/${series!.series_id}/later`), coordinator, { to: `31/12/${YEAR}`, version: String(series!.version), act: 'write' })
  assert.equal((await sittings('Fortnight')).length, 24)
})
