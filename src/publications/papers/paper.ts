export const PAPER_KINDS = ['board pack', 'committee report', 'annual review', 'strategic assessment', 'learning briefing', 'other'] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

/** What each kind is for, for whoever chooses one. */
export const KIND_WORDS: Record<PaperKind, string> = {
  'board pack': 'For a meeting of the board: how the plans stand, what is slipping, what the measures say, and the decisions wanted',
  'committee report': 'For a committee of the council: summary, recommendations, numbered paragraphs and appendices',
  'annual review': 'What the year’s plan set out to do, and what came of it',
  'strategic assessment': 'Levels and patterns of crime and disorder, what changed and why, and what the priorities should be',
  'learning briefing': 'What reviews taught, and what changed because of it',
  other: 'Any other paper: sections of your own',
}

/** Only these ask something of those who read them. */
export const hasRecommendations = (kind: PaperKind): boolean => kind === 'board pack' || kind === 'committee report'

export type Asks = 'information' | 'decision'
export const ASKS_WORDS: Record<Asks, string> = { information: 'For information', decision: 'For decision' }

/** One section of a paper being written. `body`: paragraphs, lists and tables as in src/publications/papers/body.ts. */
export type Section = {
  sectionId: string
  position: number
  heading: string
  body: string
  recommendation: string | null
  restricted: boolean
  /** What it is drafted from: the key of a DraftSource; null when people write it. */
  source: string | null
  drawn: unknown
  draftedAt: Temporal.Instant | null
  /** As it was drafted, to know whether anybody has written since. */
  drafted: string | null
  version: number
}

/** What a paper ends with: an edition of a plan, a file, or, while it is missing, its name alone. */
export type Appendix = { appendixId: string; position: number; title: string; restricted: boolean; editionId: string | null; fileName: string | null; fileKind: string | null }

export type Paper = {
  paperId: string
  kind: PaperKind
  title: string
  /** The days it reports on, ISO, inclusive. */
  starts: string
  ends: string
  meetingId: string | null
  meeting: string | null
  committee: string | null
  committeeOn: string | null
  reportOf: string | null
  asks: Asks
  contact: string | null
  summary: string
  duty: string | null
  dutyDueOn: string | null
  endedAt: Temporal.Instant | null
  version: number
}

export type WholePaper = { paper: Paper; sections: readonly Section[]; appendices: readonly Appendix[] }

/** Whether somebody has written in a section since it was drafted, so that drafting it again would lose their words. */
export const isWritten = ({ body, drafted }: Pick<Section, 'body' | 'drafted'>): boolean => body.trim() !== '' && body !== drafted

/** What the readers are asked, generated from the headings, so that the list can never name what the report has not: `[heading, what is asked]`. */
export const recommendationsOf = (sections: readonly Pick<Section, 'heading' | 'recommendation'>[]): [string, string][] =>
  sections.flatMap(({ heading, recommendation }) => (recommendation ? [[heading, recommendation] as [string, string]] : []))
