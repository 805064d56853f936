import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Paper } from '../../documents/paper.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { selectOrganisations } from '../../people/organisation-store.ts'
import type { FieldError } from '../../web/forms.ts'
import { type Batch, selectBatch, selectContent, selectRemembered } from './batch-store.ts'
import { type Mapping, proposeMapping, recalled } from './mapping.ts'
import { namedOrganisations, ownerMatcher, ownerQuestions, ownersOfItem } from './owner-choice.ts'
import { paperOf } from './papers.ts'
import type { PlanReading, ReadItem } from './plan-reading.ts'
import { applyMapping } from './applying.ts'

/** A form that was wrong: what is the matter, and what was typed. */
export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

export const planHref = (planId: string, kind: string) =>
  `/plans/${planId}/${kind === 'action plan' ? 'action-plan' : 'dashboard'}`

export type BatchRequest = FastifyRequest<{ Params: { batchId: string } }>
/** A batch with its paper, how it is to be read, and what that gives. */
export type Opened = { batch: Batch; paper: Paper; mapping: Mapping; reading: PlanReading }

/** Opens the batch a request is about; null when there is none that this account may see. The file is read outside any transaction. */
export async function openBatch(request: BatchRequest): Promise<Opened | null> {
  const { batchId } = request.params
  const batch = z.uuid().safeParse(batchId).success ? await asUser(request.user, (tx) => selectBatch(tx, batchId)) : null
  if (!batch) return null
  const read = await paperOf(batch.fileName, batch.fileHash, () => asUser(request.user, (tx) => selectContent(tx, batchId)))
  if (!read.ok) throw new Error(`A file that was read before can no longer be read: ${read.problem}`)
  const proposal = batch.mapping ? null : proposeMapping(read.paper)
  const mapping = batch.mapping ?? recalled(proposal!, await asUser(request.user, (tx) => selectRemembered(tx, proposal!)))
  return { batch, paper: read.paper, mapping, reading: applyMapping(read.paper, mapping) }
}

/** Owners of a reading against the partnership: what is to be settled, who may be chosen, and each item's in words. */
export async function settlingOf(tx: Tx, reading: PlanReading) {
  const organisations = await selectOrganisations(tx)
  const match = ownerMatcher(reading, namedOrganisations(organisations))
  const names = new Map(organisations.map(({ organisationId, name }) => [organisationId, name]))
  const nameOf = (organisationId: string) => names.get(organisationId) ?? 'An organisation'
  return {
    questions: ownerQuestions(reading, match),
    organisations: organisations
      .filter(({ leftOn }) => leftOn === null)
      .map(({ organisationId, name }) => ({ value: organisationId, text: name })),
    partners: new Set(names.keys()),
    nameOf,
    owners: (read: ReadItem) => ownersOfItem(read, match, new Map(), false),
    ownerCount: (read: ReadItem) => ownersOfItem(read, match, new Map(), false).length,
    ownerWords: (read: ReadItem) =>
      ownersOfItem(read, match, new Map(), false)
        .map(({ organisationId, post, unmatched }) =>
          organisationId ? [post, nameOf(organisationId)].filter(Boolean).join(', ') : `“${unmatched}”`,
        )
        .join('; '),
  }
}
