import type { Strength } from '../plans/plan.ts'
import type { ItemAsFound, PlanAsFound } from './plan-as-found.ts'
import type { StrandName } from './strands.ts'
import { AGAINST_VAWG } from './vawg-2024.ts'

// The partnership's strategy for 2022 to 2025 with its update of 2024: seven priorities by five strands, in our own words. Commitments have
// no owner, date or measure, as found. Priority 4 follows three aims of its own in place of the strands.

export const STRATEGY = 'Safer City Partnership strategy 2022-25'

type Commitment = readonly [strand: StrandName, title: string, strength?: Strength]

const priority = (code: string, title: string, more: Partial<ItemAsFound>, commitments: readonly Commitment[]): ItemAsFound[] => [
  { kind: 'priority', code, title, state: 'in progress', ...more },
  ...commitments.map(([strand, text, strength = 'will'], index): ItemAsFound => ({
    kind: 'commitment', code: `${code}.${index + 1}`, under: code, title: text, strand, strength, state: 'in progress',
  })),
]

const ITEMS: readonly ItemAsFound[] = [
  ...priority('1', 'Neighbourhood crime and anti-social behaviour, at night too', {
    mandate: 'discretionary',
    aim: 'In the survey of 2022, 96% felt safe by day and 71% at night; 37% of residents were worried by anti-social behaviour.',
    success: 'Victims come first; the night-time economy is safe and does well; what drives demand is understood.',
  }, [
    ['Inform', 'Campaigns for the night: drinking safely, and not being a nuisance'],
    ['Inform', 'Campaigns on not becoming a victim of theft'],
    ['Inform', 'Reassure residents, and tell them what help there is with anti-social behaviour'],
    ['Identify', 'Find where and when trouble gathers, who suffers and causes it, at which premises, and what communities want done'],
    ['Identify', 'Set up local tasking groups of several agencies that listen to communities and answer to them'],
    ['Identify', 'Report better and share more, so that repeat places and vulnerable people are seen'],
    ['Prevent', 'Keep a strong camera service that residents can see'],
    ['Prevent', 'Help licensed premises to manage crime and disorder'],
    ['Prevent', 'Go on working by area, led by intelligence and analysis', 'will aim to'],
    ['Protect and support', 'Act fast with the powers there are, from a warning letter to closing premises'],
    ['Protect and support', 'Show people the way to drug and alcohol services', 'will seek to'],
    ['Protect and support', 'Tell the homelessness service of people sleeping rough', 'will seek to'],
    ['Protect and support', 'Support victims well in their own neighbourhood', 'will seek to'],
    ['Protect and support', 'Refer people to community mental health services where that is right', 'will seek to'],
    ['Protect and support', 'Open the community trigger to repeat victims'],
    ['Pursue and prosecute', 'Enforce firmly, as a last resort, where trouble persists'],
    ['Pursue and prosecute', 'Find those who commit violence and bring them to justice', 'will seek to'],
  ]),
  ...priority('2', 'Drug and alcohol misuse that leads to crime', {
    mandate: 'statutory', state: 'discharged', since: '2023-04-01', reviewOn: '2025-03-31',
    dischargedThrough: 'City and Hackney Combating Drugs Partnership',
    note: 'The update of 2024 says that the duty is now met there and that this leaves the strategy, yet keeps it in full. It gives the year 2023 and no day: 1 April is assumed.',
    aim: 'Some 24% of those surveyed in 2022 were concerned about drugs. Bishopsgate saw nearly three times the drug offences of any other core ward in 2019.',
    success: 'Fewer people harmed, more in treatment, and no business in exploiting them.',
  }, [
    ['Inform', 'Explain how to reach drug and alcohol services, and tell residents and visitors how the night is managed'],
    ['Identify', 'Help with the joint needs assessment, and find problem premises, places and people who need a service'],
    ['Identify', 'Find where drink leads to disorder and manage those places together'],
    ['Prevent', 'Reach young people early, through every service they meet'],
    ['Prevent', 'Expect applicants for a licence to show practical steps to the four licensing objectives'],
    ['Prevent', 'Run campaigns for responsible drinking, and support Safety Thirst and Ask for Angela'],
    ['Protect and support', 'Offer the right help in custody, through liaison and diversion'],
    ['Protect and support', 'Promote treatment requirements and out of court disposals'],
    ['Protect and support', 'Do more housing with high support for people with complex needs', 'will aim to'],
    ['Pursue and prosecute', 'Enforce licences where the objectives are at risk, with test purchases to protect children'],
    ['Pursue and prosecute', 'Give organised groups fewer chances to supply drugs', 'will seek to'],
  ]),
  ...priority('3', 'Safeguarding vulnerable children and adults', {
    mandate: 'discretionary',
    aim: 'Seven hidden harms, each with its own definition and its own five strands in the plan beside this one.',
    success: 'More is reported, more defendants are prosecuted and more are convicted; more people leave Channel well.',
  }, [
    ['Inform', 'Communities and professionals know the signs of each hidden harm and how to report it'],
    ['Identify', 'Know who and where is at risk, from shared profiles'],
    ['Prevent', 'Step in before harm is done', 'will seek to'],
    ['Protect and support', 'Support those at risk and those harmed, and help with the suicide prevention plan', 'will seek to'],
    ['Pursue and prosecute', 'Help the police to bring those who exploit others to justice'],
  ]),
  ...AGAINST_VAWG,
  ...priority('5', 'Serious violence', {
    mandate: 'statutory',
    aim: 'Violence rose here for seven years to 2022 and is put at £15m a year, about two thirds of what crime costs the City. A duty since the Police, Crime, Sentencing and Courts Act 2022.',
    success: 'Fewer hospital admissions after knife assaults, less violence with knives, fewer homicides; above all among people under 25.',
  }, [
    ['Inform', 'Explain what causes violence, as a matter of public health'],
    ['Inform', 'Tell communities the signs and the risks', 'will seek to'],
    ['Identify', 'Assess the City’s needs from many sources, to guide what is commissioned'],
    ['Identify', 'Look for money for joint work', 'will seek to'],
    ['Prevent', 'Share information in time to stop violence before it starts', 'will seek to'],
    ['Prevent', 'Work with families and schools before trouble comes, and against exclusion'],
    ['Prevent', 'Train professionals in adverse childhood experiences and trauma'],
    ['Prevent', 'Work with the licensed trade'],
    ['Protect and support', 'Lead children away from harm: mentors, good things to do, early help'],
    ['Protect and support', 'Help people who have offended into work, education and training'],
    ['Protect and support', 'Support the arrangements that protect the public from dangerous people'],
    ['Pursue and prosecute', 'Enforce in hot spots, in proportion to the problem profile'],
    ['Pursue and prosecute', 'Prosecute shops that sell knives to children'],
    ['Pursue and prosecute', 'Help the police against what drives violence, county lines and drug markets among it'],
  ]),
  ...priority('6', 'Hate crime', {
    mandate: 'discretionary',
    aim: 'About three quarters of it is about race. Nationally 47% reaches the police.',
    success: 'No hate crime at all, in the long run; until then more of it is reported, and victims are better helped.',
  }, [
    ['Inform', 'Make the ways to report known, and that hate is not accepted here'],
    ['Inform', 'Keep the web page on hate crime right'],
    ['Identify', 'Find victims, reassure them and show them how to report'],
    ['Prevent', 'Build resilient and cohesive communities that accept no hate'],
    ['Prevent', 'Train staff, with champions in the workplace'],
    ['Protect and support', 'Support minority communities', 'will seek to'],
    ['Protect and support', 'Give frontline services one way to respond, and a way to refer'],
    ['Protect and support', 'Find money to make support known', 'will consider'],
    ['Pursue and prosecute', 'Help the police to more successful prosecutions'],
    ['Pursue and prosecute', 'Try restorative justice for victims', 'will consider'],
  ]),
  ...priority('7', 'Less reoffending', {
    mandate: 'statutory',
    aim: 'Few people commit much of the crime. No resident is in the cohort today; those who offend here mostly live elsewhere.',
    success: 'Less open drug use and dealing; adults and young people reoffend less; fewer enter the system; more finish treatment and need none for six months after.',
  }, [
    ['Inform', 'Tell those in the cohort what is expected of them, and each service what they need'],
    ['Identify', 'Find who belongs in the cohort by four tests, an OGRS score of 75 among them'],
    ['Prevent', 'Support people along seven paths out of offending, nine for women', 'will seek to'],
    ['Protect and support', 'Open up housing, training, work, help with debt, and drug and alcohol services'],
    ['Protect and support', 'Look again at how people are referred to drug and alcohol services'],
    ['Protect and support', 'Keep young people out of the justice system'],
    ['Pursue and prosecute', 'Bring those of the cohort who go on offending to justice'],
  ]),
]

export const strategy: PlanAsFound = {
  kind: 'strategy',
  title: STRATEGY,
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
