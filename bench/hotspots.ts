import { emptyColumns } from '../src/hotspots/holdings/squares-held.ts'
import { cluster } from '../src/hotspots/working/clustering.ts'
import type { Places } from '../src/hotspots/working/places.ts'
import { type Asked, judge, rank } from '../src/hotspots/working/predicting.ts'
import { seededRandom } from '../src/statistics/space/random.ts'

export type HotspotFigure = { work: string; milliseconds: number }

const [ACROSS, UP, MONTHS, CATEGORIES] = [280, 200, 24, 8]

/**
 * How long the hotspot pages' work takes before it is kept: ranking, clusters, and the back-test of every way of choosing, on 56,000 squares of 150 m
 * over two years, at 10,000, 100,000 and 1,000,000 incidents of eight categories. In this thread; the server does it in another.
 */
export function timeHotspots(sizes: readonly number[] = [10_000, 100_000, 1_000_000]): HotspotFigure[] {
  return sizes.flatMap((incidents) => {
    const asked = inventedTown(incidents)
    const size = incidents.toLocaleString('en-GB')
    return [
      timed(`Hotspots: rank 56,000 squares, ${size} incidents`, () => rank(asked, 'decayed')),
      timed(`Hotspots: clusters among 56,000 squares, ${size} incidents`, () => cluster(asked)),
      timed(`Hotspots: back-test of every way of choosing, 12 months, ${size} incidents`, () => judge({ ...asked, category: 0 })),
    ]
  })
}

function timed(work: string, run: () => unknown): HotspotFigure {
  const began = performance.now()
  run()
  return { work, milliseconds: performance.now() - began }
}

/** Incidents thick about a hundred corners and thin elsewhere, as they are in towns. */
function inventedTown(incidents: number): Asked {
  const random = seededRandom(7)
  const squares = Array.from({ length: ACROSS * UP }, (_, index) => ({ x: index % ACROSS, y: Math.floor(index / ACROSS) }))
  const places: Places = {
    kind: 'squares', side: 150, x: Int32Array.from(squares, ({ x }) => x), y: Int32Array.from(squares, ({ y }) => y),
  }
  const corners = Array.from({ length: 100 }, () => ({ x: random() * ACROSS * 3, y: random() * UP * 3 }))
  const columns = emptyColumns(incidents)
  const inside = (at: number, most: number) => Math.max(0, Math.min(most - 1, Math.floor(at)))
  for (let row = 0; row < incidents; row++) {
    const corner = corners[Math.floor(random() ** 2 * corners.length)]!
    const spread = random() < 0.6 ? 8 : 200
    columns.month[row] = Math.floor(random() * MONTHS)
    columns.category[row] = Math.floor(random() * CATEGORIES)
    columns.x[row] = inside(corner.x + (random() + random() - 1) * spread, ACROSS * 3)
    columns.y[row] = inside(corner.y + (random() + random() - 1) * spread, UP * 3)
    columns.n[row] = 1
  }
  return { places, columns, isHeld: Array.from({ length: MONTHS }, () => true), category: null, eras: [], target: MONTHS }
}
