import type { Insertable } from 'kysely'
import type { Tables } from '../../db/tables.ts'
import { wordsOf, type FactKind } from '../../cases/index/words.ts'
import { type RiskMatrix, scoreRisk } from '../../cases/rules/risk-matrix.ts'
import { newReference } from '../../sharing/reference.ts'
import { type AgencyKey, BUILDINGS, ELSEWHERE, FORENAMES, PLACES, STORIES, type Story, SURNAMES } from './stories.ts'

/** Tables that a case has rows in, in the order they can be filled. */
export const FILLED = [
  'case_file', 'case_party', 'index_entry', 'index_fact', 'index_word', 'referral', 'subject', 'diary_entry', 'risk_assessment', 'contribution', 'information_request', 'action', 'power_use', 'support_offer', 'contact', 'closure', 'satisfaction',
] as const
type Filled = (typeof FILLED)[number]
export type Rows = { [T in Filled]: Insertable<Tables[T]>[] }

/** Who and what there is to invent with: ids by key, and today. */
export type Cast = {
  partnershipId: string
  today: Temporal.PlainDate
  schemes: Record<Story['scheme'], string>
  agencies: Record<AgencyKey, string>
  /** One account for each agency, who writes for it. */
  writers: Record<AgencyKey, string>
  /** The risk matrix of each scheme, and the version it is. */
  risks: Record<Story['scheme'], { ruleSetId: string; matrix: RiskMatrix }>
  below: (limit: number) => number
}

/** What a case is to be: the generator fills in the rest. */
export type Wanted = { story: Story; daysAgo: number; resident: boolean; outcome: 'accepted' | 'advice given' | 'belongs elsewhere' | 'undecided'; isClosed: boolean }

export const emptyRows = (): Rows => Object.fromEntries(FILLED.map((table) => [table, []])) as unknown as Rows

/** Two years of referrals: 40 in the first, of which 11 concern residents, as the first year of the City's panel had; fewer in the second. Seeded. */
export function twoYears(below: Cast['below']): Wanted[] {
  const first = Array.from({ length: 40 }, (_, at) => wanted(below, 365 + 9 + Math.floor((at * 356) / 40), at < 11, true))
  const second = Array.from({ length: 34 }, (_, at) => wanted(below, 12 + Math.floor((at * 350) / 34), at % 5 === 0, at > 12))
  const others = Array.from({ length: 46 }, (_, at) => wanted(below, 10 + at * 15, at % 3 === 0, at > 14, ['asb victims', 'asb perpetrators']))
  return [...first, ...second, ...others]
}

/** `count` cases of every kind over three years, for benchmarks. */
export const many = (below: Cast['below'], count: number): Wanted[] => Array.from({ length: count }, () => wanted(below, 5 + below(1090), below(4) === 0, below(3) > 0, ['community marac', 'asb victims', 'asb perpetrators']))

function wanted(below: Cast['below'], daysAgo: number, resident: boolean, isOld: boolean, schemes: readonly Story['scheme'][] = ['community marac']): Wanted {
  const fitting = STORIES.filter(({ scheme }) => schemes.includes(scheme))
  const chance = below(10)
  const outcome = daysAgo < 15 ? 'undecided' : chance < 7 ? 'accepted' : chance < 9 ? 'advice given' : 'belongs elsewhere'
  return { story: fitting[below(fitting.length)]!, daysAgo, resident, outcome, isClosed: outcome === 'accepted' && isOld && daysAgo > 150 }
}

/** How long those run that have a term, and who may grant them. The rest are given once and stand as said. */
const TERM: Readonly<Record<string, { months: number; authority: string }>> = {
  'acceptable behaviour contract': { months: 6, authority: 'Council' }, 'civil injunction': { months: 12, authority: 'County court' }, 'criminal behaviour order': { months: 24, authority: 'Magistrates’ court' },
}

const STAGE = { accepted: 'open', 'advice given': 'advised', 'belongs elsewhere': 'elsewhere', undecided: 'referred' } as const

/** Adds one invented case to `rows`, whole: who it is about, what was said, asked, done and decided. Gives its id and its reference. */
export function invent({ partnershipId: partnership_id, today, schemes, agencies, writers, risks, below }: Cast, { story, daysAgo, resident, outcome, isClosed }: Wanted, rows: Rows) {
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!
  const on = (days: number) => today.subtract({ days: Math.max(0, daysAgo - days) }).toString()
  const at = (days: number, hour = 10) => `${on(days)}T${String(hour).padStart(2, '0')}:00:00Z`
  const [case_id, scheme_id] = [crypto.randomUUID(), schemes[story.scheme]]
  const isAccepted = outcome === 'accepted'
  const referredBy: AgencyKey = pick(['CoLC', 'CoLP', 'CoLP', 'Victim Support', 'Health'] as const)
  const heard = story.heard
  const parties = [...new Set<AgencyKey>(['CoLC', referredBy, ...(isAccepted ? heard.map(({ agency }) => agency) : [])])]
  const closedAfter = 90 + below(50)
  const reference = newReference(story.scheme)
  const own = { partnership_id, case_id }
  const by = (agency: AgencyKey) => ({ agency_id: agencies[agency], recorded_by: writers[agency] })

  rows.case_file.push({
    ...own, scheme_id, reference, stage: isClosed ? 'closed' : STAGE[outcome], lead_agency_id: agencies.CoLC, parties: parties.map((key) => agencies[key]), about: story.about, resident: story.about === 'location' ? null : resident,
    referred_on: on(0), opened_on: isAccepted ? on(5) : null, review_on: isAccepted && !isClosed ? today.add({ days: below(80) - 15 }).toString() : null, closed_on: isClosed ? on(closedAfter) : null,
    keep_until: isClosed ? today.subtract({ days: daysAgo - closedAfter }).add({ months: 72 }).toString() : null, made_by: writers[referredBy], made_at: at(0),
  })
  for (const key of parties) rows.case_party.push({ ...own, agency_id: agencies[key], joined_at: at(key === 'CoLC' || key === referredBy ? 0 : 6), asked_by: writers.CoLC, reason: key === 'CoLC' ? 'It hosts the scheme' : key === referredBy ? 'It referred the case' : 'The panel needs what it knows' })
  rows.referral.push({
    ...own, referred_by: writers[referredBy], agency_id: agencies[referredBy], made_at: at(0, 9), channel: pick(['form', 'form', 'short form', 'phone']), reasons: story.reasons, wanted: story.wanted,
    ...pick([{ consent: 'given' as const }, { consent: 'not asked' as const, consent_reason: 'Asking could have put somebody at risk' }]),
    ...(outcome !== 'undecided' && { outcome, decided_by: writers.CoLC, decided_at: at(5), decision: JSON.stringify({ outcome: isAccepted ? 'meets' : 'does not meet', fired: [] }) }),
    ...(outcome === 'advice given' && { advice: 'Keep a diary of each incident, report each one, and come back if it happens again within six weeks.', advice_sent_at: at(6) }),
  })

  const people = subjectsOf(story).map((role) => {
    const isPlace = role === 'location'
    const [index_entry_id, subject_id] = [crypto.randomUUID(), crypto.randomUUID()]
    rows.index_entry.push({ partnership_id, index_entry_id, kind: isPlace ? 'place' : 'person', made_by: writers[referredBy], made_at: at(0) })
    const [forename, surname] = [pick(FORENAMES), pick(SURNAMES)]
    const fact = (kind: FactKind, value: string, parts = {}) => {
      const index_fact_id = crypto.randomUUID()
      rows.index_fact.push({ ...own, ...by(referredBy), index_fact_id, index_entry_id, kind, value, parts: JSON.stringify(parts), source: 'The referral', recorded_at: at(0) })
      for (const word of wordsOf(kind, value, parts)) rows.index_word.push({ ...own, word, index_fact_id, index_entry_id })
    }
    if (isPlace) fact('premises', pick(PLACES))
    else {
      fact('name', `${forename} ${surname}`, { forename, surname })
      if (below(3) > 0) fact('birth', `${1950 + below(56)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`)
      if (resident) fact('address', `${1 + below(40)} ${pick(BUILDINGS)}, EC9Z 9${pick(['AA', 'BB', 'CC'])}`)
    }
    rows.subject.push({ ...own, subject_id, index_entry_id, role, resident: isPlace ? null : resident, home_area: resident || isPlace ? null : pick(ELSEWHERE), added_by: writers[referredBy], added_at: at(0) })
    return { role, subject_id, index_entry_id }
  })
  const victim = people.find(({ role }) => role === 'victim')
  const first = people[0]!

  story.incidents.forEach((what, n) => {
    const day = -70 + n * 19 + below(9)
    const happened = today.subtract({ days: daysAgo - day }).toString()
    rows.diary_entry.push({
      ...own, ...by(referredBy), happened_from: happened, happened_to: happened, what, behaviour: story.behaviour, place: story.about === 'location' ? pick(PLACES) : null,
      ...(below(4) > 0 && { complained_on: happened, complained_to: pick(['The police', 'The council', 'The landlord']), complained_by: victim?.index_entry_id ?? null, response: pick(['A visit the same day', 'Logged, with no visit', 'A call back within two days']) }), recorded_at: at(0),
    })
  })
  if (!isAccepted) return { caseId: case_id, reference, people }

  const { ruleSetId, matrix } = risks[story.scheme]
  const assess = (day: number, worst: boolean) => {
    const answers = Object.fromEntries(matrix.questions.map(({ key, answers: choices }) => [key, choices[Math.max(below(choices.length), worst ? below(choices.length) : 0)]!.value]))
    const { score, band } = scoreRisk(matrix, answers)
    rows.risk_assessment.push({ ...own, ...{ agency_id: agencies.CoLC, assessed_by: writers.CoLC }, subject_id: first.subject_id, rule_set_id: ruleSetId, answers: JSON.stringify(answers), score, band, assessed_on: on(day), made_at: at(day) })
  }
  assess(4, true)
  if (daysAgo > 90) assess(60, false)
  for (const { agency, says, nature } of heard) {
    const contribution_id = crypto.randomUUID()
    rows.contribution.push({
      ...own, scheme_id, contribution_id, agency_id: agencies[agency], written_by: writers[agency], written_at: at(9, 11), audience: agency === 'Health' ? pick(['case lead', 'named agencies'] as const) : pick(['panel', 'panel', 'case lead'] as const),
      named_agencies: agency === 'Health' ? [agencies.CoLC] : [], purpose: story.scheme === 'community marac' ? 'community safety casework' : 'anti-social behaviour', gateway: agency === 'CoLP' || agency === 'Probation' ? 'law enforcement' : 'CDA s.115',
      nature, subject_id: first.subject_id, standing: story.about === 'perpetrator' ? 'suspect' : story.about === 'victim' ? 'victim' : 'other', regime: agency === 'CoLP' || agency === 'Probation' ? 'Part 3' : 'UK GDPR',
      necessity: 'The panel cannot weigh the risk without it', statement: says,
    })
    if (agency !== 'CoLC') rows.information_request.push({ ...own, to_agency_id: agencies[agency], asked_by: writers.CoLC, asked_at: at(6), question: 'What do you hold that bears on the risk, and what have you done?', due_on: on(13), answer: 'contribution', contribution_id, answered_by: writers[agency], answered_at: at(9, 11) })
  }
  if (!isClosed && below(2) === 0) rows.information_request.push({ ...own, to_agency_id: agencies.CoLP, asked_by: writers.CoLC, asked_at: at(Math.max(0, daysAgo - 4)), question: 'Has anything come in since the last panel?', due_on: today.add({ days: below(6) - 2 }).toString() })
  for (const { agency, does, shows } of story.actions) {
    const isDone = isClosed || below(3) > 0
    rows.action.push({ ...own, statement: does, owner_agency_id: agencies[agency], owner_account_id: writers[agency], due_on: isDone ? on(40) : today.add({ days: below(40) - 12 }).toString(), state: isDone ? 'done' : 'open', made_by: writers.CoLC, made_at: at(15), ...(isDone && { closed_on: on(35), closed_by: writers[agency], evidence: shows }) })
  }
  const rungs = story.powers.slice(0, isClosed ? story.powers.length : 1 + below(Math.max(1, story.powers.length)))
  const against = people.find(({ role }) => role === 'perpetrator') ?? first
  rungs.forEach((power, n) => {
    const begins = today.subtract({ days: Math.max(0, daysAgo - 20 - n * 18) })
    const { months, authority } = TERM[power] ?? { months: null, authority: 'Community safety manager' }
    const ends = months && begins.add({ months })
    const isOver = ends && Temporal.PlainDate.compare(ends, today) < 0
    rows.power_use.push({
      ...own, ...by('CoLC'), subject_id: against.subject_id, power, state: !ends ? 'given' : isOver ? 'ended' : 'in force', authority, decided_on: begins.toString(), starts: begins.toString(), ends: ends?.toString() ?? null,
      ...(isOver && { ended_on: ends.toString(), ended_reason: 'It ran its term' }), ...(power === 'criminal behaviour order' && { positive_requirements: 'To keep a weekly appointment with the community team' }),
      skipped_reason: n === 0 && power === 'criminal behaviour order' ? 'On conviction: the court was asked at once, since the calls put others at risk' : null,
      proportionality: 'Nothing milder had worked, and it asks no more than to stop', recorded_at: at(20 + n * 18),
    })
  })
  for (const { subject_id, role } of people) if (role === 'victim' || role === 'perpetrator') rows.support_offer.push({ ...own, subject_id, service: role === 'victim' ? 'Victim Support, weekly call' : 'Outreach and substance misuse service', offered_on: on(10), offered_by: writers.CoLC, agency_id: agencies.CoLC, answer: pick(['accepted', 'declined', 'accepted'] as const), answered_on: on(12) })
  if (victim) for (let n = 0; n < 4; n++) rows.contact.push({ ...own, subject_id: victim.subject_id, method: pick(['phone', 'phone', 'visit'] as const), at: at(2 + n * 13, 14), reached: below(4) > 0, purpose: n === 0 ? 'First contact' : 'Update', summary: n === 0 ? 'Explained what happens next and who to ring' : 'Told of what was done since', made_by: writers.CoLC, agency_id: agencies.CoLC, recorded_at: at(2 + n * 13, 15) })
  // Most victims heard from somebody this fortnight; one in five did not, and stands in somebody's work.
  if (victim && !isClosed && below(5) > 0) rows.contact.push({ ...own, subject_id: victim.subject_id, method: 'phone', at: at(daysAgo - 1 - below(8), 14), reached: true, purpose: 'Update', summary: 'Told of what was done since', made_by: writers.CoLC, agency_id: agencies.CoLC, recorded_at: at(daysAgo - 1, 15) })
  if (isClosed) {
    const before = story.incidents.length + below(4)
    rows.closure.push({ ...own, closed_on: on(closedAfter), outcome: pick(['resolved', 'risk reduced', 'managed elsewhere'] as const), what_changed: 'Complaints fell away once one person answered for the plan.', months_compared: 3, contacts_before: before, contacts_after: Math.min(before, below(3)), closed_by: writers.CoLC, told_on: on(closedAfter + 2) })
    if (victim && below(4) > 0) rows.satisfaction.push({ ...own, subject_id: victim.subject_id, asked_on: on(closedAfter + 5), answered_on: on(closedAfter + 9), answer: pick(['very satisfied', 'satisfied', 'satisfied', 'neither', 'dissatisfied'] as const), recorded_by: writers.CoLC })
  }
  return { caseId: case_id, reference, people }
}

const subjectsOf = ({ about, scheme }: Story): ('victim' | 'perpetrator' | 'location' | 'group')[] => {
  if (about === 'location') return ['location']
  if (about === 'emerging issue') return ['group']
  return about === 'victim' ? (scheme === 'asb victims' ? ['victim', 'perpetrator'] : ['victim']) : ['perpetrator', 'victim']
}
