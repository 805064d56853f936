import type { Priority, RegisteredGroup, Sitting } from '../register-store.ts'

/** A gap leaves the partnership without something it must have; a question is what a careful reader would ask; a note is worth knowing. */
export const SEVERITIES = ['gap', 'question', 'note'] as const
export type Severity = (typeof SEVERITIES)[number]

export type Finding = {
  id: string // of the rule: 'terms-missing'
  severity: Severity
  place: string // the group's name, or the priority's code and title
  groupIds: readonly string[] // the groups it concerns; none for a priority that no group delivers
  itemId?: string
  sentence: string
  suggestion: string
  /** What it is about, where neither its item nor its groups tell it from others of its rule: a seat, a matter. */
  about?: string
  /** The facts it stands on, where its sentence changes as days go by without them. */
  facts?: string
}

/** All that the rules look at. Days are ISO; `sittings` are meetings not cancelled, around today. */
export type Governance = {
  today: string
  /** Names of the area, which tell no two groups of it apart: "Testbury". */
  area: string
  groups: readonly RegisteredGroup[]
  priorities: readonly Priority[]
  sittings: readonly Sitting[]
  partners: readonly { value: string; text: string; statutory: boolean }[]
}

/** One rule: pure, with its own explanation. */
export type Rule = { id: string; title: string; severity: Severity; why: string; find: (governance: Governance) => Omit<Finding, 'id' | 'severity'>[] }

/** "a", "a and b", "a, b and c". */
export const listed = (words: readonly string[]) => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)
