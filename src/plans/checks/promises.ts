import { writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { MONTH_NAME, monthNumber } from '../../calendar/months.ts'
import type { Paper } from '../../documents/paper.ts'
import { hasEnded, type Item, type Plan } from '../plan.ts'
import type { Check, Raised } from './finding.ts'
import { type Text } from './reading/passages.ts'
import { named } from './item-name.ts'
import { counted, listed, quote } from './reading/sentences.ts'
import { textOfPaper } from './reading/texts.ts'
import { r } from './reading/pattern.ts'

const { compare } = Temporal.PlainDate

const PROMISE_YEARS = 2

/** E-74, E-95. */
function oldPromise(plan: Plan, today: Temporal.PlainDate): Raised[] {
  const isOld = (item: Item) =>
    item.promisedOn && !hasEnded(item) && item.state !== 'continuous' && compare(item.promisedOn.add({ years: PROMISE_YEARS }), today) < 0
  return plan.items
    .filter(isOld)
    .map((item) => ({
      subject: item.code,
      itemId: item.itemId,
      place: named(item),
      sentence: `${named(item)} was first promised on ${writeDate(item.promisedOn!)}, ${age(item.promisedOn!, today)}, and is ${item.state}.`,
      suggestion: 'Say what has held it up and when it will be done, or close it as not achieved.',
    }))
}

const LEADING = [
  r`(?:by|in|during|before|until|on|no later than|later in|early in)(?: the)?(?: (?:end|start|beginning`,
  r`|middle) of)?(?: (?:early|mid|late|spring|summer|autumn|winter))?(?:[\s-](?:quarter (?:one|two|three`,
  r`|four|\d)|q[1-4]))?(?: of)?`,
].join('')
const DATE = [
  r`\s*(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?<month>${MONTH_NAME})?\s*(?<year>20\d{2})(?!s|\d|\s*[-–/]\s*\d`,
  r`| (?:strategy|plan|act|report|survey|census|baseline|levels?|prices|round))`,
].join('')
// "will be published in 2024"; "is due to report by May 2024"; "expected in spring 2024".
const PROMISES = [
  [
    r`\b(?:will|shall|(?:is|are) (?:now )?(?:expected|due|planned|scheduled|anticipated|intended`,
    r`|set))\b(?<between>[^.;:()]{0,90}?)\b${LEADING}${DATE}`,
  ].join(''),
  [
    r`(?<!\b(?:as|was|were|been|initially|originally|previously|first|remained|the|our|and|of`,
    r`|this) )\b(?:expected|due|planned|scheduled|anticipated`,
    r`|to be)(?<between>(?: for)?(?: to \w+)?(?: \w+ed)?) (?:for |${LEADING})${DATE}`,
  ].join(''),
].map((form) => new RegExp(form, 'i'))
// "work started in 2019" tells of the past, wherever the sentence began.
const PAST_BEFORE =
  /(?<!\b(?:be|been|being|to|get)\s(?:\w+ly )?)\b(?:\w+ed|begun|set up|made|held|found|built|known|written|seen|taken|given|shown)\s*$/i

type Promised = { sentence: string; part: string; place: string; itemId: string | null; at: number; by: Temporal.PlainDate }

/** What a text says will happen by a date: the last day it can mean. */
function promisesIn(text: Text): Promised[] {
  return text.said.flatMap(({ sentence, passage }) => {
    const found = PROMISES.map((form) => form.exec(sentence)).find((match) => match !== null)
    if (
      !found ||
      /\b(?:but|however|delay\w*|slipp\w*)\b/i.test(sentence) ||
      PAST_BEFORE.test(found.groups!.between!) ||
      /\b(?:since|was|were|had|baseline|compared|levels?)\b/i.test(found.groups!.between!)
    )
      return []
    const month = found.groups!.month ? monthNumber(found.groups!.month) : 12
    const first = Temporal.PlainDate.from({ year: Number(found.groups!.year), month: month ?? 12, day: 1 })
    return {
      sentence,
      part: found[0],
      place: passage.place,
      itemId: passage.itemId,
      at: passage.at,
      by: first.with({ day: first.daysInMonth }),
    }
  })
}

/** E-43: a date still to come, in a paper written after it. */
function promisePassed(text: Text): Raised[] {
  if (!text.written?.sure) return []
  return promisesIn(text)
    .filter(({ by }) => compare(by, text.written!.from) < 0)
    .map(({ sentence, part, place, itemId, at }) => ({
      subject: part,
      itemId,
      place,
      at,
      sentence: `${quote(sentence, part)} still looks forward to a date that had passed when this was written.`,
      suggestion: 'Say what happened, or give the new date.',
    }))
}

/** E-74 in papers: one note, to be read when an old paper is taken up again. */
function promisesNowDue(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const text = textOfPaper(paper, today)
  if (!text.written?.sure) return []
  const due = promisesIn(text).filter(({ by }) => compare(by, text.written!.from) >= 0 && compare(by, today) < 0)
  if (due.length === 0) return []
  return [
    {
      subject: 'promises now due',
      itemId: null,
      place: listed([...new Set(due.map(({ place }) => place))], 3),
      sentence: `${counted(due.length, 'promise', 'promises')} made in this paper ${due.length === 1 ? 'has' : 'have'} since fallen due: ${listed(
        due.map(({ sentence, part }) => quote(sentence, part)),
        4,
      )}.`,
      suggestion: 'Record when each was first promised; its age is then shown until it is kept or closed.',
    },
  ]
}

export const PROMISE_CHECKS: readonly Check[] = [
  {
    id: 'old-promise',
    title: 'Promised long ago',
    severity: 'question',
    errors: ['E-74', 'E-95'],
    reads: 'plan',
    keptOnly: true,
    run: oldPromise,
    why: 'The same promise can stand in plan after plan. Its age shows that it does.',
  },
  {
    id: 'date-passed',
    title: 'A date to come that had passed',
    severity: 'question',
    errors: ['E-43', 'E-74'],
    reads: 'words',
    run: promisePassed,
    why: 'Text carried over from an earlier version still looks forward to what has, or has not, happened since.',
  },
  {
    id: 'promises-now-due',
    title: 'Promises that have since fallen due',
    severity: 'note',
    errors: ['E-74', 'E-81'],
    reads: 'paper',
    run: promisesNowDue,
    why: 'What a paper promised is what the next one should answer for.',
  },
]
