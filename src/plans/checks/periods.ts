import { parseDate, writeDate } from '../../calendar/dates.ts'
import { monthName } from '../../calendar/months.ts'
import type { Paper } from '../../documents/paper.ts'
import { hasEnded, type Plan } from '../plan.ts'
import { actionTables, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { rowPlace } from './reading/passages.ts'
import { named } from './item-name.ts'
import { counted, listed, quote } from './reading/sentences.ts'
import { textOfPaper } from './reading/texts.ts'
import { yearsIn } from './reading/written.ts'

const { compare } = Temporal.PlainDate

// A year-end report comes a few months after its year: only later than this does it need a word.
const YEAR_END_DAYS = 92

/** E-13. "2017-18" ends in March 2018, "2011-14" at the latest in December 2014. */
function reportAfterPlan(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const { title, written, passages } = textOfPaper(paper, today)
  const top = [
    title,
    ...passages
      .slice(0, 8)
      .filter(({ column }) => column === '')
      .map(({ text }) => text.slice(0, 160)),
  ]
  const named = top.find((text) => yearsIn(text) && /\b(?:plan|strategy|priorities|programme)\b/i.test(text))
  const years = named ? yearsIn(named)! : null
  if (
    !years ||
    !written ||
    top.some((text) => /\b(?:review|evaluation|annual report|year[- ]end|outturn|final|closing|lessons)\b/i.test(text))
  )
    return []
  const ends =
    years.to === years.from + 1
      ? Temporal.PlainDate.from({ year: years.to, month: 3, day: 31 })
      : Temporal.PlainDate.from({ year: years.to, month: 12, day: 31 })
  if (compare(written.from, ends.add({ days: YEAR_END_DAYS })) <= 0) return []
  return [
    {
      subject: 'plan period',
      itemId: null,
      place: 'the title page',
      sentence: `The paper is of ${monthName(written.from.month)} ${written.from.year} and reports on ${quote(named!)}, a period that ended by ${monthName(ends.month)} ${ends.year}.`,
      suggestion: 'Say whether the plan was extended and its targets carried over, or report on the plan that is in force.',
    },
  ]
}

function planOver(plan: Plan, today: Temporal.PlainDate): Raised[] {
  const raised: Raised[] = []
  if (plan.state === 'live' && compare(today, plan.ends.add({ days: YEAR_END_DAYS })) > 0)
    raised.push({
      subject: 'plan period',
      itemId: null,
      place: plan.title,
      sentence: `The plan ended on ${writeDate(plan.ends)} and is still live.`,
      suggestion: 'Close it, extend it, or carry what is unfinished into the plan that follows.',
    })
  if (plan.period && compare(plan.period.starts, plan.ends) > 0)
    raised.push({
      subject: 'reporting period',
      itemId: null,
      place: plan.period.name,
      sentence: `The reporting period ${plan.period.name} begins after the plan ended on ${writeDate(plan.ends)}.`,
      suggestion: 'Say whether the plan was extended and its targets carried over.',
    })
  return raised
}

function dueBeforeStart(plan: Plan): Raised[] {
  return plan.items
    .filter(({ starts, due }) => starts && due && compare(due, starts) < 0)
    .map((item) => ({
      subject: item.code,
      itemId: item.itemId,
      place: named(item),
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
        subject: texts[columns.action!] ?? '',
        itemId: null,
        place: rowPlace(table, row),
        sentence: `The end, ${writeDate(due)}, comes before the start, ${writeDate(starts)}.`,
        suggestion: 'Put the two dates right.',
      }
    })
  })
}

function outsidePlan(plan: Plan): Raised[] {
  const outside = plan.items.filter((item) => !hasEnded(item) && item.due && compare(item.due, plan.ends) > 0)
  if (outside.length === 0) return []
  return [
    {
      subject: 'due after the plan',
      itemId: outside.length === 1 ? outside[0]!.itemId : null,
      place: listed(outside.map(named)),
      sentence: `${counted(outside.length, 'item is', 'items are')} due after the plan ends on ${writeDate(plan.ends)}: ${listed(
        outside.map((item) => `${named(item)} (${writeDate(item.due!)})`),
        4,
      )}.`,
      suggestion: 'Set a date within the plan, or say which plan carries the work on.',
    },
  ]
}

function duePassed(plan: Plan, today: Temporal.PlainDate): Raised[] {
  return plan.items
    .filter((item) => !hasEnded(item) && item.due && compare(item.due, today) < 0)
    .map((item) => ({
      subject: item.code,
      itemId: item.itemId,
      place: named(item),
      sentence: `${named(item)} was due on ${writeDate(item.due!)} and is ${item.state}.`,
      suggestion: 'Record it as complete, give a new date with its reason, or close it as not achieved.',
    }))
}

export const PERIOD_CHECKS: readonly Check[] = [
  {
    id: 'report-after-plan',
    title: 'A report on a plan that is over',
    severity: 'question',
    errors: ['E-13'],
    reads: 'paper',
    run: reportAfterPlan,
    why: 'Activities and targets of a past plan say nothing about the year in hand unless someone carried them over.',
  },
  {
    id: 'plan-over',
    title: 'The plan’s own period is over',
    severity: 'question',
    errors: ['E-13', 'E-94'],
    reads: 'plan',
    keptOnly: true,
    run: planOver,
    why: 'A live plan past its end goes on being reported against targets nobody renewed.',
  },
  {
    id: 'due-before-start',
    title: 'Due before it starts',
    severity: 'question',
    errors: [],
    reads: 'plan',
    keptOnly: true,
    run: dueBeforeStart,
    why: 'One of the two dates is wrong, and nobody can plan by them.',
  },
  {
    id: 'ends-before-start',
    title: 'An end before its start',
    severity: 'question',
    errors: [],
    reads: 'paper',
    run: dueBeforeStartInPaper,
    why: 'One of the two dates is wrong, and nobody can plan by them.',
  },
  {
    id: 'due-after-plan',
    title: 'Due after the plan ends',
    severity: 'note',
    errors: ['E-81'],
    reads: 'plan',
    keptOnly: true,
    run: outsidePlan,
    why: 'Work that outlives its plan is lost unless another plan takes it on.',
  },
  {
    id: 'due-passed',
    title: 'Past its date',
    severity: 'question',
    errors: ['E-94'],
    reads: 'plan',
    keptOnly: true,
    run: duePassed,
    why: 'A date that passed without a word makes every other date doubtful.',
  },
]
