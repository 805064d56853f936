import { writeDate } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { logLook } from '../../sharing/case-store.ts'
import { selectSafeRules } from '../contact/contact-store.ts'
import { ruleLine } from '../contact/safe-words.ts'
import { selectProtected } from '../index/protected-store.ts'
import { selectSubjects } from '../index/subject-store.ts'
import { selectPower } from '../powers/power.ts'
import { selectBirths, selectUses } from '../powers/store.ts'
import { Handed, type HandedPart, type ProtectedDetail } from './handed.ts'

export type Chosen = { parts: readonly HandedPart[]; withProtected: boolean }

/**
 * What is handed over of a case: who it is about, and of each part chosen what the sender's own agency put there, never another's.
 * Protected details come apart, and only to one who may read them who asked for them.
 */
export async function gatherHanded(tx: Tx, cover: CaseCover, from: { partnership: string; agency: string }, { parts, withProtected }: Chosen): Promise<{ handed: Handed; details: ProtectedDetail[] }> {
  const { caseId, agencyId } = cover
  const has = (part: HandedPart) => parts.includes(part)
  const subjects = await selectSubjects(tx, caseId)
  const births = await selectBirths(tx, caseId)
  const nameOf = (subjectId: string | null) => subjects.find((subject) => subject.subjectId === subjectId)?.name ?? null
  const referral = has('reasons') ? await tx.selectFrom('referral').select('reasons').where('case_id', '=', caseId).where('agency_id', '=', agencyId).executeTakeFirst() : undefined
  const diary = has('diary') ? await tx.selectFrom('diary_entry').select(['happened_from as from', 'happened_to as to', 'what', 'behaviour']).where('case_id', '=', caseId).where('agency_id', '=', agencyId).orderBy('happened_from').execute() : []
  const said = has('information')
    ? await tx.selectFrom('contribution').select(['contribution_id as id', 'written_at as at', 'nature', 'statement']).where('case_id', '=', caseId).where('agency_id', '=', agencyId).where('replaced_by', 'is', null).orderBy('written_at').execute()
    : []
  await logLook(tx, cover, said.map(({ id }) => ({ part: 'export', contributionId: id, holderAgencyId: agencyId })))
  const risk = has('risk') ? await tx.selectFrom('risk_assessment').select(['band', 'judged_band as judged', 'assessed_on as on']).where('case_id', '=', caseId).where('agency_id', '=', agencyId).orderBy('made_at', 'desc').executeTakeFirst() : undefined
  const own = has('powers') ? await tx.selectFrom('power_use').select('power_use_id as id').where('case_id', '=', caseId).where('agency_id', '=', agencyId).execute() : []
  const uses = (own.length > 0 ? await selectUses(tx, caseId) : []).filter(({ useId }) => own.some(({ id }) => id === useId))
  const rules = has('safe contact') ? await selectSafeRules(tx, caseId) : []
  const secret = withProtected ? (await selectProtected(tx, caseId)).filter(({ endedAt }) => endedAt === null) : []
  const details = secret.flatMap(({ entryId, kind, value }): ProtectedDetail[] => {
    const personAt = subjects.findIndex((subject) => subject.entryId === entryId)
    return personAt < 0 ? [] : [{ personAt, kind, value }]
  })
  return {
    details,
    handed: Handed.parse({
      fromPartnership: from.partnership, fromAgency: from.agency, reference: cover.reference, scheme: cover.schemeName, about: cover.about, resident: cover.resident, referredOn: cover.referredOn,
      people: subjects.map(({ kind, name, role, homeArea, entryId }) => ({ kind, name, role, birth: births.get(entryId) ?? null, homeArea })),
      reasons: referral?.reasons ?? null, diary,
      information: said.map(({ at, nature, statement }) => ({ on: at.toZonedDateTimeISO('Europe/London').toPlainDate().toString(), nature, statement })),
      risk: risk ? { band: risk.judged ?? risk.band, on: risk.on } : null,
      powers: uses.map((use) => ({ title: selectPower(use.power)?.title ?? use.power, name: nameOf(use.subjectId), state: use.state, starts: use.starts, ends: use.ends, conditions: use.conditions, requirements: use.positiveRequirements })),
      safeContact: subjects.map(({ subjectId, name }) => ({ name, rules: rules.filter((rule) => rule.subjectId === subjectId).map((rule) => [ruleLine(rule).text, rule.hours, rule.note].filter(Boolean).join('. ')) })).filter((each) => each.rules.length > 0),
      sealed: [],
    }),
  }
}

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))

/** What is handed over, as headings and lines to read: before it is sent, after, and on paper. Sealed details are counted, and not shown. */
export function handedInWords(handed: Handed, protectedCount = handed.sealed.length): { heading: string; lines: string[] }[] {
  const { people, reasons, diary, information, risk, powers, safeContact } = handed
  return [
    { heading: 'The case', lines: [`${handed.scheme}, reference ${handed.reference}, referred ${day(handed.referredOn)}`, `From ${handed.fromAgency}, ${handed.fromPartnership}`] },
    { heading: 'Who it is about', lines: people.map(({ name, role, birth, homeArea }) => [`${name}: ${role}`, birth ? `born ${day(birth)}` : null, homeArea ? `lives in ${homeArea}` : null].filter(Boolean).join(', ')) },
    ...(safeContact.length > 0 ? [{ heading: 'How to reach them safely', lines: safeContact.flatMap(({ name, rules }) => rules.map((rule) => `${name}: ${rule}`)) }] : []),
    ...(reasons ? [{ heading: 'Why it was referred', lines: [reasons] }] : []),
    ...(risk ? [{ heading: 'Risk', lines: [`${risk.band}, assessed ${day(risk.on)}`] }] : []),
    ...(diary.length > 0 ? [{ heading: 'What happened', lines: diary.map(({ from, to, what }) => `${from === to ? day(from) : `${day(from)} to ${day(to)}`}: ${what}`) }] : []),
    ...(information.length > 0 ? [{ heading: 'Information', lines: information.map(({ on, nature, statement }) => `${day(on)}, ${nature}: ${statement}`) }] : []),
    ...(powers.length > 0 ? [{ heading: 'Powers used', lines: powers.map(({ title, name, state, starts, ends, conditions, requirements }) => [`${title}${name ? `, about ${name}` : ''}: ${state}`, starts ? `from ${day(starts)}${ends ? ` to ${day(ends)}` : ''}` : null, conditions ? `must not: ${conditions}` : null, requirements ? `must: ${requirements}` : null].filter(Boolean).join('; ')) }] : []),
    ...(protectedCount > 0 ? [{ heading: 'Protected details', lines: [`${protectedCount} under seal: the case they are accepted into holds them, open to whoever accepts it`] }] : []),
  ]
}
