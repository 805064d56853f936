import { type Insertable, sql } from 'kysely'
import { noteSecondReports } from '../../cases/case-review/store.ts'
import { STARTING_RISK } from '../../cases/rules/risk-matrix.ts'
import { STARTING_CRITERIA } from '../../cases/rules/starting-rules.ts'
import { audit, type Tx } from '../../db/tx.ts'
import type { Tables } from '../../db/tables.ts'
import { randomBelow } from '../../statistics/linkage/frequencies.ts'
import { PARTNERSHIP } from '../partners.ts'
import { type Known, selectKnown } from '../keep-partners.ts'
import { type Cast, emptyRows, FILLED, invent, type Rows, twoYears } from './invent.ts'
import { countCases } from '../../cases/figures/count-cases.ts'
import { keepMarked } from './marked-cases.ts'
import { keepPanels } from './keep-panels.ts'
import { keepReviews } from './keep-reviews.ts'
import { AGENCY_KEYS, type AgencyKey } from './stories.ts'

const { partnershipId: partnership_id } = PARTNERSHIP
const ROWS_AT_ONCE = 400

/** Who writes for each agency in the invented cases. */
const WRITERS: Record<AgencyKey, string> = { CoLC: 'coordinator', CoLP: 'constable', LFB: 'fire', Probation: 'probation', Health: 'health', 'Victim Support': 'support' }

/** Who works in which scheme, and as what. */
const MEMBERS = {
  'community marac': { coordinator: 'coordinator', caseworker: 'worker', 'inspector.chair': 'chair', constable: 'worker', fire: 'worker', probation: 'worker', health: 'worker', support: 'worker', transport: 'worker' },
  'asb victims': { coordinator: 'coordinator', caseworker: 'coordinator', constable: 'worker', support: 'worker' },
  'asb perpetrators': { coordinator: 'coordinator', caseworker: 'worker', 'inspector.chair': 'chair', constable: 'worker', probation: 'worker' },
  'asb case review': { coordinator: 'coordinator', caseworker: 'worker', 'inspector.chair': 'chair', constable: 'worker', health: 'worker' },
} as const
export type SchemeKey = keyof typeof MEMBERS

const SCHEMES: readonly { kind: SchemeKey; name: string; purpose: string; begins: string; reviewWeeks: number }[] = [
  { kind: 'community marac', name: 'City Community MARAC', purpose: 'community safety casework', begins: '2016-02-17', reviewWeeks: 8 },
  { kind: 'asb victims', name: 'Anti-social behaviour: victims’ group', purpose: 'anti-social behaviour', begins: '2011-07-04', reviewWeeks: 4 },
  { kind: 'asb perpetrators', name: 'Anti-social behaviour: perpetrators’ group', purpose: 'anti-social behaviour', begins: '2011-07-04', reviewWeeks: 4 },
  { kind: 'asb case review', name: 'Anti-social behaviour case review', purpose: 'case review', begins: '2014-10-20', reviewWeeks: 6 },
]

/** Schemes whose cases are invented by the hundred. */
const INVENTED = ['community marac', 'asb victims', 'asb perpetrators'] as const

export type Casework = { cast: Cast; schemes: Record<SchemeKey, string>; account: (who: string) => string; partner: (key: string) => string }

export const selectHasCasework = async (tx: Tx) => (await tx.selectFrom('scheme').select('scheme_id').where('partnership_id', '=', partnership_id).limit(1).execute()).length > 0

/**
 * Adds the invented casework: schemes and who works in them, agreements (one lapsed, one not signed by all), two years of cases, and a few that show
 * what the rest cannot: an excluded officer, a protected address, a transfer, and four applications for a case review. Only `asSystem` may.
 */
export async function keepCasework(tx: Tx): Promise<void> {
  const known = await selectKnown(tx)
  const today = Temporal.Now.plainDateISO('Europe/London')
  const casework = await keepSchemes(tx, known)
  await keepAgreements(tx, casework, today)
  const rows = emptyRows()
  const heard = twoYears(casework.cast.below).map((wanted) => ({ ...invent(casework.cast, wanted, rows), ...wanted }))
  await fill(tx, rows)
  await keepMarked(tx, casework)
  await keepPanels(tx, casework, heard.filter(({ story, outcome }) => story.scheme === 'community marac' && outcome === 'accepted'))
  await keepReviews(tx, casework)
  await noteSecondReports(tx)
  await tx.updateTable('review_notice').set({ told_on: sql<string>`second_report_on + 3`, told_how: 'By telephone', told_by: casework.account('caseworker') }).where('second_report_on', '<', today.subtract({ days: 90 }).toString()).execute()
  await countCases(tx)
  audit(tx, { act: 'collected', subjectKind: 'example casework', subjectId: partnership_id, details: { cases: rows.case_file.length } })
}

/** Inserts rows table by table, in an order that their keys allow. */
export async function fill(tx: Tx, rows: Rows) {
  for (const table of FILLED)
    for (let from = 0; from < rows[table].length; from += ROWS_AT_ONCE) await tx.insertInto(table).values(rows[table].slice(from, from + ROWS_AT_ONCE) as Insertable<Tables[typeof table]>[]).execute()
}

async function keepSchemes(tx: Tx, { partners, accounts }: Known): Promise<Casework> {
  const account = (who: string) => found(accounts.get(`${who}@city.example`), who)
  const partner = (key: string) => found(partners.get(key), key)
  const schemes = {} as Record<SchemeKey, string>
  for (const { kind, name, purpose, begins, reviewWeeks } of SCHEMES) {
    const scheme_id = (schemes[kind] = crypto.randomUUID())
    await tx.insertInto('scheme').values({ partnership_id, scheme_id, kind, name, purpose, compartment: 'open', host_agency_id: partner('CoLC'), begins, review_weeks: reviewWeeks }).execute()
    await tx.insertInto('scheme_member').values(Object.entries(MEMBERS[kind]).map(([who, role]) => ({ partnership_id, scheme_id, account_id: account(who), role, given_by: account('governance') }))).execute()
  }
  for (const kind of INVENTED) await keepRules(tx, kind, schemes[kind])
  return { account, partner, schemes, cast: await castOf(tx) }
}

/** Who and what there is to invent cases with, once the schemes are kept. */
export async function castOf(tx: Tx): Promise<Cast> {
  const { partners, accounts } = await selectKnown(tx)
  const kept = await tx.selectFrom('scheme as s').innerJoin('rule_set as r', (on) => on.onRef('r.partnership_id', '=', 's.partnership_id').onRef('r.scheme_id', '=', 's.scheme_id').on('r.kind', '=', 'risk'))
    .select(['s.kind', 's.scheme_id', 'r.rule_set_id']).where('s.partnership_id', '=', partnership_id).execute()
  const schemes = {} as Cast['schemes']
  const risks = {} as Cast['risks']
  for (const kind of INVENTED) {
    const { scheme_id, rule_set_id } = kept.find((each) => each.kind === kind)!
    schemes[kind] = scheme_id
    risks[kind] = { ruleSetId: rule_set_id, matrix: STARTING_RISK[kind]!.rules }
  }
  return {
    partnershipId: partnership_id, today: Temporal.Now.plainDateISO('Europe/London'), schemes, risks, below: randomBelow(2016),
    agencies: Object.fromEntries(AGENCY_KEYS.map((key) => [key, found(partners.get(key), key)])) as Cast['agencies'],
    writers: Object.fromEntries(AGENCY_KEYS.map((key) => [key, found(accounts.get(`${WRITERS[key]}@city.example`), key)])) as Cast['writers'],
  }
}

/** The rules a scheme begins with, as their first version. */
async function keepRules(tx: Tx, kind: (typeof INVENTED)[number], scheme_id: string) {
  const [criteria, risk] = [STARTING_CRITERIA[kind]!, STARTING_RISK[kind]!]
  await tx.insertInto('rule_set').values([
    { partnership_id, rule_set_id: crypto.randomUUID(), scheme_id, kind: 'criteria', version: 1, valid_from: criteria.validFrom, source: criteria.source, rules: JSON.stringify(criteria.rules) },
    { partnership_id, rule_set_id: crypto.randomUUID(), scheme_id, kind: 'risk', version: 1, valid_from: risk.validFrom, source: risk.source, rules: JSON.stringify(risk.rules) },
  ]).execute()
}

async function keepAgreements(tx: Tx, { partner, account }: Casework, today: Temporal.PlainDate) {
  const signed = (years: number) => today.subtract({ years }).toString()
  const agreements = [
    { title: 'Community MARAC information sharing agreement', purposes: ['community safety casework'], gateways: ['CDA s.115', 'public task', 'law enforcement', 'vital interests'], parties: [...AGENCY_KEYS], starts: signed(2), ends: today.add({ months: 11 }).toString(), review: today.add({ months: 8 }) },
    { title: 'Anti-social behaviour protocol', purposes: ['anti-social behaviour', 'case review'], gateways: ['CDA s.115', 'ABCPA sch.4', 'public task', 'law enforcement', 'consent'], parties: ['CoLC', 'CoLP', 'Probation', 'Health', 'Victim Support'], starts: signed(3), ends: null, review: today.subtract({ days: 20 }) },
    // Lapsed: its constable is in the scheme and sees no case.
    { title: 'Sharing with the transport police', purposes: ['community safety casework'], gateways: ['CDA s.115', 'law enforcement'], parties: ['CoLC', 'BTP'], starts: signed(2), ends: today.subtract({ days: 60 }).toString(), review: today.subtract({ days: 90 }) },
    // Not signed by both: it opens nothing.
    { title: 'Sharing with the outreach charity', purposes: ['community safety casework'], gateways: ['consent', 'public task'], parties: ['CoLC', 'St Mungo’s'], unsigned: ['St Mungo’s'], starts: signed(0), ends: today.add({ years: 2 }).toString(), review: today.add({ years: 1 }) },
  ]
  for (const { title, purposes, gateways, parties, unsigned = [], starts, ends, review } of agreements) {
    const agreement_id = crypto.randomUUID()
    await tx.insertInto('agreement').values({
      partnership_id, agreement_id, title, purposes, gateways, data_classes: ['identity and contact', 'incidents and complaints', 'housing', 'support and services', 'risk assessments'],
      retention: 'Six years after the case closes, then reviewed', starts, ends, review_on: review.toString(), made_by: account('governance'),
    }).execute()
    await tx.insertInto('agreement_party').values(parties.map((key) => ({
      partnership_id, agreement_id, agency_id: partner(key), ...(!unsigned.includes(key) && { signed_at: `${starts}T09:00:00Z`, signatory: 'An officer of the agency, on paper' }),
    }))).execute()
  }
}

function found(id: string | undefined, what: string): string {
  if (!id) throw new Error(`The example partnership lacks ${what}`)
  return id
}
