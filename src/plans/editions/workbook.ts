import { writeCsv } from '../../documents/csv.ts'
import { type Sheet, type SheetValue, writeWorkbook } from '../../documents/workbook.ts'
import { type Cover, noticesOf } from './cover.ts'
import { FILLS } from './paper-blocks.ts'
import { evidenceFor, type Shown, type ShownItem, type ShownTag } from './shown.ts'
import { evidenceWords, otherwiseWords, placeOf, statedWords, writeSpan } from './wording.ts'

type Coloured = { value: string; fill: string }
type Column = { title: string; width?: number; cell: (item: ShownItem, shown: Shown) => SheetValue | Coloured }

const day = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text))
const rating = (tag: ShownTag | null, missing: string): Coloured | string => (tag ? { value: tag.word, fill: FILLS[tag.colour] } : missing)

/** One row an item, in these columns, in the workbook and in the CSV alike. */
const COLUMNS: readonly Column[] = [
  { title: 'Code', cell: ({ code }) => code },
  { title: 'Title', width: 44, cell: ({ title }) => title },
  { title: 'Kind', cell: ({ kind }) => kind },
  { title: 'Level', cell: ({ depth }) => depth + 1 },
  { title: 'Strand', cell: ({ strand }) => strand },
  { title: 'Owner', width: 30, cell: ({ owner }) => owner },
  { title: 'Contributors', width: 30, cell: ({ contributors }) => contributors.join('; ') || null },
  { title: 'Rating', cell: (item) => (item.kind === 'heading' ? null : rating(item.declared, statedWords(item) ?? 'Not rated')) },
  { title: 'By the criteria', cell: (item) => (item.kind === 'heading' ? null : rating(item.derived, 'Cannot say')) },
  { title: 'Because', width: 40, cell: (item) => [item.because, otherwiseWords(item)].filter(Boolean).join('. ') || null },
  { title: 'Reason for differing', width: 40, cell: ({ reason }) => reason },
  { title: 'State', width: 30, cell: ({ kind, stateWords }) => (kind === 'heading' ? null : stateWords) },
  { title: 'Position', width: 60, cell: ({ position }) => position },
  { title: 'Position as at', cell: ({ positionOn }) => day(positionOn) },
  { title: 'Freshness', width: 26, cell: ({ fresh }) => fresh || null },
  { title: 'Evidence of the period', width: 60, cell: ({ code }, shown) => evidenceFor(shown, code).map((each) => `${evidenceWords(each, code).head}: ${each.statement}`).join('\n') || null },
  { title: 'Trend', width: 40, cell: ({ kind, trend }) => (kind === 'heading' ? null : trend) },
  { title: 'Outcome', width: 40, cell: ({ outcome }) => outcome },
  { title: 'Outcome type', cell: ({ outcome, outcomeType }) => (outcome ? (outcomeType ?? 'not typed') : null) },
  { title: 'Due', cell: ({ due }) => day(due) },
  { title: 'For attention because', width: 40, cell: ({ focus }) => focus.join('; ') || null },
]

const plain = (cell: SheetValue | Coloured): SheetValue => (cell !== null && typeof cell === 'object' && 'fill' in cell ? cell.value : cell)

/** The plan as CSV, a row an item in plan order; each row says which edition it is of, or that it is a draft. */
export const planCsv = (shown: Shown, { line }: Cover): string =>
  writeCsv(shown.items.map((item) => [...COLUMNS.map(({ cell }) => plain(cell(item, shown))), line]), [...COLUMNS.map(({ title }) => title), 'Taken from'])

/** The plan as a workbook: about it, the same rows as the CSV, its evidence (each piece once), the findings and the changes. */
export const planWorkbook = (shown: Shown, cover: Cover): Promise<Uint8Array> =>
  writeWorkbook([
    { name: 'Plan', columns: COLUMNS.map(({ title, width }) => (width ? { title, width } : { title })), rows: shown.items.map((item) => COLUMNS.map(({ cell }) => cell(item, shown))) },
    evidenceSheet(shown),
    {
      name: 'Findings',
      columns: [{ title: 'Where', width: 24 }, { title: 'Finding', width: 70 }, { title: 'What would answer it', width: 50 }, { title: 'Weight' }, { title: 'Answered because', width: 50 }, { title: 'Answered on' }],
      rows: [
        ...shown.findings.map(({ code, place, sentence, suggestion, severity }) => [placeOf({ code, place }), sentence, suggestion, severity, null, null]),
        ...shown.answered.map(({ code, place, sentence, suggestion, severity, reason, on }) => [placeOf({ code, place }), sentence, suggestion, severity, reason, day(on)]),
      ],
    },
    { name: 'Changes', columns: [{ title: 'Code' }, { title: 'Change', width: 90 }], rows: (cover.changes ?? []).map(({ code, sentence }) => [code, sentence]) },
    aboutSheet(shown, cover),
  ])

const evidenceSheet = (shown: Shown): Sheet => ({
  name: 'Evidence',
  columns: [{ title: 'Kind' }, { title: 'From' }, { title: 'To' }, { title: 'Statement', width: 70 }, { title: 'Quantity' }, { title: 'Unit' }, { title: 'Serves', width: 20 }],
  rows: shown.evidence.map(({ kind, from, to, statement, quantity, unit, serves }) => [kind, day(from), day(to), statement, quantity, unit, serves.join(', ')]),
})

const aboutSheet = (shown: Shown, cover: Cover): Sheet => ({
  name: 'About',
  columns: [{ title: 'What', width: 26 }, { title: 'Says', width: 100 }],
  rows: [
    ['Partnership', shown.partnership],
    ['Plan', shown.title],
    ['Runs', writeSpan(shown.runs)],
    ['Taken from', cover.line],
    ['Reporting period', shown.period ? `${shown.period.name}: ${writeSpan(shown.period)}` : 'None'],
    ['Shown as at', day(shown.asAt)],
    ['In short', shown.summary],
    ...noticesOf(cover).map((notice) => ['Notice', notice]),
    ['Scheme', `${shown.scheme.name}, version ${shown.scheme.version}`],
    ...shown.scheme.values.map(({ word, colour, criterion }) => [{ value: word, fill: FILLS[colour] }, criterion]),
    ['Roll-up rule', shown.rollUp],
  ],
})
