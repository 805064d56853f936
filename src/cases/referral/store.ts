import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { type About, insertCase } from '../../sharing/case-store.ts'
import { recordReferral } from '../../sharing/disclosure-store.ts'
import { addDocument } from '../attachments/document-store.ts'
import type { SafeFile } from '../../documents/safe-file.ts'
import type { SafeMethod } from '../contact/contact-store.ts'
import { addProtected, type ProtectedKind } from '../index/protected-store.ts'
import { addSubject, agencyFor, type NewFact, type SubjectRole } from '../index/store.ts'
import type { Facts } from '../rules/condition.ts'
import { today } from '../rules/rule-store.ts'

export const CONSENTS = ['given', 'not asked', 'refused'] as const
export type Consent = (typeof CONSENTS)[number]
export const BEHAVIOURS = ['harassment, alarm or distress', 'housing nuisance', 'environmental', 'crime', 'other'] as const
export type Behaviour = (typeof BEHAVIOURS)[number]

/** Somebody or some place that is referred. `guarded`: what must be kept from everybody but its named readers; `unsafe`: how they must not be reached. */
export type ReferredSubject = {
  kind: 'person' | 'place'
  role: SubjectRole
  resident: boolean | null
  homeArea?: string | null
  facts: readonly Omit<NewFact, 'source'>[]
  guarded?: readonly { kind: ProtectedKind; value: string }[]
  unsafe?: { methods: readonly SafeMethod[]; note: string | null }
}
/** `until`: its last day, where it went on; `complainedOn`: the day of the incident where not said. */
export type ReferredIncident = { on: string; until?: string | null; complainedOn?: string | null; what: string; behaviour: Behaviour; place: string | null; complainedTo: string | null; response: string | null }

export type NewReferral = {
  schemeId: string
  channel: 'form' | 'short form' | 'batch'
  batchId?: string
  about: About
  reasons: string
  wanted?: string | null
  consent: Consent
  consentReason: string | null
  facts: Facts
  subjects: readonly ReferredSubject[]
  incidents?: readonly ReferredIncident[]
  files?: readonly SafeFile[]
}

/** Refers: opens the case and says in the same act who and what it is about. Gives its id and reference; the answer is the same whatever else is held. */
export async function insertReferral(tx: Tx, referral: NewReferral): Promise<{ caseId: string; reference: string }> {
  const [partnership_id, account] = [tx.actor.partnershipId!, tx.actor.accountId]
  const resident = referral.subjects.find((subject) => subject.resident !== null)?.resident ?? null
  const { caseId, reference } = await insertCase(tx, { schemeId: referral.schemeId, about: referral.about, resident, referredOn: today() })
  const into = { caseId, agencyId: await agencyFor(tx, { caseId }) }
  const { batchId: batch_id = null, channel, reasons, wanted = null, consent, consentReason: consent_reason, facts, incidents = [], files = [] } = referral
  await tx.insertInto('referral').values({ partnership_id, case_id: caseId, referred_by: account, agency_id: into.agencyId, channel, batch_id, reasons, wanted, consent, consent_reason, facts: JSON.stringify(facts) }).execute()
  for (const subject of referral.subjects) await insertSubject(tx, into, subject)
  for (const { on, until, what, behaviour, place, complainedOn, complainedTo, response } of incidents)
    await tx.insertInto('diary_entry').values({
      partnership_id, case_id: caseId, happened_from: on, happened_to: until ?? on, what, behaviour, place, complained_on: complainedTo ? (complainedOn ?? on) : null, complained_to: complainedTo, response, recorded_by: account, agency_id: into.agencyId,
    }).execute()
  for (const file of files) await addDocument(tx, into, file)
  await recordReferral(tx, into, { consent, consentReason: consent_reason })
  return { caseId, reference }
}

async function insertSubject(tx: Tx, into: { caseId: string; agencyId: string }, { facts, guarded = [], unsafe, ...subject }: ReferredSubject) {
  const source = 'The referral'
  const added = await addSubject(tx, into, { ...subject, facts: facts.map((fact) => ({ ...fact, source })) })
  if (!added) throw new Error('A new subject was not taken')
  for (const each of guarded) await addProtected(tx, into, added.entryId, { ...each, source })
  for (const method of unsafe?.methods ?? [])
    await tx.insertInto('safe_contact').values({ partnership_id: tx.actor.partnershipId!, case_id: into.caseId, subject_id: added.subjectId, method, allowed: false, note: unsafe!.note, recorded_by: tx.actor.accountId }).execute()
}

const OwnReferral = z.object({
  caseId: z.string(), reference: z.string(), scheme: z.string(), madeOn: z.string(), outcome: z.enum(['accepted', 'advice given', 'belongs elsewhere']).nullable(), advice: z.string().nullable(), decidedOn: z.string().nullable(), channel: z.string(),
})
/** A referral as whoever made it may follow it: where it stands and the advice that came back, and nothing of what the case holds. */
export type OwnReferral = z.infer<typeof OwnReferral>

/** The referrals this account made, the latest first. Page by page. */
export async function selectOwnReferrals(tx: Tx, { caseId, limit = 50, offset = 0 }: { caseId?: string; limit?: number; offset?: number } = {}): Promise<OwnReferral[]> {
  const { rows } = await sql`
    select r.case_id as "caseId", r.reference, s.name as scheme, (r.made_at at time zone 'Europe/London')::date as "madeOn", r.outcome, r.advice, (r.decided_at at time zone 'Europe/London')::date as "decidedOn", r.channel
    from referral r join scheme s on s.partnership_id = r.partnership_id and s.scheme_id = r.scheme_id
    where r.referred_by = ${tx.actor.accountId} and r.reference is not null ${caseId === undefined ? sql`` : sql`and r.case_id = ${caseId}`}
    order by r.made_at desc, r.case_id limit ${limit} offset ${offset}`.execute(tx)
  return z.array(OwnReferral).parse(rows)
}
