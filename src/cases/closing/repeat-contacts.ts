/** Counts between two days (ISO), the first excluded and the last included. `count` is null while there has not been enough time, which is over on `enoughOn`. */
export type Compared = { before: { from: string; to: string; count: number }; after: { from: string; to: string; count: number | null }; enoughOn: string }

const back = (day: string, months: number) => Temporal.PlainDate.from(day).subtract({ months }).toString()

/**
 * How often something happened in as many months before a case was referred as before it ended (`until`: the day it closed, or today): whether it happens less now.
 * `happened`: days (ISO), one for each time. The two spans never overlap: until so many months have passed since the referral, there is nothing to compare.
 */
export function compareContacts(happened: readonly string[], { referredOn, until, months }: { referredOn: string; until: string; months: number }): Compared {
  const within = (from: string, to: string) => happened.filter((day) => day > from && day <= to).length
  const [beforeFrom, afterFrom] = [back(referredOn, months), back(until, months)]
  return {
    before: { from: beforeFrom, to: referredOn, count: within(beforeFrom, referredOn) },
    after: { from: afterFrom, to: until, count: afterFrom < referredOn ? null : within(afterFrom, until) },
    enoughOn: Temporal.PlainDate.from(referredOn).add({ months }).toString(),
  }
}

/** What became of it, in a sentence. */
export function changeInWords({ before, after }: Compared): string {
  if (after.count === null) return 'There has not been enough time yet to say'
  if (before.count === 0 && after.count === 0) return 'Nothing is in the diary for either'
  return after.count === before.count ? `As often as before: ${after.count}` : after.count < before.count ? `Less often: ${after.count} against ${before.count} before` : `More often: ${after.count} against ${before.count} before`
}
