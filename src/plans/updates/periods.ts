import { todayInLondon, writeDate, writeDateRange } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import type { Undelivered } from '../../notices/outbox.ts'
import { errorsForPage } from '../../web/forms.ts'
import type { Plan } from '../plan.ts'
import { planHeading } from '../views/plan-heading.ts'
import type { Answer } from './answer-store.ts'
import type { Failed } from './evidence.ts'
import { proposePeriod } from './period.ts'
import type { ReportingPeriod } from './period-store.ts'
import { ratingTagOf } from './rating.ts'

const WORDS_SHOWN = 160
const MOST_SHOWN = 50

const periodRow = (period: ReportingPeriod, today: Temporal.PlainDate) => ({
  name: period.name,
  days: writeDateRange(period.starts, period.ends),
  due: `${writeDate(period.due)}${period.open ? `, ${age(period.due, today)}` : ''}`,
  late: period.open && Temporal.PlainDate.compare(period.due, today) < 0,
})

const shortened = (text: string) => (text.length > WORDS_SHOWN ? `${text.slice(0, text.lastIndexOf(' ', WORDS_SHOWN)) || text.slice(0, WORDS_SHOWN)} …` : text)

/** By owner, those with most still to answer first: how many of theirs are answered, and what was last said of the rest. */
const answersByOwner = (plan: Plan, answers: readonly Answer[], today: Temporal.PlainDate) =>
  [...Map.groupBy(answers, ({ owner }) => owner)]
    .map(([owner, items]) => {
      const waiting = items.filter(({ answered }) => !answered)
      return {
        owner: owner ?? 'Nobody answers for these',
        note: owner && waiting.some(({ accountIds }) => accountIds.length === 0) ? 'No owner there has an account, so nobody can be reminded' : null,
        answered: items.length - waiting.length,
        of: items.length,
        more: Math.max(0, waiting.length - MOST_SHOWN),
        unanswered: waiting.length,
        waiting: waiting.slice(0, MOST_SHOWN).map(({ itemId, code, title, lastOn, lastDeclared, lastNarrative }) => ({
          href: `/items/${itemId}`,
          code,
          title,
          tag: ratingTagOf(plan, lastDeclared),
          last: lastOn ? `Last said ${age(lastOn, today)}${lastNarrative ? `: ${shortened(lastNarrative)}` : ''}` : 'Nothing was ever said',
        })),
      }
    })
    .toSorted((a, b) => b.unanswered - a.unanswered)

const openRow = (plan: Plan, period: ReportingPeriod, answers: readonly Answer[], today: Temporal.PlainDate) => ({
  ...periodRow(period, today),
  answered: answers.filter(({ answered }) => answered).length,
  total: answers.length,
  waiting: answers.filter(({ answered }) => !answered).length,
  owners: answersByOwner(plan, answers, today),
  reminded: period.reminded ? `Reminders were last sent ${age(todayInLondon(period.reminded), today)}.` : 'Nobody has been reminded yet.',
})

type Shown = { periods: readonly ReportingPeriod[]; answers: readonly Answer[]; undelivered: readonly Undelivered[]; failed: Failed }

/** A plan's reporting periods: the one that is open with who has answered, or a form to open the next. */
export function periodsPage(plan: Plan, { periods, answers, undelivered, failed }: Shown, powers: ReadonlySet<string>, today: Temporal.PlainDate) {
  const open = periods.find((period) => period.open) ?? null
  const past = periods.filter((period) => !period.open)
  const proposed = proposePeriod(plan.updateInterval, periods[0] ?? null, today)
  const proposal = { name: proposed.name, starts: writeDate(proposed.starts), ends: writeDate(proposed.ends), due: writeDate(proposed.due) }
  return {
    title: 'Reporting periods',
    ...planHeading(plan, 'periods', powers, today),
    open: open && openRow(plan, open, answers, today),
    undelivered: undelivered.map(({ name, failed: reason, at, givenUp }) => ({ name, reason, note: `${givenUp ? 'Given up' : 'Tried'} ${age(todayInLondon(at), today)}` })),
    past: past.map((period) => periodRow(period, today)),
    toPublish: !open && past[0] && powers.has('editions.publish') ? past[0].name : null,
    mayEdit: powers.has('plans.edit'),
    entered: failed?.entered ?? (open ? {} : proposal),
    ...errorsForPage(failed?.errors),
  }
}

/** What closing the open period would leave unanswered. */
export const closePage = (plan: Plan, period: ReportingPeriod, answers: readonly Answer[], today: Temporal.PlainDate) => ({
  title: `Close ${period.name}`,
  back: { href: `/plans/${plan.planId}/periods`, text: 'Back to the periods' },
  planId: plan.planId,
  context: plan.title,
  open: openRow(plan, period, answers, today),
  early: Temporal.PlainDate.compare(today, period.due) <= 0 ? `Owners were given until ${writeDate(period.due)}.` : null,
})
