import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../db/tx.ts'
import { type CaseCover, consultCase, type Part, selectOptionalCase } from './case-store.ts'

export type CaseRequest<P = object> = FastifyRequest<{ Params: { caseId: string } & P }>

/** Work on the case of an address, as the visitor, in one transaction with the look written down; null when there is no such case that this visitor may see. */
export const lookAt = <T>(request: CaseRequest, work: (tx: Tx, cover: CaseCover) => Promise<T>, part: Part = 'file'): Promise<T | null> => within(request, (tx, caseId) => consultCase(tx, caseId, part), work)

/** The same for what shows nothing and changes something; what is done is audited by whoever does it. */
export const actOn = <T>(request: CaseRequest, work: (tx: Tx, cover: CaseCover) => Promise<T>): Promise<T | null> => within(request, selectOptionalCase, work)

async function within<T>({ params, user }: CaseRequest, open: (tx: Tx, caseId: string) => Promise<CaseCover | null>, work: (tx: Tx, cover: CaseCover) => Promise<T>): Promise<T | null> {
  const { caseId } = params
  if (!z.uuid().safeParse(caseId).success) return null
  return asUser(user, async (tx) => {
    const cover = await open(tx, caseId)
    return cover ? work(tx, cover) : null
  })
}
