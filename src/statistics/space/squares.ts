/**
 * Side in metres of the squares of the British National Grid that partners can make again: towns, the default, and
 * the country.
 */
export const SQUARE_SIDES = [100, 150, 250] as const
export type SquareSide = (typeof SQUARE_SIDES)[number]

export type Square = { x: number; y: number }

/**
 * The square an easting and northing in metres lies in. Its south-west corner is x × side, y × side, and an edge
 * belongs to the square north-east of it. Positions are rounded to the decimetre first: police.uk's points lie on
 * whole metres, and a projection's last centimetres would throw those that lie on an edge to either side of it.
 */
export const squareAt = (easting: number, northing: number, side: number): Square => ({ x: Math.floor(decimetre(easting) / side), y: Math.floor(decimetre(northing) / side) })

const decimetre = (metres: number) => Math.round(metres * 10) / 10

/** Corners of a square in metres of the British National Grid. */
export const boundsOf = ({ x, y }: Square, side: number) => ({ west: x * side, south: y * side, east: (x + 1) * side, north: (y + 1) * side })

type Ring = readonly (readonly [number, number])[]
export type Polygon = readonly Ring[]

/**
 * Every square that touches the area, in order of row and column: a square at the edge counts whole, so that nothing
 * inside the area falls outside its squares. `polygons`: rings of [easting, northing] in metres, the first corner
 * repeated at the end; holes as further rings.
 */
export function squaresOver(polygons: readonly Polygon[], side: number): Square[] {
  const found = new Map<string, Square>()
  const keep = (x: number, y: number) => found.set(`${x},${y}`, { x, y })
  for (const polygon of polygons) {
    for (const ring of polygon) for (let corner = 0; corner + 1 < ring.length; corner++) keepAlong(ring[corner]!, ring[corner + 1]!, side, keep)
    keepInside(polygon, side, keep)
  }
  return [...found.values()].sort((a, b) => a.y - b.y || a.x - b.x)
}

/** The squares a line passes through: those holding the middle of each piece between crossings of the grid. */
function keepAlong([fromX, fromY]: readonly [number, number], [toX, toY]: readonly [number, number], side: number, keep: (x: number, y: number) => void) {
  const shares = [0, 1, ...crossings(fromX, toX, side), ...crossings(fromY, toY, side)].sort((a, b) => a - b)
  for (let piece = 0; piece + 1 < shares.length; piece++) {
    const middle = (shares[piece]! + shares[piece + 1]!) / 2
    keep(Math.floor((fromX + (toX - fromX) * middle) / side), Math.floor((fromY + (toY - fromY) * middle) / side))
  }
}

function crossings(from: number, to: number, side: number): number[] {
  const [low, high] = [Math.ceil(Math.min(from, to) / side), Math.floor(Math.max(from, to) / side)]
  return from === to ? [] : Array.from({ length: Math.max(0, high - low + 1) }, (_, step) => ((low + step) * side - from) / (to - from))
}

/** Squares whose centre is inside, row by row, by the even-odd rule. */
function keepInside(polygon: Polygon, side: number, keep: (x: number, y: number) => void) {
  const northings = polygon.flatMap((ring) => ring.map(([, northing]) => northing))
  const [bottom, top] = northings.reduce(([low, high], northing) => [Math.min(low!, northing), Math.max(high!, northing)], [Infinity, -Infinity])
  for (let y = Math.floor(bottom! / side); y <= Math.floor(top! / side); y++) {
    const edges = polygon.flatMap((ring) => crossingsOfRow(ring, (y + 0.5) * side)).sort((a, b) => a - b)
    for (let pair = 0; pair + 1 < edges.length; pair += 2) {
      for (let x = Math.ceil(edges[pair]! / side - 0.5); (x + 0.5) * side <= edges[pair + 1]!; x++) keep(x, y)
    }
  }
}

function crossingsOfRow(ring: Ring, northing: number): number[] {
  const eastings: number[] = []
  for (let corner = 0; corner + 1 < ring.length; corner++) {
    const [[fromX, fromY], [toX, toY]] = [ring[corner]!, ring[corner + 1]!]
    if (fromY <= northing !== toY <= northing) eastings.push(fromX + ((northing - fromY) / (toY - fromY)) * (toX - fromX))
  }
  return eastings
}
