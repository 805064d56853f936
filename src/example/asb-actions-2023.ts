import type { ItemState } from '../plans/plan.ts'
import type { EvidenceAsFound, ItemAsFound, Named, PlanAsFound } from './plan-as-found.ts'

// The action plan on anti-social behaviour of 2023: 28 actions numbered to 29, in our own words. Its rating column reached us without its
// colours, so states and ratings are what its text lets one infer; where it lets one infer nothing, there is none.

export const ASB_ACTIONS = 'Anti-social behaviour action plan 2023'

const WRITTEN = '2023-12-15'
// A few positions are of the quarter before, so that their owners have something to answer.
const BEFORE = '2023-09-08'

/** The first named answers for it; a paper that names two says no more than that. Written "PP & CCS", as the paper has it. */
const named = (owners: string): Named[] => owners.split(' & ').map((partner, index) => ({ partner, accountable: index === 0 }))

type Told = { state: ItemState; rating?: 'Green' | 'Amber' | 'Red'; position?: string; note?: string; claims?: string; awaits?: string; on?: string } & Pick<ItemAsFound, 'promisedOn'>

const heading = (code: string, title: string, actions: readonly ItemAsFound[]): ItemAsFound[] => [
  { kind: 'heading', code, title },
  ...actions.map((action) => ({ ...action, under: code })),
]

const hasDay = (state: ItemState) => state === 'complete' || state === 'deferred' || state === 'blocked' || state === 'closed, not achieved'

const action = (number: number, title: string, owners: string | Named[], { state, rating, position, note, claims, awaits, on = WRITTEN, promisedOn }: Told): ItemAsFound => ({
  kind: 'action', code: String(number), title, state, owners: typeof owners === 'string' ? named(owners) : owners,
  ...(note && { note }),
  ...(hasDay(state) && { since: on }),
  ...(promisedOn && { promisedOn }),
  ...(rating && position && { position: { on, declared: rating, narrative: position } }),
  outcome: claims ?? awaits ?? null,
  outcomeType: claims ? 'claimed' : awaits ? 'not yet' : null,
})

const SAFE = 'People in our communities are kept safe.'
const TOGETHER = 'Partners act as one for communities and residents.'

const ITEMS: readonly ItemAsFound[] = [
  ...heading('A', 'Comms', [
    action(1, 'Make personal safety and considerate behaviour known', 'CoLP', { state: 'continuous', rating: 'Amber',
      position: 'Both communications teams post about it, most of all in ASB Week and Hate Crime Week and when an operation has gone well. Nothing is counted. The police offer to pick five issues with the board and report on them.',
      awaits: 'Messages go on all the time. An analysis of social media may one day show whether they reach anyone.' }),
    action(2, 'Show how thieves work, where they work most', 'CoLP', { state: 'in progress', rating: 'Amber',
      position: 'A subgroup on acquisitive crime, led by a superintendent, is to begin in the first quarter of 2024. It may look at phones and bags apart from the rest.',
      claims: 'Communities hear of the newest ways to steal, and businesses and the public help to prevent it.' }),
    action(3, 'Find out what anti-social behaviour troubles businesses', 'CCS & CoLP', { state: 'in progress', rating: 'Amber',
      position: 'A day of action with businesses took place in October 2023 and more are planned in 2024. Officers of both bodies go through the weekend’s incidents every Monday.',
      claims: 'What we do follows the data and what communities say.' }),
    action(4, 'Make the ASB case review known, once called the community trigger', 'CCS', { state: 'complete', rating: 'Green', on: '2023-11-20',
      position: 'The Corporation’s page explains the review in the law’s new words and carries the form to ask for one.',
      claims: 'Communities know where to turn when a problem goes on.' }),
    action(5, 'Tell people what is not acceptable at night: urinating in the street, noise', 'CoLP & CO', { state: 'in progress', rating: 'Amber',
      position: 'City Operations ran campaigns on urinating in public in 2023. Members are being asked about permanent toilets that rise from the pavement.',
      claims: 'We tackle anti-social behaviour together with our communities.' }),
  ]),
  ...heading('B', 'Reporting', [
    action(6, 'Residents understand better how to report', 'CCS', { state: 'in progress', rating: 'Amber',
      position: 'The web pages have a new structure and are being filled. Police figures are followed and discussed, and too little is reported here as elsewhere.',
      claims: 'Harm is going down because residents know how to reach us.' }),
    action(7, 'One way of reporting to the Corporation', 'CCS', { state: 'in progress', rating: 'Amber', promisedOn: '2018-09-14',
      position: 'A map shows which services answer which reports. It stands in the policy on anti-social behaviour, which is to be public in 2024.',
      claims: 'Communities understand how to report.' }),
    action(8, 'One control room for telephone reports to police and Corporation', 'CO', { state: 'deferred', on: '2023-11-06',
      note: 'Staff and equipment cost too much for now. Talks move to later in 2024 and the action to a plan for 2024, which nobody has yet drawn up.',
      awaits: 'Goes to the plan for 2024.' }),
    action(9, 'Groups of residents in every ward who can raise what is beginning to worry them', 'CoLP', { state: 'in progress', rating: 'Amber',
      position: 'Every ward has a cluster panel, a published calendar of quarterly meetings, and surgeries beside them. How what they say reaches bi-weekly tasking is to be reviewed.',
      claims: 'We meet our communities.' }),
  ]),
  ...heading('C', 'Support', [
    action(10, 'A community conference on risk that supports vulnerable victims', 'CCS', { state: 'complete', rating: 'Green',
      position: 'The City Community MARAC meets every month; any agency can bring a case and all share what they know.',
      claims: 'It meets monthly, with a chair from each of police and Corporation.' }),
  ]),
  ...heading('D', 'Data', [
    action(11, 'Know which premises cause concern, and share it', [{ partner: 'PP', account: 'licensing@city.example', post: 'Licensing manager', accountable: true }], { state: 'continuous', rating: 'Amber',
      position: 'Licensing, pollution, police licensing and community safety sit together. A monthly liaison meeting, a weekly meeting on the night before and the traffic light list each bring data.',
      claims: 'Agencies see the same picture at once, and the public trusts them more.' }),
    action(12, 'Find repeat victims in the data, assess the risk, take the worst to the conference', 'PP & CCS', { state: 'blocked',
      rating: 'Amber', position: 'A referral form has gone to all partners. Callers who come back again and again are still to be analysed.',
      note: 'The police’s present command and control system cannot pick out repeat callers. Waits for the one that is to replace it.',
      claims: SAFE }),
    action(13, 'A way to find people who complain repeatedly, for the conference or for tasking', 'CCS & CoLP', { state: 'complete', rating: 'Green',
      position: 'Both repeat victims and those who complain persistently can be brought to the City Community MARAC.',
      claims: SAFE }),
    action(14, 'List the data the Corporation holds', 'CCS', { state: 'complete', rating: 'Green', on: '2023-10-30',
      position: 'Five services keep reports: City Operations, pollution and noise, licensing, housing, and community safety.',
      claims: 'We can share data and see the whole.' }),
    action(15, 'Use analysis to find hot spots of theft from people', 'CoLP', { state: 'in progress', rating: 'Amber', on: BEFORE,
      position: 'A problem profile of anti-social behaviour has been ordered from the police hub’s analyst, who checks repeats by hand each month. The Corporation’s analysts are to add to it.',
      claims: 'We tackle problems by what our data show.' }),
  ]),
  ...heading('E', 'Tasking', [
    action(16, 'Groups of several agencies that spot new problems and solve them', 'CCS', { state: 'complete', rating: 'Green',
      position: 'The conference’s terms of reference now take in hot spots and new issues. Whoever is below its threshold is advised by the police or the Community Safety Team.',
      claims: TOGETHER }),
    action(17, 'Enforce jointly, police and Corporation', 'TC', { state: 'continuous', rating: 'Amber',
      position: 'Operation Reframe brings police, Corporation and others out at night against nuisance and violence to women.', claims: TOGETHER }),
    action(18, 'Deal fast with what can be seen, so that the City feels cared for', 'CCS & CO & CoLP', { state: 'continuous', rating: 'Amber',
      position: 'Each of the three has a way to report graffiti, litter and the like in good time, and to have it removed.', claims: TOGETHER }),
    action(19, 'Use the powers there are against people who go on causing distress', 'CCS & CoLP', { state: 'continuous', rating: 'Amber',
      position: 'Both use the powers that this and other law gives.', claims: TOGETHER }),
    action(20, 'Look at the cameras there are and at ones that can be moved', 'CO & CoLP', { state: 'in progress', rating: 'Amber',
      position: 'The Secure City Programme puts in 4K cameras with analysis in place of the old ones.',
      awaits: 'It is meant to give better pictures of places at risk, and so reassure.' }),
    action(21, 'Support people who sleep rough', [{ partner: 'CCS', account: 'outreach@city.example', post: 'Homelessness and outreach lead', accountable: true }], { state: 'continuous', rating: 'Amber', on: BEFORE,
      position: 'Outreach teams are out every day.', claims: SAFE }),
    action(22, 'Find aggressive begging, its links to slavery and organised crime, and use powers where right', [...named('CCS & CoLP'), { unmatched: 'CCSS' }], { state: 'continuous', rating: 'Amber',
      position: 'CCSS sends Parkguard’s patrols to help outreach. Operation Luscombe meets people who beg as a nuisance, and enforces where that fits. Outreach and police know how to report signs of slavery.',
      claims: 'Vulnerable people are kept safe.' }),
    action(23, 'Help licensed premises to prevent crime and disorder', [{ partner: 'PP', account: 'licensing@city.example', post: 'Licensing manager', accountable: true }, { partner: 'CoLP' }], { state: 'continuous', rating: 'Amber', on: BEFORE,
      position: 'The traffic light scheme advises premises from the Code of Good Practice. Teaching comes first; a review of the licence is the last resort.',
      claims: 'The public tells us that the Square Mile is safe to visit.' }),
  ]),
  ...heading('F', 'Process', [
    action(24, 'Use street lighting against anti-social behaviour', 'CO', { state: 'in progress', rating: 'Amber',
      position: 'Lamps can be set one by one, and the police control room can do it.',
      awaits: 'More people need to know that it can be done.' }),
    action(25, 'Take up the powers of the Community Safety Accreditation Scheme', 'CCS', { state: 'not started',
      claims: 'Every power and tool there is, is used.' }),
    action(26, 'Weigh what Parkguard’s street patrols bring, and find money for them', 'CCS', { state: 'in progress', rating: 'Amber',
      position: 'A trial was analysed and did good. With a central government grant there are to be more patrols at night and on the bridges.',
      claims: 'We keep looking for ways to do better.' }),
    action(27, 'Review how the Barbican Estate deals with anti-social behaviour', 'BE', { state: 'in progress', rating: 'Amber',
      position: 'One workshop was held in August 2023.', claims: 'Staff know how to answer complaints.' }),
    action(29, 'Review how City Walkway byelaws can be changed', 'CO', { state: 'closed, not achieved', rating: 'Red', on: '2023-10-16',
      position: 'The Remembrancer advises that ministers must approve and want a strong and proportionate case. Only police can enforce byelaws, and they have not the people to stand watch at the Barbican over small matters. It was done once, through Parliament, at great cost.',
      note: 'Set aside in effect; no decision to stop is on record.',
      claims: 'We use the law to deal with anti-social behaviour.' }),
  ]),
]

const EVIDENCE: readonly EvidenceAsFound[] = [
  { serves: ['1'], kind: 'activity', from: '2023-10-14', to: '2023-10-21', statement: 'Posts and press notices in Hate Crime Week.' },
  { serves: ['2'], kind: 'activity', from: '2023-10-01', to: '2023-12-15', statement: 'Posts on theft, and press notices after operations.' },
  { serves: ['6'], kind: 'activity', from: '2023-11-27', statement: 'The community safety pages of the website have their new structure.' },
  { serves: ['7', '14'], kind: 'output', from: '2023-10-30', statement: 'A map of the services that answer anti-social behaviour.', quantity: 1, unit: 'map' },
  { serves: ['23', '11'], kind: 'activity', from: '2023-10-01', to: '2023-12-15', statement: 'The traffic light list of premises, made each month.' },
  { serves: ['3'], kind: 'activity', from: '2023-10-18', statement: 'Safer Business Action Day, by police and Corporation together.' },
  { serves: ['3', '11', '16'], kind: 'activity', from: '2023-10-02', to: '2023-12-11', statement: 'The night-time economy group went through the weekend’s incidents every Monday.' },
  { serves: ['5'], kind: 'activity', from: '2023-06-01', to: '2023-10-31', statement: 'Campaigns on urinating in public.' },
  { serves: ['5'], kind: 'next step', from: '2023-12-04', statement: 'Elected Members are being consulted on permanent Urilift toilets.' },
  { serves: ['8'], kind: 'obstacle', from: '2023-11-06', statement: 'A joint control room needs more people and equipment than can be paid for.' },
  { serves: ['9'], kind: 'activity', from: '2023-10-01', to: '2023-12-15', statement: 'Cluster panels met; every ward has one.' },
  { serves: ['10', '13', '16'], kind: 'activity', from: '2023-10-01', to: '2023-12-15', statement: 'The City Community MARAC met every month.' },
  { serves: ['12'], kind: 'output', from: '2023-10-09', statement: 'A referral form, sent to all partners.', quantity: 1, unit: 'form' },
  { serves: ['12'], kind: 'obstacle', from: '2023-10-09', statement: 'The police system cannot pick out people who call repeatedly.' },
  { serves: ['15'], kind: 'next step', from: '2023-11-15', statement: 'A problem profile of anti-social behaviour has been ordered from the analyst of the police hub.' },
  { serves: ['17'], kind: 'activity', from: '2023-10-06', to: '2023-12-09', statement: 'Nights of Operation Reframe.' },
  { serves: ['20'], kind: 'activity', from: '2023-10-01', to: '2023-12-15', statement: 'Old cameras are being replaced under the Secure City Programme.' },
  { serves: ['21', '22'], kind: 'activity', from: '2023-10-01', to: '2023-12-15', statement: 'Outreach to people sleeping rough, every day.' },
  { serves: ['26'], kind: 'decision', from: '2023-11-22', statement: 'Central government pays for more patrols; the sum is not given.' },
  { serves: ['27'], kind: 'activity', from: '2023-08-15', statement: 'A first workshop with estate staff.' },
]

export const asbActions: PlanAsFound = {
  kind: 'action plan',
  title: ASB_ACTIONS,
  starts: '2023-01-01',
  ends: '2023-12-31',
  scheme: 'Completion',
  rollUp: null,
  updateInterval: 'quarterly',
  hasStrands: false,
  source: 'ASB action plan 2023; ratings inferred from its text, its colours did not survive',
  period: { name: 'October to December 2023', starts: '2023-10-01', ends: '2023-12-31', due: '2024-01-12', opened: '2023-12-01' },
  items: ITEMS,
  evidence: EVIDENCE,
}
