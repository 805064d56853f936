import { type CsvValue, writeCsv } from '../../documents/csv.ts'
import { monthAt } from '../catalogue/month-line.ts'
import { type Choice, type Dimension } from './choice.ts'
import type { Ground } from './ground.ts'
import { nameOfArea } from './lines.ts'
import { type Comparison, type CrossTable, rateOf, type Shown } from './table.ts'
import { DIMENSION_WORDS } from './table-view.ts'

const value = (shown: Shown | null): CsvValue => (shown === null ? null : (shown.n ?? shown.text))

/** What every row of a file says of itself, so that it can be read without the page it came from. */
function provenance(choice: Choice, ground: Ground, asAt: string | null) {
  const sources = ground.sources.filter(({ sourceId }) => choice.sourceIds.includes(sourceId))
  return {
    columns: ['from', 'to', 'area', 'source', 'attribution', 'divided by', 'divided by as at', 'small numbers'],
    values: [
      monthAt(choice.from).slice(0, 7), monthAt(choice.to).slice(0, 7), nameOfArea(choice.areaId, ground.areas), sources.map(({ name }) => name).join('; '),
      sources.map(({ attribution }) => attribution).filter(Boolean).join('; '), choice.per, asAt, choice.publishable ? 'protected' : 'not protected: not for publication',
    ] satisfies CsvValue[],
  }
}

/** The table of comparisons as CSV, a row a row, the total last. */
export function comparisonCsv(choice: Choice, ground: Ground, { rows, total }: Comparison): string {
  const about = provenance(choice, ground, total.base?.asAt ?? null)
  const of = ({ line, now, before, three, against, base, againstBase }: Comparison['rows'][number], name = line.text): CsvValue[] => [
    name, value(now), rateOf(now, base), value(before), three && (three.n === null ? three.text : three.n / 3), value(against), against && rateOf(against, againstBase), ...about.values,
  ]
  const against = choice.against === null ? 'other area' : nameOfArea(choice.against, ground.areas)
  const columns = [DIMENSION_WORDS[choice.rows].one.toLowerCase(), 'count', 'rate per 1000', 'same months before', 'average of three before', `${against} count`, `${against} rate per 1000`]
  return writeCsv([...rows.map((row) => of(row)), of(total, 'Total')], [...columns, ...about.columns])
}

/** The table of rows by columns as CSV, one count a row. */
export function crossCsv(choice: Choice & { columns: Dimension }, ground: Ground, { columns, rows, totals, total, base }: CrossTable): string {
  const about = provenance(choice, ground, base?.asAt ?? null)
  const lines: CsvValue[][] = [
    ...rows.flatMap((row) => [...row.cells.map((count, j): CsvValue[] => [row.line.text, columns[j]!.text, value(count)]), [row.line.text, 'Total', value(row.total)]]),
    ...totals.map((count, j): CsvValue[] => ['Total', columns[j]!.text, value(count)]),
    ['Total', 'Total', value(total)],
  ]
  const names = [choice.rows, choice.columns].map((dimension) => DIMENSION_WORDS[dimension].one.toLowerCase())
  return writeCsv(lines.map((line) => [...line, ...about.values]), [...names, 'count', ...about.columns])
}
