/** Keys of the powers, as they stand in the database. */
export const POWER_KEYS = [
  'advice', 'rapid contact', 'warning letter', 'acceptable behaviour contract', 'community protection warning', 'community protection notice', 'closure notice', 'closure order',
  'civil injunction', 'criminal behaviour order', 'dispersal', 'public spaces protection order', 'absolute ground for possession',
  'ABC', 'ASBO', 'CRASBO', 'ASBI', 'DISP', 'DPPO', 'crack house closure',
] as const
export type PowerKey = (typeof POWER_KEYS)[number]

/** How long a use may run. `openEnded`: it may be made with no end. `extendedTo`: the most it may come to when it is extended. Months run to the day before the same day. */
export type Term = { shortestMonths?: number; longestDays?: number; longestMonths?: number; extendedToMonths?: number; openEnded: boolean }

/**
 * One power as the law had it between two days. `rung`: its place on the ladder, null beside it. `formal`: it is applied for or served, and then in force;
 * anything else is simply given. `needs`: what the law wants first. `became`: what stands in its place since it was repealed.
 */
export type Power = {
  key: PowerKey
  title: string
  rung: number | null
  on: 'person' | 'place' | 'either'
  formal: boolean
  from: string
  to?: string
  source: string
  ageFrom?: number
  /** Against a company or other body too. */
  bodies?: boolean
  term: Term
  youthTerm?: Term
  yearlyYouthReview?: boolean
  needs?: PowerKey
  onConviction?: boolean
  authority: readonly string[]
  consult?: string
  breach: string
  became?: PowerKey
}

const LOCAL = { from: '1900-01-01', source: 'No statute: local practice, and Home Office statutory guidance for frontline professionals on the 2014 Act' }
const PART_1_AND_5 = '2014-10-20'
/** Injunctions came five months after the rest: SI 2014/2590 and SI 2015/373. */
const INJUNCTIONS = '2015-03-23'
const ACT = 'Anti-social Behaviour, Crime and Policing Act 2014'
const open: Term = { openEnded: true }
const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()

/** Every power, in the order of the ladder, those repealed last. */
export const POWERS: readonly Power[] = [
  { ...LOCAL, key: 'advice', title: 'Information and advice', rung: 1, on: 'either', formal: false, term: open, authority: ['Any agency'], breach: 'None: it asks, and binds nobody' },
  { ...LOCAL, key: 'rapid contact', title: 'Rapid contact with victim and perpetrator', rung: 2, on: 'person', formal: false, term: open, authority: ['Any agency'], breach: 'None: it asks, and binds nobody' },
  { ...LOCAL, key: 'warning letter', title: 'Warning letter', rung: 3, on: 'person', formal: false, bodies: true, term: open, authority: ['Any agency'], breach: 'None of its own; it shows that a warning was given' },
  { ...LOCAL, key: 'acceptable behaviour contract', title: 'Acceptable behaviour contract', rung: 4, on: 'person', formal: true, ageFrom: 10, term: { openEnded: true, longestMonths: 12 }, authority: ['Council', 'Police', 'Landlord'], consult: 'A parent or guardian signs with anyone under 18', breach: 'None of its own: it is voluntary; a breach can be evidence for an order' },
  { key: 'community protection warning', title: 'Community protection warning', rung: 5, on: 'person', formal: false, ageFrom: 16, bodies: true, from: PART_1_AND_5, source: `${ACT}, s.43(5)`, term: open, authority: ['Police', 'Council', 'Landlord that the council has designated'], breach: 'A community protection notice may follow' },
  { key: 'community protection notice', title: 'Community protection notice', rung: 6, on: 'person', formal: true, ageFrom: 16, bodies: true, from: PART_1_AND_5, source: `${ACT}, s.43 to s.58`, needs: 'community protection warning', term: open, authority: ['Police', 'Council', 'Landlord that the council has designated'], consult: 'Inform whichever body thinks fit, including the landlord', breach: 'A fine on conviction, or a fixed penalty of up to £100. It may be appealed to a magistrates’ court within 21 days' },
  { key: 'closure notice', title: 'Closure notice', rung: 7, on: 'place', formal: true, from: PART_1_AND_5, source: `${ACT}, s.76 to s.79`, term: { openEnded: false, longestDays: 2 }, authority: ['Police: inspector, up to 24 hours', 'Police: superintendent, up to 48 hours', 'Council: up to 24 hours', 'Council: chief executive or somebody they name, up to 48 hours'], consult: 'Whoever the authority thinks right, with the police or council informed', breach: 'Up to three months in prison, a fine, or both. It closes nobody’s home to whoever lives there' },
  { key: 'closure order', title: 'Closure order', rung: 7, on: 'place', formal: true, from: PART_1_AND_5, source: `${ACT}, s.80 to s.84`, needs: 'closure notice', term: { openEnded: false, longestMonths: 3, extendedToMonths: 6 }, authority: ['Magistrates’ court'], breach: 'Up to 51 weeks in prison, a fine, or both' },
  { key: 'civil injunction', title: 'Civil injunction', rung: 8, on: 'person', formal: true, ageFrom: 10, from: INJUNCTIONS, source: `${ACT}, s.1 to s.21`, term: open, youthTerm: { openEnded: false, longestMonths: 12 }, authority: ['County court', 'High Court', 'Youth court'], consult: 'The youth offending team is consulted about anyone under 18', breach: 'Contempt of court: up to two years in prison or a fine for an adult; a supervision or detention order for anyone under 18' },
  { key: 'criminal behaviour order', title: 'Criminal behaviour order', rung: 8, on: 'person', formal: true, ageFrom: 10, from: PART_1_AND_5, source: `${ACT}, s.22 to s.33`, onConviction: true, term: { openEnded: true, shortestMonths: 24 }, youthTerm: { openEnded: false, shortestMonths: 12, longestMonths: 36 }, yearlyYouthReview: true, authority: ['Crown Court', 'Magistrates’ court', 'Youth court'], consult: 'The prosecutor finds out what the youth offending team thinks about anyone under 18', breach: 'A crime: up to five years in prison, a fine, or both; up to a two-year detention and training order for anyone under 18' },
  { key: 'dispersal', title: 'Dispersal', rung: null, on: 'either', formal: true, ageFrom: 10, from: PART_1_AND_5, source: `${ACT}, s.34 to s.42`, term: { openEnded: false, longestDays: 2 }, authority: ['Police: inspector or above'], breach: 'Up to three months in prison or a fine; a fine for not handing over what was asked for' },
  { key: 'public spaces protection order', title: 'Public spaces protection order', rung: null, on: 'place', formal: true, from: PART_1_AND_5, source: `${ACT}, s.59 to s.75`, term: { openEnded: false, longestMonths: 36 }, authority: ['Council'], consult: 'Police, the local policing body, community representatives, and whoever owns the land. It may be challenged in the High Court within six weeks', breach: 'A fine, or a fixed penalty of up to £100' },
  { key: 'absolute ground for possession', title: 'Absolute ground for possession', rung: null, on: 'person', formal: true, ageFrom: 18, from: PART_1_AND_5, source: `${ACT}, s.94 to s.100; Housing Act 1985, s.84A; Housing Act 1988, Schedule 2, ground 7A`, term: open, authority: ['County court'], consult: 'A council tenant may ask the council to review the notice', breach: 'The home is lost on the day the order says' },
  { ...LOCAL, key: 'ABC', title: 'ABC (older name)', rung: 4, on: 'person', formal: true, to: dayBefore(PART_1_AND_5), term: open, authority: ['Council', 'Police', 'Landlord'], breach: 'None of its own', became: 'acceptable behaviour contract' },
  { key: 'ASBO', title: 'Anti-social behaviour order', rung: 8, on: 'person', formal: true, ageFrom: 10, from: '1999-04-01', to: dayBefore(INJUNCTIONS), source: `Crime and Disorder Act 1998, s.1; ${ACT}, s.21`, term: { openEnded: true, shortestMonths: 24 }, authority: ['Magistrates’ court'], breach: 'Up to five years in prison. What was still in force on 23 March 2020 was from then treated as an injunction', became: 'civil injunction' },
  { key: 'CRASBO', title: 'Anti-social behaviour order on conviction', rung: 8, on: 'person', formal: true, ageFrom: 10, from: '2002-12-02', to: dayBefore(PART_1_AND_5), source: `Crime and Disorder Act 1998, s.1C; ${ACT}, s.33`, onConviction: true, term: { openEnded: true, shortestMonths: 24 }, authority: ['Crown Court', 'Magistrates’ court'], breach: 'Up to five years in prison. What was still in force on 20 October 2019 was from then treated as a criminal behaviour order', became: 'criminal behaviour order' },
  { key: 'ASBI', title: 'Anti-social behaviour injunction', rung: 8, on: 'person', formal: true, from: '2004-06-30', to: dayBefore(INJUNCTIONS), source: `Housing Act 1996, s.153A; ${ACT}, s.21`, term: open, authority: ['County court', 'High Court'], breach: 'Contempt of court', became: 'civil injunction' },
  { key: 'DISP', title: 'Dispersal area, or direction to leave', rung: null, on: 'either', formal: true, from: '2004-01-20', to: dayBefore(PART_1_AND_5), source: 'Anti-social Behaviour Act 2003, s.30; Violent Crime Reduction Act 2006, s.27', term: { openEnded: false, longestMonths: 6 }, authority: ['Police: superintendent, with the council'], breach: 'A fine, or up to three months in prison', became: 'dispersal' },
  { key: 'DPPO', title: 'Designated public place order', rung: null, on: 'place', formal: true, from: '2001-09-01', to: dayBefore(PART_1_AND_5), source: `Criminal Justice and Police Act 2001, s.13; ${ACT}, s.75`, term: open, authority: ['Council'], breach: 'A fine. What was still in force on 20 October 2017 was from then treated as a public spaces protection order', became: 'public spaces protection order' },
  { key: 'crack house closure', title: 'Closure of premises used for drugs', rung: 7, on: 'place', formal: true, from: '2004-01-20', to: dayBefore(PART_1_AND_5), source: 'Anti-social Behaviour Act 2003, s.1 to s.11', term: { openEnded: false, longestMonths: 3, extendedToMonths: 6 }, authority: ['Magistrates’ court'], breach: 'Up to 51 weeks in prison, a fine, or both', became: 'closure order' },
]

const isKey = (key: string): key is PowerKey => (POWER_KEYS as readonly string[]).includes(key)

/** A power as the law has it on a day (ISO); null when there is none of that name then. */
export const powerOn = (key: string, day: string): Power | null => POWERS.find((power) => power.key === key && power.from <= day && (power.to ?? '9999') >= day) ?? null

/** A power by its key, whenever it was; null for a word that is none. */
export const selectPower = (key: string): Power | null => (isKey(key) ? (POWERS.findLast((power) => power.key === key) ?? null) : null)

/** What a power is today: itself, or what took its place. */
export const successorOf = (key: PowerKey): PowerKey => selectPower(key)?.became ?? key

/** The ladder on a day, from the lowest rung: on each, the powers that stand there then. */
export function ladderOn(day: string): { rung: number; powers: Power[] }[] {
  const standing = POWERS.filter(({ key, rung }) => rung !== null && powerOn(key, day) !== null)
  return [...Map.groupBy(standing, ({ rung }) => rung!)].sort(([a], [b]) => a - b).map(([rung, powers]) => ({ rung, powers }))
}
