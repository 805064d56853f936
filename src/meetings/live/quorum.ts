/** Whether enough seats are filled to decide; `met` is null where the group has set no quorum. */
export type Quorum = { met: boolean | null; words: string }

const seatsInWords = (count: number) => (count === 1 ? 'one seat' : `${count} seats`)

/** Whether a meeting may decide. `needed`: the group's quorum. `filled`: seats in which the person or a deputy is there. */
export function quorumOf(needed: number | null, seats: number, filled: number): Quorum {
  const here = `${filled} of ${seatsInWords(seats)} ${filled === 1 ? 'is' : 'are'} filled`
  if (needed === null) return { met: null, words: `${here}. The group has set no quorum.` }
  if (filled >= needed) return { met: true, words: `There is a quorum: ${here}, and ${needed} ${needed === 1 ? 'is' : 'are'} needed.` }
  return { met: false, words: `There is no quorum: ${here}, and ${needed} ${needed === 1 ? 'is' : 'are'} needed. The meeting may talk; whatever it decides is recorded as decided without a quorum.` }
}

/** What the minutes say of it, in the past tense; null where the group has set no quorum. */
export function quorumInMinutes(needed: number | null, seats: number, filled: number): string | null {
  if (needed === null) return null
  return filled >= needed ? `There was a quorum: ${filled} of ${seatsInWords(seats)} filled, ${needed} needed.` : `There was no quorum: ${filled} of ${seatsInWords(seats)} filled, ${needed} needed.`
}
