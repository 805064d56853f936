import { type CsvValue, writeCsv } from '../documents/csv.ts'
import { type Sheet, writeWorkbook } from '../documents/workbook.ts'
import type { WholeMeasure } from './figures.ts'
import { targetWords } from './targets/target.ts'

/** The same headings that a file of readings is taken in with, so that what goes out can come back. */
const READING_COLUMNS = ['period', 'value', 'numerator', 'denominator', 'state', 'note'] as const

const readingRows = ({ readings }: WholeMeasure): CsvValue[][] =>
  readings.map(({ period, value, numerator, denominator, state, note }) => [
    period.label,
    value,
    numerator,
    denominator,
    state,
    note,
  ])

/** One measure's current readings as CSV, in the form in which they can be sent back. */
export const measureCsv = (whole: WholeMeasure): string => writeCsv(readingRows(whole), READING_COLUMNS)

/** Every measure's current readings as one CSV, a row a reading. */
export const measuresCsv = (all: readonly WholeMeasure[]): string =>
  writeCsv(
    all.flatMap((whole) => readingRows(whole).map((row) => [whole.measure.title, whole.measure.unit, ...row])),
    ['measure', 'unit', ...READING_COLUMNS],
  )

const sheetOf = (whole: WholeMeasure, name: string): Sheet => ({
  name,
  columns: READING_COLUMNS.map((title) => ({ title })),
  rows: readingRows(whole) as Sheet['rows'],
})

/** One measure as a workbook of one sheet, in the form in which it can be sent back. */
export const measureWorkbook = (whole: WholeMeasure): Promise<Uint8Array> => writeWorkbook([sheetOf(whole, whole.measure.title)])

/** Every measure as a workbook: a sheet that says what each is, one of all targets, and one of readings for each measure. */
export function measuresWorkbook(all: readonly WholeMeasure[]): Promise<Uint8Array> {
  const titles = (columns: readonly string[]) => columns.map((title) => ({ title }))
  const about: Sheet = {
    name: 'Measures',
    columns: titles([
      'measure',
      'kind',
      'what is counted',
      'out of what',
      'unit',
      'how often',
      'which way is better',
      'where',
      'source',
      'how complete',
      'state',
    ]),
    rows: all.map(({ measure }) => [
      measure.title,
      measure.kind,
      measure.numerator,
      measure.denominator,
      measure.unit,
      measure.frequency,
      measure.polarity,
      measure.geography,
      measure.source,
      measure.completenessNote,
      measure.state,
    ]),
  }
  const targets: Sheet = {
    name: 'Targets',
    columns: titles(['measure', 'target', 'due', 'closed as', 'closed on', 'note']),
    rows: all.flatMap(({ measure, targets }) =>
      targets.map((target) => [
        measure.title,
        targetWords(measure, target),
        target.due,
        target.closed?.as ?? null,
        target.closed?.on ?? null,
        target.closed?.note ?? null,
      ]),
    ),
  }
  return writeWorkbook([about, targets, ...all.map((whole) => sheetOf(whole, whole.measure.title))])
}

/** A file name that every system takes: "theft-of-pedal-cycles.csv". */
export const fileName = (title: string, ending: 'csv' | 'xlsx'): string =>
  `${
    title
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'measure'
  }.${ending}`
