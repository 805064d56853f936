import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, type Tx } from '../../../db/tx.ts'
import { optionalDate, parseForm, requiredText } from '../../../web/forms.ts'
import { show, today } from '../seen.ts'
import { findingsOf } from './all.ts'
import { type FailedAside, gapsPage } from './gaps-page.ts'
import { knownBy, selectSetAside, setAside, takeUp } from './set-aside.ts'
import { selectGovernance } from './store.ts'

const TOO_SHORT = 'Give the reason in at least 10 characters: it is shown with the finding'
const LONGEST = { years: 1 }

const named = { rule: z.string().max(100), subject: z.string().max(2000) }
const AsideForm = z
  .object({
    ...named, fingerprint: z.string().max(100), reason: requiredText('Enter the reason why this may stand', 2000).min(10, TOO_SHORT),
    lasts: z.enum(['facts', 'day'], 'Choose how long it may stand'), until: optionalDate('31 3 2027'),
  })
  .transform(({ lasts, until, ...rest }, context) => {
    if (lasts === 'facts') return { ...rest, until: null }
    const text = !until ? 'Enter the last day it may stand, like 31 3 2027' : until < today() ? 'The day must be today or later'
      : until > Temporal.PlainDate.from(today()).add(LONGEST).toString() ? 'Enter a day within a year: it is then looked at again' : null
    if (!text) return { ...rest, until }
    context.addIssue({ code: 'custom', path: ['until'], message: text })
    return z.NEVER
  })
const TakeUpForm = z.object(named)

const isOf = ({ rule, subject }: z.infer<typeof TakeUpForm>) => (finding: Parameters<typeof knownBy>[0]) => {
  const known = knownBy(finding)
  return known.rule === rule && known.subject === subject
}
const findingsNow = async (tx: Tx) => findingsOf(await selectGovernance(tx, today()))

async function page(request: FastifyRequest, reply: FastifyReply, failed: FailedAside = null) {
  const model = await asUser(request.user, async (tx) => gapsPage(await selectGovernance(tx, today()), await selectSetAside(tx), request.user.powers, failed))
  return show(reply, 'gaps', model, failed ? 422 : 200)
}

/** What is amiss with the partnership's groups, setting a finding aside with a reason, and taking it up again. */
export function governanceGaps(app: FastifyInstance) {
  const edit = { config: { power: 'meetings.edit' } }
  app.get('/groups/gaps', { config: { power: 'meetings.read' } }, (request, reply) => page(request, reply))
  app.post('/groups/gaps/set-aside', edit, async (request, reply) => {
    const form = parseForm(AsideForm, request.body)
    if (!form.ok) return page(request, reply, { known: { rule: String(form.entered.rule), subject: String(form.entered.subject) }, entered: form.entered, errors: form.errors })
    const stands = await asUser(request.user, async (tx) => {
      const finding = (await findingsNow(tx)).find(isOf(form.value))
      if (!finding || knownBy(finding).fingerprint !== form.value.fingerprint) return false
      await setAside(tx, finding, form.value)
      return true
    })
    return reply.goTo('/groups/gaps', stands ? 'It is set aside. It stands below with your reason.' : 'That finding no longer stands as you saw it. Look at it again.')
  })
  app.post('/groups/gaps/take-up', edit, async (request, reply) => {
    const form = parseForm(TakeUpForm, request.body)
    if (!form.ok) return reply.callNotFound()
    const found = await asUser(request.user, async (tx) => {
      const finding = (await findingsNow(tx)).find(isOf(form.value))
      if (finding) await takeUp(tx, finding)
      return finding
    })
    return reply.goTo('/groups/gaps', found ? 'It is taken up again.' : 'That finding no longer stands.')
  })
}
