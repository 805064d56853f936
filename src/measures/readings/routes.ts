import type { FastifyInstance, FastifyReply } from 'fastify'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { asUser } from '../../db/tx.ts'
import { readPaper } from '../../documents/reading.ts'
import { type FieldError, parseForm } from '../../web/forms.ts'
import { type Measure, writeValue } from '../measure.ts'
import { giveReading, isFault, type KeptReading, type Reading } from '../reading.ts'
import { readPeriod } from '../reading-period.ts'
import { type MeasureRequest, today, wholeMeasure } from '../request.ts'
import { FileForm, LinesForm, ReadingForm } from './forms.ts'
import { readRows, type Row, rowsOfText, tooEarly } from './lines.ts'
import { enteredMessage, readingsPage } from './pages.ts'
import { rowsOfUpload } from './upload.ts'
import { addReadings, type Entered, selectHistory } from './store.ts'

const enter = { config: { power: 'readings.enter' } }
const CLOSED = 'This measure is closed and takes no more readings.'

async function show(request: MeasureRequest, reply: FastifyReply, outcome: Parameters<typeof readingsPage>[2] = {}) {
  const found = await asUser(request.user, async (tx) => {
    const whole = await wholeMeasure(tx, request)
    return whole && { measure: whole.measure, history: await selectHistory(tx, whole.measure) }
  })
  if (!found) return reply.callNotFound()
  if (found.measure.state === 'closed') return reply.goTo(`/measures/${found.measure.measureId}`, CLOSED)
  return reply
    .code(outcome?.failed || outcome?.refused ? 422 : 200)
    .page('measures/readings/readings.njk', readingsPage(found.measure, found.history, outcome))
}

const done = (request: MeasureRequest, reply: FastifyReply, entered: Entered) =>
  reply.goTo(`/measures/${request.params.measureId}`, enteredMessage(entered))

type Outcome = { entered: Entered } | { errors: FieldError[] } | 'closed' | null

/** One reading; one that takes another's place must say why, and is shown what it replaces. */
async function saveOne(request: MeasureRequest, reply: FastifyReply) {
  const form = parseForm(ReadingForm, request.body)
  if (!form.ok) return show(request, reply, { failed: form })
  const outcome = await asUser(request.user, async (tx): Promise<Outcome> => {
    const whole = await wholeMeasure(tx, request)
    if (!whole) return null
    if (whole.measure.state === 'closed') return 'closed'
    const reading = readingOf(whole.measure, form.value, today())
    if ('field' in reading) return { errors: [reading] }
    const before = (await selectHistory(tx, whole.measure)).find(
      ({ period, current }) => current && period.key === reading.period.key,
    )
    const asked =
      before && differs(before, reading) && (!reading.note || reading.note === before.note)
        ? replaces(whole.measure, before)
        : null
    return asked ? { errors: [asked] } : { entered: await addReadings(tx, whole.measure, [reading]) }
  })
  if (outcome === null) return reply.callNotFound()
  if (outcome === 'closed') return show(request, reply)
  return 'entered' in outcome
    ? done(request, reply, outcome.entered)
    : show(request, reply, { failed: { errors: outcome.errors, entered: request.body as Record<string, unknown> } })
}

type Typed = Parameters<typeof giveReading>[1] & { period: string }

function readingOf(measure: Measure, typed: Typed, day: Temporal.PlainDate): Reading | FieldError {
  const say = (field: string, { reason, remedy }: { reason: string; remedy: string }) => ({ field, text: `${reason}. ${remedy}` })
  const period = readPeriod(typed.period, measure.frequency, day)
  if ('reason' in period) return say('period', period)
  const given = giveReading(measure, typed)
  if (isFault(given)) return say(given.field, given)
  const early = tooEarly(period, given.state, day)
  return early ? say('state', early) : { ...given, period }
}

const differs = (before: Reading, after: Reading) =>
  before.state !== after.state ||
  before.value !== after.value ||
  before.numerator !== after.numerator ||
  before.denominator !== after.denominator

function replaces(measure: Measure, { period, value, state, enteredBy, enteredAt }: KeptReading): FieldError {
  const figure = value === null ? state : `${writeValue(measure, value)}${state === 'value' ? '' : `, ${state}`}`
  const who = enteredBy ? ` by ${enteredBy}` : ''
  return {
    field: 'note',
    text: `${period.label} has already been entered as ${figure}${who} on ${writeDate(todayInLondon(enteredAt))}. To replace it, say in the note why`,
  }
}

/** All the rows or none: what cannot be taken is listed, and nothing is kept. */
async function saveRows(
  request: MeasureRequest,
  reply: FastifyReply,
  rows: readonly Row[],
  from: 'lines' | 'file',
  pasted: string,
) {
  const outcome = await asUser(request.user, async (tx) => {
    const whole = await wholeMeasure(tx, request)
    if (!whole) return null
    if (whole.measure.state === 'closed') return 'closed'
    const read = readRows(rows, whole.measure, today())
    if (read.refused.length > 0 || read.taken.length === 0) return { read }
    return {
      entered: await addReadings(
        tx,
        whole.measure,
        read.taken.map(({ reading }) => reading),
      ),
    }
  })
  if (outcome === null) return reply.callNotFound()
  if (outcome === 'closed') return show(request, reply)
  if (outcome.entered) return done(request, reply, outcome.entered)
  const { refused, taken } = outcome.read
  if (refused.length === 0)
    return show(request, reply, {
      failed: { errors: [{ field: from, text: 'There are no readings in it' }], entered: {} },
      pasted,
    })
  return show(request, reply, { refused: { refused, good: taken.length, from }, pasted })
}

async function saveLines(request: MeasureRequest, reply: FastifyReply) {
  const form = parseForm(LinesForm, request.body)
  if (!form.ok) return show(request, reply, { failed: { ...form, entered: {} } })
  return saveRows(request, reply, rowsOfText(form.value.lines), 'lines', form.value.lines)
}

async function saveFile(request: MeasureRequest, reply: FastifyReply) {
  const form = parseForm(FileForm, request.body)
  if (!form.ok) return show(request, reply, { failed: { ...form, entered: {} } })
  const uploaded = rowsOfUpload(await readPaper(form.value.file.filename, await form.value.file.toBuffer()))
  if (!uploaded.ok) return show(request, reply, { failed: { errors: [{ field: 'file', text: uploaded.problem }], entered: {} } })
  return saveRows(request, reply, uploaded.rows, 'file', '')
}

export function readingRoutes(app: FastifyInstance) {
  app.get('/measures/:measureId/readings', enter, (request: MeasureRequest, reply) => show(request, reply))
  app.post('/measures/:measureId/readings', enter, saveOne)
  app.post('/measures/:measureId/readings/lines', enter, saveLines)
  app.post('/measures/:measureId/readings/file', enter, saveFile)
}
