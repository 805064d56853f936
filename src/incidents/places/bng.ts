import proj4 from 'proj4'

/** Metres of the British National Grid (EPSG:27700). */
export type GridPoint = { easting: number; northing: number }

/** Degrees of WGS84 (EPSG:4326). */
export type Degrees = { longitude: number; latitude: number }

// Airy 1830 and the seven Helmert parameters of Ordnance Survey, A guide to coordinate systems in Great Britain, section 6.6.
// Without the OSTN15 shift grid the answer is good to about 5 m, far inside the noise of a snap point.
const BRITISH_NATIONAL_GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
  '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs'
const between = proj4('WGS84', BRITISH_NATIONAL_GRID)

/** The grid point of a longitude and latitude, in metres, not rounded; within about 5 m of Ordnance Survey's own transformation. */
export function toGrid(longitude: number, latitude: number): GridPoint {
  const [easting, northing] = between.forward([longitude, latitude])
  return { easting: easting!, northing: northing! }
}

/** The longitude and latitude of a grid point, within about 5 m. */
export function toDegrees(easting: number, northing: number): Degrees {
  const [longitude, latitude] = between.inverse([easting, northing])
  return { longitude: longitude!, latitude: latitude! }
}

/** True where a longitude and latitude lie on or near the United Kingdom, Northern Ireland included. */
export const isBritain = (longitude: number, latitude: number): boolean =>
  latitude >= 49 && latitude <= 61.5 && longitude >= -9 && longitude <= 2.5

/** True where a grid point lies on or near the United Kingdom. */
export const isOnGrid = (easting: number, northing: number): boolean =>
  easting > -100_000 && easting < 700_000 && northing > 0 && northing < 1_300_000
