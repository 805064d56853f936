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
  const readers = await tx.selectFrom('protected_reader').select('account_id').where('case_id', '=', cover.caseId).where('ended_at', 'is', null).execute()
  const accounts = (await selectCaseAccounts(tx, cover.caseId)).filter(({ schemeRole, accountId }) => schemeRole !== 'worker' || readers.some((reader) => reader.account_id === accountId))
  const today = Temporal.Now.plainDateISO('Europe/London').toString()
  await notify(tx, accounts.map(({ accountId }) => ({
    accountId, effect: `case ${cover.caseId} protected place ${today} ${accountId}`, subject: `Urgent: look at case ${cover.reference} today`,
    body: `Something recorded in case ${cover.reference} may put somebody at risk. Open its people and places, and look at what is protected there.\n\n/cases/${cover.caseId}/people`,
  })))
  audit(tx, { act: 'combined', subjectKind: 'case', subjectId: cover.caseId, details: { alarm: 'protected place', told: accounts.map(({ accountId }) => accountId) } })
  return true
}
