import type { Paper } from '../../documents/paper.ts'
import type { Plan } from '../plan.ts'

/** A finding that blocks stops an edition until it is put right or dismissed with a reason. */
export const SEVERITIES = ['blocks', 'question', 'note'] as const
export type Severity = (typeof SEVERITIES)[number]

export type Finding = {
  check: string // id of the check: 'rating-shown-two-ways'
  severity: Severity
  /** What the finding is about, stable between runs, so that a dismissal finds it again: an item's code, or a phrase. */
  subject: string
  itemId: string | null
  place: string // where a reader finds it: "4.1.1b", "Table 2, row 4", "paragraph 9.16"
  sentence: string
  suggestion: string
}

/** What a check itself says; the register adds whose finding it is. */
export type Raised = Omit<Finding, 'check' | 'severity'> & { severity?: Severity }

/** One rule of the plan's compiler: pure, with its own explanation. `errors` are the ids of the catalogue's error table it answers. */
export type Check = {
  id: string
  title: string
  severity: Severity
  why: string
  errors: readonly string[]
} & ({ reads: 'plan'; run: (plan: Plan, today: Temporal.PlainDate) => Raised[] } | { reads: 'paper'; run: (paper: Paper, today: Temporal.PlainDate) => Raised[] })
