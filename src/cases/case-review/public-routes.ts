import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { writeCsv } from '../../documents/csv.ts'
import { asSystem, type Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { sayPublishable } from '../../statistics/disclosure.ts'
import { parseForm } from '../../web/forms.ts'
import { annualFigures } from './annual.ts'
import { applicationForm, MOST_COMPLAINTS, roomIn } from './forms.ts'
import { aboutPage, applyPage, type Area, figuresPage, followPage, FOUR, receivedPage } from './public-pages.ts'
import { selectReviewRules } from './rule-store.ts'
import { floodWatch, HIDDEN_FIELD, type Why } from './flood.ts'
import { holdApplication, selectHeldSince } from './quarantine-store.ts'
import { hasApplication, insertApplication, type ReviewScheme, selectReviewSchemes, selectStandingByCode } from './store.ts'
import { isTicket, newTicket, trackingCode } from './tracking-code.ts'

const today = () => todayInLondon(Temporal.Now.instant()).toString()

/** Partnerships that take applications, each with its scheme. */
async function selectAreas(): Promise<(Area & { scheme: ReviewScheme })[]> {
  const partnerships = await asSystem('see who takes applications for a case review', (tx) => tx.selectFrom('partnership').select(['partnership_id as partnershipId', 'name', 'area']).orderBy('name').execute())
  const areas = []
  for (const each of partnerships) {
    const [scheme] = await asSystem('see whether a partnership takes applications for a case review', (tx) => selectReviewSchemes(tx, today()), each.partnershipId)
    if (scheme) areas.push({ ...each, scheme })
  }
  return areas
}

const areaOf = async (partnershipId: unknown) => (z.uuid().safeParse(partnershipId).success ? (await selectAreas()).find((area) => area.partnershipId === partnershipId) : undefined)

/** Tells those who lead the scheme that an application has come: that it has, and where. */
async function tellLeads(tx: Tx, schemeId: string, caseId: string) {
  const leads = await tx.selectFrom('scheme_member').select('account_id').where('scheme_id', '=', schemeId).where('role', 'in', ['coordinator', 'chair']).execute()
  await notify(tx, leads.map(({ account_id }) => ({ accountId: account_id, effect: `case review ${caseId} ${account_id}`, subject: 'An application for a case review has come', body: 'It is to be acknowledged. See /case-reviews' })))
}

/** Tells those who lead the scheme, once a day, that applications are held back for somebody to look at. */
async function tellHeld(tx: Tx, schemeId: string, on: string) {
  const leads = await tx.selectFrom('scheme_member').select('account_id').where('scheme_id', '=', schemeId).where('role', 'in', ['coordinator', 'chair']).execute()
  await notify(tx, leads.map(({ account_id }) => ({ accountId: account_id, effect: `case reviews held ${schemeId} ${on} ${account_id}`, subject: 'Applications for a case review are held back', body: 'Somebody is to look at them and let them in, or put them by. See /case-reviews/held' })))
}

/** The public's own pages: no sign-in, no cookie, no script needed. */
export function publicCaseReview(app: FastifyInstance, secret: Buffer) {
  const flood = floodWatch()
  const now = () => Temporal.Now.instant().epochMilliseconds
  const rulesOf = ({ partnershipId, scheme }: Area & { scheme: ReviewScheme }) => asSystem('read the rules of case reviews', (tx) => selectReviewRules(tx, scheme.schemeId, today()), partnershipId)

  app.get('/case-review', { config: { power: 'public' } }, async (_, reply) => reply.page('cases/case-review/about.njk', aboutPage(await selectAreas())))

  app.get<{ Params: { partnershipId: string } }>('/case-review/:partnershipId/apply', { config: { power: 'public' } }, async (request, reply) => {
    const area = await areaOf(request.params.partnershipId)
    if (!area) return reply.callNotFound()
    return reply.page('cases/case-review/apply.njk', applyPage(area, await rulesOf(area), newTicket(secret, now()), null, roomIn(null)))
  })

  app.post<{ Params: { partnershipId: string } }>('/case-review/:partnershipId/apply', { config: { power: 'public' } }, async (request, reply) => {
    const area = await areaOf(request.params.partnershipId)
    if (!area) return reply.callNotFound()
    const rules = await rulesOf(area)
    const sent = z.object({ ticket: z.string().default(''), more: z.string().optional() }).parse(request.body)
    const room = roomIn(request.body)
    const entered = request.body as Record<string, unknown>
    const ticket = isTicket(secret, sent.ticket, now()) ? sent.ticket : newTicket(secret, now())
    if (sent.more) return reply.page('cases/case-review/apply.njk', applyPage(area, rules, ticket, { errors: [], entered }, Math.min(MOST_COMPLAINTS, room + 1)))
    const form = parseForm(applicationForm(room), request.body)
    if (!form.ok) return reply.code(422).page('cases/case-review/apply.njk', applyPage(area, rules, ticket, { ...form, entered }, room))
    if (ticket !== sent.ticket)
      return reply.code(422).page('cases/case-review/apply.njk', applyPage(area, rules, ticket, { errors: [{ field: 'applicant', text: 'This page was open for more than a day. Nothing was lost: look it over, and send it again' }], entered }, room))
    const [code, receivedOn] = [trackingCode(secret, ticket), today()]
    const { schemeId } = area.scheme
    // Whoever sends a flood learns nothing from the answer: it is the same, and what a person sent among it is not lost.
    const computed = await asSystem('take an application for a case review from the public', async (tx) => {
      const isKnown = await hasApplication(tx, code)
      const why: Why | null = isKnown ? null : String(entered[HIDDEN_FIELD] ?? '').trim() !== '' ? 'hidden field filled in' : flood.take(request.ip) ? null : 'many from one place'
      if (why || (!isKnown && (await selectHeldSince(tx, code)))) {
        await tellHeld(tx, schemeId, receivedOn)
        return holdApplication(tx, form.value, { schemeId, receivedOn, code, why: why ?? 'many from one place' })
      }
      const taken = await insertApplication(tx, form.value, { schemeId, receivedOn, channel: 'online', code })
      await tellLeads(tx, schemeId, taken.caseId)
      return taken.computed
    }, area.partnershipId)
    return reply.page('cases/case-review/received.njk', receivedPage(code, receivedOn, computed, rules))
  })

  app.get('/case-review/follow', { config: { power: 'public' } }, async (_, reply) => reply.page('cases/case-review/follow.njk', followPage(null, 0, null)))

  app.post('/case-review/follow', { config: { power: 'public' } }, async (request, reply) => {
    const { code } = z.object({ code: z.string().max(200).default('') }).parse(request.body)
    for (const area of await selectAreas()) {
      const steps = await asSystem('look an application up by the code its applicant holds', (tx) => selectStandingByCode(tx, code), area.partnershipId)
      if (steps) return reply.page('cases/case-review/follow.njk', followPage(steps, (await rulesOf(area)).clocks.appeal, null))
    }
    return reply.code(422).page('cases/case-review/follow.njk', followPage(null, 0, { errors: [{ field: 'code', text: 'There is no application with this code. Look at it again: it has six groups of five' }], entered: { code } }))
  })

  const figuresOf = async ({ partnershipId, scheme }: Area & { scheme: ReviewScheme }) =>
    asSystem('count case reviews for publication', async (tx) => {
      const rows = await tx.selectFrom('review_application as a').select(['a.received_on', 'a.decision', 'a.decided_on', 'a.met_on', (is) => is.selectFrom('review_recommendation as r')
        .select((inner) => inner.fn.countAll<number>().as('n')).whereRef('r.partnership_id', '=', 'a.partnership_id').whereRef('r.case_id', '=', 'a.case_id').as('recommendations')])
        .where('a.partnership_id', '=', partnershipId).execute()
      return annualFigures(rows.map((row) => ({ receivedOn: row.received_on, decision: row.decision as never, decidedOn: row.decided_on, metOn: row.met_on, recommendations: row.recommendations ?? 0 })), scheme.begins, today())
    }, partnershipId)

  app.get<{ Params: { partnershipId: string } }>('/case-review/:partnershipId/figures', { config: { power: 'public' } }, async (request, reply) => {
    const area = await areaOf(request.params.partnershipId)
    return area ? reply.page('cases/case-review/figures.njk', figuresPage(area, area.scheme.begins, await figuresOf(area))) : reply.callNotFound()
  })
  app.get<{ Params: { partnershipId: string } }>('/case-review/:partnershipId/figures.csv', { config: { power: 'public' } }, async (request, reply) => {
    const area = await areaOf(request.params.partnershipId)
    if (!area) return reply.callNotFound()
    const rows = (await figuresOf(area)).map(({ year, ...four }) => [year, ...[four.applications, four.notMet, four.reviews, four.withRecommendations].map(sayPublishable)])
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="case-reviews.csv"')
      .send(writeCsv(rows, ['April to March', ...FOUR]))
  })
}
