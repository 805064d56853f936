import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../db/tx.ts'
import type { Panel } from './panel.ts'
import { selectOptionalPanel } from './panel-store.ts'

export type PanelRequest = FastifyRequest<{ Params: { panelId: string } }>
export type TurnRequest = FastifyRequest<{ Params: { panelId: string; caseId: string } }>
export type Step = { go: string; message?: string } | { template: string; model: object; status?: number } | null

/** Answers a request about one panel with the step that `next` decides on; without the panel, or for its leads only and asked by another, as if it were not there. */
export async function onPanel(request: PanelRequest, reply: FastifyReply, led: 'led' | 'any', next: (tx: Tx, panel: Panel) => Promise<Step>) {
  const panelId = z.uuid().safeParse(request.params.panelId).data
  const step = panelId ? await asUser(request.user, async (tx) => {
    const panel = await selectOptionalPanel(tx, panelId)
    return panel && (led === 'any' || panel.leads) ? next(tx, panel) : null
  }) : null
  if (!step) return reply.callNotFound()
  return 'go' in step ? reply.goTo(step.go, step.message) : reply.code(step.status ?? 200).page(step.template, step.model)
}
