import type { Tx } from '../../db/tx.ts'

/** What a draft is made for: the days the paper reports on (ISO, inclusive), today, and the partnership's name. */
export type DraftFor = { starts: string; ends: string; today: Temporal.PlainDate; partnership: string }

/**
 * What a draft gives. `body` is typed as a person would type it (src/publications/papers/body.ts). `drawn` are the figures and ids it was made from, kept
 * beside the section, so that a reader can ask where a sentence comes from. `restricted`: it says what only the group may read.
 */
export type Draft = { body: string; drawn: unknown; restricted?: boolean }

/** A room that can draft a section offers it; app.ts introduces them. It reads only what the account that asks may read. */
export type DraftSource = {
  key: string
  /** What it draws on, for the list that a writer chooses from. */
  title: string
  /** The heading it goes under where the writer gives none. */
  heading: string
  draft: (tx: Tx, asked: DraftFor) => Promise<Draft>
}
