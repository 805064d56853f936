import type { FastifyInstance } from 'fastify'
import { agendas } from './agenda/routes.ts'
import type { AgendaSource } from './agenda/source.ts'
import { meetingFront } from './front/routes.ts'
import { packs } from './pack/routes.ts'
import { meetingPapers } from './papers/routes.ts'

/** Meetings: their front page, planning them, their agendas, papers and packs. `offered`: what other rooms put under items. */
export function meetings(app: FastifyInstance, baseUrl: string, offered: readonly AgendaSource[]) {
  meetingFront(app, baseUrl)
  agendas(app, offered)
  meetingPapers(app, baseUrl)
  packs(app, baseUrl, offered)
}
