import type { FastifyInstance } from 'fastify'
import packageJson from '../../package.json' with { type: 'json' }
import { accounts } from './accounts/routes.ts'
import { auditLog } from './audit-log/routes.ts'
import { organisations } from './organisations/routes.ts'
import { ownAccount } from './own-account/routes.ts'
import { signIn } from './sign-in.ts'

/**
 * People: coming in and going out, one's own account, everyone's accounts, partners, and the audit log.
 * `baseUrl` is where the service is reached: links to set a password begin with it.
 */
export function people(app: FastifyInstance, baseUrl: string) {
  signIn(app, baseUrl.startsWith('https:'))
  ownAccount(app)
  accounts(app, baseUrl)
  organisations(app)
  auditLog(app)
  app.get('/accessibility', { config: { power: 'public' } }, async (_, reply) => reply.page('people/accessibility.njk', { version: packageJson.version }))
}
