// What was said in a year of meetings, in our own words; the facts of the board's are those of the partnership's papers, told as if they were this year's.

export type ActionSaid = readonly [statement: string, partner: string, account: string | null, dueAfterDays: number, closedWith?: string]
export type DecisionSaid = readonly [kind: 'decided' | 'noted' | 'deferred', statement: string]
export type ItemSaid = { title: string; kind: string; said: string; restricted?: true; decisions?: readonly DecisionSaid[]; actions?: readonly ActionSaid[] }
export type MeetingSaid = { group: string; /** Counted back from the last held: 0 is the last. */ ago: number; items: readonly ItemSaid[]; away?: readonly string[] }

export const SAID: readonly MeetingSaid[] = [
  { group: 'board', ago: 3, away: ['Health'], items: [
    { title: 'The yearly review and the strategy', kind: 'plan', said: 'The review of the year is to be ready for the next meeting but one. The priorities stand; there is room to do more under each, cyber crime among it.', decisions: [['decided', 'The five priorities stay for another year']], actions: [['Circulate a draft of the yearly review for comment', 'CST', 'coordinator', 70, 'Sent to all members with the papers of the next meeting'], ['Send what each partner did in the year to the community safety team', 'CoLP', 'inspector', 45, 'Received from all but one']] },
    { title: 'Community MARAC', kind: 'discussion', said: 'Forty referrals in the first year, eleven of them about residents. Many are of people who live elsewhere: neighbouring boroughs and mental health services are hard to reach.', decisions: [['noted', 'The figures of the first year']], actions: [['Agree with the neighbouring boroughs whom to ring about people referred from there', 'CST', 'coordinator', 60]] },
  ] },
  { group: 'board', ago: 2, items: [
    { title: 'How the priorities stand', kind: 'plan', said: 'Two priorities were shown two ways in the dashboard. The board wants one rule, written beside the figures.', decisions: [['decided', 'A priority takes the worst rating of what is under it, unless the owner gives a reason that is printed']], actions: [['Put right the two priorities shown two ways', 'CST', 'coordinator', 30, 'The rule stands in the plan and is shown beside each priority'], ['Say for each activity what would show that it worked', 'CoLP', 'inspector', 90]] },
    { title: 'Night-time economy', kind: 'discussion', said: 'Weekend violence near licensed premises is up on the summer. The levy could pay for more patrols.', decisions: [['deferred', 'Use of the levy for patrols: until the figures of the quarter are in']], actions: [['Bring the figures of the quarter with and without the new premises', 'P&P Hub', 'analyst', 60, 'Brought to the next meeting']] },
  ] },
  { group: 'board', ago: 1, away: ['LFB'], items: [
    { title: 'Night-time economy', kind: 'discussion', said: 'The figures of the quarter were brought. Most of the rise is in three streets and two hours.', decisions: [['decided', 'Patrols in the three streets on Friday and Saturday for eight weeks, and a comparison with streets like them']], actions: [['Begin the patrols, and note when and where', 'CoLP', 'inspector', 21, 'Began on the first weekend of the month'], ['Compare with streets like them after eight weeks', 'P&P Hub', 'analyst', 90]] },
    { title: 'Repeat victims', kind: 'discussion', said: 'To find people who suffer again and again has been an aim since 2011. The two systems still do not match people.', actions: [['Bring a way of matching callers across the council’s and the police’s records', 'P&P Hub', 'analyst', 120], ['Say what an agreement would have to cover', 'TC', 'governance', 60]] },
  ] },
  { group: 'board', ago: 0, items: [
    { title: 'The plan on anti-social behaviour', kind: 'plan', said: 'Number 28 is missing from the printed plan and nobody knows why. The community safety team will ask those who wrote it. A draft policy will be circulated by the end of the quarter.', decisions: [['decided', 'Every action has one owner and a date by the next meeting']], actions: [['Find what action 28 was, or say that it is not known', 'CST', 'coordinator', 40], ['Name one owner and a date for every action on the plan', 'CST', 'coordinator', 60]] },
    { title: 'A complaint about a partner', kind: 'discussion', restricted: true, said: 'A member asked that it be looked into and brought back. It is for members alone until then.', actions: [['Look into it and report to the chair', 'CoLC', null, 45]] },
    { title: 'Attendance', kind: 'discussion', said: 'The probation service has had no one at the table since the spring.', actions: [['Ask the probation service who will take its seat', 'CST', 'coordinator', 14]] },
  ] },
  { group: 'comms', ago: 2, items: [{ title: 'Winter campaign', kind: 'discussion', said: 'One message on looking after friends on a night out, in the places where people wait for taxis.', decisions: [['decided', 'One message for all partners']], actions: [['Print the cards', 'TC', null, 30, 'Four thousand printed'], ['Ask the taxi ranks', 'PP', 'licensing', 30, 'Two ranks said yes']] }] },
  { group: 'comms', ago: 0, items: [{ title: 'What the winter campaign reached', kind: 'discussion', said: 'Nobody counted how many remembered the message. The next campaign will have a baseline.', actions: [['Write three questions that show whether a campaign was remembered', 'P&P Hub', 'analyst', 30], ['Put the days of the coming year on the calendar', 'CST', 'coordinator', 30]] }] },
  { group: 'vawg', ago: 1, items: [{ title: 'What the figures say', kind: 'measures', said: 'Reports rose after the campaign at the universities; it cannot be said yet whether more happened or more was reported.', actions: [['Ask the universities what was reported to them', 'CCS', null, 60]] }] },
  { group: 'vawg', ago: 0, items: [{ title: 'Training of bar staff', kind: 'discussion', said: 'Half of the premises in the scheme have staff trained in what to do when somebody asks for help.', decisions: [['decided', 'The other half by the summer']], actions: [['Train the other half', 'PP', 'licensing', 120]] }] },
  { group: 'nte', ago: 1, items: [{ title: 'The weekend', kind: 'data', said: 'Two fights, both outside the same premises at closing time.', actions: [['Visit the premises before Friday', 'PP', 'licensing', 4, 'Visited on Thursday; the manager agreed to stagger closing']] }] },
  { group: 'nte', ago: 0, items: [{ title: 'The weekend', kind: 'data', said: 'Quiet. Closing was staggered.', decisions: [['noted', 'No premises of concern this week']] }] },
]

/** Which minutes were issued for the public too. */
export const PUBLIC_MINUTES = ['board']

/** What is minuted of an ordinary meeting of a group that has one in most weeks or months. The last waits to be written. */
export const ORDINARY: Readonly<Record<string, ItemSaid>> = {
  nte: { title: 'The weekend', kind: 'data', said: 'The weekend was gone through by premises and hour. Nothing out of the usual.' },
  comms: { title: 'The calendar of campaigns', kind: 'discussion', said: 'The calendar was gone through. Partners share one another’s messages as before.' },
  llp: { title: 'Premises of concern', kind: 'discussion', said: 'The traffic lights were gone through. No premises moved.' },
  ccm: { title: 'The work of the conference', kind: 'discussion', said: 'Cases are minuted with the panel, for each agency its own.' },
  'asb perpetrators': { title: 'People considered', kind: 'discussion', said: 'Each was considered in turn; what was agreed stands on their case.', restricted: true },
  'asb victims': { title: 'People supported', kind: 'discussion', said: 'Each was considered in turn; what was agreed stands on their case.', restricted: true },
}
