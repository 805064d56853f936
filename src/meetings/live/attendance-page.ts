import type { Organisation } from '../../people/organisation.ts'
import { ROLE_IN_WORDS } from './role-words.ts'
import type { Seat } from '../groups/store.ts'
import type { Meeting } from '../meeting.ts'
import { ATTENDANCE, type Came, lineOf, type Said } from './attendance-store.ts'
import { dayPage, STATE_WORDS } from './live-page.ts'
import type { Quorum } from './quorum.ts'

type Seen = { seats: readonly Seat[]; came: readonly Came[]; quorum: Quorum; statement: string | null; organisations: readonly Organisation[]; marks: boolean; said: readonly Said[]; met: readonly Came[] }
type ErrorFor = Record<string, { text: string }>

const GUEST_STATES = { present: 'Here', apologies: 'Apologies', absent: 'Not here after all' } as const

/** Seat by seat who came, and guests. What was typed and not yet kept (`said`) stands in the form. */
export function attendancePage(meeting: Meeting, { seats, came, quorum, statement, organisations, marks, said, met }: Seen, { entered, errors }: { entered: Record<string, unknown>; errors: object & { errorFor: ErrorFor } }) {
  const row = (key: string, now: Came | undefined, seat: Seat | null) => {
    const mine = said.find((line) => line.key === key)
    const state = mine?.state ?? now?.state
    const deputies = mine?.state === 'deputy' ? mine.name : now?.state === 'deputy' || (now && !seat?.person) ? now.name : (seat?.deputy ?? '')
    const choices = seat ? ATTENDANCE.map((each) => ({ value: each, text: STATE_WORDS[each], checked: each === state })) : (Object.keys(GUEST_STATES) as (keyof typeof GUEST_STATES)[]).map((each) => ({ value: each, text: GUEST_STATES[each], checked: each === state }))
    return {
      key, guest: seat === null, was: lineOf(now), choices, state: state ? STATE_WORDS[state] : 'Not said', name: deputies === 'Vacant' ? '' : deputies, accepted: mine?.accepted ?? now?.accepted ?? false, error: errors.errorFor[`name-${key}`],
      who: seat ? (seat.person ?? `Vacant seat of ${seat.organisation}`) : now!.name,
      seat: seat ? [ROLE_IN_WORDS[seat.role], seat.post, seat.organisation].filter(Boolean).join(', ') : ['Guest', now!.organisation].filter(Boolean).join(', '),
    }
  }
  return {
    ...dayPage(meeting, 'Attendance'), ...errors, entered, marks, statement,
    quorum: quorum.words, short: quorum.met === false && meeting.state !== 'planned',
    rows: [...seats.map((seat) => row(seat.seatId, came.find(({ seatId }) => seatId === seat.seatId), seat)), ...came.filter(({ seatId }) => seatId === null).map((each) => row(each.attendanceId, each, null))],
    met: met.map(({ person, name, state }) => `${person ?? name}: ${STATE_WORDS[state].toLowerCase()}`),
    organisations: [{ value: '', text: 'None, or not on the list' }, ...organisations.filter(({ leftOn }) => leftOn === null).map(({ organisationId, name }) => ({ value: organisationId, text: name, selected: entered.organisationId === organisationId }))],
  }
}
