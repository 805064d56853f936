/** How a seat was filled at a meeting. */
export const ATTENDANCE_STATES = ['present', 'deputy', 'apologies', 'absent'] as const
export type AttendanceState = (typeof ATTENDANCE_STATES)[number]

export type AttendedSeat = { seatId: string; organisationId: string; organisation: string; since: string | null; until: string | null }
export type HeldMeeting = { meetingId: string; heldOn: string }
/** Who was there. `seatId` is null for a guest. */
export type Mark = { meetingId: string; seatId: string | null; organisationId: string | null; state: AttendanceState }

const wasThere = (state: AttendanceState | null): boolean => state === 'present' || state === 'deputy'
const hasSeat = ({ since, until }: Pick<AttendedSeat, 'since' | 'until'>, day: string) => (since === null || since <= day) && (until === null || until >= day)

export type SeatRow = Record<AttendanceState | 'notMarked', number> & { seatId: string; meetings: number; attended: number; lastThere: string | null }

/** Each seat over the meetings held while it was one. `meetings`: those at which it was marked; a meeting at which nobody marked it counts for nothing and stands in `notMarked`. */
export function seatRows(seats: readonly AttendedSeat[], meetings: readonly HeldMeeting[], marks: readonly Mark[]): SeatRow[] {
  const states = statesBySeat(marks)
  return seats.map(({ seatId, since, until }) => {
    const row: SeatRow = { seatId, present: 0, deputy: 0, apologies: 0, absent: 0, notMarked: 0, meetings: 0, attended: 0, lastThere: null }
    for (const { meetingId, heldOn } of meetings) {
      if (!hasSeat({ since, until }, heldOn)) continue
      const state = states.get(`${meetingId} ${seatId}`) ?? null
      row[state ?? 'notMarked']++
      if (state) row.meetings++
      if (!wasThere(state)) continue
      row.attended++
      if (row.lastThere === null || heldOn > row.lastThere) row.lastThere = heldOn
    }
    return row
  })
}

const statesBySeat = (marks: readonly Mark[]) => new Map(marks.filter(({ seatId }) => seatId !== null).map(({ meetingId, seatId, state }) => [`${meetingId} ${seatId}`, state]))

/** How a seat was marked at one meeting; null when it was not marked, or was no seat then. */
export const stateAt = (marks: readonly Mark[], seat: AttendedSeat, { meetingId, heldOn }: HeldMeeting): AttendanceState | null =>
  hasSeat(seat, heldOn) ? (marks.find((mark) => mark.meetingId === meetingId && mark.seatId === seat.seatId)?.state ?? null) : null

export type Absence = { organisationId: string; organisation: string; inARow: number; attended: number; meetings: number; why: 'three in a row' | 'under half' }

const IN_A_ROW = 3
/** Fewer meetings than this in twelve months show no habit. */
const LEAST_MEETINGS = 3

/**
 * Organisations with a seat on a day (ISO) that stay away: three meetings in a row, or from more than half of those of the last twelve months, of three at least. An
 * organisation was there when any of its seats was filled, by its person or a deputy, or a guest came from it; apologies are an absence. Meetings at which none of its
 * seats was marked are left out.
 */
export function persistentAbsence(seats: readonly AttendedSeat[], meetings: readonly HeldMeeting[], marks: readonly Mark[], today: string): Absence[] {
  const states = statesBySeat(marks)
  const yearAgo = Temporal.PlainDate.from(today).subtract({ years: 1 }).toString()
  const latestFirst = meetings.filter(({ heldOn }) => heldOn <= today).toSorted((one, other) => other.heldOn.localeCompare(one.heldOn))
  const now = Map.groupBy(seats.filter((seat) => hasSeat(seat, today)), ({ organisationId }) => organisationId)
  return [...now].flatMap(([organisationId, [first]]) => {
    const own = seats.filter((seat) => seat.organisationId === organisationId)
    const there = latestFirst.flatMap(({ meetingId, heldOn }) => {
      const marked = own.filter((seat) => hasSeat(seat, heldOn)).map(({ seatId }) => states.get(`${meetingId} ${seatId}`)).filter((state) => state !== undefined)
      const asGuest = marks.some((mark) => mark.meetingId === meetingId && mark.seatId === null && mark.organisationId === organisationId && wasThere(mark.state))
      return marked.length === 0 && !asGuest ? [] : [{ heldOn, there: asGuest || marked.some(wasThere) }]
    })
    const lastCame = there.findIndex((each) => each.there)
    const inARow = lastCame === -1 ? there.length : lastCame
    const year = there.filter(({ heldOn }) => heldOn > yearAgo)
    const attended = year.filter((each) => each.there).length
    const why = inARow >= IN_A_ROW ? 'three in a row' as const : year.length >= LEAST_MEETINGS && attended * 2 < year.length ? 'under half' as const : null
    return why ? [{ organisationId, organisation: first!.organisation, inARow, attended, meetings: year.length, why }] : []
  })
}
