import type { ItemAsFound, Named, PlanAsFound, Position } from './plan-as-found.ts'
import { EVIDENCE } from './dashboard-2018-evidence.ts'

// The performance dashboard of September 2018 on the plan for 2017-18: its codes, ratings, owners and contradictions, told in our own words.

export const DASHBOARD = 'Safer City Partnership plan 2017-18'

/** Five of the six sheets give their reason for being as this, and nothing more. */
const CIRCULAR = 'To deliver the priorities of the partnership’s plan.'
const DUTY =
  'Councils are among the bodies that must do what they reasonably can, in all their work, to keep people from being drawn into terrorism (Counter-Terrorism and Security Act 2015, s.26 and Schedule 6).'
/** Every sheet has the same criteria, of activity and not of outcome. */
const SUCCESS = 'The work is being done, or goes on.'

const group = (...names: string[]): Named[] => names.map((partner) => ({ partner }))
const PREVENT: Named[] = [{ partner: 'Prevent', account: 'prevent@city.example', post: 'Prevent coordinator', accountable: true }]
// A code that the paper does not explain, and a project that is no partner: kept as it has them.
const ON_VIOLENCE: Named[] = [...group('CST'), { unmatched: 'DCCCS' }]
const ON_THEFT_AND_NIGHT = group('CoLP', 'CST', 'Licensing')
const ON_ASB: Named[] = [...group('CST', 'Housing', 'CoLP', 'Licensing', 'Outreach'), { unmatched: 'One Safe City project' }]
const ON_RESEARCH: Named[] = [{ unmatched: 'All Safer City partners' }]

const FLAT = 'flat'
const summary = (word: string) => ({ word, place: 'the summary', trend: FLAT })
const sheet = (word: string) => ({ word, place: 'its sheet', trend: FLAT })

const priority = (code: string, title: string, owners: Named[], onSheet: string | null): ItemAsFound => ({
  kind: 'priority', code, title, owners, aim: code === '1' ? DUTY : CIRCULAR, success: SUCCESS, state: 'in progress',
  stated: [summary('Green'), ...(onSheet ? [sheet(onSheet)] : [])],
})

const activity = (code: string, title: string, owners: Named[], state: 'continuous' | 'in progress' | 'planned', position: Position): ItemAsFound => ({
  kind: 'activity', code, under: code[0]!, title, owners, state, position,
  ...(code.startsWith('1') && { aim: DUTY, success: SUCCESS }),
  stated: [summary(position.declared), ...(code.startsWith('1') ? [sheet(position.declared)] : [])],
})

const at = (on: string, declared: 'Green' | 'Amber', narrative: string, reason?: string): Position => ({ on, declared, narrative, ...(reason && { reason }) })
const silent = (on: string, declared: 'Green' | 'Amber') => at(on, declared, 'The sheet of its priority says nothing of it; the rating is the one in the summary.')

const ITEMS: readonly ItemAsFound[] = [
  priority('1', 'Prevent: turning people away from terrorism', PREVENT, null),
  activity('1.1.1a', 'Corporation staff know the Prevent duty and carry it out', PREVENT, 'continuous', at('2018-09-12', 'Green',
    'Apprentices, new police officers and new Corporation staff have had their sessions. Security staff come next, then the Barbican. The online module is to be mandatory for everyone.')),
  activity('1.1.1b', 'Work with people who live in the City', PREVENT, 'continuous', at('2018-07-03', 'Green',
    'The stands and the visits to the women’s group go on. Reassurance after the letters against Muslims was well received.')),
  activity('1.1.1c', 'Businesses help deliver Prevent', PREVENT, 'continuous', at('2018-09-12', 'Amber',
    'Firms, a nursery and two colleges were trained. Stands were held at Sainsbury’s head office, St Bartholomew’s Hospital and One New Change, and in public places including St Paul’s, i. What businesses were given to teach themselves with has not worked.',
    'Delivered, but the product for businesses did not work and is being redesigned')),

  priority('2', 'Violence against the person', ON_VIOLENCE, 'Green'),
  activity('2.1.1a', 'Know what violence in the City is made of, and act on what is known', ON_VIOLENCE, 'continuous', at('2018-09-11', 'Green',
    'The domestic abuse profile comes to every meeting of the forum on domestic abuse and sexual violence; it is being reviewed and made shorter.')),
  activity('2.1.1b', 'More people understand domestic abuse and can find help', ON_VIOLENCE, 'continuous', at('2018-09-11', 'Green',
    'Both websites carry the guide to services in London, and the advocate for vulnerable victims sees people at the library twice a month.')),
  activity('2.1.1c', 'Front-line staff can assess the risk in domestic abuse and plan for safety', ON_VIOLENCE, 'planned', at('2018-09-13', 'Amber',
    'Sessions in person were agreed in May. They wait for the new co-ordinator, whose post closed to applications on 12 September; interview dates are to be confirmed.')),
  activity('2.1.1d', 'Play the City’s part in London’s work on knives and acid', ON_VIOLENCE, 'in progress', silent('2018-06-18', 'Green')),
  activity('2.1.1e', 'Residents and workers recognise abuse and know where victims find help', ON_VIOLENCE, 'continuous', at('2018-09-11', 'Green',
    'The drop-in at Shoe Lane library on the second and fourth Wednesday of the month has run since May.')),
  activity('2.1.1f', 'Know domestic and sexual violence better, and answer it better', ON_VIOLENCE, 'planned', at('2018-09-13', 'Amber',
    'As with training, this waits for the domestic abuse co-ordinator.')),

  priority('3', 'Acquisitive crime', ON_THEFT_AND_NIGHT, 'Green'),
  activity('3.1.1a', 'Fewer residents, workers and firms defrauded online', ON_THEFT_AND_NIGHT, 'continuous', at('2018-09-10', 'Green',
    'Operation Broadway against investment fraud goes on across London, as Operation Offspring.')),
  activity('3.1.1b', 'Theft and fraud do not harm the City’s name as a financial centre', ON_THEFT_AND_NIGHT, 'continuous', at('2018-09-10', 'Green',
    'The work on investment fraud serves this too.')),
  activity('3.1.1c', 'Crime prevention advice at events and forums', ON_THEFT_AND_NIGHT, 'continuous', at('2018-09-10', 'Green',
    'Cyber Griffin’s monthly briefings are open to all.')),
  activity('3.1.1d', 'A safe place to cycle', ON_THEFT_AND_NIGHT, 'continuous', at('2018-09-10', 'Green',
    'The Road Safety Team is making the quieter cycle routes known and used.')),
  activity('3.1.1e', 'Fewer motorcycles and scooters stolen', ON_THEFT_AND_NIGHT, 'planned', at('2018-09-10', 'Green',
    'Ground anchors to chain machines to are still being scoped. A trial is proposed in the transport strategy, whose draft is due in November; it could come sooner with money for it.')),
  activity('3.1.1f', 'People know what crime online can do, through the City Police', ON_THEFT_AND_NIGHT, 'continuous', at('2018-09-10', 'Green',
    'Cyber Griffin briefs, exercises and advises, free of charge. The Corporation pays for five more officers and their training, for work with the Global Cyber Alliance, and for research with the University of Bristol.')),
  activity('3.1.1g', 'Less theft at night at Christmas and other busy times', ON_THEFT_AND_NIGHT, 'in progress', silent('2018-06-18', 'Green')),

  priority('4', 'Night-time crime and nuisance', ON_THEFT_AND_NIGHT, 'Amber'),
  activity('4.1.1a', 'Know how large the City’s night-time economy is and what goes wrong in it', ON_THEFT_AND_NIGHT, 'planned', at('2018-09-14', 'Amber',
    'A study is being scoped. It is to say where the money from the Late Night Levy should go.')),
  activity('4.1.1b', 'More premises in the Safety Thirst award scheme', ON_THEFT_AND_NIGHT, 'in progress', silent('2018-06-25', 'Green')),
  activity('4.1.1c', 'A new way to handle the busiest nights', ON_THEFT_AND_NIGHT, 'in progress', silent('2018-06-25', 'Green')),

  priority('5', 'Anti-social behaviour', ON_ASB, 'Green'),
  activity('5.1.1a', 'Manage anti-social behaviour by the harm it does to communities, and lower it', ON_ASB, 'continuous', at('2018-09-13', 'Green',
    'Partners have one system to manage cases and risk in, beginning with the police and a few Corporation teams, as they choose. Operation Luscombe began 3 months ago. Goodman’s Yard and the Aldgate subways are being improved as places.')),
  activity('5.1.1b', 'Injunctions and other powers are used where they fit', ON_ASB, 'continuous', at('2018-09-13', 'Green',
    'All partners have been trained. The solicitors and the Community Safety Team are working out how enforcement can be better supported.')),
  activity('5.1.1c', 'Communities know the services there are and what each partner must do', ON_ASB, 'continuous', at('2018-09-13', 'Green',
    'Groups that meet at the Green Box in Mansell Street were briefed, with Toynbee Hall.')),
  activity('5.1.1d', 'Staff and partners are trained in the law and in what is changing', ON_ASB, 'continuous', at('2018-09-13', 'Green',
    'Training on injunctions and the other powers went to every partner.')),

  priority('6', 'Areas that need more research and attention', ON_RESEARCH, 'Amber'),
  activity('6.1.1a', 'Suicide prevention', ON_RESEARCH, 'planned', at('2018-09-14', 'Green', 'The steering group meets. Its action plan still lacks an update.')),
  activity('6.1.1b', 'Violence against women and girls', ON_RESEARCH, 'in progress', at('2018-09-14', 'Green',
    'The Mayor’s strategy is out and went round the forum; a group of several boroughs now exists.')),
  activity('6.1.1c', 'Sexual abuse and child sexual exploitation', ON_RESEARCH, 'in progress', silent('2018-06-21', 'Green')),
  activity('6.1.1d', 'Cyber crime and fraud against older and vulnerable people', ON_RESEARCH, 'continuous', at('2018-09-14', 'Green', 'For Cyber Griffin see 3.1.1.1f.')),
  activity('6.1.1e', 'Hate crime', ON_RESEARCH, 'in progress', at('2018-09-14', 'Green', 'The Mayor’s Office and the Home Office have a policy in hand.')),
  activity('6.1.1f', 'Offender management', ON_RESEARCH, 'in progress', silent('2018-06-21', 'Amber')),
  activity('6.1.1g', 'A full profile of anti-social behaviour', ON_RESEARCH, 'planned', at('2018-09-14', 'Amber', 'The profile is being made and is to inform the strategy on anti-social behaviour.')),
]

export const dashboard: PlanAsFound = {
  kind: 'dashboard',
  title: DASHBOARD,
  starts: '2017-04-01',
  ends: '2018-03-31',
  scheme: 'Delivery',
  rollUp: 'third',
  updateInterval: 'quarterly',
  hasStrands: false,
  source: 'Performance dashboard, September 2018',
  period: { name: 'July to September 2018', starts: '2018-07-01', ends: '2018-09-30', due: '2018-09-28', opened: '2018-08-20' },
  items: ITEMS,
  evidence: EVIDENCE,
}
