import type { MeetingOwner } from '../../actions/owners.ts'
import { MONTH_NAME, monthNumber } from '../../calendar/months.ts'

/** Something minuted that somebody will do, with the owner and day it seems to mean. `sure`: the day stands in the words. */
export type Promised = { sentence: string; itemId: string; owner: MeetingOwner | null; dueOn: string; sure: boolean }

/** Somebody a sentence may name, by any of their names. */
export type Nameable = { names: readonly string[]; owner: MeetingOwner }

// What people of a meeting undertake to do: the verbs minutes use.
const VERBS = [
  'add|agree|amend|analyse|approach|arrange|ask|attend|book|bring|brief|call|carry|chase|check|circulate|count|clarify|collate|complete|confirm|consider|consult|contact|convene|coordinate|develop|discuss|distribute|draft|draw|email|ensure|establish|explore|feed|find|finalise|finish|follow|forward|gather|get|give|hold',
  'identify|inform|investigate|invite|keep|lead|liaise|look|make|map|meet|monitor|notify|obtain|organise|pass|prepare|present|produce|progress|promote|propose|provide|publish|pursue|put|raise|recirculate|recommend|refer|refresh|remind|report|request|research|resend|review|revise|revisit|run|scope|seek|send|set|share|sign|source|speak|start|submit|supply|take|talk|tell|test|update|upload|visit|work|write',
].join('|')
const ADVERB = '(?:\\s+(?:also|now|then|again|either|jointly|both|shortly|next|each|all))*'
// What will be so of itself, or is no verb: nobody undertakes it.
const STATES = 'not|never|no|only|be|have|remain|become|mean|need|depend|cost|happen|occur|fall|rise|grow|affect|include|apply|expire|arise|result|stay|matter|seem|of|to|and|as|in|on|at'
const FORMS = [
  // "will circulate", "will be published": not "will not", and not what merely will be so.
  new RegExp(`\\b(?:will|shall|’ll|'ll)${ADVERB}\\s+(?!(?:${STATES})\\b)[a-z]{2,}\\b`),
  new RegExp(`\\b(?:will|shall|is to|are to)${ADVERB}\\s+be\\s+(?:\\w+ly\\s+)?(?:\\w+ed|brought|sent|written|drawn|given|made|taken|put|shown|told|found|set|built|sought|held over)\\b`, 'i'),
  new RegExp(`\\b(?:agreed|undertook|offered|promised|volunteered|was asked|were asked|is|are|has agreed|have agreed)\\s+to${ADVERB}\\s+(?:${VERBS})\\b`, 'i'),
  // "To bring back figures", "Police to report": a note, without a verb of its own.
  new RegExp(`^(?:(?:[A-Z][\\p{L}’'&.-]*|and|of|the|for|&|officers?|team|group|chair|lead|manager|police|council|members|secretary|partners)\\s+){0,7}[Tt]o${ADVERB}\\s+(?:${VERBS})\\b`, 'u'),
  new RegExp('\\b(?:update|report|draft|sign[- ]?off|briefing|paper|figures|review)\\s+(?:is\\s+|are\\s+)?(?:due\\s+|expected\\s+|planned\\s+)?(?:in|by|for|at|to)\\s+(?:the\\s+)?(?:next\\s+(?:meeting|month|quarter|week)|' + MONTH_NAME + ')\\b', 'i'),
]
const DONE = /\b(?:will|shall|to)\s+(?:not|never|no longer)\b|\bwill\s+have\b|\balready\b|^(?:noted|it was noted) that [^.]* will (?:be|remain) [^.]* (?:anyway|as before)/i

/** The sentences of minutes: a line's end ends one, as a list's points do. A stop inside a number or after a title ends none. */
const sentencesOf = (text: string) => text.split(/\n+/).flatMap((line) => line.replace(/^\s*[•*–-]\s+/, '').split(/(?<=[.!?;])(?<!\b(?:Mr|Mrs|Ms|Dr|St|No|e\.g|i\.e)\.)\s+(?=[A-Z“"(])/)).map((sentence) => sentence.trim()).filter(Boolean)

const { compare } = Temporal.PlainDate
const lastOf = (year: number, month: number) => {
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  return first.with({ day: first.daysInMonth })
}
/** The day in its next year that is not before `from`. */
const coming = (from: Temporal.PlainDate, inYear: (year: number) => Temporal.PlainDate) => {
  const day = inYear(from.year)
  return compare(day, from) < 0 ? inYear(from.year + 1) : day
}
const SEASON_ENDS: Record<string, number> = { spring: 5, summer: 8, autumn: 11, winter: 2 }
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** The last day that a sentence's own words allow, counted from the day of the meeting; null where it names none. Days are ISO; `nextOn` the group's next meeting. */
export function dayIn(sentence: string, heldOn: string, nextOn: string | null): string | null {
  const held = Temporal.PlainDate.from(heldOn)
  const dated = new RegExp(`\\b(?:(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s+)?(?<month>${MONTH_NAME})\\b(?:,?\\s+(?<year>20\\d{2}))?`, 'i')
  for (const { groups, index } of sentence.matchAll(new RegExp(dated.source, 'gi'))) {
    const month = monthNumber(groups!.month!)
    // "may" is a month only after a preposition or a number.
    if (month === undefined || (/^may$/i.test(groups!.month!) && !groups!.day && !/\b(?:by|in|during|before|until|on|for|of|early|mid|late|end)\s*$/i.test(sentence.slice(0, index)))) continue
    const inYear = (year: number) => groups!.day ? Temporal.PlainDate.from({ year, month, day: Math.max(1, Number(groups!.day)) }) : lastOf(year, month)
    return (groups!.year ? inYear(Number(groups!.year)) : coming(held, inYear)).toString()
  }
  const season = /\b(?:by|in|during|before|next|this|the)\s+(?:the\s+)?(?:end of\s+)?(spring|summer|autumn|winter)\b/i.exec(sentence)
  if (season) return coming(held, (year) => lastOf(year, SEASON_ENDS[season[1]!.toLowerCase()]!)).toString()
  const weekday = new RegExp(`\\b(?:by|on|before|next)\\s+(?:next\\s+)?(${WEEKDAYS.join('|')})\\b`, 'i').exec(sentence)
  if (weekday) return held.add({ days: ((WEEKDAYS.indexOf(weekday[1]!.toLowerCase()) + 1 - held.dayOfWeek + 6) % 7) + 1 }).toString()
  const within = /\b(?:within|in)\s+(?:the\s+next\s+)?(a|one|two|three|four|six|eight|\d{1,2})\s+(day|week|month)s?\b/i.exec(sentence)
  if (within) {
    const count = { a: 1, one: 1, two: 2, three: 3, four: 4, six: 6, eight: 8 }[within[1]!.toLowerCase()] ?? Number(within[1])
    return held.add({ [`${within[2]!.toLowerCase()}s`]: count }).toString()
  }
  if (/\b(?:the|our)?\s*next\s+meeting\b/i.test(sentence) && nextOn) return nextOn
  if (/\bnext\s+week\b/i.test(sentence)) return held.add({ days: 7 }).toString()
  if (/\bnext\s+month\b/i.test(sentence)) return lastOf(held.add({ months: 1 }).year, held.add({ months: 1 }).month).toString()
  if (/\bend of (?:the|this) month\b/i.test(sentence)) return lastOf(held.year, held.month).toString()
  if (/\bend of (?:the|this) year\b/i.test(sentence)) return `${held.year}-12-31`
  if (/\bend of (?:the|this) (?:financial year)\b/i.test(sentence)) return coming(held, (year) => lastOf(year, 3)).toString()
  if (/\b(?:today|by close of play|tomorrow)\b/i.test(sentence)) return held.add({ days: 1 }).toString()
  return null
}

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

/** Whether a sentence says that something will be done. E-36: words like these are commitments, and vanish unless they are actions. */
export const isPromise = (sentence: string) => !DONE.test(sentence) && FORMS.some((form) => form.test(sentence))

/** Every promise of the minutes that is no action yet, in the order of the items. Days are ISO. */
export function promisesIn(items: readonly { agendaItemId: string; minuted: string }[], actions: readonly { statement: string }[], people: readonly Nameable[], heldOn: string, nextOn: string | null): Promised[] {
  return items.flatMap(({ agendaItemId, minuted }) => sentencesOf(minuted).filter((sentence) => isPromise(sentence) && !actions.some(({ statement }) => saysTheSame(sentence, statement))).map((sentence) => {
    const own = dayIn(sentence, heldOn, nextOn)
    return { sentence, itemId: agendaItemId, owner: ownerIn(sentence, people), dueOn: own ?? nextOn ?? Temporal.PlainDate.from(heldOn).add({ days: USUAL_DAYS }).toString(), sure: own !== null }
  }))
}
