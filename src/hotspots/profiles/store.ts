import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { AUDIENCES, type Audience, type Content, type Edition, type Exhibit, EXHIBIT_KINDS, type ExhibitKind, type Heading, isHeading, type Profile, type ProfileState, type Section, SECTIONS, STATES, type WholeProfile } from './profile.ts'

export class Stale extends Error {}

const Row = z.object({
  profileId: z.string(), title: z.string(), question: z.string(), state: z.enum(STATES), ownerId: z.string(), owner: z.string(), reviewerId: z.string().nullable(), reviewer: z.string().nullable(),
  reviewOn: z.string().nullable().transform((text) => (text === null ? null : Temporal.PlainDate.from(text))), sourceId: z.number(), source: z.string(), categoryIds: z.array(z.number()),
  categories: z.array(z.string()), fromMonth: z.string(), toMonth: z.string(), version: z.number(),
})

/** Every profile, those with a review to come first. `profileId`: that one alone. */
export async function selectProfiles(tx: Tx, profileId: string | null = null): Promise<Profile[]> {
  const { rows } = await sql`
    select p.profile_id as "profileId", p.title, p.question, p.state, p.owner_id as "ownerId", o.name as owner, p.reviewer_id as "reviewerId", r.name as reviewer,
      p.review_on::text as "reviewOn", p.source_id as "sourceId", s.name as source, p.category_ids as "categoryIds", p.from_month::text as "fromMonth", p.to_month::text as "toMonth", p.version,
      array(select t.text from source_term t where t.partnership_id = p.partnership_id and t.term_id = any (p.category_ids) order by t.text) as categories
    from profile p join account o on o.partnership_id = p.partnership_id and o.account_id = p.owner_id
      left join account r on r.partnership_id = p.partnership_id and r.account_id = p.reviewer_id
      join source s on s.partnership_id = p.partnership_id and s.source_id = p.source_id
    where ${profileId}::uuid is null or p.profile_id = ${profileId}
    order by p.state = 'reviewed', p.review_on, p.made_at`.execute(tx)
  return rows.map((row) => {
    const { ownerId, owner, reviewerId, reviewer, ...profile } = Row.parse(row)
    return { ...profile, owner: { accountId: ownerId, name: owner }, reviewer: reviewerId && reviewer ? { accountId: reviewerId, name: reviewer } : null }
  })
}

/** A profile with all that is in it, or null. */
export async function selectWholeProfile(tx: Tx, profileId: string): Promise<WholeProfile | null> {
  const [profile] = await selectProfiles(tx, profileId)
  if (!profile) return null
  const kept = await tx.selectFrom('profile_section as s').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 's.partnership_id').onRef('a.account_id', '=', 's.changed_by'))
    .select(['s.heading', 's.text', 's.version', 'a.name as by', 's.changed_at as at']).where('s.profile_id', '=', profileId).execute()
  const exhibits = await tx.selectFrom('profile_exhibit').select(['exhibit_id as exhibitId', 'heading', 'kind', 'caption']).where('profile_id', '=', profileId).orderBy('position').execute()
  const recommendations = await tx.selectFrom('profile_recommendation').select(['recommendation_id as recommendationId', 'text', 'plan_item_id as itemId']).where('profile_id', '=', profileId).orderBy('position').execute()
  return {
    profile,
    sections: SECTIONS.map(({ heading }): Section => ({ text: '', version: 0, by: null, at: null, ...kept.find((each) => each.heading === heading), heading })),
    exhibits: exhibits.flatMap(({ heading, kind, ...exhibit }): Exhibit[] => (isHeading(heading) ? [{ ...exhibit, heading, kind: z.enum(EXHIBIT_KINDS).parse(kind) }] : [])),
    recommendations,
  }
}

export type ProfileFields = { title: string; question: string; ownerId: string; reviewerId: string | null; reviewOn: string | null; sourceId: number; categoryIds: readonly number[]; fromMonth: string; toMonth: string }

const columns = (fields: ProfileFields) => ({
  title: fields.title, question: fields.question, owner_id: fields.ownerId, reviewer_id: fields.reviewerId, review_on: fields.reviewOn, source_id: fields.sourceId,
  category_ids: [...fields.categoryIds], from_month: fields.fromMonth, to_month: fields.toMonth,
})

export async function addProfile(tx: Tx, fields: ProfileFields): Promise<string> {
  const profileId = crypto.randomUUID()
  await tx.insertInto('profile').values({ ...columns(fields), partnership_id: tx.actor.partnershipId!, profile_id: profileId }).execute()
  audit(tx, { act: 'collected', subjectKind: 'profile', subjectId: profileId, details: {} })
  return profileId
}

/** Throws Stale when somebody changed the profile since `version`. */
export async function changeProfile(tx: Tx, profileId: string, version: number, change: ProfileFields | { state: ProfileState }): Promise<void> {
  const set = 'state' in change ? change : columns(change)
  const { numUpdatedRows } = await tx.updateTable('profile').set({ ...set, version: version + 1 }).where('profile_id', '=', profileId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Stale()
  audit(tx, { act: 'altered', subjectKind: 'profile', subjectId: profileId, details: 'state' in change ? { state: change.state } : { fields: Object.keys(change) } })
}

/** Keeps a section's text. Throws Stale when somebody wrote it since `version` (0: it was empty). */
export async function writeSection(tx: Tx, profileId: string, heading: Heading, version: number, text: string): Promise<void> {
  const said = { text, version: version + 1, changed_by: tx.actor.accountId, changed_at: Temporal.Now.instant().toString() }
  const { numInsertedOrUpdatedRows } = await tx.insertInto('profile_section').values({ ...said, partnership_id: tx.actor.partnershipId!, profile_id: profileId, heading })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'profile_id', 'heading']).doUpdateSet(said).where('profile_section.version', '=', version)).executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) throw new Stale()
  audit(tx, { act: 'altered', subjectKind: 'profile', subjectId: profileId, details: { section: heading } })
}

const last = (tx: Tx, table: 'profile_exhibit' | 'profile_recommendation', profileId: string) =>
  tx.selectFrom(table).select(sql<number>`coalesce(max(position), 0) + 1`.as('next')).where('profile_id', '=', profileId).executeTakeFirstOrThrow()

export async function addExhibit(tx: Tx, profileId: string, { heading, kind, caption }: { heading: Heading; kind: ExhibitKind; caption: string }): Promise<void> {
  const { next } = await last(tx, 'profile_exhibit', profileId)
  await tx.insertInto('profile_exhibit').values({ partnership_id: tx.actor.partnershipId!, profile_id: profileId, heading, kind, caption, position: next, query: JSON.stringify({}) }).execute()
  audit(tx, { act: 'altered', subjectKind: 'profile', subjectId: profileId, details: { exhibit: kind } })
}

export async function removeExhibit(tx: Tx, profileId: string, exhibitId: string): Promise<void> {
  await tx.deleteFrom('profile_exhibit').where('profile_id', '=', profileId).where('exhibit_id', '=', exhibitId).execute()
  audit(tx, { act: 'altered', subjectKind: 'profile', subjectId: profileId, details: { exhibitRemoved: true } })
}

export async function addRecommendation(tx: Tx, profileId: string, text: string): Promise<void> {
  const { next } = await last(tx, 'profile_recommendation', profileId)
  await tx.insertInto('profile_recommendation').values({ partnership_id: tx.actor.partnershipId!, profile_id: profileId, text, position: next }).execute()
  audit(tx, { act: 'altered', subjectKind: 'profile', subjectId: profileId, details: { recommendation: true } })
}

/** Removes a recommendation that has not become an action; one that has stays. */
export async function removeRecommendation(tx: Tx, profileId: string, recommendationId: string): Promise<void> {
  await tx.deleteFrom('profile_recommendation').where('profile_id', '=', profileId).where('recommendation_id', '=', recommendationId).where('plan_item_id', 'is', null).execute()
  audit(tx, { act: 'altered', subjectKind: 'profile', subjectId: profileId, details: { recommendationRemoved: true } })
}

/** Says which action a recommendation became; false when it had become one already. */
export async function becameAction(tx: Tx, profileId: string, recommendationId: string, itemId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('profile_recommendation').set({ plan_item_id: itemId }).where('profile_id', '=', profileId).where('recommendation_id', '=', recommendationId).where('plan_item_id', 'is', null).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Publishes what a profile shows now, and gives the edition's number. */
export async function publish(tx: Tx, profileId: string, audience: Audience, content: Content): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`profile ${profileId}`}, 7264))`.execute(tx)
  const { next } = await tx.selectFrom('profile_edition').select(sql<number>`coalesce(max(number), 0) + 1`.as('next')).where('profile_id', '=', profileId).executeTakeFirstOrThrow()
  await tx.insertInto('profile_edition').values({ partnership_id: tx.actor.partnershipId!, profile_id: profileId, number: next, audience, content: JSON.stringify(content), published_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'disclosed', subjectKind: 'profile', subjectId: profileId, details: { edition: next, audience } })
  return next
}

/** Editions, newest first; `number`: that one alone. */
export async function selectEditions(tx: Tx, profileId: string, number: number | null = null): Promise<Edition[]> {
  const rows = await tx.selectFrom('profile_edition as e').leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'e.partnership_id').onRef('a.account_id', '=', 'e.published_by'))
    .select(['e.number', 'e.audience', 'e.content', 'a.name as by', 'e.published_at as at']).where('e.profile_id', '=', profileId)
    .$if(number !== null, (one) => one.where('e.number', '=', number!)).orderBy('e.number', 'desc').execute()
  return rows.map((row) => ({ ...row, audience: z.enum(AUDIENCES).parse(row.audience), content: row.content as Content }))
}
