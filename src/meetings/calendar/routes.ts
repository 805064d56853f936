import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser } from '../../db/tx.ts'
import { selectCampaigns } from '../../engagement/store.ts'
import { selectGroups } from '../groups/store.ts'
import { selectMeetings } from '../meeting-store.ts'
import { selectDivisions } from '../series/division.ts'
import { calendarAddresses } from './address-routes.ts'
import { type CalendarChoice, calendarPage, clashesPage } from './calendar-page.ts'
import { clashesIn } from './clashes.ts'
import { selectAttended } from './store.ts'

const today = () => todayInLondon(Temporal.Now.instant())

/** What an address asks of the calendar; whatever it cannot mean is left out. */
function choiceOf(query: unknown): CalendarChoice {
  const Choice = z.object({ year: z.coerce.number().int().min(1990).max(2199).catch(today().year), month: z.coerce.number().int().min(1).max(12).nullable().catch(null), group: z.uuid().nullable().catch(null) })
  const { year, month, group } = Choice.parse(query)
  return { year, month, groupId: group }
}
function spanOf({ year, month }: CalendarChoice): { from: string; to: string } {
  if (month === null) return { from: `${year}-01-01`, to: `${year}-12-31` }
  const whole = Temporal.PlainYearMonth.from({ year, month })
  return { from: whole.toPlainDate({ day: 1 }).toString(), to: whole.toPlainDate({ day: whole.daysInMonth }).toString() }
}

async function year(request: FastifyRequest, reply: FastifyReply) {
  const choice = choiceOf(request.query)
  const span = spanOf(choice)
  const page = await asUser(request.user, async (tx) => calendarPage({
    groups: await selectGroups(tx), meetings: await selectMeetings(tx, { ...span, groupId: choice.groupId }), campaigns: await selectCampaigns(tx, span.from, span.to), choice, divisions: await selectDivisions(tx), today: today(),
  }))
  return reply.page('meetings/calendar/calendar.njk', page)
}

async function clashes(request: FastifyRequest, reply: FastifyReply) {
  const [from, to] = [today(), today().add({ years: 1 })]
  const page = await asUser(request.user, async (tx) => {
    const keeps = new Set((await selectGroups(tx)).filter((group) => group.keeps).map(({ groupId }) => groupId))
    const sittings = await selectAttended(tx, from.toString(), to.toString())
    return clashesPage(sittings, clashesIn(sittings), await selectDivisions(tx), keeps, from, to)
  })
  return reply.page('meetings/calendar/clashes.njk', page)
}

/** The calendar of all groups, what clashes in it, and the addresses by which other programs read it. */
export function meetingCalendar(app: FastifyInstance, baseUrl: string) {
  const read = { config: { power: 'meetings.read' } }
  app.get('/calendar', read, year)
  app.get('/calendar/clashes', read, clashes)
  calendarAddresses(app, baseUrl)
}
