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
