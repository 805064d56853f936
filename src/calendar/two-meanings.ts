import {
  anyCase,
  asWritten,
  follows,
  isAnchoredOrRule,
  isRecurring,
  MONTH,
  precedes,
  YEAR,
  type Paper,
  type Surroundings,
  type TimeForm,
} from './time-form.ts'

const ORDINAL_DAY = '\\d{1,2}(?:st|nd|rd|th)?'
const DAYS = `${ORDINAL_DAY}(?:\\s*(?:-|–|to|and|&)\\s*${ORDINAL_DAY})? (?:of )?`
const EDGE = '(?:(?:the )?(?:start|beginning|middle|end) of )'

const hasYear = ({ sentence, after }: Surroundings): boolean =>
  new RegExp(`\\b${YEAR}\\b`).test(sentence) || follows(`\\s*['’]?\\d\\d\\b`).test(after)

// "since April joined the team", "since March could be wet".
const NOT_A_TIME = follows(' (?:last|this|joined|became|left|took|arrived|was|is|can|could|might|will|would)\\b')

/** Whether a paper says which days its reporting period runs over, and which year's quarters it counts in. */
export const readPaper = (text: string): Paper => ({
  saysItsPeriod: new RegExp(`\\b(?:reporting|review)\\s+period\\W{0,3}(?:\\w+\\W+){0,8}?${YEAR}\\b`, 'i').test(text),
  saysWhichQuarters: /\b(?:calendar|financial|fiscal)\s+quarters?\b/i.test(text),
})

/** "the reporting period is April to June 2018", here or anywhere in the paper. */
const isDefined = (around: Surroundings): boolean =>
  isAnchoredOrRule(around) ||
  around.paper.saysItsPeriod ||
  follows('\\s*(?:is|was|runs|ran|covers|covered|of|from|:|\\()').test(around.after)

const isSaidWhichYear = ({ before, after, paper }: Surroundings): boolean =>
  paper.saysWhichQuarters ||
  precedes('\\b(?:calendar|financial|fiscal|FY) ').test(before) ||
  follows('\\s*\\(').test(after)

const EXPLAINED_AFTER = follows(
  '\\s*(?:\\((?:i\\.?e\\.?,?\\s*)?|,\\s*(?:i\\.?e\\.?|that is|meaning),?\\s*)(?:every|once|twice|two|each|fortnight)',
)
const EXPLAINED_BEFORE = precedes('\\b(?:fortnightly|every (?:two|other) \\w+|twice (?:a )?\\w+)\\s*[,(/]\\s*(?:or )?')

/** "bi-weekly (every two weeks)", "fortnightly (bi-weekly)". */
function isExplained({ before, after }: Surroundings): boolean {
  return EXPLAINED_AFTER.test(after) || EXPLAINED_BEFORE.test(before)
}

/** Expressions that more than one year, period, frequency or quarter fits. */
export const TIMES_WITH_TWO_MEANINGS: readonly TimeForm[] = [
  {
    fault: 'year missing',
    form: asWritten(`\\b[Ss]ince (?:${EDGE}|(?:early|mid|late)[-\\s])?(?:${ORDINAL_DAY} )?${MONTH}(?!\\w)`),
    unless: (around) => hasYear(around) || NOT_A_TIME.test(around.after),
  },
  {
    fault: 'year missing',
    onlyWhenAsked: true,
    form: asWritten(`\\b(?:${DAYS}|(?:in|by|from|until|during|${EDGE}) )${MONTH}(?!\\w)`),
    unless: (around) => hasYear(around) || isRecurring(around) || follows(' bank\\b').test(around.after),
  },
  {
    fault: 'period not said',
    form: anyCase('\\b(?:(?:the|this) (?:report(?:ing|ed)|review) period|the period under review|over a set period)\\b'),
    unless: isDefined,
  },
  {
    fault: 'quarter with two meanings',
    form: anyCase(
      '\\b(?:Q[1-4](?:\\s*(?:-|–|to|and|&)\\s*Q?[1-4])?|quarter (?:[1-4]|one|two|three|four)|' +
        '(?:first|second|third|fourth) quarter)(?:,? (?:of|in))? 20\\d\\d(?![-/–]?\\d)',
    ),
    unless: isSaidWhichYear,
  },
  {
    fault: 'frequency with two meanings',
    form: anyCase('\\b(?:bi-?\\s?(?:weekly|monthly|annual(?:ly)?|yearly)|by-(?:weekly|monthly))\\b'),
    unless: isExplained,
  },
  {
    fault: 'frequency with two meanings',
    // "followed by weekly visits" is another thing, so only where "by" cannot be the preposition.
    form: anyCase('(?<=\\b(?:via|an?|the|our|its|their|meets?) )by (?:weekly|monthly)\\b'),
    unless: isExplained,
  },
]
