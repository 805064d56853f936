import { writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { promiseIn } from '../../calendar/promises.ts'
import type { Paper } from '../../documents/paper.ts'
import { hasEnded, type Item, type Plan } from '../plan.ts'
import type { Check, Raised } from './finding.ts'
import { type Text } from './reading/passages.ts'
import { named } from './item-name.ts'
import { counted, listed, quote } from './reading/sentences.ts'
import { textOfPaper } from './reading/texts.ts'

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

type Promised = { sentence: string; part: string; place: string; itemId: string | null; at: number; by: Temporal.PlainDate }

/** What a text says will happen by a date: the last day it can mean. */
const promisesIn = (text: Text): Promised[] =>
  text.said.flatMap(({ sentence, passage: { place, itemId, at } }) => {
    const dated = promiseIn(sentence)?.dated
    return dated ? [{ sentence, ...dated, place, itemId, at }] : []
  })

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
