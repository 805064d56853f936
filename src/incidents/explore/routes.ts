import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asUser, audit } from '../../db/tx.ts'
import { concerning } from '../catalogue/findings.ts'
import type { DataFinding } from '../catalogue/finding.ts'
import { monthAt } from '../catalogue/month-line.ts'
import { findingsFor } from '../catalogue/source-findings.ts'
import { EVERYWHERE } from '../incident.ts'
import { type Choice, isArea, type Query, type Read, readChoice, readSources } from './choice.ts'
import { type Ask, countsOf, lastMonth } from './counts.ts'
import { comparisonCsv, crossCsv } from './export.ts'
import { type Ground, selectGround } from './ground.ts'
import { answer, explorePage, latePage, nothingPage, subjectOf } from './pages.ts'
import { seriesPicture } from './series-drawing.ts'
import { cellsIn } from './table.ts'

type Visitor = FastifyRequest['user']
type Explored = FastifyRequest<{ Querystring: Record<string, unknown> }>
const read = { config: { power: 'incidents.read' } }

/** Everything an address asks for: what there is to choose from, what is chosen, and the counts. */
async function prepare(user: Visitor, query: Query) {
  const ask: Ask = (work) => asUser(user, work)
  const ground = await ask(selectGround)
  const sources = readSources(query, ground)
  const counts = await Promise.all(ground.sources.filter(({ sourceId }) => sources.value.includes(sourceId)).map((source) => countsOf(ask, user.partnershipId, source)))
  const last = counts.map(lastMonth).filter((month) => month !== null)
  if (last.length === 0) return { ground, sources, counts, held: null, read: null }
  const held = { first: Math.min(...counts.filter(({ months }) => months > 0).map(({ firstMonth }) => firstMonth)), last: Math.max(...last) }
  return { ground, sources, counts, held, read: narrowed(readChoice(query, ground, sources.value, held), ground) }
}

const MOST_CELLS = 5000

/** A table too large to read is shown without its columns, and says so. */
function narrowed({ value, problems }: Read<Choice>, ground: Ground): Read<Choice> {
  const { columns } = value
  if (!columns || cellsIn({ ...value, columns }, ground) <= MOST_CELLS) return { value, problems }
  return { value: { ...value, columns: null }, problems: [...problems, `So many rows and columns would make more than ${MOST_CELLS.toLocaleString('en-GB')} counts: comparisons are shown across instead. Choose a shorter period or other columns.`] }
}

const PATIENCE_MS = 250

/** What is known of the data shown. Looking a source over takes long after a load; a page does not wait for it. */
async function knownOf(user: Visitor, choice: Choice, ground: Ground): Promise<DataFinding[] | null> {
  const found = Promise.all(choice.sourceIds.map(async (sourceId) => {
    const name = ground.sources.find((each) => each.sourceId === sourceId)!.name
    const findings = await findingsFor(user, sourceId)
    return choice.sourceIds.length > 1 ? findings.map((finding) => ({ ...finding, sentence: `${name}: ${finding.sentence}` })) : findings
  }))
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref())
  return (await Promise.race([found, late]))?.flat() ?? null
}

const LONGEST_MS = 4000

async function page(request: Explored, reply: FastifyReply) {
  const { powers } = request.user
  // The first page after a load of many rows reads them all; it says so rather than keep a reader waiting.
  const late = new Promise<null>((resolve) => setTimeout(resolve, LONGEST_MS, null).unref())
  const prepared = await Promise.race([prepare(request.user, request.query), late])
  if (!prepared) return reply.page('incidents/explore/explore.njk', latePage(powers))
  const { ground, sources, counts, held, read: asked } = prepared
  if (!held) return reply.page('incidents/explore/explore.njk', nothingPage(powers, sources.problems, ground, sources.value))
  const choice = asked.value
  const findings = await knownOf(request.user, choice, ground)
  const places = choice.areaId !== EVERYWHERE || isArea(choice.rows) || isArea(choice.columns)
  const notes = concerning(findings ?? [], { categoryIds: choice.categoryIds, from: monthAt(choice.from), to: monthAt(choice.to), places })
  const given = answer(choice, ground, counts, findings ?? [])
  return reply.page('incidents/explore/explore.njk', explorePage(given, ground, [...sources.problems, ...asked.problems], notes, findings === null, held, powers, counts))
}

/** The choice of an address and its answer, for a file that is taken away: what leaves is audited. */
async function takenAway(request: Explored, format: string) {
  const { ground, counts, read: asked } = await prepare(request.user, request.query)
  if (!asked) return null
  const findings = (await knownOf(request.user, asked.value, ground)) ?? []
  await asUser(request.user, async (tx) => {
    const { sourceIds, publishable } = asked.value
    audit(tx, { act: 'disclosed', subjectKind: 'incident counts', subjectId: null, details: { format, sources: [...sourceIds], publishable } })
  })
  return { ground, counts, choice: asked.value, given: answer(asked.value, ground, counts, findings) }
}

const nameOf = (publishable: boolean, ending: string) => `counts-${publishable ? 'small-numbers-protected' : 'not-for-publication'}.${ending}`
const attachment = (reply: FastifyReply, type: string, name: string) => reply.type(type).header('content-disposition', `attachment; filename="${name}"`)

async function table(request: Explored, reply: FastifyReply) {
  const taken = await takenAway(request, 'csv')
  if (!taken) return reply.callNotFound()
  const { choice, ground, given } = taken
  const { columns } = choice
  const csv = columns && given.crossed ? crossCsv({ ...choice, columns }, ground, given.crossed) : comparisonCsv(choice, ground, given.comparison)
  return attachment(reply, 'text/csv; charset=utf-8', nameOf(choice.publishable, 'csv')).send(csv)
}

async function picture(request: Explored, reply: FastifyReply) {
  const taken = await takenAway(request, 'svg')
  if (!taken) return reply.callNotFound()
  const { choice, ground, given } = taken
  const sources = ground.sources.filter(({ sourceId }) => choice.sourceIds.includes(sourceId))
  const lines = [
    `Source: ${sources.map(({ name, provider }) => `${name}, ${provider}`).join('; ')}.`,
    ...sources.flatMap(({ attribution }) => attribution ?? []),
    ...(choice.publishable ? ['Numbers under 5, and others that would give them away, are left out.'] : ['Small numbers are not protected: not for publication.']),
  ]
  const drawing = { ...given.drawing, title: subjectOf(choice, ground) }
  return attachment(reply, 'image/svg+xml; charset=utf-8', nameOf(choice.publishable, 'svg')).send(seriesPicture(drawing, lines))
}

/** Explore: counts and rates of what the sources hold, by anything, beside other times and places. The address is the question. */
export function explore(app: FastifyInstance) {
  app.get('/explore', read, page)
  app.get('/explore/table.csv', read, table)
  app.get('/explore/picture.svg', read, picture)
}

