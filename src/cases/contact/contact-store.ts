import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { isVictim } from './case-people.ts'
import type { Subject } from '../index/subject-store.ts'
import { type Clock, clocksOf, StandardRules, type Standards } from './standards.ts'

export const METHODS = ['phone', 'text', 'email', 'letter', 'visit', 'video', 'in person'] as const
export type Method = (typeof METHODS)[number]
/** Ways of reaching somebody that may be unsafe for them. */
export const SAFE_METHODS = ['phone', 'text', 'email', 'letter', 'visit', 'video'] as const
export type SafeMethod = (typeof SAFE_METHODS)[number]
export const CONTACT_PURPOSES = ['acknowledgement', 'first contact', 'update', 'support', 'safety planning', 'warning', 'telling of closing', 'other'] as const

const ContactRow = z.object({
  contactId: z.string(), subjectId: z.string(), method: z.enum(METHODS), at: z.instanceof(Temporal.Instant), on: z.string(), reached: z.boolean(), purpose: z.string(), summary: z.string(), againstRule: z.string().nullable(),
  madeBy: z.string().nullable(), agency: z.string().nullable(),
})
/** One time somebody was contacted, or was tried. `on`: the date in London. */
export type Contact = z.infer<typeof ContactRow>

/** Contacts in a case, latest first. */
export async function selectContacts(tx: Tx, caseId: string): Promise<Contact[]> {
  const { rows } = await sql`
    select t.contact_id as "contactId", t.subject_id as "subjectId", t.method, t.at, (t.at at time zone 'Europe/London')::date as on, t.reached, t.purpose, t.summary, t.against_rule as "againstRule", a.name as "madeBy",
      (select n.name from organisation_name n where n.partnership_id = t.partnership_id and n.organisation_id = t.agency_id and n.kind = 'name' and n.valid_to is null limit 1) as agency
    from contact t left join account a on a.partnership_id = t.partnership_id and a.account_id = t.made_by
    where t.case_id = ${caseId} order by t.at desc, t.recorded_at desc`.execute(tx)
  return z.array(ContactRow).parse(rows)
}

export type NewContact = { subjectId: string; method: Method; at: Temporal.Instant; reached: boolean; purpose: string; summary: string; againstRule: string | null }

/** Writes a contact into the log of a case. */
export async function addContact(tx: Tx, { caseId, agencyId }: Pick<CaseCover, 'caseId' | 'agencyId'>, contact: NewContact): Promise<string> {
  const contact_id = crypto.randomUUID()
  await tx.insertInto('contact').values({
    partnership_id: tx.actor.partnershipId!, contact_id, case_id: caseId, subject_id: contact.subjectId, method: contact.method, at: contact.at.toString(), reached: contact.reached, purpose: contact.purpose, summary: contact.summary,
    against_rule: contact.againstRule, made_by: tx.actor.accountId, agency_id: agencyId,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { contact: contact_id, againstRule: contact.againstRule !== null } })
  return contact_id
}

export type SafeRule = { subjectId: string; method: SafeMethod; allowed: boolean; voicemail: boolean; hours: string | null; note: string | null; recordedOn: string; recordedBy: string | null }

/** The rules for contacting people in a case safely, that stand now. */
export async function selectSafeRules(tx: Tx, caseId: string): Promise<SafeRule[]> {
  const rows = await tx.selectFrom('safe_contact as r').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.recorded_by'))
    .select(['r.subject_id as subjectId', 'r.method', 'r.allowed', 'r.voicemail', 'r.hours', 'r.note', sql<string>`(r.recorded_at at time zone 'Europe/London')::date`.as('recordedOn'), 'a.name as recordedBy'])
    .where('r.case_id', '=', caseId).where('r.ended_at', 'is', null).orderBy('r.recorded_at').execute()
  return rows.flatMap(({ method, ...row }) => { const known = SAFE_METHODS.find((each) => each === method); return known ? [{ ...row, method: known }] : [] })
}

/** The rule that forbids reaching this person so, or undefined when none does. */
export const forbids = (rules: readonly SafeRule[], subjectId: string, method: string): SafeRule | undefined => rules.find((rule) => rule.subjectId === subjectId && rule.method === method && !rule.allowed)

/** Sets how a person may be reached by one method; what was set before for that method ends. */
export async function setSafeRule(tx: Tx, { caseId }: Pick<CaseCover, 'caseId'>, rule: Omit<SafeRule, 'recordedOn' | 'recordedBy'>) {
  await tx.updateTable('safe_contact').set({ ended_at: sql`now()` }).where('case_id', '=', caseId).where('subject_id', '=', rule.subjectId).where('method', '=', rule.method).where('ended_at', 'is', null).execute()
  const safe_contact_id = crypto.randomUUID()
  await tx.insertInto('safe_contact').values({ partnership_id: tx.actor.partnershipId!, safe_contact_id, case_id: caseId, subject_id: rule.subjectId, method: rule.method, allowed: rule.allowed, voicemail: rule.voicemail, hours: rule.hours, note: rule.note, recorded_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { safeContact: safe_contact_id, subject: rule.subjectId } })
}

/** The standards a scheme has set, whenever they count. */
export async function selectStandards(tx: Tx, schemeId: string): Promise<Standards[]> {
  const rows = await tx.selectFrom('rule_set').select(['valid_from as from', 'valid_to as to', 'source', 'rules']).where('scheme_id', '=', schemeId).where('kind', '=', 'standards').execute()
  return rows.map(({ rules, ...row }) => ({ ...StandardRules.parse(rules), ...row }))
}

/** Sets a scheme's standards from a day on; those before it end the day before. */
export async function setStandards(tx: Tx, schemeId: string, { from, source, rules }: { from: string; source: string; rules: StandardRules }) {
  const partnership_id = tx.actor.partnershipId!
  const before = Temporal.PlainDate.from(from).subtract({ days: 1 }).toString()
  const { version } = await tx.selectFrom('rule_set').select(sql<number>`coalesce(max(version), 0) + 1`.as('version')).where('scheme_id', '=', schemeId).where('kind', '=', 'standards').executeTakeFirstOrThrow()
  await tx.updateTable('rule_set').set({ valid_to: before }).where('scheme_id', '=', schemeId).where('kind', '=', 'standards').where('valid_to', 'is', null).where('valid_from', '<=', before).execute()
  await tx.insertInto('rule_set').values({ partnership_id, scheme_id: schemeId, kind: 'standards', version, valid_from: from, source, rules: JSON.stringify(StandardRules.parse(rules)), made_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'altered', subjectKind: 'scheme', subjectId: schemeId, details: { rules: 'standards', version } })
}

/** Whether a case stands at high risk by its latest assessment. */
export async function isHighRisk(tx: Tx, caseId: string): Promise<boolean> {
  const latest = await tx.selectFrom('risk_assessment').select(['band', 'judged_band as judged']).where('case_id', '=', caseId).orderBy('made_at', 'desc').limit(1).executeTakeFirst()
  return /high/i.test(latest?.judged ?? latest?.band ?? '')
}

/** When those harmed were told that the case was closed (ISO); null when they were not, or it is open. */
const selectToldOn = async (tx: Tx, caseId: string): Promise<string | null> =>
  (await tx.selectFrom('closure').select('told_on').where('case_id', '=', caseId).where('reopened_at', 'is', null).orderBy('closed_on', 'desc').limit(1).executeTakeFirst())?.told_on ?? null

/** The clocks of each victim of a case. */
export async function selectClocks(tx: Tx, cover: Pick<CaseCover, 'caseId' | 'schemeId' | 'stage' | 'referredOn' | 'openedOn' | 'closedOn'>, people: readonly Subject[], today: string): Promise<{ subject: Subject; clocks: Clock[] }[]> {
  const victims = people.filter(isVictim)
  if (victims.length === 0) return []
  const [contacts, sets, high, toldOn] = [await selectContacts(tx, cover.caseId), await selectStandards(tx, cover.schemeId), await isHighRisk(tx, cover.caseId), await selectToldOn(tx, cover.caseId)]
  return victims.map((subject) => ({
    subject,
    clocks: clocksOf({
      referredOn: cover.referredOn, openedOn: cover.stage === 'open' ? cover.openedOn : null, closedOn: cover.stage === 'closed' ? cover.closedOn : null, toldOn, isHighRisk: high,
      contacts: contacts.filter(({ subjectId }) => subjectId === subject.subjectId),
    }, sets, today),
  }))
}
