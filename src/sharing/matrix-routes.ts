import type { FastifyInstance } from 'fastify'
import { matrixPage } from './matrix-page.ts'
import { SHEETS } from './matrix.ts'

/** The matrix of the gate, for the governance lead to sign and for anyone who works cases to read. It holds nothing of any case. */
export function sharingMatrix(app: FastifyInstance) {
  app.get('/sharing/matrix', { config: { power: 'sharing.manage' } }, (_, reply) => reply.page('sharing/matrix.njk', matrixPage(SHEETS, Temporal.Now.instant(), true)))
  app.get('/cases/matrix', { config: { power: 'cases.work' } }, (_, reply) => reply.page('sharing/matrix.njk', matrixPage(SHEETS, Temporal.Now.instant(), false)))
}
