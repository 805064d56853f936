import type { Paper } from '../../documents/paper.ts'
import { wilson } from '../../statistics/intervals.ts'
import { writeFigure } from '../../statistics/figures.ts'
import type { Check, Raised } from './finding.ts'
import { likeness, meaningOf, stem } from './likeness.ts'
import { type Passage, passagesOf, type Said } from './passages.ts'
import { counted, listed, NUMBER_WORD, numberFrom, quote, sentencesOf } from './sentences.ts'
import { textOfPaper } from './texts.ts'

const SUPERLATIVE = 'highest|largest|biggest|greatest|lowest|top(?:[- ]rated|[- ]ranked)?|most (?:common|popular|frequent|frequently \\w+|reported|commonly \\w+)|commonest|ranked'
const RANK = new RegExp(`\\b(?<ordinal>second|third|fourth|fifth|2nd|3rd|4th|5th)[- ](?:${SUPERLATIVE})\\s+(?:\\w+\\s+)?(?<noun>concerns?|priorit(?:y|ies)|issues?|crimes?|crime types?|offences?|categor(?:y|ies)|reasons?|worr(?:y|ies)|problems?)\\b`, 'i')
const YEAR = /\b(?:19|20)\d\d\b/g
const PERCENT = /(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)/g

type Ranked = { key: string; words: string; passage: Passage; percent: string | null; subject: ReadonlySet<string>; years: string }

const ORDINALS: Readonly<Record<string, string>> = { '2nd': 'second', '3rd': 'third', '4th': 'fourth', '5th': 'fifth' }

function ranksIn(passages: readonly Passage[]): Ranked[] {
  return passages.flatMap((passage) => {
    const found = RANK.exec(passage.text)
    if (!found) return []
    const before = passage.text.slice(0, found.index)
    // The figure that belongs to the rank is the last one before it, or the first after it in the sentence.
    const percent = [...before.matchAll(PERCENT)].at(-1)?.[1] ?? /^[^.]{0,40}?(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)/.exec(passage.text.slice(found.index + found[0].length))?.[1] ?? null
    const subject = new Set(meaningOf(/([^.;]*?)\b(?:was|is|were|are|being|ranked|came|remains?)\b[^.;]*$/i.exec(before)?.[1] ?? ''))
    const said = found.groups!.ordinal!.toLowerCase()
    return [{ key: `${ORDINALS[said] ?? said} ${stem(found.groups!.noun!.split(' ')[0]!)}`, words: found[0], passage, percent, subject, years: (passage.text.match(YEAR) ?? []).join() }]
  })
}

/** Two figures that differ, or, where there are none, two subjects with no word in common. */
const isAnother = (one: Ranked, other: Ranked) =>
  one.percent && other.percent ? one.percent !== other.percent : one.subject.size > 0 && other.subject.size > 0 && likeness(one.subject, other.subject) === 0

/** E-48: two different things that are both third. */
function ranksDisagree(paper: Paper): Raised[] {
  const ranked = Map.groupBy(ranksIn(passagesOf(paper)), ({ key }) => key)
  return [...ranked.values()].flatMap((each) => {
    const [first, ...others] = each
    const other = others.find((one) => isAnother(first!, one) && one.years === first!.years)
    if (!other) return []
    const shares = first!.percent && other.percent ? `: one with ${first!.percent}% and one with ${other.percent}%` : ''
    return [{
      subject: first!.key, itemId: null, place: `${first!.passage.place} and ${other.passage.place}`, at: first!.passage.at,
      sentence: `Two different things are the ${first!.words.toLowerCase()}${shares}.`,
      suggestion: 'Take the ranks from one table of results, and say which question each share answers.',
    }]
  })
}

const CRIME_SHARE = /(?:\b(?:makes? up|made up|accounts? for|accounted for|represents?|represented|comprises?)\s+(?:\w+\s+){0,2}?\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent)|\b\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent)) of (?:all |the |recorded |reported |total )*(?:crimes?|offences?|incidents?|reports|calls|demand|asb)\b/i
const ANY_PERIOD = /\b(?:19|20)\d\d\b|\b\d\d\/\d\d\b|\b(?:last|past|previous|this|financial) (?:\w+ )?(?:year|quarter|month|period)s?\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b/i

/** E-52. A report of one month or quarter dates its figures by its title; a strategy does not. */
function undatedShares(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const text = textOfPaper(paper, today)
  if (text.written && text.written.from.until(text.written.to).days <= 92) return []
  const undated = text.said.filter(({ sentence, passage }) => CRIME_SHARE.test(sentence) && !/\btargets?|aim|reduce|would|could\b/i.test(sentence) && !ANY_PERIOD.test(`${passage.text} ${passage.section === text.title ? '' : passage.section} ${leadOf(text.passages, passage)}`))
  return oneFor('undated shares', undated, (count, quotes) => `${count} given without the year or period ${undated.length === 1 ? 'it is' : 'they are'} of: ${quotes}.`, 'Say which year or period each is of, and where it comes from.', 'share of crime is', 'shares of crime are')
}

/** What leads to a list item or a table. */
const leadOf = (passages: readonly Passage[], passage: Passage): string =>
  passage.kind === 'list item' || passage.kind === 'cell' ? (passages.findLast(({ at, kind }) => at < passage.at && (kind === 'paragraph' || kind === 'heading'))?.text ?? '') : ''

function oneFor(subject: string, said: readonly Said[], sentence: (count: string, quotes: string) => string, suggestion: string, one: string, many: string): Raised[] {
  const [first] = said
  if (!first) return []
  const quotes = listed(said.map((each) => quote(each.sentence, /[£\d][\d.,]*\s?(?:%|per ?cent|m\b|million|bn|billion)?/.exec(each.sentence)?.[0])), 3)
  return [{ subject, itemId: null, at: first.passage.at, place: listed([...new Set(said.map(({ passage }) => passage.place))], 4), sentence: sentence(counted(said.length, one, many), quotes), suggestion }]
}

const ESTIMATE = /(?:\bestimated\b[^.]*\bcost|\bcosts?\b[^.]*\b(?:economy|nhs|society|taxpayers?|businesses|borough|county|city|council|public purse|victims)\b)[^.]*£\s?\d[\d,.]*\s?(?:m\b|million|bn|billion|k\b|thousand)|£\s?\d[\d,.]*\s?(?:m\b|million|bn|billion)[^.]*\b(?:cost to (?:the )?(?:economy|nhs|society|taxpayers?|businesses|borough|county|city|council|public)|costs? of crime)\b/i

/** E-72: money said to be lost, without a year or where it comes from. */
function estimateWithoutYear(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const said = textOfPaper(paper, today).said.filter(
    ({ sentence, passage }) => ESTIMATE.test(sentence) && !ANY_PERIOD.test(sentence) && passage.kind !== 'footnote' && !/\b(?:budget|grant|funding|fund|fines?|levy|bid|contract|invest\w*|according to|source|per (?:person|head|night|case)|each)\b|\p{L}\d\b/iu.test(sentence),
  )
  return oneFor('estimates', said, (count, quotes) => `${count} given without a year or a source: ${quotes}.`, 'Say what year it is of and who worked it out.', 'estimate of cost is', 'estimates of cost are')
}

const SAMPLE = /(?:\b(?:survey|consultation|questionnaire|poll|sample)\b[^.]{0,80}?\b(?<a>\d[\d,]*) (?:people|respondents|residents|responses|replies|participants|businesses|members of the public)|\b(?<b>\d[\d,]*) (?:people|respondents|responses|residents|participants|replies)\b[^.]{0,50}\b(?:responded|took part|completed|replied|surveyed|answered|were received)|\bn\s?=\s?(?<c>\d[\d,]*))/i
const ORDERED = /\b(?:most popular|most common|highest|top|biggest|greatest|first|main) (?:\w+ ){0,4}(?:were|was|are|is)\b|\bin (?:rank )?order\b|\bfollowed by\b/i

/** E-50: shares ranked although the sample cannot tell them apart. */
function tooCloseToRank(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  return passages.flatMap((passage, at) => {
    const groups = SAMPLE.exec(passage.text)?.groups
    const size = Number((groups?.a ?? groups?.b ?? groups?.c ?? '').replaceAll(',', ''))
    if (!(size >= 20 && size <= 2000)) return []
    return passages.slice(at, at + 3).flatMap((near) =>
      sentencesOf(near.text).filter((sentence) => ORDERED.test(sentence)).flatMap((sentence) => {
        const [first, second] = [...sentence.matchAll(PERCENT)].map((found) => Number(found[1]))
        if (!first || !second || second >= first) return []
        const interval = wilson((first / 100) * size, size)
        if (interval === 'not applicable' || second / 100 < interval.from) return []
        const half = ((interval.to - interval.from) / 2) * 100
        return [{
          subject: `${first}% ${second}%`, itemId: null, place: near.place, at: near.at,
          sentence: `${first}% and ${second}% of ${size} people are ranked, and a sample of that size is uncertain by ${writeFigure(half)} points either way.`,
          suggestion: 'Print the number of answers and the interval beside each share, and do not rank what overlaps.',
        }]
      }),
    )
  })
}

const OF_SURVEYED = /\b\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent) of (?:the |all |our |those )*(?:respondents|surveyed|people surveyed|those who responded|residents surveyed)\b|\bof (?:those|people) (?:surveyed|who responded)[^.]{0,40}\d{1,3}\s?%/i
const ASKED = /\b(?:survey\w*|respon\w+|answer\w*|consult\w+|questionnaires?|took part|polled|interview\w*|replied|completed|sample)\b/i
const ANY_SAMPLE = /\b\d[\d,]{1,6}\s+(?:\w+\s+){0,2}(?:people|respondents|responses|residents|participants|replies|completed|surveys|answers|answered|responded|households)\b|\bn\s?=\s?\d|\bsample (?:size )?of\b|\bbase\s?[:=]\s?\d/i

/** E-50: shares of those asked, when the paper never says how many were. */
function noSampleSize(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const text = textOfPaper(paper, today)
  if (text.said.some(({ sentence }) => ASKED.test(sentence) && ANY_SAMPLE.test(sentence))) return []
  const said = text.said.filter(({ sentence }) => OF_SURVEYED.test(sentence))
  return oneFor('sample size', said, (count, quotes) => `${count} given, and the paper never says how many people answered: ${quotes}.`, 'Say how many answered, who was asked and when.', 'share of respondents is', 'shares of respondents are')
}

const APPROXIMATE = new RegExp(`\\b(?:some|about|around|approximately|circa|roughly) (?<count>\\d[\\d,]*|${NUMBER_WORD}) (?:\\w+ )?(?<noun>cases|referrals|incidents|reports|people|individuals|victims|offenders|attendees|members|visits|patrols|orders|notices|complaints)\\b`, 'i')
const EXACT_PART = new RegExp(`(?<!some |about |around |over |than )\\b(?<count>\\d[\\d,]*|${NUMBER_WORD}) of (?:the|these|those) (?:\\w+ )?(?<noun>cases|referrals|incidents|reports|people|individuals|victims|offenders|attendees|members|visits|patrols|orders|notices|complaints)\\b`, 'i')

/** E-32: a part counted exactly of a whole that is not. */
function approximateWhole(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const said = textOfPaper(paper, today).said
  return said.flatMap((whole, at) => {
    const about = APPROXIMATE.exec(whole.sentence)
    const exact = about && said.slice(at + 1).find(({ sentence, passage }) => {
      const part = EXACT_PART.exec(sentence)
      return passage.section === whole.passage.section && part && part.groups!.noun!.toLowerCase() === about.groups!.noun!.toLowerCase() && numberFrom(part.groups!.count!) < numberFrom(about.groups!.count!)
    })
    if (!about || !exact) return []
    const part = EXACT_PART.exec(exact.sentence)![0]
    return [{
      subject: about[0], itemId: null, place: `${whole.passage.place} and ${exact.passage.place}`, at: whole.passage.at,
      sentence: `The whole is “${about[0]}”, and a part of it is counted exactly: “${part}”.`, suggestion: 'Take both from the record, with the dates they cover.',
    }]
  })
}

const FOUNDED = /\b(?:was|were) (?:established|created|set up|formed|founded|launched)\b[^.]{0,30}?\b(?:in|on) (?:\w+ )?(?<a>(?:19|20)\d\d)|\b(?:established|created|set up|formed|founded|launched) in (?:\w+ )?(?<b>(?:19|20)\d\d)\b/i
const BODY = /\b(?:\p{Lu}[\p{L}'’]*(?:\s+(?:and|of|the|for|\p{Lu}[\p{L}'’]*))*\s+)?(?:Partnership|Board|Forum|Panel|Group|Unit|Committee|Team|Service|CDP|CSP)\b/gu

/** E-46: one body founded in two years. Both sentences must name it, in full or by the letters the paper gives it. */
function foundedTwice(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const said = textOfPaper(paper, today).said.flatMap((each) => {
    const groups = FOUNDED.exec(each.sentence)?.groups
    return groups ? [{ ...each, year: groups.a ?? groups.b!, bodies: bodiesIn(each.sentence, paper) }] : []
  })
  return said.flatMap((first, at) => {
    const second = said.slice(at + 1).find(({ year, bodies }) => year !== first.year && bodies.some((body) => first.bodies.includes(body)))
    if (!second) return []
    const body = second.bodies.find((each) => first.bodies.includes(each))!
    return [{
      subject: `founded ${body}`, itemId: null, place: [...new Set([first.passage.place, second.passage.place])].join(' and '), at: first.passage.at,
      sentence: `${quote(first.sentence, first.year)}, and ${quote(second.sentence, second.year)}: two years for one body, unless two are meant.`,
      suggestion: 'Give the one date, or name the two bodies apart.',
    }]
  })
}

/** The bodies a sentence names, each as its words' stems; letters in brackets after a name anywhere in the paper stand for it. */
function bodiesIn(sentence: string, paper: Paper): string[] {
  const names = sentence.match(BODY) ?? []
  const whole = paper.blocks.map((block) => ('text' in block ? block.text : '')).join('\n')
  const full = names.flatMap((name) => {
    const letters = /\b[A-Z]{3,5}$/.exec(name)?.[0]
    const spelt = letters ? new RegExp(`((?:\\p{Lu}[\\p{L}'’]*\\s+){1,5})\\(${letters}\\)`, 'u').exec(whole)?.[1] : undefined
    return spelt ? [spelt] : [name]
  })
  return full.map((name) => meaningOf(name).slice(-3).join(' ')).filter((name) => name.split(' ').length >= 2)
}

export const CLAIM_CHECKS: readonly Check[] = [
  {
    id: 'ranks-disagree', title: 'Two things with one rank', severity: 'question', errors: ['E-48', 'E-49'], reads: 'paper', run: ranksDisagree,
    why: 'Two different concerns cannot both be third, unless two different questions were asked.',
  },
  {
    id: 'undated-share', title: 'A share without its year', severity: 'question', errors: ['E-52', 'E-53'], reads: 'paper', run: undatedShares,
    why: 'Shares of different years stand side by side as if they could be compared.',
  },
  {
    id: 'estimate-without-year', title: 'An estimate of cost without year or source', severity: 'note', errors: ['E-72'], reads: 'paper', run: estimateWithoutYear,
    why: 'A figure nobody can trace is repeated long after it stopped being true.',
  },
  {
    id: 'too-close-to-rank', title: 'Shares too close to be ranked', severity: 'note', errors: ['E-50'], reads: 'paper', run: tooCloseToRank,
    why: 'With a few hundred answers, four points’ difference may be chance.',
  },
  {
    id: 'no-sample-size', title: 'A survey without its size', severity: 'question', errors: ['E-50'], reads: 'paper', run: noSampleSize,
    why: 'Half of ten people and half of a thousand do not weigh the same.',
  },
  {
    id: 'approximate-whole', title: 'An exact part of a rough whole', severity: 'note', errors: ['E-32'], reads: 'paper', run: approximateWhole,
    why: 'Both come from the same record; one of them was typed from memory.',
  },
  {
    id: 'founded-twice', title: 'One body founded twice', severity: 'question', errors: ['E-46'], reads: 'paper', run: foundedTwice,
    why: 'Either a date is wrong or two bodies share a name, and duties discharged through it are in doubt.',
  },
]
