import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { type Audience, AUDIENCES, MinutesShown } from './shown.ts'

/** One issue of a meeting's minutes. `correction`: what it put right, of every issue but the first. */
export type IssuedMinutes = { meetingId: string; groupId: string; audience: Audience; issue: number; shown: MinutesShown; correction: string | null; issuedAt: Temporal.Instant; issuedBy: string | null }

const IssueHead = z.object({ audience: z.enum(AUDIENCES), issue: z.number(), correction: z.string().nullable(), issuedBy: z.string().nullable() })

/** The issues of a meeting's minutes that this account may read, of each audience the newest first; the widest reading (the group's) before the rest. */
export async function selectIssuedMinutes(tx: Tx, meetingId: string): Promise<IssuedMinutes[]> {
  if (!z.uuid().safeParse(meetingId).success) return []
  const rows = await tx.selectFrom('issued_minutes as i')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'i.partnership_id').onRef('a.account_id', '=', 'i.issued_by'))
    .select(['i.group_id as groupId', 'i.audience', 'i.issue', 'i.shown', 'i.correction', 'i.issued_at as issuedAt', 'a.name as issuedBy'])
    .where('i.meeting_id', '=', meetingId).orderBy('i.issue', 'desc').execute()
  return rows
    .map(({ groupId, issuedAt, shown, ...row }) => ({ meetingId, groupId, ...IssueHead.parse(row), shown: MinutesShown.parse(shown), issuedAt }))
    .toSorted((one, other) => AUDIENCES.indexOf(one.audience) - AUDIENCES.indexOf(other.audience) || other.issue - one.issue)
}

/** Writes down that minutes with restricted matter in them were read. */
export function consultMinutes(tx: Tx, { meetingId, audience, issue }: Pick<IssuedMinutes, 'meetingId' | 'audience' | 'issue'>, part: 'minutes' | 'export' = 'minutes') {
  if (audience === 'group') audit(tx, { act: 'consulted', subjectKind: 'meeting', subjectId: meetingId, details: { part, audience, issue } })
}

/** Keeps one issue for good, numbered after the last of its audience, and gives its number. Null when somebody issued it at the same moment. */
export async function keepIssue(tx: Tx, { meetingId, groupId }: { meetingId: string; groupId: string }, shown: MinutesShown, correction: string | null): Promise<number | null> {
  const { audience } = shown
  const last = Math.max(0, ...(await selectIssuedMinutes(tx, meetingId)).filter((each) => each.audience === audience).map(({ issue }) => issue))
  const { numInsertedOrUpdatedRows } = await tx.insertInto('issued_minutes').values({
    partnership_id: tx.actor.partnershipId!, meeting_id: meetingId, group_id: groupId, audience, issue: last + 1, shown: JSON.stringify(shown), correction, issued_by: tx.actor.accountId,
  }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) return null
  audit(tx, { act: 'collected', subjectKind: 'meeting', subjectId: meetingId, details: { minutes: audience, issue: last + 1 } })
  return last + 1
}
