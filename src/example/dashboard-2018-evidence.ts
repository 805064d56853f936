import type { EvidenceKind } from '../plans/plan.ts'
import type { EvidenceAsFound } from './plan-as-found.ts'

// What the sheets of September 2018 tell, one dated fact at a time. Where a sheet gives no day, one within its reach is assumed.

const PERIOD = '2018-07-01'
const WRITTEN = '2018-09-14'

const fact = (serves: string, kind: EvidenceKind, from: string, statement: string, more: Partial<EvidenceAsFound> = {}): EvidenceAsFound =>
  ({ serves: serves.split(' '), kind, from, statement, ...more })
/** Work that went on through the period. */
const through = (serves: string, kind: EvidenceKind, statement: string, more: Partial<EvidenceAsFound> = {}) => fact(serves, kind, PERIOD, statement, { to: WRITTEN, ...more })

export const EVIDENCE: readonly EvidenceAsFound[] = [
  fact('1.1.1a', 'decision', '2018-07-19', 'With the Corporation’s new head of security: everyone in security is to have Prevent awareness, online for all and in person for supervisors.'),
  fact('1.1.1a', 'next step', '2018-09-12', 'Security has some dates for its supervisors’ sessions and is to say who will come.'),
  fact('1.1.1a', 'output', '2018-07-10', 'Awareness sessions for the Corporation’s apprentices; the next intake has its date in late September.', { to: '2018-08-23', quantity: 3, unit: 'sessions' }),
  fact('1.1.1a', 'output', '2018-08-08', 'Awareness sessions at induction, for police recruits and transferees and for new Corporation staff.', { quantity: 2, unit: 'sessions' }),
  fact('1.1.1a', 'output', '2018-08-08', 'A whole WRAP workshop on the same induction day.', { quantity: 1, unit: 'workshop' }),
  fact('1.1.1a', 'activity', '2018-07-25', 'A whole WRAP workshop for BT’s managers in Newgate Street.'),
  fact('1.1.1a', 'next step', '2018-09-06', 'The Barbican has been met and owes dates for its staff.'),
  fact('1.1.1a', 'decision', '2018-09-03', 'The online Prevent module becomes mandatory for the Corporation’s whole staff.'),

  fact('1.1.1b', 'activity', '2018-08-13', 'Prevent officers met the SAFE project of Tell MAMA in mid-August about help for families that extremism has touched.', { to: '2018-08-17' }),
  fact('1.1.1b', 'next step', '2018-09-12', 'A working lunch on Prevent is fixed for 5 November 2018, with the SAFE project and a true story.'),
  through('1.1.1b', 'activity', 'The police Prevent officer keeps going to the Muslim women’s group in Mansell Street.'),
  fact('1.1.1b', 'activity', '2018-03-12', 'Reassurance went by e-mail to education, business and departmental leads, and to every London borough, when hateful letters against Muslims were sent round. It was well received.', { to: '2018-04-03' }),
  fact('1.1.1b 1.1.1c', 'output', '2018-07-05', 'Prevent stands in the street: St Paul’s, Paternoster Square, Aldgate and Liverpool Street.', { to: '2018-09-06', quantity: 4, unit: 'stands' }),
  fact('1.1.1b', 'activity', '2018-08-21', 'The police Prevent officers took the Met’s course in making first contact.'),
  fact('1.1.1b', 'outside context', '2018-08-07', 'National counter-terrorism headquarters came to see how the City works, as it is doing everywhere; its first report is favourable.'),
  through('1.1.1b', 'obstacle', 'A team of three cannot easily cover for anyone who is away.'),

  fact('1.1.1c', 'output', '2018-03-12', 'People spoken to at the stands in six months, by the team’s own estimate.', { to: '2018-09-12', quantity: 2000, unit: 'people' }),
  fact('1.1.1c', 'activity', '2018-07-17', 'A WRAP workshop for the managers of a jewellery school in Holborn.'),
  fact('1.1.1c', 'activity', '2018-07-31', 'A WRAP workshop for the staff of DG College in Jewry Street.'),
  fact('1.1.1c', 'activity', '2018-08-29', 'An awareness session for the nursery staff of Bright Horizons in Bridgewater Square.'),
  fact('1.1.1c', 'activity', '2018-09-04', 'A WRAP workshop for the staff of a business school in the City.'),
  fact('1.1.1c', 'next step', '2018-09-12', 'Two sessions are planned at Skanska’s offices in October.'),
  fact('1.1.1c', 'obstacle', '2018-07-24', 'A review found that what businesses were given to teach themselves with is too hard to use, and so like the Home Office’s own course that it needs a trained teacher.'),
  fact('1.1.1c', 'decision', '2018-09-05', 'After talks with the firms that tried it, it becomes a short online course, which will also let its use be counted.'),

  // The sheet counts over a “reporting period” and gives no dates for it.
  through('2', 'output', 'Cases the domestic abuse conference heard for the City, in a period whose dates the paper does not give.', { quantity: 1, unit: 'case heard' }),
  through('2', 'output', 'Cases it passed to other boroughs, in the same undated period.', { quantity: 4, unit: 'cases passed on' }),
  fact('2.1.1a', 'activity', '2018-09-10', 'The forum took the domestic abuse profile, as at every meeting. The profile is under review and getting slimmer.'),
  through('2.1.1b 2.1.1e', 'activity', 'The Community Safety Team’s guide to services for domestic abuse and sexual violence in London is on the police’s and the Corporation’s websites.'),
  through('2.1.1b 2.1.1e', 'activity', 'The advocate for vulnerable victims holds a drop-in at Shoe Lane library twice a month.'),
  fact('2.1.1c 2.1.1f', 'activity', '2018-04-16', 'The Community Safety Team asked what training material reaches staff on the estates that lie outside the City.', { to: '2018-05-11' }),
  fact('2.1.1c 2.1.1f', 'decision', '2018-05-16', 'The forum agreed in May: the advocate and an experienced housing officer will train in person.'),
  fact('2.1.1c 2.1.1f', 'next step', '2018-09-12', 'Applications for the new post of domestic abuse co-ordinator closed; interviews have no date yet.'),

  through('3.1.1a 3.1.1b', 'activity', 'Operation Broadway against investment fraud goes on across London, as Operation Offspring.'),
  through('3.1.1d', 'activity', 'The Road Safety Team worked on Quietways: other routes for cycling, made known and used.'),
  through('3.1.1e', 'next step', 'Ground anchors are being scoped, and a trial is proposed in the draft transport strategy due in November 2018.'),
  through('3.1.1e', 'obstacle', 'Without money for a trial it cannot come sooner.'),
  through('3.1.1c 3.1.1f 6.1.1d', 'activity', 'Cyber Griffin’s monthly briefing teaches anyone who comes how to keep safe online.'),
  through('3.1.1f', 'output', 'Cyber Griffin’s exercises in answering an attack: one each for planning, for knowledge and for deciding.', { quantity: 3, unit: 'kinds of exercise' }),
  through('3.1.1f', 'activity', 'A group of working security professionals gives free and impartial advice.'),
  fact('3.1.1f', 'output', '2018-07-12', 'Police posts that the Corporation pays for, with their training as cyber security advisers.', { quantity: 5, unit: 'posts' }),
  fact('3.1.1f', 'decision', '2018-07-12', 'The Corporation also funds the Global Cyber Alliance, and research with the University of Bristol on why answers to incidents fail.'),
  // Filed under acquisitive crime, though the last two are of violence and of the night.
  through('3', 'activity', 'A patrol strategy sends officers where the day’s picture says, decided by agencies together on the telephone three times a day.'),
  through('3', 'activity', 'A larger Crime Squad takes all acquisitive crime, sets its deployments over two weeks and tells others in a bi-weekly bulletin.'),
  through('3', 'activity', 'A Violent Crime Task Force of three forces works Thursday to Saturday nights; more medics are being discussed with the ambulance service.'),
  through('3', 'activity', 'A mobile police station stands where the night is busiest, to be seen, to deter and to take reports.'),

  // Filed under the night-time economy, though it is of drugs.
  fact('4', 'activity', '2018-07-30', 'The analysts finished the drugs profile, and with the agencies a strategy to lower the risks it shows.'),
  fact('4', 'decision', '2018-08-16', 'Both were put to the force’s tactical tasking meeting, after the head of intelligence had seen them.'),
  fact('4', 'next step', '2018-09-14', 'People and money are sought to bring the agencies together, agree the strategy and begin.'),
  through('4.1.1a', 'next step', 'What a study of the City by night should cover is being settled, to guide what the Late Night Levy is spent on.'),

  fact('5.1.1a', 'activity', '2018-07-16', 'The Community Safety Team bought a system in which all partners can manage cases, share information and weigh risk.'),
  fact('5.1.1a', 'activity', '2018-06-13', 'Operation Luscombe: the police with St Mungo’s, WDP and Corporation teams, on nuisance in streets and public places.', { to: WRITTEN }),
  through('5.1.1a', 'activity', 'Places that wear communities down are being improved, Goodman’s Yard and the Aldgate subways first.'),
  through('5.1.1a', 'obstacle', 'The community conference shows that partners must gather and share more before it can find joint answers.'),
  fact('5.1.1b 5.1.1d', 'activity', '2018-07-18', 'Every partner was trained in injunctions and the other powers.'),
  through('5.1.1b', 'next step', 'Solicitors and the Community Safety Team are to agree how enforcement is supported.'),
  fact('5.1.1c', 'output', '2018-08-02', 'Groups briefed at the Green Box in Mansell Street, with Toynbee Hall; the paper says fifty or more.', { quantity: 50, unit: 'groups' }),
  through('5', 'next step', 'A strategy on anti-social behaviour for the whole Corporation is being written.'),

  through('6.1.1a', 'next step', 'The steering group on suicide prevention meets; an update of its action plan is still to come.'),
  fact('6.1.1b', 'outside context', '2018-07-20', 'The Mayor of London’s strategy on violence against women and girls went to the forum’s members.'),
  through('6.1.1b', 'outside context', 'Several boroughs have formed a working group on it.'),
  through('6.1.1e', 'outside context', 'A hate crime policy is in the hands of the Mayor’s Office and the Home Office.'),
  through('6.1.1g', 'next step', 'A profile of anti-social behaviour is being made, for the strategy to rest on.'),
  through('6', 'next step', 'A policy on anti-social behaviour for the whole Corporation is being written.'),
]
