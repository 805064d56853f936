import { parseDate, writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { MONTH_NAME, monthName, monthNumber } from '../../calendar/months.ts'
import type { Paper } from '../../documents/paper.ts'
import { hasEnded, type Item, type Plan } from '../plan.ts'
import { actionTables, tablesOf } from './columns.ts'
import type { Check, Raised } from './finding.ts'
import { rowPlace, type Text } from './passages.ts'
import { named } from './item-name.ts'
import { counted, listed, quote } from './sentences.ts'
import { textOfPaper } from './texts.ts'
import { yearsIn } from './written.ts'

const { compare } = Temporal.PlainDate

// A year-end report comes a few months after its year: only later than this does it need a word.
const YEAR_END_DAYS = 92

/** E-13. "2017-18" ends in March 2018, "2011-14" at the latest in December 2014. */
function reportAfterPlan(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const { title, written, passages } = textOfPaper(paper, today)
  const top = [title, ...passages.slice(0, 8).filter(({ column }) => column === '').map(({ text }) => text.slice(0, 160))]
  const named = top.find((text) => yearsIn(text) && /\b(?:plan|strategy|priorities|programme)\b/i.test(text))
  const years = named ? yearsIn(named)! : null
  if (!years || !written || top.some((text) => /\b(?:review|evaluation|annual report|year[- ]end|outturn|final|closing|lessons)\b/i.test(text))) return []
  const ends = years.to === years.from + 1 ? Temporal.PlainDate.from({ year: years.to, month: 3, day: 31 }) : Temporal.PlainDate.from({ year: years.to, month: 12, day: 31 })
  if (compare(written.from, ends.add({ days: YEAR_END_DAYS })) <= 0) return []
  return [{
    subject: 'plan period', itemId: null, place: 'the title page',
    sentence: `The paper is of ${monthName(written.from.month)} ${written.from.year} and reports on ${quote(named!)}, a period that ended by ${monthName(ends.month)} ${ends.year}.`,
    suggestion: 'Say whether the plan was extended and its targets carried over, or report on the plan that is in force.',
  }]
}

function planOver(plan: Plan, today: Temporal.PlainDate): Raised[] {
  const raised: Raised[] = []
  if (plan.state === 'live' && compare(today, plan.ends.add({ days: YEAR_END_DAYS })) > 0)
    raised.push({
      subject: 'plan period', itemId: null, place: plan.title,
      sentence: `The plan ended on ${writeDate(plan.ends)} and is still live.`,
      suggestion: 'Close it, extend it, or carry what is unfinished into the plan that follows.',
    })
  if (plan.period && compare(plan.period.starts, plan.ends) > 0)
    raised.push({
      subject: 'reporting period', itemId: null, place: plan.period.name,
      sentence: `The reporting period ${plan.period.name} begins after the plan ended on ${writeDate(plan.ends)}.`,
      suggestion: 'Say whether the plan was extended and its targets carried over.',
    })
  return raised
}

function dueBeforeStart(plan: Plan): Raised[] {
  return plan.items.filter(({ starts, due }) => starts && due && compare(due, starts) < 0).map((item) => ({
    subject: item.code, itemId: item.itemId, place: named(item),
    sentence: `${named(item)} is due on ${writeDate(item.due!)}, before it starts on ${writeDate(item.starts!)}.`,
    suggestion: 'Put the two dates right.',
  }))
}

/** The same in a paper's table, where both columns hold dates. */
function dueBeforeStartInPaper(paper: Paper): Raised[] {
  return actionTables(tablesOf(paper)).flatMap(({ table, columns, rows }) => {
    if (columns.start === undefined || columns.due === undefined) return []
    return rows.flatMap(({ row, texts }) => {
      const starts = parseDate(texts[columns.start!] ?? '')
      const due = parseDate(texts[columns.due!] ?? '')
      if (!starts || !due || compare(due, starts) >= 0) return []
      return {
        subject: texts[columns.action!] ?? '', itemId: null, place: rowPlace(table, row),
        sentence: `The end, ${writeDate(due)}, comes before the start, ${writeDate(starts)}.`, suggestion: 'Put the two dates right.',
      }
    })
  })
}

function outsidePlan(plan: Plan): Raised[] {
  const outside = plan.items.filter((item) => !hasEnded(item) && item.due && compare(item.due, plan.ends) > 0)
  if (outside.length === 0) return []
  return [{
    subject: 'due after the plan', itemId: outside.length === 1 ? outside[0]!.itemId : null, place: listed(outside.map(named)),
    sentence: `${counted(outside.length, 'item is', 'items are')} due after the plan ends on ${writeDate(plan.ends)}: ${listed(outside.map((item) => `${named(item)} (${writeDate(item.due!)})`), 4)}.`,
    suggestion: 'Set a date within the plan, or say which plan carries the work on.',
  }]
}

function duePassed(plan: Plan, today: Temporal.PlainDate): Raised[] {
  return plan.items.filter((item) => !hasEnded(item) && item.due && compare(item.due, today) < 0).map((item) => ({
    subject: item.code, itemId: item.itemId, place: named(item),
    sentence: `${named(item)} was due on ${writeDate(item.due!)} and is ${item.state}.`,
    suggestion: 'Record it as complete, give a new date with its reason, or close it as not achieved.',
  }))
}

const PROMISE_YEARS = 2

/** E-74, E-95. */
function oldPromise(plan: Plan, today: Temporal.PlainDate): Raised[] {
  const isOld = (item: Item) => item.promisedOn && !hasEnded(item) && item.state !== 'continuous' && compare(item.promisedOn.add({ years: PROMISE_YEARS }), today) < 0
  return plan.items.filter(isOld).map((item) => ({
    subject: item.code, itemId: item.itemId, place: named(item),
    sentence: `${named(item)} was first promised on ${writeDate(item.promisedOn!)}, ${age(item.promisedOn!, today)}, and is ${item.state}.`,
    suggestion: 'Say what has held it up and when it will be done, or close it as not achieved.',
  }))
}

const LEADING = String.raw`(?:by|in|during|before|until|on|no later than|later in|early in)(?: the)?(?: (?:end|start|beginning|middle) of)?(?: (?:early|mid|late|spring|summer|autumn|winter))?(?:[\s-](?:quarter (?:one|two|three|four|\d)|q[1-4]))?(?: of)?`
const DATE = String.raw`\s*(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?<month>${MONTH_NAME})?\s*(?<year>20\d{2})(?!s|\d|\s*[-–/]\s*\d| (?:strategy|plan|act|report|survey|census|baseline|levels?|prices|round))`
// "will be published in 2024"; "is due to report by May 2024"; "expected in spring 2024".
const PROMISES = [
  String.raw`\b(?:will|shall|(?:is|are) (?:now )?(?:expected|due|planned|scheduled|anticipated|intended|set))\b(?<between>[^.;:()]{0,90}?)\b${LEADING}${DATE}`,
  String.raw`(?<!\b(?:as|was|were|been|initially|originally|previously|first|remained|the|our|and|of|this) )\b(?:expected|due|planned|scheduled|anticipated|to be)(?<between>(?: for)?(?: to \w+)?(?: \w+ed)?) (?:for |${LEADING})${DATE}`,
].map((form) => new RegExp(form, 'i'))
// "work started in 2019" tells of the past, wherever the sentence began.
const PAST_BEFORE = /(?<!\b(?:be|been|being|to|get)\s(?:\w+ly )?)\b(?:\w+ed|begun|set up|made|held|found|built|known|written|seen|taken|given|shown)\s*$/i

type Promised = { sentence: string; part: string; place: string; itemId: string | null; at: number; by: Temporal.PlainDate }

/** What a text says will happen by a date: the last day it can mean. */
function promisesIn(text: Text): Promised[] {
  return text.said.flatMap(({ sentence, passage }) => {
    const found = PROMISES.map((form) => form.exec(sentence)).find((match) => match !== null)
    if (!found || /\b(?:but|however|delay\w*|slipp\w*)\b/i.test(sentence) || PAST_BEFORE.test(found.groups!.between!) || /\b(?:since|was|were|had|baseline|compared|levels?)\b/i.test(found.groups!.between!)) return []
    const month = found.groups!.month ? monthNumber(found.groups!.month) : 12
    const first = Temporal.PlainDate.from({ year: Number(found.groups!.year), month: month ?? 12, day: 1 })
    return { sentence, part: found[0], place: passage.place, itemId: passage.itemId, at: passage.at, by: first.with({ day: first.daysInMonth }) }
  })
}

/** E-43: a date still to come, in a paper written after it. */
function promisePassed(text: Text): Raised[] {
  if (!text.written?.sure) return []
  return promisesIn(text).filter(({ by }) => compare(by, text.written!.from) < 0).map(({ sentence, part, place, itemId, at }) => ({
    subject: part, itemId, place, at,
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
  return [{
    subject: 'promises now due', itemId: null, place: listed([...new Set(due.map(({ place }) => place))], 3),
    sentence: `${counted(due.length, 'promise', 'promises')} made in this paper ${due.length === 1 ? 'has' : 'have'} since fallen due: ${listed(due.map(({ sentence, part }) => quote(sentence, part)), 4)}.`,
    suggestion: 'Record when each was first promised; its age is then shown until it is kept or closed.',
  }]
}

export const PERIOD_CHECKS: readonly Check[] = [
  {
    id: 'report-after-plan', title: 'A report on a plan that is over', severity: 'question', errors: ['E-13'], reads: 'paper', run: reportAfterPlan,
    why: 'Activities and targets of a past plan say nothing about the year in hand unless someone carried them over.',
  },
  {
    id: 'plan-over', title: 'The plan’s own period is over', severity: 'question', errors: ['E-13', 'E-94'], reads: 'plan', keptOnly: true, run: planOver,
    why: 'A live plan past its end goes on being reported against targets nobody renewed.',
  },
  {
    id: 'due-before-start', title: 'Due before it starts', severity: 'question', errors: [], reads: 'plan', keptOnly: true, run: dueBeforeStart,
    why: 'One of the two dates is wrong, and nobody can plan by them.',
  },
  {
    id: 'ends-before-start', title: 'An end before its start', severity: 'question', errors: [], reads: 'paper', run: dueBeforeStartInPaper,
    why: 'One of the two dates is wrong, and nobody can plan by them.',
  },
  {
    id: 'due-after-plan', title: 'Due after the plan ends', severity: 'note', errors: ['E-81'], reads: 'plan', keptOnly: true, run: outsidePlan,
    why: 'Work that outlives its plan is lost unless another plan takes it on.',
  },
  {
    id: 'due-passed', title: 'Past its date', severity: 'question', errors: ['E-94'], reads: 'plan', keptOnly: true, run: duePassed,
    why: 'A date that passed without a word makes every other date doubtful.',
  },
  {
    id: 'old-promise', title: 'Promised long ago', severity: 'question', errors: ['E-74', 'E-95'], reads: 'plan', keptOnly: true, run: oldPromise,
    why: 'The same promise can stand in plan after plan. Its age shows that it does.',
  },
  {
    id: 'date-passed', title: 'A date to come that had passed', severity: 'question', errors: ['E-43', 'E-74'], reads: 'words', run: promisePassed,
    why: 'Text carried over from an earlier version still looks forward to what has, or has not, happened since.',
  },
  {
    id: 'promises-now-due', title: 'Promises that have since fallen due', severity: 'note', errors: ['E-74', 'E-81'], reads: 'paper', run: promisesNowDue,
    why: 'What a paper promised is what the next one should answer for.',
  },
]
