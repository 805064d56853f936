import { writeCsv } from '../../documents/csv.ts'
import { type SheetValue, writeWorkbook } from '../../documents/workbook.ts'
import { daysLate, endedInWords, type GroupAction, sourceInWords } from '../group-action.ts'

const day = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text))
type Column = { title: string; width?: number; cell: (action: GroupAction, today: Temporal.PlainDate) => SheetValue }

/** One row an action, in the workbook and the CSV alike. */
const COLUMNS: readonly Column[] = [
  { title: 'Number', cell: ({ number }) => number },
  { title: 'Action', width: 60, cell: ({ statement }) => statement },
  { title: 'Restricted', cell: ({ restricted }) => (restricted ? 'Restricted' : null) },
  { title: 'Organisation', width: 28, cell: ({ ownerAgency }) => ownerAgency },
  { title: 'Person', width: 24, cell: ({ owner }) => owner },
  { title: 'Due', cell: ({ dueOn }) => day(dueOn) },
  { title: 'State', cell: ({ state }) => state },
  { title: 'Days late', cell: (action, today) => daysLate(action, today) },
  { title: 'From', width: 40, cell: (action) => sourceInWords(action) },
  { title: 'Agreed on', cell: ({ heldOn, madeOn }) => day(heldOn ?? madeOn) },
  { title: 'Meetings carried forward', cell: ({ carried }) => carried },
  { title: 'How it ended', width: 24, cell: (action) => endedInWords(action) },
  { title: 'Evidence or reason', width: 50, cell: ({ evidence }) => evidence },
]

/** The log as CSV, a row an action in the order of the page. */
export const logCsv = (actions: readonly GroupAction[], today: Temporal.PlainDate): string =>
  writeCsv(actions.map((action) => COLUMNS.map(({ cell }) => cell(action, today))), COLUMNS.map(({ title }) => title))

/** The log as a workbook of one sheet with the same rows. */
export const logWorkbook = (actions: readonly GroupAction[], today: Temporal.PlainDate): Promise<Uint8Array> =>
  writeWorkbook([{ name: 'Actions', columns: COLUMNS.map(({ title, width }) => (width ? { title, width } : { title })), rows: actions.map((action) => COLUMNS.map(({ cell }) => cell(action, today))) }])
