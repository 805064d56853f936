import { indexAreas, type DatedArea, type Placement } from './areas.ts'
import { toGrid } from './bng.ts'

/** A point met before, in whole metres, with where it was in each era that asked. */
export type Spot = { easting: number; northing: number; placements: (Placement | undefined)[] }

export type Placer = {
  /** The spot of a longitude and latitude, taken to a millionth of a degree (a tenth of a metre). */
  ofDegrees(longitude: number, latitude: number): Spot
  /** The spot of a grid point, in metres. */
  ofGrid(easting: number, northing: number): Spot
  /** Where a spot was on an ISO date. */
  place(spot: Spot, date: string): Placement
  areaIdOf(kind: 'ward' | 'lsoa', code: string, date: string): number | null
}

// Anonymous points repeat by the hundred; exact ones do not, and a file of them must not fill the memory.
const KEPT = 200_000

/** Projects and places points, remembering those it has met. */
export function makePlacer(areas: readonly DatedArea[]): Placer {
  const index = indexAreas(areas)
  const byDegrees = new Map<number, Spot>()
  const byGrid = new Map<number, Spot>()
  const remember = (spots: Map<number, Spot>, key: number, spot: Spot) => {
    if (spots.size >= KEPT) spots.clear()
    spots.set(key, spot)
    return spot
  }
  return {
    ofDegrees(longitude, latitude) {
      const east = Math.round(longitude * 1e6)
      const north = Math.round(latitude * 1e6)
      const key = north * 0x4000000 + east + 0x2000000
      const met = byDegrees.get(key)
      if (met) return met
      const { easting, northing } = toGrid(east / 1e6, north / 1e6)
      return remember(byDegrees, key, { easting: Math.round(easting), northing: Math.round(northing), placements: [] })
    },
    ofGrid(easting, northing) {
      const east = Math.round(easting)
      const north = Math.round(northing)
      const key = north * 0x400000 + east + 0x200000
      return byGrid.get(key) ?? remember(byGrid, key, { easting: east, northing: north, placements: [] })
    },
    place(spot, date) {
      const era = index.eraOf(date)
      return (spot.placements[era] ??= index.inEra(era).place(spot.easting, spot.northing))
    },
    areaIdOf: (kind, code, date) => index.inEra(index.eraOf(date)).areaIdOf(kind, code),
  }
}
