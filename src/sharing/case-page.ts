import type { CaseCover } from './case-store.ts'
import type { Stage } from './gate.ts'

/** The parts of a case file, in the order of its tabs, each at an address under the case's own. */
export const CASE_PARTS = [
  { text: 'Overview', path: '' },
  { text: 'People and places', path: '/people' },
  { text: 'Diary', path: '/diary' },
  { text: 'Information', path: '/information' },
  { text: 'Files', path: '/documents' },
  { text: 'Risk', path: '/risk' },
  { text: 'Actions', path: '/actions' },
  { text: 'Powers and support', path: '/powers' },
  { text: 'Contact', path: '/contact' },
  { text: 'Agencies', path: '/agencies' },
  { text: 'Shared with', path: '/disclosures' },
  { text: 'Who looked', path: '/access' },
] as const
export type CasePart = (typeof CASE_PARTS)[number]['text'] | 'Application'

export const STAGE_IN_WORDS: Record<Stage, string> = {
  referred: 'Referred, awaiting triage', open: 'Open', advised: 'Advice given', elsewhere: 'Belongs elsewhere', transferred: 'Transferred', closed: 'Closed', erased: 'Erased',
}

/** What every page of a case file has: its heading and its tabs. `title` is the part's own, and holds nobody's name. Extend `sharing/_case.njk`. */
export function casePage(cover: CaseCover, part: CasePart, title: string = part) {
  const { caseId, reference, schemeName, schemeKind, stage, clause, works, leads } = cover
  const parts = schemeKind === 'asb case review' ? [CASE_PARTS[0], { text: 'Application', path: '/application' } as const, ...CASE_PARTS.slice(1)] : CASE_PARTS
  return {
    title: `${title}: ${reference}`,
    heading: title === 'Overview' ? reference : title,
    context: `${schemeName} · ${reference} · ${STAGE_IN_WORDS[stage]}`,
    caseId, reference, works, leads,
    emergency: clause === 'emergency access',
    tabs: parts.map(({ text, path }) => ({ text, href: `/cases/${caseId}${path}`, current: text === part })),
  }
}
