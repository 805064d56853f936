// The update of February 2017 as a report to a committee, and the dashboard of September 2018 as a board pack: their facts in our own words.

type SectionFound = { heading: string; body: string; recommendation?: string; restricted?: true }

/** The report's printed list of recommendations left one heading out and named another otherwise; here the list is made from the headings. Its annex is still missing. */
export const UPDATE_2017: { title: string; starts: string; ends: string; committee: string; committeeOn: string; reportOf: string; contact: string; summary: string; sections: readonly SectionFound[]; missing: string; reason: string } = {
  title: 'What the community safety team has been doing', starts: '2016-10-01', ends: '2017-02-03', committee: 'Safer City Partnership', committeeOn: '2017-02-03', reportOf: 'Manager, Community Safety Team', contact: 'Community safety team, by way of the Town Clerk’s Department',
  summary: 'Work of the team since the autumn that no other paper before the partnership covers.',
  sections: [
    { heading: 'Christmas', recommendation: 'To note what was done', body: 'There was no campaign on alcohol across London this winter, and no recovery centre, for reasons outside the City. The team helped to give out material against pickpockets.' },
    { heading: 'The yearly review, and the strategy for 2017', recommendation: 'To note the timetable and to comment on the draft', body: 'A review of the year is drafted in April for comment and is to be finished for the meeting in June, when the refreshed strategy should also be signed off. The priorities still hold: violence, theft and other acquisitive crime, trouble at night, Prevent, and anti-social behaviour. Cyber crime needs more under each.' },
    { heading: 'City Community MARAC', recommendation: 'To note its first year', body: 'The conference turns one on 17 February. About 40 referrals were made in its first year, 11 of them about residents of the City. It helped towards the first criminal behaviour order here that asks something positive, and the first civil injunction.\n\nMost people referred live elsewhere, and it is hard to reach the boroughs and mental health services where they do.' },
    { heading: 'Prevent', recommendation: 'To note the activity', body: 'The strategy is being refreshed. No referral to Channel was made since the last meeting, which was not dated in the paper.\n\nMeetings are arranged with:\n\n- those who lead on education, 21 February 2017\n- those who lead in the Corporation, 23 February 2017\n- businesses, 9 February 2017\n\nMore than 200 people who meet the public came to events in the week on counter terrorism awareness.' },
    { heading: 'Residents and Members', recommendation: 'To note the approach', body: 'Members of the wards where most people live are to be asked to bring what worries residents, and to take back what is done about it. A briefing follows the election.' },
    { heading: 'Serious and organised crime', recommendation: 'To note the meetings', body: 'The board met on 22 December 2016 about the four Ps and cyber crime, and meets on 27 January about fraud and on 28 February 2017 about financial crime.' },
    { heading: 'Tool to follow the plan', recommendation: 'To note progress', body: 'A tool to follow the plan is being tried and is attached as an appendix.' },
  ],
  missing: 'Tool to follow the plan', reason: 'The appendix was missing from the paper as it was published in 2017, and it is shown here as it was.',
}

export const PACK_2018 = { title: 'Board pack: how the priorities stand', starts: '2018-04-01', ends: '2018-09-30', summary: 'Five of the six priorities go well by what their owners say. Two were shown two ways in the printed dashboard, and nothing was measured: what the pack says of trends is therefore little.' }

export const ASSESSMENT_2025 = { title: 'Strategic assessment of 2024 to 2025', starts: '2024-04-01', ends: '2025-03-31', summary: 'What the police recorded in the City in the year to March 2025, beside the years before. The sections are drafted from the data; what they mean, and what people told the partnership, is still to be written.' }

export const SITE = {
  address: 'city-of-london',
  introduction: 'In the Safer City Partnership the City’s police and its Corporation work together with the London Fire Brigade, the probation service and the health service. The law asks them to plan together against crime and disorder.\n\nThis is an example: its people are invented, and its figures come from published papers.',
  contact: 'Community safety team, Guildhall, London. In an emergency call 999; otherwise call 101.',
}
export const YOU_SAID = [
  { said: 'Cyclists said that bicycles are taken outside offices', did: 'Ground anchors were put in, and bicycles are marked at the offices that ask.', happened: '2018-09-10' },
  { said: 'Residents asked who to call about noise at night', did: 'One number for the noise team stands on the page of every estate.', happened: null },
]

export const CAMPAIGNS: readonly { title: string; theme: string; audience: string; message: string; channels: readonly string[]; from: readonly [month: number, day: number]; to: readonly [month: number, day: number]; observance?: string; lead: string; measured: boolean }[] = [
  { title: 'Look after your friends on a night out', theme: 'Night-time economy', audience: 'People out in the evening', message: 'Go home together.', channels: ['Taxi ranks', 'Licensed premises'], from: [12, 1], to: [12, 24], lead: 'CST', measured: false },
  { title: 'Sixteen days against violence against women', theme: 'Violence against women and girls', audience: 'Employers and people who work here', message: 'Ask, and know whom to tell.', channels: ['Offices', 'Social media'], from: [11, 25], to: [12, 10], lead: 'CCS', measured: true },
  { title: 'Scams', theme: 'Fraud', audience: 'Older residents', message: 'Stop, and ask somebody you trust.', channels: ['Letters', 'Libraries'], from: [2, 1], to: [2, 28], lead: 'Trading Standards', measured: true },
]
