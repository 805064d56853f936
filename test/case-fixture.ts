import { asSystem, asUser, type Actor } from '../src/db/tx.ts'
import { insertCase } from '../src/sharing/case-store.ts'
import type { SchemeKind } from '../src/sharing/reference.ts'
import type { TestPartnership } from './world.ts'

/** A scheme hosted by the council, an agreement with the police that has run an hour and ends on no day, and people of both who work in it. */
export type Casework = { schemeId: string; agreementId: string; coordinator: Actor; worker: Actor; officer: Actor; chair: Actor; governance: Actor; /** Refers, and works in no scheme. */ patrol: Actor }

const PURPOSE: Partial<Record<SchemeKind, string>> = { 'asb case review': 'case review', 'asb victims': 'anti-social behaviour', 'asb perpetrators': 'anti-social behaviour', 'domestic abuse marac': 'domestic abuse', 'offender management': 'offender management', channel: 'channel' }

/** Sets a scheme up in a partnership: the coordinator and a worker from the council, a chair and an officer from the police. */
export async function addCasework(partnership: TestPartnership, kind: SchemeKind = 'community marac', compartment: 'open' | 'closed' = 'open'): Promise<Casework> {
  const { partnershipId: partnership_id, council, police } = partnership
  const [coordinator, worker, officer, chair, governance, patrol] = [
    await partnership.account('case worker'), await partnership.account('case worker'), await partnership.account('case worker', police),
    await partnership.account('case worker', police), await partnership.account('information governance lead'), await partnership.account('owner', police),
  ]
  const [scheme_id, agreement_id] = [crypto.randomUUID(), crypto.randomUUID()]
  const purpose = PURPOSE[kind] ?? 'community safety casework'
  const anHourAgo = Temporal.Now.instant().subtract({ hours: 1 }).toString()
  await asSystem('set up casework for a test', async (tx) => {
    await tx.insertInto('scheme').values({ partnership_id, scheme_id, kind, name: `Scheme for ${kind}`, purpose, compartment, host_agency_id: council, begins: '2016-02-17' }).execute()
    await tx.insertInto('scheme_member').values(([[coordinator, 'coordinator'], [worker, 'worker'], [officer, 'worker'], [chair, 'chair']] as const)
      .map(([{ accountId }, role]) => ({ partnership_id, scheme_id, account_id: accountId, role }))).execute()
    await tx.insertInto('agreement').values({ partnership_id, agreement_id, title: `Agreement for ${kind}`, purposes: [purpose], gateways: ['CDA s.115'], data_classes: ['identity and contact'], retention: 'Six years after closing', starts: '2016-01-01', review_on: '2030-01-01' }).execute()
    await tx.insertInto('agreement_party').values([council, police].map((agency_id) => ({ partnership_id, agreement_id, agency_id, signed_at: anHourAgo, signatory: 'Somebody' }))).execute()
  }, partnership_id)
  return { schemeId: scheme_id, agreementId: agreement_id, coordinator, worker, officer, chair, governance, patrol }
}

/** A case referred by the police and accepted, with one subject called Testa Person. Gives its id, reference, and the ids of subject and index entry. */
export async function addCase({ schemeId, officer, coordinator }: Casework, stage: 'referred' | 'open' = 'open') {
  const partnership_id = officer.partnershipId
  const made = await asUser(officer, async (tx) => {
    const opened = await insertCase(tx, { schemeId, about: 'victim', resident: true, referredOn: '2026-01-05' })
    const [index_entry_id, subject_id] = [crypto.randomUUID(), crypto.randomUUID()]
    const { caseId: case_id } = opened
    await tx.insertInto('referral').values({ partnership_id, case_id, referred_by: officer.accountId, agency_id: await agencyOf(tx), channel: 'form', reasons: 'Three complaints in a month', consent: 'given' }).execute()
    await tx.insertInto('index_entry').values({ partnership_id, index_entry_id, kind: 'person', made_by: officer.accountId }).execute()
    await tx.insertInto('index_fact').values({ partnership_id, index_entry_id, case_id, kind: 'name', value: 'Testa Person', parts: JSON.stringify({ forename: 'Testa', surname: 'Person' }), source: 'The referral', agency_id: await agencyOf(tx), recorded_by: officer.accountId }).execute()
    await tx.insertInto('subject').values({ partnership_id, subject_id, case_id, index_entry_id, role: 'victim', resident: true, added_by: officer.accountId }).execute()
    return { ...opened, subjectId: subject_id, indexEntryId: index_entry_id }
  })
  if (stage === 'open') await asUser(coordinator, (tx) => tx.updateTable('case_file').set({ stage, opened_on: '2026-01-07', review_on: '2026-04-01' }).where('case_id', '=', made.caseId).execute())
  return made
}

const agencyOf = async (tx: Parameters<Parameters<typeof asUser>[1]>[0]): Promise<string> => {
  const account = await tx.selectFrom('account').select('organisation_id').where('account_id', '=', tx.actor.accountId).executeTakeFirstOrThrow()
  return account.organisation_id
}
