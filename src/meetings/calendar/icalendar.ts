import ical, { ICalEventStatus } from 'ical-generator'
import type { Meeting } from '../meeting.ts'

// Clocks go forward on the last Sunday of March and back on the last Sunday of October, at 01:00 UTC (Summer Time Order 2002).
const LONDON = [
  'BEGIN:VTIMEZONE', 'TZID:Europe/London',
  'BEGIN:DAYLIGHT', 'TZOFFSETFROM:+0000', 'TZOFFSETTO:+0100', 'TZNAME:BST', 'DTSTART:19700329T010000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'END:DAYLIGHT',
  'BEGIN:STANDARD', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0000', 'TZNAME:GMT', 'DTSTART:19701025T020000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n')
const REFRESH_SECONDS = 3600

export type CalendarEntry = Pick<Meeting, 'meetingId' | 'heldOn' | 'beginsAt' | 'minutes' | 'place' | 'state' | 'version'> & { group: Pick<Meeting['group'], 'name' | 'confidential'> }

/**
 * Meetings as an iCalendar file (RFC 5545): the group's name, the hours in London time and, unless the group is confidential, the place; nothing of what is
 * said. A cancelled meeting stays, as CANCELLED; a changed one has a higher SEQUENCE, so that clients follow it. `stamp`: the same file at each asking.
 */
export function writeCalendar(name: string, meetings: readonly CalendarEntry[], stamp: Temporal.Instant): string {
  const calendar = ical({ name, prodId: { company: 'Wardmote', product: 'Calendar', language: 'EN' }, timezone: { name: 'Europe/London', generator: () => LONDON }, ttl: REFRESH_SECONDS })
  for (const { meetingId, group, heldOn, beginsAt, minutes, place, state, version } of meetings) {
    const start = Temporal.PlainDateTime.from(`${heldOn}T${beginsAt}`).toZonedDateTime('Europe/London')
    calendar.createEvent({
      id: `${meetingId}@wardmote`, sequence: version - 1, stamp: new Date(stamp.epochMilliseconds), timezone: 'Europe/London', start, end: start.add({ minutes }),
      summary: state === 'cancelled' ? `Cancelled: ${group.name}` : group.name, location: group.confidential ? null : place,
      status: state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })
  }
  // The library writes this moment in the calendar's own time zone; the standard has it in UTC.
  return calendar.toString().replaceAll(/^DTSTAMP:(\d{8}T\d{6})$/gm, `DTSTAMP:${utc(stamp)}`)
}

const utc = (stamp: Temporal.Instant) => stamp.round('second').toString().replaceAll(/[-:]/g, '')
