import { sql } from 'kysely'
import { audit, type Tx } from '../../db/tx.ts'
import type { GroupKind } from './group.ts'
import { type Seat, Stale } from './store.ts'

export type GroupFields = {
  kind: GroupKind
  parentId: string | null
  remit: string | null
  handles: string[]
  confidential: boolean
  schemeId: string | null
  runById: string | null
  quorum: number | null
  begins: string | null
  ends: string | null
}
export type SeatFields = Omit<Seat, 'seatId' | 'organisation' | 'version'>

const partnership = (tx: Tx) => tx.actor.partnershipId!
const altered = (tx: Tx, groupId: string, details: Record<string, unknown>) => audit(tx, { act: 'altered', subjectKind: 'group', subjectId: groupId, details })

const groupColumns = ({ kind, parentId, remit, handles, confidential, schemeId, runById, quorum, begins, ends }: GroupFields) => ({
  kind, parent_id: parentId, remit, handles, confidential, scheme_id: schemeId, run_by_id: runById, quorum, begins, ends,
})

const seatColumns = ({ organisationId, role, post, statutory, accountId, person, deputyAccountId, deputy, since, until }: SeatFields) => ({
  organisation_id: organisationId, role, post, statutory, account_id: accountId, person: accountId ? null : person,
  deputy_account_id: deputyAccountId, deputy: deputyAccountId ? null : deputy, since, until,
})

/** Adds a group under its name, with its first seat, and gives its id. Names come before seats: who may give them depends on there being none. */
export async function addGroup(tx: Tx, fields: GroupFields & { name: string; code: string | null }, firstSeat: SeatFields | null): Promise<string> {
  const groupId = crypto.randomUUID()
  await tx.insertInto('meeting_group').values({ partnership_id: partnership(tx), group_id: groupId, made_by: tx.actor.accountId, ...groupColumns(fields) }).execute()
  const names = [{ kind: 'name', name: fields.name }, ...(fields.code ? [{ kind: 'code', name: fields.code }] : [])]
  await tx.insertInto('group_name').values(names.map((each) => ({ partnership_id: partnership(tx), group_id: groupId, valid_from: fields.begins, ...each }))).execute()
  if (firstSeat) await tx.insertInto('group_seat').values({ partnership_id: partnership(tx), group_id: groupId, ...seatColumns(firstSeat) }).execute()
  audit(tx, { act: 'collected', subjectKind: 'group', subjectId: groupId, details: { kind: fields.kind, confidential: fields.confidential } })
  return groupId
}

/** Changes a group's particulars. Throws Stale when `version` is no longer the group's. */
export async function changeGroup(tx: Tx, groupId: string, version: number, fields: GroupFields): Promise<void> {
  const changed = await tx.updateTable('meeting_group').set({ ...groupColumns(fields), version: version + 1 })
    .where('group_id', '=', groupId).where('version', '=', version).executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) throw new Stale()
  altered(tx, groupId, { fields: Object.keys(groupColumns(fields)) })
}

/** Ends a group on a day, for a reason that stays; its open seats and priorities end with it. Throws Stale when it was changed meanwhile. */
export async function endGroup(tx: Tx, groupId: string, version: number, { on, reason }: { on: string; reason: string }): Promise<void> {
  const ended = await tx.updateTable('meeting_group').set({ ends: on, ended_reason: reason, version: version + 1 })
    .where('group_id', '=', groupId).where('version', '=', version).executeTakeFirst()
  if (ended.numUpdatedRows !== 1n) throw new Stale()
  await tx.updateTable('group_priority').set({ until: on }).where('group_id', '=', groupId).where('until', 'is', null)
    .where((q) => q.or([q('since', 'is', null), q('since', '<=', on)])).execute()
  altered(tx, groupId, { fields: ['ends', 'ended_reason'] })
}

/** Lets a group that was ended go on: its reason is taken back, and its last day too but for a task and finish group, which always has one. */
export async function reopenGroup(tx: Tx, groupId: string, version: number): Promise<void> {
  const reopened = await tx.updateTable('meeting_group').set({ ends: sql<string | null>`case when kind = 'task and finish' then ends end`, ended_reason: null, version: version + 1 })
    .where('group_id', '=', groupId).where('version', '=', version).executeTakeFirst()
  if (reopened.numUpdatedRows !== 1n) throw new Stale()
  altered(tx, groupId, { fields: ['ends', 'ended_reason'] })
}

export async function addSeat(tx: Tx, groupId: string, fields: SeatFields): Promise<void> {
  const seatId = crypto.randomUUID()
  await tx.insertInto('group_seat').values({ partnership_id: partnership(tx), group_id: groupId, group_seat_id: seatId, ...seatColumns(fields) }).execute()
  altered(tx, groupId, { seat: seatId })
}

/** Changes a seat. Throws Stale when `version` is no longer the seat's. */
export async function changeSeat(tx: Tx, groupId: string, seatId: string, version: number, fields: SeatFields): Promise<void> {
  const changed = await tx.updateTable('group_seat').set({ ...seatColumns(fields), version: version + 1 })
    .where('group_id', '=', groupId).where('group_seat_id', '=', seatId).where('version', '=', version).executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) throw new Stale()
  altered(tx, groupId, { seat: seatId, fields: Object.keys(seatColumns(fields)) })
}

/** Gives a group a new full name from an ISO day on. The old one ends the day before, and stays known. */
export async function renameGroup(tx: Tx, groupId: string, name: string, from: string): Promise<void> {
  await tx.updateTable('group_name').set({ valid_to: Temporal.PlainDate.from(from).subtract({ days: 1 }).toString() })
    .where('group_id', '=', groupId).where('kind', '=', 'name').where('valid_to', 'is', null).execute()
  await tx.insertInto('group_name').values({ partnership_id: partnership(tx), group_id: groupId, kind: 'name', name, valid_from: from }).execute()
  altered(tx, groupId, { fields: ['name'] })
}

/** Gives a group a code, or another name in use. */
export async function addGroupName(tx: Tx, groupId: string, { kind, name, from, to }: { kind: 'code' | 'alias'; name: string; from: string | null; to: string | null }): Promise<void> {
  await tx.insertInto('group_name').values({ partnership_id: partnership(tx), group_id: groupId, kind, name, valid_from: from, valid_to: to }).execute()
  altered(tx, groupId, { fields: [kind] })
}

/** Ends the use of a code or other name on a day; false when there is none such in use. */
export async function endGroupName(tx: Tx, groupId: string, nameId: string, on: string): Promise<boolean> {
  const ended = await tx.updateTable('group_name').set({ valid_to: on })
    .where('group_id', '=', groupId).where('group_name_id', '=', nameId).where('kind', '<>', 'name').where('valid_to', 'is', null)
    .where((q) => q.or([q('valid_from', 'is', null), q('valid_from', '<=', on)])).executeTakeFirst()
  if (ended.numUpdatedRows > 0n) altered(tx, groupId, { fields: ['names'] })
  return ended.numUpdatedRows > 0n
}

/** Says that one group took over from another. Saying it again changes the day and the note. */
export async function addSuccession(tx: Tx, from: string, to: string, { on, note }: { on: string | null; note: string | null }): Promise<void> {
  await tx.insertInto('group_succession')
    .values({ partnership_id: partnership(tx), from_group_id: from, to_group_id: to, took_over_on: on, note })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'from_group_id', 'to_group_id']).doUpdateSet({ took_over_on: on, note })).execute()
  altered(tx, from, { successor: to })
}

/** Gives a group a priority to deliver, from a day on or always. Giving it again changes the days. */
export async function addDelivered(tx: Tx, groupId: string, itemId: string, since: string | null): Promise<void> {
  await tx.insertInto('group_priority').values({ partnership_id: partnership(tx), group_id: groupId, plan_item_id: itemId, since, until: null })
    .onConflict((conflict) => conflict.columns(['partnership_id', 'group_id', 'plan_item_id']).doUpdateSet({ since, until: null })).execute()
  altered(tx, groupId, { priority: itemId })
}

/** Ends a priority's delivery by this group on a day; false when it does not deliver it. */
export async function endDelivered(tx: Tx, groupId: string, itemId: string, on: string): Promise<boolean> {
  const ended = await tx.updateTable('group_priority').set({ until: on })
    .where('group_id', '=', groupId).where('plan_item_id', '=', itemId).where('until', 'is', null)
    .where((q) => q.or([q('since', 'is', null), q('since', '<=', on)])).executeTakeFirst()
  if (ended.numUpdatedRows > 0n) altered(tx, groupId, { priority: itemId })
  return ended.numUpdatedRows > 0n
}
