import fc from 'fast-check'
import type { Role } from '../src/people/powers.ts'
import { AUDIENCES, type SchemeRole, type Stage } from '../src/sharing/gate.ts'
import { EMPTY_WORLD, type SharingWorld } from './sharing-world.ts'

const [AGENCIES, ACCOUNTS, SCHEMES, CASES, CONTRIBUTIONS] = [4, 7, 2, 6, 14]
const PURPOSES = ['community safety casework', 'domestic abuse', 'case review']

const which = (count: number) => fc.nat({ max: count - 1 })
/** One of these, each as likely as its weight. */
const weighted = <const T>(...choices: readonly (readonly [weight: number, value: T])[]) => fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })))
const some = (agencies: number) => fc.subarray(Array.from({ length: agencies }, (_, agency) => agency), { minLength: 1 })

const account = fc.record({
  agency: which(AGENCIES), inUnit: fc.boolean(), disabled: weighted([12, false], [1, true]),
  roles: weighted<readonly Role[]>([8, ['case worker']], [2, ['coordinator']], [1, ['information governance lead']], [1, ['case worker', 'information governance lead']], [1, ['owner']], [1, ['administrator']]),
  schemeRoles: fc.tuple(...Array.from({ length: SCHEMES }, () => weighted<SchemeRole | null>([3, 'worker'], [2, 'coordinator'], [1, 'chair'], [2, null]))),
})
const agreement = fc.record({
  purposes: fc.subarray(PURPOSES, { minLength: 1 }), starts: weighted([6, -30], [2, 0], [1, 1]), ends: weighted([4, null], [2, 30], [2, 0], [3, -1]), withdrawn: weighted([7, null], [2, -5], [1, 60]),
  parties: fc.array(fc.record({ agency: which(AGENCIES), signed: weighted([8, -60], [1, null], [1, 60]), left: weighted([6, null], [3, -5], [1, 60]) }), { minLength: 2, maxLength: 6 }),
})
const caseFile = fc.record({
  scheme: which(SCHEMES), by: which(ACCOUNTS), stage: weighted<Stage>([6, 'open'], [3, 'referred'], [2, 'closed'], [1, 'advised'], [1, 'elsewhere'], [1, 'transferred'], [2, 'erased']), lead: which(AGENCIES),
  parties: some(AGENCIES), left: fc.subarray([0, 1, 2, 3], { maxLength: 2 }),
})
const contribution = fc.record({ case: which(CASES), agency: which(AGENCIES), audience: fc.constantFrom(...AUDIENCES), named: some(AGENCIES) })
const drawn = fc.record({
  accounts: fc.array(account, { minLength: ACCOUNTS, maxLength: ACCOUNTS }),
  agreements: fc.array(agreement, { minLength: 1, maxLength: 4 }),
  purposes: fc.tuple(...Array.from({ length: SCHEMES }, () => which(PURPOSES.length))),
  cases: fc.array(caseFile, { minLength: CASES, maxLength: CASES }),
  exclusions: fc.array(fc.record({ case: which(CASES), account: which(ACCOUNTS), lifted: weighted([4, false], [1, true]) }), { maxLength: 7 }),
  glass: fc.array(fc.record({ case: which(CASES), account: which(ACCOUNTS), opened: weighted([5, -10], [1, -59], [3, -70], [2, 120]), ended: weighted([4, null], [1, -1]) }), { maxLength: 9 }),
  contributions: fc.array(contribution, { minLength: CONTRIBUTIONS, maxLength: CONTRIBUTIONS }),
  protectedFacts: fc.array(fc.record({ case: which(CASES), agency: which(AGENCIES), by: which(ACCOUNTS) }), { minLength: 3, maxLength: 6 }),
  readers: fc.array(fc.record({ case: which(CASES), account: which(ACCOUNTS), ended: weighted([4, false], [1, true]) }), { minLength: 12, maxLength: 24 }),
  documents: fc.array(fc.record({ case: which(CASES), of: fc.option(which(CONTRIBUTIONS), { freq: 3 }) }), { minLength: 6, maxLength: 12 }),
  looks: fc.array(fc.record({ case: which(CASES), account: which(ACCOUNTS), holder: which(AGENCIES) }), { minLength: 3, maxLength: 9 }),
  panelCases: fc.subarray(Array.from({ length: CASES }, (_, index) => index)),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

const KINDS = ['agency', 'unit', 'account', 'scheme', 'agreement', 'case', 'glass', 'contribution', 'protected', 'document', 'panel'] as const

const uniqueBy = <T>(rows: readonly T[], key: (row: T) => string) => [...new Map(rows.map((row) => [key(row), row])).values()]

/** A world of its own ids (`world` sets them apart from other worlds’) out of what was drawn. */
function worldOf(found: Drawn, world: number): SharingWorld {
  const idOf = (kind: (typeof KINDS)[number]) => (index: number) => `${world.toString(16).padStart(8, '0')}-${KINDS.indexOf(kind).toString(16).padStart(4, '0')}-4000-8000-${index.toString(16).padStart(12, '0')}`
  const [agency, unit, accountId, scheme, caseId, contributionId] = [idOf('agency'), idOf('unit'), idOf('account'), idOf('scheme'), idOf('case'), idOf('contribution')]
  const schemeOf = (index: number) => scheme(found.cases[index]!.scheme)
  // What was said in an erased case is gone with it.
  const said = found.contributions.map((each, index) => ({ ...each, index })).filter((each) => found.cases[each.case]!.stage !== 'erased')
  return {
    agencies: Array.from({ length: AGENCIES }, (_, index) => agency(index)),
    units: Array.from({ length: AGENCIES }, (_, index) => ({ unitId: unit(index), agencyId: agency(index) })),
    accounts: found.accounts.map((each, index) => ({ accountId: accountId(index), agencyId: agency(each.agency), organisationId: each.inUnit ? unit(each.agency) : agency(each.agency), roles: each.roles, disabled: each.disabled })),
    schemes: found.purposes.map((purpose, index) => ({ schemeId: scheme(index), purpose: PURPOSES[purpose]!, hostAgencyId: agency(0) })),
    members: found.accounts.flatMap(({ schemeRoles }, index) => schemeRoles.flatMap((role, of) => (role ? [{ schemeId: scheme(of), accountId: accountId(index), role }] : []))),
    agreements: found.agreements.map(({ purposes, starts, ends, withdrawn, parties }, index) => ({
      agreementId: idOf('agreement')(index), purposes, starts, ends: ends !== null && ends < starts ? starts : ends, withdrawn,
      parties: uniqueBy(parties, (party) => String(party.agency)).map((party) => ({ agencyId: agency(party.agency), signed: party.signed, left: party.signed === null ? null : party.left })),
    })),
    cases: found.cases.map(({ scheme: of, by, stage, lead, parties, left }, index) => ({ caseId: caseId(index), schemeId: scheme(of), stage, leadAgencyId: agency(lead), madeBy: accountId(by), parties: parties.map((party) => ({ agencyId: agency(party), left: left.includes(party) && party !== parties[0] })) })),
    exclusions: uniqueBy(found.exclusions, (row) => `${row.case} ${row.account}`).map((row) => ({ caseId: caseId(row.case), accountId: accountId(row.account), lifted: row.lifted })),
    glass: found.glass.map((row, index) => ({ breakGlassId: idOf('glass')(index), caseId: caseId(row.case), accountId: accountId(row.account), agencyId: agency(found.accounts[row.account]!.agency), opened: row.opened, minutes: 60, ended: row.ended })),
    contributions: said.map((each) => ({
      contributionId: contributionId(each.index), caseId: caseId(each.case), schemeId: schemeOf(each.case), agencyId: agency(each.agency), audience: each.audience,
      named: (each.audience === 'one agency' ? each.named.slice(0, 1) : each.audience === 'panel' || each.audience === 'publication' ? [] : each.named).map(agency),
    })),
    protectedFacts: found.protectedFacts.map((row, index) => ({ protectedFactId: idOf('protected')(index), caseId: caseId(row.case), agencyId: agency(row.agency), recordedBy: accountId(row.by) })),
    readers: uniqueBy(found.readers, (row) => `${row.case} ${row.account}`).map((row) => ({ caseId: caseId(row.case), accountId: accountId(row.account), ended: row.ended })),
    documents: found.documents.map(({ case: of, of: statement }, index) => {
      const belongsTo = said.find((each) => each.index === statement)
      return { documentId: idOf('document')(index), caseId: caseId(belongsTo ? belongsTo.case : of), contributionId: belongsTo ? contributionId(belongsTo.index) : null }
    }),
    looks: uniqueBy(found.looks, (row) => `${row.case} ${row.account} ${row.holder}`).map((row) => ({ caseId: caseId(row.case), schemeId: schemeOf(row.case), accountId: accountId(row.account), agencyId: agency(found.accounts[row.account]!.agency), holder: agency(row.holder) })),
    panels: [{ panelId: idOf('panel')(0), schemeId: scheme(0), caseIds: found.panelCases.map(caseId) }],
  }
}

/** Any world: agencies and their units, agreements in every state, schemes, cases at every stage, and what is said, shut, broken, protected and looked at in them. */
export const anyWorld = (world = 1): fc.Arbitrary<SharingWorld> => drawn.map((found) => worldOf(found, world))

/** `count` worlds drawn from a seed, each of its own ids. */
export const worldsFrom = (seed: number, count: number): SharingWorld[] => fc.sample(drawn, { seed, numRuns: count }).map((found, index) => worldOf(found, index + 1))

/** Worlds side by side in one: their people, agreements and cases have nothing to do with each other. */
export const together = (worlds: readonly SharingWorld[]): SharingWorld =>
  Object.fromEntries((Object.keys(EMPTY_WORLD) as (keyof SharingWorld)[]).map((kind) => [kind, worlds.flatMap((world): unknown[] => [...world[kind]])])) as unknown as SharingWorld

/** The same world with the same ids, in which nobody is shut out and everybody leads: what another partnership's must not be taken for. */
export const twinOf = (world: SharingWorld): SharingWorld => ({ ...world, exclusions: [], members: world.accounts.flatMap(({ accountId }) => world.schemes.map(({ schemeId }) => ({ schemeId, accountId, role: 'chair' as const }))) })
