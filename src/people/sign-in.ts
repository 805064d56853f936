import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asUser, audit } from '../db/tx.ts'
import { errorsForPage, parseForm } from '../web/forms.ts'
import { networkLimit } from './network-limit.ts'
import { signInByCode, signInByPassword } from './password-sign-in.ts'
import { endSession, sessionCookie, tokenOf } from './session.ts'

const TRIES_AN_HOUR = 100

// One text for unknown, wrong, disabled and held off: which of them it was is nobody's business but the owner's.
const REFUSAL =
  'The e-mail address or password is not right, or there have been too many tries. Check both. After five wrong tries, wait a few minutes before the next, or ask your administrator for a link to set a new password'
const CODE_REFUSAL = 'That code is not right, or was used already. Wait for your app to show the next one. After several wrong tries, wait a few minutes'

const Credentials = z.object({
  email: z.string().trim().min(1, 'Enter your e-mail address').max(254, 'Enter your e-mail address').regex(/^[^\0]*$/, 'Enter your e-mail address'),
  password: z.string().min(1, 'Enter your password').max(1000, 'Enter your password'),
})
const Code = z.object({ code: z.string().trim().min(1, 'Enter the code').max(100, 'Enter the code') })

/** A path of ours to go on to, or the first page: never another site's address, however it is disguised. */
export function localPath(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes('\\')) return '/my-work'
  const url = new URL(next, 'http://here.invalid')
  if (url.host !== 'here.invalid' || url.pathname.startsWith('//') || /^\/sign-/.test(url.pathname)) return '/my-work'
  return url.pathname + url.search
}

/** Signing in and out: the one seam through which people come in. Another way in (single sign-on) would stand here. */
export function signIn(app: FastifyInstance, secure: boolean) {
  const cookieName = sessionCookie(secure)
  const limit = networkLimit(TRIES_AN_HOUR)
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  const goIn = (reply: FastifyReply, token: string, next: unknown) => reply.setCookie(cookieName, token, cookie).goTo(localPath(next))
  const tooMany = (reply: FastifyReply) =>
    reply.code(429).header('retry-after', '3600').page('web/problem.njk', {
      heading: 'Too many tries',
      text: 'There have been too many wrong tries at signing in from this network. Wait an hour and try again, or ask your administrator for help.',
    })

  app.get('/', { config: { power: 'public' } }, async (request, reply) => reply.goTo(request.visitor ? '/my-work' : '/sign-in'))

  app.get<{ Querystring: { next?: unknown } }>('/sign-in', { config: { power: 'public' } }, async (request, reply) =>
    request.visitor ? reply.goTo(localPath(request.query.next)) : reply.page('people/sign-in.njk', { next: nextOf(request) }),
  )

  app.post('/sign-in', { config: { power: 'public' } }, async (request, reply) => {
    const form = parseForm(Credentials, request.body)
    const again = { next: nextOf(request), email: String((request.body as { email?: unknown }).email ?? '') }
    if (!form.ok) return reply.code(422).page('people/sign-in.njk', { ...again, ...errorsForPage(form.errors) })
    if (!limit.take(request.ip)) return tooMany(reply)
    const answer = await signInByPassword(form.value.email, form.value.password, tokenOf(request, cookieName))
    if (answer.is === 'refused') return reply.code(422).page('people/sign-in.njk', { ...again, ...errorsForPage([{ field: 'email', text: REFUSAL }]) })
    limit.giveBack(request.ip)
    if (answer.is === 'in') return goIn(reply, answer.token, again.next)
    return reply.setCookie(cookieName, answer.token, cookie).goTo(`/sign-in/code?next=${encodeURIComponent(again.next)}`)
  })

  app.get('/sign-in/code', { config: { power: 'public' } }, async (request, reply) => {
    if (request.visitor || !tokenOf(request, cookieName)) return reply.goTo('/')
    return reply.page('people/sign-in-code.njk', { next: nextOf(request) })
  })

  app.post('/sign-in/code', { config: { power: 'public' } }, async (request, reply) => {
    const token = tokenOf(request, cookieName)
    const form = parseForm(Code, request.body)
    const again = { next: nextOf(request) }
    if (!form.ok) return reply.code(422).page('people/sign-in-code.njk', { ...again, ...errorsForPage(form.errors) })
    if (!limit.take(request.ip)) return tooMany(reply)
    const answer = token && (await signInByCode(token, form.value.code))
    if (!answer) return reply.clearCookie(cookieName, cookie).goTo('/sign-in', 'That took too long. Sign in again.')
    if (answer.is !== 'in')
      return reply.code(422).page('people/sign-in-code.njk', { ...again, ...errorsForPage([{ field: 'code', text: CODE_REFUSAL }]) })
    limit.giveBack(request.ip)
    return goIn(reply, answer.token, again.next)
  })

  app.post('/sign-out', { config: { power: 'signed in' } }, async (request, reply) => {
    const { user } = request
    await asUser(user, async (tx) => {
      await endSession(tx, user.sessionHash)
      audit(tx, { act: 'signed out', subjectKind: 'account', subjectId: user.accountId, details: {} })
    })
    return reply.clearCookie(cookieName, cookie).goTo('/sign-in', 'You have signed out.')
  })
}

/** Where the visitor was going, from the address or the form. */
function nextOf(request: FastifyRequest): string {
  const { next: asked } = request.query as { next?: unknown }
  const { next: carried } = (request.body ?? {}) as { next?: unknown }
  return localPath(carried ?? asked)
}
