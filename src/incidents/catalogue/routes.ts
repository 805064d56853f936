import type { FastifyInstance } from 'fastify'
import { bringRoutes } from './bring-routes.ts'
import { loadRoutes } from './load-routes.ts'
import { sourceRoutes } from './source-routes.ts'

/** Data: where they come from, what is held, and bringing more in. `dataFolder`: where files wait while they are read. */
export function catalogue(app: FastifyInstance, dataFolder: string) {
  sourceRoutes(app)
  bringRoutes(app, dataFolder)
  loadRoutes(app)
}
