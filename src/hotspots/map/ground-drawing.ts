import { type Boundary, holds } from '../../incidents/places/areas.ts'
import { extentOf, type Extent, squareMetresOf } from './area-shapes.ts'
import { type Frame, frameOf, MAP_WIDTHS, pathAlong } from './frame.ts'
import type { MapArea, MapGround } from './ground-held.ts'

const [OUTSIDE, INSIDE, STREET, EDGE] = ['#f1eee7', '#ffffff', '#cfcabd', '#8a8574']
const MOST_CORNERS = 60_000

/** The areas of a kind, those that are the partnership's own ground being its boundary or, where nobody gave one, its wards or other areas. */
export const areasOf = (ground: MapGround, kind: MapArea['kind']): MapArea[] => ground.areas.filter((area) => area.kind === kind)

export function groundAreas(ground: MapGround): MapArea[] {
  for (const kind of ['partnership', 'ward', 'lsoa', 'other'] as const) {
    const areas = areasOf(ground, kind)
    if (areas.length > 0) return areas
  }
  return []
}

export const extentOfGround = (ground: MapGround): Extent => extentOf(groundAreas(ground).map(({ boundary }) => boundary))

/** Ground, streets and ward edges, under whatever a map shows. One drawing for a whole partnership: pages fetch it once. */
export function drawGround(ground: MapGround, frame: Frame): string {
  const rings = (areas: readonly MapArea[]) => areas.flatMap(({ boundary }) => boundary.flat())
  const streets = pathAlong(frame, linesWithin(ground, frame), false)
  const edges = pathAlong(frame, rings(areasOf(ground, 'ward')), true)
  const outline = pathAlong(frame, rings(groundAreas(ground)), true)
  return [
    `<rect width="${frame.width}" height="${frame.height}" fill="${OUTSIDE}"/>`,
    // The edge lies under the ground, so that where a boundary is made of parts, the lines between them do not show.
    `<path d="${outline}" fill="none" stroke="#4a5268" stroke-width="6" stroke-linejoin="round"/>`,
    `<path d="${outline}" fill="${INSIDE}" fill-rule="evenodd" stroke="${INSIDE}" stroke-width=".8"/>`,
    `<path d="${streets}" fill="none" stroke="${STREET}" stroke-width="1.6" stroke-linejoin="round"/>`,
    `<path d="${edges}" fill="none" stroke="${EDGE}" stroke-width="1.2" stroke-dasharray="5 3"/>`,
  ].join('')
}

/** Lines that reach into the frame, the shortest left out where there are more than a page can carry. */
function linesWithin({ lines }: MapGround, { extent }: Frame): (readonly number[])[] {
  const within = lines.flatMap((set) => set.lines).filter((line) => line.some((value, at) =>
    at % 2 === 0 && value >= extent.west && value <= extent.east && line[at + 1]! >= extent.south && line[at + 1]! <= extent.north))
  const corners = within.reduce((sum, line) => sum + line.length / 2, 0)
  if (corners <= MOST_CORNERS) return within
  let room = MOST_CORNERS
  return within.sort((a, b) => lengthOf(b) - lengthOf(a)).filter((line) => (room -= line.length / 2) >= 0)
}

const lengthOf = (line: readonly number[]) => Math.hypot(line.at(-2)! - line[0]!, line.at(-1)! - line[1]!)

/** The ground alone as a file, at the size that pages lay their own drawing over. */
export function groundFile(ground: MapGround): string {
  const frame = frameOf(extentOfGround(ground), MAP_WIDTHS.wide)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${frame.height}">${drawGround(ground, frame)}</svg>`
}

/** Where an area's name is written: the middle of its largest part or, where that is not inside it, of the widest stretch beside it. */
export function middleOf({ boundary }: Pick<MapArea, 'boundary'>): { x: number; y: number } {
  const largest = boundary.reduce((best, polygon) => (squareMetresOf([polygon]) > squareMetresOf([best]) ? polygon : best), boundary[0]!)
  const ring = largest[0]!
  let [x, y, twice] = [0, 0, 0]
  for (let at = 0; at + 3 < ring.length; at += 2) {
    const cross = ring[at]! * ring[at + 3]! - ring[at + 2]! * ring[at + 1]!
    x += (ring[at]! + ring[at + 2]!) * cross
    y += (ring[at + 1]! + ring[at + 3]!) * cross
    twice += cross
  }
  const middle = twice === 0 ? { x: ring[0]!, y: ring[1]! } : { x: x / (3 * twice), y: y / (3 * twice) }
  return holds([largest], middle.x, middle.y) ? middle : { ...middle, x: widestAt(largest, middle.y) ?? middle.x }
}

/** The middle of the widest stretch inside a polygon along a northing; null where it crosses none. */
function widestAt(polygon: Boundary[number], northing: number): number | null {
  const crossings = polygon.flatMap((ring) => Array.from({ length: ring.length / 2 - 1 }, (_, edge) => ring.slice(2 * edge, 2 * edge + 4)))
    .filter(([, from, , to]) => from! > northing !== to! > northing)
    .map(([x1, y1, x2, y2]) => x1! + ((northing - y1!) / (y2! - y1!)) * (x2! - x1!))
    .sort((a, b) => a - b)
  const stretches = Array.from({ length: Math.floor(crossings.length / 2) }, (_, pair) => crossings.slice(2 * pair, 2 * pair + 2))
  const widest = stretches.toSorted(([a, b], [c, d]) => d! - c! - (b! - a!))[0]
  return widest ? (widest[0]! + widest[1]!) / 2 : null
}
