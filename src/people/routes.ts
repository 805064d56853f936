import type { FastifyInstance } from 'fastify'
import { signIn } from './sign-in.ts'

/** People: coming in and going out, one's own account, everyone's accounts, partners, and the audit log. */
export function people(app: FastifyInstance, secure: boolean) {
  signIn(app, secure)
}
