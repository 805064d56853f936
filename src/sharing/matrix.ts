import type { Role } from '../people/powers.ts'
import type { Agreement, Asker, Circumstances, Cover, Decision, Said, SchemeRole, Stage } from './gate.ts'
import { decideOnCase, decideOnContribution, decideOnLook, decideOnProtected, STAGES } from './gate.ts'
import { ROLE_POWERS } from '../people/powers.ts'

/** Who asks: the roles their account holds, and what they are in the case's scheme. */
export type Person = { who: string; roles: readonly Role[]; schemeRole: SchemeRole | null; disabled?: true }

const PEOPLE = {
  worker: { who: 'A case worker in the scheme', roles: ['case worker'], schemeRole: 'worker' },
  coordinator: { who: 'The scheme’s coordinator', roles: ['case worker'], schemeRole: 'coordinator' },
  chair: { who: 'A chair of the scheme', roles: ['case worker'], schemeRole: 'chair' },
  outsider: { who: 'A case worker with no role in the scheme', roles: ['case worker'], schemeRole: null },
  planner: { who: 'The partnership’s coordinator, with no role in the scheme', roles: ['coordinator'], schemeRole: null },
  former: { who: 'Someone in the scheme who is no longer a case worker', roles: ['reader'], schemeRole: 'worker' },
  disabled: { who: 'A case worker in the scheme whose account is disabled', roles: ['case worker'], schemeRole: 'worker', disabled: true },
  governance: { who: 'The information governance lead', roles: ['information governance lead'], schemeRole: null },
  administrator: { who: 'An administrator', roles: ['administrator'], schemeRole: null },
  owner: { who: 'An owner, who may refer', roles: ['owner'], schemeRole: null },
  licensing: { who: 'A licensing officer, who may refer', roles: ['licensing officer'], schemeRole: null },
  analyst: { who: 'An analyst', roles: ['analyst'], schemeRole: null },
  'board member': { who: 'A board member', roles: ['board member'], schemeRole: null },
  reader: { who: 'A reader of published editions', roles: ['reader'], schemeRole: null },
} as const satisfies Record<string, Person>
type PersonName = keyof typeof PEOPLE

export const RELATIONS = ['leads the case', 'takes part', 'took part and left', 'takes no part', 'another partnership'] as const
export type Relation = (typeof RELATIONS)[number]
export const AGREEMENT_STATES = ['live', 'expired', 'not yet begun', 'not signed by their agency', 'not signed by the other agency', 'left by their agency', 'withdrawn', 'for another purpose', 'none'] as const
export type AgreementState = (typeof AGREEMENT_STATES)[number]
export const EMERGENCIES = ['none', 'open', 'closed by hand', 'run out'] as const
export type Emergency = (typeof EMERGENCIES)[number]

/** One row of the matrix: somebody, how their agency stands to the case and to the other agency, and how the case stands. */
export type Situation = { person: Person; relation: Relation; agreement: AgreementState; stage: Stage; excluded: boolean; emergency: Emergency }

/** What is asked of each situation, in the order of the columns. "The other agency" leads the case, or takes part where their own leads it. */
export const QUESTIONS = [
  'Read the case', 'Add to it', 'Decide on it', 'What their own agency said', 'Said to the case lead', 'Said to the panel', 'Said to their agency', 'Said to a third agency', 'Said for publication',
  'Protected, when named', 'Protected, not named', 'Who looked at it',
] as const
export type Question = (typeof QUESTIONS)[number]

const OURS = 'partnership'
const [OWN, OTHER, THIRD, ASKER, CASE, SCHEME, PURPOSE] = ['own agency', 'other agency', 'third agency', 'asker', 'case', 'scheme', 'purpose']

function askerIn({ person, relation, emergency }: Situation, now: Temporal.Instant): Asker {
  const powers = person.disabled ? [] : person.roles.flatMap((role): readonly string[] => ROLE_POWERS[role])
  const opened = now.subtract({ minutes: emergency === 'run out' ? 90 : 10 })
  return {
    accountId: ASKER, partnershipId: relation === 'another partnership' ? 'another partnership' : OURS, agencyId: OWN,
    isCaseWorker: powers.includes('cases.work'), overseesSharing: powers.includes('sharing.manage'),
    schemeRoles: new Map(person.schemeRole ? [[SCHEME, person.schemeRole]] : []),
    brokenGlass: emergency === 'none' ? [] : [{ caseId: CASE, opened, ends: opened.add({ minutes: 60 }), ended: emergency === 'closed by hand' ? now.subtract({ minutes: 5 }) : null }],
  }
}

function coverIn({ relation, stage, excluded }: Situation): Cover {
  const takesPart = relation === 'leads the case' || relation === 'takes part'
  return {
    caseId: CASE, partnershipId: OURS, schemeId: SCHEME, purpose: PURPOSE, stage, leadAgencyId: relation === 'leads the case' ? OWN : OTHER,
    parties: takesPart ? [OWN, OTHER] : [OTHER], excluded: excluded ? [ASKER] : [],
  }
}

function agreementsIn({ agreement }: Situation, now: Temporal.Instant): Agreement[] {
  if (agreement === 'none') return []
  const [today, anHourAgo] = [now.toZonedDateTimeISO('Europe/London').toPlainDate(), now.subtract({ hours: 1 })]
  const signed = (unless: AgreementState) => (agreement === unless ? null : anHourAgo)
  return [{
    partnershipId: OURS, purposes: [agreement === 'for another purpose' ? 'another purpose' : PURPOSE],
    starts: agreement === 'not yet begun' ? today.add({ days: 1 }) : today.subtract({ days: 30 }), ends: agreement === 'expired' ? today.subtract({ days: 1 }) : null,
    withdrawn: agreement === 'withdrawn' ? anHourAgo : null,
    parties: [
      { agencyId: OWN, signed: signed('not signed by their agency'), left: agreement === 'left by their agency' ? anHourAgo : null },
      { agencyId: OTHER, signed: signed('not signed by the other agency'), left: null },
    ],
  }]
}

/** What the gate says to each question in a situation, at a moment. */
export function decide(situation: Situation, now: Temporal.Instant): Record<Question, Decision> {
  const [asker, cover] = [askerIn(situation, now), coverIn(situation)]
  const circumstances: Circumstances = { now, agreements: agreementsIn(situation, now) }
  const hear = (audience: Said['audience'], namedAgencies: readonly string[] = [], agencyId = OTHER) => decideOnContribution(asker, cover, { agencyId, audience, namedAgencies }, circumstances)
  return {
    'Read the case': decideOnCase(asker, cover, 'read', circumstances),
    'Add to it': decideOnCase(asker, cover, 'contribute', circumstances),
    'Decide on it': decideOnCase(asker, cover, 'lead', circumstances),
    'What their own agency said': hear('case lead', [], OWN),
    'Said to the case lead': hear('case lead'),
    'Said to the panel': hear('panel'),
    'Said to their agency': hear('one agency', [OWN]),
    'Said to a third agency': hear('named agencies', [THIRD]),
    'Said for publication': hear('publication'),
    'Protected, when named': decideOnProtected(asker, cover, [ASKER], circumstances),
    'Protected, not named': decideOnProtected(asker, cover, [], circumstances),
    'Who looked at it': decideOnLook(asker, cover, OTHER, circumstances),
  }
}

const CASEWORKERS = ['worker', 'coordinator', 'chair', 'outsider', 'planner'] as const
const EVERYBODY = Object.keys(PEOPLE) as PersonName[]
const IN_SCHEME = ['worker', 'coordinator', 'chair'] as const

const ORDINARY = { relation: 'takes part', agreement: 'live', stage: 'open', excluded: false, emergency: 'none' } as const
const rows = (people: readonly PersonName[], ...differing: readonly Partial<Omit<Situation, 'person'>>[]): Situation[] =>
  differing.flatMap((different) => people.map((name) => ({ person: PEOPLE[name], ...ORDINARY, ...different })))

export type Sheet = { heading: string; rule: string; /** What differs from row to row beside the person. */ varies: 'relation' | 'agreement' | 'stage' | 'excluded' | 'emergency'; situations: readonly Situation[] }

/** The whole matrix, in sheets that each vary one thing: everything else as in the first, an open case under a live agreement. */
export const SHEETS: readonly Sheet[] = [
  {
    heading: 'Who asks, and how their agency stands to the case', varies: 'relation',
    rule: 'A case opens to a case worker with a role in its scheme, whose agency takes part in it, while a live agreement covers that agency and the one that leads the case. No other role opens anything.',
    situations: [...RELATIONS.flatMap((relation) => rows(CASEWORKERS, { relation })), ...rows(EVERYBODY.filter((name) => !CASEWORKERS.some((each) => each === name)), { relation: 'leads the case' }, { relation: 'takes part' })],
  },
  {
    heading: 'The agreement', varies: 'agreement',
    rule: 'An agreement opens the gate on the days it runs, between agencies that have both signed it and not left it, for its own purposes. On any other day it opens nothing. An agency always sees a case it leads and what it said itself.',
    situations: AGREEMENT_STATES.flatMap((agreement) => [...rows(IN_SCHEME, { agreement }), ...rows(['worker', 'chair'], { agreement, relation: 'leads the case' })]),
  },
  { heading: 'How the case stands', varies: 'stage', rule: 'Work is done on a case that is referred or open. One that has ended is only read, and one that has been erased is not there.', situations: STAGES.flatMap((stage) => rows(['worker', 'chair', 'governance'], { stage })) },
  {
    heading: 'Shut out by name', varies: 'excluded',
    rule: 'Exclusion by name comes before every role, power and emergency: for that person the case does not exist.',
    situations: [...rows(EVERYBODY, { excluded: true }), ...rows(CASEWORKERS, { excluded: true, relation: 'leads the case' }, { excluded: true, emergency: 'open' }, { excluded: true, relation: 'took part and left' })],
  },
  {
    heading: 'Emergency access', varies: 'emergency',
    rule: 'A case worker may open one case in an emergency, for an hour at most. It reads; it never adds, decides, or opens protected fields. It is reviewed.',
    situations: EMERGENCIES.filter((emergency) => emergency !== 'none').flatMap((emergency) => [
      ...rows(['worker', 'coordinator', 'outsider', 'administrator', 'governance'], { emergency, relation: 'takes no part', agreement: 'none' }),
      ...rows(['worker'], { emergency, agreement: 'expired' }, { emergency, relation: 'took part and left' }, { emergency, relation: 'another partnership' }, { emergency, stage: 'closed', relation: 'takes no part' }, { emergency, stage: 'erased', relation: 'takes no part' }),
    ]),
  },
]

/** A situation as a sentence, for the head of its row and the name of its test. */
export function situationInWords({ person, relation, agreement, stage, excluded, emergency }: Situation): string {
  const agency = relation === 'another partnership' ? 'of another partnership' : `whose agency ${relation === 'leads the case' ? relation : `${relation}${relation === 'took part and left' ? ' the case' : ' in the case'}`}`
  return [
    `${person.who}, ${agency}`, agreement === 'live' ? null : `agreement ${agreement}`, stage === 'open' ? null : `case ${stage}`,
    excluded ? 'excluded by name' : null, emergency === 'none' ? null : `emergency access ${emergency}`,
  ].filter(Boolean).join('; ')
}
