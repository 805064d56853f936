import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audit, asUser, type Tx } from '../../db/tx.ts'
import { writeWord } from '../../documents/word.ts'
import type { AgendaSource } from '../agenda/source.ts'
import type { Meeting } from '../meeting.ts'
import { selectOptionalMeeting } from '../meeting-store.ts'
import { onMeeting } from '../step.ts'
import { packPage } from './pack-page.ts'
import { packPaper } from './pack-word.ts'
import { type Readers, selectPack } from './pack.ts'

const read = { config: { power: 'meetings.read' } }
type PackRequest = FastifyRequest<{ Params: { meetingId: string }; Querystring: { for?: string } }>
const today = () => Temporal.Now.plainDateISO('Europe/London')

/** Those with a seat have the group's pack, unless they ask for everybody's; others have everybody's. A confidential group makes none for others. */
const readersOf = ({ query }: PackRequest, { group }: Meeting): Readers => (group.seated && (group.confidential || query.for !== 'partnership') ? 'group' : 'partnership')

const html = (offered: readonly AgendaSource[]) => (request: PackRequest, reply: FastifyReply) => onMeeting(request, reply, 'reads', async (tx: Tx, meeting) => ({
  template: 'meetings/pack/pack.njk', model: packPage(await selectPack(tx, meeting, readersOf(request, meeting), offered, today())),
}))

const word = (offered: readonly AgendaSource[], baseUrl: string) => async (request: PackRequest, reply: FastifyReply) => {
  const pack = await asUser(request.user, async (tx) => {
    const meeting = await selectOptionalMeeting(tx, request.params.meetingId)
    if (!meeting?.group.reads) return null
    const readers = readersOf(request, meeting)
    audit(tx, { act: 'disclosed', subjectKind: 'meeting', subjectId: meeting.meetingId, details: { pack: readers, format: 'docx' } })
    return selectPack(tx, meeting, readers, offered, today())
  })
  if (!pack) return reply.callNotFound()
  return reply.header('content-disposition', `attachment; filename="meeting-pack-${pack.meeting.heldOn}.docx"`).type('application/vnd.openxmlformats-officedocument.wordprocessingml.document').send(Buffer.from(await writeWord(packPaper(pack, baseUrl))))
}

/** A meeting's pack, as one page and as a Word document. */
export function packs(app: FastifyInstance, baseUrl: string, offered: readonly AgendaSource[]) {
  app.get('/meetings/:meetingId/pack', read, html(offered))
  app.get('/meetings/:meetingId/pack.docx', read, word(offered, baseUrl))
}
