import { readText } from '../../documents/read-text.ts'
import type { Paper } from '../../documents/paper.ts'
import type { MeasureFigure } from '../../measures/figures.ts'
import type { Item, Owner, Plan, Update } from '../plan.ts'
import { STANDARD_SCHEMES } from '../rating.ts'
import type { Raised } from './finding.ts'
import { CHECKS } from './register.ts'
import { textOfPaper, textOfPlan } from './reading/texts.ts'

export const TODAY = Temporal.PlainDate.from('2024-11-15')
export const day = (text: string) => Temporal.PlainDate.from(text)

/** A paper written as Markdown. The name of the file gives its month, unless the paper does. */
export const paperOf = (markdown: string, name = 'paper-2024-06.md'): Paper => ({ name, ...readText(markdown, true) })

/** The same read as a Word file would be: by paragraph and not by line. */
export const asWord = (paper: Paper): Paper => ({ ...paper, format: 'docx' })

export const update = (more: Partial<Update> & { declared: string }): Update => ({
  updateId: 'update',
  derived: null,
  reason: null,
  narrative: '',
  positionOn: day('2024-09-30'),
  by: 'Ann Owner',
  source: null,
  reportingPeriodId: null,
  ...more,
})

export const owner = (words: string, more: Partial<Owner> = {}): Owner => ({
  organisationId: 'council',
  accountId: null,
  words,
  accountable: true,
  single: true,
  ...more,
})

/** A measure with so many readings. */
export const measureOf = (readings: number): MeasureFigure => ({
  measureId: 'm',
  title: 'Burglary',
  readings,
  points: [],
  mean: null,
  lower: null,
  upper: null,
  sentence: '',
  targetStatus: null,
  targetMet: null,
  hasTarget: false,
  unclosed: 0,
})

/** An item with all it should have: in progress, owned, dated, measured, updated and evidenced. */
export const itemOf = (code: string, more: Partial<Item> = {}): Item => ({
  itemId: `item ${code}`,
  parentId: null,
  kind: 'action',
  code,
  title: `Do thing ${code}`,
  place: null,
  strandId: null,
  mandate: null,
  strength: null,
  aim: null,
  success: 'It is done',
  outcome: null,
  outcomeType: null,
  state: 'in progress',
  stateNote: null,
  stateSince: null,
  starts: null,
  due: day('2025-03-31'),
  promisedOn: null,
  reviewOn: null,
  dischargedThrough: null,
  deferredTo: null,
  mergedInto: null,
  owners: [owner('Community Safety Manager')],
  updates: [update({ declared: 'Green' })],
  evidence: [
    {
      evidenceId: `evidence ${code}`,
      kind: 'activity',
      from: day('2024-08-01'),
      to: day('2024-08-01'),
      statement: 'A session was held on 1 August 2024',
      quantity: 1,
      unit: 'session',
      itemIds: [`item ${code}`],
    },
  ],
  stated: [],
  measures: [],
  links: [],
  version: 1,
  ...more,
})

/** A live plan with a roll-up rule and one open quarter. */
export const planOf = (items: readonly Item[], more: Partial<Plan> = {}): Plan => ({
  planId: 'plan',
  kind: 'action plan',
  title: 'Safer Wexmere action plan',
  starts: day('2024-04-01'),
  ends: day('2027-03-31'),
  scheme: { schemeId: 'delivery', ...STANDARD_SCHEMES[0]! },
  rollUp: 'worst',
  rollUpVersion: 1,
  updateInterval: 'quarterly',
  strands: [],
  state: 'live',
  period: { reportingPeriodId: 'q2', name: 'July to September 2024', starts: day('2024-07-01'), ends: day('2024-09-30'), due: null },
  items,
  version: 1,
  ...more,
})

/** What one check says of a paper (or of Markdown), or of a plan. Throws RangeError for a check that does not exist. */
export function raisedBy(id: string, source: string | Paper | Plan, today = TODAY): Raised[] {
  const check = CHECKS.find((each) => each.id === id)
  if (!check) throw new RangeError(`There is no check ${id}`)
  const read = typeof source === 'string' ? paperOf(source) : source
  if ('items' in read)
    return check.reads === 'plan' ? check.run(read, today) : check.reads === 'words' ? check.run(textOfPlan(read, today), today) : []
  return check.reads === 'paper' ? check.run(read, today) : check.reads === 'words' ? check.run(textOfPaper(read, today), today) : []
}

export const sentencesBy = (id: string, source: string | Paper | Plan, today = TODAY): string[] =>
  raisedBy(id, source, today).map(({ sentence }) => sentence)
