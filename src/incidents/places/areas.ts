import Flatbush from 'flatbush'
import type { Placed } from '../incident.ts'

/** polygons → rings → [easting, northing, easting, northing, …] in whole metres of the British National Grid, as in `area.boundary`. */
export type Boundary = readonly (readonly (readonly number[])[])[]

/** A row of `area`: in force from `validFrom` (ISO dates) until the day before `validTo`. */
export type DatedArea = {
  areaId: number
  kind: 'partnership' | 'ward' | 'lsoa' | 'other'
  code: string
  validFrom: string
  validTo: string | null
  boundary: Boundary
}

export type Placement = { placed: Placed; wardId: number | null; lsoaId: number | null }
export const UNPLACED_ANYWHERE: Placement = { placed: 'unplaced', wardId: null, lsoaId: null }

/** Areas sorted for placing. An era is a stretch of days in which the same areas are in force; eras are numbered from 0. */
export type AreaIndex = { eraOf(date: string): number; inEra(era: number): Era }

export type Era = {
  place(easting: number, northing: number): Placement
  areaIdOf(kind: 'ward' | 'lsoa', code: string): number | null
}

/** Makes the index; an era's boxes are sorted when a row first needs them. */
export function indexAreas(areas: readonly DatedArea[]): AreaIndex {
  const changes = [
    ...new Set(areas.flatMap(({ validFrom, validTo }) => (validTo === null ? [validFrom] : [validFrom, validTo]))),
  ].sort()
  const known = new Map<string, number>()
  const eras: (Era | undefined)[] = []
  const eraOf = (date: string) => {
    let era = known.get(date)
    if (era === undefined) {
      era = changes.filter((change) => change <= date).length
      known.set(date, era)
    }
    return era
  }
  const inEra = (era: number) => (eras[era] ??= makeEra(areas.filter((area) => isInForce(area, changes[era - 1]))))
  return { eraOf, inEra }
}

/** In force from the day an era begins on; before the first era nothing is. */
const isInForce = ({ validFrom, validTo }: DatedArea, day: string | undefined) =>
  day !== undefined && validFrom <= day && (validTo === null || validTo > day)

/** The areas in force on an ISO date that hold a grid point: in the partnership or outside it, and in which ward and LSOA. */
export const placeIn = (index: AreaIndex, date: string, easting: number, northing: number): Placement =>
  index.inEra(index.eraOf(date)).place(easting, northing)

function makeEra(areas: readonly DatedArea[]): Era {
  const placing = areas.filter(({ kind }) => kind !== 'other')
  const codes = new Map(placing.map(({ kind, code, areaId }) => [`${kind} ${code}`, areaId]))
  const areaIdOf = (kind: 'ward' | 'lsoa', code: string) => codes.get(`${kind} ${code}`) ?? null
  if (placing.length === 0) return { place: () => UNPLACED_ANYWHERE, areaIdOf }
  const boxes = new Flatbush(placing.length)
  for (const { boundary } of placing) boxes.add(...boxOf(boundary))
  boxes.finish()
  const hasWhole = placing.some(({ kind }) => kind === 'partnership')
  function place(easting: number, northing: number): Placement {
    const found = { partnership: false, ward: null as number | null, lsoa: null as number | null }
    for (const at of boxes.search(easting, northing, easting, northing)) {
      const { kind, areaId, boundary } = placing[at]!
      if (!holds(boundary, easting, northing)) continue
      if (kind === 'partnership') found.partnership = true
      else if (kind === 'ward') found.ward ??= areaId
      else found.lsoa ??= areaId
    }
    // Where the partnership's own edge is not held, its wards and LSOAs make it up.
    const inside = hasWhole ? found.partnership : found.ward !== null || found.lsoa !== null
    return { placed: inside ? 'inside' : 'outside', wardId: found.ward, lsoaId: found.lsoa }
  }
  return { place, areaIdOf }
}

function boxOf(boundary: Boundary): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of boundary.flat()) {
    for (let at = 0; at < ring.length; at += 2) {
      box[0] = Math.min(box[0], ring[at]!)
      box[1] = Math.min(box[1], ring[at + 1]!)
      box[2] = Math.max(box[2], ring[at]!)
      box[3] = Math.max(box[3], ring[at + 1]!)
    }
  }
  return box
}

/** True where a point lies in one of the polygons: crossings of its rings counted, so that a ring inside a ring is a hole. */
export const holds = (boundary: Boundary, easting: number, northing: number): boolean =>
  boundary.some((rings) => rings.reduce((odd, ring) => odd !== isOdd(ring, easting, northing), false))

function isOdd(ring: readonly number[], easting: number, northing: number): boolean {
  let odd = false
  let fromEasting = ring[ring.length - 2]!
  let fromNorthing = ring[ring.length - 1]!
  for (let at = 0; at < ring.length; at += 2) {
    const toEasting = ring[at]!
    const toNorthing = ring[at + 1]!
    if (toNorthing > northing !== fromNorthing > northing) {
      const crossing = toEasting + ((fromEasting - toEasting) * (northing - toNorthing)) / (fromNorthing - toNorthing)
      if (easting < crossing) odd = !odd
    }
    fromEasting = toEasting
    fromNorthing = toNorthing
  }
  return odd
}
