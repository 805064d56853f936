import { sql } from 'kysely'
import { asSystem, audit, type Tx } from '../../db/tx.ts'

/** What is taken away with a case, in an order in which nothing is left pointing at what has gone. */
export const ERASED_TABLES = [
  'release_item', 'release_case', 'disclosure_person', 'index_word', 'protected_mark', 'protected_fact', 'index_fact', 'index_link', 'index_pointer', 'satisfaction', 'held_review', 'closure', 'review_notice',
  'review_recommendation', 'review_application', 'review_quarantine', 'letter', 'case_document', 'contact', 'safe_contact', 'support_offer', 'power_breach', 'power_use', 'action', 'information_request', 'risk_assessment', 'diary_entry',
  'issued_minute', 'panel_case', 'contribution', 'referral', 'subject', 'keeping_review',
] as const

/** What stays, emptied of everything written in words: who shared with whom on what ground, who took part, who looked, who agreed to erase. */
export const EMPTIED_TABLES = ['disclosure', 'correction_notice', 'case_party', 'case_exclusion', 'protected_reader', 'break_glass', 'legal_hold', 'transfer', 'index_merge', 'erasure', 'case_file'] as const
/** What stays as it is: ids and moments alone. */
export const KEPT_TABLES = ['access_entry'] as const

const GONE = 'Erased'

/**
 * Erases what two people agreed to erase, as the system: everything said in the case and of whom it is about; the register of disclosures and the audit log stay.
 * False when it was not agreed, was done, or the case is under a hold or open again; then nothing is touched.
 */
export const eraseAgreed = (partnershipId: string, erasureId: string): Promise<boolean> =>
  asSystem('erase a case as two people agreed', async (tx) => {
    const agreed = await tx.selectFrom('erasure').select('case_id').where('erasure_id', '=', erasureId).where('decision', '=', 'erase')
      .where('agreed_at', 'is not', null).where('refused_at', 'is', null).where('done_at', 'is', null).forUpdate().executeTakeFirst()
    if (!agreed) return false
    const caseId = agreed.case_id
    // Whoever places a hold waits for this lock, and this waits for them: the database refuses the erasing when a hold stands.
    const held = await tx.selectFrom('case_file').select('stage').where('case_id', '=', caseId).where('stage', 'not in', ['referred', 'open', 'erased']).forUpdate().executeTakeFirst()
    const hold = await tx.selectFrom('legal_hold').select('legal_hold_id').where('case_id', '=', caseId).where('lifted_at', 'is', null).executeTakeFirst()
    if (!held || hold) return false
    const entries = (await tx.selectFrom('subject').select('index_entry_id').where('case_id', '=', caseId).union(tx.selectFrom('index_fact').select('index_entry_id').where('case_id', '=', caseId)).execute()).map((row) => row.index_entry_id)
    await empty(tx, caseId)
    for (const table of ERASED_TABLES) await sql`delete from ${sql.table(table)} where case_id = ${caseId} ${table === 'index_pointer' ? sql`or held_case_id = ${caseId}` : sql``}`.execute(tx)
    await forgetEntries(tx, entries)
    await tx.updateTable('case_file').set({ stage: 'erased', resident: null, review_on: null }).where('case_id', '=', caseId).execute()
    await tx.updateTable('erasure').set({ done_at: sql`now()` }).where('erasure_id', '=', erasureId).execute()
    audit(tx, { act: 'erased', subjectKind: 'case', subjectId: caseId, details: { erasure: erasureId, tables: ERASED_TABLES.length } })
    return true
  }, partnershipId)

async function empty(tx: Tx, caseId: string) {
  await sql`update contribution set replaced_by = null, replaced_reason = null where case_id = ${caseId}`.execute(tx)
  await sql`update correction_notice set what = ${GONE}, contribution_id = null where case_id = ${caseId}`.execute(tx)
  await sql`update disclosure set what = ${GONE}, requested_by = null, necessity = ${GONE}, proportionality = ${GONE}, condition = null, consent_reason = case when consent_reason is null then null else ${GONE} end,
    contribution_id = null, letter_id = null where case_id = ${caseId}`.execute(tx)
  await sql`update case_party set reason = ${GONE}, left_reason = case when left_reason is null then null else ${GONE} end where case_id = ${caseId}`.execute(tx)
  await sql`update case_exclusion set reason = ${GONE}, lifted_reason = case when lifted_reason is null then null else ${GONE} end where case_id = ${caseId}`.execute(tx)
  await sql`update protected_reader set reason = ${GONE}, ended_at = coalesce(ended_at, now()) where case_id = ${caseId}`.execute(tx)
  await sql`update break_glass set reason = 'Erased together with the case', note = null where case_id = ${caseId}`.execute(tx)
  await sql`update legal_hold set reason = ${GONE}, lifted_reason = ${GONE} where case_id = ${caseId}`.execute(tx)
  await sql`update erasure set reason = ${GONE} where case_id = ${caseId}`.execute(tx)
  await sql`update transfer set reason = ${GONE}, handed = '{}', outcome_note = null where case_id = ${caseId}`.execute(tx)
  await sql`update index_merge set reason = ${GONE}, undone_reason = case when undone_reason is null then null else ${GONE} end where case_id = ${caseId}`.execute(tx)
}

/** People and places that no other case speaks of are gone too. */
async function forgetEntries(tx: Tx, entries: readonly string[]) {
  for (const entryId of entries) {
    const { rows } = await sql`select from subject where index_entry_id = ${entryId} union all select from index_fact where index_entry_id = ${entryId} union all select from index_link where ${entryId} in (from_id, to_id) limit 1`.execute(tx)
    if (rows.length > 0) continue
    await sql`delete from index_merge where ${entryId} in (kept_id, merged_id)`.execute(tx)
    await tx.deleteFrom('disclosure_person').where('index_entry_id', '=', entryId).execute()
    await tx.deleteFrom('index_entry').where('index_entry_id', '=', entryId).execute()
  }
}
