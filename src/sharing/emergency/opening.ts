import { sql } from 'kysely'
import { writeDate } from '../../calendar/dates.ts'
import { asSystem, audit, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { selectCaseAccounts } from '../case-store.ts'
import { type Ground, reviewDueFor } from './emergency.ts'

export type Ask = { reference: string; ground: Ground; reason: string; minutes: number }

/**
 * Opens a case to an account for some minutes, in an emergency, and tells those who must know in the same transaction. Says nothing back: whether
 * there is such a case, and whether this account is shut out of it by name, is for nobody to learn by asking. `askedAs`: the asker cannot
 * see the case, so the system looks.
 */
export async function openInEmergency(asker: { accountId: string; partnershipId: string }, ask: Ask, baseUrl: string): Promise<void> {
  const { accountId, partnershipId } = asker
  await asSystem('open a case in an emergency, if it may be', async (tx) => {
    const found = await selectOpenable(tx, ask.reference, accountId)
    if (!found) {
      audit(tx, { act: 'refused', subjectKind: 'emergency access', subjectId: accountId, details: { reference: ask.reference } })
      return
    }
    const break_glass_id = crypto.randomUUID()
    const reviewDue = reviewDueFor(Temporal.Now.instant())
    await tx.insertInto('break_glass').values({
      partnership_id: partnershipId, break_glass_id, case_id: found.caseId, account_id: accountId, agency_id: found.agencyId, ground: ask.ground, reason: ask.reason,
      ends_at: sql`now() + make_interval(mins => ${ask.minutes})`, review_due: reviewDue,
    }).execute()
    await alert(tx, { glassId: break_glass_id, caseId: found.caseId, reference: ask.reference, accountId, reviewDue, baseUrl })
    audit(tx, { act: 'disclosed', subjectKind: 'case', subjectId: found.caseId, details: { emergencyAccess: break_glass_id, account: accountId, ground: ask.ground, minutes: ask.minutes } })
  }, partnershipId)
}

/** The case, when it may be opened to this account: not erased, not shut to it by name, and not open to it in an emergency already. */
async function selectOpenable(tx: Tx, reference: string, accountId: string): Promise<{ caseId: string; agencyId: string } | null> {
  const { rows } = await sql<{ caseId: string; agencyId: string }>`
    select c.case_id as "caseId", agency_of(a.organisation_id) as "agencyId"
    from case_file c join account a on a.partnership_id = c.partnership_id and a.account_id = ${accountId}
    where c.partnership_id = ${tx.actor.partnershipId} and c.reference = ${reference} and c.stage <> 'erased'
      and not exists (select from case_exclusion x where x.partnership_id = c.partnership_id and x.case_id = c.case_id and x.account_id = a.account_id and x.lifted_at is null)
      and not exists (select from break_glass b where b.partnership_id = c.partnership_id and b.case_id = c.case_id and b.account_id = a.account_id and b.ended_at is null and b.ends_at > now())`.execute(tx)
  return rows[0] ?? null
}

/** Open accounts that hold a power and are not shut out of the case by name. */
export async function selectHolders(tx: Tx, power: string, caseId: string): Promise<string[]> {
  const rows = await tx.selectFrom('account as a')
    .innerJoin('account_role as r', (on) => on.onRef('r.partnership_id', '=', 'a.partnership_id').onRef('r.account_id', '=', 'a.account_id'))
    .innerJoin('role_power as p', 'p.role', 'r.role')
    .where('a.partnership_id', '=', tx.actor.partnershipId).where('a.disabled_at', 'is', null).where('p.power', '=', power)
    .where((q) => q.not(q.exists(q.selectFrom('case_exclusion as x').select('x.case_id')
      .whereRef('x.partnership_id', '=', 'a.partnership_id').whereRef('x.account_id', '=', 'a.account_id').where('x.case_id', '=', caseId).where('x.lifted_at', 'is', null))))
    .select('a.account_id').distinct().execute()
  return rows.map(({ account_id }) => account_id)
}

type Alert = { glassId: string; caseId: string; reference: string; accountId: string; reviewDue: string; baseUrl: string }

/** Tells every governance lead, and the coordinators and chairs who may see the case: its reference and a link, and nobody's name. */
async function alert(tx: Tx, { glassId, caseId, reference, accountId, reviewDue, baseUrl }: Alert) {
  const by = writeDate(Temporal.PlainDate.from(reviewDue))
  const subject = `Emergency access to ${reference}`
  const leads = (await selectHolders(tx, 'sharing.manage', caseId)).filter((id) => id !== accountId)
  const working = (await selectCaseAccounts(tx, caseId)).filter(({ schemeRole }) => schemeRole !== 'worker').map((each) => each.accountId).filter((id) => id !== accountId && !leads.includes(id))
  await notify(tx, [
    ...leads.map((id) => ({ accountId: id, effect: `emergency ${glassId} ${id}`, subject, body: `Case ${reference} was opened in an emergency. Review it by ${by}:\n${baseUrl}/sharing/emergency/reviews/${glassId}\n` })),
    ...working.map((id) => ({ accountId: id, effect: `emergency ${glassId} ${id}`, subject, body: `Case ${reference} was opened in an emergency. Who opened it, and what they look at:\n${baseUrl}/cases/${caseId}/access\n` })),
  ])
}
