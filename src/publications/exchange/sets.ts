/** Sets of depersonalised information that a responsible authority gives the others for every three months, and which sector holds each. */
export type DataSet = { key: string; name: string; what: string; sector: 'police' | 'fire' | 'health' | 'council' }

export const LAW = 'Crime and Disorder (Prescribed Information) Regulations 2007 (SI 2007/1831)'

// In short, and in our words: the Schedule says field by field what each set holds. The council’s is not spelt out here.
export const DATA_SETS: readonly DataSet[] = [
  { key: 'crimes', name: 'Crimes', what: 'Each crime by sub-category, with its time, date and place', sector: 'police' },
  { key: 'anti-social-behaviour', name: 'Anti-social behaviour', what: 'Incidents reported to the police, by category, time, date and place', sector: 'police' },
  { key: 'transport', name: 'Transport incidents', what: 'Incidents of transport reported to the police', sector: 'police' },
  { key: 'public-safety', name: 'Public safety incidents', what: 'Incidents of public safety and welfare reported to the police', sector: 'police' },
  { key: 'deliberate-primary-fires', name: 'Deliberate primary fires', what: 'With those of vehicles apart, by time, date and place', sector: 'fire' },
  { key: 'deliberate-secondary-fires', name: 'Deliberate secondary fires', what: 'By time, date and place', sector: 'fire' },
  { key: 'violence-to-crews', name: 'Violence to fire crews', what: 'Incidents of violence against those who attend', sector: 'fire' },
  { key: 'dwelling-fires', name: 'Fires in dwellings without an alarm', what: 'Attended where no alarm was fitted', sector: 'fire' },
  { key: 'assault-admissions', name: 'Hospital admissions for assault', what: 'By the first half of the postcode', sector: 'health' },
  { key: 'domestic-abuse-admissions', name: 'Hospital admissions for domestic abuse', what: 'By the first half of the postcode', sector: 'health' },
  { key: 'ambulance-calls', name: 'Ambulance calls', what: 'To crime and disorder, by time, date and place', sector: 'health' },
  { key: 'council', name: 'What the council holds', what: 'The sets of the Schedule that are the council’s', sector: 'council' },
]

export const dataSetOf = (key: string): DataSet | undefined => DATA_SETS.find((set) => set.key === key)

/** The last day on which a quarter's information is to be disclosed: the end of the quarter after it. `quarter`: its first day. */
export const dueOn = (quarter: Temporal.PlainDate): Temporal.PlainDate => quarter.add({ months: 6 }).subtract({ days: 1 })

export const QUARTERS_SHOWN = 4

/** The first days of the quarters that have ended and are asked about since `since`, the newest last, four at most; ISO. */
export function quartersAsked(since: string, today: Temporal.PlainDate): string[] {
  const current = today.with({ day: 1 }).subtract({ months: (today.month - 1) % 3 })
  return Array.from({ length: QUARTERS_SHOWN }, (_, n) => current.subtract({ months: 3 * (QUARTERS_SHOWN - n) }).toString()).filter((quarter) => Temporal.PlainDate.from(quarter).add({ months: 3 }).toString() > since)
}
