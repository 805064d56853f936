import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asUser, type Tx } from '../../db/tx.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { choicesOf, inWords, isOf } from './choices.ts'
import { SeatForm } from './forms.ts'
import { bothPage, type Failed } from './group-form-page.ts'
import { addSeat, changeSeat } from './keeping-store.ts'
import { mayGiveSeat } from './seat-keeping.ts'
import { seatEntered, seatPage } from './seats-page.ts'
import { type GroupRequest, seeGroup, show, today } from './seen.ts'
import { Stale } from './store.ts'

type SeatRequest = FastifyRequest<{ Params: { groupId: string; seatId: string } }>
const read = { config: { power: 'meetings.read' } }
const failed = (errors: FieldError[], request: GroupRequest | SeatRequest): Failed => ({ errors, entered: request.body as Record<string, unknown> })

const labels = {
  organisationId: 'Partner', role: 'Role', post: 'Post', statutory: 'By law', accountId: 'Who sits in it', person: 'Name', deputyAccountId: 'Deputy', deputy: 'Deputy’s name', since: 'First day', until: 'Last day',
}

/** The group when this account may give or change its seats; and the seat of the address, null for a new one. */
async function seeSeat(tx: Tx, request: GroupRequest | SeatRequest) {
  const seen = await seeGroup(tx, request.params.groupId)
  const seatId = 'seatId' in request.params ? request.params.seatId : null
  const seat = seen?.group.seats.find((each) => each.seatId === seatId) ?? null
  if (!seen || (seatId !== null && !seat)) return null
  const may = seat ? seen.group.keeps : mayGiveSeat(seen.group, request.user.powers, today())
  return may ? { ...seen, seat, choices: await choicesOf(tx, seen.groups) } : null
}

async function seatForm(request: GroupRequest | SeatRequest, reply: FastifyReply, wrong: Failed = null) {
  const seen = await asUser(request.user, (tx) => seeSeat(tx, request))
  return show(reply, 'seat', seen && seatPage(seen.group, seen.seat, seen.choices, wrong), wrong ? 422 : 200)
}

async function saveSeat(request: GroupRequest | SeatRequest, reply: FastifyReply) {
  const form = parseForm(SeatForm, request.body)
  if (!form.ok) return seatForm(request, reply, form)
  const { version, ...fields } = form.value
  try {
    const outcome = await asUser(request.user, async (tx) => {
      const seen = await seeSeat(tx, request)
      if (!seen) return null
      const { seat, choices, group } = seen
      const unknown = (field: 'organisationId' | 'accountId' | 'deputyAccountId', list: readonly { value: string }[]): FieldError[] =>
        isOf(list, fields[field]) || fields[field] === seat?.[field] ? [] : [{ field, text: 'Choose one of the list' }]
      const wrong = [...unknown('organisationId', choices.partners), ...unknown('accountId', choices.accounts), ...unknown('deputyAccountId', choices.accounts)]
      if (wrong.length > 0) return { wrong }
      if (seat) await changeSeat(tx, group.groupId, seat.seatId, version, fields)
      else await addSeat(tx, group.groupId, fields)
      return { wrong: [] }
    })
    if (!outcome) return reply.callNotFound()
    return outcome.wrong.length > 0 ? seatForm(request, reply, failed(outcome.wrong, request)) : reply.goTo(`/groups/${request.params.groupId}/seats`, 'The seat is saved.')
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    const model = await asUser(request.user, async (tx) => {
      const seen = await seeSeat(tx, request)
      if (!seen?.seat) return null
      const words = { title: 'Change a seat', action: `/groups/${seen.group.groupId}/seats/${seen.seat.seatId}`, labels }
      return bothPage(seen.group, words, request.body as Record<string, unknown>, seatEntered(seen.seat), inWords(seen.choices))
    })
    return show(reply, 'both', model, 409)
  }
}

/** Seats of a group: given, filled and ended by those who keep it. */
export function groupSeats(app: FastifyInstance) {
  app.get('/groups/:groupId/seats/new', read, (request: GroupRequest, reply) => seatForm(request, reply))
  app.post('/groups/:groupId/seats/new', read, (request: GroupRequest, reply) => saveSeat(request, reply))
  app.get('/groups/:groupId/seats/:seatId', read, (request: SeatRequest, reply) => seatForm(request, reply))
  app.post('/groups/:groupId/seats/:seatId', read, (request: SeatRequest, reply) => saveSeat(request, reply))
}
