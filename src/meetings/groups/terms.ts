import { AGENDA_KIND_IN_WORDS } from '../agenda/agenda.ts'
import type { AgendaKind, GroupKind } from './group.ts'
import type { AgendaLine, Terms } from './store.ts'

export type Contents = Pick<Terms, 'introduction' | 'aims' | 'attendees' | 'dates' | 'agenda'>

/** What a kind of agenda item is called. */
export const kindWords = (kind: AgendaKind): string => AGENDA_KIND_IN_WORDS[kind].text

/** The parts that terms have (catalogue C1, from the templates of 2011), each with what it is called. */
export const PARTS: readonly { part: keyof Contents; words: string }[] = [
  { part: 'introduction', words: 'an introduction' },
  { part: 'aims', words: 'aims' },
  { part: 'attendees', words: 'attendees' },
  { part: 'agenda', words: 'a standard agenda' },
  { part: 'dates', words: 'meeting dates' },
]

/** The parts that terms leave empty, in their words. */
export const missingFrom = (terms: Contents): string[] => PARTS.filter(({ part }) => terms[part].length === 0).map(({ words }) => words)

const line = (kind: AgendaKind, restricted = false): AgendaLine => ({ title: kindWords(kind), kind, restricted })

const CASEWORK: readonly AgendaLine[] = [line('welcome'), line('apologies'), line('confidentiality'), line('interests'), line('minutes', true), line('matters arising', true), line('cases', true), line('any other business'), line('next meeting')]
const DELIVERY: readonly AgendaLine[] = [line('welcome'), line('apologies'), line('minutes'), line('matters arising'), line('plan'), line('data'), line('any other business'), line('next meeting')]
const OVERSIGHT: readonly AgendaLine[] = [line('welcome'), line('apologies'), line('interests'), line('minutes'), line('matters arising'), line('feeds'), line('plan'), line('measures'), line('paper'), line('any other business'), line('next meeting')]
const TALK: readonly AgendaLine[] = [line('welcome'), line('apologies'), line('minutes'), line('matters arising'), line('discussion'), line('any other business'), line('next meeting')]

/** A standard agenda to begin from, for a group of this kind. */
export const STARTING_AGENDA: Record<GroupKind, readonly AgendaLine[]> = {
  board: OVERSIGHT, delivery: DELIVERY, working: DELIVERY, 'task and finish': DELIVERY, forum: TALK, panel: CASEWORK, 'case conference': CASEWORK, linked: TALK, related: TALK,
}

export type Change = { part: string; was: string | null; is: string | null }

const agendaWords = ({ title, kind, restricted, hidden }: AgendaLine) => hidden ? title : `${title} (${kindWords(kind).toLowerCase()}${restricted ? ', restricted' : ''})`

function listChanges(part: string, before: readonly string[], after: readonly string[]): Change[] {
  const gone = before.filter((each) => !after.includes(each)).map((was) => ({ part, was, is: null }))
  const come = after.filter((each) => !before.includes(each)).map((is) => ({ part, was: null, is }))
  if (gone.length + come.length > 0) return [...gone, ...come]
  return before.join('\n') === after.join('\n') ? [] : [{ part, was: before.join('; '), is: after.join('; ') }]
}

/** What changed from one version of terms to another, in the order of their parts. `was` or `is` is null for what came or went. */
export function changesBetween(before: Contents, after: Contents): Change[] {
  const text = (part: string, was: string, is: string): Change[] => (was === is ? [] : [{ part, was: was || null, is: is || null }])
  return [
    ...text('Introduction', before.introduction, after.introduction),
    ...listChanges('Aims', before.aims, after.aims),
    ...text('Attendees', before.attendees, after.attendees),
    ...text('Meeting dates', before.dates, after.dates),
    ...listChanges('Standard agenda', before.agenda.map(agendaWords), after.agenda.map(agendaWords)),
  ]
}
