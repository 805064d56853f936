import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit, type Tx } from '../../db/tx.ts'
import { writeCsv } from '../../documents/csv.ts'
import { selectOptionalGroup, selectSeats } from '../groups/store.ts'
import { attendancePage, CSV_COLUMNS, csvRows, firstDay, SPANS, within } from './pages.ts'
import { selectAttendance } from './store.ts'

type GroupRequest = FastifyRequest<{ Params: { groupId: string }; Querystring: { months?: string } }>
const read = { config: { power: 'meetings.read' } }
const Months = z.enum(SPANS).catch('12')
const today = () => todayInLondon(Temporal.Now.instant()).toString()

/** Attendance over time: who came to a group's meetings, and who stays away. */
export function attendanceOverTime(app: FastifyInstance) {
  const find = async (tx: Tx, groupId: string) => {
    const group = await selectOptionalGroup(tx, groupId)
    return group && { group, parts: { seats: await selectSeats(tx, group.groupId), ...(group.reads ? await selectAttendance(tx, group.groupId) : { meetings: [], marks: [] }) } }
  }
  app.get('/groups/:groupId/attendance', read, async (request: GroupRequest, reply) => {
    const found = await asUser(request.user, (tx) => find(tx, request.params.groupId))
    if (!found) return reply.callNotFound()
    return reply.page('meetings/attendance/attendance.njk', attendancePage(found.group, found.parts, Months.parse(request.query.months), { meeting: app.hasRoute({ method: 'GET', url: '/meetings/:meetingId' }) }, today()))
  })
  app.get('/groups/:groupId/attendance.csv', read, async (request: GroupRequest, reply) => {
    const found = await asUser(request.user, async (tx) => {
      const there = await find(tx, request.params.groupId)
      if (!there?.group.reads) return null
      audit(tx, { act: 'disclosed', subjectKind: 'group', subjectId: there.group.groupId, details: { attendance: there.parts.meetings.length, as: 'csv' } })
      return there.parts
    })
    if (!found) return reply.callNotFound()
    const meetings = within(found.meetings, firstDay(Months.parse(request.query.months), today()))
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="attendance.csv"').send(writeCsv(csvRows({ ...found, meetings }), CSV_COLUMNS))
  })
}
