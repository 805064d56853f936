import type { MapEra } from '../../statistics/space/map-eras.ts'
import type { Source } from '../source.ts'
import { type DataFinding, SEVERITIES } from './finding.ts'
import { brokenLines, missingMonths } from './gaps.ts'
import { lateFinding, provisionalFinding } from './lateness.ts'
import { levelChanges } from './levels.ts'
import { eraFindings } from './map-eras.ts'
import { monthAt, monthIndex } from './month-line.ts'
import { layOut, type MonthCount } from './series-line.ts'
import { outsideArea, unplacedRows } from './whereabouts.ts'

/** What is known of a source when its data are looked over. */
export type Overview = {
  source: Pick<Source, 'refresh' | 'dueDays' | 'state' | 'rowIs' | 'positions'>
  categories: ReadonlyMap<number, string> // id → the source's word
  counts: readonly MonthCount[]
  eras: readonly MapEra[]
  today: Temporal.PlainDate
}

/** All that a reader of a source's figures should know about them, the most misleading first. Nothing held: no findings. */
export function findingsOf({ source, categories, counts, eras, today }: Overview): DataFinding[] {
  const held = layOut(counts)
  if (!held) return []
  const name = (categoryId: number) => categories.get(categoryId) ?? 'A kind without a name'
  const lastMonth = monthAt(held.last)
  const findings = [
    ...lateFinding(source, lastMonth, today),
    ...missingMonths(held),
    ...brokenLines(held, name),
    ...levelChanges(held, name),
    ...eraFindings(eras),
    ...outsideArea(held),
    ...unplacedRows(held, name),
    ...provisionalFinding(source, lastMonth),
  ]
  return findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}

/** What a page shows of a source: no categories, or no months, means all of them. `places`: it shows areas, squares or points. */
export type Shown = { categoryIds?: readonly number[]; from?: string; to?: string; places?: boolean }

/** Those of a source's findings that concern what a page shows. Months are ISO first days, both included. */
export function concerning(findings: readonly DataFinding[], { categoryIds = [], from, to, places = true }: Shown): DataFinding[] {
  const within = (month: string) => (!from || monthIndex(month) >= monthIndex(from)) && (!to || monthIndex(month) <= monthIndex(to))
  return findings.filter((finding) => {
    if (finding.placesOnly && !places) return false
    if (categoryIds.length > 0 && finding.categoryIds && !finding.categoryIds.some((id) => categoryIds.includes(id))) return false
    if (finding.kind === 'late') return !to || within(finding.from!) || monthIndex(to) >= monthIndex(finding.from!) - 1
    // A new level or a new map is seen by whoever looks across its month, not by whoever looks at one side of it.
    if (finding.kind === 'level changed' || finding.kind === 'map era')
      return within(finding.from!) && (!from || monthIndex(from) < monthIndex(finding.from!))
    if (finding.months.length > 0) return finding.months.some(within)
    if (!finding.from || !finding.to) return true
    return (!to || monthIndex(finding.from) <= monthIndex(to)) && (!from || monthIndex(finding.to) >= monthIndex(from))
  })
}
