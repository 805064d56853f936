import type { Paper } from '../../documents/paper.ts'
import type { Plan } from '../plan.ts'
import type { Text } from './reading/passages.ts'

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

/** What a check itself says; the register adds whose finding it is. `at` is its order in the paper, when it has one. */
export type Raised = Omit<Finding, 'check' | 'severity'> & { severity?: Severity; at?: number }

type Explained = {
  id: string
  title: string
  severity: Severity
  why: string
  /** Ids of the catalogue's error table that the check answers. */
  errors: readonly string[]
}

export type PlanCheck = Explained & {
  reads: 'plan'
  /** For a plan people keep here: a plan just read from a paper is spared it, since the paper's own check says it once. */
  keptOnly?: boolean
  run: (plan: Plan, today: Temporal.PlainDate) => Raised[]
}
export type PaperCheck = Explained & { reads: 'paper'; run: (paper: Paper, today: Temporal.PlainDate) => Raised[] }
/** Reads the words alone, wherever they stand: of a paper, or of a plan's items. */
export type WordCheck = Explained & { reads: 'words'; run: (text: Text, today: Temporal.PlainDate) => Raised[] }

/** One rule of the plan's compiler: pure, with its own explanation. */
export type Check = PlanCheck | PaperCheck | WordCheck
