// Everything here is invented. Names say so; nobody lives at these addresses.

export const FORENAMES = ['Alma', 'Bruno', 'Cleo', 'Dario', 'Edda', 'Femi', 'Greta', 'Hassan', 'Ines', 'Jonas', 'Keziah', 'Luca', 'Mina', 'Nadir', 'Odette', 'Pavel', 'Qadira', 'Rufus', 'Sanna', 'Tariq', 'Una', 'Viktor', 'Wilma', 'Xavi', 'Yusra', 'Zeno'] as const
export const SURNAMES = ['Invented', 'Pretend', 'Specimen', 'Notional', 'Fictive', 'Madeup', 'Supposed', 'Imaginary', 'Placeholder', 'Makebelieve', 'Unreal', 'Sampled'] as const
export const BUILDINGS = ['Sample House', 'Specimen Court', 'Pattern Point', 'Mockup Mews', 'Template Tower', 'Draft Buildings'] as const
export const PLACES = ['Placeholder Passage steps', 'the arches by Sample Street', 'Specimen Court stairwell B', 'Mockup Gardens', 'the forecourt of Pattern Point', 'Draft Lane car park'] as const
/** Where most people the City deals with live: somewhere else. Invented boroughs. */
export const ELSEWHERE = ['Eastbridge', 'Northmere', 'Southgate Vale', 'Westhaven'] as const

export type Story = {
  about: 'victim' | 'perpetrator' | 'location' | 'emerging issue'
  scheme: 'community marac' | 'asb victims' | 'asb perpetrators'
  reasons: string
  wanted: string
  incidents: readonly string[]
  heard: readonly { agency: AgencyKey; says: string; nature: 'fact' | 'opinion' }[]
  actions: readonly { agency: AgencyKey; does: string; shows: string }[]
  powers: readonly string[]
  behaviour: 'harassment, alarm or distress' | 'environmental' | 'crime'
}
export const AGENCY_KEYS = ['CoLC', 'CoLP', 'LFB', 'Probation', 'Health', 'Victim Support'] as const
export type AgencyKey = (typeof AGENCY_KEYS)[number]

export const STORIES: readonly Story[] = [
  {
    about: 'victim', scheme: 'community marac', behaviour: 'harassment, alarm or distress',
    reasons: 'Rings three services most weeks about the people in the flat above, is not sleeping, and has stopped going out. Each service has part of it and none has the whole.',
    wanted: 'One plan, and one person to ring.',
    incidents: ['Banging on the ceiling from midnight until three', 'Shouting on the landing, and a bag of rubbish left at the door', 'Music until four; the caller in tears', 'A note through the door, unsigned and threatening'],
    heard: [
      { agency: 'CoLP', says: 'Eleven calls in three months, five of them after midnight. No offence has been made out.', nature: 'fact' },
      { agency: 'Health', says: 'Known to the community team. Has missed two appointments.', nature: 'fact' },
      { agency: 'LFB', says: 'A home visit found papers stacked to the ceiling and one way out.', nature: 'fact' },
      { agency: 'CoLC', says: 'The tenancy officer thinks that isolation is as much the matter as noise.', nature: 'opinion' },
    ],
    actions: [
      { agency: 'Health', does: 'Visit at home with the tenancy officer', shows: 'Visited together; a care plan is agreed' },
      { agency: 'LFB', does: 'Fit a linked alarm and agree clear ways out', shows: 'Alarm fitted, the hall cleared' },
      { agency: 'CoLC', does: 'Warn the household above in writing', shows: 'Letter delivered by hand' },
    ],
    powers: ['warning letter', 'acceptable behaviour contract'],
  },
  {
    about: 'perpetrator', scheme: 'asb perpetrators', behaviour: 'harassment, alarm or distress',
    reasons: 'Asks for money in the same doorway each morning and follows those who say no. Has been moved on many times.',
    wanted: 'Something that lasts beyond the next shift.',
    incidents: ['Followed a worker to the station steps, shouting', 'Blocked the doorway of a shop and would not leave', 'Threw a cup at a passer-by', 'Asleep across the fire exit, and abusive when woken'],
    heard: [
      { agency: 'CoLP', says: 'Stopped nine times since the spring. Gives a hostel address elsewhere in London.', nature: 'fact' },
      { agency: 'CoLC', says: 'Outreach have offered a bed twice; it was taken once, for two nights.', nature: 'fact' },
      { agency: 'Probation', says: 'Supervision ended in the winter. Did better with a fixed weekly appointment.', nature: 'opinion' },
    ],
    actions: [
      { agency: 'CoLC', does: 'Meet him with the outreach worker he trusts', shows: 'Met twice; assessment booked' },
      { agency: 'CoLP', does: 'Serve a community protection warning if he follows anyone again', shows: 'Warning served with an interpreter' },
    ],
    powers: ['advice', 'warning letter', 'community protection warning', 'community protection notice'],
  },
  {
    about: 'location', scheme: 'community marac', behaviour: 'environmental',
    reasons: 'The same stairwell gives rise to complaints to four departments: needles, fires in bins, and doors forced at night.',
    wanted: 'Agree who does what about the place, in what order.',
    incidents: ['Needles on the second landing', 'A bin set alight; no one hurt', 'The lower door forced again', 'Twelve people sleeping on the stairs'],
    heard: [
      { agency: 'LFB', says: 'Four small fires in ten weeks, all between one and four in the morning.', nature: 'fact' },
      { agency: 'CoLC', says: 'The door closer has been mended six times. The estate office wants a new door.', nature: 'fact' },
      { agency: 'CoLP', says: 'Two known dealers were seen there in one week.', nature: 'fact' },
    ],
    actions: [
      { agency: 'CoLC', does: 'Replace the door and light the landing', shows: 'Door and two lights fitted' },
      { agency: 'CoLP', does: 'Visit at the hours the fires come', shows: 'Nine visits recorded' },
    ],
    powers: [],
  },
  {
    about: 'victim', scheme: 'asb victims', behaviour: 'harassment, alarm or distress',
    reasons: 'Called names for his faith on the way to work, by the same two men, four times in two months. Assessed by the police as at medium risk.',
    wanted: 'To be believed, and to have it stop.',
    incidents: ['Called names at the corner', 'Spat at near the station', 'Called names again, and filmed', 'Followed to the office door'],
    heard: [
      { agency: 'CoLP', says: 'Two of four reports are recorded as hate crime; one suspect is named.', nature: 'fact' },
      { agency: 'Victim Support', says: 'He has agreed to weekly calls and wants no letter sent home.', nature: 'fact' },
    ],
    actions: [
      { agency: 'Victim Support', does: 'Ring each Friday at a number he has chosen', shows: 'Eight calls made' },
      { agency: 'CoLP', does: 'Identify the second man from the station’s cameras', shows: 'Identified and warned' },
    ],
    powers: ['acceptable behaviour contract', 'civil injunction'],
  },
  {
    about: 'emerging issue', scheme: 'community marac', behaviour: 'crime',
    reasons: 'Delivery riders report being robbed of their cycles at one crossing. Few report it to the police, and each knows of others.',
    wanted: 'See whether it is one group, and reach those who do not report.',
    incidents: ['A rider pushed off and his cycle taken', 'Two cycles taken within an hour', 'A rider threatened with a bar'],
    heard: [
      { agency: 'CoLP', says: 'Five reports in six weeks, against none in the year before.', nature: 'fact' },
      { agency: 'CoLC', says: 'Riders told street wardens of eight more that were not reported.', nature: 'fact' },
    ],
    actions: [{ agency: 'CoLP', does: 'Hold a stand where riders wait, with an interpreter', shows: 'Held twice; six reports taken' }],
    powers: [],
  },
  {
    about: 'perpetrator', scheme: 'community marac', behaviour: 'harassment, alarm or distress',
    reasons: 'Rings the emergency number many times a day when unwell. Three trusts and two forces know of it; none is in charge.',
    wanted: 'A shared plan for what each service says when called.',
    incidents: ['Forty calls in a night', 'Arrived at the counter asking to be arrested', 'Called an ambulance and sent it away'],
    heard: [
      { agency: 'Health', says: 'Has a care coordinator in another borough, who was not told of the calls.', nature: 'fact' },
      { agency: 'CoLP', says: 'Two hundred and six calls in four months.', nature: 'fact' },
      { agency: 'Probation', says: 'Not known to us.', nature: 'fact' },
    ],
    actions: [
      { agency: 'Health', does: 'Ask the care coordinator to join the next panel', shows: 'She joined' },
      { agency: 'CoLP', does: 'Write the words that call handlers use, with the care coordinator', shows: 'Agreed and in use' },
    ],
    powers: ['criminal behaviour order'],
  },
]
