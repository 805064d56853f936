// Facts from the partnership's papers of 2011 to 2023: who meets, how often, under what names, and what was amiss. The words are ours and the people invented.

export type SeatFound = { partner: string; role?: 'chair' | 'co-chair' | 'facilitator' | 'secretary' | 'member' | 'adviser'; post?: string; account?: string; person?: string; deputy?: string; statutory?: boolean; since?: string; until?: string }
type Line = readonly [title: string, kind: string, restricted?: true]
export type TermsFound = { introduction: string; aims: readonly string[]; attendees: string; dates: string; agenda: readonly Line[]; adopted: string }

/** `every`: as src/calendar/recurrence.ts has it. */
export type SeriesFound = { every: object; at: string; minutes?: number; place?: string; onHoliday: 'next working day' | 'week before' | 'cancel'; starts: string }
export type GroupFound = {
  key: string; name: string; kind: string; code?: string; aliases?: readonly (readonly [name: string, from?: string, to?: string])[]; parent?: string; remit: string; handles?: readonly string[]; confidential?: true; scheme?: string
  runBy?: string; quorum?: number; begins: string; ends?: string; endedReason?: string; tookOverBy?: readonly [key: string, on: string]; delivers?: readonly string[]; seats: readonly SeatFound[]; terms?: TermsFound; series?: readonly SeriesFound[]
}

const MONTHLY = (nth: number | 'last', weekday: number) => ({ kind: 'in the month', nths: [nth], weekday, everyMonths: 1, from: null })
const NORTH_WING = 'Guildhall, North Wing'

const MEETING_START: readonly Line[] = [['Welcome and apologies', 'apologies'], ['Minutes of the last meeting', 'minutes'], ['Matters arising', 'matters arising']]
const MEETING_END: readonly Line[] = [['Any other business', 'any other business'], ['Next meeting', 'next meeting']]

const ASB_SEATS: readonly SeatFound[] = [
  { partner: 'CST', role: 'chair', post: 'Community safety manager', account: 'coordinator' }, { partner: 'CoLP', post: 'Dedicated ward officer', account: 'constable' }, { partner: 'PPU', account: 'inspector.chair', post: 'Public protection' },
  { partner: 'BTP', person: 'Ben Example' }, { partner: 'Housing', role: 'secretary', account: 'caseworker' }, { partner: 'Outreach', account: 'outreach', deputy: 'Olu Example' }, { partner: 'CCS', person: 'Sefton Example', post: 'Social services' },
]

export const GROUPS: readonly GroupFound[] = [
  {
    key: 'board', name: 'Safer City Partnership Board', kind: 'board', code: 'SCP', aliases: [['Strategy Group', '2007-08-01', '2017-03-31'], ['Strategic Board']], begins: '2007-08-01', quorum: 3, handles: ['Strategy', 'Performance', 'Resources'],
    remit: 'Agrees the strategy and the yearly plan, sees how the priorities are going, and removes what stands in their way.',
    seats: [
      { partner: 'CoLC', role: 'chair', post: 'Chair of the partnership', person: 'Harriet Example', statutory: true, deputy: 'Hugo Example' }, { partner: 'CoLP', post: 'Superintendent, local policing', person: 'Sunita Example', statutory: true, deputy: 'Idris Example' },
      { partner: 'LFB', post: 'Borough commander', account: 'board', statutory: true }, { partner: 'Probation', post: 'Head of service', statutory: true }, { partner: 'Health', post: 'Director of integrated care', person: 'Hollis Example', statutory: true },
      { partner: 'CST', role: 'secretary', post: 'Community safety manager', account: 'coordinator' }, { partner: 'CCS', person: 'Davina Example', post: 'Director' }, { partner: 'P&P Hub', role: 'adviser', account: 'analyst' },
    ],
    series: [{ every: { kind: 'in the month', nths: [1], weekday: 5, everyMonths: 3, from: '2011-02' }, at: '11:00', minutes: 120, place: 'Guildhall, Committee Room 2', onHoliday: 'next working day', starts: '2011-02-01' }],
  },
  {
    key: 'asb perpetrators', name: 'Anti-Social Behaviour Perpetrators Group', kind: 'working', aliases: [['ASB Perpetrators Delivery Group'], ['ASB Perpetrators Working Group']], parent: 'board', confidential: true, scheme: 'asb perpetrators', begins: '2011-01-01', handles: ['Anti-social behaviour', 'Individuals'],
    delivers: ['1'], remit: 'Shares what partners know of people causing anti-social behaviour, and agrees what is tried next before and up to an order.', seats: ASB_SEATS,
    terms: {
      introduction: 'Partners bring the people whose behaviour causes most harm, so that each is dealt with once and by agreement.', adopted: '2011-03-07', attendees: 'Police, British Transport Police, social services, housing, outreach, drug and alcohol services, and the community safety team.',
      aims: ['Share information on people whose behaviour causes harm, people sleeping rough among them', 'Consider what can be tried before an order', 'Agree orders and their conditions', 'Remove what stands in the way'], dates: 'The first Monday of each month',
      agenda: [['Confidentiality', 'confidentiality'], ...MEETING_START, ['People considered', 'cases', true], ...MEETING_END],
    },
    series: [{ every: MONTHLY(1, 1), at: '10:00', minutes: 90, place: NORTH_WING, onHoliday: 'week before', starts: '2011-01-01' }],
  },
  {
    key: 'asb victims', name: 'Anti-Social Behaviour Victims Group', kind: 'working', aliases: [['ASB Victims Delivery Group'], ['ASB Victims Working Group']], parent: 'board', confidential: true, scheme: 'asb victims', begins: '2011-01-01', handles: ['Anti-social behaviour', 'Victims'],
    delivers: ['1'], remit: 'Finds people who suffer anti-social behaviour again and again, or are vulnerable to it, and agrees who supports each.', seats: ASB_SEATS,
    terms: {
      introduction: 'Those who suffer most are often known to several agencies, and helped by none of them on purpose.', adopted: '2011-03-07', attendees: 'As for the group on perpetrators.',
      aims: ['Find repeat and vulnerable victims', 'Look again at those the police judged to be at risk', 'Arrange support', 'Remove what stands in the way'], dates: 'The first Monday of each month',
      agenda: [['Confidentiality', 'confidentiality'], ...MEETING_START, ['People supported', 'cases', true], ...MEETING_END],
    },
    // The same hour, place and people as the group on perpetrators: found by the checks of governance.
    series: [{ every: MONTHLY(1, 1), at: '10:00', minutes: 90, place: NORTH_WING, onHoliday: 'next working day', starts: '2011-01-01' }],
  },
  {
    key: 'ccm', name: 'City Community MARAC', kind: 'case conference', code: 'CCM', aliases: [['Community MARAC'], ['City Community Multi-Agency Risk Assessment Conference']], parent: 'board', confidential: true, scheme: 'community marac', begins: '2016-02-17', handles: ['Individuals', 'Vulnerability'],
    remit: 'Considers people and places at high risk that no agency can make safe alone.',
    seats: [{ partner: 'CST', role: 'co-chair', account: 'coordinator' }, { partner: 'PPU', role: 'co-chair', account: 'inspector.chair' }, { partner: 'Health', account: 'health' }, { partner: 'Probation', account: 'probation' }, { partner: 'LFB', account: 'fire' }, { partner: 'Victim Support', account: 'support' }, { partner: 'Housing', role: 'secretary', account: 'caseworker' }],
    terms: {
      introduction: 'It began in February 2016, on the pattern of the conferences on domestic abuse.', adopted: '2016-02-17', attendees: 'Each agency sends somebody who can commit it.', aims: ['Share what bears on the risk', 'Agree one plan with one owner for each step', 'Look again until the risk is less'], dates: 'Each month',
      agenda: [['Confidentiality', 'confidentiality'], ...MEETING_START, ['Cases', 'cases', true], ...MEETING_END],
    },
    series: [{ every: MONTHLY(3, 3), at: '10:00', minutes: 120, place: 'Guildhall, and online', onHoliday: 'next working day', starts: '2016-02-17' }],
  },
  {
    key: 'dv forum', name: 'Domestic Abuse Forum', kind: 'delivery', aliases: [['Domestic Violence Forum', undefined, '2011-03-31'], ['Domestic Abuse Delivery Group']], parent: 'board', begins: '2008-04-01', ends: '2018-12-31', endedReason: 'The strategy took in all violence against women and girls.', tookOverBy: ['vawg', '2019-01-01'], handles: ['Domestic abuse'],
    remit: 'A yearly plan against domestic abuse, and how well it is carried out.', seats: [{ partner: 'CCS', role: 'chair', person: 'Davina Example', until: '2018-12-31' }],
  },
  {
    key: 'vawg', name: 'Violence Against Women and Girls Delivery Group', kind: 'delivery', code: 'VAWG', aliases: [['VAWG strategic delivery group']], parent: 'board', begins: '2019-01-01', handles: ['Domestic abuse', 'Sexual violence', 'Safety of women in public places'], delivers: ['4'],
    remit: 'Carries out the strategy on violence against women and girls, domestic abuse among it.',
    seats: [{ partner: 'CCS', role: 'chair', person: 'Davina Example' }, { partner: 'PPU', account: 'inspector.chair' }, { partner: 'Victim Support', account: 'support' }, { partner: 'CST', role: 'secretary', account: 'coordinator' }, { partner: 'Health', account: 'health' }],
    terms: {
      introduction: 'It took over from the forum on domestic abuse.', adopted: '2019-02-01', attendees: 'Social care, police, health, housing, employers, and the services that support victims.', aims: ['Keep the yearly plan of action', 'Follow national policy', 'See whether what is done works'], dates: 'Each quarter; dates are sent out in January',
      agenda: [...MEETING_START, ['What the figures say', 'measures'], ['The plan of action', 'plan'], ['Partners report', 'discussion'], ...MEETING_END],
    },
    series: [{ every: { kind: 'in the month', nths: [2], weekday: 1, everyMonths: 3, from: '2019-03' }, at: '14:00', minutes: 120, place: 'Guildhall, Committee Room 3', onHoliday: 'next working day', starts: '2019-03-01' }],
  },
  {
    key: 'iom', name: 'Prolific Offenders and Integrated Offender Management Group', kind: 'delivery', code: 'IOM', aliases: [['Prolific and Other Priority Offender Group'], ['Persistent and Other Priority Offender Group']], parent: 'board', confidential: true, begins: '2011-01-01', handles: ['Reoffending', 'Individuals'], delivers: ['7'],
    remit: 'Agrees who is managed together, with what support and what limits, and who leaves.', seats: [{ partner: 'CoLP', role: 'chair', post: 'Chief inspector, criminal justice', person: 'Ines Example' }, { partner: 'Probation', account: 'probation' }, { partner: 'CCS', person: 'Sefton Example' }, { partner: 'CST', account: 'coordinator', role: 'secretary' }],
    terms: { introduction: 'Few people commit much of the crime. They are better managed together.', aims: ['Keep a plan of action', 'Choose and follow those who offend most', 'Discuss steps and what came of them', 'Add and remove people by the same rules'], attendees: 'Police, probation, drug and alcohol services, social services, and any partner with an interest.', dates: '', agenda: [], adopted: '2011-03-07' },
  },
  {
    key: 'comms', name: 'Communications and Engagement Group', kind: 'working', parent: 'board', begins: '2011-01-01', handles: ['Campaigns', 'Engagement'], remit: 'One calendar of campaigns for all partners, and answers to what the other groups need told.',
    seats: [{ partner: 'CoLP', role: 'chair', post: 'Chief inspector, communities', person: 'Candice Example' }, { partner: 'CST', role: 'secretary', account: 'coordinator' }, { partner: 'TC', person: 'Petra Example', post: 'Press officer' }, { partner: 'Outreach', account: 'outreach' }, { partner: 'PP', account: 'licensing' }],
    terms: {
      introduction: 'Partners tell the same people the same things at different times. This group makes it one calendar.', aims: ['Share plans', 'Support one another’s campaigns', 'Keep a yearly plan of communications', 'Keep a strategy for social media'], adopted: '2011-03-07',
      // The agenda of the offenders' group stands here, as it did in the printed terms.
      attendees: 'Police, press officers, and somebody from each of the other groups.', dates: 'The last Wednesday of each month', agenda: [['Confidentiality statement', 'confidentiality'], ['Minutes of the last meeting', 'minutes'], ['Review of prolific offenders', 'cases'], ['Removals', 'cases'], ['Proposed additions', 'cases'], ...MEETING_END],
    },
    series: [{ every: MONTHLY('last', 3), at: '14:00', minutes: 60, place: NORTH_WING, onHoliday: 'cancel', starts: '2011-01-01' }],
  },
  {
    key: 'vehicle', name: 'Vehicle Crime Task and Finish Group', kind: 'task and finish', parent: 'board', begins: '2011-06-28', ends: '2011-09-30', handles: ['Vehicle crime', 'Cycle theft'], remit: 'Theft of and from vehicles, in three months: trends, then what is tried.',
    seats: [{ partner: 'CoLP', role: 'chair', post: 'Roads policing', person: 'Rhys Example' }, { partner: 'Road Safety', person: 'Vera Example' }, { partner: 'TfL', person: 'Tunde Example' }],
    terms: { introduction: 'A rise of 2010 is to be understood and turned round.', aims: ['Find the trends', 'Agree what to try'], attendees: 'Police, car parks, parking, planning and transport.', dates: 'Each month from 28 June 2011', agenda: [...MEETING_START, ['What was tried', 'discussion'], ...MEETING_END], adopted: '2011-06-28' },
  },
  {
    key: 'llp', name: 'Licensing Liaison Partnership', kind: 'forum', code: 'LLP', aliases: [['Licensing Liaison Panel', undefined, '2015-12-31']], parent: 'board', begins: '2011-01-01', handles: ['Licensed premises', 'Night-time economy'], delivers: ['1', '5'], remit: 'Regulators speak of premises of concern with one voice.',
    seats: [{ partner: 'PP', role: 'chair', account: 'licensing' }, { partner: 'Police Licensing', person: 'Pol Example' }, { partner: 'Pollution', person: 'Nia Example' }, { partner: 'LFB', account: 'fire' }, { partner: 'Licensing', role: 'secretary', account: 'premises' }],
    terms: { introduction: 'Premises that trouble one regulator often trouble three.', aims: ['Keep the traffic lights of premises', 'Agree who visits'], attendees: 'Licensing, police, fire, environmental health.', dates: 'Each month', agenda: [...MEETING_START, ['Premises of concern', 'discussion'], ...MEETING_END], adopted: '2023-04-01' },
    // The papers give it two rhythms.
    series: [{ every: { kind: 'weekly', weekdays: [4], everyWeeks: 2, anchor: '2011-01-06' }, at: '10:00', minutes: 60, place: 'Walbrook Wharf', onHoliday: 'cancel', starts: '2011-01-06' }, { every: MONTHLY(1, 4), at: '14:00', minutes: 60, place: 'Walbrook Wharf', onHoliday: 'cancel', starts: '2023-04-01' }],
  },
  {
    key: 'nte', name: 'Night-Time Economy Group', kind: 'delivery', code: 'NTE Group', parent: 'board', begins: '2011-01-01', handles: ['Night-time economy', 'Licensed premises'], delivers: ['1', '5'], remit: 'Each Monday, what the weekend brought and what the next needs.',
    seats: [
      { partner: 'CoLP', role: 'chair', account: 'inspector', post: 'Inspector, local policing' }, { partner: 'TC', role: 'facilitator', person: 'Tamsin Example', since: '2011-01-01' }, { partner: 'CO', role: 'facilitator', person: 'Cosmo Example', since: '2023-01-01' }, { partner: 'CST', role: 'secretary', account: 'coordinator' },
      { partner: 'PP', account: 'licensing' }, { partner: 'Parkguard', account: 'patrol' }, { partner: 'LAS', person: 'Lars Example' },
    ],
    series: [{ every: { kind: 'weekly', weekdays: [1], everyWeeks: 1, anchor: null }, at: '11:00', minutes: 45, place: 'Online', onHoliday: 'next working day', starts: '2011-01-03' }],
  },
  { key: 'nte related', name: 'Night-Time Economy Partnership', kind: 'related', aliases: [['NTE Group']], begins: '2011-01-01', handles: ['Night-time economy'], remit: 'The trade and the regulators, outside the partnership.', seats: [{ partner: 'TC', role: 'chair', person: 'Tamsin Example' }] },
  {
    key: 'soc', name: 'Serious and Organised Crime Board', kind: 'delivery', code: 'SOC Board', parent: 'board', begins: '2016-12-22', handles: ['Serious and organised crime', 'Fraud'], delivers: ['3'], remit: 'The local profile and plan under the four Ps.', seats: [{ partner: 'CoLC', role: 'chair', person: 'Harriet Example' }, { partner: 'CoLP', post: 'Detective superintendent', person: 'Dara Example' }, { partner: 'CST', role: 'secretary', account: 'coordinator' }, { partner: 'Trading Standards', person: 'Tolu Example' }],
    terms: { introduction: 'Meetings of 2016 and 2017 took the four Ps one by one, then fraud and cyber crime.', aims: ['Keep the local profile', 'Keep the plan'], attendees: 'Police, council, regulators.', dates: 'Each quarter', agenda: [...MEETING_START, ['The profile', 'data'], ['The plan', 'plan'], ...MEETING_END], adopted: '2016-12-22' },
  },
  { key: 'tasking', name: 'Partnership Tasking', kind: 'working', aliases: [['Bi-Weekly Tasking']], parent: 'board', begins: '2022-01-01', handles: ['Licensed premises', 'Anti-social behaviour', 'Night-time economy'], remit: 'Who goes where in the coming days.', seats: [{ partner: 'CoLP', role: 'chair', account: 'inspector' }, { partner: 'CST', role: 'secretary', account: 'coordinator' }], terms: { introduction: 'Short, and about the coming days.', aims: ['Task patrols'], attendees: 'Police, patrols, community safety.', dates: 'Bi-weekly', agenda: [['What the data say', 'data'], ['Tasks', 'discussion']], adopted: '2022-01-10' } },
  { key: 'acquisitive', name: 'Acquisitive Crime Subgroup', kind: 'working', parent: 'board', begins: '2024-01-08', handles: ['Theft', 'Cycle theft', 'Robbery'], delivers: ['1'], remit: 'Theft from the person, cycles and shops.', seats: [{ partner: 'CoLP', role: 'chair', post: 'Superintendent', person: 'Sunita Example' }, { partner: 'P&P Hub', account: 'analyst', role: 'secretary' }, { partner: 'CST', account: 'coordinator' }] },
  { key: 'clusters', name: 'Cluster Panels', kind: 'panel', begins: '2022-01-01', handles: ['Engagement', 'Ward priorities'], remit: 'Residents and workers of each cluster of wards set the priorities of the next months.', seats: [{ partner: 'CoLP', role: 'chair', account: 'constable' }], terms: { introduction: 'All wards are covered; dates are published.', aims: ['Hear', 'Agree ward priorities'], attendees: 'Anybody who lives or works there.', dates: 'Each quarter, with surgeries between', agenda: [['Welcome', 'welcome'], ['You said, we did', 'discussion'], ['Priorities for the next months', 'discussion']], adopted: '2022-01-10' } },
  { key: 'licensing forum', name: 'Licensing Forum', kind: 'forum', begins: '2012-01-01', handles: ['Licensed premises'], remit: 'The trade and the regulators talk.', seats: [{ partner: 'Licensing', role: 'chair', account: 'premises' }] },
  { key: 'modern slavery', name: 'Modern Slavery Working Group', kind: 'working', parent: 'board', begins: '2022-04-01', handles: ['Modern slavery'], delivers: ['3'], remit: 'First responders know what to look for and whom to tell.', seats: [{ partner: 'CCS', role: 'chair', person: 'Davina Example' }, { partner: 'CoLP', person: 'Dara Example' }] },
  { key: 'channel', name: 'Channel Panel', kind: 'case conference', confidential: true, begins: '2015-07-01', handles: ['Radicalisation', 'Individuals'], delivers: ['3'], remit: 'Early support to people vulnerable to being drawn into terrorism. The council chairs it by law.', seats: [{ partner: 'CCS', role: 'chair', person: 'Davina Example' }, { partner: 'Prevent', account: 'prevent' }], terms: { introduction: 'Counter-Terrorism and Security Act 2015, s.36.', aims: ['Assess', 'Support'], attendees: 'Council, police, and those a case needs.', dates: 'Each month', agenda: [['Confidentiality', 'confidentiality'], ['Cases', 'cases', true]], adopted: '2015-07-01' } },
  { key: 'suicide', name: 'Suicide Prevention Steering Group', kind: 'related', begins: '2016-01-01', handles: ['Suicide prevention'], remit: 'Public health leads; the partnership supports.', runBy: 'Health', seats: [{ partner: 'Health', role: 'chair', person: 'Hollis Example' }] },
  { key: 'drugs', name: 'City and Hackney Combating Drugs Partnership', kind: 'related', code: 'CDP', begins: '2022-09-01', handles: ['Drugs and alcohol'], delivers: ['2'], remit: 'The national drugs strategy here, together with Hackney.', seats: [{ partner: 'Health', role: 'chair', person: 'Hollis Example' }, { partner: 'CST', account: 'coordinator' }] },
  { key: 'ct forum', name: 'Strategic Counter Terrorism Forum', kind: 'related', aliases: [['Counter Terrorism Strategic Group']], begins: '2011-01-01', handles: ['Terrorism'], remit: 'The police run it and tell the board.', runBy: 'CoLP', seats: [{ partner: 'CoLP', role: 'chair', person: 'Dara Example' }] },
  { key: 'health board', name: 'Health and Wellbeing Board', kind: 'related', begins: '2013-04-01', handles: ['Health', 'Drugs and alcohol'], remit: 'Each attends the other’s meetings.', seats: [{ partner: 'CCS', role: 'facilitator', person: 'Davina Example' }] },
  { key: 'rough sleepers', name: 'Rough Sleepers Strategy Group', kind: 'related', begins: '2011-01-01', handles: ['Rough sleeping'], remit: 'A way off the street for everybody on it.', seats: [{ partner: 'Outreach', role: 'chair', account: 'outreach' }] },
]

export type FeedFound = { from: string; to: string; what: string; content: readonly string[]; every: 'meeting' | 'month' | 'quarter' | 'year'; since: string }
export const FEEDS: readonly FeedFound[] = [
  { from: 'asb perpetrators', to: 'board', what: 'How many people were considered, what was tried, what went well and what is emerging', content: ['case figures', 'actions', 'emerging issues'], every: 'quarter', since: '2011-04-01' },
  { from: 'asb victims', to: 'board', what: 'How many people were supported, and what was done', content: ['case figures', 'actions'], every: 'quarter', since: '2011-04-01' },
  { from: 'asb victims', to: 'comms', what: 'What residents should be told, and what they ask', content: ['messages', 'questions'], every: 'month', since: '2011-04-01' },
  { from: 'suicide', to: 'board', what: 'How the plan of action is going', content: ['messages'], every: 'quarter', since: '2018-06-01' },
  { from: 'nte', to: 'board', what: 'Weekends of note, premises of concern, and what was tried', content: ['meetings held', 'decisions', 'actions'], every: 'quarter', since: '2023-04-01' },
]
