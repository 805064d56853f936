import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/tx.ts'
import type { Boundary, DatedArea } from '../incidents/places/areas.ts'
import { makePlacer } from '../incidents/places/placer.ts'

const Ring = z.array(z.number())
const Outline = z.object({ code: z.string(), name: z.string(), boundary: z.array(z.array(Ring)) })
const Geography = z.object({
  wards: z.array(Outline),
  lsoas: z.array(Outline),
  residents: z.array(z.object({ code: z.string(), n: z.number() })),
  premises: z.array(z.tuple([z.number(), z.number()])),
  allPremises: z.number(),
  streets: z.array(z.array(z.number())),
  postcodes: z.array(z.tuple([z.string(), z.number(), z.number()])),
})

export const FOLDER = join(import.meta.dirname, 'city-of-london')
const OFFICIAL = 'Contains National Statistics data and OS data © Crown copyright and database right'
const CITY = { areaId: 1, code: 'E09000001', name: 'City of London' }
// The wards of 2013 and the LSOAs of 2011 are the ones in force over all the months held.
const IN_FORCE = { wards: '2013-12-05', lsoas: '2011-03-27' }

/** Keeps the City's area, wards, LSOAs, streets and postcodes, and what there is to divide by (tools/make-example-geography.ts). */
export async function keepGeography(tx: Tx): Promise<void> {
  const { wards, lsoas, residents, premises, allPremises, streets, postcodes } = Geography.parse(JSON.parse(gunzipSync(readFileSync(join(FOLDER, 'geography.json.gz'))).toString()))
  const areas = [
    { ...CITY, kind: 'partnership' as const, boundary: lsoas.flatMap(({ boundary }) => boundary), from: IN_FORCE.lsoas, provenance: `The six LSOAs together. ${OFFICIAL}` },
    ...wards.map((ward, index) => ({ ...ward, areaId: 101 + index, kind: 'ward' as const, from: IN_FORCE.wards, provenance: `Wards of 2013, generalised. ${OFFICIAL}` })),
    ...lsoas.map((lsoa, index) => ({ ...lsoa, areaId: 201 + index, kind: 'lsoa' as const, from: IN_FORCE.lsoas, provenance: `LSOAs of 2011, generalised. ${OFFICIAL}` })),
  ]
  const partnershipId = tx.actor.partnershipId!
  await tx.insertInto('area').values(areas.map(({ areaId, kind, code, name, boundary, from, provenance }) => ({
    partnership_id: partnershipId, area_id: areaId, kind, code, name, valid_from: from, boundary: JSON.stringify(boundary), provenance,
  }))).execute()
  await tx.insertInto('map_lines').values({ partnership_id: partnershipId, name: 'streets', attribution: '© OpenStreetMap contributors, 2018', lines: JSON.stringify(streets) }).execute()
  await sql`insert into postcode_point (partnership_id, postcode, easting, northing)
    select ${partnershipId}, * from unnest(${postcodes.map(([code]) => code)}::text[], ${postcodes.map(([, easting]) => easting)}::integer[], ${postcodes.map(([, , northing]) => northing)}::integer[]) on conflict do nothing`.execute(tx)

  const people = residents.map(({ code, n }) => ({ areaId: areas.find((area) => area.code === code)!.areaId, n }))
  const held = premisesIn(areas, premises)
  await tx.insertInto('area_denominator').values([
    ...people.map(({ areaId, n }) => ({ areaId, counted: 'residents', asAt: '2019-06-30', n, provenance: 'ONS mid-2019 population estimates' })),
    { areaId: CITY.areaId, counted: 'residents', asAt: '2019-06-30', n: people.reduce((sum, { n }) => sum + n, 0), provenance: 'ONS mid-2019 population estimates' },
    { areaId: CITY.areaId, counted: 'workers', asAt: '2020-01-01', n: 513_000, provenance: 'The partnership’s strategy 2022-25: workers each day before the pandemic' },
    { areaId: CITY.areaId, counted: 'premises', asAt: '2020-11-10', n: allPremises, provenance: PREMISES },
    ...[...held].map(([areaId, n]) => ({ areaId, counted: 'premises', asAt: '2020-11-10', n, provenance: `${PREMISES}. Those without coordinates are left out` })),
  ].map(({ areaId, counted, asAt, n, provenance }) => ({ partnership_id: partnershipId, area_id: areaId, counted, as_at: asAt, n, provenance }))).execute()
}

const PREMISES = 'Food Standards Agency, food hygiene register of 10 November 2020: every place that serves or sells food'

/** How many premises stand in each ward and LSOA. */
function premisesIn(areas: readonly { areaId: number; kind: DatedArea['kind']; code: string; boundary: Boundary; from: string }[], premises: readonly (readonly [number, number])[]): Map<number, number> {
  const placer = makePlacer(areas.map(({ from, ...area }) => ({ ...area, validFrom: from, validTo: null })))
  const held = new Map<number, number>()
  for (const [easting, northing] of premises) {
    const { wardId, lsoaId } = placer.place(placer.ofGrid(easting, northing), '2020-11-10')
    for (const areaId of [wardId, lsoaId]) if (areaId !== null) held.set(areaId, (held.get(areaId) ?? 0) + 1)
  }
  return held
}
