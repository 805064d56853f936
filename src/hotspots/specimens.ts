import type { InsertObject } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { asSystem } from '../db/tx.ts'

const [WEST, SOUTH, SIDE] = [530_000, 180_000, 1_000]
// A metre inside the grid, so that no square beyond the edge is touched.
const square = (west: number, south: number, east: number, north: number) =>
  [[[west + 1, south + 1, east - 1, south + 1, east - 1, north - 1, west + 1, north - 1, west + 1, south + 1]]]
const MIDDLE = WEST + SIDE / 2

/** For tests: a town of a square kilometre in two wards, one street through it, and 40 pubs in the west against 400 in the east. */
export const addTown = (partnershipId: string): Promise<void> =>
  asSystem('lay out a test town', async (tx) => {
    const areas = [
      { area_id: 1, kind: 'partnership', code: 'T1', name: 'Testbury', boundary: square(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE) },
      { area_id: 2, kind: 'ward', code: 'W1', name: 'West & Quay', boundary: square(WEST, SOUTH, MIDDLE, SOUTH + SIDE) },
      { area_id: 3, kind: 'ward', code: 'W2', name: 'East', boundary: square(MIDDLE, SOUTH, WEST + SIDE, SOUTH + SIDE) },
    ]
    await tx.insertInto('area').values(areas.map((area) => ({
      ...area, partnership_id: partnershipId, valid_from: '2011-01-01', provenance: 'A made-up map office',
      boundary: JSON.stringify(area.boundary),
    }))).execute()
    await tx.insertInto('map_lines').values({
      partnership_id: partnershipId, name: 'streets', attribution: 'Made-up street makers',
      lines: JSON.stringify([[WEST, SOUTH + 500, WEST + SIDE, SOUTH + 500]]),
    }).execute()
    await tx.insertInto('area_denominator').values([2, 3].map((area_id) => ({
      partnership_id: partnershipId, area_id, counted: 'premises', as_at: '2023-01-01', n: area_id === 2 ? 40 : 400,
      provenance: 'A count of doors',
    }))).execute()
  }, partnershipId)

export type Happening = { month: string; category: string; place: string; east: number; north: number; times: number }

/** For tests: a visible load of what happened, `east` and `north` in metres from the town's corner, into a source of that number. */
export const addHappenings = (partnershipId: string, happenings: readonly Happening[], { sourceId = 1, positions = 'snapped', name = 'Police figures' } = {}): Promise<void> =>
  asSystem('load test happenings', async (tx) => {
    const own = { partnership_id: partnershipId, source_id: sourceId }
    await tx.insertInto('source').values({
      ...own, name, provider: 'The constabulary', row_is: 'crime', layout: 'police.uk street', basis: 'A licence',
      attribution: `Words owed to ${name}`, refresh: 'month', positions, file_is: 'whole', data_version: 1,
    }).execute()
    const words = [...new Set(happenings.flatMap(({ category, place }) => [`category ${category}`, `place ${place}`]))]
    const terms = new Map(words.map((word, index) => [word, sourceId * 100 + index + 1]))
    await tx.insertInto('source_term').values(words.map((word) => ({
      ...own, term_id: terms.get(word)!, field: word.split(' ')[0]!, text: word.slice(word.indexOf(' ') + 1),
    }))).execute()
    await tx.insertInto('load').values({ ...own, load_id: sourceId, state: 'visible', became_visible: 1 }).execute()
    const rows: InsertObject<Tables, 'incident'>[] = []
    const [areaCounts, cellCounts] = [new Map<string, number>(), new Map<string, number>()]
    for (const { month, category, place, east, north, times } of happenings) {
      const [easting, northing] = [WEST + east, SOUTH + north]
      const [category_id, day, ward] = [terms.get(`category ${category}`)!, `${month}-01`, easting < MIDDLE ? 2 : 3]
      for (let each = 0; each < times; each++) {
        const number = rows.length + 1
        rows.push({
          ...own, load_id: sourceId, row_no: number, file_no: 1, line: number, month: day, category_id, key: number, content: number, easting, northing,
          position: positions, placed: 'inside', ward_id: ward, place_id: terms.get(`place ${place}`)!,
        })
      }
      const add = (counts: Map<string, number>, where: number) => counts.set(
        `${where} ${category_id} ${day}`, (counts.get(`${where} ${category_id} ${day}`) ?? 0) + times,
      )
      for (const area of [0, 1, ward]) add(areaCounts, area)
      add(cellCounts, Math.floor(easting / 50) * 65536 + Math.floor(northing / 50))
    }
    await tx.insertInto('incident').values(rows).execute()
    const counted = (counts: ReadonlyMap<string, number>) => [...counts].map(([key, n]) => {
      const [where, category_id, month] = key.split(' ')
      return { where: Number(where), row: { ...own, load_id: sourceId, category_id: Number(category_id), month: month!, n } }
    })
    await tx.insertInto('area_count').values(counted(areaCounts).map(({ where, row }) => ({ ...row, area_id: where }))).execute()
    await tx.insertInto('cell_count').values(counted(cellCounts).map(({ where, row }) => ({ ...row, cell: where }))).execute()
  }, partnershipId)

/** For tests: `count` months beginning with January 2023. */
export const monthsFrom2023 = (count: number): string[] => Array.from(
  { length: count }, (_, index) => `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
)

/** For tests: 20 months in which most thefts are at the market, a few in the mill lane, and noise is at the market and the quay. */
export const usualMonths = (): Happening[] =>
  monthsFrom2023(20).flatMap((month, index) => [
    { month, category: 'Theft', place: 'On or near Market Place', east: 725, north: 525, times: 9 },
    { month, category: 'Theft', place: 'On or near Mill Lane', east: 225, north: 325, times: 2 },
    { month, category: 'Theft', place: `On or near Side Street ${index % 5}`, east: 75 + 200 * (index % 5), north: 875, times: 1 },
    { month, category: 'Noise', place: 'On or near Market Place', east: 725, north: 525, times: 4 },
    { month, category: 'Noise', place: 'On or near Quay', east: 125, north: 75, times: 3 },
  ])
