import { toDegrees } from '../../incidents/places/bng.ts'
import type { Boundary } from '../../incidents/places/areas.ts'
import { protectList, sayPublishable } from '../../statistics/disclosure.ts'
import { areasOf, extentOfGround, groundAreas } from '../map/ground-drawing.ts'
import type { MapGround } from '../map/ground-held.ts'
import { markedPlaces } from '../where/where-page.ts'
import { creditsOf } from '../setting-page.ts'
import type { PlaceNames } from '../place-names.ts'
import type { Setting } from '../setting.ts'
import type { Ranked } from '../working/predicting.ts'

type Position = [number, number]
const position = (easting: number, northing: number): Position => {
  const { longitude, latitude } = toDegrees(easting, northing)
  return [Math.round(longitude * 1e6) / 1e6, Math.round(latitude * 1e6) / 1e6]
}

const along = (line: readonly number[]): Position[] => Array.from(
  { length: line.length / 2 }, (_, at) => position(line[2 * at]!, line[2 * at + 1]!),
)

/** Outer rings run anticlockwise and holes clockwise. Source: RFC 7946, section 3.1.6. */
const polygons = (boundary: Boundary) => boundary.map((rings) => rings.map((ring, index) => (isAnticlockwise(ring) === (index === 0) ? along(ring) : along(ring).reverse())))

function isAnticlockwise(ring: readonly number[]): boolean {
  let twice = 0
  for (let at = 0; at + 3 < ring.length; at += 2) twice += ring[at]! * ring[at + 3]! - ring[at + 2]! * ring[at + 1]!
  return twice > 0
}

const feature = (type: 'MultiPolygon' | 'MultiLineString', coordinates: unknown, properties: object) => ({ type: 'Feature', properties, geometry: { type, coordinates } })

/** The ground of a map as GeoJSON: outline, wards and streets, each feature's `layer` saying which. */
export function groundGeoJson(ground: MapGround) {
  const { west, south, east, north } = extentOfGround(ground)
  const areas = (layer: string, of: readonly { name: string; boundary: Boundary }[]) => of.map(({ name, boundary }) => feature('MultiPolygon', polygons(boundary), { layer, name }))
  return {
    type: 'FeatureCollection', bbox: [...position(west, south), ...position(east, north)],
    features: [
      ...areas('outline', groundAreas(ground)), ...areas('ward', areasOf(ground, 'ward')),
      ...ground.lines.map(({ name, lines }) => feature('MultiLineString', lines.map(along), { layer: 'street', name })),
    ],
  }
}

/** Places that a map marks, best first, with what is expected of each; counts of the year before are protected. */
export function placesGeoJson(setting: Setting, ranked: Ranked, names: PlaceNames) {
  const places = markedPlaces(setting, ranked)
  const years = protectList(places.map(({ place }) => ranked.lastYear[place]!)).counts
  return {
    type: 'FeatureCollection', attribution: creditsOf(setting).join('; '), predicts: setting.month,
    features: places.map(({ place, mark, number }, index) => feature('MultiPolygon', polygons(setting.set.boundaryOf(place)), {
      number, mark, place: setting.set.nameOf(place), names: (names.get(place) ?? []).join('; '),
      expected: Math.round(ranked.expected[place]! * 10) / 10, yearBefore: sayPublishable(years[index]!),
    })),
  }
}
