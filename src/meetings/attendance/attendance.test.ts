import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AttendanceState, type AttendedSeat, type Mark, persistentAbsence, seatRows } from './attendance.ts'

const DAYS = ['2026-01-05', '2026-02-02', '2026-03-02', '2026-04-13', '2026-05-11']
const meetings = DAYS.map((heldOn) => ({ meetingId: heldOn, heldOn }))
const seat = (seatId: string, organisationId = seatId, since: string | null = null, until: string | null = null): AttendedSeat => ({ seatId, organisationId, organisation: organisationId, since, until })
/** p, d, a (apologies), x (absent) or - (not marked), a letter a meeting. */
const STATES: Record<string, AttendanceState> = { p: 'present', d: 'deputy', a: 'apologies', x: 'absent' }
const marked = (seatId: string, letters: string): Mark[] => [...letters].flatMap((letter, at) => (STATES[letter] ? [{ meetingId: DAYS[at]!, seatId, organisationId: null, state: STATES[letter] }] : []))
const absent = (seats: AttendedSeat[], marks: Mark[]) => persistentAbsence(seats, meetings, marks, '2026-05-20').map(({ organisation, why, inARow }) => [organisation, why, inARow])

describe('each seat', () => {
  test('is counted over the meetings held while it was one, and what was not marked counts for nothing', () => {
    const [police, health] = seatRows([seat('police'), seat('health', 'health', '2026-03-01')], meetings, [...marked('police', 'pda-x'), ...marked('health', 'xxppp')])
    assert.deepEqual(police, { seatId: 'police', present: 1, deputy: 1, apologies: 1, absent: 1, notMarked: 1, meetings: 4, attended: 2, lastThere: '2026-02-02' })
    assert.deepEqual([health!.meetings, health!.attended, health!.absent], [3, 3, 0])
  })
})

describe('an organisation that stays away', () => {
  for (const [letters, expected] of [
    ['ppaxa', [['fire', 'three in a row', 3]]], ['ppdax', []], ['ppapx', []], ['paaxp', [['fire', 'under half', 0]]], ['x----', []], ['xx---', []], ['xpx--', [['fire', 'under half', 1]]], ['-x-xx', [['fire', 'three in a row', 3]]], ['xxxxx', [['fire', 'three in a row', 5]]],
  ] as const) test(`${letters}: ${expected.length ? expected[0]![1] : 'is not named'}`, () => assert.deepEqual(absent([seat('fire')], marked('fire', letters)), expected))

  test('was there when any of its seats was filled, or somebody came from it as a guest', () => {
    assert.deepEqual(absent([seat('chief', 'police'), seat('inspector', 'police')], [...marked('chief', 'ppxxx'), ...marked('inspector', '--xdx')]), [])
    assert.deepEqual(absent([seat('fire')], [...marked('fire', 'ppxxx'), { meetingId: DAYS[4]!, seatId: null, organisationId: 'fire', state: 'present' }]), [])
  })
  test('is not named once it has no seat, nor for the time before it had one', () => {
    assert.deepEqual(absent([seat('fire', 'fire', null, '2026-05-15')], marked('fire', 'xxxxx')), [])
    assert.deepEqual(absent([seat('fire', 'fire', '2026-04-01')], marked('fire', 'xxxxx')), [])
  })
})
