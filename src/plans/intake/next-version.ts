import type { FastifyReply } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { Stale } from '../keeping/store.ts'
import type { Plan } from '../plan.ts'
import { selectPlan } from '../store.ts'
import { type Batch, holdBatch, settleBatch } from './batch-store.ts'
import { changesPage } from './changes-page.ts'
import { differences } from './comparing.ts'
import { ChangesForm, ownerChoices } from './forms.ts'
import { type BatchRequest, type Failed, openBatch, type Opened, planHref, settlingOf } from './opening.ts'
import type { PlanReading } from './plan-reading.ts'
import { problemsOf } from './problems.ts'
import { rememberNames } from './taking.ts'
import { takeNextVersion } from './taking-next.ts'

const today = () => todayInLondon(Temporal.Now.instant())

/** The plan that a batch is the next version of, or null when it is no longer there. */
const planFor = async (tx: Tx, { planId }: Batch): Promise<Plan | null> => (planId ? selectPlan(tx, planId) : null)

/** What a paper says differently from a plan, and the owners to settle for that: of items that are new or have other owners. */
async function compared(tx: Tx, plan: Plan, reading: PlanReading) {
  const settling = await settlingOf(tx, reading)
  const found = differences(plan, reading, settling.owners, settling.nameOf)
  const asked = new Set(found.flatMap(({ kind, read }) => (read && (kind === 'added' || kind === 'owner') ? [read.code] : [])))
  return {
    differences: found,
    settling: { ...settling, questions: settling.questions.filter(({ codes }) => codes.some((code) => asked.has(code))) },
  }
}

/** Shows what a paper changes in the plan it is the next version of. */
export async function showChanges(
  request: BatchRequest,
  reply: FastifyReply,
  { batch, reading }: Opened,
  failed: Failed = null,
  status = 422,
) {
  const page = await asUser(request.user, async (tx) => {
    const plan = await planFor(tx, batch)
    if (!plan) return null
    const { differences, settling } = await compared(tx, plan, reading)
    return changesPage(batch, plan, reading, differences, settling, problemsOf(reading, plan.scheme), failed)
  })
  return page ? reply.code(failed ? status : 200).page('plans/intake/changes.njk', page) : reply.callNotFound()
}

/** Takes the changes that were ticked. */
export async function takeChanges(request: BatchRequest, reply: FastifyReply) {
  const opened = await openBatch(request)
  if (!opened?.batch.planId) return reply.callNotFound()
  const { batch, reading, mapping } = opened
  const form = parseForm(ChangesForm, request.body)
  if (!form.ok) return showChanges(request, reply, opened, form)
  const wrong = (text: string) => ({ errors: [{ field: 'problems', text }], entered: form.value })
  try {
    const outcome = await asUser(request.user, async (tx) => {
      const held = await holdBatch(tx, batch.batchId)
      const plan = held && (await planFor(tx, held))
      if (!held || !plan) return { gone: true as const }
      const [problem] = problemsOf(reading, plan.scheme)
      if (problem) return { failed: wrong(`${problem.place}: ${problem.sentence}`) }
      const { differences, settling } = await compared(tx, plan, reading)
      const owners = ownerChoices(form.value, settling.questions, settling.partners)
      const accepted = differences.filter(({ key }) => form.value.accept.includes(key))
      if (accepted.some(({ kind }) => kind === 'removed') && !form.value.removedReason)
        return { failed: wrong('Say why items that are no longer in the paper are withdrawn') }
      const made = await takeNextVersion(
        tx,
        held,
        plan,
        reading,
        accepted,
        { owners, firstAnswers: form.value.firstAnswers === 'yes', removedReason: form.value.removedReason },
        today(),
      )
      if (form.value.rememberNames === 'yes') await rememberNames(tx, owners)
      await settleBatch(tx, held, mapping, plan.planId, { made: 'changes', items: reading.items.length, changes: made })
      return { plan, made }
    })
    if (outcome.failed) return showChanges(request, reply, opened, outcome.failed)
    if (outcome.gone) return reply.goTo('/plans/import', 'This file has been taken or dropped already.')
    return reply.goTo(
      planHref(outcome.plan.planId, outcome.plan.kind),
      outcome.made === 1 ? '1 change is brought in.' : `${outcome.made} changes are brought in.`,
    )
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    return showChanges(
      request,
      reply,
      opened,
      wrong('Someone else changed the plan while you were looking. The differences below are as it stands now.'),
      409,
    )
  }
}
