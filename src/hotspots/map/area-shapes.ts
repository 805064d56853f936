import type { Boundary } from '../../incidents/places/areas.ts'

/** Least and greatest easting and northing. */
export type Extent = { west: number; south: number; east: number; north: number }

/** Throws RangeError when there is nothing to be around. */
export function extentOf(boundaries: Iterable<Boundary>): Extent {
  const extent = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const boundary of boundaries) {
    for (const ring of boundary.flat()) {
      for (let at = 0; at + 1 < ring.length; at += 2) {
        extent.west = Math.min(extent.west, ring[at]!)
        extent.east = Math.max(extent.east, ring[at]!)
        extent.south = Math.min(extent.south, ring[at + 1]!)
        extent.north = Math.max(extent.north, ring[at + 1]!)
      }
    }
  }
  if (extent.west > extent.east) throw new RangeError('There is no boundary to take the extent of')
  return extent
}

/** Square metres inside a boundary, holes taken off: rings wind either way, the first of a polygon being its outside. */
export const squareMetresOf = (boundary: Boundary): number =>
  boundary.reduce((sum, [outside, ...holes]) => sum + ringArea(outside ?? []) - holes.reduce((inner, hole) => inner + ringArea(hole), 0), 0)

function ringArea(ring: readonly number[]): number {
  let twice = 0
  for (let at = 0; at + 3 < ring.length; at += 2) twice += ring[at]! * ring[at + 3]! - ring[at + 2]! * ring[at + 1]!
  return Math.abs(twice) / 2
}

/** Pairs of areas, by index, some of whose corners lie within `reachMetres` of the other's edge: boundaries of one set share their corners only nearly. */
export function touchingPairs(boundaries: readonly Boundary[], reachMetres: number): [number, number][] {
  const extents = boundaries.map((boundary) => extentOf([boundary]))
  const pairs: [number, number][] = []
  for (let one = 0; one < boundaries.length; one++) {
    for (let other = one + 1; other < boundaries.length; other++) {
      if (!areNear(extents[one]!, extents[other]!, reachMetres)) continue
      if (comesNear(boundaries[one]!, boundaries[other]!, reachMetres) || comesNear(boundaries[other]!, boundaries[one]!, reachMetres)) pairs.push([one, other], [other, one])
    }
  }
  return pairs
}

const areNear = (one: Extent, other: Extent, reach: number) =>
  one.west - reach <= other.east && other.west - reach <= one.east && one.south - reach <= other.north && other.south - reach <= one.north

function comesNear(corners: Boundary, edges: Boundary, reach: number): boolean {
  for (const ring of corners.flat()) {
    for (let at = 0; at + 1 < ring.length; at += 2) {
      for (const edge of edges.flat()) {
        for (let to = 0; to + 3 < edge.length; to += 2) {
          if (squareDistance(ring[at]!, ring[at + 1]!, edge[to]!, edge[to + 1]!, edge[to + 2]!, edge[to + 3]!) <= reach * reach) return true
        }
      }
    }
  }
  return false
}

function squareDistance(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length))
  return (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2
}
