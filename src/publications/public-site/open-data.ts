import { writeCsv } from '../../documents/csv.ts'
import { hrefOfThing } from './address.ts'
import { type OpenSite, standing } from './pages.ts'
import type { Release } from './release-store.ts'

/** A released figure or plan as rows for a machine; null for what has none. An empty cell is a number that may not be shown: `note` says why. */
export function rowsOf({ shown }: Release): { columns: string[]; rows: (string | number | null)[][] } | null {
  if (shown.kind === 'figure') return { columns: ['period', 'starts', 'ends', 'value', 'unit', 'note'], rows: shown.points.map(({ period, starts, ends, value, text }) => [period, starts, ends, value, shown.unit, value === null ? text : '']) }
  if (shown.kind === 'plan') return { columns: ['code', 'title', 'rating', 'state', 'position', 'position_on'], rows: shown.items.filter(({ isHeading }) => !isHeading).map(({ code, title, rating, state, position, positionOn }) => [code, title, rating?.word ?? null, state, position, positionOn]) }
  return null
}

export const csvOf = (release: Release): string | null => {
  const table = rowsOf(release)
  return table && writeCsv(table.rows, table.columns)
}

/** The same with what it means, where it comes from and when it was released. */
export function jsonOf(site: OpenSite, release: Release): object | null {
  const table = rowsOf(release)
  if (!table) return null
  const { shown } = release
  return {
    title: release.title, publisher: site.partnership, released: release.releasedAt.toString(), licence: 'Open Government Licence v3.0',
    ...(shown.kind === 'figure' ? { unit: shown.unit, counts: shown.counts, denominator: shown.denominator, geography: shown.geography, source: shown.source, heldBack: shown.heldBack } : shown.kind === 'plan' ? { edition: shown.edition, asAt: shown.asAt, period: shown.period, ratings: shown.ratings } : {}),
    columns: table.columns, rows: table.rows,
  }
}

/** Every data set there is, for whoever collects them. */
export const indexOf = (site: OpenSite): object => ({
  publisher: site.partnership, area: site.area, licence: 'Open Government Licence v3.0',
  datasets: [...standing(site, 'figure'), ...standing(site, 'plan')].map((each) => ({ title: each.title, kind: each.kind, released: each.releasedAt.toString(), page: hrefOfThing(site.address, each), csv: `${hrefOfThing(site.address, each)}.csv`, json: `${hrefOfThing(site.address, each)}.json` })),
})
