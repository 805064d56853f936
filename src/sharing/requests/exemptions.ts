import { addWorkingDays } from '../../calendar/working-days.ts'
import type { Dated } from '../law.ts'

export const REQUEST_KINDS = ['subject access', 'freedom of information'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

/** Why something asked for may be held back. `for`: the kind of request it belongs to. */
export const EXEMPTIONS = {
  undecided: { title: 'Not yet decided', for: 'either', from: '2000-11-30', source: 'Held back until somebody decides' },
  'crime': { title: 'It would prejudice preventing or detecting crime, or prosecuting offenders', for: 'subject access', from: '2018-05-25', source: 'Data Protection Act 2018, Schedule 2, para. 2' },
  'third party': { title: 'It is about another person too, who has not agreed and of whom it would not be reasonable', for: 'subject access', from: '2018-05-25', source: 'Data Protection Act 2018, Schedule 2, paras. 16 and 17' },
  'serious harm': { title: 'It would be likely to cause serious harm to somebody’s health', for: 'subject access', from: '2018-05-25', source: 'Data Protection Act 2018, Schedule 3, Parts 2 to 4' },
  'child abuse': { title: 'It is about abuse of a child, and giving it would not be in the child’s interests', for: 'subject access', from: '2018-05-25', source: 'Data Protection Act 2018, Schedule 3, Part 5' },
  'privilege': { title: 'Legal professional privilege', for: 'subject access', from: '2018-05-25', source: 'Data Protection Act 2018, Schedule 2, para. 19' },
  'law enforcement': { title: 'Restricted under Part 3, to protect an inquiry, the public, or the rights of others', for: 'subject access', from: '2018-05-25', source: 'Data Protection Act 2018, s.45(4)' },
  'FOI s.12': { title: 'It would cost more than the limit', for: 'freedom of information', from: '2005-01-01', source: 'Freedom of Information Act 2000, s.12' },
  'FOI s.30': { title: 'Investigations and proceedings', for: 'freedom of information', from: '2005-01-01', source: 'Freedom of Information Act 2000, s.30' },
  'FOI s.31': { title: 'Law enforcement', for: 'freedom of information', from: '2005-01-01', source: 'Freedom of Information Act 2000, s.31' },
  'FOI s.38': { title: 'Health and safety', for: 'freedom of information', from: '2005-01-01', source: 'Freedom of Information Act 2000, s.38' },
  'FOI s.40': { title: 'Personal information', for: 'freedom of information', from: '2005-01-01', source: 'Freedom of Information Act 2000, s.40' },
  'FOI s.41': { title: 'Provided in confidence', for: 'freedom of information', from: '2005-01-01', source: 'Freedom of Information Act 2000, s.41' },
} as const satisfies Record<string, Dated & { title: string; for: RequestKind | 'either' }>
export type Exemption = keyof typeof EXEMPTIONS

/** The exemptions that may be used for a kind of request. */
export const exemptionsFor = (kind: RequestKind): Exemption[] => (Object.keys(EXEMPTIONS) as Exemption[]).filter((key) => EXEMPTIONS[key].for === kind || EXEMPTIONS[key].for === 'either')

/**
 * The day by which a request received on a day (ISO) is to be answered: a month for subject access, the last day of the month where there is no such day; twenty working days for freedom of information.
 * Source: UK GDPR Art. 12(3); Data Protection Act 2018, s.54; Freedom of Information Act 2000, s.10.
 */
export const dueOn = (kind: RequestKind, receivedOn: string): string =>
  kind === 'subject access' ? Temporal.PlainDate.from(receivedOn).add({ months: 1 }).toString() : addWorkingDays(receivedOn, 20)

export const DECISIONS = ['withhold', 'withhold existence', 'give'] as const
export type Decision = (typeof DECISIONS)[number]

const SENSITIVE_TO_ACCUSED: readonly string[] = ['community marac', 'domestic abuse marac', 'asb victims', 'channel']

/** What is done with something offered until the governance lead decides: that a closed compartment, or a case that protects somebody from this very person, holds anything is itself held back. */
export function decisionAtFirst({ compartment, schemeKind, roles, isAboutOthers }: { compartment: string; schemeKind: string; roles: readonly string[]; isAboutOthers: boolean }): { decision: Exclude<Decision, 'give'>; exemption: Exemption } {
  const isAccused = roles.some((role) => role === 'perpetrator' || role === 'both')
  if (compartment === 'closed' || (isAccused && SENSITIVE_TO_ACCUSED.includes(schemeKind))) return { decision: 'withhold existence', exemption: 'crime' }
  return { decision: 'withhold', exemption: isAboutOthers ? 'third party' : 'undecided' }
}

export type Passage = { itemNo: number; summary: string; content: string; decision: Decision; exemption: string | null }
/** An answer as the requester has it: what is given, numbered as it stands there, and on what grounds something was held back. */
export type Answer = { given: { no: number; summary: string; content: string }[]; exemptions: { title: string; source: string }[] }

/** The answer made of these passages. What is held back with its existence leaves no trace: no number, no gap, no ground. */
export function answerOf(passages: readonly Passage[]): Answer {
  const given = passages.filter(({ decision }) => decision === 'give').map(({ summary, content }, index) => ({ no: index + 1, summary, content }))
  const grounds = new Set(passages.filter(({ decision }) => decision === 'withhold').map(({ exemption }) => exemption))
  const exemptions = (Object.keys(EXEMPTIONS) as Exemption[]).filter((key) => key !== 'undecided' && grounds.has(key)).map((key) => ({ title: EXEMPTIONS[key].title, source: EXEMPTIONS[key].source }))
  return { given, exemptions }
}
