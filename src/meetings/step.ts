import type { FastifyReply, FastifyRequest } from 'fastify'
import { asUser, type Tx } from '../db/tx.ts'
import type { Meeting } from './meeting.ts'
import { selectOptionalMeeting } from './meeting-store.ts'

export type MeetingRequest = FastifyRequest<{ Params: { meetingId: string } }>
/** What answers a request: somewhere to go with a message, a page, or nothing there. */
export type Step = { go: string; message?: string } | { template: string; model: object; status?: number } | null

/** Sends the step's answer. */
export const answer = (reply: FastifyReply, step: Step) =>
  !step ? reply.callNotFound() : 'go' in step ? reply.goTo(step.go, step.message) : reply.code(step.status ?? 200).page(step.template, step.model)

/** Answers a request about one meeting with the step that `next` decides on. Asked by somebody for whom it is not, it is as if it were not there: 'any' is all who read meetings, 'reads' who may read what is said in this one, 'keeps' who keeps its papers. */
export async function onMeeting(request: MeetingRequest, reply: FastifyReply, who: 'any' | 'reads' | 'keeps', next: (tx: Tx, meeting: Meeting) => Promise<Step>) {
  return answer(reply, await asUser(request.user, async (tx) => {
    const meeting = await selectOptionalMeeting(tx, request.params.meetingId)
    return meeting && (who === 'any' || meeting.group[who]) ? next(tx, meeting) : null
  }))
}
