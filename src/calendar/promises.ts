import { MONTH_NAME, monthNumber } from './months.ts'

/**
 * What a sentence says will be. `undertaken`: somebody is to do it, and it is not only expected (E-36).
 * `dated`: the words that look forward to a date with its year, and the last day they allow (E-43, E-74); null where there are none.
 */
export type Promised = { undertaken: boolean; dated: { part: string; by: Temporal.PlainDate } | null }

const { compare } = Temporal.PlainDate
const lastOf = (year: number, month: number) => {
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  return first.with({ day: first.daysInMonth })
}

// What people of a meeting undertake to do: the verbs minutes use.
const VERBS = [
  'add|agree|amend|analyse|approach|arrange|ask|attend|book|bring|brief|call|carry|chase|check|circulate|count|clarify|collate|complete|confirm|consider|consult|contact|convene|coordinate|develop|discuss|distribute|draft|draw|email|ensure|establish|explore|feed|find|finalise|finish|follow|forward|gather|get|give|hold',
  'identify|inform|investigate|invite|keep|lead|liaise|look|make|map|meet|monitor|notify|obtain|organise|pass|prepare|present|produce|progress|promote|propose|provide|publish|pursue|put|raise|recirculate|recommend|refer|refresh|remind|report|request|research|resend|review|revise|revisit|run|scope|seek|send|set|share|sign|source|speak|start|submit|supply|take|talk|tell|test|update|upload|visit|work|write',
].join('|')
const ADVERB = '(?:\\s+(?:also|now|then|again|either|jointly|both|shortly|next|each|all))*'
// What will be so of itself, or is no verb: nobody undertakes it.
const STATES = 'not|never|no|only|be|have|remain|become|mean|need|depend|cost|happen|occur|fall|rise|grow|affect|include|apply|expire|arise|result|stay|matter|seem|of|to|and|as|in|on|at'
const UNDERTAKINGS = [
  // "will circulate", "will be published": not "will not", and not what merely will be so.
  new RegExp(`\\b(?:will|shall|’ll|'ll)${ADVERB}\\s+(?!(?:${STATES})\\b)[a-z]{2,}\\b`),
  new RegExp(`\\b(?:will|shall|is to|are to)${ADVERB}\\s+be\\s+(?:\\w+ly\\s+)?(?:\\w+ed|brought|sent|written|drawn|given|made|taken|put|shown|told|found|set|built|sought|held over)\\b`, 'i'),
  new RegExp(`\\b(?:agreed|undertook|offered|promised|volunteered|was asked|were asked|is|are|has agreed|have agreed)\\s+to${ADVERB}\\s+(?:${VERBS})\\b`, 'i'),
  // "To bring back figures", "Police to report": a note, without a verb of its own.
  new RegExp(`^(?:(?:[A-Z][\\p{L}’'&.-]*|and|of|the|for|&|officers?|team|group|chair|lead|manager|police|council|members|secretary|partners)\\s+){0,7}[Tt]o${ADVERB}\\s+(?:${VERBS})\\b`, 'u'),
  new RegExp('\\b(?:update|report|draft|sign[- ]?off|briefing|paper|figures|review)\\s+(?:is\\s+|are\\s+)?(?:due\\s+|expected\\s+|planned\\s+)?(?:in|by|for|at|to)\\s+(?:the\\s+)?(?:next\\s+(?:meeting|month|quarter|week)|' + MONTH_NAME + ')\\b', 'i'),
]
const DONE = /\b(?:will|shall|to)\s+(?:not|never|no longer)\b|\bwill\s+have\b|\balready\b|^(?:noted|it was noted) that [^.]* will (?:be|remain) [^.]* (?:anyway|as before)/i

const LEADING = [
  String.raw`(?:by|in|during|before|until|on|no later than|later in|early in)(?: the)?(?: (?:end|start|beginning`,
  String.raw`|middle) of)?(?: (?:early|mid|late|spring|summer|autumn|winter))?(?:[\s-](?:quarter (?:one|two|three`,
  String.raw`|four|\d)|q[1-4]))?(?: of)?`,
].join('')
const DATE = [
  String.raw`\s*(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?<month>${MONTH_NAME})?\s*(?<year>20\d{2})(?!s|\d|\s*[-–/]\s*\d`,
  String.raw`| (?:strategy|plan|act|report|survey|census|baseline|levels?|prices|round))`,
].join('')
// "will be published in 2024"; "is due to report by May 2024"; "expected in spring 2024".
const LOOKING_AHEAD = [
  [
    String.raw`\b(?:will|shall|(?:is|are) (?:now )?(?:expected|due|planned|scheduled|anticipated|intended`,
    String.raw`|set))\b(?<between>[^.;:()]{0,90}?)\b${LEADING}${DATE}`,
  ].join(''),
  [
    String.raw`(?<!\b(?:as|was|were|been|initially|originally|previously|first|remained|the|our|and|of`,
    String.raw`|this) )\b(?:expected|due|planned|scheduled|anticipated`,
    String.raw`|to be)(?<between>(?: for)?(?: to \w+)?(?: \w+ed)?) (?:for |${LEADING})${DATE}`,
  ].join(''),
].map((form) => new RegExp(form, 'i'))
// "work started in 2019" tells of the past, wherever the sentence began.
const PAST_BEFORE =
  /(?<!\b(?:be|been|being|to|get)\s(?:\w+ly )?)\b(?:\w+ed|begun|set up|made|held|found|built|known|written|seen|taken|given|shown)\s*$/i

const NOT_AHEAD = /\b(?:but|however|delay\w*|slipp\w*)\b/i
const OF_THE_PAST = /\b(?:since|was|were|had|baseline|compared|levels?)\b/i

function datedIn(sentence: string): Promised['dated'] {
  const found = LOOKING_AHEAD.map((form) => form.exec(sentence)).find((match) => match !== null)
  if (!found || NOT_AHEAD.test(sentence)) return null
  const { between, month, year } = found.groups!
  if (PAST_BEFORE.test(between!) || OF_THE_PAST.test(between!)) return null
  return { part: found[0], by: lastOf(Number(year), (month ? monthNumber(month) : null) ?? 12) }
}

/** What a sentence promises; null when it promises nothing. */
export function promiseIn(sentence: string): Promised | null {
  const undertaken = !DONE.test(sentence) && UNDERTAKINGS.some((form) => form.test(sentence))
  const dated = datedIn(sentence)
  return undertaken || dated ? { undertaken, dated } : null
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
