import type { LinkFile, LinkTable } from './fields.ts'
import { ACCEPT_FROM, type Linkage, linkFiles, probabilityOf, REVIEW_FROM, type TrainedOn } from './link.ts'
import type { RuleReport } from './blocking.ts'
import type { Step } from './explain.ts'
import { Dictionary, listed, type TextColumn } from './text.ts'

/** A record as the web pages hold it. Blank and missing are the same. `source`: the department or file it comes from. */
export type LinkRecord = {
  id: string
  source?: string | null
  forename?: string | null
  otherNames?: string | null
  surname?: string | null
  fullName?: string | null
  dob?: string | null
  gender?: string | null
  address?: string | null
  locality?: string | null
  postcode?: string | null
  premises?: string | null
  phone?: string | null
  email?: string | null
}

/** What people decided about pairs, by record id. */
export type LinkDecision = { a: string; b: string; verdict: 'confirmed' | 'refused' }

export type RecordPair = { a: string; b: string; weight: number; probability: number; standing: 'confirmed' | 'refused' | 'accept' | 'review'; fields: readonly Step[] }

export type RecordLinkage = {
  /** Confirmed, refused, acceptable and reviewable pairs, the heaviest first. */
  pairs: readonly RecordPair[]
  /** Record ids of each person with more than one record. */
  clusters: readonly (readonly string[])[]
  trainedOn: TrainedOn
  blocking: readonly RuleReport[]
}

const COLUMNS = {
  forename: 'forename', otherNames: 'otherNames', surname: 'surname', fullName: 'fullName', dob: 'birth', gender: 'gender', address: 'address', locality: 'locality',
  postcode: 'postcode', premises: 'premises', phone: 'phone', email: 'email',
} as const
type Column = keyof typeof COLUMNS

/**
 * Finds records of one person among `records`, within and across sources. Nothing is merged: pairs are proposed with their weight explained field by field.
 * Decisions stand: confirmed pairs are in one cluster, refused ones never are. Ids must be distinct; decisions about ids not among the records are passed over.
 */
export async function linkRecords(records: readonly LinkRecord[], decisions: readonly LinkDecision[] = [], threads = 1): Promise<RecordLinkage> {
  const places = new Map(records.map(({ id }, place) => [id, place]))
  if (places.size < records.length) throw new RangeError('Two records have the same id')
  const decided = decisions.flatMap(({ a, b, verdict }) => {
    const [one, other] = [places.get(a), places.get(b)]
    return one === undefined || other === undefined || one === other ? [] : [{ pair: [Math.min(one, other), Math.max(one, other)] as const, verdict }]
  })
  const of = (verdict: LinkDecision['verdict']) => decided.filter((each) => each.verdict === verdict).map(({ pair }) => pair)
  const linkage = await linkFiles([asFile(records)], { confirmed: of('confirmed'), refused: of('refused'), threads })
  const verdicts = new Map(decided.map(({ pair: [a, b], verdict }) => [a * records.length + b, verdict]))
  return {
    pairs: pairsOf(linkage, records, verdicts), trainedOn: linkage.trainedOn, blocking: linkage.rules,
    clusters: [...Map.groupBy(records.keys(), (place) => linkage.clusters[place]!).values()].filter(({ length }) => length > 1).map((places) => places.map((place) => records[place]!.id)),
  }
}

function pairsOf({ pairs: { a, b, weights, count }, explain }: Linkage, records: readonly LinkRecord[], verdicts: Map<number, LinkDecision['verdict']>): RecordPair[] {
  const found: { one: number; other: number; weight: number }[] = []
  for (let pair = 0; pair < count; pair++) if (weights[pair]! >= REVIEW_FROM) found.push({ one: a[pair]!, other: b[pair]!, weight: weights[pair]! })
  const listed = new Set(found.map(({ one, other }) => one * records.length + other))
  for (const key of verdicts.keys()) {
    const [one, other] = [Math.floor(key / records.length), key % records.length]
    if (!listed.has(key)) found.push({ one, other, weight: explain(one, other).weight })
  }
  return found.toSorted((left, right) => right.weight - left.weight || left.one - right.one || left.other - right.other).map(({ one, other, weight }) => ({
    a: records[one]!.id, b: records[other]!.id, weight, probability: probabilityOf(weight),
    standing: verdicts.get(one * records.length + other) ?? (weight >= ACCEPT_FROM ? 'accept' : 'review'), fields: explain(one, other).steps,
  }))
}

function asFile(records: readonly LinkRecord[]): LinkFile {
  const columns = new Map<string, TextColumn>()
  const roles: Record<string, string[]> = {}
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const dictionary = new Dictionary()
    const codes = Int32Array.from(records, (record) => (record[column] === undefined || record[column] === null || record[column] === '' ? -1 : dictionary.number(record[column])))
    if (dictionary.values.length === 0) continue
    columns.set(column, listed(dictionary.values, codes))
    roles[COLUMNS[column]] = [column]
  }
  const table: LinkTable = { records: records.length, columns }
  return { table, settings: { id: null, columns: roles } }
}
