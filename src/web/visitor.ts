import type { Actor } from '../db/tx.ts'

/** Who is signed in, as every page needs it. Made by the sign-in seam (src/people/sign-in.ts), read live at each request. */
export type Visitor = Actor & {
  sessionHash: string
  name: string
  organisationId: string
  organisationName: string
  partnershipName: string
  partnershipArea: string
  synthetic: boolean
  roles: readonly string[]
  powers: ReadonlySet<string>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The signed-in visitor; null only on routes whose power is 'public'. */
    visitor: Visitor | null
    /** The visitor on a route that needs one. Throws where there is none: such a route is declared wrongly. */
    user: Visitor
  }
  interface FastifyContextConfig {
    /** The power this route needs, 'signed in' for any account, or 'public'. Without it the server does not start. */
    power?: string
  }
}
