import { asSystem } from '../db/tx.ts'

/**
 * The references of cases by id, for somebody who was just shown rows that name those cases by id alone: a governance lead, who opens no file,
 * or an agency whose part in a case has ended. Give only ids that came through the policies in that person's own transaction.
 */
export async function referencesOf(partnershipId: string, caseIds: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(caseIds)]
  if (ids.length === 0) return new Map()
  const rows = await asSystem('name by reference the cases somebody was shown rows about', (tx) =>
    tx.selectFrom('case_file').select(['case_id', 'reference']).where('partnership_id', '=', partnershipId).where('case_id', 'in', ids).execute(), partnershipId)
  return new Map(rows.map(({ case_id, reference }) => [case_id, reference]))
}

/** The case that has a reference, to look for rows about it in somebody's own transaction: what that finds is for the policies to say. Null when there is none. */
export async function caseOfReference(partnershipId: string, reference: string): Promise<string | null> {
  const row = await asSystem('look for rows about a case by its reference', (tx) =>
    tx.selectFrom('case_file').select('case_id').where('partnership_id', '=', partnershipId).where('reference', '=', reference).executeTakeFirst(), partnershipId)
  return row?.case_id ?? null
}
