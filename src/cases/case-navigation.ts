export const CASE_ROOMS = [
  { text: 'Caseload', href: '/cases' },
  { text: 'Triage', href: '/triage' },
  { text: 'Panels', href: '/panels' },
  { text: 'Case reviews', href: '/case-reviews' },
  { text: 'People and places', href: '/people-and-places' },
  { text: 'Transfers', href: '/transfers' },
  { text: 'Figures', href: '/case-figures' },
] as const
export type CaseRoom = (typeof CASE_ROOMS)[number]['text']

/** The rooms of casework, for the `subNavigation` macro. */
export const caseNavigation = (current: CaseRoom) => CASE_ROOMS.map(({ text, href }) => ({ text, href, current: text === current }))
