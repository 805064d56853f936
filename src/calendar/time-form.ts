import { MONTH_NAME } from './months.ts'

/** What is wrong with an expression of time, for someone who reads it later or elsewhere. */
export type TimeFault =
  | 'counted from an unsaid day'
  | 'vague'
  | 'year missing'
  | 'period not said'
  | 'frequency with two meanings'
  | 'quarter with two meanings'

/** What a paper says once for all its pages. */
export type Paper = { saysItsPeriod: boolean; saysWhichQuarters: boolean }

/** The words before and after an expression in its sentence, list item or cell. */
export type Surroundings = { before: string; after: string; sentence: string; paper: Paper }

/**
 * A form that an expression takes. `unless`: where a careful reader would let it pass. `onlyWhenAsked`: looked for only
 * on request, since the year may be plain from the paper's own date.
 */
export type TimeForm = {
  fault: TimeFault
  form: RegExp
  unless: (around: Surroundings, match: string) => boolean
  onlyWhenAsked?: true
}

/** Where a blank stands for any white space, since papers break their lines anywhere. */
const spaced = (source: string): string => source.replaceAll(' ', '\\s+')
export const anyCase = (source: string): RegExp => new RegExp(spaced(source), 'gi')
/** For forms with a month in them: "may" and "march" are verbs. */
export const asWritten = (source: string): RegExp => new RegExp(spaced(source), 'g')
export const oneOf = (words: string): string => `(?:${words.split(', ').join('|')})`

export const YEAR = '(?:19|20)\\d\\d'
export const YEAR_KIND = '(?:(?:financial|calendar|academic|municipal) )?year'
export const SEASON = '(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)'
export const NUMBER =
  '(?:\\d{1,3}(?:\\s?(?:-|–|to|or)\\s?\\d{1,3})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|' +
  'eighteen|few|a few|several|some|many|(?:a )?couple of)'

// A full stop after a whole name ends the sentence; after a short form it may not.
const NAME = MONTH_NAME.replace('\\.?', '')
export const MONTH = `(?:${NAME}\\b(?:(?<=\\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec))\\.)?)`

export const follows = (source: string): RegExp => new RegExp(`^${spaced(source)}`, 'i')
export const precedes = (source: string): RegExp => new RegExp(`${spaced(source)}$`, 'i')

const YEAR_SOON_AFTER = new RegExp(`\\b${YEAR}\\b`)
const YEAR_JUST_BEFORE = new RegExp(`\\b${YEAR}(?:[-/]\\d{2,4})?\\b`)
const DATE = new RegExp(
  `\\b(?:${MONTH}\\s+${YEAR}|\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4}|${YEAR}\\s?[-–/]\\s?\\d{2,4})\\b`,
)

/**
 * Whether the paper says when: a year right beside the expression ("3 months ago, in June 2018", "the past seven years
 * to 2022"), or a month or span of years earlier in the sentence, from which it counts.
 */
export const isAnchored = ({ before, after }: Surroundings): boolean =>
  YEAR_SOON_AFTER.test(after.slice(0, 32)) || YEAR_JUST_BEFORE.test(before.slice(-16)) || DATE.test(before)

export const wholeWords = (source: string): RegExp => new RegExp(`\\b(?:${spaced(source)})\\b`, 'i')
const RULES: readonly RegExp[] = [
  wholeWords('if|unless|whether|must|whichever|means|anyone|any person|applicants?|can apply|or more'),
  wholeWords('eligib\\w+|qualif\\w+|criteri\\w+|threshold|defin\\w+'),
  wholeWords('respondents?|survey\\w*|prevalence|year[- ]olds?|aged'),
  wholeWords('(?:at least|more than|fewer than) \\w+ (?:incidents?|reports?|complaints?|offences?|crimes?|times)'),
]

/** A rule, a definition or a question holds on whatever day it is used, and rightly counts from that day. */
export const isRule = ({ sentence }: Surroundings): boolean =>
  /\?\s*$/.test(sentence) || RULES.some((words) => words.test(sentence))

export const isAnchoredOrRule = (around: Surroundings): boolean => isAnchored(around) || isRule(around)

/** "the last week of September", "the next two years of the plan" count from what follows. */
export const isOfSomething = ({ after }: Surroundings): boolean =>
  follows(' (?:of|to|ending|ended|before|after|following|prior|from)\\b').test(after)

export const isRecurring = ({ before, after }: Surroundings): boolean =>
  precedes('\\b(?:each|every) ').test(before) || follows(' (?:of )?(?:each|every)\\b').test(after)
