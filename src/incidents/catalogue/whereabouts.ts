import type { DataFinding } from './finding.ts'
import { listMonths, monthAt } from './month-line.ts'
import { type Held, medianOf, sumOf } from './series-line.ts'

const percent = (share: number): string => {
  const tens = share * 100
  return `${tens >= 10 ? Math.round(tens) : Math.round(tens * 10) / 10}%`
}

/** Rows that lie outside the partnership's area. */
export function outsideArea({ totals, lines }: Held): DataFinding[] {
  const [all, outside] = [sumOf(totals), sumOf(lines.map((line) => sumOf(line.outside)))]
  const share = outside / all
  if (!(share >= 0.01)) return []
  const everywhere = { from: null, to: null, months: [], categoryIds: null }
  if (share > 0.3)
    return [
      {
        kind: 'outside the area',
        severity: 'misleads',
        sentence: `${percent(share)} of the rows lie outside the partnership’s area. They count in totals and in no ward: see whether the files are of this area.`,
        placesOnly: false,
        ...everywhere,
      },
    ]
  return [
    {
      kind: 'outside the area',
      severity: 'note',
      sentence: `${percent(share)} of the rows lie outside the partnership’s area. They count in totals and in no ward or square.`,
      placesOnly: true,
      ...everywhere,
    },
  ]
}

/** Rows that could not be placed: on the whole, in months that stand out, and in kinds that stand out. */
export function unplacedRows(held: Held, name: (categoryId: number) => string): DataFinding[] {
  const all = sumOf(held.totals)
  const unplaced = sumOf(held.lines.map((line) => sumOf(line.unplaced)))
  const share = unplaced / all
  if (!(share >= 0.01)) return []
  const whole: DataFinding = {
    kind: 'unplaced',
    severity: 'note',
    sentence: `${percent(share)} of the rows have no place that could be found. They count in totals and are on no map.`,
    from: null,
    to: null,
    months: [],
    categoryIds: null,
    placesOnly: true,
  }
  return [...unusualMonths(held), ...unusualKinds(held, share, name), whole]
}

function unusualMonths({ first, totals, lines }: Held): DataFinding[] {
  const shares = totals.map((total, at) => (total > 0 ? sumOf(lines.map(({ unplaced }) => unplaced[at]!)) / total : 0))
  const usual = medianOf(shares.filter((_, at) => totals[at]! > 0))
  const months = shares.flatMap((share, at) => (totals[at]! >= 30 && share > usual * 2 && share > usual + 0.08 ? [first + at] : []))
  if (months.length === 0) return []
  const highest = Math.max(...months.map((month) => shares[month - first]!))
  return [
    {
      kind: 'unplaced months',
      severity: 'question',
      sentence: `In ${listMonths(months)} up to ${percent(highest)} of the rows have no place; ${percent(usual)} is usual. Maps and ward figures of ${months.length === 1 ? 'that month' : 'those months'} are low.`,
      from: monthAt(months[0]!),
      to: monthAt(months.at(-1)!),
      months: months.map(monthAt),
      categoryIds: null,
      placesOnly: true,
    },
  ]
}

function unusualKinds({ lines }: Held, share: number, name: (categoryId: number) => string): DataFinding[] {
  const unusual = lines
    .map((line) => ({ line, n: sumOf(line.counts), own: sumOf(line.unplaced) / sumOf(line.counts) }))
    .filter(({ n, own }) => n >= 50 && own >= 0.2 && own >= share * 2)
    .toSorted((a, b) => b.own - a.own)
  if (unusual.length === 0) return []
  return [
    {
      kind: 'unplaced categories',
      severity: 'question',
      sentence: `Some kinds often have no place: ${unusual.map(({ line, own }) => `${name(line.categoryId)} ${percent(own)}`).join(', ')}. Their maps show only the rest.`,
      from: null,
      to: null,
      months: [],
      categoryIds: unusual.map(({ line }) => line.categoryId),
      placesOnly: true,
    },
  ]
}
