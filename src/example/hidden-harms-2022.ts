import type { Strength } from '../plans/plan.ts'
import type { ItemAsFound, PlanAsFound } from './plan-as-found.ts'
import { STRANDS } from './strands.ts'

// Seven hidden harms by five strands, in our own words. The last harm is defined and has nothing under it, and one sentence breaks off: as found.

export const HIDDEN_HARMS = 'Hidden harms 2022-25'

/** In the order of the strands: Inform, Identify, Prevent, Protect and support, Pursue and prosecute. */
type Commitment = string | readonly [title: string, strength: Strength]

const harm = (code: string, title: string, definition: string, commitments: readonly Commitment[], owners: ItemAsFound['owners'] = []): ItemAsFound[] => [
  { kind: 'priority', code, title, aim: definition, state: 'in progress', mandate: 'discretionary', owners },
  ...commitments.map((commitment, index): ItemAsFound => {
    const [text, strength] = typeof commitment === 'string' ? [commitment, 'will' as const] : commitment
    return { kind: 'commitment', code: `${code}.${index + 1}`, under: code, title: text, strand: STRANDS[index]!, strength, state: 'in progress' }
  }),
]

const ITEMS: readonly ItemAsFound[] = [
  ...harm('1', 'Serious and organised crime', 'Crime that people plan and carry out together, again and again.', [
    'Tell communities and partners the signs of it, and how to report',
    'Put a local profile together: victims, offenders, places and who may be drawn in',
    'Step in before people are drawn in',
    'Make targets harder, and support victims',
    'Build a picture that all can trust, and lead and support the answer to it',
  ]),
  ...harm('2', 'Child sexual exploitation', 'Abuse in which somebody uses power over a child to get sexual activity in exchange for something, with contact or without.', [
    'Help the safeguarding children partnership to teach professionals the signs, and how to refer',
    'Know the places, people and methods of today, and act on the first signs about a child',
    'Keep children from being exploited, or exploited further',
    'Keep victims safe, leave offenders fewer chances, and help children and parents to recover',
    'Prosecute those who exploit children or make it possible, and disrupt where they do',
  ]),
  ...harm('3', 'County lines', 'Criminals groom children to carry and sell drugs, run by mobile telephone and often in another county.', [
    'Help practitioners to see the signs and to answer them',
    'With the police, find the lines that touch the City and who may be at risk',
    'Keep young people from becoming victims',
    'Offer a way out, and safe places to take it',
    ['Find those who run lines here, and help the police to prosecute', 'will seek to'],
  ]),
  ...harm('4', 'Modern slavery', 'Moving, hiding or taking in people by force, deceit or abuse of their weakness, to exploit them.', [
    'Raise awareness through the City’s working group on it',
    'Make intelligence products that point to possible cases',
    'With the working group, get more City firms to make a modern slavery statement',
    ['Support people at risk and victims', 'will seek to'],
    'With the police, find who profits and bring them to justice',
  ], [{ unmatched: 'City of London Modern Slavery Working Group' }]),
  ...harm('5', 'Radicalisation', 'How somebody is brought to back terrorism, and the thinking behind it.', [
    ['Train frontline staff better in the signs, as the Prevent duty asks', 'will seek to'],
    'Assess the City’s risk from the police’s counter-terrorism local profile, for a Prevent action plan of its own',
    'Leave extremists no room here, and keep good ways to refer people at risk',
    'Help those found vulnerable through the Channel Panel, and offer support to',
    'Share with counter-terrorism police and act beside them; disrupt those who radicalise others',
  ], [{ unmatched: 'City of London Channel Panel' }]),
  ...harm('6', 'Cuckooing', 'People take over somebody’s home and exploit them from it.', [
    'Understand it, with housing and social care',
    ['Share what shows it is happening, and how to refer', 'will seek to'],
    ['Find who may be vulnerable to it, and give advice, support and services', 'will seek to'],
    'Help victims to support and to a safe way out',
    'With the police, use every power to bring those who do it to justice',
  ]),
  ...harm('7', 'Sexual exploitation of adults', 'Sexual acts that an adult did not agree to, or was pressed into agreeing to, in any of many forms.', []),
]

export const hiddenHarms: PlanAsFound = {
  kind: 'strategy',
  title: HIDDEN_HARMS,
  starts: '2022-04-01',
  ends: '2025-03-31',
  scheme: 'Delivery',
  rollUp: 'worst',
  updateInterval: 'yearly',
  hasStrands: true,
  source: 'Safer City Partnership strategy 2022-25, update 2024',
  period: null,
  items: ITEMS,
  evidence: [],
}
