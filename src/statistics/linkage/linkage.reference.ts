import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { CsvColumns } from './csv-columns.ts'
import type { LinkTable } from './fields.ts'
import { ACCEPT_FROM, type Linkage, linkFiles } from './link.ts'
import { guessSettings } from './roles.ts'

const FOLDER = new URL('../../../../shared/data/linkage/', import.meta.url)

/** Least figures (../shared/analysis.md, section 10): A10 best F1 of pairs at any threshold, A11 F1 of clusters as shipped, A12 precision of pairs accepted without review. */
type Gate = { name: string; files: string[]; truth: { column: string; of?: RegExp }; pairs: number; clusters: number; largest: number }
const GATES: readonly Gate[] = [
  { name: 'fake_1000 of Splink', files: ['splink/fake_1000.csv'], truth: { column: 'cluster' }, pairs: 0.9, clusters: 0.92, largest: 7 },
  { name: 'FEBRL dataset 3', files: ['febrl/dataset3.csv'], truth: { column: 'rec_id', of: /^rec-(\d+)/ }, pairs: 0.996, clusters: 0.997, largest: 6 },
  { name: 'FEBRL datasets 4a and 4b', files: ['febrl/dataset4a.csv', 'febrl/dataset4b.csv'], truth: { column: 'rec_id', of: /^rec-(\d+)/ }, pairs: 0.9996, clusters: 0.999, largest: 2 },
  { name: 'historical figures of Splink (Wikidata)', files: ['splink/historical_figures_dev.csv.gz'], truth: { column: 'cluster' }, pairs: 0.8, clusters: 0.84, largest: 21 },
  { name: 'FEBRL dataset 1', files: ['febrl/dataset1.csv'], truth: { column: 'rec_id', of: /^rec-(\d+)/ }, pairs: 0.996, clusters: 0.997, largest: 2 },
  { name: 'RLdata500 of RecordLinkage', files: ['rldata/RLdata500.csv'], truth: { column: 'ent_id' }, pairs: 0.95, clusters: 0.95, largest: 2 },
]

function read(file: string): LinkTable {
  const bytes = readFileSync(new URL(file, FOLDER))
  const columns = new CsvColumns()
  columns.take(file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
  return columns.done()
}

function truthOf(tables: readonly LinkTable[], { column, of }: Gate['truth']): string[] {
  return tables.flatMap(({ records, columns }) => {
    const { at, codes } = columns.get(column)!
    return Array.from({ length: records }, (_, record) => (of === undefined ? at(codes[record]!) : of.exec(at(codes[record]!))![1]!))
  })
}

/** Pairs inside groups; across files only, when there are two. */
function pairsWithin(groups: Iterable<number[]>, file: (record: number) => number, files: number, counts: (a: number, b: number) => boolean): number {
  let pairs = 0
  for (const group of groups) {
    group.forEach((one, at) => { for (const other of group.slice(at + 1)) if ((files === 1 || file(one) !== file(other)) && counts(one, other)) pairs++ })
  }
  return pairs
}

const f1 = (right: number, found: number, truth: number) => (2 * right) / (found + truth)

function bestF1({ pairs: { a, b, weights, count } }: Linkage, truth: readonly string[], all: number): number {
  const order = Array.from({ length: count }, (_, pair) => pair).sort((one, other) => weights[other]! - weights[one]!)
  let right = 0
  let best = 0
  order.forEach((pair, at) => {
    if (truth[a[pair]!] === truth[b[pair]!]) right++
    best = Math.max(best, f1(right, at + 1, all))
  })
  return best
}

for (const gate of GATES) {
  test(`${gate.name}: pairs and clusters as shipped, nothing tuned, reach what analysis.md section 10 asks (A10, A11, A12)`, async (t) => {
    const tables = gate.files.map(read)
    const linkage = await linkFiles(tables.map((table) => ({ table, settings: guessSettings(table.columns, table.records) })), { threads: 2 })
    const truth = truthOf(tables, gate.truth)
    const file = (record: number) => (record < tables[0]!.records ? 0 : 1)
    const same = (one: number, other: number) => truth[one] === truth[other]
    const all = pairsWithin(Map.groupBy(truth.keys(), (record) => truth[record]!).values(), file, tables.length, () => true)
    const clusters = [...Map.groupBy(truth.keys(), (record) => linkage.clusters[record]!).values()]
    const found = pairsWithin(clusters, file, tables.length, () => true)
    const right = pairsWithin(clusters, file, tables.length, same)
    const { a, b, weights, count } = linkage.pairs
    const accepted = Array.from({ length: count }, (_, pair) => pair).filter((pair) => weights[pair]! >= ACCEPT_FROM)
    const precision = accepted.filter((pair) => same(a[pair]!, b[pair]!)).length / accepted.length
    const best = bestF1(linkage, truth, all)
    const shipped = f1(right, found, all)
    const largest = Math.max(...clusters.map(({ length }) => length))
    t.diagnostic(`best pair F1 ${best.toFixed(4)}, clusters F1 ${shipped.toFixed(4)} (precision ${(right / found).toFixed(4)}, recall ${(right / all).toFixed(4)}), accepted precision ${precision.toFixed(4)}, largest ${largest}`)
    assert.ok(best >= gate.pairs, `best pair F1 ${best}`)
    assert.ok(shipped >= gate.clusters, `clusters F1 ${shipped}`)
    assert.ok(precision >= 0.99, `precision of accepted ${precision}`)
    assert.ok(largest <= 2 * gate.largest, `largest cluster ${largest}`)
  })
}

test('the result does not depend on the number of threads', async () => {
  const table = read('splink/historical_figures_dev.csv.gz')
  const files = [{ table, settings: guessSettings(table.columns, table.records) }]
  const [one, two] = [await linkFiles(files, { threads: 1 }), await linkFiles(files, { threads: 2 })]
  assert.deepEqual(two.clusters, one.clusters)
  assert.deepEqual(two.pairs, one.pairs)
})
