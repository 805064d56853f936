import type { FastifyInstance } from 'fastify'
import { sourceRoutes } from './source-routes.ts'

/** Data: where they come from, what is held, and bringing more in. `dataFolder`: where files wait while they are read. */
export function catalogue(app: FastifyInstance, _dataFolder: string) {
  sourceRoutes(app)
}
