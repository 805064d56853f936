import type { RecordLinkage, RecordPair } from '../../statistics/linkage/records.ts'
import type { CallerRecord } from './record.ts'

/** Reports that the engine would hold together, and the matches by which a person could agree: the fewest that join them all, the heaviest there are. */
export type Group = { records: readonly CallerRecord[]; links: readonly RecordPair[]; waiting: readonly RecordPair[] }

/**
 * Groups with something to decide, those across sources first, then the most reports. Records joined already by confirmed matches need no further
 * one between them, so a person with twenty reports is asked about nineteen matches at most, and not a hundred and ninety.
 */
export function groupsToDecide(records: readonly CallerRecord[], { pairs, clusters }: Pick<RecordLinkage, 'pairs' | 'clusters'>): Group[] {
  const byId = new Map(records.map((record) => [record.record, record]))
  const clusterOf = new Map(clusters.flatMap((cluster, index) => cluster.map((record) => [record, index] as const)))
  const within = Map.groupBy(pairs.filter(({ a, b, standing }) => standing !== 'refused' && clusterOf.has(a) && clusterOf.get(a) === clusterOf.get(b)), ({ a }) => clusterOf.get(a)!)
  return clusters
    .map((cluster, index): Group => {
      const links = joining(within.get(index) ?? [])
      return { records: cluster.map((record) => byId.get(record)!), links, waiting: links.filter(({ standing }) => standing !== 'confirmed') }
    })
    .filter(({ waiting }) => waiting.length > 0)
    .toSorted((one, other) => sourcesIn(other) - sourcesIn(one) || other.records.length - one.records.length)
}

export const sourcesIn = ({ records }: Pick<Group, 'records'>): number => new Set(records.map(({ sourceId }) => sourceId)).size

/** Pairs between groups that may be one person all the same, which a person should look at one by one: one for each two groups, the heaviest. */
export function pairsBetween({ pairs, clusters }: Pick<RecordLinkage, 'pairs' | 'clusters'>): RecordPair[] {
  const clusterOf = new Map(clusters.flatMap((cluster, index) => cluster.map((record) => [record, String(index)] as const)))
  const of = (record: string) => clusterOf.get(record) ?? record
  const seen = new Set<string>()
  return pairs.filter(({ a, b, standing }) => {
    if (standing === 'confirmed' || standing === 'refused' || of(a) === of(b)) return false
    const between = [of(a), of(b)].sort().join(' ')
    return !seen.has(between) && Boolean(seen.add(between))
  })
}

/** Confirmed matches first, then the heaviest, leaving out those that join what is joined already (Kruskal's tree). */
function joining(pairs: readonly RecordPair[]): RecordPair[] {
  const parent = new Map<string, string>()
  const root = (record: string): string => {
    let at = record
    for (let next = parent.get(at); next !== undefined && next !== at; next = parent.get(at)) at = next
    return at
  }
  const ordered = pairs.toSorted((one, other) => Number(other.standing === 'confirmed') - Number(one.standing === 'confirmed') || other.weight - one.weight)
  return ordered.filter(({ a, b }) => {
    const [one, other] = [root(a), root(b)]
    if (one === other) return false
    parent.set(one, other)
    return true
  })
}
