import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { AGENDA_KINDS, GROUP_KINDS, type GroupKind, SEAT_ROLES, type SeatRole } from './group.ts'

/** Thrown when somebody else saved first. */
export class Stale extends Error {}

/** A body as every page of meetings needs it. Days are ISO. */
export type Group = {
  groupId: string
  name: string
  kind: GroupKind
  confidential: boolean
  parentId: string | null
  schemeId: string | null
  quorum: number | null
  begins: string | null
  ends: string | null
  /** This account keeps its papers. */
  keeps: boolean
  /** This account has a seat today, or stands in for somebody who has. */
  seated: boolean
  /** This account reads what is said in it, apart from what is restricted. */
  reads: boolean
}

const GroupRow = z.object({
  groupId: z.string(), name: z.string(), kind: z.enum(GROUP_KINDS), confidential: z.boolean(), parentId: z.string().nullable(), schemeId: z.string().nullable(),
  quorum: z.number().nullable(), begins: z.string().nullable(), ends: z.string().nullable(), keeps: z.boolean(), seated: z.boolean(), reads: z.boolean(),
})

async function select(tx: Tx, groupId: string | null): Promise<Group[]> {
  const { rows } = await sql`
    with mine as materialized (select kept_groups() as kept, my_groups() as seated, open_groups() as opened)
    select g.group_id as "groupId", coalesce(n.name, 'Without a name') as name, g.kind, g.confidential, g.parent_id as "parentId", g.scheme_id as "schemeId", g.quorum, g.begins, g.ends,
      g.group_id = any (mine.kept) as keeps, g.group_id = any (mine.seated) as seated, g.group_id = any (mine.opened) as reads
    from meeting_group g cross join mine
    left join lateral (
      select n.name from group_name n where n.partnership_id = g.partnership_id and n.group_id = g.group_id and n.kind = 'name'
      order by n.valid_to is null desc, n.valid_to desc limit 1) n on true
    where ${groupId}::uuid is null or g.group_id = ${groupId}::uuid
    order by lower(coalesce(n.name, '')), g.group_id`.execute(tx)
  return rows.map((row) => GroupRow.parse(row))
}

/** Every body of the partnership by name, those that have ended included. */
export const selectGroups = (tx: Tx): Promise<Group[]> => select(tx, null)

/** One body, or null where there is none of that id, or the id is none. */
export const selectOptionalGroup = async (tx: Tx, groupId: string): Promise<Group | null> =>
  z.uuid().safeParse(groupId).success ? ((await select(tx, groupId))[0] ?? null) : null

/** A seat: whose it is, in what role, and who sits in it. `person` is null when it is vacant. */
export type Seat = {
  seatId: string
  organisationId: string
  organisation: string
  role: SeatRole
  post: string | null
  statutory: boolean
  accountId: string | null
  person: string | null
  deputyAccountId: string | null
  deputy: string | null
  since: string | null
  until: string | null
  version: number
}

const SeatRow = z.object({
  seatId: z.string(), organisationId: z.string(), organisation: z.string(), role: z.enum(SEAT_ROLES), post: z.string().nullable(), statutory: z.boolean(),
  accountId: z.string().nullable(), person: z.string().nullable(), deputyAccountId: z.string().nullable(), deputy: z.string().nullable(),
  since: z.string().nullable(), until: z.string().nullable(), version: z.number(),
})
const GroupSeatRow = SeatRow.extend({ groupId: z.string() })
export type GroupSeat = z.infer<typeof GroupSeatRow>

async function seats(tx: Tx, groupId: string | null, on: string | null): Promise<GroupSeat[]> {
  const { rows } = await sql`
    select s.group_id as "groupId", s.group_seat_id as "seatId", s.organisation_id as "organisationId", coalesce(o.name, 'Without a name') as organisation, s.role, s.post, s.statutory,
      s.account_id as "accountId", coalesce(a.name, s.person) as person, s.deputy_account_id as "deputyAccountId", coalesce(d.name, s.deputy) as deputy, s.since, s.until, s.version
    from group_seat s
    left join lateral (
      select n.name from organisation_name n where n.partnership_id = s.partnership_id and n.organisation_id = s.organisation_id and n.kind = 'name'
      order by n.valid_to is null desc, n.valid_to desc limit 1) o on true
    left join account a on a.partnership_id = s.partnership_id and a.account_id = s.account_id
    left join account d on d.partnership_id = s.partnership_id and d.account_id = s.deputy_account_id
    where (${groupId}::uuid is null or s.group_id = ${groupId}::uuid)
      and (${on}::date is null or (coalesce(s.since, '-infinity') <= ${on}::date and coalesce(s.until, 'infinity') >= ${on}::date))
    order by array_position(array['chair', 'co-chair', 'facilitator', 'secretary', 'member', 'adviser'], s.role), o.name, s.post, s.since, s.group_seat_id`.execute(tx)
  return rows.map((row) => GroupSeatRow.parse(row))
}

/** A group's seats, chair first: those of one ISO day, or all there ever were. */
export const selectSeats = (tx: Tx, groupId: string, on?: string): Promise<Seat[]> => seats(tx, groupId, on ?? null)

/** Every group's seats, past ones included. */
export const selectAllSeats = (tx: Tx): Promise<GroupSeat[]> => seats(tx, null, null)

export const AgendaLine = z.object({ title: z.string(), kind: z.enum(AGENDA_KINDS), restricted: z.boolean().default(false) })
/** A line of the standard agenda. Restricted: for the group alone. Hidden: this account has no seat there, and its title is not the line's own. */
export type AgendaLine = z.infer<typeof AgendaLine> & { hidden?: true }

const TermsRow = z.object({
  number: z.number(), introduction: z.string(), aims: z.array(z.string()), attendees: z.string(), dates: z.string(), agenda: z.array(AgendaLine),
  adoptedOn: z.string().nullable(), version: z.number(),
})
/** A version of a group's terms. `adoptedOn` is null while it is a draft. */
export type TermsVersion = Omit<z.infer<typeof TermsRow>, 'agenda'> & { agenda: AgendaLine[] }
/** Terms that were adopted. */
export type Terms = Omit<TermsVersion, 'version' | 'adoptedOn'> & { adoptedOn: string }

const hide = (line: AgendaLine): AgendaLine => (line.restricted ? { ...line, title: 'A restricted item', hidden: true } : line)

async function terms(tx: Tx, groupId: string | null): Promise<(TermsVersion & { groupId: string })[]> {
  const rows = await tx.selectFrom('terms')
    .select(['group_id as groupId', 'number', 'introduction', 'aims', 'attendees', 'dates', 'agenda', 'adopted_on as adoptedOn', 'version'])
    .select(sql<boolean>`group_id = any ((select my_groups())::uuid[])`.as('seated'))
    .$if(groupId !== null, (query) => query.where('group_id', '=', groupId))
    .orderBy('number', 'desc').execute()
  return rows.map(({ seated, ...row }) => {
    const version = TermsRow.parse(row)
    return { groupId: row.groupId, ...version, agenda: seated || 'system' in tx.actor ? version.agenda : version.agenda.map(hide) }
  })
}

/** Every version of a group's terms, newest first; restricted lines hidden from those without a seat there. */
export const selectTermsVersions = async (tx: Tx, groupId: string): Promise<TermsVersion[]> => (await terms(tx, groupId)).map(({ groupId: _, ...version }) => version)

/** Every version of every group's terms, newest first; restricted lines hidden from those without a seat in the group. */
export const selectAllTerms = (tx: Tx): Promise<(TermsVersion & { groupId: string })[]> => terms(tx, null)

/** The newest terms that were adopted, or null before any were. */
export async function selectTermsInForce(tx: Tx, groupId: string): Promise<Terms | null> {
  const found = (await selectTermsVersions(tx, groupId)).find(({ adoptedOn }) => adoptedOn !== null)
  if (!found) return null
  const { version: _, adoptedOn, ...rest } = found
  return { ...rest, adoptedOn: adoptedOn! }
}
