/** How much a finding matters to whoever reads the figures. Misleads: a figure taken at its face would be wrong. */
export const SEVERITIES = ['misleads', 'question', 'note'] as const
export type Severity = (typeof SEVERITIES)[number]

export const FINDING_KINDS = [
  'late', 'missing months', 'gap like a zero', 'category stopped', 'category started', 'level changed',
  'map era', 'outside the area', 'unplaced months', 'unplaced categories', 'unplaced', 'provisional',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** Something about a source's data that its figures do not show by themselves. */
export type DataFinding = {
  kind: FindingKind
  severity: Severity
  sentence: string
  /** ISO first days of the first and last month concerned; null: all of them. */
  from: string | null
  to: string | null
  /** The months themselves, ISO, where they are not a stretch. */
  months: readonly string[]
  categoryIds: readonly number[] | null // null: every category
  /** Only figures by area, square or point are touched. */
  placesOnly: boolean
}

export const SEVERITY_TAGS: Record<Severity, { word: string; colour: 'red' | 'amber' | 'grey'; look: string }> = {
  misleads: { word: 'Misleads', colour: 'red', look: 'blocks' },
  question: { word: 'Question', colour: 'amber', look: 'question' },
  note: { word: 'Note', colour: 'grey', look: 'note' },
}
