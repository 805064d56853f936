import type { Paper } from '../../documents/paper.ts'
import { wilson } from '../../statistics/intervals.ts'
import { writeFigure } from '../../statistics/figures.ts'
import type { Check, Raised } from './finding.ts'
import { oneFinding } from './one-finding.ts'
import { passagesOf } from './reading/passages.ts'
import { sentencesOf } from './reading/sentences.ts'
import { textOfPaper } from './reading/texts.ts'
import { pattern, r } from './reading/pattern.ts'

const PERCENT = /(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)/g
const SAMPLE = pattern(
  'i',
  r`(?:\b(?:survey|consultation|questionnaire|poll|sample)\b[^.]{0,80}?\b(?<a>\d[\d,]*) (?:people`,
  r`|respondents|residents|responses|replies|participants|businesses|members of the public)`,
  r`|\b(?<b>\d[\d,]*) (?:people|respondents|responses|residents|participants`,
  r`|replies)\b[^.]{0,50}\b(?:responded|took part|completed|replied|surveyed|answered|were received)`,
  r`|\bn\s?=\s?(?<c>\d[\d,]*))`,
)
const ORDERED =
  /\b(?:most popular|most common|highest|top|biggest|greatest|first|main) (?:\w+ ){0,4}(?:were|was|are|is)\b|\bin (?:rank )?order\b|\bfollowed by\b/i

/** E-50: shares ranked although the sample cannot tell them apart. */
function tooCloseToRank(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  return passages.flatMap((passage, at) => {
    const groups = SAMPLE.exec(passage.text)?.groups
    const size = Number((groups?.a ?? groups?.b ?? groups?.c ?? '').replaceAll(',', ''))
    if (!(size >= 20 && size <= 2000)) return []
    return passages.slice(at, at + 3).flatMap((near) =>
      sentencesOf(near.text)
        .filter((sentence) => ORDERED.test(sentence))
        .flatMap((sentence) => {
          const [first, second] = [...sentence.matchAll(PERCENT)].map((found) => Number(found[1]))
          if (!first || !second || second >= first) return []
          const interval = wilson((first / 100) * size, size)
          if (interval === 'not applicable' || second / 100 < interval.from) return []
          const half = ((interval.to - interval.from) / 2) * 100
          return [
            {
              subject: `${first}% ${second}%`,
              itemId: null,
              place: near.place,
              at: near.at,
              sentence: `${first}% and ${second}% of ${size} people are ranked, and a sample of that size is uncertain by ${writeFigure(half)} points either way.`,
              suggestion: 'Print the number of answers and the interval beside each share, and do not rank what overlaps.',
            },
          ]
        }),
    )
  })
}

const OF_SURVEYED = pattern(
  'i',
  r`\b\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent) of (?:the |all |our |those )*(?:respondents|surveyed`,
  r`|people surveyed|those who responded|residents surveyed)\b|\bof (?:those|people) (?:surveyed`,
  r`|who responded)[^.]{0,40}\d{1,3}\s?%`,
)
const ASKED = /\b(?:survey\w*|respon\w+|answer\w*|consult\w+|questionnaires?|took part|polled|interview\w*|replied|completed|sample)\b/i
const ANY_SAMPLE = pattern(
  'i',
  r`\b\d[\d,]{1,6}\s+(?:\w+\s+){0,2}(?:people|respondents|responses|residents|participants|replies`,
  r`|completed|surveys|answers|answered|responded|households)\b|\bn\s?=\s?\d|\bsample (?:size )?of\b`,
  r`|\bbase\s?[:=]\s?\d`,
)

/** E-50: shares of those asked, when the paper never says how many were. */
function noSampleSize(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const text = textOfPaper(paper, today)
  if (text.said.some(({ sentence }) => ASKED.test(sentence) && ANY_SAMPLE.test(sentence))) return []
  const said = text.said.filter(({ sentence }) => OF_SURVEYED.test(sentence))
  return oneFinding(
    'sample size',
    said,
    (count, quotes) => `${count} given, and the paper never says how many people answered: ${quotes}.`,
    'Say how many answered, who was asked and when.',
    'share of respondents is',
    'shares of respondents are',
  )
}

export const SURVEY_CHECKS: readonly Check[] = [
  {
    id: 'too-close-to-rank',
    title: 'Shares too close to be ranked',
    severity: 'note',
    errors: ['E-50'],
    reads: 'paper',
    run: tooCloseToRank,
    why: 'With a few hundred answers, four points’ difference may be chance.',
  },
  {
    id: 'no-sample-size',
    title: 'A survey without its size',
    severity: 'question',
    errors: ['E-50'],
    reads: 'paper',
    run: noSampleSize,
    why: 'Half of ten people and half of a thousand do not weigh the same.',
  },
]
