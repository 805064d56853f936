import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { concerning, findingsOf } from '../../incidents/catalogue/findings.ts'
import { monthIndex, writeMonth } from '../../incidents/catalogue/month-line.ts'
import { selectCounts } from '../../incidents/catalogue/overview-store.ts'
import { ROW_WORDS } from '../../incidents/catalogue/words.ts'
import type { Choice } from '../../incidents/explore/choice.ts'
import { laidOut, lastMonth, type SourceCounts } from '../../incidents/explore/counts.ts'
import { type Ground, selectGround } from '../../incidents/explore/ground.ts'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../../incidents/incident.ts'
import { selectSources } from '../../incidents/source-store.ts'
import type { Source } from '../../incidents/source.ts'
import type { DraftFor } from '../drafting/source.ts'

/** A source as an assessment reads it. `from` to `to`: the whole months of the days asked for that it holds, places on the line of months; null: none. */
export type HeldSource = { source: Source; counts: SourceCounts; months: { from: number; to: number } | null; findings: readonly DataFinding[] }
export type Held = { ground: Ground; sources: readonly HeldSource[] }

const isMonthEnd = (day: Temporal.PlainDate) => day.day === day.daysInMonth

/** The whole months within the days, from one place on the line of months to another; the second is before the first where there is none. */
export function wholeMonths({ starts, ends }: Pick<DraftFor, 'starts' | 'ends'>): { from: number; to: number } {
  const [first, last] = [Temporal.PlainDate.from(starts), Temporal.PlainDate.from(ends)]
  return { from: monthIndex(starts) + (first.day === 1 ? 0 : 1), to: monthIndex(ends) - (isMonthEnd(last) ? 0 : 1) }
}

const Line = z.object({ areaId: z.number(), categoryId: z.number(), days: z.string(), n: z.string() })
const numbersIn = (text: string): number[] => text.slice(1, -1).split(',').map(Number)

/** Counts everywhere and by ward, of visible loads. Read within the draft's own transaction, and so never shared with what other pages keep: they open transactions of their own. */
async function selectWardCounts(tx: Tx, { sourceId, dataVersion }: Source, areaIds: readonly number[]): Promise<SourceCounts> {
  const { rows } = await sql`
    select c.area_id as "areaId", c.category_id as "categoryId", array_agg(c.month - date '1970-01-01')::text as days, array_agg(c.n)::text as n
    from area_count c join load l on l.partnership_id = c.partnership_id and l.load_id = c.load_id and l.state = 'visible'
    where c.source_id = ${sourceId} and c.area_id = any (${areaIds}::integer[]) group by c.area_id, c.category_id`.execute(tx)
  return laidOut(sourceId, dataVersion, rows.map((row) => Line.parse(row)).map(({ days, n, ...line }) => ({ ...line, days: numbersIn(days), n: numbersIn(n) })))
}

/** What the partnership holds of incidents, for the days asked for; closed sources are left out. No sources for an account that may not read them. */
export async function selectHeld(tx: Tx, { starts, ends, today }: DraftFor): Promise<Held> {
  const ground = await selectGround(tx)
  const areaIds = [EVERYWHERE, OUTSIDE, UNPLACED, ...ground.areas.filter(({ kind }) => kind === 'ward').map(({ areaId }) => areaId)]
  const asked = wholeMonths({ starts, ends })
  const sources: HeldSource[] = []
  for (const source of await selectSources(tx)) {
    if (source.state !== 'live') continue
    const counts = await selectWardCounts(tx, source, areaIds)
    const last = lastMonth(counts)
    const [from, to] = [Math.max(asked.from, counts.firstMonth), Math.min(asked.to, last ?? 0, today.year * 12 + today.month - 2)]
    const categories = new Map(ground.categories.filter(({ sourceId }) => sourceId === source.sourceId).map(({ categoryId, text }) => [categoryId, text]))
    sources.push({ source, counts, months: last === null || from > to ? null : { from, to }, findings: findingsOf({ source, categories, counts: await selectCounts(tx, source.sourceId), eras: [], today }) })
  }
  return { ground, sources }
}

/** What to know of a source's figures in these months and the year before them. */
export const findingsIn = ({ findings, months }: HeldSource, places: boolean): DataFinding[] =>
  months ? concerning(findings, { from: monthText(months.from - 12), to: monthText(months.to), places }) : [...findings]
const monthText = (index: number) => `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`

/** "April 2023 to March 2024". */
export const spanWords = ({ from, to }: { from: number; to: number }): string => (from === to ? writeMonth(from) : `${writeMonth(from)} to ${writeMonth(to)}`)

export const manyOf = ({ rowIs }: Pick<Source, 'rowIs'>): string => ROW_WORDS[rowIs].many
export const nameOf = ({ name, provider }: Pick<Source, 'name' | 'provider'>): string => `“${name}” (${provider})`
export const upper = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** A table of one source over its months, fit to be published: small counts are protected. */
export const choiceOf = ({ source, months }: HeldSource, rows: 'category' | 'ward'): Choice => ({
  sourceIds: [source.sourceId], categoryIds: [], harm: null, areaId: EVERYWHERE, from: months!.from, to: months!.to, rows, columns: null, per: null, against: null, publishable: true,
})

/** Why there is nothing to say of a source in these days. */
export function emptyWords({ source, counts }: HeldSource): string {
  const last = lastMonth(counts)
  return last === null ? `${nameOf(source)}: nothing is loaded.` : `${nameOf(source)}: no whole month of these days is held; it holds ${spanWords({ from: counts.firstMonth, to: last })}.`
}

export const NO_SOURCES = 'No incident data are held, or this account may not read them.'
