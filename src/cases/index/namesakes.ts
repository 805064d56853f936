import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { selectCaseAccounts } from '../../sharing/case-store.ts'
import { cleanName } from '../../statistics/linkage/names.ts'

export type Namesake = { accountId: string; name: string; agency: string | null }

/** One name however it is written: titles, accents and the order of its words make no difference. */
export const sameName = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((name) => (cleanName(name) ?? '').split(' ').toSorted().join(' '))
  return a === b && a!.includes(' ')
}

/** Accounts of the partnership with a name of somebody this case is about, that nobody has shut out or decided to let in. For those who lead the case alone, and never for the account itself. */
export async function selectNamesakes(tx: Tx, caseId: string): Promise<Namesake[]> {
  const names = await tx.selectFrom('index_fact as f')
    .innerJoin('subject as s', (on) => on.onRef('s.partnership_id', '=', 'f.partnership_id').onRef('s.case_id', '=', 'f.case_id').onRef('s.index_entry_id', '=', 'f.index_entry_id'))
    .select('f.value').distinct().where('f.case_id', '=', caseId).where('f.kind', 'in', ['name', 'alias']).where('s.removed_at', 'is', null).execute()
  if (names.length === 0) return []
  const { rows } = await sql<Namesake>`
    select a.account_id as "accountId", a.name, (select n.name from organisation_name n where n.partnership_id = a.partnership_id and n.organisation_id = a.organisation_id and n.kind = 'name' and n.valid_to is null limit 1) as agency
    from account a
    where a.partnership_id = (select current_partnership()) and a.disabled_at is null and a.account_id is distinct from ${tx.actor.accountId}::uuid
      and not exists (select from case_exclusion x where x.partnership_id = a.partnership_id and x.case_id = ${caseId} and x.account_id = a.account_id)
    order by a.name`.execute(tx)
  return rows.filter((account) => names.some(({ value }) => sameName(value, account.name)))
}

/** Tells those who lead a case, but nobody who has the name, that an account has the name of somebody it is about. Once for each account. */
export async function tellOfNamesakes(tx: Tx, caseId: string, baseUrl: string): Promise<number> {
  const namesakes = await selectNamesakes(tx, caseId)
  if (namesakes.length === 0) return 0
  const { reference } = await tx.selectFrom('case_file').select('reference').where('case_id', '=', caseId).executeTakeFirstOrThrow()
  const leads = (await selectCaseAccounts(tx, caseId)).filter(({ schemeRole, accountId }) => schemeRole !== 'worker' && !namesakes.some((namesake) => namesake.accountId === accountId))
  return notify(tx, leads.flatMap((lead) => namesakes.map((namesake) => ({
    accountId: lead.accountId, effect: `case ${caseId} namesake ${namesake.accountId} ${lead.accountId}`, subject: `Look at case ${reference}: should somebody be shut out?`,
    body: `Somebody with an account here may be a party to case ${reference}. See who, and decide, at ${baseUrl}/cases/${caseId}/people\n`,
  }))))
}
