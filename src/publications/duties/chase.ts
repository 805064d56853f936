import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { selectDuties } from './store.ts'

/** Tells those who write papers, once, that a publication is late: within one partnership, as the system. Gives how many notices are new. */
export async function chaseDuties(tx: Tx, today: Temporal.PlainDate = todayInLondon(Temporal.Now.instant())): Promise<number> {
  const late = (await selectDuties(tx, today)).flatMap(({ duty, occurrences }) => occurrences.filter(({ daysLate }) => daysLate > 0).map(({ dueOn }) => ({ duty, dueOn })))
  if (late.length === 0) return 0
  const writers = await tx.selectFrom('account as a').select('a.account_id').where('a.partnership_id', '=', tx.actor.partnershipId!).where('a.disabled_at', 'is', null)
    .where((is) => is.exists(is.selectFrom('account_role as r').innerJoin('role_power as p', 'p.role', 'r.role').select('r.role').whereRef('r.account_id', '=', 'a.account_id').where('p.power', '=', 'papers.edit'))).execute()
  return notify(tx, late.flatMap(({ duty, dueOn }) => writers.map(({ account_id }) => ({
    accountId: account_id, effect: `duty ${duty.key} ${dueOn} ${account_id}`, subject: `${duty.name}: its publication is late`,
    body: `Write it, or say where it is published:\n/duties/${duty.key}/${dueOn}\n`,
  }))))
}
