import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { EVIDENCE_KINDS, REVIEW_KINDS, type ReviewKind, STATES } from './learning.ts'

const ReviewRow = z.object({
  reviewId: z.string(), kind: z.enum(REVIEW_KINDS), title: z.string(), commissionedBy: z.string().nullable(), finishedOn: z.string().nullable(), summary: z.string(), groupId: z.string().nullable(), group: z.string().nullable(), restricted: z.boolean(), version: z.number(),
})
/** A review that taught something. Days are ISO. `restricted`: read by its group and by those who write papers. */
export type Review = z.infer<typeof ReviewRow>

const isId = (text: string) => z.uuid().safeParse(text).success

const reviews = (tx: Tx) => tx.selectFrom('learning_review as v')
  .leftJoin('group_name as g', (on) => on.onRef('g.partnership_id', '=', 'v.partnership_id').onRef('g.group_id', '=', 'v.group_id').on('g.kind', '=', 'name').on('g.valid_to', 'is', null))
  .select(['v.learning_review_id as reviewId', 'v.kind', 'v.title', 'v.commissioned_by as commissionedBy', 'v.finished_on as finishedOn', 'v.summary', 'v.group_id as groupId', 'g.name as group', 'v.restricted', 'v.version'])

/** Reviews that this account may read: those not finished first, then the newest. */
export const selectReviews = async (tx: Tx): Promise<Review[]> =>
  (await reviews(tx).orderBy('v.finished_on', (order) => order.desc().nullsFirst()).orderBy('v.title').limit(1000).execute()).map((row) => ReviewRow.parse(row))

/** One review; null when there is none that this account may read. */
export async function selectOptionalReview(tx: Tx, reviewId: string): Promise<Review | null> {
  const row = isId(reviewId) ? await reviews(tx).where('v.learning_review_id', '=', reviewId).executeTakeFirst() : undefined
  return row ? ReviewRow.parse(row) : null
}

export type ReviewFields = { kind: ReviewKind; title: string; commissionedBy: string | null; finishedOn: string | null; summary: string; groupId: string | null; restricted: boolean }
const columns = ({ kind, title, commissionedBy, finishedOn, summary, groupId, restricted }: ReviewFields) => ({ kind, title, commissioned_by: commissionedBy, finished_on: finishedOn, summary, group_id: groupId, restricted })

export async function addReview(tx: Tx, fields: ReviewFields): Promise<string> {
  const learning_review_id = crypto.randomUUID()
  await tx.insertInto('learning_review').values({ partnership_id: tx.actor.partnershipId!, learning_review_id, ...columns(fields), made_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'collected', subjectKind: 'learning review', subjectId: learning_review_id, details: { restricted: fields.restricted } })
  return learning_review_id
}

/** Changes a review if it is still at `version`. False when somebody changed it since. */
export async function changeReview(tx: Tx, reviewId: string, version: number, fields: ReviewFields): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('learning_review').set({ ...columns(fields), version: version + 1 }).where('learning_review_id', '=', reviewId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'learning review', subjectId: reviewId, details: { restricted: fields.restricted } })
  return numUpdatedRows > 0n
}

const RecommendationRow = z.object({
  recommendationId: z.string(), reviewId: z.string(), review: z.string(), restricted: z.boolean(), number: z.number(), statement: z.string(), themes: z.array(z.string()),
  ownerAgencyId: z.string(), ownerAgency: z.string(), ownerAccountId: z.string().nullable(), owner: z.string().nullable(), dueOn: z.string(), wanted: z.string(), state: z.enum(STATES), reason: z.string().nullable(),
  /** Actions on it, and pieces of evidence by what they show. */
  actions: z.number(), actionsDone: z.number(), changes: z.number(), deeds: z.number(), owns: z.boolean(), version: z.number(),
})
/** A recommendation of a review. `restricted` is its review's. `owns`: it is this account's, or its organisation's with nobody named. */
export type Recommendation = z.infer<typeof RecommendationRow>

/** Recommendations that this account may read, of all reviews or of one: the earliest due first, or of one review as numbered. */
export async function selectRecommendations(tx: Tx, of: { reviewId?: string; number?: number } = {}): Promise<Recommendation[]> {
  const { rows } = await sql`
    select r.learning_recommendation_id as "recommendationId", r.learning_review_id as "reviewId", v.title as review, v.restricted, r.number, r.statement, r.themes,
      r.owner_agency_id as "ownerAgencyId", n.name as "ownerAgency", r.owner_account_id as "ownerAccountId", o.name as owner, r.due_on as "dueOn", r.wanted, r.state, r.reason, r.version,
      (select count(*)::int from action a where a.partnership_id = r.partnership_id and a.learning_recommendation_id = r.learning_recommendation_id) as actions,
      (select count(*)::int from action a where a.partnership_id = r.partnership_id and a.learning_recommendation_id = r.learning_recommendation_id and a.state = 'done') as "actionsDone",
      (select count(*)::int from change_evidence e where e.partnership_id = r.partnership_id and e.learning_recommendation_id = r.learning_recommendation_id and e.kind <> 'something done') as changes,
      (select count(*)::int from change_evidence e where e.partnership_id = r.partnership_id and e.learning_recommendation_id = r.learning_recommendation_id and e.kind = 'something done') as deeds,
      coalesce(r.owner_account_id = (select current_account()) or (r.owner_account_id is null and r.owner_agency_id = (select current_organisation())), false) as owns
    from learning_recommendation r
      join learning_review v on v.partnership_id = r.partnership_id and v.learning_review_id = r.learning_review_id
      join organisation_name n on n.partnership_id = r.partnership_id and n.organisation_id = r.owner_agency_id and n.kind = 'name' and n.valid_to is null
      left join account o on o.partnership_id = r.partnership_id and o.account_id = r.owner_account_id
    where (${of.reviewId ?? null}::uuid is null or r.learning_review_id = ${of.reviewId ?? null}) and (${of.number ?? null}::int is null or r.number = ${of.number ?? null})
    order by case when ${of.reviewId ?? null}::uuid is null then r.due_on end, v.title, r.number limit 5000`.execute(tx)
  return z.array(RecommendationRow).parse(rows)
}

/** One recommendation by its review and its number as an address has them; null when there is none that this account may read. */
export async function selectOptionalRecommendation(tx: Tx, { reviewId, number }: { reviewId: string; number: string }): Promise<Recommendation | null> {
  if (!isId(reviewId) || !/^[1-9]\d{0,6}$/.test(number)) return null
  return (await selectRecommendations(tx, { reviewId, number: Number(number) }))[0] ?? null
}

const EvidenceRow = z.object({
  evidenceId: z.string(), recommendationId: z.string(), seenOn: z.string(), kind: z.enum(EVIDENCE_KINDS), statement: z.string(), measureId: z.string().nullable(), measure: z.string().nullable(), by: z.string().nullable(),
})
/** Something that shows what was done, or what changed because of it. */
export type Evidence = z.infer<typeof EvidenceRow>

/** What is kept to show that things changed, of one recommendation or of all: the newest first. */
export async function selectEvidence(tx: Tx, recommendationId: string | null = null): Promise<Evidence[]> {
  const { rows } = await sql`
    select e.change_evidence_id as "evidenceId", e.learning_recommendation_id as "recommendationId", e.seen_on as "seenOn", e.kind, e.statement, e.measure_id as "measureId", m.title as measure, a.name as by
    from change_evidence e
      left join measure m on m.partnership_id = e.partnership_id and m.measure_id = e.measure_id
      left join account a on a.partnership_id = e.partnership_id and a.account_id = e.added_by
    where ${recommendationId}::uuid is null or e.learning_recommendation_id = ${recommendationId} order by e.seen_on desc, e.added_at desc`.execute(tx)
  return z.array(EvidenceRow).parse(rows)
}

/** Writes down that restricted reviews were read. */
export function consultReviews(tx: Tx, read: readonly { reviewId: string; restricted: boolean }[]): void {
  const ids = [...new Set(read.filter(({ restricted }) => restricted).map(({ reviewId }) => reviewId))]
  if (ids.length > 0) audit(tx, { act: 'consulted', subjectKind: 'learning review', subjectId: ids.length === 1 ? ids[0]! : null, details: { restricted: ids } })
}
