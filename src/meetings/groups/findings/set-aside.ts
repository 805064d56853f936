import { createHash } from 'node:crypto'
import { audit, type Tx } from '../../../db/tx.ts'
import type { Finding } from './finding.ts'

/** A finding as it is known again: its rule and what it is about. `fingerprint`: of the facts it stood on. */
export type Known = { rule: string; subject: string; fingerprint: string }

/** Why a finding may stand. `until`: the last ISO day of it; null for as long as the facts stay as they were. */
export type SetAside = Known & { reason: string; until: string | null; by: string | null; at: Temporal.Instant }

/** `lapsed`: it was set aside once, and that holds no longer. */
export type Standing = Finding & { known: Known; lapsed: SetAside | null }
export type Weighed = { standing: Standing[]; aside: (Finding & { known: Known; answer: SetAside })[] }

/** What a finding is called between one look and the next, whatever becomes of its words. */
export function knownBy({ id, about, itemId, groupIds, facts, sentence }: Finding): Known {
  const subject = about ?? itemId ?? groupIds.toSorted().join(' ')
  return { rule: id, subject, fingerprint: createHash('sha256').update(JSON.stringify([id, subject, facts ?? sentence])).digest('base64url').slice(0, 32) }
}

const holds = ({ until, fingerprint }: SetAside, known: Known, today: string) => (until === null ? fingerprint === known.fingerprint : today <= until)

/** Parts what stands from what was set aside and still is on an ISO day. */
export function weigh(findings: readonly Finding[], answers: readonly SetAside[], today: string): Weighed {
  const weighed: Weighed = { standing: [], aside: [] }
  for (const finding of findings) {
    const known = knownBy(finding)
    const answer = answers.find(({ rule, subject }) => rule === known.rule && subject === known.subject) ?? null
    if (answer && holds(answer, known, today)) weighed.aside.push({ ...finding, known, answer })
    else weighed.standing.push({ ...finding, known, lapsed: answer })
  }
  return weighed
}

/** Every finding of governance that was set aside, whether or not that still holds. */
export const selectSetAside = (tx: Tx): Promise<SetAside[]> =>
  tx.selectFrom('set_aside_finding as s')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 's.partnership_id').onRef('a.account_id', '=', 's.set_aside_by'))
    .select(['s.rule', 's.subject', 's.fingerprint', 's.reason', 's.until', 's.set_aside_at as at', 'a.name as by'])
    .execute()

const told = ({ groupIds, itemId, id }: Finding, act: 'setAside' | 'takenUp') =>
  ({ act: 'altered', subjectKind: itemId ? 'item' : 'group', subjectId: itemId ?? groupIds[0] ?? null, details: { [act]: id } }) as const

/** Sets a finding aside as it stands. Doing so again changes the reason and how long it holds. */
export async function setAside(tx: Tx, finding: Finding, { reason, until }: Pick<SetAside, 'reason' | 'until'>): Promise<void> {
  const { rule, subject, fingerprint } = knownBy(finding)
  const answer = { reason, until, fingerprint, set_aside_by: tx.actor.accountId, set_aside_at: Temporal.Now.instant().toString() }
  await tx.insertInto('set_aside_finding').values({ partnership_id: tx.actor.partnershipId!, rule, subject, ...answer })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'rule', 'subject']).doUpdateSet(answer)).execute()
  audit(tx, told(finding, 'setAside'))
}

/** Lets a finding stand again. */
export async function takeUp(tx: Tx, finding: Finding): Promise<void> {
  const { rule, subject } = knownBy(finding)
  await tx.deleteFrom('set_aside_finding').where('rule', '=', rule).where('subject', '=', subject).execute()
  audit(tx, told(finding, 'takenUp'))
}
