import { sql } from 'kysely'
import { audit, type Tx } from '../db/tx.ts'
import { notify } from '../notices/outbox.ts'
import { type CaseCover, selectCaseAccounts } from './case-store.ts'
import { protectedAmong, protectedMarks } from './marks.ts'
import { type CaseParty, checkRecipient, knownFrom, type Outgoing } from './recipient-rule.ts'

const SECRET_SCHEMES: readonly string[] = ['asb victims', 'domestic abuse marac', 'channel']

/**
 * What speaks against sending this letter or document, in words that may be shown to whoever writes it; [] when it may go.
 * It is asked again when the letter goes: what stood then may have changed since.
 */
export async function findingsFor(tx: Tx, cover: Pick<CaseCover, 'caseId' | 'about' | 'schemeKind'>, letter: Outgoing): Promise<string[]> {
  const parties = await selectParties(tx, cover.caseId)
  const unsafe = await tx.selectFrom('safe_contact').select(['subject_id as subjectId', 'method']).where('case_id', '=', cover.caseId).where('allowed', '=', false).where('ended_at', 'is', null).execute()
  const marks = await selectMarks(tx, cover.caseId)
  return checkRecipient(letter, {
    parties, unsafe,
    isExistenceSensitive: cover.about === 'victim' || SECRET_SCHEMES.includes(cover.schemeKind),
    isSomebodyShutOut: letter.toAgencyId !== null && (await hasSomebodyShutOut(tx, cover.caseId, letter.toAgencyId)),
    amongProtected: (traces) => protectedAmong(traces, marks),
  })
}

/** Who a case is about, with what is known of each in every case that whoever asks may see, under every entry said to be the same person. */
async function selectParties(tx: Tx, caseId: string): Promise<CaseParty[]> {
  const { rows } = await sql<{ subjectId: string; role: string; kind: string | null; value: string | null }>`
    with recursive one as (
      select s.partnership_id, s.subject_id, s.role, s.index_entry_id from subject s where s.case_id = ${caseId}
      union
      select o.partnership_id, o.subject_id, o.role, case when m.kept_id = o.index_entry_id then m.merged_id else m.kept_id end
      from one o join index_merge m on m.partnership_id = o.partnership_id and m.undone_at is null and o.index_entry_id in (m.kept_id, m.merged_id))
    select o.subject_id as "subjectId", o.role, f.kind, f.value
    from one o left join index_fact f on f.partnership_id = o.partnership_id and f.index_entry_id = o.index_entry_id`.execute(tx)
  return [...Map.groupBy(rows, ({ subjectId }) => subjectId)].map(([subjectId, facts]) => {
    const stated = facts.flatMap(({ kind, value }) => (kind === null || value === null ? [] : [{ kind, value }]))
    return { subjectId, role: facts[0]!.role, names: stated.filter(({ kind }) => kind === 'name' || kind === 'alias').map(({ value }) => value), known: knownFrom(stated) }
  })
}

/** The marks of what is protected about anybody in a case, wherever it was recorded and whoever asks may see. */
async function selectMarks(tx: Tx, caseId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.selectFrom('protected_mark as m').select('m.mark')
    .where((where) => where.or([
      where('m.case_id', '=', caseId),
      where('m.index_entry_id', 'in', tx.selectFrom('subject as s').select('s.index_entry_id').where('s.case_id', '=', caseId)),
    ])).execute()
  return new Set(rows.map(({ mark }) => mark))
}

async function hasSomebodyShutOut(tx: Tx, caseId: string, agencyId: string): Promise<boolean> {
  const { rows } = await sql`
    select from case_exclusion x join account a on a.partnership_id = x.partnership_id and a.account_id = x.account_id
    where x.case_id = ${caseId} and x.lifted_at is null and a.disabled_at is null and agency_of(a.organisation_id) = ${agencyId} limit 1`.execute(tx)
  return rows.length > 0
}

/**
 * To be asked when an address, number or e-mail address is recorded of somebody said to have caused harm. When it is one that is protected in the case,
 * its leads and those named to read it are told to look at once; true then, which may be shown to nobody but them.
 */
export async function addressAlarm(tx: Tx, cover: Pick<CaseCover, 'caseId' | 'reference'>, { kind, value }: { kind: 'address' | 'phone' | 'email'; value: string }): Promise<boolean> {
  const marks = await selectMarks(tx, cover.caseId)
  if (!protectedMarks(kind, value).some((mark) => marks.has(mark))) return false
  await alarm(tx, cover, Temporal.Now.plainDateISO('Europe/London').toString())
  return true
}

/** Tells the leads of a case and those named to read what is protected in it, none of them shut out, by its reference alone; once for each `occasion`. */
async function alarm(tx: Tx, { caseId, reference }: Pick<CaseCover, 'caseId' | 'reference'>, occasion: string) {
  const readers = await tx.selectFrom('protected_reader').select('account_id').where('case_id', '=', caseId).where('ended_at', 'is', null).execute()
  const accounts = (await selectCaseAccounts(tx, caseId)).filter(({ schemeRole, accountId }) => schemeRole !== 'worker' || readers.some((reader) => reader.account_id === accountId))
  const told = await notify(tx, accounts.map(({ accountId }) => ({
    accountId, effect: `case ${caseId} protected place ${occasion} ${accountId}`, subject: `Urgent: look at case ${reference} today`,
    body: `Something recorded today may put somebody in case ${reference} at risk. Open its people and places, and look at what is protected there.\n\n/cases/${caseId}/people`,
  })))
  if (told > 0) audit(tx, { act: 'combined', subjectKind: 'case', subjectId: caseId, details: { alarm: 'protected place', told: accounts.map(({ accountId }) => accountId) } })
}

const AT_ONCE = 2000

/**
 * Looks whether what was lately recorded of anybody accused, in any case, is protected in another, and tells those who answer for that other case. As the system, on its own clock:
 * nobody who records learns of it, by words or by time. Safe to run twice. Gives how many cases were alarmed.
 */
export async function alarmElsewhere(tx: Tx, since: Temporal.Instant): Promise<number> {
  const facts = await tx.selectFrom('index_fact as f').select(['f.index_fact_id as factId', 'f.kind', 'f.value', 'f.index_entry_id as entryId']).where('f.kind', 'in', ['address', 'phone', 'email']).where('f.recorded_at', '>=', since)
    .where((where) => where.exists(where.selectFrom('subject as s').select('s.subject_id').whereRef('s.partnership_id', '=', 'f.partnership_id').whereRef('s.index_entry_id', '=', 'f.index_entry_id').where('s.role', 'in', ['perpetrator', 'both'])))
    .orderBy('f.recorded_at', 'desc').limit(AT_ONCE).execute()
  const marked = new Map(facts.flatMap(({ kind, value, factId, entryId }) => protectedMarks(kind as 'address' | 'phone' | 'email', value).map((mark) => [mark, { factId, entryId }] as const)))
  if (marked.size === 0) return 0
  const met = await tx.selectFrom('protected_mark as m').innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'm.partnership_id').onRef('c.case_id', '=', 'm.case_id'))
    .select(['m.case_id as caseId', 'm.mark', 'm.index_entry_id as entryId', 'c.reference']).where('m.mark', 'in', [...marked.keys()]).where('c.stage', 'in', ['referred', 'open']).execute()
  const others = met.filter(({ mark, entryId }) => marked.get(mark)!.entryId !== entryId)
  for (const { caseId, reference, mark } of others) await alarm(tx, { caseId, reference }, marked.get(mark)!.factId)
  return new Set(others.map(({ caseId }) => caseId)).size
}
