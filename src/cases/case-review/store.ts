import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { insertCase } from '../../sharing/case-store.ts'
import { addProtected } from '../index/protected-store.ts'
import { addFacts, addSubject, type Into } from '../index/store.ts'
import { CHANNELS, DECISIONS, APPLICANTS, INVOLVEMENTS, type DiscretionReasons, type Steps } from './application.ts'
import type { Application } from './forms.ts'
import { selectReviewRules } from './rule-store.ts'
import { type Complaint, type Computed, computeThreshold, secondReport } from './threshold.ts'
import { codeHash } from './tracking-code.ts'

export type ReviewScheme = { schemeId: string; name: string; hostAgencyId: string; begins: string }

const reviewSchemes = (tx: Tx, on: string) =>
  tx.selectFrom('scheme').select(['scheme_id as schemeId', 'name', 'host_agency_id as hostAgencyId', 'begins']).where('kind', '=', 'asb case review').where('begins', '<=', on)
    .where((is) => is.or([is('ends', 'is', null), is('ends', '>=', on)])).orderBy('name')

/** The partnership's schemes for case reviews that run on a day (ISO). */
export const selectReviewSchemes = (tx: Tx, on: string): Promise<ReviewScheme[]> => reviewSchemes(tx, on).execute()

/** Those of them whose cases this account may begin. */
export const selectOwnReviewSchemes = (tx: Tx, on: string): Promise<ReviewScheme[]> => reviewSchemes(tx, on).where(sql<boolean>`scheme_id || ':' || host_agency_id = any ((select open_doors())::text[])`).execute()

/** `code`: as its applicant holds it, or what the database holds of it. */
export type Received = { schemeId: string; receivedOn: string; channel: (typeof CHANNELS)[number]; code: string | { hash: string } }

/**
 * Takes an application in: a case of its own, with the people it names and each complaint in its diary. The same code a second time is the same
 * application, and nothing is added. Gives the case, and the threshold as computed. Runs as the system for the public, as the officer who types one in.
 */
export async function insertApplication(tx: Tx, application: Application, { schemeId, receivedOn, channel, code }: Received): Promise<{ caseId: string; computed: Computed }> {
  const partnership_id = tx.actor.partnershipId!
  const hash = typeof code === 'string' ? codeHash(code) : code.hash
  const known = await tx.selectFrom('review_application').select(['case_id', 'received_on']).where('partnership_id', '=', partnership_id).where('code_hash', '=', hash).executeTakeFirst()
  const { threshold } = await selectReviewRules(tx, schemeId, receivedOn)
  const computed = computeThreshold(Temporal.PlainDate.from(known?.received_on ?? receivedOn), application.complaints.map(complaintOf), threshold)
  if (known) return { caseId: known.case_id, computed }
  const { caseId: case_id, leadAgencyId } = await insertCase(tx, { schemeId, about: 'victim', resident: null, referredOn: receivedOn })
  const into = { caseId: case_id, agencyId: leadAgencyId }
  const by = { agency_id: leadAgencyId, recorded_by: tx.actor.accountId }
  const victim = await addPerson(tx, into, application.victimName, 'victim')
  const applicant = application.applicant === 'representative' ? await addPerson(tx, into, application.applicantName!, 'other') : victim
  await addReach(tx, into, applicant, application)
  if (application.complaints.length > 0)
    await tx.insertInto('diary_entry').values(application.complaints.map((each) => ({
      partnership_id, case_id, ...by, happened_from: each.happenedFrom, happened_to: each.happenedTo, what: each.what, behaviour: each.causedDistress ? 'harassment, alarm or distress' : 'housing nuisance',
      complained_on: each.complainedOn, complained_to: each.complainedTo, complained_by: victim, response: each.response,
    }))).execute()
  await tx.insertInto('review_application').values({
    partnership_id, case_id, code_hash: hash, received_on: receivedOn, channel, applicant: application.applicant, consent_seen_on: null, harm: application.harm, wanted: application.wanted,
    involvement: application.involvement, computed: JSON.stringify(summaryOf(computed)),
  }).execute()
  return { caseId: case_id, computed }
}

/** Whether an application of this code has been taken in. Runs as the system: the code is what opens it. */
export const hasApplication = async (tx: Tx, code: string): Promise<boolean> =>
  (await tx.selectFrom('review_application').select('case_id').where('partnership_id', '=', tx.actor.partnershipId!).where('code_hash', '=', codeHash(code)).executeTakeFirst()) !== undefined

const SOURCE = 'The application'

async function addPerson(tx: Tx, into: Into, name: string, role: 'victim' | 'other'): Promise<string> {
  const note = role === 'other' ? 'Applies for the victim' : null
  const added = await addSubject(tx, into, { kind: 'person', role, resident: null, note, facts: [{ kind: 'name', value: name, source: SOURCE }] })
  return added!.entryId
}

/** How the applicant is reached. Somebody who asks that nobody should learn it has it kept among the protected fields, where no list or search comes. */
async function addReach(tx: Tx, into: Into, entryId: string, { phone, email, address, keepSafe }: Application) {
  const given = ([['phone', phone], ['email', email], ['address', address]] as const).flatMap(([kind, value]) => (value ? [{ kind, value, source: SOURCE }] : []))
  if (!keepSafe) await addFacts(tx, into, entryId, given)
  else for (const fact of given) await addProtected(tx, into, entryId, fact)
}

export const complaintOf = (each: { happenedFrom: string; happenedTo: string; complainedOn: string | null; complainedTo: string | null; causedDistress: boolean }): Complaint => ({
  happenedFrom: Temporal.PlainDate.from(each.happenedFrom), happenedTo: Temporal.PlainDate.from(each.happenedTo), complainedOn: each.complainedOn ? Temporal.PlainDate.from(each.complainedOn) : null,
  complainedTo: each.complainedTo, causedDistress: each.causedDistress,
})
/** What is kept of a computation: no words of anybody's. */
const summaryOf = ({ isMet, qualifying, wanted, each, source }: Computed) => ({ isMet, qualifying, wanted, source, each: each.map(({ qualifies, because }) => ({ qualifies, because })) })

const ApplicationRow = z.object({
  caseId: z.string(), receivedOn: z.string(), channel: z.enum(CHANNELS), applicant: z.enum(APPLICANTS), consentSeenOn: z.string().nullable(), harm: z.string().nullable(), wanted: z.string().nullable(),
  involvement: z.enum(INVOLVEMENTS).nullable(), pointOfContact: z.string().nullable(), acknowledgedOn: z.string().nullable(), decision: z.enum(DECISIONS).nullable(),
  decisionReasons: z.object({ persistence: z.string(), harm: z.string(), response: z.string() }).partial().nullable(), decidedOn: z.string().nullable(), toldOn: z.string().nullable(), metOn: z.string().nullable(),
  invitedOn: z.string().nullable(), consultedOn: z.string().nullable(), outcome: z.string().nullable(), outcomeToldOn: z.string().nullable(), appealOn: z.string().nullable(), appealBy: z.string().nullable(),
  appealOutcome: z.string().nullable(), appealDecidedOn: z.string().nullable(), closedOn: z.string().nullable(), version: z.number(),
})
export type ReviewApplication = z.infer<typeof ApplicationRow>

const applications = (tx: Tx) => tx.selectFrom('review_application as a').select([
  'a.case_id as caseId', 'a.received_on as receivedOn', 'a.channel', 'a.applicant', 'a.consent_seen_on as consentSeenOn', 'a.harm', 'a.wanted', 'a.involvement', 'a.point_of_contact as pointOfContact',
  'a.acknowledged_on as acknowledgedOn', 'a.decision', 'a.decision_reasons as decisionReasons', 'a.decided_on as decidedOn', 'a.told_on as toldOn', 'a.met_on as metOn', 'a.invited_on as invitedOn',
  'a.consulted_on as consultedOn', 'a.outcome', 'a.outcome_told_on as outcomeToldOn', 'a.appeal_on as appealOn', 'a.appeal_by as appealBy', 'a.appeal_outcome as appealOutcome',
  'a.appeal_decided_on as appealDecidedOn', 'a.closed_on as closedOn', 'a.version',
])

/** A case's application, or null when it has none. */
export async function selectOptionalApplication(tx: Tx, caseId: string): Promise<ReviewApplication | null> {
  const row = await applications(tx).where('a.case_id', '=', caseId).executeTakeFirst()
  return row ? ApplicationRow.parse(row) : null
}

/** Where the application of a tracking code stands; one held back stands as received. Null when no application has it. Runs as the system: the code is what opens it. */
export async function selectStandingByCode(tx: Tx, code: string): Promise<Steps | null> {
  const row = await applications(tx).where('a.partnership_id', '=', tx.actor.partnershipId!).where('a.code_hash', '=', codeHash(code)).executeTakeFirst()
  if (row) return ApplicationRow.parse(row)
  const held = await tx.selectFrom('review_quarantine').select('received_on').where('partnership_id', '=', tx.actor.partnershipId!).where('code_hash', '=', codeHash(code)).executeTakeFirst()
  return held ? { receivedOn: held.received_on, acknowledgedOn: null, decidedOn: null, decision: null, toldOn: null, metOn: null, invitedOn: null, consultedOn: null, outcomeToldOn: null, closedOn: null } : null
}

export type ListedApplication = ReviewApplication & { reference: string; schemeId: string }

/** Every application this account may see, the newest first. */
export async function selectApplications(tx: Tx): Promise<ListedApplication[]> {
  const rows = await applications(tx).innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'a.partnership_id').onRef('c.case_id', '=', 'a.case_id'))
    .select(['c.reference', 'c.scheme_id as schemeId']).orderBy('a.received_on', 'desc').orderBy('c.reference').execute()
  return rows.map((row) => ({ ...ApplicationRow.parse(row), reference: row.reference, schemeId: row.schemeId }))
}

export type KeptComplaint = Complaint & { diaryEntryId: string; what: string; response: string | null }

/** A case's complaints as its diary has them, in order of happening. */
export async function selectComplaints(tx: Tx, caseId: string): Promise<KeptComplaint[]> {
  const rows = await tx.selectFrom('diary_entry').select(['diary_entry_id', 'happened_from', 'happened_to', 'what', 'behaviour', 'complained_on', 'complained_to', 'response'])
    .where('case_id', '=', caseId).orderBy('happened_from').orderBy('recorded_at').execute()
  return rows.map((row) => ({
    ...complaintOf({ happenedFrom: row.happened_from, happenedTo: row.happened_to, complainedOn: row.complained_on, complainedTo: row.complained_to, causedDistress: row.behaviour !== 'housing nuisance' }),
    diaryEntryId: row.diary_entry_id, what: row.what, response: row.response,
  }))
}

type Change = Partial<{
  consent_seen_on: string | null; point_of_contact: string; acknowledged_on: string; decision: string; decision_reasons: string | null; decided_on: string; decided_by: string | null; computed: string; told_on: string
  met_on: string; invited_on: string; consulted_on: string; outcome: string; outcome_told_on: string; appeal_on: string; appeal_by: string; appeal_outcome: string | null; appeal_decided_on: string | null; closed_on: string | null
}>

/** Changes an application that is still at `version`; false when somebody changed it since, and then nothing is. */
export async function changeApplication(tx: Tx, caseId: string, version: number, change: Change): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('review_application').set({ ...change, version: version + 1 }).where('case_id', '=', caseId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { part: 'application', fields: Object.keys(change) } })
  return numUpdatedRows > 0n
}

/** Records what was decided of the threshold, with the computation it was decided on, and moves the case on: to a review, or to its end. */
export async function decide(tx: Tx, caseId: string, version: number, { decision, on, reasons, computed }: { decision: (typeof DECISIONS)[number]; on: string; reasons: Partial<DiscretionReasons> | null; computed: Computed }): Promise<boolean> {
  const changed = await changeApplication(tx, caseId, version, {
    decision, decided_on: on, decided_by: tx.actor.accountId, decision_reasons: reasons && JSON.stringify(reasons), computed: JSON.stringify(summaryOf(computed)),
  })
  if (changed) await tx.updateTable('case_file').set(decision === 'not met' ? { stage: 'advised' } : { stage: 'open', opened_on: on }).where('case_id', '=', caseId).where('stage', 'in', ['referred', 'open', 'advised']).execute()
  return changed
}

export type Recommendation = { recommendationId: string; to: string; statement: string; madeOn: string; dueOn: string | null; response: 'accepted' | 'not accepted' | null; reason: string | null; carriedOutOn: string | null; evidence: string | null }

/** What a review recommended, in the order it was made. */
export const selectRecommendations = (tx: Tx, caseId: string): Promise<Recommendation[]> =>
  tx.selectFrom('review_recommendation').select([
    'review_recommendation_id as recommendationId', 'to_body as to', 'statement', 'made_on as madeOn', 'due_on as dueOn', 'response', 'response_reason as reason', 'carried_out_on as carriedOutOn', 'evidence',
  ]).where('case_id', '=', caseId).orderBy('made_on').orderBy('statement').$narrowType<{ response: 'accepted' | 'not accepted' | null }>().execute()

export async function insertRecommendation(tx: Tx, caseId: string, { to, statement, madeOn, dueOn }: { to: string; statement: string; madeOn: string; dueOn: string | null }) {
  await tx.insertInto('review_recommendation').values({ partnership_id: tx.actor.partnershipId!, case_id: caseId, to_body: to, statement, made_on: madeOn, due_on: dueOn }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { part: 'recommendation' } })
}

/** Records what a body answered and did about a recommendation; false when there is none such. */
export async function followUp(tx: Tx, caseId: string, recommendationId: string, { response, reason, carriedOutOn, evidence }: { response: string | null; reason: string | null; carriedOutOn: string | null; evidence: string | null }): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('review_recommendation').set({ response, response_reason: reason, carried_out_on: carriedOutOn, evidence })
    .where('case_id', '=', caseId).where('review_recommendation_id', '=', recommendationId).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { part: 'recommendation', recommendation: recommendationId } })
  return numUpdatedRows > 0n
}

/**
 * Finds victims whose second report in six months has come and who have not been told of the case review, and writes each down to be told, once.
 * Gives how many are new. Guidance of 2025: the process is explained to every such victim, whether or not the threshold would be met.
 */
export async function noteSecondReports(tx: Tx): Promise<number> {
  const rows = await tx.selectFrom('diary_entry as d')
    .innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'd.partnership_id').onRef('c.case_id', '=', 'd.case_id'))
    .innerJoin('scheme as k', (on) => on.onRef('k.partnership_id', '=', 'c.partnership_id').onRef('k.scheme_id', '=', 'c.scheme_id'))
    .innerJoin('subject as s', (on) => on.onRef('s.partnership_id', '=', 'd.partnership_id').onRef('s.case_id', '=', 'd.case_id'))
    .leftJoin('review_notice as n', (on) => on.onRef('n.partnership_id', '=', 's.partnership_id').onRef('n.case_id', '=', 's.case_id').onRef('n.subject_id', '=', 's.subject_id'))
    .select(['d.partnership_id as partnershipId', 'd.case_id as caseId', 's.subject_id as subjectId', 'd.complained_on as on'])
    .where('d.partnership_id', '=', tx.actor.partnershipId!).where('d.complained_on', 'is not', null).where('n.subject_id', 'is', null).where('s.role', 'in', ['victim', 'both']).where('s.removed_at', 'is', null)
    .where('k.kind', 'in', ['community marac', 'asb victims', 'asb perpetrators']).where('c.stage', 'in', ['referred', 'open'])
    .where((is) => is.or([is('d.complained_by', 'is', null), is('d.complained_by', '=', is.ref('s.index_entry_id'))])).execute()
  const due = [...Map.groupBy(rows, ({ caseId, subjectId }) => `${caseId} ${subjectId}`).values()].flatMap((reports) => {
    const second = secondReport(reports.map(({ on }) => Temporal.PlainDate.from(on!)))
    return second ? [{ partnership_id: reports[0]!.partnershipId, case_id: reports[0]!.caseId, subject_id: reports[0]!.subjectId, second_report_on: second.toString() }] : []
  })
  if (due.length === 0) return 0
  const written = await tx.insertInto('review_notice').values(due).onConflict((conflict) => conflict.columns(['partnership_id', 'case_id', 'subject_id']).doNothing()).returning('review_notice_id').execute()
  return written.length
}

export type DueNotice = { noticeId: string; caseId: string; reference: string; secondReportOn: string; name: string | null }

/** Victims still to be told that they may ask for a case review, in cases this account sees. */
export const selectDueNotices = (tx: Tx): Promise<DueNotice[]> =>
  tx.selectFrom('review_notice as n').innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'n.partnership_id').onRef('c.case_id', '=', 'n.case_id'))
    .innerJoin('subject as s', (on) => on.onRef('s.partnership_id', '=', 'n.partnership_id').onRef('s.subject_id', '=', 'n.subject_id'))
    .leftJoin('index_fact as f', (on) => on.onRef('f.partnership_id', '=', 's.partnership_id').onRef('f.index_entry_id', '=', 's.index_entry_id').onRef('f.case_id', '=', 's.case_id').on('f.kind', '=', 'name').on('f.valid_to', 'is', null))
    .select(['n.review_notice_id as noticeId', 'n.case_id as caseId', 'c.reference', 'n.second_report_on as secondReportOn', (is) => is.fn.min('f.value').as('name')])
    .where('n.told_on', 'is', null).groupBy(['n.review_notice_id', 'n.case_id', 'c.reference', 'n.second_report_on']).orderBy('n.second_report_on').execute()

/** Records that a victim was told of the case review; false when it was already, or there is no such notice. */
export async function markToldOfReview(tx: Tx, noticeId: string, on: string, how: string): Promise<boolean> {
  const row = await tx.updateTable('review_notice').set({ told_on: on, told_how: how, told_by: tx.actor.accountId }).where('review_notice_id', '=', noticeId).where('told_on', 'is', null).returning('case_id').executeTakeFirst()
  if (row) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: row.case_id, details: { part: 'told of the case review' } })
  return row !== undefined
}
