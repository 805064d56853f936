import type { Boundary } from '../incidents/places/areas.ts'
import { boundsOf, type Polygon, squaresOver } from '../statistics/space/squares.ts'
import { squareMetresOf, touchingPairs } from './map/area-shapes.ts'
import { areasOf, groundAreas } from './map/ground-drawing.ts'
import type { MapArea, MapGround } from './map/ground-held.ts'
import type { Places } from './working/places.ts'

export const PLACE_KINDS = ['100', '150', '250', 'ward', 'lsoa'] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

/** Words for places of a kind. */
export const PLACE_WORDS: Record<PlaceKind, { one: string; many: string; label: string }> = {
  100: { one: 'square', many: 'squares', label: 'Squares of 100 m' },
  150: { one: 'square', many: 'squares', label: 'Squares of 150 m' },
  250: { one: 'square', many: 'squares', label: 'Squares of 250 m' },
  ward: { one: 'ward', many: 'wards', label: 'Wards' },
  lsoa: { one: 'neighbourhood', many: 'neighbourhoods', label: 'Neighbourhoods (LSOA)' },
}

/** The places that are ranked, how each is named, where it is, and how much ground it covers. */
export type PlaceSet = {
  kind: PlaceKind
  places: Places
  count: number
  areas: readonly MapArea[] | null // null: squares
  /** "TQ 325 813" or a ward's name. */
  nameOf: (place: number) => string
  boundaryOf: (place: number) => Boundary
  squareMetres: (place: number) => number
}

const MOST_SQUARES_OF_100 = 2_000
const MOST_SQUARES_OF_150 = 40_000
const TOUCHING_METRES = 15

/** Kinds this ground has places of, squares first. */
export const kindsOf = (ground: MapGround): PlaceKind[] =>
  PLACE_KINDS.filter((kind) => (kind === 'ward' || kind === 'lsoa' ? areasOf(ground, kind).length > 1 : groundAreas(ground).length > 0))

/** 100 m in a town, 150 m over more ground, 250 m over a county. */
export function usualKind(ground: MapGround): PlaceKind {
  const hectares = groundAreas(ground).reduce((sum, { boundary }) => sum + squareMetresOf(boundary), 0) / 10_000
  return hectares <= MOST_SQUARES_OF_100 ? '100' : hectares / 2.25 <= MOST_SQUARES_OF_150 ? '150' : '250'
}

const sets = new WeakMap<MapGround, Map<PlaceKind, PlaceSet>>()

/** Worked out once for a ground. */
export function placeSetOf(ground: MapGround, kind: PlaceKind): PlaceSet {
  if (!sets.has(ground)) sets.set(ground, new Map())
  const known = sets.get(ground)!
  if (!known.has(kind)) known.set(
    kind,
    kind === 'ward' || kind === 'lsoa' ? areaSet(kind, areasOf(ground, kind)) : squareSet(kind, groundAreas(ground)),
  )
  return known.get(kind)!
}

function areaSet(kind: PlaceKind, areas: readonly MapArea[]): PlaceSet {
  const metres = areas.map(({ boundary }) => squareMetresOf(boundary))
  return {
    kind, areas, count: areas.length,
    places: { kind: 'areas', count: areas.length, pairs: touchingPairs(areas.map(({ boundary }) => boundary), TOUCHING_METRES) },
    nameOf: (place) => areas[place]!.name, boundaryOf: (place) => areas[place]!.boundary, squareMetres: (place) => metres[place]!,
  }
}

function squareSet(kind: PlaceKind, areas: readonly MapArea[]): PlaceSet {
  const side = Number(kind)
  const squares = squaresOver(areas.flatMap(({ boundary }) => boundary.map(polygonOf)), side)
  const [x, y] = [Int32Array.from(squares, (square) => square.x), Int32Array.from(squares, (square) => square.y)]
  return {
    kind, areas: null, count: squares.length, places: { kind: 'squares', side, x, y },
    nameOf: (place) => gridReference((x[place]! + 0.5) * side, (y[place]! + 0.5) * side),
    boundaryOf: (place) => {
      const { west, south, east, north } = boundsOf({ x: x[place]!, y: y[place]! }, side)
      return [[[west, south, east, south, east, north, west, north, west, south]]]
    },
    squareMetres: () => side * side,
  }
}

const polygonOf = (rings: Boundary[number]): Polygon => rings.map((ring) => Array.from(
  { length: ring.length / 2 }, (_, at) => [ring[2 * at]!, ring[2 * at + 1]!] as const,
))

/**
 * The reference of a point to ten metres, "TQ 3255 8135": the letters of its 100 km square, then eastings and northings inside it.
 * Empty off the grid. Source: Ordnance Survey, A guide to coordinate systems in Great Britain.
 */
export function gridReference(easting: number, northing: number): string {
  const [east, north] = [Math.floor(easting / 100_000), Math.floor(northing / 100_000)]
  if (east < 0 || east > 6 || north < 0 || north > 12) return ''
  // Letters run A to Z without I, five to a row, from the north-west; the grid's origin is the south-west corner of square SV.
  const letters = 'ABCDEFGHJKLMNOPQRSTUVWXYZ'
  const [wide, tall] = [east + 10, 19 - north]
  const first = letters[Math.floor(tall / 5) * 5 + Math.floor(wide / 5)]
  const second = letters[(tall % 5) * 5 + (wide % 5)]
  const digits = (metres: number) => String(Math.floor((metres % 100_000) / 10)).padStart(4, '0')
  return `${first}${second} ${digits(easting)} ${digits(northing)}`
}
