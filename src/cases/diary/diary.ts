export const BEHAVIOURS = ['harassment, alarm or distress', 'housing nuisance', 'environmental', 'crime', 'other'] as const
export type Behaviour = (typeof BEHAVIOURS)[number]
export const BEHAVIOUR_IN_WORDS: Record<Behaviour, string> = {
  'harassment, alarm or distress': 'Harassment, alarm or distress', 'housing nuisance': 'Nuisance about housing', environmental: 'Environmental', crime: 'Crime', other: 'Other',
}

/** One line of an incident diary; days are ISO. */
export type DiaryEntry = {
  entryId: string
  happenedFrom: string
  happenedTo: string
  what: string
  behaviour: Behaviour
  place: string | null
  complainedOn: string | null
  complainedTo: string | null
  /** The subject who complained. */
  complainedBy: string | null
  reportReference: string | null
  response: string | null
  respondedOn: string | null
  agencyId: string
  agency: string
  recordedAt: Temporal.Instant
}

export type Window = { words: string; incidents: number; complaints: number }

/** How many incidents began and how many complaints were made in the last month, three months, six and twelve: each window ends today. */
export function rollingCounts(entries: readonly Pick<DiaryEntry, 'happenedFrom' | 'complainedOn'>[], today: Temporal.PlainDate): Window[] {
  return ([[1, 'Last month'], [3, 'Last three months'], [6, 'Last six months'], [12, 'Last year']] as const).map(([months, words]) => {
    const after = today.subtract({ months }).toString()
    const within = (day: string | null) => day !== null && day > after && day <= today.toString()
    return { words, incidents: entries.filter(({ happenedFrom }) => within(happenedFrom)).length, complaints: entries.filter(({ complainedOn }) => within(complainedOn)).length }
  })
}

/** Incidents by calendar month, from the first month with one to this: months with none are 0. At most the last `most` months. */
export function byMonth(entries: readonly Pick<DiaryEntry, 'happenedFrom'>[], today: Temporal.PlainDate, most = 24): { month: Temporal.PlainYearMonth; incidents: number }[] {
  const first = entries.map(({ happenedFrom }) => happenedFrom).toSorted()[0]
  if (!first) return []
  const [from, last] = [Temporal.PlainDate.from(first).toPlainYearMonth(), today.toPlainYearMonth()]
  const length = Math.max(1, Math.min(most, from.until(last, { largestUnit: 'months' }).months + 1))
  return Array.from({ length }, (_, i) => last.subtract({ months: length - 1 - i }))
    .map((month) => ({ month, incidents: entries.filter(({ happenedFrom }) => happenedFrom.startsWith(month.toString())).length }))
}
