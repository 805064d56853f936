import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { type RegisteredGroup, selectRegister } from './register-store.ts'

export type GroupRequest = FastifyRequest<{ Params: { groupId: string } }>
export type Seen = { group: RegisteredGroup; groups: RegisteredGroup[] }

export const today = () => todayInLondon(Temporal.Now.instant()).toString()

/** The group of an address among all groups, or null when there is none such. */
export async function seeGroup(tx: Tx, groupId: string): Promise<Seen | null> {
  if (!z.uuid().safeParse(groupId).success) return null
  const groups = await selectRegister(tx)
  const group = groups.find((each) => each.groupId === groupId)
  return group ? { group, groups } : null
}

/** The group of an address, when this account keeps its papers. */
export async function seeKept(tx: Tx, groupId: string): Promise<Seen | null> {
  const seen = await seeGroup(tx, groupId)
  return seen?.group.keeps ? seen : null
}

/** Sends a page of this room, or not found when there is nothing to show. */
export const show = (reply: FastifyReply, template: string, model: object | null, status = 200) =>
  model ? reply.code(status).page(`meetings/groups/${template}.njk`, model) : reply.callNotFound()
