import {
  anyCase,
  asWritten,
  follows,
  isAnchored,
  isAnchoredOrRule,
  isRecurring,
  isRule,
  MONTH,
  oneOf,
  precedes,
  SEASON,
  wholeWords,
  YEAR,
  type Surroundings,
  type TimeForm,
} from './time-form.ts'

const PART = '(?:[Ee]arly|[Mm]id|[Ll]ate)'
const PART_OF_MONTH = asWritten(
  `\\b${PART}(?:[-\\s](?:to|or)[-\\s](?:mid|late))?(?:[-–\\s]+| in )(?:${MONTH}|${SEASON}\\b)(?!\\w)`,
)
const PART_OF_YEAR = asWritten(
  `\\b(?:${PART}[-–\\s]|(?:[Ee]arl(?:y|ier)|[Ll]ater?) in )20\\d\\d(?:[-/]\\d{2,4})?(?!\\w)`,
)

const EVENT = oneOf(
  'meeting, event, visit, session, incident, survey, inspection, review, audit, campaign, operation, exercise, ' +
    'consultation, workshop, report, study, increase, rise, spike, decision',
)

const TO_ANOTHER_MONTH = `(?:(?:to|and|or|-|–|/)\\s*(?:early|mid|late)?[-\\s]*${MONTH}[\\s,]*)?`
const ITS_YEAR = follows(`[\\s,]*${TO_ANOTHER_MONTH}(?:${YEAR}\\b|['’]?\\d\\d\\b)`)
const USUAL = wholeWords('usually|mostly|typically|generally|often|annual(?:ly)?|season\\w*|tends?|each|every')

function isDatedOrUsual(around: Surroundings): boolean {
  const isName = follows('\\s*(?:bank holiday|Day\\b|months\\b|nights?\\b|evenings?\\b)').test(around.after)
  return ITS_YEAR.test(around.after) || isName || USUAL.test(around.sentence)
}

const PLANNED = wholeWords(
  'will|shall|to be|plan\\w*|expect\\w*|schedul\\w*|due|target\\w*|forecast\\w*|aims?|aiming|intend\\w*|propos\\w*|' +
    'by|until|been moved|deferred|delayed|postponed|on track',
)

/** What happened in early 2016 may be told so; what is to be done by early 2026 needs a day. */
const isHistory = ({ before, after }: Surroundings): boolean =>
  !PLANNED.test(before) || follows('\\s*(?:population|estimates?|census|mid-year)').test(after)

const PEOPLE = 'who|those|people|women|men|victims|residents|children|young people|adults'
const STATES =
  'arrived|bereaved|released|separated|qualified|diagnosed|retired|widowed|divorced|discharged|homeless|married|than'
const NOT_OF_NOW = `(?:most|more|how|the|an?|our|its|their|this|these)|(?:${PEOPLE})(?: (?:have|has|had|are|were))?`

/** "those who have recently left prison", "recently bereaved", "the recently approved plan", "most recently in June". */
const isKindOfPerson = (around: Surroundings): boolean =>
  isAnchoredOrRule(around) ||
  precedes(`\\b(?:${NOT_OF_NOW}) `).test(around.before) ||
  follows(` (?:${STATES})\\b`).test(around.after)

const isSaidWhich = (around: Surroundings): boolean =>
  isAnchored(around) || isRule(around) || isRecurring(around) || precedes('\\b(?:any|most|more) ').test(around.before)

const isBeforeOrAfter = (around: Surroundings): boolean =>
  isAnchored(around) || follows(' (?:after\\w*|before\\w*|thereafter|following|prior|past|by)\\b').test(around.after)

const isSoonAs = ({ before, after }: Surroundings): boolean =>
  precedes('\\b(?:as|how|too|so) ').test(before) || follows(' (?:as|after\\w*|enough)\\b').test(after)

/** "mid-August", "recently", "in due course": no one can say when, even on the day. */
export const VAGUE_TIMES: readonly TimeForm[] = [
  { fault: 'vague', form: PART_OF_MONTH, unless: isDatedOrUsual },
  { fault: 'vague', form: PART_OF_YEAR, unless: isHistory },
  { fault: 'vague', form: anyCase('\\brecently\\b'), unless: isKindOfPerson },
  { fault: 'vague', form: anyCase('\\b(?:in|over|during) recent (?:days|weeks|months|years)\\b'), unless: isAnchored },
  { fault: 'vague', form: anyCase(`\\b(?:a recent ${EVENT}|recent meetings)\\b`), unless: isSaidWhich },
  { fault: 'vague', form: anyCase('\\bshortly\\b'), unless: isBeforeOrAfter },
  { fault: 'vague', form: anyCase('\\bsoon\\b'), unless: isSoonAs },
  {
    fault: 'vague',
    form: anyCase('\\b(?:in due course|in the near future|at a later date|imminently|some time ago|a while ago)\\b'),
    unless: isAnchoredOrRule,
  },
]
