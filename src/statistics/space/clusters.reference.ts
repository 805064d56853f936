// Gi* and Moran's I against vectors of spdep 1.2-7 and numbers asserted in PySAL's esda tests (BSD-3-Clause), read where they are and not copied here.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { falseDiscoveryRates } from './false-discovery.ts'
import { hotAreas } from './getis-ord.ts'
import { listedNeighbours } from './lattice.ts'
import { localMoranI, moranI } from './moran.ts'
import { twoSidedNormal } from './normal-tail.ts'

const folder = new URL('../../../../shared/data/spatial-reference/', import.meta.url)
const table = (file: string) => parse(readFileSync(new URL(file, folder), 'utf8'), { columns: true }) as Record<string, string>[]
const globals = JSON.parse(readFileSync(new URL('spdep-computed/global-statistics.json', folder), 'utf8')).results as Record<string, Record<string, number>>
const sets = readdirSync(new URL('spdep-computed/', folder)).filter((file) => file.endsWith('-local.csv')).map((file) => file.replace('-local.csv', ''))

function read(set: string) {
  const areas = table(`spdep-computed/${set}-local.csv`)
  const pairs = table(`spdep-computed/${set}-neighbours.csv`).map(({ from, to }): [number, number] => [Number(from) - 1, Number(to) - 1])
  return { areas, values: Float64Array.from(areas, ({ y }) => Number(y)), neighbours: listedNeighbours(areas.length, pairs) }
}

const apart = (ours: Float64Array, theirs: readonly number[]) => Math.max(...theirs.map((value, area) => Math.abs(ours[area]! - value)))

test('every set of spdep’s is there', () => assert.equal(sets.length, 7))

for (const set of sets) {
  test(`${set}: Gi* and its false-discovery decisions equal spdep’s to 1e-9, for every area (goal A1)`, () => {
    const { areas, values, neighbours } = read(set)
    const { z, pFdr } = hotAreas(values, neighbours)
    const theirs = areas.map(({ GiStar_z }) => Number(GiStar_z))
    assert.ok(apart(z, theirs) < 1e-9)
    const rates = falseDiscoveryRates(Float64Array.from(theirs, twoSidedNormal))
    assert.deepEqual(pFdr.map((rate) => (rate <= 0.05 ? 1 : 0)), rates.map((rate) => (rate <= 0.05 ? 1 : 0)))
  })

  test(`${set}: local and global Moran’s I equal spdep’s`, () => {
    const { areas, values, neighbours } = read(set)
    assert.ok(apart(localMoranI(values, neighbours), areas.map(({ Ii }) => Number(Ii))) < 1e-9)
    const { i, z } = moranI(values, neighbours)
    const published = globals[set]
    if (published?.['moran_I'] === undefined) return
    assert.ok(Math.abs(i - published['moran_I']) < 1e-9)
    assert.ok(Math.abs(z - published['moran_z_rand']!) < 1e-8, `${z}`)
  })
}
