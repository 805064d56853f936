// Back-tests, map eras and concentration on real street crime of data.police.uk (Open Government Licence), against ../shared/analysis.md sections 0, 8 and 9.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import proj4 from 'proj4'
import { accuracy, backTest, type Tested } from './back-test.ts'
import { concentration } from './concentration.ts'
import { hotAreas } from './getis-ord.ts'
import { latticeOf, queenNeighbours, squareFinder } from './lattice.ts'
import { mapEras } from './map-eras.ts'
import { groundOf } from './past.ts'
import { predictorNamed } from './predictors.ts'
import { squareAt, squaresOver } from './squares.ts'

const shared = new URL('../../../../shared/data/', import.meta.url)
const NATIONAL_GRID = '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs'
const toGrid = proj4('WGS84', NATIONAL_GRID).forward as (point: [number, number]) => [number, number]

const bytes = (path: string) => {
  const file = readFileSync(new URL(path, shared))
  return path.endsWith('.gz') ? gunzipSync(file) : file
}

type Boundary = { features: { geometry: { type: 'Polygon'; coordinates: [number, number][][] } | { type: 'MultiPolygon'; coordinates: [number, number][][][] } }[] }

function polygonsOf(path: string) {
  const { features } = JSON.parse(bytes(path).toString()) as Boundary
  return features.flatMap(({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
    .map((rings) => rings.map((ring) => ring.map(([longitude, latitude]) => toGrid([longitude, latitude])))))
}

type Crime = { Month: string; Longitude: string; Latitude: string; 'Crime type': string }

const crimesIn = (folder: string, from: string) => readdirSync(new URL(folder, shared)).sort().filter((file) => file >= from)
  .flatMap((file) => (parse(bytes(folder + file), { columns: true }) as Crime[]).filter(({ Longitude }) => Longitude !== ''))

const monthOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

/** Counts by type, month and square of the era that began in July 2022. */
function studyOf(crimes: readonly Crime[], boundary: string, side: number) {
  const squares = squaresOver(polygonsOf(boundary), side)
  const lattice = latticeOf(Int32Array.from(squares, ({ x }) => x), Int32Array.from(squares, ({ y }) => y))
  const find = squareFinder(lattice)
  const since = crimes.filter(({ Month }) => Month >= '2022-07')
  const months = [...new Set(since.map(({ Month }) => Month))].sort()
  const types = new Map<string, Float64Array[]>()
  for (const crime of since) {
    const { x, y } = squareAt(...toGrid([Number(crime.Longitude), Number(crime.Latitude)]), side)
    const square = find(x, y)
    if (!types.has(crime['Crime type'])) types.set(crime['Crime type'], months.map(() => new Float64Array(squares.length)))
    if (square !== -1) types.get(crime['Crime type'])![months.indexOf(crime.Month)]![square]!++
  }
  return { lattice, side, months, types, squares: squares.length }
}

function tested(study: ReturnType<typeof studyOf>, types: number, share: number) {
  const total = (months: readonly Float64Array[]) => months.slice(12).reduce((sum, month) => month.reduce((all, n) => all + n, sum), 0)
  const busiest = [...study.types].sort(([, one], [, other]) => total(other) - total(one)).slice(0, types)
  const results = backTest({
    ground: groundOf(study.lattice, study.side), types: new Map(busiest), budgets: [{ share }], training: 12,
    predictors: ['decayed', 'last12', 'gistar', 'kde300', 'kde150', 'kde100'].map((name) => predictorNamed(name)!),
  })
  const of = (name: string) => results.filter(({ predictor }) => predictor === name)
  const mean = (name: string, measure: (result: Tested) => number) => of(name).reduce((sum, result) => sum + measure(result), 0) / of(name).length
  return { of, pei: (name: string) => mean(name, (result) => accuracy(result).pei), hitRate: (name: string) => mean(name, (result) => accuracy(result).hitRate) }
}

const city = crimesIn('police-uk/city-of-london/street/', '2020-01')
const burglaries = crimesIn('police-uk/metropolitan-burglary/', '2021-07')

test('London burglary, 150 m, July 2023 to August 2024: decayed counts hold 36% in 5% of the squares, last year’s places 34%, Gi* 28%, a kernel of 300 m 26% (analysis.md section 9, goal A7)', () => {
  const { hitRate, pei } = tested(studyOf(burglaries, 'geography/london/boroughs.geojson.gz', 150), 1, 0.05)
  assert.ok(hitRate('decayed') >= 0.355, `${hitRate('decayed')}`)
  assert.ok(hitRate('decayed') >= 1.06 * hitRate('last12'))
  assert.ok(hitRate('decayed') >= 1.25 * hitRate('gistar'))
  assert.ok(hitRate('decayed') >= 1.35 * hitRate('kde300'))
  for (const [name, published] of [['last12', 0.337], ['gistar', 0.277], ['kde300', 0.261], ['kde100', 0.329]] as const) assert.ok(Math.abs(hitRate(name) - published) < 0.012, `${name} ${hitRate(name)}`)
  assert.ok(Math.abs(pei('decayed') - 0.376) < 0.012)
})

for (const [side, gain] of [[100, 0.01], [150, 0.005]] as const) {
  test(`City of London, ${side} m, eight types, July 2023 to June 2025: decayed counts come nearer the best possible than last year’s places, 1.6 times Gi*, and their expected numbers are borne out (goal A8)`, () => {
    const { of, pei } = tested(studyOf(city, 'geography/city-of-london/msoa-2011.geojson', side), 8, 0.05)
    assert.ok(pei('decayed') >= 0.64, `${pei('decayed')}`)
    assert.ok(pei('decayed') >= pei('last12') + gain, `${pei('decayed')} ${pei('last12')}`)
    assert.ok(pei('decayed') >= 1.6 * pei('gistar'), `${pei('gistar')}`)
    assert.ok(pei('kde300') < pei('kde150') && pei('kde150') < pei('last12'))
    const sum = (held: 'hits' | 'expected') => of('decayed').reduce((total, result) => total + result[held]!, 0)
    assert.ok(Math.abs(sum('expected') / sum('hits') - 1) < 0.05, `${sum('expected')} ${sum('hits')}`)
    for (const band of [0, 1, 2, 3]) {
      const [expected, came] = (['expected', 'came'] as const).map((kind) => of('decayed').reduce((total, { bands }) => total + bands![band]![kind], 0))
      assert.ok(Math.abs(expected! / came! - 1) < 0.1, `band ${band}: ${expected} ${came}`)
    }
  })
}

test('the City and London burglary: one new map era, in July 2022, of whose points 2% and 3% had been seen in the year before (analysis.md section 0.3)', () => {
  for (const [crimes, least, most] of [[city, 0.01, 0.03], [burglaries, 0.02, 0.035]] as const) {
    const months = [...Map.groupBy(crimes, ({ Month }) => Month)].map(([month, of]) => ({ month: monthOf(month), points: new Set(of.map(({ Longitude, Latitude }) => `${Longitude},${Latitude}`)) }))
    const eras = mapEras(months)
    assert.deepEqual(eras.map(({ from }) => from), [months[0]!.month, monthOf('2022-07')])
    assert.ok(eras[1]!.seenBefore! > least && eras[1]!.seenBefore! < most, `${eras[1]!.seenBefore}`)
  }
})

test('the City, first half of 2025: half of all crime on about a tenth of the points used, and on 5 to 6% of all points of the era (analysis.md section 8)', () => {
  const pointOf = ({ Longitude, Latitude }: Crime) => `${Longitude},${Latitude}`
  const counts = Float64Array.from([...Map.groupBy(city.filter(({ Month }) => Month >= '2025-01'), pointOf).values()], ({ length }) => length)
  const points = new Set(city.filter(({ Month }) => Month >= '2022-07').map(pointOf)).size
  const half = concentration(counts, points).holdings[1]!
  assert.ok(half.percent > 4.5 && half.percent < 6.5, `${half.places} of ${points}`)
})

test('the City, first half of 2025, 100 m: Gi* alone would mark squares where nothing happened; none of those is called significant (analysis.md section 0.2)', () => {
  const { lattice, types } = studyOf(city, 'geography/city-of-london/msoa-2011.geojson', 100)
  const counts = new Float64Array(lattice.x.length)
  for (const months of types.values()) for (const month of months.slice(-6)) month.forEach((n, square) => { counts[square]! += n })
  const { pFdr, significant } = hotAreas(counts, queenNeighbours(lattice))
  const empty = [...counts.keys()].filter((square) => counts[square] === 0 && pFdr[square]! <= 0.05)
  assert.ok(empty.length > 0)
  assert.ok(empty.every((square) => significant[square] === 0))
  assert.ok(significant.some((mark) => mark === 1))
})
