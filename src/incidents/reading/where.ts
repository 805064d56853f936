import type { Placed, Position } from '../incident.ts'
import { isBritain, isOnGrid } from '../places/bng.ts'
import type { Placer, Spot } from '../places/placer.ts'
import { canonicalPostcode } from '../places/postcode.ts'
import type { Tally } from './tally.ts'

/** A value that keeps its row out: in which of the row's parts it stood, and why. */
export type Refusal<Part extends string = string> = { part: Part; value: string; reason: string }

export type Where = {
  easting: number | null
  northing: number | null
  position: Position
  placed: Placed
  wardId: number | null
  lsoaId: number | null
}

/** What a row says of its place; '' where it says nothing. */
export type Told = {
  longitude: string
  latitude: string
  easting: string
  northing: string
  postcode: string
  areaCode: string
}
export type PlacePart = keyof Told

export type Locate = (told: Told, date: string, line: number) => Where | Refusal<PlacePart>
export const isRefusal = (given: object): given is Refusal => 'reason' in given && 'part' in given

const NOWHERE: Where = {
  easting: null,
  northing: null,
  position: 'none',
  placed: 'unplaced',
  wardId: null,
  lsoaId: null,
}
const LEAVE_BLANK = 'Correct it, or leave it blank where the place is not known.'

/** Makes the function that finds where a row was: by its coordinates, else by its postcode, else by the code of its area. */
export function makeLocate(
  placer: Placer,
  positions: Position,
  postcodes: ReadonlyMap<string, readonly [number, number]>,
  tally: Tally,
): Locate {
  const claimed: Position = positions === 'none' ? 'area' : positions

  function at(spot: Spot, position: Position, told: Told, date: string): Where {
    const { easting, northing } = spot
    const placement = placer.place(spot, date)
    if (placement.lsoaId !== null || told.areaCode === '') return { easting, northing, position, ...placement }
    // Boundaries are generalised: where the point falls in no polygon, the code that came with it decides.
    const lsoaId = placer.areaIdOf('lsoa', told.areaCode, date)
    return {
      easting,
      northing,
      position,
      placed: lsoaId === null ? placement.placed : 'inside',
      wardId: placement.wardId,
      lsoaId,
    }
  }

  function byCode(code: string, date: string): Where {
    const lsoaId = placer.areaIdOf('lsoa', code, date)
    const wardId = placer.areaIdOf('ward', code, date)
    return lsoaId === null && wardId === null
      ? NOWHERE
      : { ...NOWHERE, position: 'area', placed: 'inside', wardId, lsoaId }
  }

  return (told, date, line) => {
    const point = pointOf(told, placer)
    if (point !== null) return 'reason' in point ? point : at(point, claimed, told, date)
    if (told.postcode !== '') {
      const postcode = canonicalPostcode(told.postcode)
      const found = postcode === null ? undefined : postcodes.get(postcode)
      if (found) return at(placer.ofGrid(...found), 'street', told, date)
      tally.add(
        postcode === null
          ? 'what stands for a postcode is not a whole one, so no point was found.'
          : 'the postcode is not among those held, so no point was found.',
        line,
      )
    }
    return told.areaCode === '' ? NOWHERE : byCode(told.areaCode, date)
  }
}

function pointOf(told: Told, placer: Placer): Spot | Refusal<PlacePart> | null {
  if (told.longitude !== '' || told.latitude !== '') return fromDegrees(told, placer)
  return told.easting !== '' || told.northing !== '' ? fromGrid(told, placer) : null
}

function fromDegrees({ longitude, latitude }: Told, placer: Placer): Spot | Refusal<PlacePart> | null {
  if (longitude === '')
    return {
      part: 'longitude',
      value: '',
      reason: `The longitude is blank although there is a latitude. Give both, or neither.`,
    }
  if (latitude === '')
    return {
      part: 'latitude',
      value: '',
      reason: `The latitude is blank although there is a longitude. Give both, or neither.`,
    }
  const east = Number(longitude)
  const north = Number(latitude)
  if (!Number.isFinite(east))
    return {
      part: 'longitude',
      value: longitude,
      reason: `“${longitude}” is not a longitude, such as -0.092. ${LEAVE_BLANK}`,
    }
  if (!Number.isFinite(north))
    return {
      part: 'latitude',
      value: latitude,
      reason: `“${latitude}” is not a latitude, such as 51.514. ${LEAVE_BLANK}`,
    }
  if (isBritain(east, north)) return placer.ofDegrees(east, north)
  if (isBritain(north, east))
    return {
      part: 'latitude',
      value: latitude,
      reason: `Latitude ${latitude} and longitude ${longitude} are the wrong way round. Exchange them, in the file or, if the whole file is so, in the mapping.`,
    }
  return {
    part: 'latitude',
    value: latitude,
    reason: `Latitude ${latitude} and longitude ${longitude} are not in the United Kingdom${zero(east, north)}. ${LEAVE_BLANK}`,
  }
}

const zero = (east: number, north: number) =>
  east === 0 && north === 0 ? ': noughts are how some systems write that a place is not known' : ''

function fromGrid({ easting, northing }: Told, placer: Placer): Spot | Refusal<PlacePart> {
  if (easting === '')
    return {
      part: 'easting',
      value: '',
      reason: 'The easting is blank although there is a northing. Give both, or neither.',
    }
  if (northing === '')
    return {
      part: 'northing',
      value: '',
      reason: 'The northing is blank although there is an easting. Give both, or neither.',
    }
  const east = Number(easting.replaceAll(',', ''))
  const north = Number(northing.replaceAll(',', ''))
  if (!Number.isFinite(east))
    return {
      part: 'easting',
      value: easting,
      reason: `“${easting}” is not an easting in metres, such as 532480. ${LEAVE_BLANK}`,
    }
  if (!Number.isFinite(north))
    return {
      part: 'northing',
      value: northing,
      reason: `“${northing}” is not a northing in metres, such as 181240. ${LEAVE_BLANK}`,
    }
  if (isBritain(east, north) || isBritain(north, east))
    return {
      part: 'easting',
      value: easting,
      reason: `${easting} and ${northing} are a longitude and latitude, not an easting and northing. Change the mapping of these two columns.`,
    }
  if (isOnGrid(east, north) && !(east === 0 && north === 0)) return placer.ofGrid(east, north)
  return {
    part: 'easting',
    value: easting,
    reason: `Easting ${easting} and northing ${northing} are not on the British National Grid in metres${zero(east, north)}. ${LEAVE_BLANK}`,
  }
}
