import { MONTH_NAME } from '../../calendar/months.ts'
import { findUnplacedTimes, type UnplacedTime } from '../../calendar/relative.ts'
import type { TimeFault } from '../../calendar/time-form.ts'
import type { Raised, WordCheck } from './finding.ts'
import { type Passage, type Text } from './reading/passages.ts'
import { listed, quote, sentenceWith } from './reading/sentences.ts'
import { yearsIn } from './reading/written.ts'
import { pattern, r } from './reading/pattern.ts'

type Found = { passage: Passage; times: UnplacedTime[] }

const known = new WeakMap<Text, Found[]>()

/** Passages with expressions of time that have one of these faults. Four checks ask for one search. */
function timesIn(text: Text, faults: readonly TimeFault[]): Found[] {
  const all = known.get(text) ?? allTimesIn(text)
  known.set(text, all)
  return all.flatMap(({ passage, times }) => {
    const own = times.filter(({ fault }) => faults.includes(fault))
    return own.length > 0 ? [{ passage, times: own }] : []
  })
}

/** Every expression of time that a later reader cannot place. Headings are names and keep their words. */
function allTimesIn(text: Text): Found[] {
  const written = text.written && text.written.from.until(text.written.to).days <= 31 ? text.written.to : undefined
  const covers =
    yearsIn(text.title) ??
    text.passages
      .slice(0, 6)
      .map((passage) => yearsIn(passage.text))
      .find((years) => years !== null)
  return text.passages.flatMap((passage) => {
    if (passage.kind === 'heading') return []
    const times = findUnplacedTimes(passage.text, written ? { today: written } : {}).filter(
      (time) =>
        !(covers && WITHIN_PLAN.test(time.text)) &&
        !(written && FROM_PAPER_DATE.test(time.text)) &&
        !IS_RULE.test(sentenceWith(passage.text, time.text)),
    )
    return times.length > 0 ? [{ passage, times }] : []
  })
}

/** "Over the next three years", in a plan whose title gives its years, is said well enough. */
const WITHIN_PLAN = /\b(?:(?:next|coming)\b.*\byears?|(?:last|past)\b.*\byears)$/i
/** A threshold holds on any day it is used. */
const IS_RULE =
  /\b(?:may|can) (?:be requested|request|apply|ask)\b|\bwhere (?:two|three|four|five|\d+) (?:or more )?(?:\w+ )?(?:incidents|reports|complaints)\b/i
/** "This year", in a paper that gives its day or month, is too. */
const FROM_PAPER_DATE = pattern(
  'i',
  r`^(?:(?:early|late|later|earlier) )?(?:the )?(?:this|last|next|current|coming) (?:\w+ )?(?:year|month`,
  r`|quarter|week|spring|summer|autumn|winter)|^at the time of writing$`,
)

// Beyond this a paper's findings are one: its writers count time so throughout.
const MANY = 6

/** One finding to a passage, whatever it holds; one to a whole paper that is full of them. */
const each =
  (faults: readonly TimeFault[]) =>
  (text: Text): Raised[] => {
    const found = timesIn(text, faults)
    return [...Map.groupBy(found, ({ passage }) => passage.itemId)].flatMap(([itemId, own]) =>
      own.length > MANY ? together(itemId, own) : own.map(apart),
    )
  }

function apart({ passage, times }: Found): Raised {
  const [first, ...more] = times
  const others =
    more.length > 0
      ? ` Also ${listed(
          more.map((time) => quote(time.text)),
          4,
        )}.`
      : ''
  return {
    subject: first!.text,
    itemId: passage.itemId,
    place: passage.place,
    at: passage.at,
    sentence: `${quote(sentenceWith(passage.text, first!.text), first!.text)}: ${lower(first!.why)}.${others}`,
    suggestion: `${first!.suggestion}.`,
  }
}

function together(itemId: string | null, found: readonly Found[]): Raised[] {
  const times = found.flatMap((one) => one.times)
  const words = [...new Map(times.map((time) => [time.text.toLowerCase(), quote(time.text)])).values()]
  return [
    {
      subject: 'times',
      itemId,
      at: found[0]!.passage.at,
      place: listed([...new Set(found.map(({ passage }) => passage.place))], 4),
      sentence: `In ${found.length} places ${lower(times[0]!.why)}: ${listed(words, 6)}.`,
      suggestion: `${times[0]!.suggestion.replace(/:.*/, '')}.`,
    },
  ]
}

const lower = (sentence: string) => sentence[0]!.toLowerCase() + sentence.slice(1)

/** One finding to an item, or to a whole paper. */
function vague(text: Text): Raised[] {
  const found = timesIn(text, ['vague'])
  return [...Map.groupBy(found, ({ passage }) => passage.itemId)].map(([itemId, passages]) => {
    const times = passages.flatMap(({ passage, times }) => times.map((time) => ({ time, passage })))
    const words = [...new Map(times.map(({ time }) => [time.text.toLowerCase(), quote(time.text)])).values()]
    return {
      subject: 'vague times',
      itemId,
      at: passages[0]!.passage.at,
      place: listed([...new Set(passages.map(({ passage }) => passage.place))], 3),
      sentence: `${listed(words, 5)} ${words.length === 1 ? 'does' : 'do'} not say when.`,
      suggestion: 'Give the date, or the month and year.',
    }
  })
}

const DAY_MONTH = `\\d{1,2}(?:st|nd|rd|th)? ${MONTH_NAME}`
const BROKEN_RANGE = new RegExp(`\\b(${DAY_MONTH})(?: (?:19|20)\\d\\d)?\\s+(${DAY_MONTH})\\b`)

/** E-34: "25 November 10 December". */
function brokenRange(text: Text): Raised[] {
  return text.said.flatMap(({ sentence, passage }) => {
    const found = BROKEN_RANGE.exec(sentence)
    if (!found || (passage.kind === 'cell' && sentence.length < found[0].length + 4)) return []
    return {
      subject: found[0],
      itemId: passage.itemId,
      place: passage.place,
      at: passage.at,
      sentence: `${quote(sentence, found[0])}: two dates stand side by side with nothing between them.`,
      suggestion: `Write “${found[1]} to ${found[2]}” if a range is meant, or “and” if two days are.`,
    }
  })
}

export const TIME_CHECKS: readonly WordCheck[] = [
  {
    id: 'relative-time',
    title: 'Time counted from an unsaid day',
    severity: 'question',
    errors: ['E-12', 'E-33'],
    reads: 'words',
    run: each(['counted from an unsaid day', 'year missing', 'period not said']),
    why: '“Three months ago” was true on the day it was written. Whoever reads it at the meeting, or next year, cannot tell when that was.',
  },
  {
    id: 'vague-time',
    title: 'Time that says nothing',
    severity: 'note',
    errors: ['E-12'],
    reads: 'words',
    run: vague,
    why: '“Recently” and “soon” cannot be checked, and cannot be late.',
  },
  {
    id: 'ambiguous-frequency',
    title: 'A frequency with two meanings',
    severity: 'question',
    errors: ['E-16', 'E-83'],
    reads: 'words',
    run: each(['frequency with two meanings']),
    why: '“Bi-weekly” is twice a week to some and every two weeks to others: twenty-six meetings a year or a hundred and four.',
  },
  {
    id: 'ambiguous-quarter',
    title: 'A quarter with two meanings',
    severity: 'note',
    errors: ['E-24', 'E-81'],
    reads: 'words',
    run: each(['quarter with two meanings']),
    why: 'Quarter one is January to March in one calendar and April to June in the other.',
  },
  {
    id: 'broken-date-range',
    title: 'A date range without its middle',
    severity: 'note',
    errors: ['E-34'],
    reads: 'words',
    run: brokenRange,
    why: 'Two dates in a row may be the ends of a range or two separate days.',
  },
]
