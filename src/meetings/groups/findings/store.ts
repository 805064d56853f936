import type { Tx } from '../../../db/tx.ts'
import { type RegisteredGroup, selectPartners, selectPriorities, selectRegister, selectSittings } from '../register-store.ts'
import type { Governance } from './finding.ts'

/** All that the rules of governance look at, as this account may see it. `groups`: the register, where it is read already. */
export async function selectGovernance(tx: Tx, today: string, groups?: readonly RegisteredGroup[]): Promise<Governance> {
  const { area } = await tx.selectFrom('partnership').select('area').where('partnership_id', '=', tx.actor.partnershipId).executeTakeFirstOrThrow()
  const ahead = Temporal.PlainDate.from(today).add({ years: 1 }).toString()
  return {
    today, area,
    groups: groups ?? (await selectRegister(tx)),
    priorities: await selectPriorities(tx),
    sittings: await selectSittings(tx, today, ahead),
    partners: await selectPartners(tx),
  }
}
