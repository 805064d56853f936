import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { writeWord } from '../../documents/word.ts'
import { errorsForPage, type FieldError, parseForm } from '../../web/forms.ts'
import { consultItems } from '../live/live-store.ts'
import { selectOptionalMeeting } from '../meeting-store.ts'
import type { Meeting } from '../meeting.ts'
import { type MeetingRequest, onMeeting, type Step } from '../step.ts'
import { moveMinutes, tell } from './approval-store.ts'
import { assemble } from './assemble.ts'
import { draftMinutes } from './draft-routes.ts'
import { IssueForm } from './forms.ts'
import { issuePage, mayIssueTo, minutesPage, namesLeft } from './minutes-page.ts'
import { selectRecipients, selectRecord } from './record-store.ts'
import { AUDIENCES } from './shown.ts'
import { shownPage } from './shown-page.ts'
import { consultMinutes, type IssuedMinutes, keepIssue, selectIssuedMinutes } from './store.ts'
import { minutesPaper } from './word.ts'

const read = { config: { power: 'meetings.read' } }
type OfIssue = { Params: { meetingId: string; audience: string; issue: string } }
type Asked = { entered: Record<string, unknown>; errors: readonly FieldError[] }

/** The minutes as issued, the fullest that this account may read; the look at restricted ones is written down. */
async function showIssue(tx: Tx, meeting: Meeting, current: IssuedMinutes | null, issues: readonly IssuedMinutes[]): Promise<Step> {
  if (current) consultMinutes(tx, current)
  return { template: 'meetings/minutes/minutes.njk', model: minutesPage(meeting, issues, current) }
}

/** The one issue that an address names; undefined where there is none that this account may read. */
const issueOf = (issues: readonly IssuedMinutes[], { audience, issue }: OfIssue['Params']) => issues.find((each) => each.audience === audience && String(each.issue) === issue)

async function word(request: FastifyRequest<OfIssue>, reply: FastifyReply) {
  const found = await asUser(request.user, async (tx) => {
    const meeting = await selectOptionalMeeting(tx, request.params.meetingId)
    const current = meeting?.group.reads ? issueOf(await selectIssuedMinutes(tx, meeting.meetingId), request.params) : undefined
    if (current) consultMinutes(tx, current, 'export')
    return current
  })
  if (!found) return reply.callNotFound()
  const { shown, issue, correction, audience } = found
  return reply.header('content-disposition', `attachment; filename="minutes-${shown.heldOn}-${audience}.docx"`).type('application/vnd.openxmlformats-officedocument.wordprocessingml.document').send(Buffer.from(await writeWord(minutesPaper(shownPage(shown, { issue, correction })))))
}

async function lookOver(tx: Tx, meeting: Meeting, asked: unknown, { entered, errors }: Asked = { entered: {}, errors: [] }): Promise<Step> {
  const audiences = mayIssueTo(meeting)
  const audience = audiences.find((each) => each === z.enum(AUDIENCES).safeParse(asked).data) ?? audiences[0]
  if (meeting.minutesState !== 'approved' || !audience) return null
  const record = await selectRecord(tx, meeting)
  if (audience === 'group') consultItems(tx, meeting.meetingId, record.items)
  return { template: 'meetings/minutes/issue.njk', model: issuePage(meeting, record, await selectIssuedMinutes(tx, meeting.meetingId), assemble(record, audience), { entered, errors: errorsForPage(errors) }), status: errors.length > 0 ? 422 : 200 }
}

const issue = (baseUrl: string) => (request: MeetingRequest, reply: FastifyReply) => onMeeting(request, reply, 'keeps', async (tx, meeting) => {
  const form = parseForm(IssueForm, request.body)
  if (!form.ok) return lookOver(tx, meeting, null, form)
  const { audiences, correction, looked } = form.value
  const wrong = (field: string, text: string) => lookOver(tx, meeting, null, { entered: { ...form.value }, errors: [{ field, text }] })
  if (!audiences.every((audience) => mayIssueTo(meeting).includes(audience))) return wrong('audiences', 'Choose for whom you may issue them')
  const record = await selectRecord(tx, meeting)
  const before = await selectIssuedMinutes(tx, meeting.meetingId)
  const isAgain = (audience: string) => before.some((each) => each.audience === audience)
  if (audiences.some(isAgain) && !correction) return wrong('correction', 'Enter what this issue puts right')
  const missing = mayIssueTo(meeting).find((audience) => isAgain(audience) && !audiences.includes(audience))
  if (missing) return wrong('audiences', 'Issue it again to everyone who was given the earlier issue')
  if (audiences.includes('public') && looked !== 'yes' && namesLeft(record).length > 0) return wrong('looked', 'Read the public version, and say that it names nobody who should not be named')
  if (!(await moveMinutes(tx, meeting.meetingId, ['approved'], 'issued'))) return { go: `/meetings/${meeting.meetingId}/minutes`, message: 'The minutes were not there to issue any more.' }
  const { accounts, without } = await selectRecipients(tx, meeting.groupId, todayInLondon(Temporal.Now.instant()).toString())
  const sent = { sentTo: accounts.map(({ name }) => name), notSentTo: without }
  for (const audience of audiences) await keepIssue(tx, meeting, assemble(record, audience, sent), isAgain(audience) ? correction : null)
  await tell(tx, meeting, accounts.map(({ accountId }) => accountId), { subject: correction ? 'Minutes put right' : 'Minutes issued', says: correction ? 'The minutes are issued again, and say what was put right.' : 'The minutes are issued.', under: '/minutes' }, baseUrl)
  return { go: `/meetings/${meeting.meetingId}/minutes`, message: 'The minutes are issued.' }
})

/** Minutes: drafted, approved, issued to each audience as its own, read, and taken away. */
export function meetingMinutes(app: FastifyInstance, baseUrl: string) {
  type OfMeeting = { Params: { meetingId: string }; Querystring: { audience?: string } }
  draftMinutes(app, baseUrl)
  app.get<OfMeeting>('/meetings/:meetingId/minutes', read, (request, reply) => onMeeting(request, reply, 'reads', async (tx, meeting) => {
    const issues = await selectIssuedMinutes(tx, meeting.meetingId)
    return showIssue(tx, meeting, issues[0] ?? null, issues)
  }))
  app.get<OfMeeting>('/meetings/:meetingId/minutes/issue', read, (request, reply) => onMeeting(request, reply, 'keeps', (tx, meeting) => lookOver(tx, meeting, request.query.audience)))
  app.post<OfMeeting>('/meetings/:meetingId/minutes/issue', read, issue(baseUrl))
  app.get<OfIssue>('/meetings/:meetingId/minutes/:audience/:issue', read, (request, reply) => onMeeting(request, reply, 'reads', async (tx, meeting) => {
    const issues = await selectIssuedMinutes(tx, meeting.meetingId)
    const current = issueOf(issues, request.params)
    return current ? showIssue(tx, meeting, current, issues) : null
  }))
  app.get<OfIssue>('/meetings/:meetingId/minutes/:audience/:issue/word', read, word)
}
