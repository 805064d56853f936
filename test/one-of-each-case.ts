import { sql } from 'kysely'
import { STARTING_RISK } from '../src/cases/rules/risk-matrix.ts'
import { asSystem, type Tx } from '../src/db/tx.ts'
import { addCase, addCasework, type Casework } from './case-fixture.ts'
import type { TestPartnership } from './world.ts'

/** The id of one thing of each kind of a case, under the name that addresses give it. */
export type CaseThings = Record<string, string>

/** Puts one of everything that may be in a case into one: said, protected, written down, decided, sent and met about. Gives their ids. */
export async function addEachCaseThing(partnership: TestPartnership, casework: Casework, { caseId: case_id, subjectId: subject_id, indexEntryId: index_entry_id }: Awaited<ReturnType<typeof addCase>>): Promise<CaseThings> {
  const { partnershipId: partnership_id, council: agency_id, police } = partnership
  const { schemeId: scheme_id, coordinator, officer } = casework
  const ids: CaseThings = { caseId: case_id, subjectId: subject_id, entryId: index_entry_id, schemeId: scheme_id, agreementId: casework.agreementId, agencyId: agency_id }
  const id = (...names: [string, ...string[]]) => {
    const made = crypto.randomUUID()
    for (const name of names) ids[name] = made
    return made
  }
  const [by, today] = [coordinator.accountId, '2026-02-02']
  const own = { partnership_id, case_id }
  await asSystem('put one of each thing into a case', async (tx: Tx) => {
    const contribution_id = id('contributionId')
    const said = { ...own, scheme_id, agency_id, written_by: by, purpose: 'community safety casework', gateway: 'CDA s.115', nature: 'fact', regime: 'UK GDPR', necessity: 'Needed' }
    await tx.insertInto('contribution').values({ ...said, contribution_id, audience: 'panel', statement: 'Kanarienvogel was seen' }).execute()
    await tx.insertInto('index_fact').values({ ...own, index_fact_id: id('factId', 'indexFactId'), index_entry_id, kind: 'phone', value: '020 7946 0999', source: 'Told', agency_id, recorded_by: by }).execute()
    const other = id('otherId')
    await tx.insertInto('index_entry').values({ partnership_id, index_entry_id: other, kind: 'person', made_by: by }).execute()
    const name_fact = crypto.randomUUID()
    await tx.insertInto('index_fact').values({ ...own, index_fact_id: name_fact, index_entry_id: other, kind: 'name', value: 'Testo Kanarienvogel', parts: JSON.stringify({ forename: 'Testo', surname: 'Kanarienvogel' }), source: 'Told', agency_id, recorded_by: by }).execute()
    await tx.insertInto('index_word').values({ ...own, word: 'kanarienvogel', index_fact_id: name_fact, index_entry_id: other }).execute()
    await tx.insertInto('subject').values({ ...own, subject_id: id('otherSubjectId'), index_entry_id: other, role: 'perpetrator', added_by: by }).execute()
    await tx.insertInto('index_link').values({ ...own, index_link_id: id('linkId'), from_id: index_entry_id, to_id: other, kind: 'neighbour', recorded_by: by }).execute()
    const merged = crypto.randomUUID()
    await tx.insertInto('index_entry').values({ partnership_id, index_entry_id: merged, kind: 'person', made_by: by }).execute()
    await tx.insertInto('index_merge').values({ ...own, index_merge_id: id('mergeId'), kept_id: index_entry_id, merged_id: merged, reason: 'The same', merged_by: by }).execute()
    const protected_fact_id = id('protectedFactId', 'protectedId')
    await tx.insertInto('protected_fact').values({ ...own, protected_fact_id, index_entry_id, kind: 'address', value: '1 Canary Row', source: 'Told', agency_id, recorded_by: by }).execute()
    await tx.insertInto('protected_mark').values({ ...own, protected_fact_id, index_entry_id, mark: 'x' }).execute()
    await tx.insertInto('protected_reader').values({ ...own, account_id: by, reason: 'Moves her' }).execute()
    await tx.insertInto('diary_entry').values({ ...own, diary_entry_id: id('diaryEntryId', 'entryOfDiaryId'), happened_from: today, happened_to: today, what: 'Shouting', behaviour: 'housing nuisance', recorded_by: by, agency_id }).execute()
    // A scheme's rules are no case's: they are put in once.
    const standing = await tx.selectFrom('rule_set').select('rule_set_id').where('scheme_id', '=', scheme_id).where('kind', '=', 'risk').executeTakeFirst()
    const rule_set_id = standing?.rule_set_id ?? crypto.randomUUID()
    ids.ruleSetId = rule_set_id
    if (!standing) await tx.insertInto('rule_set').values({ partnership_id, rule_set_id, scheme_id, kind: 'risk', version: 1, valid_from: '2016-01-01', source: 'A test', rules: JSON.stringify(STARTING_RISK['community marac']!.rules) }).execute()
    await tx.insertInto('risk_assessment').values({ ...own, risk_assessment_id: id('assessmentId', 'riskAssessmentId'), subject_id, rule_set_id, answers: JSON.stringify({}), score: 3, band: 'standard', assessed_on: today, assessed_by: by, agency_id }).execute()
    await tx.insertInto('information_request').values({ ...own, information_request_id: id('requestId'), to_agency_id: police, asked_by: by, question: 'What do you know?', due_on: '2026-03-01' }).execute()
    await tx.insertInto('action').values({ ...own, action_id: id('actionId'), statement: 'Visit', owner_agency_id: police, owner_account_id: officer.accountId, due_on: '2026-03-01', state: 'open', made_by: by }).execute()
    const power_use_id = id('useId', 'powerUseId')
    await tx.insertInto('power_use').values({ ...own, power_use_id, subject_id, power: 'warning', state: 'given', decided_on: today, proportionality: 'Fair', recorded_by: by, agency_id }).execute()
    await tx.insertInto('power_breach').values({ ...own, power_breach_id: id('breachId'), power_use_id, breached_on: today, what: 'Again', response: 'Told', recorded_by: by }).execute()
    await tx.insertInto('support_offer').values({ ...own, support_offer_id: id('offerId'), subject_id, service: 'Victim support', offered_on: today, offered_by: by, agency_id }).execute()
    await tx.insertInto('safe_contact').values({ ...own, safe_contact_id: id('safeContactId', 'ruleId'), subject_id, method: 'phone', allowed: true, recorded_by: by }).execute()
    await tx.insertInto('contact').values({ ...own, contact_id: id('contactId'), subject_id, method: 'phone', at: '2026-02-02T10:00:00Z', reached: true, purpose: 'update', summary: 'Spoke', made_by: by, agency_id }).execute()
    await tx.insertInto('case_document').values({ ...own, case_document_id: id('documentId', 'caseDocumentId'), name: 'paper.txt', kind: 'text', bytes: 1, hash: 'x', content: sql<Buffer>`'\\x41'::bytea`, scanned: 'clean', added_by: by, agency_id }).execute()
    await tx.insertInto('letter').values({ ...own, letter_id: id('letterId'), to_subject_id: subject_id, to_name: 'Testa Person', to_address: '1 A Road', method: 'letter', kind: 'update', body: 'Dear you', state: 'draft', written_by: by }).execute()
    const disclosure_id = id('disclosureId')
    await tx.insertInto('disclosure').values({ ...own, disclosure_id, case_reference: 'CM-0000-0000', kind: 'word of mouth', what: 'That it is so', from_agency_id: agency_id, to_agency_id: police, purpose: 'community safety casework', gateway: 'CDA s.115', regime: 'UK GDPR', consent: 'not needed', necessity: 'Needed', proportionality: 'No more', decided_by: by }).execute()
    await tx.insertInto('disclosure_person').values({ ...own, disclosure_id, index_entry_id }).execute()
    await tx.insertInto('correction_notice').values({ ...own, correction_notice_id: id('correctionId', 'noticeId'), disclosure_id, contribution_id, what: 'It was another day', made_by: by }).execute()
    await tx.insertInto('transfer').values({ ...own, transfer_id: id('transferId'), from_agency_id: agency_id, to_area: 'Elsewhere', scheme_kind: 'community marac', reason: 'Moved', handed: JSON.stringify({}), sent_by: by }).execute()
    await tx.insertInto('index_pointer').values({ ...own, index_pointer_id: id('pointerId'), held_case_id: case_id, index_entry_id, held_entry_id: other, weight: 8, shown_to_asker: false, ask_agency_id: agency_id }).execute()
    const panel_id = id('panelId')
    await tx.insertInto('panel').values({ partnership_id, panel_id, scheme_id, held_on: '2026-03-02', begins_at: '10:00', state: 'planned', statement: 'In confidence', made_by: by }).execute()
    await tx.insertInto('panel_case').values({ ...own, panel_id, position: 1, why: 'new' }).execute()
    await tx.insertInto('panel_attendance').values({ partnership_id, panel_attendance_id: id('attendanceId'), panel_id, agency_id, account_id: by, name: 'Somebody', state: 'present' }).execute()
    const glassBy = await tx.selectFrom('account').select('account_id').where('account_id', '=', casework.patrol.accountId).executeTakeFirstOrThrow()
    await tx.insertInto('break_glass').values({ ...own, break_glass_id: id('glassId'), account_id: glassBy.account_id, agency_id: police, ground: 'danger to life', reason: 'Somebody is in danger now', opened_at: '2026-02-02T10:00:00Z', ends_at: '2026-02-02T11:00:00Z', review_due: '2026-02-03' }).execute()
    await tx.insertInto('access_entry').values({ ...own, account_id: officer.accountId, agency_id: police, scheme_id, part: 'contribution', contribution_id, holder_agency_id: agency_id, clause: 'takes part' }).execute()
    await tx.insertInto('legal_hold').values({ ...own, legal_hold_id: id('holdId'), reason: 'Proceedings', placed_by: by }).execute()
    await tx.insertInto('erasure').values({ ...own, erasure_id: id('erasureId'), case_reference: 'CM-0000-0000', decision: 'keep', reason: 'Proceedings', keep_until: '2030-01-01', asked_by: by }).execute()
    await tx.insertInto('referral_draft').values({ partnership_id, referral_draft_id: id('draftId'), account_id: officer.accountId, scheme_id, form: 'full', entered: JSON.stringify({}) }).execute()
    await tx.insertInto('release_pack').values({ partnership_id, release_pack_id: id('packId'), kind: 'subject access', requester: 'Testa Person', index_entry_id, received_on: today, due_on: '2026-03-02', state: 'building', made_by: casework.governance.accountId }).execute()
  }, partnership_id)
  return ids
}

/** A scheme with its people and an open case in it that has one of everything. */
export async function addOneOfEachCaseThing(partnership: TestPartnership): Promise<{ casework: Casework; ids: CaseThings }> {
  const casework = await addCasework(partnership)
  return { casework, ids: await addEachCaseThing(partnership, casework, await addCase(casework)) }
}
