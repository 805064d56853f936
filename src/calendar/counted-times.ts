import {
  anyCase,
  asWritten,
  follows,
  isAnchored,
  isAnchoredOrRule,
  isOfSomething,
  isRecurring,
  MONTH,
  NUMBER,
  oneOf,
  precedes,
  SEASON,
  YEAR_KIND,
  type Surroundings,
  type TimeForm,
} from './time-form.ts'

const UNIT = oneOf('days?, weeks?, fortnights?, months?, quarters?, years?, decades?')
const LONG_UNIT = oneOf('weeks?, months?, quarters?, years?, decades?')
const STRETCH = `(?:week(?:end)?|month|quarter|${YEAR_KIND}|${SEASON})(?:['’]s)?`
const WEEKDAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day'
const OWNER = precedes('\\b(?:the|each|every|very|its|their|our|his|her|your|my|a) ')
const FINITE_VERB = /\b(?:has|have|had|was|were|been|is|are|there|we)\b/i

/** "The M25 opened more than 30 years ago" gives an age, not a date. */
const isLongAgo = (match: string): boolean => /^\d{2,}\s+years|decades/i.test(match)

/** "our last year", "the last Wednesday of the month", "last August 2018". */
function isOfAnother(around: Surroundings): boolean {
  const { before, after } = around
  const isOfTheMonth = follows(' in (?:the|each|every) month').test(after)
  return isAnchored(around) || isOfSomething(around) || OWNER.test(before) || isOfTheMonth
}

/** "the leaders of tomorrow", "today and tomorrow" are not days. */
const isFigurative = (around: Surroundings): boolean =>
  isAnchored(around) || precedes('\\b(?:of|and|or|for|not) ').test(around.before)

const forms: [string, TimeForm['unless']][] = [
  [`\\b${NUMBER} ${UNIT} ago\\b`, (around, match) => isAnchoredOrRule(around) || isLongAgo(match)],
  [`\\bin ${NUMBER} ${UNIT}['’]? time\\b`, isAnchoredOrRule],
  [
    `\\b(?:in|over|during|for|within|throughout|across) the (?:last|past) (?:${NUMBER} )?${UNIT}\\b`,
    (around) => isAnchoredOrRule(around) || isOfSomething(around),
  ],
  [
    `\\b(?:in|over|during|within) the next (?:${NUMBER} )?${LONG_UNIT}\\b`,
    (around) => isAnchoredOrRule(around) || isOfSomething(around),
  ],
  [`\\b(?:in|over|during|for|within) (?:the )?coming (?:${NUMBER} )?${UNIT}\\b`, isAnchoredOrRule],
  [`\\b(?:early |earlier |late |later )?this ${STRETCH}(?!\\w)`, isAnchored],
  [`\\b(?:early |late )?(?:last|next) (?:${STRETCH}(?!\\w)|${WEEKDAY}(?!\\w)|night\\b)`, isOfAnother],
  [`\\bthe (?:last|next|current|previous|coming) (?:financial|calendar|academic|municipal) year\\b`, isAnchoredOrRule],
  [
    `\\b(?:by|before) (?:the end of the ${YEAR_KIND}|year[- ]end)\\b`,
    (around) => isAnchoredOrRule(around) || isRecurring(around),
  ],
  [`\\b(?:yesterday|tomorrow)\\b(?!['’]s)`, isFigurative],
  [
    `\\bsince (?:the|our|its|my) (?:last|previous) (?:\\w+ ){0,3}(?:meeting|report|update|review)\\b`,
    // Without a verb it is an item of a standing agenda.
    (around) => isAnchoredOrRule(around) || !FINITE_VERB.test(around.sentence),
  ],
  ['\\bat the time of writing\\b', isAnchored],
  ['\\bin the new year\\b', (around) => isAnchored(around) || follows(`['’]`).test(around.after)],
]

const LAST_MONTH = asWritten(`\\b(?:[Ll]ast|[Nn]ext) ${MONTH}(?:['’]s)?(?!\\w)`)

/** "3 months ago", "over the next three years", "this quarter": they move with the day they are read. */
export const COUNTED_TIMES: readonly TimeForm[] = [
  ...forms.map(([form, unless]) => ({ fault: 'counted from an unsaid day', form: anyCase(form), unless }) as const),
  { fault: 'counted from an unsaid day', form: LAST_MONTH, unless: isOfAnother },
]
