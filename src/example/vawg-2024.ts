import type { Strength } from '../plans/plan.ts'
import type { ItemAsFound } from './plan-as-found.ts'

// Violence against women and girls, as the update of 2024 has it: nine headings, 87 commitments, no owner, date or measure for any of them.

type Commitment = string | readonly [title: string, strength: Strength]
const AIMS = 'will aim to' satisfies Strength

const objective = (number: number, title: string, aim: string, commitments: readonly Commitment[]): ItemAsFound[] => [
  { kind: 'objective', code: `4.${number}`, under: '4', title, aim, state: 'in progress' },
  ...commitments.map((commitment, index): ItemAsFound => {
    const [text, strength] = typeof commitment === 'string' ? [commitment, 'will' as const] : commitment
    return { kind: 'commitment', code: `4.${number}.${index + 1}`, under: `4.${number}`, title: text, strength, state: 'in progress' }
  }),
]

const FIRST = 'First of three aims: nobody becomes a victim.'
const SECOND = 'Second of three aims: those affected reach support.'
const THIRD = 'Third of three aims: those who do it answer for it and change.'

export const AGAINST_VAWG: readonly ItemAsFound[] = [
  {
    kind: 'priority', code: '4', title: 'Violence against women and girls', state: 'in progress',
    aim: 'A Square Mile free of violence against women and girls. This priority follows three aims of its own, not the five strands.',
    success: 'Earlier help, fewer crises, less pressure on services, better lives.',
    owners: [{ unmatched: 'VAWG strategic delivery group' }],
  },
  ...objective(1, 'Awareness', FIRST, [
    'Campaign inside and outside the Corporation, with the police and neighbouring boroughs',
    'Make every campaign reach those it is for, the most vulnerable too',
    'Get services and agencies to say one thing: none of this is accepted here',
    ['Get licensed venues to sign the Women’s Safety Charter, with Hackney', AIMS],
    'See that surgeries, schools, community centres and offices show where to find help',
    'Change the attitudes that lead to violence, by what is commissioned and taught',
    'Promote national campaigns such as This is Abuse',
    'Mark the 16 Days of Activism',
    'Work with religious leaders where little is reported',
    ['Campaign with construction firms against slavery among labourers', AIMS],
  ]),
  ...objective(2, 'Training and learning', FIRST, [
    'Train and equip practitioners to see risk early, and tell them what works',
    'Teach changes in practice, such as recording domestic abuse in safeguarding',
    'Pass on what homicide, serious case and adult reviews teach',
    'Tell the school of every domestic incident that touches a pupil (Operation Encompass)',
    'Offer schools training in the signs, and pupils lessons on healthy relationships',
    'Give schools a guide to assessing risk',
    ['Win DAHA accreditation and train everyone on the housing estates', AIMS],
    'Train venues in Safety Thirst, with Galop and others',
    'Support the safeguarding boards: new guidance, and a look at elder abuse and carers',
    'Train agencies in the DASH assessment and in how to refer to MARAC',
    'Train the front line in what older survivors need',
  ]),
  ...objective(3, 'Early intervention', FIRST, [
    'Early Help works with whole families before harm is done',
    ['Reach more people sooner, with a way for services to spot and respond', AIMS],
  ]),
  ...objective(4, 'Community development', FIRST, [
    'Help those who live, work or employ here to know what to do about abuse',
    'Show residents that their council leads on it',
    'Support firms through the business improvement districts',
    'Get support agencies to agree how they respond jointly and share information',
  ]),
  ...objective(5, 'Services', SECOND, [
    ['Good services, in time and easy to reach, for all kinds of survivors', AIMS],
    'Watch how services perform: referrals, where from, outcomes, cost',
    'Keep an up-to-date list of services in London',
    ['Look over the website regularly', AIMS],
    'Keep the Corporation’s domestic abuse policy up to date',
    ['Reach more people through outreach workers and navigators', AIMS],
    'Let survivors shape services, by surveys and consultation',
    'Commission to a recognised standard such as DAHA',
    'Counselling through partners such as IKWRO',
    'Go on providing services against child exploitation and slavery',
    'Help girls and women whom gangs put at risk',
    'Keep a robust answer from police and courts',
    'Keep refuge places and the Women’s Project',
    ['Make homes secure for those who stay, through the Sanctuary Scheme', AIMS],
    'Make the lines that answer day and night known',
  ]),
  ...objective(6, 'Partnership', SECOND, [
    ['Support survivors equally, whoever they are, for as long as they need', AIMS],
    ['Get surgeries to use the IRIS model', AIMS],
    'More places to come in, and better paths between agencies',
    'Join services up around need and risk',
    ['See that staff of Thames Reach and other charities can respond to a disclosure', AIMS],
    'With Open Doors, help sex workers to report crime and find support',
    ['Signpost people who do not live in the City', AIMS],
    'With the cybercrime team, help people abused online',
    'Find an approach that fits the different needs of sex workers',
    ['Support survivors with services for trafficked people', AIMS],
    'An advocate from the first report to the court room',
    'Keep victims safe at court, waiting apart and with the Witness Service',
    ['Put money into preventing prostitution and leaving it', AIMS],
    ['Penalise those who profit from or pay for sex', AIMS],
  ]),
  ...objective(7, 'Vulnerable cohorts', SECOND, [
    'Keep provision for complex needs: groups, housing, languages, disability, LGBTQ+',
    'Support children who witness or suffer abuse',
    'Reach City workers through City Advice',
    'Reach the hidden workforce',
    'Find high-risk domestic abuse and put support there first',
    'Support men and boys who are affected',
  ]),
  ...objective(8, 'Response', THIRD, [
    ['Raise the rate of arrests that end in conviction', AIMS],
    'Manage the risk perpetrators pose, and support them to change',
    'Work with police, probation, the community rehabilitation company and the specialist court',
    'Work with perpetrators directly where needed',
    'Point young people to the City cadets',
    'Commission perpetrator programmes for those social care knows; refer the rest',
    'With transport police and the trade, counter sexual harassment in public',
    'Keep MARAC and MAPPA working for those at high risk',
    'Programmes for women who do harm, from outside agencies',
    ['Look at using the lifetime offender unit for the most prolific', 'will consider'],
    'Bring police, prosecutors and courts together',
    'Help victims to legal advice on injunctions, and report breaches',
    ['Press courts to order electronic tags', 'will lobby'],
    'Encourage the police to teach protection notices and orders',
    'Encourage prosecutions that do not rest on the victim',
    'Explore giving evidence from a safe place',
    ['Get police and NHS to meet mental health needs on both sides', AIMS],
    'Encourage the police to give body-worn cameras to those who respond',
  ]),
  ...objective(9, 'Campaigns and training', THIRD, [
    'Campaigns that speak to perpetrators, not to victims',
    'Workshops that prevent and rehabilitate',
    'Train those who work with perpetrators',
    'See that City and Metropolitan police use the stalking threat assessment centre together',
    ['Paths between the courts and the police, so that orders are watched', AIMS],
    ['Ask courts for waiting rooms apart, and for judges who are trained', AIMS],
    ['Support the Domestic Abuse Bill’s trial of polygraphs on release', 'will lobby'],
  ]),
]
