import { bankHolidayOn } from '../../calendar/bank-holidays.ts'

/** One account looking at one case within ten minutes. */
export type Look = { accountId: string; agencyId: string; holderAgencyId: string; caseId: string; schemeId: string; at: Temporal.Instant; isEmergency: boolean }

export const REASONS = ['emergency access', 'many cases in an hour', 'outside the usual hours', 'nothing recorded around it', 'agency since left'] as const
export type Reason = (typeof REASONS)[number]
export const REASON_IN_WORDS: Record<Reason, string> = {
  'emergency access': 'It was by emergency access',
  'many cases in an hour': 'They opened many cases within an hour',
  'outside the usual hours': 'It was outside the hours in which the scheme works',
  'nothing recorded around it': 'Nobody recorded anything in the case in the month before or the week after',
  'agency since left': 'No live agreement covers their agency with whose information it is any more',
}

/** More cases than this by one account within an hour: a panel's agenda is shorter, and is opened in panel mode as one list. */
export const MOST_CASES_AN_HOUR = 20
const HOUR_MS = 3_600_000

/** Looks by an account that opened more than `most` different cases within some hour around them. */
export function manyCasesInAnHour(looks: readonly Look[], most = MOST_CASES_AN_HOUR): Set<Look> {
  const found = new Set<Look>()
  for (const own of Map.groupBy(looks, ({ accountId }) => accountId).values()) {
    const inOrder = own.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
    let first = 0
    const open = new Map<string, number>()
    for (const [index, look] of inOrder.entries()) {
      open.set(look.caseId, (open.get(look.caseId) ?? 0) + 1)
      for (; look.at.epochMilliseconds - inOrder[first]!.at.epochMilliseconds >= HOUR_MS; first++) {
        const { caseId } = inOrder[first]!
        if (open.get(caseId) === 1) open.delete(caseId)
        else open.set(caseId, open.get(caseId)! - 1)
      }
      if (open.size > most) for (const each of inOrder.slice(first, index + 1)) found.add(each)
    }
  }
  return found
}

/** Fewer looks than this say nothing of when a scheme works. */
const ENOUGH_LOOKS = 200
const USUAL_SHARE = 0.01
const [DAY_BEGINS, DAY_ENDS] = [7, 20]

type HourOfWeek = { isWorkingDay: boolean; hour: number }

/** Tells which hour of which kind of day a moment is in, in London. Each hour is worked out once: London is whole hours from UTC. */
function hoursOfWeek(): (at: Temporal.Instant) => HourOfWeek {
  const known = new Map<number, HourOfWeek>()
  return (at) => {
    const hour = Math.floor(at.epochMilliseconds / HOUR_MS)
    const found = known.get(hour)
    if (found) return found
    const there = at.toZonedDateTimeISO('Europe/London')
    const worked = { isWorkingDay: there.dayOfWeek <= 5 && bankHolidayOn(there.toPlainDate().toString()) === null, hour: there.hour }
    known.set(hour, worked)
    return worked
  }
}

/**
 * Whether a moment is in the hours in which a scheme works, from the looks at its cases: an hour of working days, or of other days, in which at least
 * one in a hundred looks fell. With fewer than 200 looks, 7 in the morning to 8 in the evening on working days.
 */
export function usualHoursOf(looks: readonly Look[]): (at: Temporal.Instant) => boolean {
  const hourOfWeek = hoursOfWeek()
  if (looks.length < ENOUGH_LOOKS) return (at) => {
    const { isWorkingDay, hour } = hourOfWeek(at)
    return isWorkingDay && hour >= DAY_BEGINS && hour < DAY_ENDS
  }
  const key = (at: Temporal.Instant) => {
    const { isWorkingDay, hour } = hourOfWeek(at)
    return isWorkingDay ? hour : hour + 24
  }
  const counts = Map.groupBy(looks, ({ at }) => key(at))
  return (at) => (counts.get(key(at))?.length ?? 0) >= looks.length * USUAL_SHARE
}

const [DAYS_BEFORE, DAYS_AFTER] = [30, 7]

/** Whether nobody recorded anything in a case from 30 days before a look to 7 days after it; not said until those are over. `recorded`: the moments at which something was. */
export function isNothingRecorded(at: Temporal.Instant, recorded: readonly Temporal.Instant[], now: Temporal.Instant): boolean {
  const [from, to] = [at.epochMilliseconds - DAYS_BEFORE * 24 * HOUR_MS, at.epochMilliseconds + DAYS_AFTER * 24 * HOUR_MS]
  if (now.epochMilliseconds < to) return false
  return !recorded.some(({ epochMilliseconds }) => epochMilliseconds >= from && epochMilliseconds <= to)
}

export type Surroundings = {
  now: Temporal.Instant
  /** When something was recorded in each case; null where the one who asks may not know. */
  recorded: ReadonlyMap<string, readonly Temporal.Instant[]> | null
  /** Whether a live agreement covers two agencies for a scheme's purpose now. */
  isCovered: (schemeId: string, agencyId: string, holderAgencyId: string) => boolean
}

/** What is unusual about each look, those with nothing left out. It accuses nobody: it says where to ask. */
export function unusualLooks(looks: readonly Look[], { now, recorded, isCovered }: Surroundings): { look: Look; reasons: Reason[] }[] {
  const many = manyCasesInAnHour(looks)
  const usual = new Map([...Map.groupBy(looks, ({ schemeId }) => schemeId)].map(([schemeId, own]) => [schemeId, usualHoursOf(own)]))
  return looks.flatMap((look) => {
    const applies: Record<Reason, boolean> = {
      'emergency access': look.isEmergency,
      'many cases in an hour': many.has(look),
      'outside the usual hours': !usual.get(look.schemeId)!(look.at),
      'nothing recorded around it': recorded !== null && isNothingRecorded(look.at, recorded.get(look.caseId) ?? [], now),
      'agency since left': look.agencyId !== look.holderAgencyId && !look.isEmergency && !isCovered(look.schemeId, look.agencyId, look.holderAgencyId),
    }
    const reasons = REASONS.filter((reason) => applies[reason])
    return reasons.length > 0 ? [{ look, reasons }] : []
  })
}
