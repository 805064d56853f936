import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { errorsForPage, parseForm } from '../../web/forms.ts'
import { type Group, selectGroups, selectOptionalGroup } from '../groups/store.ts'
import { selectMeetings } from '../meeting-store.ts'
import { makeAddress, MOST_ADDRESSES, openAddress, revokeAddress, selectAddresses } from './address-store.ts'
import { calendarTabs } from './calendar-page.ts'
import { writeCalendar } from './icalendar.ts'

const MakeForm = z.object({ of: z.union([z.literal('me'), z.uuid()], 'Choose whose meetings') })
const RevokeForm = z.object({ addressId: z.uuid() })

const dayOf = (at: Temporal.Instant) => writeDate(at.toZonedDateTimeISO('Europe/London').toPlainDate())
const nameOf = (groups: readonly Group[], groupId: string | null) => (groupId === null ? 'Meetings of your groups' : (groups.find((each) => each.groupId === groupId)?.name ?? 'A group'))

/** `made`: the address as it is shown this once, or null. */
async function addressesPage(tx: Tx, errors: { field: string; text: string }[] = [], made: { of: string; href: string; webcal: string } | null = null) {
  const groups = await selectGroups(tx)
  const now = todayInLondon(Temporal.Now.instant()).toString()
  return {
    title: 'Calendar addresses', tabs: calendarTabs('addresses'), made, ...errorsForPage(errors),
    addresses: (await selectAddresses(tx)).map(({ addressId, groupId, madeAt, readAt }) => ({ addressId, of: nameOf(groups, groupId), made: dayOf(madeAt), read: readAt ? dayOf(readAt) : 'Not yet' })),
    choices: [{ value: '', text: 'Choose whose meetings' }, { value: 'me', text: 'Meetings of the groups I have a seat in' }, ...groups.filter(({ ends }) => ends === null || ends >= now).map(({ groupId, name }) => ({ value: groupId, text: name }))],
  }
}

const make = (baseUrl: string) => async (request: FastifyRequest, reply: FastifyReply) => {
  const form = parseForm(MakeForm, request.body)
  const page = await asUser(request.user, async (tx) => {
    if (!form.ok) return addressesPage(tx, form.errors)
    const group = form.value.of === 'me' ? null : await selectOptionalGroup(tx, form.value.of)
    if (group === null && form.value.of !== 'me') return null
    if ((await selectAddresses(tx)).length >= MOST_ADDRESSES) return addressesPage(tx, [{ field: 'of', text: `You have ${MOST_ADDRESSES} addresses. End one that is no longer used first` }])
    const token = await makeAddress(tx, group?.groupId ?? null)
    const href = `${baseUrl}/calendar/${token}.ics`
    return addressesPage(tx, [], { of: group?.name ?? 'Meetings of your groups', href, webcal: href.replace(/^https?:/, 'webcal:') })
  })
  if (!page) return reply.callNotFound()
  return reply.code(page.errorList.length > 0 ? 422 : 200).page('meetings/calendar/addresses.njk', page)
}

async function revoke(request: FastifyRequest, reply: FastifyReply) {
  const form = parseForm(RevokeForm, request.body)
  const ended = form.ok && (await asUser(request.user, (tx) => revokeAddress(tx, form.value.addressId)))
  return ended ? reply.goTo('/calendar/addresses', 'The address is ended. Calendars that read it get nothing more.') : reply.callNotFound()
}

/** Meetings from a year ago to two years ahead, as whoever made the address sees them today; null where they no longer see the group. */
async function calendarOf(token: string): Promise<string | null> {
  const address = await openAddress(token)
  if (!address) return null
  const today = todayInLondon(Temporal.Now.instant())
  const span = { from: today.subtract({ years: 1 }).toString(), to: today.add({ years: 2 }).toString() }
  return asUser(address.actor, async (tx) => {
    const group = address.groupId === null ? null : await selectOptionalGroup(tx, address.groupId)
    if (address.groupId !== null && !group) return null
    const meetings = await selectMeetings(tx, { ...span, groupId: address.groupId })
    return writeCalendar(group ? group.name : `${address.partnership}: my meetings`, group ? meetings : meetings.filter(({ group: { seated } }) => seated), address.madeAt)
  })
}

async function send(request: FastifyRequest<{ Params: { token: string } }>, reply: FastifyReply) {
  const text = await calendarOf(request.params.token)
  if (text === null) return reply.callNotFound()
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 24)}"`
  reply.header('etag', tag).header('cache-control', 'private, no-cache').header('x-robots-tag', 'noindex')
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  return reply.type('text/calendar; charset=utf-8').header('content-disposition', 'attachment; filename="meetings.ics"').send(text)
}

/** Addresses by which calendar programs read meetings. The file itself needs no sign-in: its address is the key, and it opens what its maker sees. */
export function calendarAddresses(app: FastifyInstance, baseUrl: string) {
  const read = { config: { power: 'meetings.read' } }
  app.get('/calendar/addresses', read, async (request, reply) => reply.page('meetings/calendar/addresses.njk', await asUser(request.user, (tx) => addressesPage(tx))))
  app.post('/calendar/addresses', read, make(baseUrl))
  app.post('/calendar/addresses/end', read, revoke)
  app.get('/calendar/:token.ics', { config: { power: 'public' } }, send)
}
