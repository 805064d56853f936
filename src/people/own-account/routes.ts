import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asSystem, asUser, audit } from '../../db/tx.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { storeCodes, storePassword } from '../account-store.ts'
import { newRecoveryCodes, newSecret, recoveryHash, stepOf } from '../one-time-code.ts'
import { selectLink, spendLink } from '../one-time-link.ts'
import { hashPassword } from '../password.ts'
import { endSessions } from '../session.ts'
import { forgetTries } from '../sign-in-store.ts'
import { CodesForm, CodesOffForm, DetailsForm, firstPasswordForm, passwordForm } from './forms.ts'
import { changeOwnPassword, isOwnPassword } from './own-password.ts'
import { accountPage, codesOffPage, codesPage } from './pages.ts'
import { changeOwnDetails, selectOwnAccount } from './store.ts'

const signedIn = { config: { power: 'signed in' } }
const WRONG: FieldError = { field: 'oldPassword', text: 'That is not your present password, or there have been too many tries. After five, wait a few minutes' }

type Failed = Parameters<typeof accountPage>[2]

const own = (request: FastifyRequest) => asUser(request.user, (tx) => selectOwnAccount(tx, request.user))

async function account(request: FastifyRequest, reply: FastifyReply, failed: Failed = null) {
  return reply.code(failed ? 422 : 200).page('people/own-account/account.njk', accountPage(request.user, await own(request), failed))
}

/** One's own account, and setting a password through a link that an administrator gave. */
export function ownAccount(app: FastifyInstance) {
  app.get('/account', signedIn, (request, reply) => account(request, reply))

  app.post('/account/details', signedIn, async (request, reply) => {
    const form = parseForm(DetailsForm, request.body)
    if (!form.ok) return account(request, reply, form)
    await asUser(request.user, async (tx) => {
      await changeOwnDetails(tx, request.user, form.value)
      audit(tx, { act: 'altered', subjectKind: 'account', subjectId: request.user.accountId, details: { fields: ['name', 'post'] } })
    })
    return reply.goTo('/account', 'Your details are saved.')
  })

  app.post('/account/password', signedIn, async (request, reply) => {
    const form = parseForm(passwordForm((await own(request)).email), request.body)
    if (!form.ok) return account(request, reply, { ...form, entered: {} })
    if (!(await isOwnPassword(request.user, form.value.oldPassword))) return account(request, reply, { errors: [WRONG], entered: {} })
    const ended = await changeOwnPassword(request.user, form.value.newPassword)
    return reply.goTo('/account', ended > 0 ? 'Your password is changed, and you are signed out everywhere else.' : 'Your password is changed.')
  })

  app.post('/account/sessions/end', signedIn, async (request, reply) => {
    await asUser(request.user, async (tx) => {
      audit(tx, { act: 'signed out', subjectKind: 'account', subjectId: request.user.accountId, details: { everywhere: true } })
      await endSessions(tx, request.user)
    })
    return reply.goTo('/sign-in', 'You are signed out everywhere.')
  })

  oneTimeCodes(app)
  setPassword(app)
}

function oneTimeCodes(app: FastifyInstance) {
  app.get('/account/codes', signedIn, async (request, reply) => {
    const { email, hasCodes } = await own(request)
    return hasCodes ? reply.page('people/own-account/codes-off.njk', codesOffPage()) : reply.page('people/own-account/codes.njk', codesPage(email, newSecret()))
  })

  app.post('/account/codes', signedIn, async (request, reply) => {
    const { user } = request
    const { email, hasCodes } = await own(request)
    if (hasCodes) return reply.goTo('/account', 'One-time codes are on already.')
    const form = parseForm(CodesForm, request.body)
    const secret = form.ok ? form.value.secret : String(form.entered.secret)
    if (!form.ok && form.errors.some(({ field }) => field === 'secret')) return reply.goTo('/account/codes')
    const step = form.ok ? stepOf(secret, form.value.code, null) : null
    if (!form.ok || step === null) {
      const errors = form.ok ? [{ field: 'code', text: 'That is not the code your app should show now. See that the device’s clock is right, and enter the next one' }] : form.errors
      return reply.code(422).page('people/own-account/codes.njk', codesPage(email, secret, errors))
    }
    const codes = newRecoveryCodes()
    await asUser(user, async (tx) => {
      await storeCodes(tx, user, { secret, lastStep: step, recoveryHashes: codes.map(recoveryHash) })
      await endSessions(tx, user, user.sessionHash)
      audit(tx, { act: 'altered', subjectKind: 'account', subjectId: user.accountId, details: { fields: ['one-time codes'], to: 'on' } })
    })
    return reply.page('people/own-account/recovery-codes.njk', { title: 'One-time codes are on', codes })
  })

  app.post('/account/codes/off', signedIn, async (request, reply) => {
    const { user } = request
    const form = parseForm(CodesOffForm, request.body)
    const errors = form.ok ? ((await isOwnPassword(user, form.value.oldPassword)) ? [] : [WRONG]) : form.errors
    if (errors.length > 0) return reply.code(422).page('people/own-account/codes-off.njk', codesOffPage(errors))
    await asUser(user, async (tx) => {
      await storeCodes(tx, user, null)
      audit(tx, { act: 'altered', subjectKind: 'account', subjectId: user.accountId, details: { fields: ['one-time codes'], to: 'off' } })
    })
    return reply.goTo('/account', 'One-time codes are off.')
  })
}

function setPassword(app: FastifyInstance) {
  type Link = { Params: { token: string } }
  const find = (token: string) => asSystem('find whom a link to set a password is for', (tx) => selectLink(tx, token))
  const gone = (reply: FastifyReply) => reply.code(404).page('people/own-account/link-gone.njk', { title: 'This link no longer works' })

  app.get<Link>('/set-password/:token', { config: { power: 'public' } }, async (request, reply) => {
    const link = await find(request.params.token)
    return link ? reply.page('people/own-account/set-password.njk', { title: 'Set your password', link }) : gone(reply)
  })

  app.post<Link>('/set-password/:token', { config: { power: 'public' } }, async (request, reply) => {
    const link = await find(request.params.token)
    if (!link) return gone(reply)
    const form = parseForm(firstPasswordForm(link.email), request.body)
    if (!form.ok) return reply.code(422).page('people/own-account/set-password.njk', { title: 'Set your password', link, ...errorsForPage(form.errors) })
    const passwordHash = await hashPassword(form.value.newPassword)
    const set = await asSystem(
      'set a password through a one-time link',
      async (tx) => {
        if (!(await spendLink(tx, request.params.token, link))) return false
        await storePassword(tx, link, passwordHash)
        if (link.endsCodes) await storeCodes(tx, link, null)
        await endSessions(tx, link)
        await forgetTries(tx, link.email)
        audit(tx, { act: 'altered', subjectKind: 'account', subjectId: link.accountId, details: { fields: link.endsCodes ? ['password', 'one-time codes'] : ['password'], by: 'one-time link' } })
        return true
      },
      link.partnershipId,
    )
    return set ? reply.goTo('/sign-in', 'Your password is set. Sign in with it.') : gone(reply)
  })
}
