// Writes src/example/city-of-london/geography.json.gz from open boundary, street, postcode, population and food-hygiene files, which a clone
// does not carry. Say where they are: node tools/make-example-geography.ts ../shared/data
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import proj4 from 'proj4'
import { z } from 'zod'

const FILE = join(import.meta.dirname, '../src/example/city-of-london/geography.json.gz')
const GRID = '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs'
const toGrid = (longitude: number, latitude: number): [number, number] => {
  const [easting, northing] = proj4('WGS84', GRID, [longitude, latitude])
  return [Math.round(easting!), Math.round(northing!)]
}

const Position = z.tuple([z.number(), z.number()]).rest(z.number())
const Ring = z.array(Position)
const Shape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) }),
  z.object({ type: z.literal('LineString'), coordinates: Ring }),
  z.object({ type: z.literal('Point'), coordinates: Position }),
])
const Collection = z.object({ features: z.array(z.object({ properties: z.record(z.string(), z.unknown()), geometry: Shape })) })

const folder = process.argv[2]
if (!folder) throw new Error('Say where the data are: node tools/make-example-geography.ts FOLDER')
const read = (path: string) => Collection.parse(JSON.parse(readFileSync(join(folder, 'geography', path), 'utf8'))).features

/** A line as easting, northing, easting, northing …, without points that repeat once rounded to a metre. */
function line(positions: z.infer<typeof Ring>): number[] {
  const flat: number[] = []
  for (const [longitude, latitude] of positions) {
    const [easting, northing] = toGrid(longitude, latitude)
    if (flat.at(-2) !== easting || flat.at(-1) !== northing) flat.push(easting, northing)
  }
  return flat
}
const polygons = (shape: z.infer<typeof Shape>): number[][][] =>
  shape.type === 'Polygon' ? [shape.coordinates.map(line)] : shape.type === 'MultiPolygon' ? shape.coordinates.map((rings) => rings.map(line)) : []
const area = (code: string, name: string) => ({ properties, geometry }: ReturnType<typeof read>[number]) =>
  ({ code: String(properties[code]), name: String(properties[name]), boundary: polygons(geometry) })

const wards = read('city-of-london/wards-2013.geojson').map(area('WD13CD', 'WD13NM'))
const lsoas = read('city-of-london/lsoa-2011.geojson').map(area('LSOA11CD', 'LSOA11NM'))

const population = gunzipSync(readFileSync(join(folder, 'geography/lookups/lsoa-population-mid-2019.csv.gz'))).toString()
const People = z.object({ 'LSOA Code': z.string(), 'All Ages': z.string().transform((text) => Number(text.replaceAll(',', ''))) })
const residents = z.array(People).parse(parse(population, { columns: true, bom: true }).filter((row) => lsoas.some(({ code }) => code === (row as Record<string, string>)['LSOA Code'])))
  .map((row) => ({ code: row['LSOA Code'], n: row['All Ages'] }))

// Where food is served, as of the newer of two extracts: a place to divide by, which the City's few residents are not.
const hygiene = gunzipSync(readFileSync(join(folder, 'premises-services/food-hygiene/FHRS508en-GB-2020-11-10.xml.gz'))).toString()
const premises = [...hygiene.matchAll(/<Longitude>([-\d.]+)<\/Longitude><Latitude>([-\d.]+)<\/Latitude>/g)].map(([, longitude, latitude]) => toGrid(Number(longitude), Number(latitude)))
const allPremises = hygiene.match(/<EstablishmentDetail>/g)!.length

const [west, south, east, north] = [531000, 180000, 534500, 182700]
const within = ([easting, northing]: readonly number[]) => easting! > west && easting! < east && northing! > south && northing! < north
const streets = read('osm/streets-city.geojson').flatMap(({ geometry }) => (geometry.type === 'LineString' ? [line(geometry.coordinates)] : [])).filter((points) => points.length > 2)
const postcodes = read('postcodes/ec-london-postcodes.geojson').flatMap(({ properties, geometry }) => {
  if (geometry.type !== 'Point') return []
  const [easting, northing] = toGrid(geometry.coordinates[0], geometry.coordinates[1])
  return within([easting, northing]) ? [[String(properties.postcode).replaceAll(' ', ''), easting, northing] as const] : []
})

writeFileSync(FILE, gzipSync(JSON.stringify({ wards, lsoas, residents, premises, allPremises, streets, postcodes }), { level: 9 }))
console.log(`${wards.length} wards, ${lsoas.length} LSOAs, ${residents.reduce((sum, { n }) => sum + n, 0)} residents, ${premises.length} of ${allPremises} premises, ${streets.length} streets, ${postcodes.length} postcodes`)
