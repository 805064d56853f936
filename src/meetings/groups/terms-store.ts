import { audit, type Tx } from '../../db/tx.ts'
import { AgendaLine, selectOptionalGroup, selectTermsVersions, Stale } from './store.ts'

/** A line of the agenda as it is put between others: in the order of places. */
export type PlacedLine = Pick<AgendaLine, 'title' | 'kind' | 'restricted'> & { place: number }
export type TermsFields = { introduction: string; aims: string[]; attendees: string; dates: string; agenda: PlacedLine[] }

/** The restricted lines of a version at their places, where this account may not read them: they stay as they are. */
async function selectHiddenLines(tx: Tx, groupId: string, number: number): Promise<PlacedLine[]> {
  if ('system' in tx.actor || (await selectOptionalGroup(tx, groupId))?.seated) return []
  const { agenda } = await tx.selectFrom('terms').select('agenda').where('group_id', '=', groupId).where('number', '=', number).executeTakeFirstOrThrow()
  return AgendaLine.array().parse(agenda).map((line, at) => ({ ...line, place: at + 1 })).filter(({ restricted }) => restricted)
}

const inOrder = (agenda: readonly PlacedLine[]) => agenda.toSorted((one, other) => one.place - other.place).map(({ title, kind, restricted }) => ({ title, kind, restricted }))

/** Saves a group's draft terms, the first time as the next version. Lines this account may not read stay in their places. `version` is 0 when there was no draft. Throws Stale when somebody else saved, began or adopted one. */
export async function saveDraft(tx: Tx, groupId: string, version: number, fields: TermsFields): Promise<void> {
  const [newest] = await selectTermsVersions(tx, groupId)
  const draft = newest?.adoptedOn === null ? newest : null
  if ((draft?.version ?? 0) !== version) throw new Stale()
  const number = draft?.number ?? (newest?.number ?? 0) + 1
  const { introduction, attendees, dates } = fields
  const agenda = [...(newest ? await selectHiddenLines(tx, groupId, newest.number) : []), ...fields.agenda]
  const columns = { introduction, attendees, dates, aims: JSON.stringify(fields.aims), agenda: JSON.stringify(inOrder(agenda)) }
  if (draft) {
    const changed = await tx.updateTable('terms').set({ ...columns, version: version + 1 })
      .where('group_id', '=', groupId).where('number', '=', number).where('version', '=', version).where('adopted_on', 'is', null).executeTakeFirst()
    if (changed.numUpdatedRows !== 1n) throw new Stale()
  } else {
    const added = await tx.insertInto('terms').values({ partnership_id: tx.actor.partnershipId!, group_id: groupId, number, made_by: tx.actor.accountId, ...columns })
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
