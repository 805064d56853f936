import type { FastifyInstance } from 'fastify'
import { agendas } from './agenda/routes.ts'
import type { AgendaSource } from './agenda/source.ts'
import { meetingFront } from './front/routes.ts'
import { packs } from './pack/routes.ts'
import type { Files } from './papers/files.ts'
import { meetingPapers } from './papers/routes.ts'

/** Meetings: their front page, planning them, their agendas, papers and packs. `offered`: what other rooms put under items; `files`: how files are taken in. */
export function meetings(app: FastifyInstance, baseUrl: string, offered: readonly AgendaSource[], files: Files) {
  meetingFront(app, baseUrl)
  agendas(app, offered)
  meetingPapers(app, baseUrl, files)
  packs(app, baseUrl, offered)
}
