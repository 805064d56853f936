import type { RecordLinkage, RecordPair } from '../../statistics/linkage/records.ts'
import type { CallerRecord } from './record.ts'

/** Reports that are, or are probably, of one person, newest first. `waiting`: matches among them that nobody has confirmed. */
export type Caller = { reports: readonly CallerRecord[]; waiting: number; sources: readonly string[] }

/** What is said of everybody: how many people made how many reports, on what people confirmed, and if every probable match is right. */
export type Repeats = { reports: number; people: number; repeaters: number; byRepeaters: number }

/**
 * Everybody who reported, most reports first. `trusted`: which pairs hold people together: those a person confirmed, or also those the engine would
 * accept. Nothing is merged: the grouping is for this page alone.
 */
export function callersOf(records: readonly CallerRecord[], { pairs, clusters }: Pick<RecordLinkage, 'pairs' | 'clusters'>, trusted: 'confirmed' | 'probable'): Caller[] {
  const byId = new Map(records.map((record) => [record.record, record]))
  const groups = trusted === 'probable' ? clusters : joined(pairs.filter(({ standing }) => standing === 'confirmed'))
  const grouped = new Set(groups.flat())
  const alone = records.filter(({ record }) => !grouped.has(record)).map(({ record }) => [record])
  const clusterOf = new Map(groups.flatMap((group, index) => group.map((record) => [record, index] as const)))
  const waiting = new Map<number, number>()
  for (const { a, b, standing } of pairs) {
    const cluster = clusterOf.get(a)
    if (cluster !== undefined && cluster === clusterOf.get(b) && (standing === 'accept' || standing === 'review')) waiting.set(cluster, (waiting.get(cluster) ?? 0) + 1)
  }
  return [...groups.map((group, index) => caller(group, byId, waiting.get(index) ?? 0)), ...alone.map((group) => caller(group, byId, 0))]
    .toSorted((one, other) => other.reports.length - one.reports.length || other.reports[0]!.on.localeCompare(one.reports[0]!.on))
}

function caller(group: readonly string[], byId: ReadonlyMap<string, CallerRecord>, waiting: number): Caller {
  const reports = group.map((record) => byId.get(record)!).toSorted((one, other) => other.on.localeCompare(one.on))
  return { reports, waiting, sources: [...new Set(reports.map(({ source }) => source))].sort() }
}

/** The groups that pairs hold together. */
function joined(pairs: readonly Pick<RecordPair, 'a' | 'b'>[]): string[][] {
  const parent = new Map<string, string>()
  const root = (record: string): string => {
    let at = record
    for (let next = parent.get(at); next !== undefined && next !== at; next = parent.get(at)) at = next
    return at
  }
  for (const { a, b } of pairs) parent.set(root(a), root(b))
  const records = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
  return [...Map.groupBy(records, root).values()]
}

export function repeatsOf(callers: readonly Caller[]): Repeats {
  const repeaters = callers.filter(({ reports }) => reports.length > 1)
  return {
    reports: callers.reduce((sum, { reports }) => sum + reports.length, 0),
    people: callers.length,
    repeaters: repeaters.length,
    byRepeaters: repeaters.reduce((sum, { reports }) => sum + reports.length, 0),
  }
}

/**
 * How many of `population` people would report twice or more if `reports` reports fell on them by chance alone (Poisson), for the count
 * observed to stand beside.
 */
export function repeatersByChance(reports: number, population: number): number {
  if (population <= 0) return 0
  const mean = reports / population
  return population * (1 - Math.exp(-mean) * (1 + mean))
}

/** A report that came within the window of an earlier one by the same person, the second or a later one. */
export type Repeat = { report: CallerRecord; earlier: CallerRecord; which: number; days: number }

/** Reports that made someone a repeat caller, newest first: each with the one before it and its number in the window of `months` before it. */
export function repeatsWithin(callers: readonly Caller[], months: number): Repeat[] {
  const found = callers.flatMap(({ reports }) =>
    reports.flatMap((report, index): Repeat[] => {
      const day = Temporal.PlainDate.from(report.on)
      const opens = day.subtract({ months }).toString()
      const before = reports.slice(index + 1).filter(({ on }) => on >= opens)
      const [earlier] = before
      return earlier ? [{ report, earlier, which: before.length + 1, days: Temporal.PlainDate.from(earlier.on).until(day).days }] : []
    }),
  )
  return found.toSorted((one, other) => other.report.on.localeCompare(one.report.on))
}
