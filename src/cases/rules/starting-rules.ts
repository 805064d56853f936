import type { SchemeKind } from '../../sharing/reference.ts'
import type { Clause, RuleSet } from './rule-set.ts'

export type StartingRules = { validFrom: string; source: string; rules: RuleSet }

const CITY = 'Local rules of the City Community MARAC (2016, widened 2023); City of London page on the CCM, August 2022'
const JUDGEMENT = 'Judgement can always admit a referral, or turn one away, with a reason.'
const yes = (fact: string) => ({ fact, is: true as const })
const no = (fact: string) => ({ fact, is: false as const })
const asked = (key: string, asks: string, hint?: string) => ({ key, asks, hint, kind: 'yes or no' as const })

const elsewhere = {
  key: 'elsewhere', asks: 'Is another panel already dealing with it?', kind: 'one of' as const,
  choices: [
    { value: 'no', text: 'No' }, { value: 'domestic abuse', text: 'Domestic abuse MARAC' }, { value: 'mappa', text: 'MAPPA' }, { value: 'channel', text: 'Channel' }, { value: 'safeguarding', text: 'Adult or child safeguarding' }, { value: 'other', text: 'Another' },
  ],
}

const COMMUNITY_MARAC: RuleSet = {
  title: 'Criteria of the City Community MARAC',
  judgement: `${JUDGEMENT} Every referral is considered; below the criteria, advice is given.`,
  questions: [
    asked('at_risk', 'Is somebody vulnerable or at risk of harm?', 'A person or the community'),
    asked('many_agencies', 'Is it complex, or does it need more than one agency?'),
    asked('unusual', 'Is it unusual?', 'The usual ways of working have not settled it, or do not fit it'),
    elsewhere,
    asked('hotspot', 'Is it a hotspot or an emerging issue, rather than a person?'),
  ],
  clauses: [
    { id: '1', says: 'Somebody vulnerable or at risk, in a case that is complex or takes several agencies, and unusual', source: CITY, effect: 'admits', when: { all: [yes('at_risk'), yes('many_agencies'), yes('unusual')] } },
    { id: '2', says: 'A hotspot or an emerging issue that takes several agencies', source: 'City Community MARAC terms of reference as widened in 2023', effect: 'admits', when: { all: [yes('hotspot'), yes('many_agencies')] } },
    { id: '3', says: 'It belongs to another panel', source: CITY, effect: 'excludes', when: { not: { fact: 'elsewhere', is: 'no' } }, outranks: ['1', '2'] },
    { id: '4', says: 'Solely domestic abuse goes to the domestic abuse MARAC', source: 'Practice of a peer (Ealing)', effect: 'flags', when: { fact: 'elsewhere', is: 'domestic abuse' } },
  ],
}

const ASB_SOURCE = 'Terms of reference of the anti-social behaviour groups; minimum standards for victims'
const ASB_VICTIMS: RuleSet = {
  title: 'Criteria of the anti-social behaviour victims’ group',
  judgement: JUDGEMENT,
  questions: [
    asked('police_risk', 'Have the police assessed the risk as high?'),
    { key: 'reports', asks: 'Reports in the last six months', kind: 'number' },
    asked('vulnerable', 'Is the victim vulnerable?', 'Health, age, disability, isolation, or being harassed for who they are'),
    asked('hate', 'Is it, or may it be, hate?'),
    elsewhere,
  ],
  clauses: [
    { id: '1', says: 'Assessed by the police as at high risk', source: ASB_SOURCE, effect: 'admits', when: yes('police_risk') },
    { id: '2', says: 'A repeat victim: three or more reports in six months', source: ASB_SOURCE, effect: 'admits', when: { fact: 'reports', atLeast: 3 } },
    { id: '3', says: 'A vulnerable victim, or hate', source: ASB_SOURCE, effect: 'admits', when: { any: [yes('vulnerable'), yes('hate')] } },
    { id: '4', says: 'Solely domestic abuse goes to the domestic abuse MARAC', source: ASB_SOURCE, effect: 'excludes', when: { fact: 'elsewhere', is: 'domestic abuse' }, outranks: ['1', '2', '3'] },
    { id: '5', says: 'The victim is to be told of the case review', source: 'Anti-social Behaviour, Crime and Policing Act 2014, s.104; statutory guidance', effect: 'flags', when: { fact: 'reports', atLeast: 2 } },
  ],
}

const ASB_PERPETRATORS: RuleSet = {
  title: 'Criteria of the anti-social behaviour perpetrators’ group',
  judgement: JUDGEMENT,
  questions: [
    { key: 'incidents', asks: 'Incidents in the last six months', kind: 'number' },
    asked('harm', 'Has somebody been seriously harmed or put at risk?'),
    asked('order_thought_of', 'Is an order being thought of?'),
    asked('tried', 'Have earlier steps been tried?', 'Advice, a warning letter, an acceptable behaviour contract'),
    { key: 'age', asks: 'Age', kind: 'number' },
  ],
  clauses: [
    { id: '1', says: 'Three or more incidents in six months', source: ASB_SOURCE, effect: 'admits', when: { fact: 'incidents', atLeast: 3 } },
    { id: '2', says: 'Serious harm or risk, at whatever number of incidents', source: ASB_SOURCE, effect: 'admits', when: yes('harm') },
    { id: '3', says: 'An order is thought of: what can be tried first is looked at', source: ASB_SOURCE, effect: 'admits', when: yes('order_thought_of') },
    { id: '4', says: 'Under ten: no order may be made; children’s services', source: 'Anti-social Behaviour, Crime and Policing Act 2014, s.1', effect: 'excludes', when: { fact: 'age', below: 10 }, outranks: ['1', '2', '3'] },
    { id: '5', says: 'No earlier step tried: leaving one out needs a reason', source: ASB_SOURCE, effect: 'flags', when: no('tried') },
  ],
}

const SAFELIVES = 'SafeLives guidance: MARAC referral criteria'
const DOMESTIC_ABUSE: RuleSet = {
  title: 'Criteria of the domestic abuse MARAC',
  judgement: 'Professional judgement is a route of its own: the threshold never blocks it.',
  questions: [
    { key: 'dash_ticks', asks: 'Ticks on the DASH checklist', hint: 'Of 24', kind: 'number' },
    asked('professional_judgement', 'Is it high risk in your professional judgement?', 'For example separation with coercive control, non-fatal strangulation, stalking, threats to kill, or the victim’s own fear'),
    { key: 'reports_in_year', asks: 'Reports in the last 12 months', kind: 'number' },
    { key: 'last_heard', asks: 'Last referred to a MARAC on', kind: 'date' },
    { key: 'incident', asks: 'Latest incident on', kind: 'date' },
    asked('same_people', 'Are victim and perpetrator the same as then?'),
    asked('repeat_kind', 'Was it violence or threats, stalking or harassment, or sexual?', 'It need not have been reported to the police'),
  ],
  clauses: [
    { id: '1', says: '14 or more ticks: high risk', source: SAFELIVES, effect: 'admits', when: { fact: 'dash_ticks', atLeast: 14 } },
    { id: '2', says: 'High risk in professional judgement', source: SAFELIVES, effect: 'admits', when: yes('professional_judgement') },
    { id: '3', says: 'Escalating: three or more reports in 12 months', source: 'Local rule in common use; another area asks for five', effect: 'admits', when: { fact: 'reports_in_year', atLeast: 3 } },
    { id: '4', says: 'A repeat: the same victim and perpetrator, a further incident within 12 months of the last referral. Referred whatever the threshold', source: SAFELIVES, effect: 'admits', when: { all: [yes('same_people'), yes('repeat_kind'), { fact: 'incident', after: 'last_heard', withinMonths: 12 }] } },
  ],
}

const [NARRATIVE, CRITERIA] = ['15.4', '15.6'] as const
const cityClause = (clause: Omit<Clause, 'source'>): Clause => ({ ...clause, source: `Community safety strategy of the City 2022–25, paragraph ${clause.text ?? CRITERIA}` })
/** The rules for the offender cohort as one strategy has them, in two paragraphs that do not agree everywhere. */
export const OFFENDER_COHORT: RuleSet = {
  title: 'The offender management cohort',
  judgement: 'The panel decides who is in the cohort and writes down why, above all where the two paragraphs differ.',
  questions: [
    { key: 'ogrs', asks: 'OGRS score', hint: 'Risk of reconviction, 0 to 100. Medium is 50 to 74, high 75 to 89, very high 90 and over', kind: 'number' },
    asked('supervised', 'Subject to statutory supervision?'),
    {
      key: 'offences', asks: 'Neighbourhood crime they commit', kind: 'any of',
      choices: [{ value: 'robbery', text: 'Robbery' }, { value: 'burglary', text: 'Burglary' }, { value: 'vehicle', text: 'Vehicle crime' }, { value: 'theft from person', text: 'Theft from the person' }],
    },
    asked('resident', 'Lives in the area?'),
    { key: 'mappa', asks: 'Managed through MAPPA', kind: 'one of', choices: [{ value: 'none', text: 'No' }, { value: '1', text: 'At level 1' }, { value: '2', text: 'At level 2' }, { value: '3', text: 'At level 3' }] },
    asked('da_marac', 'Managed through the domestic abuse MARAC?'),
  ],
  clauses: [
    cityClause({ id: '15.4 a', text: NARRATIVE, says: 'Neighbourhood crime, with a high or very high risk of reoffending', effect: 'admits', when: { all: [{ fact: 'ogrs', atLeast: 75 }, { fact: 'offences', holdsAny: ['robbery', 'burglary', 'vehicle', 'theft from person'] }] } }),
    cityClause({ id: '15.4 b', text: NARRATIVE, says: 'Robbery or burglary, even at a medium risk', effect: 'admits', when: { all: [{ fact: 'ogrs', atLeast: 50 }, { fact: 'offences', holdsAny: ['robbery', 'burglary'] }] } }),
    cityClause({ id: '15.4 c', text: NARRATIVE, says: 'Not those managed through MAPPA', effect: 'excludes', when: { not: { fact: 'mappa', is: 'none' } }, outranks: ['15.4 a', '15.4 b'] }),
    cityClause({ id: '15.4 d', text: NARRATIVE, says: 'Not those managed through the domestic abuse MARAC', effect: 'excludes', when: yes('da_marac'), outranks: ['15.4 a', '15.4 b'] }),
    cityClause({ id: '15.6', text: CRITERIA, says: 'Supervised, OGRS of 75 or more, and a high causer of neighbourhood crime', effect: 'admits', when: { all: [yes('supervised'), { fact: 'ogrs', atLeast: 75 }, { fact: 'offences', holdsAny: ['robbery', 'burglary', 'vehicle', 'theft from person'] }] } }),
    // Paragraph 15.4 says nothing of supervision, so this takes nothing away that it gives.
    cityClause({ id: '15.6 (1)', says: 'Must be subject to statutory supervision', effect: 'excludes', when: no('supervised'), outranks: ['15.4 a', '15.4 b', '15.6'] }),
    cityClause({ id: '15.6 (2)', text: CRITERIA, says: 'Must have an OGRS of 75 or more', effect: 'excludes', when: { fact: 'ogrs', below: 75 } }),
    cityClause({ id: '15.6 (4)', text: CRITERIA, says: 'Not those managed through MAPPA at level 2 or 3', effect: 'excludes', when: { fact: 'mappa', oneOf: ['2', '3'] }, outranks: ['15.6'] }),
    cityClause({ id: 'resident', says: 'Lives elsewhere: not in the local cohort; refer to the home area', effect: 'excludes', when: no('resident'), outranks: ['15.4 a', '15.4 b', '15.6'] }),
  ],
}

/** The criteria a scheme of each kind begins with; they are changed by writing a new version. */
export const STARTING_CRITERIA: Partial<Record<SchemeKind, StartingRules>> = {
  'community marac': { validFrom: '2016-02-17', source: CITY, rules: COMMUNITY_MARAC },
  'asb victims': { validFrom: '2011-01-01', source: ASB_SOURCE, rules: ASB_VICTIMS },
  'asb perpetrators': { validFrom: '2011-01-01', source: ASB_SOURCE, rules: ASB_PERPETRATORS },
  'domestic abuse marac': { validFrom: '2018-01-01', source: SAFELIVES, rules: DOMESTIC_ABUSE },
}
export const STARTING_COHORT: StartingRules = { validFrom: '2022-04-01', source: 'Community safety strategy of the City 2022–25, paragraphs 15.4 and 15.6', rules: OFFENDER_COHORT }
