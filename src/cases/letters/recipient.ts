import type { Tx } from '../../db/tx.ts'
import type { Agency, CaseCover } from '../../sharing/case-store.ts'
import { findingsFor } from '../../sharing/recipient-check.ts'
import type { FieldError } from '../../web/forms.ts'
import { forbids, type SafeRule, selectSafeRules } from '../contact/contact-store.ts'
import type { Subject } from '../index/subject-store.ts'
import type { LetterFields } from './forms.ts'
import type { LetterMethod, Written } from './store.ts'

/** Rules for safe contact speak of visits where a letter is carried by hand. */
const AS_CONTACT: Record<LetterMethod, string> = { letter: 'letter', 'by hand': 'visit', email: 'email', text: 'text', phone: 'phone' }

/** The rule for safe contact that forbids sending to this person so; undefined when none does. */
export const forbiddenBy = async (tx: Tx, caseId: string, { toSubjectId, method }: Pick<Written, 'toSubjectId' | 'method'>): Promise<SafeRule | undefined> =>
  toSubjectId ? forbids(await selectSafeRules(tx, caseId), toSubjectId, AS_CONTACT[method]) : undefined

/** Whom a form's letter goes to, by name; null when they are not, or no longer, to be chosen. */
export function recipientOf({ to, to_name }: Pick<LetterFields, 'to' | 'to_name'>, people: readonly Subject[], agencies: readonly Agency[]): Pick<Written, 'toSubjectId' | 'toAgencyId' | 'toName'> | null {
  const [kind, id] = to.split(' ')
  if (kind === 'other') return to_name ? { toSubjectId: null, toAgencyId: null, toName: to_name } : null
  const found = kind === 'subject' ? people.find(({ subjectId }) => subjectId === id) : agencies.find(({ agencyId }) => agencyId === id)
  if (!found || !id) return null
  return { toSubjectId: kind === 'subject' ? id : null, toAgencyId: kind === 'agency' ? id : null, toName: to_name ?? found.name }
}

/**
 * A letter as it may be kept, with what speaks against sending it; or the error that keeps it from being kept. An address the check speaks against is left out of what is kept:
 * it may be one that only named readers may know, and nobody is told which.
 */
export async function checkLetter(tx: Tx, cover: CaseCover, fields: LetterFields, people: readonly Subject[], agencies: readonly Agency[]): Promise<{ written: Written; findings: string[] } | { error: FieldError }> {
  const recipient = recipientOf(fields, people, agencies)
  if (!recipient) return { error: { field: 'to', text: 'Choose to whom' } }
  const written: Written = { ...recipient, toAddress: fields.to_address, method: fields.method, kind: fields.kind, body: fields.body }
  const rule = await forbiddenBy(tx, cover.caseId, written)
  if (rule) return { error: { field: 'method', text: `This way of reaching them is not safe, and nothing is sent so${rule.note ? `: ${rule.note}` : ''}. Choose another` } }
  const findings = await findingsFor(tx, cover, written)
  const without = written.toAddress === null ? findings : await findingsFor(tx, cover, { ...written, toAddress: null })
  return { written: findings.length > without.length ? { ...written, toAddress: null } : written, findings }
}
