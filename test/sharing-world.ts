import { sql } from 'kysely'
import { asSystem } from '../src/db/tx.ts'
import { ROLE_POWERS, type Role } from '../src/people/powers.ts'
import type { Agreement, Asker, Audience, Circumstances, Cover, SchemeRole, Stage } from '../src/sharing/gate.ts'
import { newReference } from '../src/sharing/reference.ts'

/** Everything the gate depends on, as plain rows. Moments are minutes from now and days are days from today, before them negative. */
export type SharingWorld = {
  agencies: readonly string[]
  /** Accounts stand in an agency itself, or in a unit of one. */
  units: readonly { unitId: string; agencyId: string }[]
  accounts: readonly { accountId: string; organisationId: string; agencyId: string; roles: readonly Role[]; disabled: boolean }[]
  schemes: readonly { schemeId: string; purpose: string; hostAgencyId: string }[]
  members: readonly { schemeId: string; accountId: string; role: SchemeRole }[]
  agreements: readonly { agreementId: string; purposes: readonly string[]; starts: number; ends: number | null; withdrawn: number | null; parties: readonly { agencyId: string; signed: number | null; left: number | null }[] }[]
  cases: readonly { caseId: string; schemeId: string; stage: Stage; leadAgencyId: string; madeBy?: string; parties: readonly { agencyId: string; left: boolean }[] }[]
  exclusions: readonly { caseId: string; accountId: string; lifted: boolean }[]
  glass: readonly { breakGlassId: string; caseId: string; accountId: string; agencyId: string; opened: number; minutes: number; ended: number | null }[]
  contributions: readonly { contributionId: string; caseId: string; schemeId: string; agencyId: string; audience: Audience; named: readonly string[] }[]
  protectedFacts: readonly { protectedFactId: string; caseId: string; agencyId: string; recordedBy: string }[]
  readers: readonly { caseId: string; accountId: string; ended: boolean }[]
  documents: readonly { documentId: string; caseId: string; contributionId: string | null }[]
  looks: readonly { caseId: string; schemeId: string; accountId: string; agencyId: string; holder: string }[]
  panels: readonly { panelId: string; schemeId: string; caseIds: readonly string[] }[]
}

export const EMPTY_WORLD: SharingWorld = { agencies: [], units: [], accounts: [], schemes: [], members: [], agreements: [], cases: [], exclusions: [], glass: [], contributions: [], protectedFacts: [], readers: [], documents: [], looks: [], panels: [] }

const after = (minutes: number | null, now: Temporal.Instant) => (minutes === null ? null : now.add({ minutes }))
const dayAfter = (days: number | null, now: Temporal.Instant) => (days === null ? null : now.toZonedDateTimeISO('Europe/London').toPlainDate().add({ days }))

/** What the gate is given of an account. `loaded`: the moment the world's minutes count from. */
export function askerOf(world: SharingWorld, accountId: string, partnershipId: string, loaded: Temporal.Instant): Asker {
  const account = world.accounts.find((each) => each.accountId === accountId)!
  const powers = account.disabled ? [] : account.roles.flatMap((role): readonly string[] => ROLE_POWERS[role])
  return {
    accountId, partnershipId, agencyId: account.agencyId, isCaseWorker: powers.includes('cases.work'), overseesSharing: powers.includes('sharing.manage'),
    schemeRoles: new Map(world.members.filter((each) => each.accountId === accountId).map(({ schemeId, role }) => [schemeId, role])),
    brokenGlass: world.glass.filter((each) => each.accountId === accountId).map(({ caseId, opened, minutes, ended }) => ({ caseId, opened: after(opened, loaded)!, ends: after(opened + minutes, loaded)!, ended: after(ended, loaded) })),
  }
}

/** What the gate is given of a case. */
export function coverOf(world: SharingWorld, caseId: string, partnershipId: string): Cover {
  const { schemeId, stage, leadAgencyId, parties } = world.cases.find((each) => each.caseId === caseId)!
  return {
    caseId, partnershipId, schemeId, purpose: world.schemes.find((each) => each.schemeId === schemeId)!.purpose, stage, leadAgencyId,
    parties: parties.filter(({ left }) => !left).map(({ agencyId }) => agencyId),
    excluded: world.exclusions.filter((each) => each.caseId === caseId && !each.lifted).map(({ accountId }) => accountId),
  }
}

/** Who reads the protected fields of a case, or of one fact whoever recorded it besides. */
export const readersOf = (world: SharingWorld, caseId: string, recordedBy?: string) => [...world.readers.filter((each) => each.caseId === caseId && !each.ended).map(({ accountId }) => accountId), ...(recordedBy ? [recordedBy] : [])]

/** The circumstances at `now` in a world whose minutes and days count from `loaded`. */
export const circumstancesOf = (world: SharingWorld, partnershipId: string, now: Temporal.Instant, loaded = now): Circumstances => ({
  now,
  agreements: world.agreements.map(({ purposes, starts, ends, withdrawn, parties }): Agreement => ({
    partnershipId, purposes, starts: dayAfter(starts, loaded)!, ends: dayAfter(ends, loaded), withdrawn: after(withdrawn, loaded),
    parties: parties.map(({ agencyId, signed, left }) => ({ agencyId, signed: after(signed, loaded), left: after(left, loaded) })),
  })),
})

const insertAll = async <R extends object>(rows: readonly R[], insert: (rows: R[]) => { execute: () => Promise<unknown> }) => {
  for (let from = 0; from < rows.length; from += 500) await insert(rows.slice(from, from + 500)).execute()
}

/** Puts a world's rows into a partnership that is there, in one transaction. Statements bear their contribution's id as their text. Gives the moment that minutes and days count from. */
export async function loadSharingWorld(world: SharingWorld, partnership_id: string): Promise<Temporal.Instant> {
  const now = Temporal.Now.instant()
  const at = (minutes: number | null) => after(minutes, now)?.toString() ?? null
  const on = (days: number | null) => dayAfter(days, now)?.toString() ?? null
  await asSystem('load a world to share in', async (tx) => {
    const rows = <T extends object>(list: readonly T[]) => list.map((row) => ({ partnership_id, ...row }))
    await insertAll(rows(world.agencies.map((organisation_id) => ({ organisation_id, standing: 'statutory', sector: 'other' }))), (each) => tx.insertInto('organisation').values(each))
    await insertAll(rows(world.units.map(({ unitId, agencyId }) => ({ organisation_id: unitId, parent_id: agencyId, standing: 'statutory', sector: 'other' }))), (each) => tx.insertInto('organisation').values(each))
    await insertAll(rows([...world.agencies, ...world.units.map(({ unitId }) => unitId)].map((organisation_id) => ({ organisation_id, name: `Agency ${organisation_id}`, kind: 'name' }))), (each) => tx.insertInto('organisation_name').values(each))
    await insertAll(rows(world.accounts.map(({ accountId, organisationId, disabled }) => ({ account_id: accountId, organisation_id: organisationId, email: `${accountId}@world.example`, name: `Person ${accountId}`, disabled_at: disabled ? at(-1) : null }))), (each) => tx.insertInto('account').values(each))
    await insertAll(rows(world.accounts.flatMap(({ accountId, roles }) => roles.map((role) => ({ account_id: accountId, role })))), (each) => tx.insertInto('account_role').values(each))
    await insertAll(rows(world.schemes.map(({ schemeId, purpose, hostAgencyId }) => ({ scheme_id: schemeId, kind: 'community marac', name: `Scheme ${schemeId}`, purpose, compartment: 'closed', host_agency_id: hostAgencyId, begins: '2016-02-17' }))), (each) => tx.insertInto('scheme').values(each))
    await insertAll(rows(world.members.map(({ schemeId, accountId, role }) => ({ scheme_id: schemeId, account_id: accountId, role }))), (each) => tx.insertInto('scheme_member').values(each))
    await insertAll(rows(world.agreements.map(({ agreementId, purposes, starts, ends, withdrawn }) => ({
      agreement_id: agreementId, title: 'An agreement', purposes: [...purposes], gateways: [], data_classes: [], retention: 'A year', starts: on(starts)!, ends: on(ends), review_on: on(starts + 365)!,
      withdrawn_at: at(withdrawn), withdrawn_reason: withdrawn === null ? null : 'No longer needed',
    }))), (each) => tx.insertInto('agreement').values(each))
    await insertAll(rows(world.agreements.flatMap(({ agreementId, parties }) => parties.map(({ agencyId, signed, left }) => ({ agreement_id: agreementId, agency_id: agencyId, signed_at: at(signed), signatory: 'Somebody', left_at: at(left) })))), (each) => tx.insertInto('agreement_party').values(each))
    await insertAll(rows(world.cases.map(({ caseId, schemeId, stage, leadAgencyId, madeBy, parties }) => ({
      case_id: caseId, scheme_id: schemeId, reference: newReference('community marac'), stage, lead_agency_id: leadAgencyId, parties: parties.filter(({ left }) => !left).map(({ agencyId }) => agencyId), about: 'victim', referred_on: on(-60)!, made_by: madeBy ?? null, made_at: at(-60)!,
    }))), (each) => tx.insertInto('case_file').values(each))
    await insertAll(rows(world.cases.flatMap(({ caseId, parties }) => parties.map(({ agencyId, left }) => ({ case_id: caseId, agency_id: agencyId, reason: 'It was asked', left_at: left ? at(-60) : null, left_reason: left ? 'Done' : null })))), (each) => tx.insertInto('case_party').values(each))
    await insertAll(rows(world.cases.map(({ caseId, leadAgencyId }) => ({ case_id: caseId, agency_id: leadAgencyId, channel: 'form', reasons: 'Three complaints in a month', consent: 'given' }))), (each) => tx.insertInto('referral').values(each))
    await insertAll(rows(world.exclusions.map(({ caseId, accountId, lifted }) => ({ case_id: caseId, account_id: accountId, reason: 'A relative', lifted_at: lifted ? at(-1) : null, lifted_reason: lifted ? 'A mistake' : null }))), (each) => tx.insertInto('case_exclusion').values(each))
    await insertAll(rows(world.glass.map(({ breakGlassId, caseId, accountId, agencyId, opened, minutes, ended }) => ({
      break_glass_id: breakGlassId, case_id: caseId, account_id: accountId, agency_id: agencyId, ground: 'danger to life', reason: 'Somebody is in danger now', opened_at: at(opened)!, ends_at: at(opened + minutes)!, ended_at: at(ended), review_due: on(1)!,
    }))), (each) => tx.insertInto('break_glass').values(each))
    await insertAll(rows(world.contributions.map(({ contributionId, caseId, schemeId, agencyId, audience, named }) => ({
      contribution_id: contributionId, case_id: caseId, scheme_id: schemeId, agency_id: agencyId, audience, named_agencies: [...named], purpose: 'community safety casework', gateway: 'CDA s.115', nature: 'fact', regime: 'UK GDPR', necessity: 'Needed', statement: `Statement ${contributionId}`,
    }))), (each) => tx.insertInto('contribution').values(each))
    const entry = crypto.randomUUID()
    if (world.protectedFacts.length > 0) await tx.insertInto('index_entry').values({ partnership_id, index_entry_id: entry, kind: 'person' }).execute()
    await insertAll(rows(world.protectedFacts.map(({ protectedFactId, caseId, agencyId, recordedBy }) => ({ protected_fact_id: protectedFactId, index_entry_id: entry, case_id: caseId, kind: 'address', value: `Protected ${protectedFactId}`, source: 'Told', agency_id: agencyId, recorded_by: recordedBy }))), (each) => tx.insertInto('protected_fact').values(each))
    await insertAll(rows(world.readers.map(({ caseId, accountId, ended }) => ({ case_id: caseId, account_id: accountId, reason: 'Moves her', ended_at: ended ? at(-1) : null }))), (each) => tx.insertInto('protected_reader').values(each))
    await insertAll(rows(world.documents.map(({ documentId, caseId, contributionId }) => ({ case_document_id: documentId, case_id: caseId, contribution_id: contributionId, name: 'paper.txt', kind: 'text', bytes: 1, hash: 'x', content: sql<Buffer>`'\\x00'::bytea`, scanned: 'clean', agency_id: world.agencies[0]! }))), (each) => tx.insertInto('case_document').values(each))
    await insertAll(rows(world.looks.map(({ caseId, schemeId, accountId, agencyId, holder }) => ({ case_id: caseId, scheme_id: schemeId, account_id: accountId, agency_id: agencyId, holder_agency_id: holder, part: 'file', clause: 'takes part' }))), (each) => tx.insertInto('access_entry').values(each))
    await insertAll(rows(world.panels.map(({ panelId, schemeId }) => ({ panel_id: panelId, scheme_id: schemeId, held_on: on(7)!, begins_at: '10:00', state: 'planned', statement: 'In confidence' }))), (each) => tx.insertInto('panel').values(each))
    await insertAll(rows(world.panels.flatMap(({ panelId, caseIds }) => caseIds.map((case_id, position) => ({ panel_id: panelId, case_id, position, why: 'new' })))), (each) => tx.insertInto('panel_case').values(each))
  }, partnership_id)
  return now
}
