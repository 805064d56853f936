import type { Paper } from '../../documents/paper.ts'
import { isLegend } from '../intake/meanings.ts'
import { hasEnded, type Plan, ratedItems } from '../plan.ts'
import { actionTables, headerRowsOf, isActionPlan, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { counted, listed, quote } from './reading/sentences.ts'
import { bySiblings } from './siblings.ts'
import { pattern, r } from './reading/pattern.ts'

/** E-79: one finding to an action plan. A tracker of projects, or a dashboard of ratings, is no action plan. */
function missingFromPlan(paper: Paper): Raised[] {
  return actionTables(tablesOf(paper)).flatMap((each) => {
    const { table, columns, rows } = each
    if (columns.owner === undefined || rows.length < 5 || !isActionPlan(each)) return []
    const empty = (column: number | undefined) => (column === undefined ? rows.length : rows.filter(({ texts }) => !texts[column]).length)
    const wants = [
      { name: 'due date', many: 'due dates', missing: empty(columns.due) },
      { name: 'measure', many: 'measures', missing: empty(columns.measure) },
      { name: 'owner', many: 'owners', missing: empty(columns.owner) },
    ]
    const none = wants.filter(({ missing }) => missing === rows.length)
    const some = wants.filter(({ missing }) => missing > 0 && missing < rows.length && missing >= rows.length * 0.1)
    if (
      none.length + some.length === 0 ||
      (none.length === 1 && none[0]!.name === 'measure' && columns.outcome !== undefined && some.length === 0)
    )
      return []
    const parts = [
      none.length > 0
        ? `none of the ${rows.length} actions has ${none.length === 1 ? 'a' : 'any'} ${listed(none.map(({ name }) => name))}`.replace(
            'any due date and measure',
            'a due date or a measure',
          )
        : '',
      ...some.map(({ missing, name }) => `${missing} of ${rows.length} have no ${name}`),
    ].filter(Boolean)
    return [
      {
        subject: `${table.place.label} missing`,
        itemId: null,
        place: table.place.label,
        sentence: `In ${table.place.label} ${listed(parts)}.`,
        suggestion: 'Give each action a date, a measure and one person or post who answers for it.',
      },
    ]
  })
}

function missingFromItems(plan: Plan): Raised[] {
  const lacks = ratedItems(plan).flatMap((item) => {
    if (hasEnded(item) || item.kind === 'target' || item.kind === 'outcome') return []
    const missing = [
      item.due || item.state === 'continuous' ? '' : 'due date',
      item.measures.length > 0 || item.success ? '' : 'measure',
      item.state === 'continuous' && !item.reviewOn ? 'review date' : '',
    ].filter(Boolean)
    return missing.length === 0 ? [] : [{ item, says: `has no ${missing.join(' and no ')}`, ofMany: `have no ${missing.join(' and no ')}` }]
  })
  return bySiblings(plan, lacks, 'Add what is missing.')
}

const RATING_WORD = pattern(
  'i',
  r`^\W*(?:b?rag:?\s*)?(?:red|amber|green|blue|grey|gray|yellow|black|white|complete[d]?|in progress`,
  r`|not started|on track|off track|at risk|overdue)\b|^\W*[ragb]\W*$`,
)
const PROMISES_COLOUR = /\b(?:rag|brag|traffic light|colou?r)\b/i

/** E-75: a status that colour alone carries, or carried before the paper was copied. */
function colourOnly(paper: Paper): Raised[] {
  return tablesOf(paper).flatMap((table) => {
    const from = headerRowsOf(table)
    return (table.rows[from - 1] ?? []).flatMap((header, column) => {
      if (
        header.covered ||
        !(isLegend(header.text) || PROMISES_COLOUR.test(header.text)) ||
        /\b(?:comment\w*|narrative|reason|explanation|key)\b/i.test(header.text)
      )
        return []
      const cells = table.rows
        .slice(from)
        .filter((row) => row.some((cell) => cell.text !== ''))
        .map((row) => row[column]!)
        .filter((cell) => !cell.covered)
      const worded = cells.filter(({ text }) => RATING_WORD.test(text)).length
      const coloured = cells.filter(({ fill }) => fill !== null).length
      const narrative = cells.filter(({ text }) => text.length > 30).length
      if (cells.length < 3 || worded > cells.length * 0.2 || (coloured < cells.length / 2 && narrative < cells.length / 2)) return []
      const said =
        coloured >= cells.length / 2
          ? `is given by colour alone in ${coloured} of ${counted(cells.length, 'row')}`
          : `is in words in ${worded === 0 ? 'none' : worded} of ${counted(cells.length, 'row')}: they hold narrative, and whatever colour they had is gone`
      return [
        {
          subject: `${table.place.label} colour`,
          itemId: null,
          place: `${table.place.label}, column ${quote(header.text)}`,
          sentence: `The status promised by ${quote(header.text)} ${said}.`,
          suggestion: 'Write the rating as a word in a column of its own; colour may decorate it.',
        },
      ]
    })
  })
}

export const COMPLETENESS_CHECKS: readonly Check[] = [
  {
    id: 'plan-without-dates-or-measures',
    title: 'Actions without dates, measures or leads',
    severity: 'question',
    errors: ['E-79'],
    reads: 'paper',
    run: missingFromPlan,
    why: 'An action without a date cannot be late, and one without a measure cannot fail or succeed.',
  },
  {
    id: 'item-without-date-or-measure',
    title: 'An item without a date or a measure',
    severity: 'note',
    errors: ['E-79'],
    reads: 'plan',
    keptOnly: true,
    run: missingFromItems,
    why: 'An action without a date cannot be late, and one without a measure cannot fail or succeed.',
  },
  {
    id: 'colour-only',
    title: 'A status that only colour tells',
    severity: 'question',
    errors: ['E-75'],
    reads: 'paper',
    run: colourOnly,
    why: 'Colour is lost in print, in copying and to many readers. The accessibility guidelines ask for words beside it (WCAG 1.4.1).',
  },
]
