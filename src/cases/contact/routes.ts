import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import { type CaseCover, consultCase } from '../../sharing/case-store.ts'
import { parseForm } from '../../web/forms.ts'
import { type Subject, selectSubjects } from '../index/subject-store.ts'
import { addContact, forbids, type SafeRule, selectClocks, selectContacts, selectSafeRules, selectStandards, setSafeRule, setStandards } from './contact-store.ts'
import { ContactForm, SafeForm, StandardsForm } from './forms.ts'
import { contactPage, type Failed, standardsPage } from './pages.ts'

const work = { config: { power: 'cases.work' } }
type CaseRequest = FastifyRequest<{ Params: { caseId: string } }>
type SchemeRequest = FastifyRequest<{ Params: { schemeId: string } }>
const isoToday = () => todayInLondon(Temporal.Now.instant()).toString()

async function openFile(tx: Tx, caseId: string): Promise<{ cover: CaseCover; people: Subject[] } | null> {
  const cover = z.uuid().safeParse(caseId).success ? await consultCase(tx, caseId) : null
  return cover && { cover, people: await selectSubjects(tx, caseId) }
}

/** Whom to contact and how, what was said, and whether it was in time. */
export function contact(app: FastifyInstance) {
  app.get('/cases/:caseId/contact', work, async (request: CaseRequest, reply) => show(request, reply))
  app.post('/cases/:caseId/contact', work, async (request: CaseRequest, reply) => log(request, reply))
  app.post('/cases/:caseId/contact/safe', work, async (request: CaseRequest, reply) => {
    const form = parseForm(SafeForm, request.body)
    if (!form.ok) return show(request, reply, { safe: form })
    const { safe_subject, safe_method, allowed, voicemail, hours, note } = form.value
    const done = await asUser(request.user, async (tx) => {
      const file = await openFile(tx, request.params.caseId)
      if (!file?.cover.works || !file.people.some(({ subjectId }) => subjectId === safe_subject)) return false
      await setSafeRule(tx, file.cover, { subjectId: safe_subject, method: safe_method, allowed: allowed === 'yes', voicemail: voicemail === 'yes' && allowed === 'yes', hours, note })
      return true
    })
    return done ? reply.goTo(`/cases/${request.params.caseId}/contact`, 'The rule for safe contact is set') : reply.callNotFound()
  })
  app.get('/cases/standards/:schemeId', work, async (request: SchemeRequest, reply) => standards(request, reply))
  app.post('/cases/standards/:schemeId', work, async (request: SchemeRequest, reply) => {
    const form = parseForm(StandardsForm, request.body)
    if (!form.ok) return standards(request, reply, form)
    const { from, source, acknowledge, first_high, first, update, closing } = form.value
    const done = await asUser(request.user, async (tx) => {
      const scheme = await selectLedScheme(tx, request.params.schemeId)
      if (scheme) await setStandards(tx, scheme.schemeId, { from, source, rules: { acknowledge, firstContactHighRisk: first_high, firstContact: first, update, closing } })
      return scheme !== null
    })
    return done ? reply.goTo(`/cases/standards/${request.params.schemeId}`, 'The standards are set') : reply.callNotFound()
  })
}

async function selectLedScheme(tx: Tx, schemeId: string): Promise<{ schemeId: string; name: string } | null> {
  if (!z.uuid().safeParse(schemeId).success) return null
  return (await tx.selectFrom('scheme').select(['scheme_id as schemeId', 'name']).where('scheme_id', '=', schemeId).where(sql<boolean>`scheme_id = any ((select led_schemes())::uuid[])`).executeTakeFirst()) ?? null
}

async function standards(request: SchemeRequest, reply: FastifyReply, failed: Failed = null) {
  const page = await asUser(request.user, async (tx) => {
    const scheme = await selectLedScheme(tx, request.params.schemeId)
    return scheme && standardsPage(scheme, await selectStandards(tx, scheme.schemeId), isoToday(), failed)
  })
  return page ? reply.code(failed ? 422 : 200).page('cases/contact/standards.njk', page) : reply.callNotFound()
}

type Wrong = { failed?: Failed; safe?: Failed; broken?: SafeRule | null }
const filePage = async (tx: Tx, { cover, people }: { cover: CaseCover; people: Subject[] }, wrong: Wrong) =>
  contactPage(cover, people, await selectSafeRules(tx, cover.caseId), await selectContacts(tx, cover.caseId), await selectClocks(tx, cover, people, isoToday()), wrong)

async function show(request: CaseRequest, reply: FastifyReply, wrong: Wrong = {}) {
  const page = await asUser(request.user, async (tx) => {
    const file = await openFile(tx, request.params.caseId)
    return file && filePage(tx, file, wrong)
  })
  return page ? reply.code(wrong.failed || wrong.safe ? 422 : 200).page('cases/contact/contact.njk', page) : reply.callNotFound()
}

async function log(request: CaseRequest, reply: FastifyReply) {
  const form = parseForm(ContactForm, request.body)
  if (!form.ok) return show(request, reply, { failed: form })
  const { subject, method, on, time, reached, purpose, summary, against_rule } = form.value
  const now = Temporal.Now.instant()
  const at = Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: 'Europe/London', plainTime: time ? Temporal.PlainTime.from(time) : Temporal.PlainTime.from('12:00') }).toInstant()
  const wasToday = on === todayInLondon(now).toString() && !time
  const entered = request.body as Record<string, unknown>
  const outcome = await asUser(request.user, async (tx) => {
    const file = await openFile(tx, request.params.caseId)
    if (!file?.cover.works) return null
    const fail = (field: string, text: string, broken: SafeRule | null = null) => filePage(tx, file, { failed: { errors: [{ field, text }], entered }, broken })
    if (!file.people.some(({ subjectId }) => subjectId === subject)) return fail('subject', 'Choose whom you contacted')
    if (!wasToday && Temporal.Instant.compare(at, now) > 0) return fail('on', 'This has not happened yet: record it when it has')
    const broken = forbids(await selectSafeRules(tx, file.cover.caseId), subject, method)
    if (broken && !against_rule) return fail('against_rule', 'This way of reaching them is not safe. If it happened all the same, say how and why', broken)
    await addContact(tx, file.cover, { subjectId: subject, method, at: wasToday ? now : at, reached: reached === 'yes', purpose, summary, againstRule: broken ? against_rule : null })
    return 'done'
  })
  if (!outcome) return reply.callNotFound()
  return outcome === 'done' ? reply.goTo(`/cases/${request.params.caseId}/contact`, 'The contact is in the log') : reply.code(422).page('cases/contact/contact.njk', outcome)
}
