import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { IncidentRow, RejectedRow } from '../incident.ts'
import { toGrid } from '../places/bng.ts'
import type { DatedArea } from '../places/areas.ts'
import { makePlacer } from '../places/placer.ts'
import type { Published } from './recognise.ts'
import { readFileInWorker, type ReadingPlan } from './read-file.ts'

const DATA = new URL('../../../../shared/data/', import.meta.url)
const path = (name: string) => new URL(name, DATA).pathname

type Feature = { properties: Record<string, string>; geometry: { type: string; coordinates: number[][][] | number[][][][] } }
const featuresOf = (name: string) => (JSON.parse(readFileSync(path(`geography/city-of-london/${name}`), 'utf8')) as { features: Feature[] }).features

function boundaryOf({ type, coordinates }: Feature['geometry']) {
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as number[][][][]
  const flat = ([longitude, latitude]: number[]) => {
    const { easting, northing } = toGrid(longitude!, latitude!)
    return [Math.round(easting), Math.round(northing)]
  }
  return polygons.map((rings) => rings.map((ring) => ring.flatMap(flat)))
}

const areas: DatedArea[] = [
  ...featuresOf('wards-2013.geojson').map(({ properties, geometry }, at) => ({
    areaId: at + 1,
    kind: 'ward' as const,
    code: properties.WD13CD!,
    validFrom: '2013-01-01',
    validTo: null,
    boundary: boundaryOf(geometry),
  })),
  ...featuresOf('lsoa-2011.geojson').map(({ properties, geometry }, at) => ({
    areaId: at + 101,
    kind: 'lsoa' as const,
    code: properties.LSOA11CD!,
    validFrom: '2011-01-01',
    validTo: null,
    boundary: boundaryOf(geometry),
  })),
]

const planOf = (layout: Published, withAreas = areas): ReadingPlan => ({
  layout,
  mapping: null,
  positions: 'snapped',
  personal: false,
  areas: withAreas,
  postcodes: new Map(),
  today: '2026-11-22',
})

async function readAll(file: string, plan: ReadingPlan) {
  const opened = await readFileInWorker({ path: path(`police-uk/${file}`), name: file.split('/').at(-1)! }, plan)
  assert.ok(opened.ok, opened.ok ? '' : `${file}: ${opened.problem}`)
  const incidents: IncidentRow[] = []
  const rejections: RejectedRow[] = []
  for await (const batch of opened.batches) {
    incidents.push(...batch.incidents)
    rejections.push(...batch.rejections)
  }
  return { incidents, rejections, end: opened.end() }
}

const manifest = parse(readFileSync(path('police-uk/manifest.csv')), { columns: true }) as (Record<string, string> & { file: string })[]
const filesOf = (folder: string) => manifest.filter(({ file }) => file.startsWith(folder))

test('Every street file of the City of London gives the rows, blank places, blank references and anti-social behaviour of manifest.csv', async () => {
  let rows = 0
  for (const told of filesOf('city-of-london/street/')) {
    const { incidents, rejections, end } = await readAll(told.file, planOf('police.uk street'))
    const count = (is: (row: IncidentRow) => boolean) => incidents.filter(is).length
    assert.deepEqual(rejections, [], told.file)
    assert.equal(end.cut, null)
    assert.equal(end.newCategories.size, 0)
    assert.equal(incidents.length, Number(told.rows), told.file)
    assert.equal(
      count(({ category }) => category === 'Anti-social behaviour'),
      Number(told.asb_rows),
      told.file,
    )
    assert.equal(
      count(({ reference }) => reference === null),
      Number(told.blank_crime_id),
      told.file,
    )
    assert.equal(
      count(({ easting }) => easting === null),
      Number(told.blank_coordinates),
      told.file,
    )
    assert.equal(
      count(({ outcome }) => outcome === null),
      Number(told.blank_outcome),
      told.file,
    )
    assert.ok(incidents.every(({ month }) => month === `${told.month}-01`))
    rows += incidents.length
  }
  assert.equal(rows, 75_429)
})

const tableOf = (file: string) => {
  const bytes = readFileSync(path(`police-uk/${file}`))
  return parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true }) as Record<string, string>[]
}

test('Points fall in the LSOA that police.uk gives for 97% of City rows and in no ward for 2.4%, as README.md measured (97.1%, 2.4%)', () => {
  const placer = makePlacer(areas)
  const codeOf = new Map(areas.map(({ areaId, code }) => [areaId, code]))
  const city = new Set(areas.map(({ code }) => code))
  const seen = { rows: 0, agreed: 0, inNoWard: 0 }
  for (const { file } of filesOf('city-of-london/street/')) {
    for (const row of tableOf(file)) {
      if (!city.has(row['LSOA code']!)) continue
      const { wardId, lsoaId } = placer.place(placer.ofDegrees(Number(row.Longitude), Number(row.Latitude)), `${row.Month}-01`)
      seen.rows++
      if (lsoaId !== null && codeOf.get(lsoaId) === row['LSOA code']) seen.agreed++
      if (wardId === null) seen.inNoWard++
    }
  }
  assert.equal(seen.rows, 66_176)
  assert.ok(Math.abs(seen.agreed / seen.rows - 0.971) < 0.002, `${seen.agreed} agreed`)
  assert.ok(Math.abs(seen.inNoWard / seen.rows - 0.024) < 0.002, `${seen.inNoWard} in no ward`)
})

test('About 5% of City rows lie outside the City, and a file of another force is said to lie outside altogether', async () => {
  let outside = 0
  let rows = 0
  for (const { file } of filesOf('city-of-london/street/')) {
    const { incidents } = await readAll(file, planOf('police.uk street'))
    rows += incidents.length
    outside += incidents.filter(({ placed }) => placed === 'outside').length
  }
  assert.ok(Math.abs(outside / rows - 0.05) < 0.01, `${outside} of ${rows}`)
  const { end } = await readAll('other-forces/2025-04-essex-street.csv.gz', planOf('police.uk street'))
  assert.match(end.notes.join(' '), /^All [\d,]+ rows with a place lie outside the partnership’s area/)
})

test('Every outcomes file and stop-and-search file gives the rows and blank places of manifest.csv', async () => {
  for (const [folder, layout] of [
    ['outcomes', 'police.uk outcomes'],
    ['stop-and-search', 'police.uk stop and search'],
  ] as const) {
    for (const told of filesOf(`city-of-london/${folder}/`)) {
      const { incidents, rejections } = await readAll(told.file, planOf(layout))
      assert.deepEqual(rejections, [], told.file)
      assert.equal(incidents.length, Number(told.rows), told.file)
      assert.equal(incidents.filter(({ easting }) => easting === null).length, Number(told.blank_coordinates), told.file)
    }
  }
})
