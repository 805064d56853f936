import type { MeetingOwner } from '../../actions/owners.ts'
import { MONTH_NAME } from '../../calendar/months.ts'
import { dayIn, promiseIn } from '../../calendar/promises.ts'

/** Something minuted that somebody will do, with the owner and day it seems to mean. `sure`: the day stands in the words. */
export type Promised = { sentence: string; itemId: string; owner: MeetingOwner | null; dueOn: string; sure: boolean }

/** Somebody a sentence may name, by any of their names. */
export type Nameable = { names: readonly string[]; owner: MeetingOwner }

/** The sentences of minutes: a line's end ends one, as a list's points do. A stop inside a number or after a title ends none. */
const sentencesOf = (text: string) => text.split(/\n+/).flatMap((line) => line.replace(/^\s*[•*–-]\s+/, '').split(/(?<=[.!?;])(?<!\b(?:Mr|Mrs|Ms|Dr|St|No|e\.g|i\.e)\.)\s+(?=[A-Z“"(])/)).map((sentence) => sentence.trim()).filter(Boolean)

/** Whoever a sentence names first, or null. A longer name is meant before a shorter one at the same place. */
function ownerIn(sentence: string, people: readonly Nameable[]): MeetingOwner | null {
  const found = people.flatMap(({ names, owner }) => names.flatMap((name) => {
    const at = sentence.search(new RegExp(`(?<![\\p{L}\\p{N}])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u'))
    return at === -1 ? [] : [{ at, length: name.length, owner }]
  }))
  return found.toSorted((a, b) => a.at - b.at || b.length - a.length)[0]?.owner ?? null
}

const SMALL = new Set('a an and as at be by for from in is it its of on or that the their they this to up was will with shall agreed next meeting'.split(' '))
const MONTHS = new RegExp(`^${MONTH_NAME}$`, 'i')
const wordsOf = (text: string) => new Set(text.toLowerCase().replaceAll(/[^\p{L}\p{N}\s]/gu, ' ').split(/\s+/).filter((word) => word.length > 2 && !SMALL.has(word) && !MONTHS.test(word)).map((word) => word.replace(/(?:ing|ed|es|s)$/, '')))
const SAME_SHARE = 0.6

/** Whether an action says what a sentence promises: most of the words of the shorter stand in the longer. */
export function saysTheSame(sentence: string, statement: string): boolean {
  const [one, other] = [wordsOf(sentence), wordsOf(statement)].toSorted((a, b) => a.size - b.size) as [Set<string>, Set<string>]
  return one.size > 0 && [...one].filter((word) => other.has(word)).length / one.size >= SAME_SHARE
}

/** The days given to a promise that names none, where the group has no next meeting. */
const USUAL_DAYS = 28

/** Every promise of the minutes that is no action yet, in the order of the items. E-36: words like these are commitments, and vanish unless they are actions. Days are ISO. */
export function promisesIn(items: readonly { agendaItemId: string; minuted: string }[], actions: readonly { statement: string }[], people: readonly Nameable[], heldOn: string, nextOn: string | null): Promised[] {
  return items.flatMap(({ agendaItemId, minuted }) => sentencesOf(minuted).filter((sentence) => promiseIn(sentence)?.undertaken && !actions.some(({ statement }) => saysTheSame(sentence, statement))).map((sentence) => {
    const own = dayIn(sentence, heldOn, nextOn)
    return { sentence, itemId: agendaItemId, owner: ownerIn(sentence, people), dueOn: own ?? nextOn ?? Temporal.PlainDate.from(heldOn).add({ days: USUAL_DAYS }).toString(), sure: own !== null }
  }))
}
