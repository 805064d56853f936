import { clockAfter, overlaps } from '../meeting.ts'

/** A sitting as clashes are found by: `people` are those who sit there or stand in, by account or by name, with how they are called. */
export type Attended = { meetingId: string; groupId: string; groupName: string; heldOn: string; beginsAt: string; minutes: number; place: string | null; people: ReadonlyMap<string, string> }

/** Two sittings that want the same hour and share people, or the same room, or both; `sharedPeople` by how they are called. `remedy` is null where the day has no room for both. */
export type Clash = { one: Attended; other: Attended; sharedPeople: string[]; room: string | null; remedy: Remedy | null }

/** Where the second would begin: right after the first, or in the next hour free to both. `movedId`: the sitting that moves. */
export type Remedy = { kind: 'back to back' | 'next free slot'; movedId: string; beginsAt: string; endsAt: string }

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const sameRoom = (one: string | null, other: string | null) => (one && other && one.trim().toLowerCase() === other.trim().toLowerCase() ? other.trim() : null)
const shared = (one: Attended, other: Attended) => [...one.people].filter(([key]) => other.people.has(key)).map(([, name]) => name).sort()
const LAST_HOUR = 18 * 60

const hinders = (one: Attended, other: Attended) => overlaps(one, other) && (sameRoom(one.place, other.place) !== null || shared(one, other).length > 0)

/** Puts the later of two after the earlier, or in the next quarter of an hour free for its people and its room, until six in the evening. */
function remedyFor(one: Attended, other: Attended, day: readonly Attended[]): Remedy | null {
  const [stays, moves] = one.beginsAt < other.beginsAt || (one.beginsAt === other.beginsAt && one.groupName <= other.groupName) ? [one, other] : [other, one]
  const after = clockAfter(stays.beginsAt, stays.minutes)
  const others = day.filter(({ meetingId }) => meetingId !== moves.meetingId)
  for (let at = minutesOf(stays.beginsAt) + stays.minutes; at + moves.minutes <= LAST_HOUR; at = (Math.floor(at / 15) + 1) * 15) {
    const beginsAt = clockAfter('00:00', at)
    if (others.some((each) => hinders({ ...moves, beginsAt }, each))) continue
    return { kind: beginsAt === after ? 'back to back' : 'next free slot', movedId: moves.meetingId, beginsAt, endsAt: clockAfter(beginsAt, moves.minutes) }
  }
  return null
}

/** Every clash of people and of rooms, by day and hour, each with a remedy. Catalogue C7. */
export function clashesIn(sittings: readonly Attended[]): Clash[] {
  const byDay = Map.groupBy(sittings, ({ heldOn }) => heldOn)
  return [...byDay.keys()].sort().flatMap((key) => {
    const day = byDay.get(key)!.toSorted((one, other) => one.beginsAt.localeCompare(other.beginsAt) || one.groupName.localeCompare(other.groupName))
    return day.flatMap((one, at) => day.slice(at + 1).filter((other) => hinders(one, other)).map((other) => ({ one, other, sharedPeople: shared(one, other), room: sameRoom(one.place, other.place), remedy: remedyFor(one, other, day) })))
  })
}
