import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { parseForm } from '../../web/forms.ts'
import { type Account, type AccountFilter, selectAccounts, selectOptionalAccount } from '../account-store.ts'
import { issueLink } from '../one-time-link.ts'
import { selectOrganisations } from '../organisation-store.ts'
import { endSessions } from '../session.ts'
import { AccountFilterForm, AccountForm } from './forms.ts'
import { accountPage, accountsPage, type Failed, linkPage } from './pages.ts'
import { addNewAccount, changeAccount, disableAccount, enableAccount, selectSessionCounts } from './store.ts'

const manage = { config: { power: 'accounts.manage' } }
type AccountRequest = FastifyRequest<{ Params: { accountId: string } }>

const find = async (tx: Tx, request: AccountRequest): Promise<Account | null> =>
  z.uuid().safeParse(request.params.accountId).success ? selectOptionalAccount(tx, request.params.accountId) : null

/** A page of the form: empty, or as it was when it failed. */
async function form(request: FastifyRequest, reply: FastifyReply, failed: Failed = null) {
  const organisations = await asUser(request.user, selectOrganisations)
  return reply.code(failed ? 422 : 200).page('people/accounts/account.njk', accountPage(null, organisations, 0, request.user.accountId, failed))
}

async function one(request: AccountRequest, reply: FastifyReply, failed: Failed = null, refusal: string | null = null) {
  const page = await asUser(request.user, async (tx) => {
    const account = await find(tx, request)
    if (!account) return null
    const sessions = (await selectSessionCounts(tx)).get(account.accountId) ?? 0
    return accountPage(account, await selectOrganisations(tx), sessions, request.user.accountId, failed, refusal)
  })
  return page ? reply.code(failed || refusal ? 422 : 200).page('people/accounts/account.njk', page) : reply.callNotFound()
}

/** Everyone's accounts, for administrators. No administrator ever sets or sees a password: they give out a link, good once and for a day. */
export function accounts(app: FastifyInstance, baseUrl: string) {
  app.get('/accounts', manage, async (request, reply) => {
    const asked = AccountFilterForm.parse(request.query)
    const filter: AccountFilter = {
      ...(asked.name && { name: asked.name }), ...(asked.role && { role: asked.role }),
      ...(asked.organisation && { organisationId: asked.organisation }), ...(asked.state && { state: asked.state }),
    }
    return reply.page('people/accounts/accounts.njk', await asUser(request.user, async (tx) => {
      const all = await selectAccounts(tx, {})
      return accountsPage(await selectAccounts(tx, filter), all.length, await selectOrganisations(tx), filter, await selectSessionCounts(tx))
    }))
  })

  app.get('/accounts/new', manage, (request, reply) => form(request, reply))

  app.post('/accounts', manage, async (request, reply) => {
    const parsed = parseForm(AccountForm, request.body)
    if (!parsed.ok) return form(request, reply, parsed)
    const { user } = request
    const added = await asUser(user, async (tx) => {
      const accountId = await addNewAccount(tx, parsed.value)
      return typeof accountId === 'string' ? { link: baseUrl + (await issueLink(tx, { accountId, partnershipId: user.partnershipId })) } : { error: accountId }
    })
    if (added.error) return form(request, reply, { errors: [added.error], entered: parsed.value })
    return reply.page('people/accounts/link.njk', linkPage(parsed.value.name, parsed.value.email, added.link, true))
  })

  app.get('/accounts/:accountId', manage, (request: AccountRequest, reply) => one(request, reply))

  app.post('/accounts/:accountId', manage, async (request: AccountRequest, reply) => {
    const parsed = parseForm(AccountForm, request.body)
    if (!parsed.ok) return one(request, reply, parsed)
    const done = await asUser(request.user, async (tx) => {
      const account = await find(tx, request)
      return account && { error: await changeAccount(tx, account, parsed.value) }
    })
    if (!done) return reply.callNotFound()
    if (done.error) return one(request, reply, { errors: [done.error], entered: parsed.value })
    return reply.goTo('/accounts', `${parsed.value.name}’s account is saved.`)
  })

  app.post('/accounts/:accountId/disable', manage, async (request: AccountRequest, reply) => {
    const done = await asUser(request.user, async (tx) => {
      const account = await find(tx, request)
      return account && { refusal: await disableAccount(tx, account), name: account.name }
    })
    if (!done) return reply.callNotFound()
    return done.refusal ? one(request, reply, null, done.refusal) : reply.goTo('/accounts', `${done.name} can no longer sign in, and is signed out everywhere.`)
  })

  const act = (path: string, work: (tx: Tx, account: Account) => Promise<unknown>, said: (name: string) => string) =>
    app.post(`/accounts/:accountId/${path}`, manage, async (request: AccountRequest, reply) => {
      const account = await asUser(request.user, async (tx) => {
        const found = await find(tx, request)
        if (found) await work(tx, found)
        return found
      })
      return account ? reply.goTo(`/accounts/${account.accountId}`, said(account.name)) : reply.callNotFound()
    })

  act('enable', enableAccount, (name) => `${name} can sign in again.`)

  act('end-sessions', async (tx, { accountId }) => {
    await endSessions(tx, { accountId, partnershipId: tx.actor.partnershipId! })
    audit(tx, { act: 'altered', subjectKind: 'account', subjectId: accountId, details: { fields: ['sessions'], to: 'ended' } })
  }, (name) => `${name} is signed out everywhere.`)

  app.post('/accounts/:accountId/link', manage, async (request: AccountRequest, reply) => {
    const endsCodes = (request.body as { lostCodes?: unknown }).lostCodes === 'yes'
    const page = await asUser(request.user, async (tx) => {
      const account = await find(tx, request)
      if (!account || account.disabledAt) return null
      const path = await issueLink(tx, { accountId: account.accountId, partnershipId: request.user.partnershipId }, { endsCodes })
      audit(tx, { act: 'altered', subjectKind: 'account', subjectId: account.accountId, details: { fields: ['one-time link'], endsCodes } })
      return linkPage(account.name, account.email, baseUrl + path, false)
    })
    return page ? reply.page('people/accounts/link.njk', page) : reply.callNotFound()
  })
}
