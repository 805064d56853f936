import { z } from 'zod'
import { SEVERITIES } from '../checks/finding.ts'
import { EVIDENCE_KINDS, ITEM_KINDS, ITEM_STATES, OUTCOME_TYPES, PLAN_KINDS } from '../plan.ts'
import { COLOURS } from '../rating.ts'

const Day = z.iso.date()
const Tag = z.object({ word: z.string(), colour: z.enum(COLOURS) })
export type ShownTag = z.infer<typeof Tag>

const Measured = z.object({
  title: z.string(),
  sentence: z.string(), // what the data say, without full stop
  target: z.string().nullable(), // how it stands to its target, without full stop
  points: z.array(z.object({ label: z.string(), value: z.number().nullable(), signal: z.enum(['improvement', 'concern', 'neutral']).nullable() })),
  mean: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
})

const ShownItem = z.object({
  code: z.string(),
  title: z.string(),
  kind: z.enum(ITEM_KINDS),
  depth: z.number(), // 0 at the top of the tree
  group: z.boolean(), // it stands for the items under it
  counted: z.boolean(), // it is rated for itself, and counted in the figures
  strand: z.string().nullable(),
  owner: z.string().nullable(), // the accountable one
  contributors: z.array(z.string()),
  declared: Tag.nullable(),
  derived: Tag.nullable(),
  because: z.string(),
  otherwise: z.array(z.object({ rule: z.string(), word: z.string() })), // what the other roll-up rules would give
  differs: z.boolean(),
  reason: z.string().nullable(), // the owner's, for a rating that differs
  stated: z.array(z.object({ word: z.string(), place: z.string() })), // only while a paper's two ratings still stand
  state: z.enum(ITEM_STATES),
  stateWords: z.string(), // "Deferred to the 2024 plan: too dear"
  position: z.string().nullable(),
  positionOn: Day.nullable(),
  fresh: z.string(),
  overdue: z.boolean(),
  aim: z.string().nullable(),
  success: z.string().nullable(),
  outcome: z.string().nullable(),
  outcomeType: z.enum(OUTCOME_TYPES).nullable(),
  due: Day.nullable(),
  late: z.boolean(),
  measures: z.array(Measured),
  trend: z.string(), // "Nothing measured" where no data say anything
  focus: z.array(z.string()), // why a board should look at it; none: it need not
})
export type ShownItem = z.infer<typeof ShownItem>

const ShownEvidence = z.object({
  kind: z.enum(EVIDENCE_KINDS),
  from: Day,
  to: Day,
  statement: z.string(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
  serves: z.array(z.string()), // codes
})
export type ShownEvidence = z.infer<typeof ShownEvidence>

const ShownFinding = z.object({
  check: z.string(),
  subject: z.string(),
  severity: z.enum(SEVERITIES),
  code: z.string().nullable(),
  place: z.string(),
  sentence: z.string(),
  suggestion: z.string(),
})
export type ShownFinding = z.infer<typeof ShownFinding>

const Span = z.object({ starts: Day, ends: Day })

/**
 * What a reader is shown of a plan on one day, complete in itself: an edition keeps it for good, so nothing in it refers to a
 * record that may change. `form` numbers this shape. Dates are 'YYYY-MM-DD' and inclusive.
 */
export const Shown = z.object({
  form: z.literal(1),
  partnership: z.string(),
  title: z.string(),
  kind: z.enum(PLAN_KINDS),
  runs: Span,
  period: Span.extend({ name: z.string() }).nullable(), // the reporting period it answers for
  span: Span, // the days whose evidence counts
  asAt: Day,
  summary: z.string(),
  scheme: z.object({ name: z.string(), version: z.number(), values: z.array(Tag.extend({ criterion: z.string() })) }),
  rollUp: z.string(),
  counts: z.array(Tag.extend({ count: z.number() })),
  of: z.number(), // items counted
  noun: z.string(), // what they are called: "activities"
  unrated: z.number(),
  differing: z.number(),
  overdue: z.number(),
  withoutEvidence: z.number(),
  items: z.array(ShownItem), // in plan order
  evidence: z.array(ShownEvidence), // of the span, newest first, each once
  findings: z.array(ShownFinding),
  answered: z.array(ShownFinding.extend({ reason: z.string(), by: z.string().nullable(), on: Day })),
})
export type Shown = z.infer<typeof Shown>

const Numbered = z.object({ form: z.number() })

/** A kept edition as it was shown. Throws for a form this version does not know, rather than show half of it. */
export function readShown(kept: unknown): Shown {
  const { form } = Numbered.parse(kept)
  if (form !== 1) throw new Error(`This edition was kept in form ${form}, which this version of Wardmote cannot read`)
  return Shown.parse(kept)
}

/** The evidence that serves an item, newest first. */
export const evidenceFor = (shown: Shown, code: string): ShownEvidence[] => shown.evidence.filter(({ serves }) => serves.includes(code))
