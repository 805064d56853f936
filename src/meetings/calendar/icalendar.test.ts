import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import { type CalendarEntry, writeCalendar } from './icalendar.ts'

const STAMP = Temporal.Instant.from('2026-01-05T09:30:00.123Z')
const entry = (fields: Partial<CalendarEntry> = {}): CalendarEntry =>
  ({ meetingId: '0b7a7d38-8d3d-4f3e-9d35-6d6c1f1f7a10', heldOn: '2026-07-06', beginsAt: '10:00', minutes: 90, place: 'Guildhall, North Wing', state: 'planned', version: 3, group: { name: 'Night-time economy; “LLP”, joint', confidential: false }, ...fields })

/** What a calendar program makes of the file (ical.js, the reader in Thunderbird). */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!)
  ICAL.TimezoneService.reset()
  ICAL.TimezoneService.register(zone)
  return calendar.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each)
    return {
      uid: event.uid, sequence: event.sequence, summary: event.summary, place: event.location, status: each.getFirstPropertyValue('status'), stamp: String(each.getFirstPropertyValue('dtstamp')),
      starts: new Date(event.startDate.toUnixTime() * 1000).toISOString(), ends: new Date(event.endDate.toUnixTime() * 1000).toISOString(), names: each.getAllProperties().map(({ name }) => name),
    }
  })
}

test('a calendar program reads what was written: name, place, hours, and how often it changed', () => {
  const [event] = read(writeCalendar('Testbury: my meetings', [entry()], STAMP))
  assert.deepEqual({ ...event, names: undefined }, {
    uid: '0b7a7d38-8d3d-4f3e-9d35-6d6c1f1f7a10@wardmote', sequence: 2, summary: 'Night-time economy; “LLP”, joint', place: 'Guildhall, North Wing', status: 'CONFIRMED', stamp: '2026-01-05T09:30:00Z',
    starts: '2026-07-06T09:00:00.000Z', ends: '2026-07-06T10:30:00.000Z', names: undefined,
  })
})

test('ten o’clock is ten o’clock in London in summer and in winter, and on the days the clocks change', () => {
  const hours = read(writeCalendar('x', ['2026-01-05', '2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2026-10-26'].map((heldOn) => entry({ heldOn, meetingId: heldOn })), STAMP)).map(({ starts }) => starts.slice(11, 16))
  assert.deepEqual(hours, ['10:00', '10:00', '09:00', '09:00', '10:00', '10:00'])
})

test('of a confidential group the place is left out, and of no group is anything else written', () => {
  const text = writeCalendar('x', [entry({ group: { name: 'CCM', confidential: true } })], STAMP)
  assert.doesNotMatch(text, /Guildhall/)
  const [event] = read(text)
  assert.equal(event!.place, null)
  assert.deepEqual(event!.names.sort(), ['dtend', 'dtstamp', 'dtstart', 'sequence', 'status', 'summary', 'uid'])
})

test('a cancelled meeting stays in the file as cancelled', () => {
  const [event] = read(writeCalendar('x', [entry({ state: 'cancelled', version: 4 })], STAMP))
  assert.deepEqual([event!.status, event!.sequence, event!.summary.startsWith('Cancelled: ')], ['CANCELLED', 3, true])
})

test('lines are ended and folded as the standard asks', () => {
  const text = writeCalendar('x', [entry({ group: { name: 'Ünsafe '.repeat(20), confidential: false } })], STAMP)
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  assert.doesNotMatch(text, /[^\r]\n/)
})
