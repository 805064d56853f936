import { audit, type Tx } from '../../db/tx.ts'
import { type AgendaLine, selectTermsVersions, Stale } from './store.ts'

export type TermsFields = { introduction: string; aims: string[]; attendees: string; dates: string; agenda: AgendaLine[] }

const columns = ({ introduction, aims, attendees, dates, agenda }: TermsFields) => ({ introduction, aims: JSON.stringify(aims), attendees, dates, agenda: JSON.stringify(agenda) })

/** Saves a group's draft terms, the first time as the next version. `version` is 0 when there was no draft. Throws Stale when somebody else saved, began or adopted one. */
export async function saveDraft(tx: Tx, groupId: string, version: number, fields: TermsFields): Promise<void> {
  const [newest] = await selectTermsVersions(tx, groupId)
  const draft = newest?.adoptedOn === null ? newest : null
  if ((draft?.version ?? 0) !== version) throw new Stale()
  const number = draft?.number ?? (newest?.number ?? 0) + 1
  if (draft) {
    const changed = await tx.updateTable('terms').set({ ...columns(fields), version: version + 1 })
      .where('group_id', '=', groupId).where('number', '=', number).where('version', '=', version).where('adopted_on', 'is', null).executeTakeFirst()
    if (changed.numUpdatedRows !== 1n) throw new Stale()
  } else {
    const added = await tx.insertInto('terms').values({ partnership_id: tx.actor.partnershipId!, group_id: groupId, number, made_by: tx.actor.accountId, ...columns(fields) })
      .onConflict((conflict) => conflict.columns(['partnership_id', 'group_id', 'number']).doNothing()).executeTakeFirst()
    if (added.numInsertedOrUpdatedRows !== 1n) throw new Stale()
  }
  audit(tx, { act: draft ? 'altered' : 'collected', subjectKind: 'group', subjectId: groupId, details: { terms: number } })
}

/** Adopts the draft as it was shown. It never changes again. Throws Stale when it was changed meanwhile. */
export async function adoptDraft(tx: Tx, groupId: string, number: number, version: number, on: string): Promise<void> {
  const adopted = await tx.updateTable('terms').set({ adopted_on: on, adopted_by: tx.actor.accountId, version: version + 1 })
    .where('group_id', '=', groupId).where('number', '=', number).where('version', '=', version).where('adopted_on', 'is', null).executeTakeFirst()
  if (adopted.numUpdatedRows !== 1n) throw new Stale()
  audit(tx, { act: 'altered', subjectKind: 'group', subjectId: groupId, details: { terms: number, adopted: on } })
}
