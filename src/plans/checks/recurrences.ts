import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { meaningOf } from './reading/likeness.ts'
import { type Passage, passagesOf } from './reading/passages.ts'
import { listed, quote, sentencesOf } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

const BODY = pattern(
  'gu',
  r`(?:\p{Lu}[\p{L}'’-]+(?:\s+(?:and|of|the|for|&)\s+|\s+)){1,5}(?:Groups?|Panels?|Boards?|Forums?`,
  r`|Meetings?|Committees?|Conferences?|MARAC|Partnership)\b`,
)
const RHYTHM = pattern(
  'gi',
  r`\b(?<rhythm>weekly|fortnightly|monthly|quarterly|(?:every|each) (?:week|fortnight|month|quarter`,
  r`|monday|tuesday|wednesday|thursday|friday)|once a (?:week|month|quarter))\b`,
)

const EACH: Readonly<Record<string, string>> = { week: 'weekly', fortnight: 'fortnightly', month: 'monthly', quarter: 'quarterly' }

const rhythmOf = (words: string): string => {
  const unit = /week|fortnight|month|quarter/.exec(words.toLowerCase())?.[0]
  return unit ? EACH[unit]! : 'weekly'
}

type Meeting = { name: string; rhythm: string; sentence: string; passage: Passage }

/** Meetings with how often they are held, where a sentence names one of each; "Meets monthly" is of the heading it stands under. */
function meetingsIn(passages: readonly Passage[]): Meeting[] {
  return passages
    .filter(({ kind }) => kind !== 'heading')
    .flatMap((passage) =>
      sentencesOf(passage.text).flatMap((sentence) => {
        const rhythms = [...sentence.matchAll(RHYTHM)]
        const own = sentence.match(BODY) ?? []
        const names = own.length > 0 ? own : /^meets\b|^held\b/i.test(sentence) ? (passage.section.match(BODY) ?? []) : []
        if (
          rhythms.length !== 1 ||
          names.length !== 1 ||
          !/\b(?:meet|meets|meeting|meetings|held|engage|attend\w*|panel|forum|board|group) ?/i.test(sentence)
        )
          return []
        // What is monthly may be the report or the update, and not the meeting.
        if (
          pattern(
            'i',
            r`\b(?:weekly|fortnightly|monthly|quarterly) (?:\w+ )?(?:reports?|updates?|data|bulletins?`,
            r`|newsletters?|figures|returns?|priorities|themes?|basis|review\w*)\b`,
          ).test(sentence)
        )
          return []
        return [{ name: meaningOf(names[0]!).join(' '), rhythm: rhythmOf(rhythms[0]!.groups!.rhythm!), sentence, passage }]
      }),
    )
}

/** E-21. */
function twoRhythms(paper: Paper): Raised[] {
  const byName = Map.groupBy(
    meetingsIn(passagesOf(paper)).filter(({ name }) => name.split(' ').length >= 2),
    ({ name }) => name,
  )
  return [...byName.values()].flatMap((meetings) => {
    const first = meetings[0]!
    // A "Programme Board" of one row is not that of another.
    const other = meetings.find(
      ({ rhythm, passage }) =>
        rhythm !== first.rhythm && ((passage.kind !== 'cell' && first.passage.kind !== 'cell') || passage.place === first.passage.place),
    )
    if (!other) return []
    return [
      {
        subject: first.name,
        itemId: null,
        at: first.passage.at,
        place: listed([...new Set([first.passage.place, other.passage.place])]),
        sentence: `One meeting is ${first.rhythm} in ${quote(first.sentence)} and ${other.rhythm} in ${quote(other.sentence)}.`,
        suggestion: 'Say how often it meets, once.',
      },
    ]
  })
}

const ORAL = /\b(?:an? )?(?:oral|verbal) (?:update|report|presentation)s? (?:will|to) be (?:provided|given|made|presented)\b/i

/** E-36. */
const oralUpdates = (paper: Paper): Raised[] =>
  passagesOf(paper).flatMap((passage) =>
    sentencesOf(passage.text)
      .filter((sentence) => ORAL.test(sentence))
      .map((sentence) => ({
        subject: sentence.slice(0, 60),
        itemId: null,
        at: passage.at,
        place: passage.place,
        sentence: `${quote(sentence, ORAL.exec(sentence)![0])}: what is said there will not be in the paper.`,
        suggestion: 'Put it in writing, or see that the minutes record it with its actions.',
      })),
  )

export const MEETING_CHECKS: readonly Check[] = [
  {
    id: 'two-rhythms',
    title: 'One meeting at two rhythms',
    severity: 'question',
    errors: ['E-21'],
    reads: 'paper',
    run: twoRhythms,
    why: 'Members do not know when to come, and nobody can tell whether a meeting was missed.',
  },
  {
    id: 'oral-update',
    title: 'An oral update',
    severity: 'note',
    errors: ['E-36'],
    reads: 'paper',
    run: oralUpdates,
    why: 'Commitments made aloud leave no record to be held to.',
  },
]
