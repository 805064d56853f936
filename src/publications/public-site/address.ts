import type { PublicShown } from './shown.ts'

/** Where each kind of thing stands on the site, and what it is called there. */
export const PLACES: Record<PublicShown['kind'], { part: string; title: string; one: string }> = {
  plan: { part: 'plans', title: 'Priorities and how they are going', one: 'Plan' },
  figure: { part: 'figures', title: 'Figures', one: 'Figure' },
  paper: { part: 'papers', title: 'Papers', one: 'Paper' },
  minutes: { part: 'minutes', title: 'Minutes', one: 'Minutes' },
  'said and did': { part: 'you-said', title: 'You said, we did', one: 'You said, we did' },
  learning: { part: 'learning', title: 'What we learnt', one: 'Learning' },
}
export const KINDS = Object.keys(PLACES) as PublicShown['kind'][]
export const kindAt = (part: string): PublicShown['kind'] | undefined => KINDS.find((kind) => PLACES[kind].part === part)

/** One thing's address, the same for every release of it. */
export const hrefOfThing = (address: string, { kind, subjectId }: { kind: PublicShown['kind']; subjectId: string }): string => `/public/${address}/${PLACES[kind].part}/${subjectId}`
