import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser } from '../../db/tx.ts'
import { concerning } from '../catalogue/findings.ts'
import { monthAt, monthIndex } from '../catalogue/month-line.ts'
import { findingsFor } from '../catalogue/source-findings.ts'
import { type Ask, countsOf, isHeld, lastMonth, type SourceCounts, sumOf } from '../explore/counts.ts'
import { type Category, selectGround } from '../explore/ground.ts'
import { EVERYWHERE } from '../incident.ts'
import { latestWhole } from '../signals/renew.ts'
import { gapsOf } from '../signals/watched.ts'
import { hasHours, knownOf, weightsOf } from './clock-store.ts'
import { nothingPage, timePage, type TimeChoice, type TimeFound } from './pages.ts'
import { patternOfYear } from './year.ts'

type Asked = FastifyRequest<{ Querystring: Record<string, unknown> }>
type Query = Readonly<Record<string, unknown>>

const textsIn = (query: Query, name: string) => [query[name]].flat().filter((text): text is string => typeof text === 'string' && text.trim() !== '').map((text) => text.trim().slice(0, 400))
const MOST_NAMED = 60

/** What an address asks of a source; `problems` say what of it was not understood. */
export function readTimeChoice(query: Query, sourceId: number, categories: readonly Pick<Category, 'categoryId'>[], held: { first: number; last: number }): { value: TimeChoice; problems: string[] } {
  const problems: string[] = []
  const monthNamed = (name: string, otherwise: number): number => {
    const text = textsIn(query, name)[0]
    if (text === undefined) return otherwise
    if (/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(text)) return monthIndex(`${text}-01`)
    problems.push(`“${text}” is not a month: write one like 2024-07.`)
    return otherwise
  }
  const known = textsIn(query, 'category').filter((text) => {
    const isKnown = categories.some(({ categoryId }) => String(categoryId) === text)
    if (!isKnown) problems.push(`There is no category “${text}” in this source.`)
    return isKnown
  })
  const named = textsIn(query, 'days').flatMap((text) => text.split(/[\s,;]+/)).filter(Boolean).flatMap((text) => {
    const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? (Date.parse(text) ? text : null) : null
    if (!date) problems.push(`“${text}” is not a day: write one like 2024-07-14.`)
    return date ?? []
  })
  const to = Math.min(monthNamed('to', held.last), held.last)
  const from = Math.max(monthNamed('from', Math.max(held.first, to - 11)), held.first)
  if (from > to) problems.push('That period is not held, or ends before it starts: the latest twelve months are shown.')
  const [first, last] = from > to ? [Math.max(held.first, held.last - 11), held.last] : [from, to]
  return {
    value: { sourceId, categoryIds: [...new Set(known.map(Number))], from: Math.max(first, last - 119), to: last, dayBegins: textsIn(query, 'begins')[0] === '6' ? 6 : 0, named: named.slice(0, MOST_NAMED) },
    problems: last - first > 119 ? [...problems, 'A period of more than ten years is cut to the last ten.'] : problems,
  }
}

/** The series by month whose year is looked at: null where it was not held, or not recorded. */
function monthsOf(counts: SourceCounts, categories: readonly Category[], categoryIds: readonly number[], last: number): (number | null)[] {
  const chosen = categoryIds.length ? categoryIds : categories.map(({ categoryId }) => categoryId)
  const gaps = gapsOf({ counts, categories })
  return Array.from({ length: Math.max(0, last - counts.firstMonth + 1) }, (_, at) => {
    const month = counts.firstMonth + at
    const isGap = !isHeld(counts, month) || chosen.some((id) => gaps.get(id)?.gaps.has(month) || (categoryIds.length > 0 && gaps.get(id)?.before.has(month)))
    return isGap ? null : chosen.reduce((sum, id) => sum + sumOf(counts, EVERYWHERE, id, month, month), 0)
  })
}

const PATIENCE_MS = 1500

async function page(request: Asked, reply: FastifyReply) {
  const { user } = request
  const ask: Ask = (work) => asUser(user, work)
  const ground = await ask(selectGround)
  const asked = Number(textsIn(request.query, 'source')[0])
  const source = ground.sources.find(({ sourceId }) => sourceId === asked) ?? ground.sources[0]
  const unknown = source && textsIn(request.query, 'source').length > 0 && source.sourceId !== asked ? [`There is no source “${textsIn(request.query, 'source')[0]}”.`] : []
  if (!source) return reply.page('incidents/time/time.njk', nothingPage(user.powers, null))
  const counts = await countsOf(ask, user.partnershipId, source)
  const last = lastMonth(counts)
  if (last === null) return reply.page('incidents/time/time.njk', nothingPage(user.powers, source))
  const categories = ground.categories.filter(({ sourceId }) => sourceId === source.sourceId)
  const held = { first: counts.firstMonth, last }
  const { value: choice, problems } = readTimeChoice(request.query, source.sourceId, categories, held)
  const whole = latestWhole(last, todayInLondon(Temporal.Now.instant()))
  const year = patternOfYear(monthsOf(counts, categories, choice.categoryIds, whole), counts.firstMonth)
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, PATIENCE_MS, 'late' as const).unref())
  const clock = await Promise.race([late, clockOf(ask, user.partnershipId, source, choice, categories)])
  const found: TimeFound = { clock, year }
  const findings = await Promise.race([findingsFor(user, source.sourceId), new Promise<[]>((resolve) => setTimeout(resolve, 250, []).unref())])
  const shown = concerning(findings, { categoryIds: choice.categoryIds, from: monthAt(choice.from), to: monthAt(choice.to), places: false })
  return reply.page('incidents/time/time.njk', timePage(choice, ground.sources, categories, held, found, shown, [...unknown, ...problems], user.powers))
}

async function clockOf(ask: Ask, partnershipId: string, source: { sourceId: number; dataVersion: number }, choice: TimeChoice, categories: readonly Category[]): Promise<TimeFound['clock']> {
  if (!(await ask((tx) => hasHours(tx, source.sourceId)))) return null
  return {
    weights: await weightsOf(ask, partnershipId, source, choice, categories.map(({ categoryId }) => categoryId)),
    known: await knownOf(ask, partnershipId, source, choice, choice.categoryIds),
  }
}

/** Time: hours, weekdays and holidays of sources that know them; months and seasons of all. */
export function time(app: FastifyInstance) {
  app.get('/time', { config: { power: 'incidents.read' } }, page)
}
