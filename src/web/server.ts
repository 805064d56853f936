import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { AlreadySent } from '../db/once.ts'
import { Refused } from '../db/tx.ts'
import { assets } from './assets.ts'
import { navigationFor } from './navigation.ts'
import { leadOn, sentOnce } from './sent-once.ts'
import { renderPage } from './view.ts'
import type { Visitor } from './visitor.ts'

export type ServerOptions = {
  secret: Buffer
  secure: boolean // served over https, so cookies may say so
  logger: { level: string } | false
  powers: readonly string[]
  /** Who a request's session belongs to, or null. The one seam through which people come in. */
  recognise: (request: FastifyRequest) => Promise<Visitor | null>
}

declare module 'fastify' {
  interface FastifyReply {
    /** Sends a page: a template under src/ and everything it shows. */
    page: (template: string, model: object) => FastifyReply
    /** Says `message` at the top of the page the visitor goes to next, and goes there (303). */
    goTo: (url: string, message?: string) => FastifyReply
  }
}

export const UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
const FLASH = 'wardmote-message'

/** The bare server: headers, forms, sessions, pages, errors. Rooms are registered on it in app.ts. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const app = fastify({
    logger: options.logger && { ...options.logger, redact: ['req.headers', 'req.remoteAddress'], serializers: { req: logged } },
    genReqId: () => randomUUID(),
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
  })
  const routes: string[] = []
  app.decorate('routeList', routes)
  app.decorateRequest('visitor', null)
  app.decorateRequest('user', { getter(this: FastifyRequest) {
    if (!this.visitor) throw new Error('This route needs a visitor but is public')
    return this.visitor
  } })
  app.addHook('onRoute', (route) => {
    const power = route.config?.power
    if (!power || !['public', 'signed in', ...options.powers].includes(power))
      throw new Error(`Route ${route.method} ${route.url} names no known permission (config.power is ${power ?? 'missing'})`)
    if (route.method !== 'HEAD') routes.push(`${String(route.method).padEnd(5)}${route.url.replace(/^\/assets\/[^/]+\//, '/assets/')}  ${power}`)
  })
  app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], fontSrc: ["'self'"], connectSrc: ["'self'"],
        formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"], objectSrc: ["'none'"], requireTrustedTypesFor: ["'script'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: options.secure ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: true,
  })
  app.register(cookie)
  app.register(formbody, { bodyLimit: 2 * 1024 * 1024 })
  app.register(multipart, { attachFieldsToBody: true, limits: { fileSize: UPLOAD_LIMIT_BYTES, files: 1, fields: 50 } })
  app.register(async (inner) => assets(inner))

  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const power = request.routeOptions.config.power
    if (request.routeOptions.url?.startsWith('/assets/')) return
    request.visitor = await options.recognise(request)
    if (power === 'public' || !request.routeOptions.url) return
    if (!request.visitor) return reply.goTo(`/sign-in?next=${encodeURIComponent(request.method === 'GET' ? request.url : '/my-work')}`)
    // Not "forbidden": a page one may not see looks like one that is not there.
    if (power !== 'signed in' && !request.visitor.powers.has(power!)) return reply.callNotFound()
  })
  app.addHook('preValidation', async (request) => {
    for (const fields of [request.params, request.query, request.body]) withoutNul(fields)
  })
  app.addHook('preHandler', async (request) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
    if (!isOurOwnForm(request, options.secret)) throw new Refused('The form did not come from this site, or its session has ended')
  })

  sentOnce(app)

  app.decorateReply('page', function (this: FastifyReply, template: string, model: object) {
    const message = this.request.cookies[FLASH]
    if (message) this.clearCookie(FLASH, { path: '/' })
    const visitor = this.request.visitor
    return this.type('text/html; charset=utf-8').send(
      renderPage(template, {
        ...model,
        visitor,
        csrf: formToken(this.request, options.secret, visitor ? randomBytes(9).toString('base64url') : undefined),
        signOut: formToken(this.request, options.secret),
        navigation: visitor ? navigationFor(visitor.powers, this.request.url) : [],
        message: message ? Buffer.from(message, 'base64url').toString() : null,
      }),
    )
  })
  app.decorateReply('goTo', function (this: FastifyReply, url: string, message?: string) {
    if (message)
      this.setCookie(FLASH, Buffer.from(message).toString('base64url'), { path: '/', httpOnly: true, sameSite: 'lax', secure: options.secure, maxAge: 60 })
    return this.redirect(url, 303)
  })
  app.setNotFoundHandler((_, reply) => reply.code(404).page('web/not-found.njk', {}))
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof AlreadySent) return leadOn(error, request, reply)
    if (error instanceof Refused) {
      request.log.warn({ refused: error.message, url: request.routeOptions.url })
      return reply.code(404).page('web/not-found.njk', {})
    }
    if (error.code === 'FST_REQ_FILE_TOO_LARGE' || error.statusCode === 413)
      return reply.code(413).page('web/problem.njk', { heading: 'The file is too large', text: 'Wardmote takes files of up to 20 MB. Remove pictures from it, or split it, and try again.' })
    if (error.statusCode && error.statusCode < 500)
      return reply.code(error.statusCode).page('web/problem.njk', { heading: 'Something in the request was wrong', text: 'Go back and try again.' })
    request.log.error({ err: error, url: request.routeOptions.url })
    return reply.code(500).page('web/problem.njk', {
      heading: 'Sorry, there is a problem with the service',
      text: `Nothing you sent was saved. Try again later. If it goes on, tell your administrator this reference: ${request.id}`,
    })
  })
  return app
}

/** A request as it is logged: its method and the route's pattern, never the address with its identifiers or query. */
const logged = (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url ?? 'none' })

/** No text in PostgreSQL holds a NUL, and nobody means to type one. */
function withoutNul(fields: unknown) {
  if (fields === null || typeof fields !== 'object' || Buffer.isBuffer(fields)) return
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string' && value.includes('\0')) Object.assign(fields, { [name]: value.replaceAll('\0', '') })
    else if (Array.isArray(value)) withoutNul(value)
  }
}

/**
 * Ties a form to the session it was shown in (or, before sign-in, to this server's secret alone) and to this showing of it:
 * a random part, and its seal. One that may be sent any number of times, such as signing out, has no random part.
 */
function formToken(request: FastifyRequest, secret: Buffer, showing = 'any'): string {
  const seal = createHmac('sha256', secret).update(`form ${request.visitor?.sessionHash ?? 'nobody'} ${showing}`).digest('base64url')
  return `${showing}.${seal}`
}

function isOurOwnForm(request: FastifyRequest, secret: Buffer): boolean {
  const site = request.headers['sec-fetch-site']
  if (site && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.origin
  if (origin && origin !== 'null' && URL.parse(origin)?.host !== request.headers.host) return false
  const field = (request.body as Record<string, unknown> | undefined)?._csrf
  const token = String(typeof field === 'object' && field ? (field as { value: unknown }).value : field)
  const [sent, expected] = [Buffer.from(token), Buffer.from(formToken(request, secret, token.split('.')[0]))]
  return sent.length === expected.length && timingSafeEqual(sent, expected)
}
