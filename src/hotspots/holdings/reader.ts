import { type Actor, asSystem, asUser, type Tx } from '../../db/tx.ts'

/** Reads in as many short transactions as it takes, so that a long reading keeps nobody waiting. */
export type Reader = { partnershipId: string; ask: <T>(work: (tx: Tx) => Promise<T>) => Promise<T> }

export const readingAs = (actor: Actor): Reader => ({ partnershipId: actor.partnershipId, ask: (work) => asUser(actor, work) })

/** For warming after a load: not to be used for what one person asks. */
export const readingAhead = (partnershipId: string): Reader =>
  ({ partnershipId, ask: (work) => asSystem('work out hotspots after a load, before they are asked for', work, partnershipId) })
