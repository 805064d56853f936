import type { Tx } from '../db/tx.ts'
import type { NameKind, Organisation, Sector, Standing } from './organisation.ts'

/** Adds a partnership, with the head of its audit log. Only `asSystem` may. */
export async function addPartnership(tx: Tx, partnership: { partnershipId: string; name: string; area: string; synthetic?: boolean }) {
  const { partnershipId, name, area, synthetic = false } = partnership
  await tx.insertInto('partnership').values({ partnership_id: partnershipId, name, area, synthetic }).execute()
  await tx.insertInto('audit_head').values({ partnership_id: partnershipId }).execute()
}

/** Every organisation of the partnership, by present name, with all it was ever called. */
export async function selectOrganisations(tx: Tx): Promise<Organisation[]> {
  const partnershipId = tx.actor.partnershipId
  const organisations = await tx.selectFrom('organisation').selectAll().where('partnership_id', '=', partnershipId).execute()
  const names = await tx.selectFrom('organisation_name').selectAll().where('partnership_id', '=', partnershipId)
    .orderBy((q) => q('valid_to', 'is', null), 'desc').orderBy('valid_to', 'desc').orderBy('valid_from', (order) => order.desc().nullsLast()).orderBy('name').execute()
  const namesOf = Map.groupBy(names, (row) => row.organisation_id)
  return organisations
    .map((row): Organisation => {
      const own = (namesOf.get(row.organisation_id) ?? []).map((name) => ({
        organisationNameId: name.organisation_name_id,
        name: name.name,
        kind: name.kind as NameKind,
        validFrom: name.valid_from,
        validTo: name.valid_to,
      }))
      return {
        organisationId: row.organisation_id,
        name: own.find(({ kind, validTo }) => kind === 'name' && validTo === null)?.name ?? own.find(({ kind }) => kind === 'name')?.name ?? 'Without a name',
        codes: own.filter(({ kind, validTo }) => kind === 'code' && validTo === null).map(({ name }) => name),
        parentId: row.parent_id,
        standing: row.standing as Standing,
        legalGround: row.legal_ground,
        sector: row.sector as Sector,
        joinedOn: row.joined_on,
        leftOn: row.left_on,
        names: own,
      }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
}

/** One organisation, or nothing where it is not there to be seen. */
export const selectOptionalOrganisation = async (tx: Tx, organisationId: string): Promise<Organisation | null> =>
  (await selectOrganisations(tx)).find((each) => each.organisationId === organisationId) ?? null

export type Particulars = { standing: Standing; legalGround: string | null; sector: Sector; parentId: string | null; joinedOn: string | null }

const columns = ({ standing, legalGround, sector, parentId, joinedOn }: Particulars) =>
  ({ standing, legal_ground: legalGround, sector, parent_id: parentId, joined_on: joinedOn })

/** Adds an organisation under its full name, and a code when it has one; gives its id. */
export async function addOrganisation(tx: Tx, { name, code, ...particulars }: Particulars & { name: string; code?: string | null }): Promise<string> {
  const organisationId = crypto.randomUUID()
  await tx.insertInto('organisation').values({ partnership_id: tx.actor.partnershipId!, organisation_id: organisationId, ...columns(particulars) }).execute()
  await addName(tx, organisationId, { kind: 'name', name, from: particulars.joinedOn })
  if (code) await addName(tx, organisationId, { kind: 'code', name: code, from: particulars.joinedOn })
  return organisationId
}

export const changeOrganisation = (tx: Tx, organisationId: string, particulars: Particulars) =>
  tx.updateTable('organisation').set(columns(particulars))
    .where('partnership_id', '=', tx.actor.partnershipId).where('organisation_id', '=', organisationId).execute()

/** Gives it a name, code or alias from a day on. */
export async function addName(tx: Tx, organisationId: string, { kind, name, from }: { kind: NameKind; name: string; from: string | null }) {
  await tx.insertInto('organisation_name')
    .values({ partnership_id: tx.actor.partnershipId!, organisation_id: organisationId, kind, name, valid_from: from }).execute()
}

/** Gives it a new full name from a day on. The old one ends the day before, and stays known by. */
export async function renameOrganisation(tx: Tx, organisationId: string, name: string, from: string) {
  await tx.updateTable('organisation_name').set({ valid_to: Temporal.PlainDate.from(from).subtract({ days: 1 }).toString() })
    .where('partnership_id', '=', tx.actor.partnershipId).where('organisation_id', '=', organisationId)
    .where('kind', '=', 'name').where('valid_to', 'is', null).execute()
  await addName(tx, organisationId, { kind: 'name', name, from })
}

/** Ends the use of a code or alias on a day. It stays in the history, so that old papers can still be read by it. */
export async function endName(tx: Tx, organisationId: string, organisationNameId: string, on: string): Promise<boolean> {
  const ended = await tx.updateTable('organisation_name').set({ valid_to: on })
    .where('partnership_id', '=', tx.actor.partnershipId).where('organisation_id', '=', organisationId)
    .where('organisation_name_id', '=', organisationNameId).where('kind', '!=', 'name').where('valid_to', 'is', null)
    .where((q) => q.or([q('valid_from', 'is', null), q('valid_from', '<=', on)]))
    .executeTakeFirst()
  return ended.numUpdatedRows > 0n
}

/** Marks it as having left on a day, or (null) as a partner still. */
export const markLeft = (tx: Tx, organisationId: string, on: string | null) =>
  tx.updateTable('organisation').set({ left_on: on })
    .where('partnership_id', '=', tx.actor.partnershipId).where('organisation_id', '=', organisationId).execute()
