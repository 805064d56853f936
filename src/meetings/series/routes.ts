import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { todayInLondon } from '../../calendar/dates.ts'
import { readRecurrence, type Recurrence } from '../../calendar/recurrence.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { clashesIn } from '../calendar/clashes.ts'
import { peopleOf, selectAttended } from '../calendar/store.ts'
import { type Group, selectAllSeats, selectOptionalGroup } from '../groups/store.ts'
import { changesBetween } from './change.ts'
import { selectDivisions } from './division.ts'
import { ChangeForm, EndForm, LaterForm, SeriesForm } from './forms.ts'
import { endPage, enteredOf, formDay, inFull, laterPage, previewPage, seriesFormPage, seriesPage } from './pages.ts'
import { type Sitting, sittingsOf } from './sitting.ts'
import { cancelSittings, endSeries, insertSeries, moveSittings, selectOptionalSeries, selectPlannedFrom, selectSeries, type Series, type SeriesFields, setRecurrence, writeSittings } from './store.ts'

type GroupRequest = FastifyRequest<{ Params: { groupId: string } }>
type SeriesRequest = FastifyRequest<{ Params: { groupId: string; seriesId: string } }>
type Step = { go: string; message: string } | { template: string; model: object; status?: number } | null

const today = () => todayInLondon(Temporal.Now.instant()).toString()
const yearFrom = (day: string) => Temporal.PlainDate.from(day).add({ years: 1 }).subtract({ days: 1 }).toString()
const dayAfter = (day: string) => Temporal.PlainDate.from(day).add({ days: 1 }).toString()
/** More than this in one go is a list nobody reads through. */
const MOST_SITTINGS = 400
const SOMEBODY_ELSE = 'Somebody else changed this series. Look again.'

const page = (name: string, model: object, failed = false): Step => ({ template: `meetings/series/${name}.njk`, model, status: failed ? 422 : 200 })
const counted = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

async function onGroup(request: GroupRequest, reply: FastifyReply, next: (tx: Tx, group: Group) => Promise<Step>, kept = true) {
  const step = await asUser(request.user, async (tx) => {
    const group = await selectOptionalGroup(tx, request.params.groupId)
    return group && (group.keeps || !kept) ? next(tx, group) : null
  })
  if (!step) return reply.callNotFound()
  return 'go' in step ? reply.goTo(step.go, step.message) : reply.code(step.status ?? 200).page(step.template, step.model)
}
const onSeries = (request: SeriesRequest, reply: FastifyReply, next: (tx: Tx, group: Group, series: Series) => Promise<Step>) =>
  onGroup(request, reply, async (tx, group) => {
    const series = await selectOptionalSeries(tx, group.groupId, request.params.seriesId)
    return series && (series.ends === null || series.ends >= today()) ? next(tx, group, series) : null
  })

/** What the new sittings would stand in the way of, in words. Sittings of the series that is changed do not count. */
async function clashWords(tx: Tx, group: Group, fields: SeriesFields, sittings: readonly Sitting[], to: string, leave: ReadonlySet<string> = new Set()): Promise<string[]> {
  const planned = sittings.filter(({ state }) => state === 'planned')
  const [first] = planned
  if (!first) return []
  const [there, seats] = [await selectAttended(tx, first.heldOn, to), await selectAllSeats(tx)]
  const ours = planned.map(({ heldOn, beginsAt }, at) => ({ meetingId: `new ${at}`, groupId: group.groupId, groupName: group.name, heldOn, beginsAt, minutes: fields.minutes, place: fields.place, people: peopleOf(seats, group.groupId, heldOn) }))
  const isNew = (id: string) => id.startsWith('new ')
  return clashesIn([...there.filter(({ meetingId }) => !leave.has(meetingId)), ...ours]).filter(({ one, other }) => isNew(one.meetingId) !== isNew(other.meetingId)).map(({ one, other, sharedPeople, room, remedy }) => {
    const them = isNew(one.meetingId) ? other : one
    const why = [...(room ? [`both are in ${room}`] : []), ...(sharedPeople.length > 0 ? [`${sharedPeople.join(', ')} ${sharedPeople.length === 1 ? 'sits' : 'sit'} in both`] : [])].join('; ')
    return `${inFull(them.heldOn)}: ${them.groupName} meets at ${them.beginsAt}; ${why}.${remedy && isNew(remedy.movedId) ? ` Both fit if this one begins at ${remedy.beginsAt}.` : remedy ? ` Both fit if ${them.groupName} begins at ${remedy.beginsAt}.` : ''}`
  })
}

const tooMany = (sittings: readonly Sitting[], field: string): FieldError[] =>
  sittings.length > MOST_SITTINGS ? [{ field, text: `That is ${sittings.length} meetings. Plan ${MOST_SITTINGS} or fewer at once: enter an earlier last day` }] : []
const nothing = (recurrence: Recurrence, sittings: readonly Sitting[], to: string): FieldError[] =>
  sittings.length === 0 && recurrence.kind !== 'as needed' && !(recurrence.kind === 'dates' && recurrence.dates.length === 0) ? [{ field: 'starts', text: `That gives no day up to ${inFull(to)}` }] : []
const result = (sittings: readonly Sitting[], written: number) => {
  const moved = sittings.filter(({ state, heldOn, meantFor }) => state === 'planned' && heldOn !== meantFor).length
  const cancelled = sittings.filter(({ state }) => state === 'cancelled').length
  return `${counted(written, 'meeting is', 'meetings are')} in the calendar${moved + cancelled > 0 ? `: bank holidays moved ${moved} and cancelled ${cancelled} of them` : ''}.`
}

const list = (request: GroupRequest, reply: FastifyReply) =>
  onGroup(request, reply, async (tx, group) => page('series', seriesPage(group, await selectSeries(tx, group.groupId), today())), false)

const askNew = (request: GroupRequest, reply: FastifyReply) =>
  onGroup(request, reply, async (tx, group) => page('series-form', seriesFormPage(group, null, { how: 'words', minutes: '90', starts: formDay(today()), division: (await selectDivisions(tx)).of(group.groupId) })))

const addNew = (request: GroupRequest, reply: FastifyReply) => onGroup(request, reply, async (tx, group) => {
  const form = parseForm(SeriesForm, request.body)
  const entered = request.body as Record<string, unknown>
  if (!form.ok) return page('series-form', seriesFormPage(group, null, entered, form.errors), true)
  const { act, ...fields } = form.value
  const to = fields.ends && fields.ends < yearFrom(fields.starts) ? fields.ends : yearFrom(fields.starts)
  const sittings = sittingsOf(fields, fields.starts, to)
  const wrong = [...nothing(fields.recurrence, sittings, to), ...tooMany(sittings, 'ends')]
  if (wrong.length > 0) return page('series-form', seriesFormPage(group, null, entered, wrong), true)
  const at = `/groups/${group.groupId}/series`
  if (act === 'look')
    return page('preview', previewPage({ group, fields, sittings, to, entered, today: today() }, { action: `${at}/new`, title: 'Look before it is written', back: at, clashes: await clashWords(tx, group, fields, sittings, to) }))
  const seriesId = await insertSeries(tx, group.groupId, fields)
  const written = await writeSittings(tx, { groupId: group.groupId, seriesId, ...fields }, sittings)
  return { go: at, message: `The series is kept. ${result(sittings, written)}` }
})

const askChange = (request: SeriesRequest, reply: FastifyReply) =>
  onSeries(request, reply, async (_, group, series) => page('series-form', seriesFormPage(group, series, { ...enteredOf(series), starts: '' })))

const change = (request: SeriesRequest, reply: FastifyReply) => onSeries(request, reply, async (tx, group, series) => {
  const form = parseForm(ChangeForm, request.body)
  const entered = request.body as Record<string, unknown>
  if (!form.ok) return page('series-form', seriesFormPage(group, series, entered, form.errors), true)
  const { act, keep, version, ...fields } = form.value
  const to = fields.ends && fields.ends < yearFrom(fields.starts) ? fields.ends : [yearFrom(fields.starts), series.writtenTo ?? ''].sort().at(-1)!
  const sittings = sittingsOf(fields, fields.starts, to)
  const wrong = [
    ...(fields.starts <= today() ? [{ field: 'starts', text: 'Enter a day that is still to come: what was held stays as it was' }] : []),
    ...(fields.starts < series.starts ? [{ field: 'starts', text: `Enter a day from ${inFull(series.starts)} on` }] : []), ...nothing(fields.recurrence, sittings, to), ...tooMany(sittings, 'ends'),
  ]
  if (wrong.length > 0) return page('series-form', seriesFormPage(group, series, entered, wrong), true)
  const planned = await selectPlannedFrom(tx, series.seriesId, fields.starts)
  const changes = changesBetween(planned, sittings)
  const at = `/groups/${group.groupId}/series`
  if (act === 'look')
    return page('preview', previewPage({ group, fields, sittings, to, entered, today: today() }, {
      action: `${at}/${series.seriesId}/change`, title: 'Look before it changes', back: at, changes, clashes: await clashWords(tx, group, fields, sittings, to, new Set(planned.map(({ meetingId }) => meetingId))),
    }))
  const lastDay = Temporal.PlainDate.from(fields.starts).subtract({ days: 1 }).toString()
  if (version !== series.version || !(await endSeries(tx, series, lastDay))) return { go: at, message: SOMEBODY_ELSE }
  const seriesId = await insertSeries(tx, group.groupId, fields)
  const why = `The series changed from ${inFull(fields.starts)}`
  const moved = await moveSittings(tx, seriesId, fields, changes.stay, why)
  const cancelled = await cancelSittings(tx, changes.fall.filter(({ meetingId }) => !keep.includes(meetingId)), why)
  const written = await writeSittings(tx, { groupId: group.groupId, seriesId, ...fields }, changes.come)
  return { go: at, message: `The series changes from ${inFull(fields.starts)}: ${moved} changed, ${written} new, ${cancelled} cancelled, ${changes.fall.length - cancelled} kept as they are.` }
})

const askLater = (request: SeriesRequest, reply: FastifyReply) => onSeries(request, reply, async (_, group, series) => {
  const from = series.writtenTo && series.writtenTo >= today() ? dayAfter(series.writtenTo) : today()
  return series.recurrence.kind === 'as needed' ? null : page('later', laterPage(group, series, { to: formDay(yearFrom(from)), dates: '', version: String(series.version) }))
})

const later = (request: SeriesRequest, reply: FastifyReply) => onSeries(request, reply, async (tx, group, series) => {
  const form = parseForm(LaterForm, request.body)
  const entered = request.body as Record<string, unknown>
  const failed = (errors: FieldError[]) => page('later', laterPage(group, series, entered, errors), true)
  if (!form.ok) return failed(form.errors)
  const { act, to, dates, version } = form.value
  let { recurrence } = series
  if (recurrence.kind === 'dates') {
    const read = readRecurrence(dates)
    if (!('recurrence' in read) || read.recurrence.kind !== 'dates') return failed([{ field: 'dates', text: 'Enter the dates in full, with commas between them, like “12 February 2027, 14 May 2027”' }])
    recurrence = { ...recurrence, dates: [...new Set([...recurrence.dates, ...read.recurrence.dates])].sort() }
  }
  const from = [series.starts, recurrence.kind === 'dates' || !series.writtenTo ? today() : dayAfter(series.writtenTo)].sort().at(-1)!
  const fields = { ...series, recurrence }
  const until = recurrence.kind === 'dates' ? recurrence.dates.at(-1)! : to
  const planned = new Set((await selectPlannedFrom(tx, series.seriesId, from)).map(({ meantFor, heldOn }) => meantFor ?? heldOn))
  const sittings = sittingsOf(fields, from, until).filter(({ meantFor }) => recurrence.kind !== 'dates' || !planned.has(meantFor))
  const field = recurrence.kind === 'dates' ? 'dates' : 'to'
  if (sittings.length === 0) return failed([{ field, text: 'That gives no day that is not in the calendar already' }])
  if (sittings.length > MOST_SITTINGS) return failed(tooMany(sittings, field))
  const at = `/groups/${group.groupId}/series`
  if (act === 'look')
    return page('preview', previewPage({ group, fields, sittings, to: until, entered, today: today() }, { action: `${at}/${series.seriesId}/later`, title: 'Look before they are written', back: at, clashes: await clashWords(tx, group, fields, sittings, until) }))
  if (version !== series.version || (recurrence.kind === 'dates' && !(await setRecurrence(tx, series, recurrence)))) return { go: at, message: SOMEBODY_ELSE }
  return { go: at, message: result(sittings, await writeSittings(tx, { ...fields }, sittings)) }
})

const askEnd = (request: SeriesRequest, reply: FastifyReply) => onSeries(request, reply, async (_, group, series) => page('end', endPage(group, series, { ends: formDay(today()), version: String(series.version) }, null)))

const end = (request: SeriesRequest, reply: FastifyReply) => onSeries(request, reply, async (tx, group, series) => {
  const form = parseForm(EndForm, request.body)
  const entered = request.body as Record<string, unknown>
  if (!form.ok) return page('end', endPage(group, series, entered, null, form.errors), true)
  const { ends, reason, keep, version, act } = form.value
  const from = dayAfter(ends < today() ? today() : ends)
  const fall = (await selectPlannedFrom(tx, series.seriesId, from)).filter(({ state }) => state === 'planned')
  if (act === 'look') return page('end', endPage(group, series, { ...entered, endsDay: ends }, fall))
  const at = `/groups/${group.groupId}/series`
  if (version !== series.version || !(await endSeries(tx, series, ends))) return { go: at, message: SOMEBODY_ELSE }
  const cancelled = await cancelSittings(tx, fall.filter(({ meetingId }) => !keep.includes(meetingId)), reason)
  return { go: at, message: `The series ends on ${inFull(ends)}: ${counted(cancelled, 'meeting is', 'meetings are')} cancelled and ${fall.length - cancelled} kept.` }
})

/** When a group meets: its series, each looked at before it is written. Only those who keep the group change anything. */
export function series(app: FastifyInstance) {
  const read = { config: { power: 'meetings.read' } }
  app.get('/groups/:groupId/series', read, list)
  app.get('/groups/:groupId/series/new', read, askNew)
  app.post('/groups/:groupId/series/new', read, addNew)
  app.get('/groups/:groupId/series/:seriesId/change', read, askChange)
  app.post('/groups/:groupId/series/:seriesId/change', read, change)
  app.get('/groups/:groupId/series/:seriesId/later', read, askLater)
  app.post('/groups/:groupId/series/:seriesId/later', read, later)
  app.get('/groups/:groupId/series/:seriesId/end', read, askEnd)
  app.post('/groups/:groupId/series/:seriesId/end', read, end)
}
