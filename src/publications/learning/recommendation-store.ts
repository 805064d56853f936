import { sql } from 'kysely'
import { type MeetingOwner, mayOwnMeetingAction, type OfferedOwner, selectMeetingOwners } from '../../actions/owners.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import { audit, type Tx } from '../../db/tx.ts'
import { type EvidenceKind, type State, whyNot } from './learning.ts'
import { type Recommendation, type Review, selectEvidence } from './store.ts'

const today = () => todayInLondon(Temporal.Now.instant()).toString()
const circle = ({ groupId, restricted }: Pick<Review, 'groupId' | 'restricted'>) => ({ groupId, shut: restricted })

/** Who may answer for a recommendation of a review: nobody who could not read it. */
export const selectOwnersFor = (tx: Tx, review: Review): Promise<OfferedOwner[]> => selectMeetingOwners(tx, circle(review), today(), 'papers.edit')

export type RecommendationFields = { statement: string; themes: readonly string[]; owner: MeetingOwner; dueOn: string; wanted: string }
const columns = ({ statement, themes, owner, dueOn, wanted }: RecommendationFields) => ({ statement, themes: [...themes], owner_agency_id: owner.agencyId, owner_account_id: owner.accountId, due_on: dueOn, wanted })

/** Adds a recommendation at the end of its review's and gives its number; null when its owner could not read it. */
export async function addRecommendation(tx: Tx, review: Review, fields: RecommendationFields): Promise<number | null> {
  if (!(await mayOwnMeetingAction(tx, circle(review), fields.owner, today(), 'papers.edit'))) return null
  const { last } = await tx.selectFrom('learning_recommendation').select(sql<number>`coalesce(max(number), 0)`.as('last')).where('learning_review_id', '=', review.reviewId).executeTakeFirstOrThrow()
  for (let number = last + 1; ; number++) {
    const learning_recommendation_id = crypto.randomUUID()
    // Waits for whoever is writing the same number, and goes on to the next when they keep it.
    const { numInsertedOrUpdatedRows } = await tx.insertInto('learning_recommendation')
      .values({ partnership_id: tx.actor.partnershipId!, learning_recommendation_id, learning_review_id: review.reviewId, number, ...columns(fields), state: 'open' }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
    if (numInsertedOrUpdatedRows === 0n) continue
    audit(tx, { act: 'collected', subjectKind: 'learning recommendation', subjectId: learning_recommendation_id, details: { review: review.reviewId } })
    return number
  }
}

/** Changes a recommendation if it is still at `version`: 'changed'; 'newer' when somebody changed it since; 'owner' when a newly chosen owner could not read it. */
export async function changeRecommendation(tx: Tx, review: Review, was: Recommendation, version: number, fields: RecommendationFields): Promise<'changed' | 'newer' | 'owner'> {
  const isSame = fields.owner.agencyId === was.ownerAgencyId && fields.owner.accountId === was.ownerAccountId
  if (!isSame && !(await mayOwnMeetingAction(tx, circle(review), fields.owner, today(), 'papers.edit'))) return 'owner'
  return (await alter(tx, was, version, columns(fields), { fields: ['statement', 'themes', 'owner', 'due on', 'wanted'] })) ? 'changed' : 'newer'
}

async function alter(tx: Tx, { recommendationId }: Recommendation, version: number, change: Record<string, unknown>, details: Record<string, unknown>): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('learning_recommendation').set({ ...change, version: version + 1 }).where('learning_recommendation_id', '=', recommendationId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'learning recommendation', subjectId: recommendationId, details })
  return numUpdatedRows > 0n
}

/** Says how a recommendation stands, if it is still at `version`: 'kept', 'newer' when somebody changed it since, or why it may not stand so. */
export async function keepState(tx: Tx, was: Recommendation, version: number, state: State, reason: string | null): Promise<'kept' | 'newer' | { field: 'state' | 'reason'; text: string }> {
  const evidence = (await selectEvidence(tx, was.recommendationId)).map(({ kind }) => kind)
  const refused = whyNot(state, { reason, evidence, actionsDone: was.actionsDone })
  if (refused) return refused
  return (await alter(tx, was, version, { state, reason: state === 'not accepted' ? reason : null }, { state })) ? 'kept' : 'newer'
}

/** Keeps evidence with a recommendation, for its owner and for those who write papers: `mayShow`. It is added to and never changed. */
export async function addEvidence(tx: Tx, { recommendationId }: Recommendation, { kind, seenOn, statement, measureId }: { kind: EvidenceKind; seenOn: string; statement: string; measureId: string | null }): Promise<void> {
  const change_evidence_id = crypto.randomUUID()
  await tx.insertInto('change_evidence').values({ partnership_id: tx.actor.partnershipId!, change_evidence_id, learning_recommendation_id: recommendationId, kind, seen_on: seenOn, statement, measure_id: measureId, added_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'collected', subjectKind: 'learning recommendation', subjectId: recommendationId, details: { evidence: change_evidence_id } })
}

/** Measures that evidence of a result may name, by title. */
export const selectMeasureChoices = (tx: Tx): Promise<{ measureId: string; title: string }[]> =>
  tx.selectFrom('measure').select(['measure_id as measureId', 'title']).where('state', '=', 'live').orderBy('title').limit(500).execute()
