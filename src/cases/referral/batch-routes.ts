import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { writeCsv } from '../../documents/csv.ts'
import { asUser } from '../../db/tx.ts'
import { errorsForPage } from '../../web/forms.ts'
import { sentFile } from '../../web/sent-file.ts'
import { selectSchemes, today } from '../rules/rule-store.ts'
import { batchIdOf, COLUMNS, readBatch, type RowFault } from './batch.ts'
import { shortReferral } from './forms.ts'
import { referNavigation } from './pages.ts'
import { selectOpenScheme } from './open-scheme.ts'
import { WHAT_IT_IS_FOR } from './scheme-words.ts'
import { insertReferral } from './store.ts'

const refers = { config: { power: 'cases.refer' } }
const valueOf = (body: unknown, name: string): string => {
  const field = (body as Record<string, { value?: unknown } | undefined> | null)?.[name]
  return typeof field?.value === 'string' ? field.value : ''
}

/** Several referrals at once, from a table: all of them or none, and the same file twice only once. */
export function batches(app: FastifyInstance) {
  app.get('/refer/batch', refers, (request, reply) => show(request, reply))
  app.get('/refer/batch/template', refers, (_, reply) => reply.header('content-disposition', 'attachment; filename="referrals.csv"').type('text/csv; charset=utf-8').send(writeCsv([], COLUMNS)))
  app.post('/refer/batch', refers, async (request, reply) => {
    const file = await sentFile(request.body)
    if (!file) return show(request, reply, { wrong: { field: 'file', text: 'Choose a CSV file' } })
    const read = readBatch(file.bytes)
    if ('faults' in read) return show(request, reply, { faults: read.faults })
    const outcome = await asUser(request.user, async (tx) => {
      const scheme = await selectOpenScheme(tx, valueOf(request.body, 'scheme'))
      if (!scheme) return 'no scheme'
      const batchId = batchIdOf(file.bytes, scheme.schemeId, request.user.accountId)
      if (await tx.selectFrom('referral').select('case_id').where('batch_id', '=', batchId).executeTakeFirst()) return 'before'
      for (const row of read.rows) await insertReferral(tx, { ...shortReferral(scheme.schemeId, row), channel: 'batch', batchId })
      return 'sent'
    })
    if (outcome === 'no scheme') return show(request, reply, { wrong: { field: 'scheme', text: 'Choose a scheme' } })
    return reply.goTo('/referrals', outcome === 'before' ? 'This file was sent before, so nothing was sent again' : `${read.rows.length === 1 ? '1 referral has' : `${read.rows.length} referrals have`} been sent`)
  })
}

async function show(request: FastifyRequest, reply: FastifyReply, { faults = [], wrong = null }: { faults?: readonly RowFault[]; wrong?: { field: string; text: string } | null } = {}) {
  const schemes = await asUser(request.user, (tx) => selectSchemes(tx, today()))
  const chosen = valueOf(request.body, 'scheme')
  return reply.code(faults.length > 0 || wrong ? 422 : 200).page('cases/referral/batch.njk', {
    title: 'Refer several at once', tabs: referNavigation('Several at once'), faults, schemes: schemes.filter(({ kind }) => WHAT_IT_IS_FOR[kind]).map(({ schemeId, name }) => ({ value: schemeId, text: name, selected: schemeId === chosen })),
    ...errorsForPage(wrong ? [wrong] : faults.length > 0 ? [{ field: 'file', text: 'Nothing was sent: put right what is listed, and send the file again' }] : []),
  })
}
