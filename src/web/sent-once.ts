import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AlreadySent, type SentForm, sentForm } from '../db/once.ts'
import { asUser } from '../db/tx.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The form this request sent, where somebody signed in sent one. */
    sentForm: SentForm | null
  }
}

/** What makes a sending the same sending: the page it stood on (its token is new each time it is shown), where it went, and every value in it. */
async function keyOf(request: FastifyRequest): Promise<string> {
  const hash = createHash('sha256').update(`${request.method} ${request.url}`)
  for (const [name, value] of Object.entries((request.body ?? {}) as Record<string, unknown>)) {
    hash.update(`\0${name}\0`)
    for (const each of [value].flat()) hash.update(isFile(each) ? await each.toBuffer() : JSON.stringify(isField(each) ? each.value : each) ?? '')
  }
  return hash.digest('base64url')
}
/** A token without a random part is of a form that may be sent any number of times (src/web/server.ts). */
const mayBeRepeated = ({ body }: FastifyRequest) => {
  const field = (body as Record<string, unknown> | undefined)?._csrf
  return String(isField(field) ? field.value : field).startsWith('any.')
}
const isField = (value: unknown): value is { value: unknown } => typeof value === 'object' && value !== null && 'value' in value
const isFile = (value: unknown): value is { toBuffer: () => Promise<Buffer> } => typeof value === 'object' && value !== null && 'toBuffer' in value

/** Longest that a second sending waits for the first one's answer. */
const PATIENCE_MS = 5000

/**
 * The same form sent twice (a double click, a retry after a lost connection) is done once, and the second sending is led where the first one was.
 * Only a form that led on somewhere counts: one that was shown again with its errors may be sent again.
 */
export function sentOnce(app: FastifyInstance) {
  app.decorateRequest('sentForm', null)
  app.addHook('preHandler', async (request) => {
    if (request.visitor && request.method === 'POST' && !mayBeRepeated(request)) request.sentForm = { key: await keyOf(request), claimed: false }
  })
  app.addHook('preHandler', (request, _, done) => {
    if (request.sentForm) sentForm.run(request.sentForm, done)
    else done()
  })
  app.addHook('onSend', async (request, reply) => {
    const { sentForm: form, visitor } = request
    if (!form?.claimed || !visitor) return
    const key = form.key
    if (reply.statusCode === 303) await asUser(visitor, (tx) => tx.updateTable('form_key').set({ answer: String(reply.getHeader('location')) }).where('form_key', '=', key).execute())
    else await asUser(visitor, (tx) => tx.deleteFrom('form_key').where('form_key', '=', key).execute())
  })
}

/** Leads a second sending where the first one was led, waiting a little for it to get there. */
export async function leadOn(error: AlreadySent, request: FastifyRequest, reply: FastifyReply) {
  const { sentForm: form, visitor } = request
  if (!form || !visitor) throw error
  const { key } = form
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    // Outside the form: looking for its answer claims nothing.
    const row = await sentForm.exit(() => asUser(visitor, (tx) => tx.selectFrom('form_key').select('answer').where('form_key', '=', key).executeTakeFirst()))
    if (row?.answer) return reply.goTo(row.answer, 'This was sent twice. It was saved once.')
    if (!row || Date.now() > until) return reply.goTo('/my-work', 'This was sent twice. Look whether it was saved before you send it again.')
    await wait(100)
  }
}
