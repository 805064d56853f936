import { writeMonth, writeMonths } from '../../incidents/catalogue/month-line.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { drawLines, type Look, runsOf, ticksTo } from '../plot/lines.ts'
import { type Group, GROUP_WORDS, GROUPS } from './intervention.ts'
import { countIn, type Evidence, isWhole } from './weighing.ts'

/** One month of each group; a count is null where nothing whole is held. */
export type MonthRow = { month: number; counts: Partial<Record<Group, number | null>> }

const [CONTEXT, MOST] = [24, 96]
const LOOKS: Record<Group, Look> = { treated: 'strong', nearby: 'dotted', compared: 'dashed' }

const monthOf = (date: Temporal.PlainDate) => date.year * 12 + date.month - 1

/** The months of each group, from two years before it began to the last held. */
export function monthRows(evidence: Evidence): MonthRow[] {
  const { counts, intervention } = evidence
  const last = counts.firstMonth + counts.months - 1
  const from = Math.max(counts.firstMonth, monthOf(intervention.starts) - CONTEXT)
  const groups = GROUPS.filter((group) => intervention[group].length > 0)
  return Array.from({ length: Math.max(0, Math.min(MOST, last - from + 1)) }, (_, index) => {
    const month = from + index
    const held = isWhole(evidence, month)
    return { month, counts: Object.fromEntries(groups.map((group) => [group, held ? countIn(evidence, group, { from: month, to: month }) : null])) }
  })
}

/** The months as lines, with the days on which it began and ended. Null where there is nothing to draw. */
export function monthChart({ intervention }: Evidence, rows: readonly MonthRow[], name: string): string | null {
  const values = rows.flatMap(({ counts }) => Object.values(counts)).filter((n) => n !== null)
  if (values.length === 0) return null
  const [first, last] = [rows[0]!.month, rows.at(-1)!.month]
  const { to, ticks } = ticksTo(Math.max(1, ...values), (n) => writeFigure(n))
  const januaries = rows.filter(({ month }) => month % 12 === 0).map(({ month }) => ({ at: month, text: String(month / 12) }))
  return drawLines({
    id: 'months', title: 'Months before and after',
    description: `A line for each group of areas, ${writeMonths(first, last)}. The table beneath has every figure.`,
    x: { from: first, to: last, ticks: januaries.length > 1 ? januaries : rows.map(({ month }) => ({ at: month, text: writeMonth(month) })), name: 'Month' },
    y: { from: 0, to, ticks, name },
    lines: GROUPS.filter((group) => intervention[group].length > 0).map((group) => ({
      text: `${GROUP_WORDS[group].name} areas`, look: LOOKS[group], runs: runsOf(rows.map(({ counts }) => counts[group] ?? null), first),
    })),
    marks: marksOf(intervention, first, last),
  })
}

const CLOSE = 8 // months; nearer marks share their words

/** Where on the line of months a day stands: half a month before its middle is its first day. */
const placeOf = (date: Temporal.PlainDate) => monthOf(date) - 0.5 + (date.day - 1) / date.daysInMonth

function marksOf({ starts, ends }: Pick<Evidence['intervention'], 'starts' | 'ends'>, first: number, last: number) {
  const [began, ended] = [placeOf(starts), placeOf(ends.add({ days: 1 }))]
  const isClose = ended - began < CLOSE
  return [{ at: began, text: isClose ? 'Began, ended' : 'Began' }, { at: ended, text: isClose ? '' : 'Ended' }].filter(({ at }) => at >= first && at <= last)
}
